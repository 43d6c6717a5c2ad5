"""What is measured of a run of the Sahel case, from its tables alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from sim.engine import simulate
from sim.scenario.load import load_case

SAHEL = Path(__file__).parents[2] / "scenarios" / "sahel.yaml"
STATES = {"mali": "MLI", "burkina_faso": "BFA", "niger": "NER"}
REBELS = ("jnim", "isgs")
MILITIAS = ("dan_na_ambassagou", "dozo", "koglweogo", "gatia_msa")
FRANCE = "france"
TOWNS = 50  # the most peopled cells of the study area
HALF_YEARS = ("2018-1", "2018-2", "2019-1", "2019-2", "2020-1")


def runs(seeds: int, *sets: str) -> list[dict[str, float]]:
    """Measures of one run for each seed."""
    case = load_case(SAHEL, sets)
    return [measures(simulate(case, seed).tables) for seed in range(1, seeds + 1)]


def measures(tables) -> dict[str, float]:
    """Every measure of one run by its name."""
    columns = {
        name: {key: np.asarray(values) for key, values in table.items()}
        for name, table in tables.items()
    }
    return {
        **shares(columns["territory_share"]),
        **control(columns["cell_months"], columns["cells"]),
        **strengths(columns["actor_weeks"]),
        **violence(columns["events"]),
        **patterns(columns["events"]),
    }


def quantiles(measured: list[dict[str, float]]) -> dict[str, tuple[float, float, float]]:
    """Tenth, fiftieth and ninetieth percentile of every measure over runs."""
    return {
        name: tuple(np.quantile([run[name] for run in measured], (0.1, 0.5, 0.9)))
        for name in measured[0]
    }


def table(measured: list[dict[str, float]]) -> str:
    """The measures as text, one a line."""
    lines = [f"{'':44}{'10 %':>10}{'median':>10}{'90 %':>10}"]
    for name, values in quantiles(measured).items():
        lines.append(f"{name:44}" + "".join(f"{value:10.3g}" for value in values))
    return "\n".join(lines)


def shares(table) -> dict[str, float]:
    """Share of the study area's cells at the start and the end, and the largest ever."""
    found = {}
    whole = table["country"] == "ALL"
    last = table["week"].max()
    for actor in (*STATES, *REBELS, *MILITIAS, "nobody", "contested"):
        own = whole & (table["actor"] == actor)
        values = table["share_cells"][own]
        found[f"share {actor} start"] = float(values[0])
        found[f"share {actor} end"] = float(values[table["week"][own] == last][0])
        found[f"share {actor} most"] = float(values.max())
    return found


def control(months, cells) -> dict[str, float]:
    """How often control changes hands, who gains and loses, who holds the towns."""
    study = cells["study"].astype(bool)
    people, country = cells["population"], cells["country"]
    at = {int(k): i for i, k in enumerate(cells["cell_id"])}
    when = np.unique(months["month_id"])
    held = np.full((len(when), len(study)), "", dtype=object)
    row = np.searchsorted(when, months["month_id"])
    column = [at[int(k)] for k in months["cell_id"]]
    held[row, column] = months["controller"]
    held = held[:, study]
    towns = np.argsort(-people[study], kind="stable")[:TOWNS]
    governor = {code: name for name, code in STATES.items()}
    own_state = np.array([governor[code] for code in country[study]])
    found = {
        "changed hands": float(np.mean(np.any(held != held[0], axis=0))),
        "changed hands in the second half": float(
            np.mean(np.any(held[len(when) // 2 :] != held[len(when) // 2], axis=0))
        ),
        "other holder at the end": float(np.mean(held[-1] != held[0])),
        "towns held by their state end": float(np.mean((held[-1] == own_state)[towns])),
    }
    for actor in REBELS:
        own = held == actor
        found[f"cells gained by {actor}"] = int(np.sum(own[1:] & ~own[:-1]))
        found[f"cells lost by {actor}"] = int(np.sum(own[:-1] & ~own[1:]))
    return found


def strengths(weeks) -> dict[str, float]:
    """Fighters at the start and at the end, and their largest growth."""
    found = {}
    for actor in (*STATES, FRANCE, *REBELS, *MILITIAS):
        values = weeks["fighters"][weeks["actor"] == actor]
        found[f"fighters {actor} start"] = int(values[0])
        found[f"fighters {actor} end"] = int(values[-1])
        found[f"fighters {actor} most"] = int(values.max())
    for actor in MILITIAS:
        values = weeks["bands"][weeks["actor"] == actor]
        found[f"bands {actor} most"] = int(values.max())
    return found


def violence(events) -> dict[str, float]:
    """Events by type and perpetrator."""
    kinds = Counter(events["type_of_violence"].tolist())
    found = {f"events of type {kind}": kinds[kind] for kind in (1, 2, 3)}
    one_sided = events["type_of_violence"] == 3
    dead = events["deaths_civilians"][one_sided]
    by = events["actor_a"][one_sided]
    for group, names in {"rebels": REBELS, "states": tuple(STATES), "militias": MILITIAS}.items():
        own = np.isin(by, names)
        found[f"one-sided events by {group}"] = int(own.sum())
        found[f"share of one-sided deaths by {group}"] = float(dead[own].sum() / max(1, dead.sum()))
    return found


def patterns(events) -> dict[str, float]:
    """Patterns to compare with ACLED aggregates."""
    found = {}
    half = np.array(
        [f"{date[:4]}-{1 if int(date[5:7]) <= 6 else 2}" for date in events["date_start"]]
    )
    takes_part = {a: (events["actor_a"] == a) | (events["actor_b"] == a) for a in REBELS}
    for actor in REBELS:
        own = takes_part[actor]
        for when in HALF_YEARS:
            found[f"events of {actor} {when}"] = int(np.sum(own & (half == when)))
        killing = own & (events["type_of_violence"] == 3)
        found[f"civilian-targeting share of {actor}"] = float(killing.sum() / max(1, own.sum()))
    clash = takes_part["jnim"] & takes_part["isgs"]
    found["clashes of rebels"] = int(clash.sum())
    found["clash deaths"] = int(events["best"][clash].sum())
    found["week of first clash"] = float(events["week"][clash].min()) if clash.any() else np.nan
    for when in HALF_YEARS:
        active = [set(events["cell_id"][takes_part[a] & (half == when)].tolist()) for a in REBELS]
        both = active[0] | active[1]
        found[f"overlap {when}"] = len(active[0] & active[1]) / max(1, len(both))
    for actor in REBELS:
        for name, when in (("2018-19", HALF_YEARS[:4]), ("2020-1", HALF_YEARS[4:])):
            struck = takes_part[actor] & (events["initiator"] == FRANCE) & np.isin(half, when)
            found[f"coalition events on {actor} {name}"] = int(struck.sum())
    deaths = np.sort(events["best"][events["best"] > 0])[::-1]
    deadliest = deaths[: max(1, len(deaths) // 10)]
    found["deaths in the deadliest tenth"] = float(deadliest.sum() / deaths.sum())
    return found


if __name__ == "__main__":
    print(table(runs(20)))
