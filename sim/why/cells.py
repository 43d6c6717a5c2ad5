"""Why cells changed hands: the page on one cell, and the cells that an actor won and lost."""

from __future__ import annotations

import pandas as pd

from sim.record.results import Results
from sim.why.replay import Causes
from sim.why.runs import Chosen, QuestionError
from sim.why.words import LEAST, counted, page, signed, table, wrapped

PARTS = {
    "by_people": "people",
    "by_presence": "presence",
    "by_security": "security",
    "by_inertia": "inertia",
}
"""What the page calls each part of the ratio of supports."""

MOST_TAKEOVERS, MOST_RIVALS = 30, 14
HOW_TO_READ = (
    "Amounts are logarithms of the new holder's advantage over the old one: +0.7 is twice as much, "
    "-0.7 half. They add up to the advantage in support. Inertia: what earlier weeks left, and "
    "support that a state lends. Nobody stands for the least support by which a cell is held, with "
    "full presence and security."
)


def cell_page(results: Results, run: Chosen, causes: Causes, cell: int, place: str) -> list[str]:
    """Lines on every change of one cell's holder."""
    takeovers = causes.tables["takeovers"]
    own = takeovers[(takeovers["cell_id"] == cell) | (takeovers["priogrid_gid"] == cell)]
    head = wrapped(f"Why cell {cell} changed hands: {run.name} of {results.folder}, {run.reason}.")
    if own.empty:
        return page([head, wrapped(causes.source), [f"{place}. It never changed hands."]])
    shown = own.iloc[-MOST_TAKEOVERS:]
    earlier = len(own) - len(shown)
    rows = [
        [f"week {row['week']}", str(row["date"])[:10], f"{row['before']} -> {row['after']}"]
        + [signed(row[part]) for part in PARTS]
        + [_mainly(row)]
        for _, row in shown.iterrows()
    ]
    heads = ["", "", "", *PARTS.values(), "mainly by"]
    more = [f"  ({counted(earlier, 'earlier change')} not shown)"] if earlier else []
    return page(
        [
            head,
            wrapped(causes.source),
            [f"{place}. It changed hands {counted(len(own), 'time')}."],
            [*table([heads, *rows], left=(0, 1, 2, 7)), *more],
            wrapped(HOW_TO_READ),
        ]
    )


def _mainly(row: pd.Series) -> str:
    """The part that speaks most for the new holder."""
    amounts = {name: float(row[column]) for column, name in PARTS.items()}
    name = max(amounts, key=lambda each: amounts[each])
    return name if amounts[name] >= LEAST else "-"


def place_of(results: Results, run: Chosen, cell: int) -> str:
    """Where a cell lies, as far as the folder says."""
    if "cells" not in results.tables:
        return f"Cell {cell}"
    cells = results["cells"]
    own = cells[(cells["cell_id"] == cell) | (cells["priogrid_gid"] == cell)]
    own = own[own["run_id"] == run.run_id]
    if own.empty:
        raise QuestionError(f"{results.folder} has no cell {cell}; cells.csv lists them.")
    row = own.iloc[0]
    town = f", {row['town']}" if row["town"] else ""
    return (
        f"{row['admin1'] or row['country_name']}{town}, {row['population']:,} people at the start"
    )


def won_and_lost(causes: Causes, actor: str) -> list[str]:
    """Cells that an actor won and lost, by from whom and to whom, with the mean of each part."""
    takeovers = causes.tables["takeovers"]
    rows = []
    for verb, side, against in (("won from", "after", "before"), ("lost to", "before", "after")):
        own = takeovers[takeovers[side] == actor]
        for other, cells in own.groupby(against):
            means = [signed(cells[part].mean()) for part in PARTS]
            rows.append((len(cells), [f"{verb} {other}", str(len(cells)), *means]))
    if not rows:
        return [f"{actor} neither won nor lost a cell."]
    rows.sort(key=lambda row: -row[0])
    head = ["", "cells", *PARTS.values()]
    return [
        "Cells that it won and lost: mean advantage of the new holder over the old, as logarithms",
        *table([head, *(cells for _, cells in rows[:MOST_RIVALS])]),
        "",
        *wrapped(HOW_TO_READ),
    ]
