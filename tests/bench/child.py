"""One measured run in a process of its own: `python -P child.py SCENARIO WEEKS SEED`.

It leans on nothing but `sim`, of whatever version lies on the path, and prints JSON: seconds of
processor time by rule and as a whole, and the digest of each table.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.engine import simulate
from sim.record.files import table_csv
from sim.rules.rule import Rule
from sim.scenario.load import load_case


def timed(rule: Rule, spent: dict[str, float]) -> Rule:
    """The same rule, which adds the processor time it takes to `spent`."""
    apply: Callable[[Any, Any, Any], None] = rule.apply

    def noted(world: Any, parameters: Any, key: Any) -> None:
        begun = time.thread_time()
        apply(world, parameters, key)
        spent[rule.name] = spent.get(rule.name, 0.0) + time.thread_time() - begun

    return replace(rule, apply=noted)


def _bytes(text: str | bytes) -> bytes:
    """The text of a table, which commits up to v0.1.0 give as str."""
    return text.encode() if isinstance(text, str) else text


def measured(path: Path, weeks: int, seed: int) -> dict[str, Any]:
    """Seconds by rule and of the whole run, set-up and recording included; digests of tables."""
    simulate(load_case(path, ("time.weeks=1",)), seed)  # kernels are compiled or loaded
    spent: dict[str, float] = {}
    case = load_case(path, (f"time.weeks={weeks}",))
    case = replace(case, rules=tuple((timed(rule, spent), own) for rule, own in case.rules))
    begun = time.process_time()
    run = simulate(case, seed)
    whole = time.process_time() - begun
    digests = {
        output.name: hashlib.sha256(
            _bytes(table_csv(output.columns, run.tables[output.name]))
        ).hexdigest()
        for output, _ in case.outputs
    }
    return {"seconds": spent | {"(whole run)": whole}, "tables": digests}


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
