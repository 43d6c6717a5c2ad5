"""How the time of a run grows with cells, communities, bands, actors and weeks."""

from __future__ import annotations

from dataclasses import replace

from tests.bench import table
from tests.bench.measured import Measured, measured
from tests.bench.minimal import SEED
from tests.bench.synthetic import Shape, case

BASE = Shape(width=40, height=40, communities=2_400, bands=400, actors=6, weeks=52)
WHOLE = (
    Shape(weeks=52),
    Shape(width=320, height=250, communities=100_000, bands=10_000, actors=8, weeks=26),
)
"""Sahel size at 0.5 degree, and the whole map at 0.1 degree."""


def steps(base: Shape) -> dict[str, list[Shape]]:
    """The base, and what is larger in one thing alone; cells grow with communities fixed."""
    wider = [replace(base, width=f * base.width, communities=f * base.communities) for f in (2, 4)]
    people = [replace(base, communities=f * base.communities) for f in (2, 4)]
    bands = [replace(base, bands=f * base.bands) for f in (2, 4)]
    actors = [replace(base, actors=f * base.actors) for f in (2, 3)]
    weeks = [replace(base, weeks=f * base.weeks) for f in (2, 4)]
    return {
        "cells and communities": wider, "communities in a cell": people, "bands": bands,
        "actors": actors, "weeks": weeks,
    }  # fmt: skip


def report(base: Shape = BASE, whole: tuple[Shape, ...] = WHOLE, repeats: int = 2) -> str:
    """Time all in turns: the base, each of its steps, and whole maps."""
    named = [("base", base)]
    named += [(name, shape) for name, more in steps(base).items() for shape in more]
    named += [("everything", shape) for shape in whole]
    cases = [(case(shape), shape.weeks) for _, shape in named]
    measured(cases[0][0], SEED, base.weeks)  # kernels are compiled or loaded
    turns = [[measured(each, SEED, weeks) for each, weeks in cases] for _ in range(repeats)]
    least = [min(runs, key=_a_week) for runs in zip(*turns, strict=True)]
    rows = [_row(name, one, least[0]) for (name, _), one in zip(named, least, strict=True)]
    columns = ["", "cells", "communities", "bands", "actors", "weeks", "us a week", "times base",
               "ns a community and week"]  # fmt: skip
    return table.text(f"Growth of a run's week; least of {repeats}", columns, rows)


def _a_week(one: Measured) -> float:
    return one.run / one.weeks


def _row(name: str, one: Measured, base: Measured) -> list[str | float]:
    sizes = (one.cells, one.communities, round(one.bands), one.actors, one.weeks)
    return [
        name, *(f"{size:,}" for size in sizes), 1e6 * _a_week(one), _a_week(one) / _a_week(base),
        1e9 * _a_week(one) / one.communities,
    ]  # fmt: skip
