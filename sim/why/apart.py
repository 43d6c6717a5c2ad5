"""Why two runs part: which runs are meant, and the page on how they came to differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.record.files import COLUMNS_FILE
from sim.record.results import open_results
from sim.scenario.design import expand
from sim.scenario.load import load_batch
from sim.scenario.recipe import Recipe
from sim.why.contributions import contributions
from sim.why.gap import Gap
from sim.why.lockstep import Parting, Side, in_lockstep
from sim.why.replay import stored_run
from sim.why.runs import QuestionError
from sim.why.words import (
    counted,
    cut,
    in_week,
    page,
    table,
    wrapped,
)

MOST_SETTINGS, MOST_FIRST, MOST_LATER, MOST_PAIRS = 8, 4, 4, 4


def apart_page(first: str, second: str, week: int | None = None) -> list[str]:
    """Lines on how two runs part; each is the file of a scenario or FOLDER/RUN_ID."""
    one, other = named_run("A", first), named_run("B", second)
    last = min(side.case.scenario.time.weeks for side in (one, other))
    if week is not None and not 0 <= week <= last:
        raise QuestionError(f"--week {week} is not in both runs; they have the weeks 0 to {last}.")
    until = last if week is None else week
    parting = in_lockstep(one, other, until)
    return page(
        [
            [cut(f"Why {first} (A) and {second} (B) part")],
            [line for side in (one, other) for line in wrapped(f"{side.name}: {side.note}")],
            _caution(one, other),
            _settings(one, other),
            _parting(one, parting),
            _spread(one, parting),
            *(_at_last(one, other) if parting.week is not None else []),
        ]
    )


def named_run(name: str, text: str) -> Side:
    """The run that a text names."""
    path = Path(text)
    if path.is_file():
        batch = load_batch(path)
        if len(batch.points) > 1:
            raise QuestionError(
                f"{text} is a batch of several scenarios; name one run of it as FOLDER/RUN_ID."
            )
        plan = expand(batch)[0]
        return Side(name, plan.recipe, plan.seed, f"{path}, replicate 1, seed {plan.seed}")
    if (path.parent / COLUMNS_FILE).is_file():
        run = stored_run(open_results(path.parent), path.name)
        plan = run.plan
        made = "" if run.same_source else "; CAUTION: stored by another version of the program"
        return Side(
            name,
            plan.recipe,
            plan.seed,
            f"run {plan.run_id} of {run.folder}, {plan.alternative}, replicate {plan.replicate}, "
            f"seed {plan.seed}{made}",
        )
    raise QuestionError(
        f"{text} is neither the file of a scenario nor FOLDER/RUN_ID of a stored run."
    )


def _caution(one: Side, other: Side) -> list[str]:
    if one.seed == other.seed:
        return []
    return ["CAUTION: they have different seeds, so chance alone makes them part."]


def _settings(one: Side, other: Side) -> list[str]:
    """Values of the scenario that differ, as lines."""
    rows = settings_apart(one.recipe, other.recipe)
    if not rows:
        return ["Their scenarios are the same."]
    rest = len(rows) - MOST_SETTINGS
    more = [f"  ... and {counted(rest, 'other value')}"] if rest > 0 else []
    head = ["What differs in their scenarios", *table([["", "A", "B"], *rows[:MOST_SETTINGS]])]
    return [*head, *more]


def settings_apart(one: Recipe, other: Recipe) -> list[list[str]]:
    """Values that differ between two scenarios: path, value in the one, in the other."""
    ours, theirs = (dict(_flat(recipe.content())) for recipe in (one, other))
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return [[name, _short(ours.get(name)), _short(theirs.get(name))] for name in names]


def _flat(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Values of nested mappings and lists by dotted path."""
    if isinstance(node, dict | list) and node:
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, node


def _short(value: Any) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 30 else text[:27] + "..."


def _parting(one: Side, parting: Parting) -> list[str]:
    """The first week and rule in which they differ, and what follows in that week."""
    start = [gap.told for gap in parting.at_start[:MOST_FIRST]]
    rest = len(parting.at_start) - len(start)
    more = [f"and {counted(rest, 'other array')}"] if rest > 0 else []
    lines = ["Before the first week they differ in"] if start else []
    lines += [_line(each) for each in [*start, *more]]
    if parting.week is None:
        others = "nothing else" if start else "nothing"
        return [*lines, f"Until {_day(one, one.world.clock.week)} {others} differs."]
    lines += wrapped(
        f"They part in {_day(one, parting.week)}, by the rule {parting.rule}"
        + (":" if parting.first else ".")
    )
    lines += [_line(gap.told) for gap in parting.first[:MOST_FIRST]]
    lines += [_line(f"then {rule}: {gap.told}") for rule, gap in parting.later[:MOST_LATER]]
    return lines


def _line(text: str) -> str:
    return cut(f"  {text}")


def _day(side: Side, week: int) -> str:
    clock = side.world.clock
    return in_week(week, type(clock)(clock.start, week).date)


def _spread(one: Side, parting: Parting) -> list[str]:
    """First week in which each part of the world differs."""
    if parting.week is None:
        return []
    ordered = sorted(parting.spread.items(), key=lambda item: item[1][0])
    rows = [
        [name, f"week {week}", _day(one, week).rpartition(" ")[2], _largest(gap)]
        for name, (week, gap) in ordered
    ]
    if parting.actors is not None:
        date = _day(one, parting.actors).rpartition(" ")[2]
        rows.append(["actors", f"week {parting.actors}", date, "other actors are born"])
    if not rows:  # worlds of other shapes: nothing in them can be set side by side
        return []
    return [
        "How it spread: the first week in which each differs (entries that do, and the largest)",
        *table(rows, (0, 1, 2, 3)),
    ]


def _largest(gap: Gap) -> str:
    return gap.told.partition(": ")[2]


def _at_last(one: Side, other: Side) -> list[list[str]]:
    """What differs most in the last week."""
    head = f"In {_day(one, one.world.clock.week)}, A | B; in brackets what makes B differ from A"
    parts = [part for part in contributions(one, other) if part]
    first, *rest = parts or [["Hostility, beliefs, fighting and land are the same again."]]
    return [[head, "", *first], *rest]
