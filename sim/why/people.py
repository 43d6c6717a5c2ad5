"""Why peoples came to hold more or less of an actor: the page on loyalty."""

from __future__ import annotations

import pandas as pd

from sim.record.results import Results
from sim.vocabulary import LoyaltyDriver
from sim.why.replay import Causes
from sim.why.runs import Chosen, known, named_or_first, part, scenario, typical
from sim.why.words import Amounts, in_week, lowering, page, raising, table, wrapped

NAMES = {
    LoyaltyDriver.FADING: "fading of earlier shocks",
    LoyaltyDriver.SERVICES: "services",
    LoyaltyDriver.NEGLECT: "neglect",
    LoyaltyDriver.HARM: "killing among them",
    LoyaltyDriver.BYSTANDERS: "killing of others near them",
    LoyaltyDriver.KIN: "killing of kin next door",
    LoyaltyDriver.FAILURE: "failure to protect",
    LoyaltyDriver.CONVERSATION: "talk with kin next door",
}
"""What the page calls each driver of loyalty."""

COLUMNS = {f"by_{d.name.lower()}": name for d, name in NAMES.items()} | {
    "by_moving": "people who moved or died"
}
MOST_WEEKS, MOST_PAIRS = 6, 16


def people_page(
    results: Results, run: Chosen, causes: Causes, group: str | None, actor: str | None
) -> list[str]:
    """Lines on one people and one actor, or on all peoples or all actors where one is open."""
    rows = causes.tables["loyalty_causes"]
    rows = rows if group is None else rows[rows["group"] == group]
    rows = rows if actor is None else rows[rows["actor"] == actor]
    head = wrapped(f"{_title(group, actor)}: {run.name} of {results.folder}, {run.reason}.")
    if group is not None and actor is not None:
        parts = [_answer(rows), _by_year(rows), _weeks(results, run, rows)]
    else:
        parts = [_pairs(rows)]
    return page([head, wrapped(causes.source), *parts])


def check_names(results: Results, run: Chosen, group: str | None, actor: str | None) -> None:
    """Refuse a people or an actor that the run does not have, before anything is replayed."""
    if group is not None:
        known(group, list(scenario(results, run.alternative).get("groups", {})), "people", results)
    if actor is not None and "actors" in results.tables:
        rows = results["actors"]
        known(actor, rows.loc[rows["run_id"] == run.run_id, "actor"], "actor", results)


def typical_run(
    results: Results, runs: pd.DataFrame, run_id: str | None, group: str | None, actor: str | None
) -> Chosen:
    """The run named; else the one whose last loyalty is nearest to the median; else the first."""
    if run_id or len(runs) == 1 or "loyalty" not in results.tables or not (group and actor):
        return named_or_first(runs, run_id)
    columns = ("run_id", "week", "group", "actor", "people", "loyalty")
    rows = part(results, "loyalty", columns, runs)
    rows = rows[(rows["group"] == group) & (rows["actor"] == actor)]
    last = rows[rows["week"] == rows.groupby("run_id")["week"].transform("max")]
    weighed = (last["loyalty"] * last["people"]).groupby(last["run_id"]).sum()
    means = (weighed / last.groupby("run_id")["people"].sum()).dropna()
    if means.empty:
        return named_or_first(runs, run_id)
    return typical(runs, means, "the last mean loyalty")


def _title(group: str | None, actor: str | None) -> str:
    if group is None:
        return f"Why peoples came to hold what they hold of {actor}"
    return f"Why {group} came to hold what they hold of {actor or 'each actor'}"


def _sums(rows: pd.DataFrame) -> Amounts:
    """Each cause added up over weeks, by the names of the page."""
    return {name: float(rows[column].sum()) for column, name in COLUMNS.items()}


def fine(amount: float, digits: int = 3) -> str:
    """An amount of loyalty with its sign; nothing where there is none."""
    least = 0.5 / 10**digits
    return f"{amount:+.{digits}f}" if abs(amount) >= least else "0"


def _named(amounts: Amounts, most: int = 3, digits: int = 3) -> str:
    """The largest amounts by name."""
    ordered = sorted(amounts.items(), key=lambda item: -abs(item[1]))[:most]
    told = [(name, fine(amount, digits)) for name, amount in ordered]
    large = [f"{name} ({amount})" for name, amount in told if amount != "0"]
    return ", ".join(large) or "nothing that is recorded"


def _answer(rows: pd.DataFrame) -> list[str]:
    first, last = rows.iloc[0], rows.iloc[-1]
    change = float(last["loyalty"] - first["loyalty"])
    sums = _sums(rows)
    along, against = (
        (lowering(sums), raising(sums)) if change < 0 else (raising(sums), lowering(sums))
    )
    way = "fell" if change < 0 else "rose"
    return wrapped(
        f"Mean loyalty of {last['group']} to {last['actor']} {way} from {first['loyalty']:.3f} in "
        f"{in_week(first['week'], first['date'])} to {last['loyalty']:.3f} in "
        f"{in_week(last['week'], last['date'])} ({fine(change)}), mainly by {_named(along)}; "
        f"against it: {_named(against)}."
    )


def _by_year(rows: pd.DataFrame) -> list[str]:
    """Every cause by year, largest first."""
    moved = rows[rows["week"] > rows["week"].min()]
    years = {str(year): part for year, part in moved.groupby(moved["date"].dt.year)}
    spans = {**years, "all": moved} if len(years) > 1 else {"all": moved}
    sums = {name: _sums(span) for name, span in spans.items()}
    ordered = sorted(sums["all"], key=lambda name: -abs(sums["all"][name]))
    lines = [["", *spans]]
    lines += [
        [name, *(fine(each[name]) for each in sums.values())]
        for name in ordered
        if any(fine(each[name]) != "0" for each in sums.values())
    ]
    lines.append(["change", *(fine(sum(each.values())) for each in sums.values())])
    lines.append(["loyalty at the end", *(f"{s['loyalty'].iloc[-1]:.3f}" for s in spans.values())])
    return ["Causes, in points of loyalty (-1 to 1)", *table(lines)]


def _weeks(results: Results, run: Chosen, rows: pd.DataFrame) -> list[str]:
    """Weeks that changed it most, what moved it then, and whom the actor killed of them."""
    moved = rows[rows["week"] > rows["week"].min()]
    largest = moved.loc[moved["change"].abs().sort_values(ascending=False).index[:MOST_WEEKS]]
    killed = _killed(results, run, rows)
    lines = [
        [
            f"week {row['week']}",
            str(row["date"])[:10],
            fine(row["change"], 4),
            f"{killed[row['week']]} killed" if row["week"] in killed else "",
            _named({name: float(row[column]) for column, name in COLUMNS.items()}, 2, 4),
        ]
        for _, row in largest.sort_values("week").iterrows()
    ]
    return ["Weeks that changed it most", *table(lines, left=(0, 1, 4))]


def _killed(results: Results, run: Chosen, rows: pd.DataFrame) -> dict[int, int]:
    """People of the group whom the actor killed, by week; empty where events are not stored."""
    if "events" not in results.tables:
        return {}
    one = pd.DataFrame({"run_id": [run.run_id]})
    columns = ("run_id", "week", "initiator", "civilian_group", "deaths_civilians")
    events = part(results, "events", columns, one)
    own = events[
        (events["initiator"] == rows["actor"].iloc[0])
        & (events["civilian_group"] == rows["group"].iloc[0])
        & (events["deaths_civilians"] > 0)
    ]
    dead = own.groupby("week")["deaths_civilians"].sum()
    return dict(zip(dead.index.tolist(), dead.tolist(), strict=True))


def _pairs(rows: pd.DataFrame) -> list[str]:
    """Start, end and main causes for every people and actor, the largest changes first."""
    found = []
    for (group, actor), own in rows.groupby(["group", "actor"], sort=False):
        first, last = own["loyalty"].iloc[0], own["loyalty"].iloc[-1]
        cells = [str(group), str(actor), f"{first:.3f}", f"{last:.3f}", fine(last - first)]
        found.append((abs(last - first), [*cells, _named(_sums(own), 2)]))
    found.sort(key=lambda item: -item[0])
    lines = [cells for _, cells in found[:MOST_PAIRS]]
    rest = len(found) - len(lines)
    more = [f"  ... and {rest} pairs that changed less"] if rest else []
    head = ["people", "actor", "start", "end", "change", "mainly by"]
    return ["Loyalty and what moved it most", *table([head, *lines], left=(0, 1, 5)), *more]
