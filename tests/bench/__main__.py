"""Benchmarks in one command: `python -m tests.bench minimal`."""

from __future__ import annotations

import argparse

from tests.bench import minimal
from tests.bench.workload import SAHEL, TINY


def main(arguments: list[str] | None = None) -> None:
    """Run the parts that are asked for and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", default="all", choices=("minimal", "all"))
    parser.add_argument("--repeats", type=int, default=5, help="turns of which the least counts")
    parser.add_argument("--tiny", action="store_true", help="tiny sizes, to try the command")
    asked = parser.parse_args(arguments)
    size, weeks = (TINY, 8) if asked.tiny else (SAHEL, 520)
    if asked.part in ("minimal", "all"):
        print(minimal.report(size, weeks, asked.repeats))


if __name__ == "__main__":
    main()
