"""Benchmarks in one command: `python -m tests.bench minimal`."""

from __future__ import annotations

import argparse

from tests.bench import batches, growth, minimal, overhead, rules, workload
from tests.bench.synthetic import Shape

TINY = Shape(width=12, height=8, communities=150, bands=40, actors=4, weeks=4)


def main(arguments: list[str] | None = None) -> None:
    """Run the parts that are asked for and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parts = ("minimal", "rules", "growth", "batch", "overhead", "all")
    parser.add_argument("part", nargs="?", default="all", choices=parts)
    parser.add_argument("--repeats", type=int, default=5, help="turns of which the least counts")
    parser.add_argument("--batch", type=int, default=0, metavar="N", help="a batch of N runs too")
    parser.add_argument("--tiny", action="store_true", help="tiny sizes, to try the command")
    asked = parser.parse_args(arguments)
    tiny, repeats = asked.tiny, asked.repeats
    if asked.part in ("minimal", "all"):
        size, weeks = (workload.TINY, 8) if tiny else (workload.SAHEL, 520)
        print(minimal.report(size, weeks, repeats))
    if asked.part in ("rules", "all"):
        shape, sahel_weeks = (TINY, 2) if tiny else (Shape(), 520)
        print(rules.report(shape, sahel_weeks, repeats))
    if asked.part in ("growth", "all"):
        base, whole = (TINY, (TINY,)) if tiny else (growth.BASE, growth.WHOLE)
        print(growth.report(base, whole, min(repeats, 2)))
    if asked.part in ("batch", "all"):
        runs, weeks = (2, 2) if tiny else (batches.RUNS, batches.WEEKS)
        print(batches.report(runs, weeks, asked.batch))
    if asked.part in ("overhead", "all"):
        print(overhead.report(min(repeats, 3), tiny))


if __name__ == "__main__":
    main()
