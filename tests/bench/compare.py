"""Two commits side by side: `python -m tests.bench.compare COMMIT [COMMIT]`.

The same scenario is run by both in turns, each in a process of its own with its own source. Ratios
are second by first, of the least and of the median of the turns. Without a second commit the files
as they lie here are compared with the first.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import table
from tests.bench.synthetic import Shape, text

HERE = Path(__file__).parents[2]
CHILD = Path(__file__).parent / "child.py"


def main(arguments: list[str] | None = None) -> None:
    """Compare the commits that are named and print one table."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("first", metavar="COMMIT")
    parser.add_argument("second", metavar="COMMIT", nargs="?", help="the files here if not given")
    parser.add_argument(
        "--scenario", type=Path, help="one made by code, of Sahel size, if not given"
    )
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--turns", type=int, default=5)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        scenario = asked.scenario or Path(folder) / "scenario.yaml"
        if asked.scenario is None:
            scenario.write_text(text(Shape(weeks=asked.weeks)), encoding="utf-8")
        names = [asked.first, asked.second or "the files here"]
        trees = [
            HERE if commit is None else source(commit, Path(folder) / str(i))
            for i, commit in enumerate((asked.first, asked.second))
        ]
        print(report(names, trees, scenario.resolve(), asked.weeks, asked.turns))


def source(commit: str, folder: Path) -> Path:
    """The files of a commit, unpacked into a folder."""
    packed = subprocess.run(
        ["git", "-C", str(HERE), "archive", commit], check=False, capture_output=True
    )
    if packed.returncode:
        sys.exit(f"{commit}: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def report(names: list[str], trees: list[Path], scenario: Path, weeks: int, turns: int) -> str:
    """Run both in turns and compare."""
    turned = [[run(tree, scenario, weeks) for tree in trees] for _ in range(turns)]
    first, second = ([turn[i] for turn in turned] for i in range(2))
    title = f"{names[1]} against {names[0]}: {weeks} weeks, least and median of {turns} turns"
    columns = ["", f"{names[0]}, us a week", f"{names[1]}, us a week", "ratio", "of medians"]
    return table.text(title, columns, rows(first, second, weeks)) + tables(first, second)


def run(tree: Path, scenario: Path, weeks: int) -> dict[str, Any]:
    """One measured run by the source in a folder."""
    command = [sys.executable, "-P", str(CHILD), str(scenario), str(weeks), "1"]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    done = subprocess.run(
        command, cwd=tree, env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"The run with the source in {tree} failed:\n{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def rows(
    first: list[dict[str, Any]], second: list[dict[str, Any]], weeks: int
) -> list[list[str | float]]:
    """A row for each rule and one for the whole, from the dearest of the first down."""
    old, new = (_by_part(runs) for runs in (first, second))
    order = sorted(old | new, key=lambda part: -min(old.get(part, new.get(part, [0.0]))))
    return [_row(part, old.get(part, []), new.get(part, []), weeks) for part in order]


def _by_part(runs: list[dict[str, Any]]) -> dict[str, list[float]]:
    return {part: [one["seconds"][part] for one in runs] for part in runs[0]["seconds"]}


def _row(part: str, old: list[float], new: list[float], weeks: int) -> list[str | float]:
    if not old or not new:
        there = 1e6 * min(old or new) / weeks
        return [part, there if old else "none", there if new else "none", "", ""]
    return [
        part, 1e6 * min(old) / weeks, 1e6 * min(new) / weeks, min(new) / min(old),
        median(new) / median(old),
    ]  # fmt: skip


def tables(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> str:
    """Whether both write the same bytes, and where not."""
    old, new = first[0]["tables"], second[0]["tables"]
    different = sorted(name for name in old | new if old.get(name) != new.get(name))
    if not different:
        return f"All {len(old)} tables are the same, byte for byte.\n"
    return (
        f"Different: {', '.join(different)}; the same: {len(set(old) - set(different))} tables.\n"
    )


if __name__ == "__main__":
    main()
