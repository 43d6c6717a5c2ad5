"""The figures of `sim compare`, in the folder of the results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from sim.analysis.compare.folder import Compared
from sim.analysis.newborn import families, with_families
from sim.analysis.plots.about import about_results, alternative_titles
from sim.analysis.plots.compare_cells import compare_cells
from sim.analysis.plots.compare_outcomes import compare_outcomes, first_of
from sim.analysis.plots.compare_shares import compare_shares
from sim.analysis.plots.folder import write_figure
from sim.record.results import Results


def draw_compared(results: Results, compared: Compared) -> list[Path]:
    """Draw what was found and give the files; figures for which there is nothing are left out."""
    about, names = about_results(results, pooled=False), alternative_titles(results)
    actors = results["actors"] if "actors" in results.tables else None
    if actors is not None:
        actors = with_families(actors, families(actors))
    figures = {}
    if len(compared.outcomes):
        figures["compare_outcomes"] = compare_outcomes(named(compared.outcomes, names), about=about)
    drawn = first_of(
        len(compared.shares or compared.cells), len(compared.comparisons), "comparisons"
    )
    about = replace(about, caption=drawn + about.caption)
    if compared.shares:
        shares = named(pd.concat(compared.shares), names)
        figures["compare_shares"] = compare_shares(shares, actors, about=about)
    if compared.cells and "cells" in results.tables:
        cells = named(pd.concat(compared.cells), names)
        figures["compare_cells"] = compare_cells(cells, results["cells"], actors, about=about)
    return [write_figure(figure, results.folder, f"{name}.png") for name, figure in figures.items()]


def named(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The table with a column `comparison`: what sets each apart from the others, in words."""
    title = table["alternative"].map(lambda name: names.get(name, name))
    control = table["control"].map(lambda name: names.get(name, name))
    parts = pd.DataFrame({"title": title, "values": _apart(table["values"]), "control": control})
    parts["control"] = "against " + control
    told = [name for name in parts if parts[name].nunique() > 1] or ["title", "values"]
    comparison = parts[told].apply(lambda row: ", ".join(filter(None, row)), axis=1)
    return table.assign(comparison=comparison, control=control)


def _apart(values: pd.Series) -> pd.Series:
    """Varied values without those that all have in common; of paths the last two words."""
    split = {text: text.split("; ") for text in pd.unique(values)}
    common = set.intersection(*map(set, split.values())) if len(split) > 1 else set()
    short = {
        text: ", ".join(
            ".".join(part.rpartition("=")[0].split(".")[-2:]) + f" = {part.rpartition('=')[2]}"
            for part in parts
            if part and part not in common
        )
        for text, parts in split.items()
    }
    return values.map(short)
