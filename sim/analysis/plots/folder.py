"""Every figure that a folder of results can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.newborn import families, gathered, with_families
from sim.analysis.plots.about import (
    about_results,
    alternative_titles,
    constituent_names,
    group_names,
)
from sim.analysis.plots.claims import claims
from sim.analysis.plots.control_maps import control_maps
from sim.analysis.plots.events_by_dyad import events_by_dyad
from sim.analysis.plots.events_by_type import events_by_type
from sim.analysis.plots.leaders import leaders
from sim.analysis.plots.loyalty import loyalty
from sim.analysis.plots.network import network
from sim.analysis.plots.outcomes import outcomes
from sim.analysis.plots.pacts import pacts
from sim.analysis.plots.relations import relations
from sim.analysis.plots.rivals import rivals
from sim.analysis.plots.style import NO_DATES, About, save
from sim.analysis.plots.territory_share import territory_share, territory_spread
from sim.analysis.rivals import DRIVERS
from sim.errors import SimError
from sim.record.files import FIGURES_FOLDER
from sim.record.results import Results, open_results

RUN = ("run_id", "alternative", "replicate")
COLUMNS = {
    "territory_share": (*RUN, "date", "country", "actor", "share_cells", "share_population"),
    "events": (*RUN, "date_start", "type_of_violence", "dyad_name", "best"),
    "cell_months": (*RUN, "month_id", "cell_id", "controller", "contested"),
    "cells": (
        "alternative",
        *("cell_id", "longitude", "latitude", "country", "country_name", "study"),
    ),
    "loyalty": (*RUN, "date", "group", "country", "actor", "people", "loyalty"),
    "dyad_weeks": (
        *RUN, "week", "date", "actor_a", "actor_b", "stance", "hostility_ab", "hostility_ba",
        "overlap", "events",
    ),
    "relations": (
        *RUN, "week", "date", "actor", "other", "stance", "hostility", *DRIVERS.values(),
    ),
    "beliefs": (
        *RUN, "week", "date", "observer", "about", "probability", "accusation", "true_pact",
        "trust",
    ),
    "claims": (
        *RUN, "week", "date", "claimant", "outlet", "status", "actor_a", "actor_b", "claimed_a",
        "claimed_b", "deaths_a", "deaths_b",
    ),
    "pacts": (
        *RUN, "week", "date", "actor", "group", "stance", "offered", "refused", "signed",
        "leaked", "broken",
    ),
    "strategic_developments": (
        *RUN, "week", "date", "development", "actor", "other", "accusation_true",
    ),
}  # fmt: skip
"""Columns that figures need of a table, where they do not need all."""


@dataclass(frozen=True)
class Drawn:
    """A figure by the name of its file, and the tables without which it is left out."""

    name: str
    needs: tuple[str, ...]
    draw: Callable[[Tables, About], Figure]


class Tables:
    """Tables of a folder, only the columns that figures need, the last one read kept.

    `actors` are those of all runs, None where the table was not written; in the others, actors
    born in one of several runs are gathered as `newborn` tells.
    """

    def __init__(self, results: Results) -> None:
        self.results = results
        self._titles = alternative_titles(results)
        everybody = results["actors"] if "actors" in results.tables else None
        self.families = {} if everybody is None else families(everybody)
        self.actors = None if everybody is None else with_families(everybody, self.families)
        self._last: tuple[str, pd.DataFrame] = ("", pd.DataFrame())

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in COLUMNS:
            return self._titled(self.results[name])
        if name != self._last[0]:
            self._last = ("", pd.DataFrame())  # let the former go before the next is read
            table = gathered(name, self.results.part(name, COLUMNS[name]), self.families)
            self._last = (name, self._titled(table))
        return self._last[1]

    def _titled(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table with the titles of alternatives for their names."""
        if "alternative" not in table:
            return table
        return table.assign(alternative=table["alternative"].replace(self._titles))

    @property
    def runs(self) -> pd.DataFrame | None:
        """Runs that are done, where their table is there."""
        if "runs" not in self.results.tables:
            return None
        runs = self["runs"]
        return runs[runs["status"] == "done"]

    @property
    def beliefs(self) -> pd.DataFrame | None:
        """What groups believe of each other, where the table was written."""
        return self["beliefs"] if "beliefs" in self.results.tables else None

    @property
    def developments(self) -> pd.DataFrame | None:
        """What happened between and within actors, where the table was written."""
        name = "strategic_developments"
        return self[name] if name in self.results.tables else None

    @property
    def countries(self) -> dict[str, str]:
        """Names of countries by code, where the table of cells was written."""
        if "cells" not in self.results.tables:
            return {}
        cells = self.results.part("cells", COLUMNS["cells"]).drop_duplicates("country")
        return dict(zip(cells["country"], cells["country_name"], strict=True))


ALL: tuple[Drawn, ...] = (
    Drawn(
        "territory_share",
        ("territory_share",),
        lambda t, about: territory_share(
            t["territory_share"], t.actors, names=t.countries, about=about
        ),
    ),
    Drawn(
        "territory_share_population",
        ("territory_share",),
        lambda t, about: territory_share(
            t["territory_share"],
            t.actors,
            measure="share_population",
            names=t.countries,
            about=about,
        ),
    ),
    Drawn(
        "territory_spread",
        ("territory_share",),
        lambda t, about: territory_spread(t["territory_share"], t.actors, about=about),
    ),
    Drawn(
        "control_maps",
        ("cell_months", "cells"),
        lambda t, about: control_maps(
            t["cell_months"], t.results.part("cells", COLUMNS["cells"]), t.actors, about=about
        ),
    ),
    Drawn(
        "events_by_type",
        ("events",),
        lambda t, about: events_by_type(t["events"], t.runs, about=about),
    ),
    Drawn(
        "events_by_dyad",
        ("events",),
        lambda t, about: events_by_dyad(t["events"], t.runs, about=about),
    ),
    Drawn(
        "loyalty",
        ("loyalty",),
        lambda t, about: loyalty(t["loyalty"], t.actors, names=group_names(t.results), about=about),
    ),
    Drawn(
        "relations",
        ("dyad_weeks",),
        lambda t, about: relations(t["dyad_weeks"], t.actors, about=about),
    ),
    Drawn(
        "rivals",
        ("relations", "beliefs"),
        lambda t, about: rivals(
            t["relations"], t["beliefs"], t.actors, developments=t.developments, about=about
        ),
    ),
    Drawn(
        "network",
        ("dyad_weeks",),
        lambda t, about: network(t["dyad_weeks"], t.beliefs, t.actors, about=about),
    ),
    Drawn(
        "claims",
        ("claims",),
        lambda t, about: claims(t["claims"], t.beliefs, t.actors, about=about),
    ),
    Drawn(
        "pacts",
        ("pacts", "beliefs"),
        lambda t, about: pacts(
            t["pacts"], t["beliefs"], t.actors, developments=t.developments, about=about
        ),
    ),
    Drawn(
        "leaders",
        ("leaders",),
        lambda t, about: leaders(
            t["leaders"], t.actors, names=constituent_names(t.results), about=about
        ),
    ),
    Drawn("outcomes", ("outcomes",), lambda t, about: outcomes(t["outcomes"], about=about)),
)
"""Every figure, in the order in which a reader wants them."""


def plot_folder(folder: str | Path, formats: Sequence[str] = ("png",)) -> list[Path]:
    """Draw every figure for which the folder has the tables; the files, in FOLDER/figures.

    `formats` are png, pdf or svg. Raises `SimError` where the folder holds no results, the format
    is not known or the files cannot be written.
    """
    unknown = [each for each in formats if each not in NO_DATES]
    if unknown:
        raise SimError(f"Cannot draw as '{unknown[0]}'. Known: {', '.join(NO_DATES)}.")
    results = open_results(folder)
    about, tables = about_results(results), Tables(results)
    written = []
    for each in ALL:
        if not set(each.needs) <= set(results.tables) or _says_nothing(tables, each.needs[0]):
            continue
        figure = each.draw(tables, about)
        written += [write_figure(figure, Path(folder), f"{each.name}.{kind}") for kind in formats]
    return written


def _says_nothing(tables: Tables, name: str) -> bool:
    """Whether a table has no rows, or no columns beside the keys of a run."""
    return len(tables.results.columns[name]) <= len(RUN) or tables[name].empty


def write_figure(figure: Figure, folder: Path, name: str) -> Path:
    """Write a figure into the folder of figures of a batch and give its file."""
    path = folder / FIGURES_FOLDER / name
    try:
        path.parent.mkdir(exist_ok=True)
        return save(figure, path)
    except OSError as error:
        raise SimError(f"{path}: cannot be written: {error.strerror or error}") from error
