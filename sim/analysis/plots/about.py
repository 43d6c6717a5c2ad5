"""What a folder of results says of itself, for captions and time axes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.analysis.design import parameters
from sim.analysis.newborn import families
from sim.analysis.plots.style import About, Mark
from sim.record.files import PROVENANCE_FILE
from sim.record.results import Results

SCENARIO_FILE = "scenario.json"
STYLISED = (
    "Parameters are stylised: this shows how the model behaves and is neither a prediction nor a "
    "finding about any real group."
)

GATHERED = (
    "Actors born in a run are shown together as splinters of the one from which they descend; "
    "pairs with them are left out."
)


def about_results(results: Results, pooled: bool = True, gathered: bool = True) -> About:
    """Caption, interventions and period of a batch, from its runs and its copy of the scenario.

    `pooled` is whether runs with different varied values are shown as if they were alike,
    `gathered` whether actors born in a run are shown together; the caption then says so. Parts
    that the folder does not hold are left out.
    """
    scenarios = _scenarios(results)
    return About(
        _caption(results, scenarios, _varied(results) if pooled else [], gathered),
        _marks(scenarios, alternative_titles(results)),
        _period(scenarios),
    )


def about_run(results: Results, alternative: str, name: str) -> About:
    """Caption, interventions and period of one run, which the caption calls by `name`."""
    own = {key: value for key, value in _scenarios(results).items() if key == alternative}
    title = "".join(f"{scenario['title']}, " for scenario in own.values())
    return About(f"{title}{name}. {STYLISED}", _marks(own, {}), _period(own))


def alternative_titles(results: Results) -> dict[str, str]:
    """What to call each alternative: its title, or its name in plain words; no two alike."""
    if not (results.folder / PROVENANCE_FILE).is_file():
        return {}
    given = results.provenance.get("alternatives", {})
    titles = {
        name: name.replace("_", " ") if title == name else title for name, title in given.items()
    }
    return titles if len(set(titles.values())) == len(titles) else {}


def group_names(results: Results) -> dict[str, str]:
    """Names of identity groups by id; left out where alternatives differ or two would be alike."""
    return _names(scenario.get("groups", {}) for scenario in _scenarios(results).values())


def constituent_names(results: Results) -> dict[str, str]:
    """Names of parts of umbrella actors by id; left out as those of groups are."""
    return _names(
        actor.get("constituents", {})
        for scenario in _scenarios(results).values()
        for actor in scenario.get("actors", {}).values()
    )


def _names(sections: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The one name of each id; none at all where two ids would be alike."""
    found: dict[str, set[str]] = {}
    for section in sections:
        for name, given in section.items():
            found.setdefault(name, set()).add(given["name"])
    names = {name: next(iter(given)) for name, given in found.items() if len(given) == 1}
    return names if len(set(names.values())) == len(names) else {}


def _scenarios(results: Results) -> dict[str, dict[str, Any]]:
    """Scenario in full of each alternative."""
    path = results.folder / SCENARIO_FILE
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _caption(
    results: Results, scenarios: dict[str, dict[str, Any]], pooled: Sequence[str], gathered: bool
) -> str:
    titles = dict.fromkeys(scenario["title"] for scenario in scenarios.values())
    parts = [" / ".join(titles)] if titles else []
    if "runs" in results.tables:
        runs = results["runs"]
        done = runs[runs["status"] == "done"]
        each = sorted(set(done.groupby("alternative").size()))
        if each:
            numbers = f"{each[0]}" if len(each) == 1 else f"{each[0]} to {each[-1]}"
            several = done["alternative"].nunique() > 1
            parts.append(
                f"{numbers} {'run' if each == [1] else 'runs'}"
                f"{' of each alternative' if several else ''}"
            )
    sentences = [f"{', '.join(parts)}."] if parts else []
    if gathered and "actors" in results.tables and families(results["actors"]):
        sentences.append(GATHERED)
    if pooled:
        sentences.append(f"Runs with different values of {', '.join(pooled)} are pooled.")
    return " ".join([*sentences, STYLISED])


def _varied(results: Results) -> list[str]:
    """Paths of the parameters that differ between runs of an alternative."""
    if "runs" not in results.tables:
        return []
    runs = results["runs"]
    done = runs[runs["status"] == "done"]
    groups = done.groupby("alternative")
    return [path for path in parameters(runs) if (groups[path].nunique() > 1).any()]


def _marks(scenarios: dict[str, dict[str, Any]], titles: dict[str, str]) -> tuple[Mark, ...]:
    """Interventions that happen in some alternative, by date; in which, where not in all."""
    happens: dict[tuple[str, str], list[str]] = {}
    for alternative, scenario in scenarios.items():
        for name, event in scenario["timeline"].items():
            if event["enabled"]:
                happens.setdefault((event["date"], name), []).append(alternative)
    marks = []
    for (date, name), where in sorted(happens.items()):
        where_not = [each for each in scenarios if each not in where]
        fewer, word = (where, "only") if len(where) <= len(where_not) else (where_not, "not")
        named = ", ".join(f"“{titles.get(each, each)}”" for each in fewer)
        exception = f", {word} in {named}" if where_not else ""
        marks.append(Mark(pd.Timestamp(date), name.replace("_", " ") + exception))
    return tuple(marks)


def _period(scenarios: dict[str, dict[str, Any]]) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """First and last day that every alternative covers."""
    if not scenarios:
        return None
    spans = [
        (pd.Timestamp(scenario["time"]["start"]), scenario["time"]["weeks"])
        for scenario in scenarios.values()
    ]
    # Week 0 is the state at the start; what happens in week w is dated from start + w weeks.
    first = max(start + pd.Timedelta(weeks=1) for start, _ in spans)
    last = min(start + pd.Timedelta(weeks=weeks, days=6) for start, weeks in spans)
    return first, last
