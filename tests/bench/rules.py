"""The full model, rule by rule, beside the best C of the minimal workload of the same size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.scenario.case import Case
from sim.scenario.load import load_case
from tests.bench import compiler, table
from tests.bench.measured import Measured, measured
from tests.bench.minimal import SEED, Timed, spent_by
from tests.bench.peers import hand_c
from tests.bench.synthetic import Shape, case
from tests.bench.workload import Size, made

SAHEL = Path(__file__).parents[2] / "scenarios" / "sahel.yaml"


def report(shape: Shape, sahel_weeks: int, repeats: int) -> str:
    """Both cases: one of the size asked for, made by code, and the Sahel scenario as it is."""
    full, tiny = case(shape), case(replace(shape, width=8, height=4, communities=40, bands=16))
    sahel = load_case(SAHEL, (f"time.weeks={sahel_weeks}",))
    turns = (measured(tiny, SEED, shape.weeks) for _ in range(repeats + 1))
    fixed = min(turns, key=lambda one: one.clocked)
    return "\n".join(
        [
            _report("Full model, a scenario made by code", full, shape.weeks, repeats, fixed),
            _report("Full model, the Sahel scenario", sahel, sahel_weeks, repeats),
        ]
    )


def _report(title: str, full: Case, weeks: int, repeats: int, fixed: Measured | None = None) -> str:
    """Measure a case and C of its size in turns; the least of each.

    `fixed` is a run of the same length and actors in a tiny world: what a rule takes there, it
    takes for being called at all.
    """
    least, in_c = measured(full, SEED, weeks), Timed()
    for _ in range(repeats):
        if compiler.available():
            in_c.note(_in_c(least))
        again = measured(full, SEED, weeks)
        run = min(least.run, again.run)
        least = replace(min(least, again, key=lambda one: one.clocked), run=run)
    head = (
        f"{title}: {least.cells:,} cells, {least.communities:,} communities, "
        f"{least.bands:,.0f} bands, {least.actors} actors, {weeks} weeks; least of {repeats}"
    )
    columns = ["", "us a week", "% of the run", "ns a community", "ns a band"]
    rows = _rows(least)
    if fixed:
        columns.append("us in a tiny world")
        there = {str(row[0]): row[1] for row in _rows(fixed)}
        rows = [[*row, there[str(row[0])]] for row in rows]
    text = table.text(head, columns, rows)
    text += f"Set-up and burn-in, not in the run: {1e3 * least.set_up:.0f} ms\n"
    if compiler.available():
        text += (
            f"Without these clocks the run takes {least.run:.3g} s; the best C of the minimal "
            f"workload of this size {in_c.week * weeks:.3g} s: "
            f"{least.run / (in_c.week * weeks):.1f} times\n"
        )
    return text


def _in_c(one: Measured) -> float:
    """Seconds a week of the best C where there is as much of everything as in a run."""
    width = max(1, round(one.cells**0.5))
    size = Size(width, -(-one.cells // width), one.communities, round(one.bands), one.actors)
    hand_c.run(made(size), 0, SEED)  # compiled before it is timed
    return spent_by(hand_c.run, size, one.weeks, SEED) / one.weeks


def _rows(one: Measured) -> list[list[str | float]]:
    """Rules from the dearest down, recording, the rest, and all."""
    parts = sorted(one.rules.items(), key=lambda item: -item[1])
    rest = one.clocked - sum(one.rules.values()) - one.recording
    parts += [("(recording)", one.recording), ("(between rules)", rest), ("(all)", one.clocked)]
    return [
        [
            name,
            1e6 * spent / one.weeks,
            100 * spent / one.clocked,
            1e9 * spent / one.weeks / one.communities,
            1e9 * spent / one.weeks / one.bands,
        ]
        for name, spent in parts
    ]
