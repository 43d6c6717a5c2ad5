"""The page on a directed pair: from cause to war in one run, and in how many it comes to that."""

from __future__ import annotations

import pandas as pd

from sim.analysis.rivals import DRIVERS
from sim.why.dyad import NAMES, QUARTER, Dyad, outbreaks
from sim.why.dyad_story import Story, largest_changes, rise, story, turning
from sim.why.words import (
    LEAST,
    Amounts,
    causes,
    counted,
    difference,
    lowering,
    page,
    raising,
    signed,
    table,
    wrapped,
)

MOST_TURNS, MOST_WEEKS = 9, 5


def dyad_page(dyad: Dyad, where: str) -> list[str]:
    """Lines of the page; `where` names the results."""
    told = story(dyad)
    return page(
        [
            _head(dyad, where),
            wrapped(_answer(dyad, told)),
            _chain(told),
            _belief_weeks(told),
            _drivers(dyad, told),
            _turns(dyad, told),
            _fighting(told),
            _all_runs(dyad),
        ]
    )


def _head(dyad: Dyad, where: str) -> list[str]:
    actor, other = dyad.pair
    return wrapped(f"Why {actor} turned on {other}: {dyad.run.name} of {where}, {dyad.run.reason}.")


def _answer(dyad: Dyad, told: Story) -> str:
    """The answer in words."""
    if told.outbreak is None:
        return _no_war(told)
    if told.outbreak == told.first:
        return f"They were at war from the start of the run.{_end_of_war(told)}"
    when = f"War began in {told.when(told.outbreak)}"
    if name := dyad.by_scenario.get(told.outbreak):
        return f"{when} by the scenario's intervention '{name}'.{_end_of_war(told)}"
    grown = difference(told.drivers(told.turn), told.drivers(told.first))
    sentence = f"{when}, mainly by {causes(raising(grown))} in log-odds since the start"
    sentence += f"; {causes(lowering(grown))} held it back" if min(grown.values()) < -LEAST else ""
    return f"{sentence}.{_more_hostile(dyad, told)}{_end_of_war(told)}"


def _no_war(told: Story) -> str:
    levels = told.drivers(told.turn)
    raised = raising(difference(levels, told.drivers(told.first)))
    return (
        f"No war in this run. Hostility was highest, {told.relations['hostility'].max():.2f}, in "
        f"{told.when(told.turn)}; raised by {causes(raised)} since the start, kept down by "
        f"{causes(lowering(levels))}, in log-odds."
    )


def _more_hostile(dyad: Dyad, told: Story) -> str:
    """Whose hostility led to war, where it was the other's."""
    actor, other = dyad.pair
    if told.turn not in told.reverse.index:
        return ""
    own, theirs = (
        float(rows["hostility"].loc[told.turn]) for rows in (told.relations, told.reverse)
    )
    if own >= theirs:
        return f" It was the more hostile of the two ({own:.2f} against {theirs:.2f})."
    return (
        f" The more hostile of the two was {other} ({theirs:.2f} against {own:.2f}): "
        f"see --dyad {other}:{actor}."
    )


def _end_of_war(told: Story) -> str:
    if told.truce is None:
        return " It lasted to the end."
    assert told.outbreak is not None
    eased = lowering(difference(told.drivers(told.truce), told.drivers(told.outbreak)))
    return (
        f" It ended in {told.when(told.truce)}, after {told.truce - told.outbreak} weeks, by "
        f"{causes(eased)}."
    )


def _chain(told: Story) -> list[str]:
    """How overlap, entries, grievance and belief rose until the turn."""
    until = "outbreak" if told.outbreak is not None else "peak"
    rows = [
        ["overlap", _overlap(told, until)],
        ["entries", _entries(told, until)],
        ["grievance", _grievance(told, until)],
        ["belief", _belief(told, until)],
    ]
    return [
        "From cause to war" if told.outbreak is not None else "What grew",
        *table(rows, left=(0, 1)),
    ]


def _overlap(told: Story, until: str) -> str:
    overlap, events = told.fights["overlap"], told.fights["events"]
    clashes = events.index[events > 0]
    early = overlap.loc[told.first : told.first + QUARTER - 1].mean()
    late = overlap.loc[told.turn - QUARTER + 1 : told.turn].mean()
    clash = f"first clash in week {clashes[0]}" if len(clashes) else "no clash"
    return f"{early:.3f} in the first quarter, {late:.3f} in that before the {until}; {clash}"


def _entries(told: Story, until: str) -> str:
    entries = told.relations["entries"].loc[: told.turn]
    if not entries.any():
        return f"no cell of its sphere until the {until}"
    quarters = entries.rolling(QUARTER, min_periods=1).sum()
    last = int(quarters.to_numpy().argmax()) + told.first
    return (
        f"{counted(int(entries.sum()), 'cell')} of its sphere until the {until}; most, "
        f"{int(quarters.max())}, in the {QUARTER} weeks to week {last}"
    )


def _grievance(told: Story, until: str) -> str:
    grievance = told.relations["grievance"]
    first, last, amount = rise(grievance, told.turn)
    return (
        f"{grievance.loc[told.first]:.2f} at the start, {grievance.loc[told.turn]:.2f} at the "
        f"{until}; fastest in weeks {first} to {last} ({amount:+.2f})"
    )


def _belief(told: Story, until: str) -> str:
    log_odds = told.beliefs["log_odds"]
    truth = "one" if told.beliefs["true_pact"].loc[told.turn] else "none"
    return (
        f"log-odds of a deal {log_odds.loc[told.first]:.1f} at the start, "
        f"{log_odds.loc[told.turn]:.1f} at the {until}; in truth there was {truth}"
    )


def _belief_weeks(told: Story) -> list[str]:
    """Weeks in which the belief in a deal moved most, by what."""
    weeks = largest_changes(told.beliefs, MOST_WEEKS)
    if weeks.empty:
        return ["Belief in a deal never moved by 0.01."]
    by = [name for name in map(str, weeks.columns) if name.startswith("by_")] or ["evidence"]
    drivers = [name for name in by if weeks[name].abs().max() >= LEAST]
    names = [name.removeprefix("by_").replace("_", " ") for name in drivers]
    rows = [
        [f"week {week}", str(row["date"])[:10], f"{row['change']:+.2f}"]
        + [signed(row[name]) for name in drivers]
        for week, row in weeks.iterrows()
    ]
    return [
        "Weeks that moved its belief in a deal most, and by what (log-odds)",
        *table([["", "", "change", *names], *rows], left=(0, 1)),
    ]


def _drivers(dyad: Dyad, told: Story) -> list[str]:
    """Drivers of hostility at each moment, and their mean over runs at the outbreak."""
    moments = told.moments()
    broke = _broke_out(dyad)
    levels = [told.drivers(week) for week in moments.values()]
    heads = [[name, str(week)] for name, week in moments.items()]
    if len(broke) > 1:
        levels.append(_mean(dyad, broke))
        heads.append(["mean of runs", "outbreak"])
    rows = [["", *(name for name, _ in heads)], ["week", *(week for _, week in heads)]]
    for name in NAMES.values():
        amounts = [level[name] for level in levels]
        if any(abs(amount) >= LEAST for amount in amounts):
            rows.append([name, *map(signed, amounts)])
    rows.append(["sum", *(signed(sum(level.values())) for level in levels)])
    for name, scale in (("hostility", "0..1"), ("grievance", "0..4")):
        cells = [f"{told.relations[name].loc[week]:.2f}" for week in moments.values()]
        rows.append([f"{name} ({scale})", *cells, *[""] * (len(heads) - len(cells))])
    return ["Causes of hostility, in log-odds", *table(rows)]


def _mean(dyad: Dyad, broke: pd.Series) -> Amounts:
    """Mean of each driver over the runs in which war broke out, in the week in which it did."""
    return {
        NAMES[driver]: float(_at(dyad.relations[name], broke).mean())
        for driver, name in DRIVERS.items()
    }


def _at(values: pd.Series, weeks: pd.Series) -> pd.Series:
    """Values by run and week in one week of each run."""
    wanted = pd.MultiIndex.from_arrays([weeks.index, weeks])
    return values.reindex(wanted)


def _broke_out(dyad: Dyad) -> pd.Series:
    """Week of the outbreak of the first war, by run; not where the two began at war."""
    first = outbreaks(dyad.relations)
    starts = dyad.relations.reset_index("week").groupby(level="run_id")["week"].min()
    return first[first > starts.loc[first.index]]


def _turns(dyad: Dyad, told: Story) -> list[str]:
    """What happened between the two and around them."""
    happened, more = turning(told, dyad.pair, MOST_TURNS)
    if happened.empty:
        return []
    rows = [
        [f"week {row['week']}", str(row["date"])[:10], _told(row)] for _, row in happened.iterrows()
    ]
    rest = [f"  ... and {more} more in strategic_developments.csv"] if more else []
    return ["What happened to the two", *table(rows, left=(0, 1, 2)), *rest]


_AMOUNTS = {
    "accusation": "log-odds {:+.1f}",
    "war": "hostility {:.2f}",
    "truce": "hostility {:.2f}",
    "split": "{:.0f} fighters",
    "defection": "{:.0f} fighters",
    "merger": "{:.0f} fighters",
}


def _told(row: pd.Series) -> str:
    kind = str(row["development"])
    sides = str(row["actor"]) + (f", {row['other']}" if row["other"] else "")
    amount = _AMOUNTS[kind].format(row["amount"]) if kind in _AMOUNTS else ""
    false = kind == "accusation" and row["accusation_true"] == 0
    notes = ", ".join(filter(None, [amount, "false" if false else ""]))
    return f"{kind.replace('_', ' ')}: {sides}" + (f" ({notes})" if notes else "")


def _fighting(told: Story) -> list[str]:
    """Clashes and dead before, in and after the war."""
    spans = {"before": (told.first, told.turn), "after": (told.turn, told.last)}
    if told.outbreak is not None:
        war = (told.outbreak, told.truce if told.truce is not None else told.last)
        spans = {"before the war": (told.first, war[0]), "in the war": war}
        if told.truce is not None:
            spans["after it"] = (told.truce, told.last)
    rows = [["", "weeks", "clashes", "a week", "dead"]]
    for name, (begin, end) in spans.items():
        inside = told.fights.loc[begin + 1 : end]
        clashes, dead = int(inside["events"].sum()), int(inside["deaths"].sum())
        rate = f"{clashes / max(1, len(inside)):.2f}"
        rows.append([name, str(len(inside)), str(clashes), rate, str(dead)])
    return ["Fighting between the two", *table(rows)]


def _all_runs(dyad: Dyad) -> list[str]:
    """In how many runs of the alternative war broke out, when, and mainly by what."""
    runs, broke = dyad.runs["run_id"].nunique(), _broke_out(dyad)
    if runs == 1:
        return []
    name = f"Of {runs} runs of '{dyad.run.alternative}'"
    if broke.empty:
        return [f"{name}, none has war break out."]
    starts = dyad.relations.reset_index("week").groupby(level="run_id")["week"].min()
    grown = difference(_mean(dyad, broke), _mean(dyad, starts.loc[broke.index]))
    low, middle, high = (int(broke.quantile(q)) for q in (0, 0.5, 1))
    more = (_at(dyad.relations["hostility"], broke) > _at(dyad.reverse["hostility"], broke)).sum()
    return wrapped(
        f"{name}, war broke out in {len(broke)} ({100 * len(broke) / runs:.0f} %), first in week "
        f"{low} to {high}, median {middle}; {dyad.pair[0]} was the more hostile in {more}. Since "
        f"the start its hostility had grown, in the mean of these, by "
        f"{causes(raising(grown), most=4)}."
    )
