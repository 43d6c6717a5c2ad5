"""Analyses the sensitivity of outcomes in a folder of results, writes what was found, says it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from sim.analysis.derived_files import write_table
from sim.analysis.design import Design, design_of
from sim.analysis.sensitivity import morris, ranks, sobol
from sim.analysis.sensitivity.estimate import Analysis
from sim.analysis.sensitivity.noise import noise
from sim.analysis.sensitivity.points import EXISTS, Points, all_points
from sim.analysis.sensitivity.words import lines
from sim.record import derived
from sim.record.results import open_results


def sensitivity_folder(folder: str | Path) -> list[str]:
    """Analyse by the method of the design; write the table and the figure; the lines to print.

    Saltelli designs give Sobol indices, morris designs elementary effects, all others rank
    correlations. Raises SensitivityError where that is not possible, DiskError where the table
    cannot be written.
    """
    results = open_results(folder)
    design = design_of(results)
    found = all_points(results["runs"], results["outcomes"], design)
    units = {column.name: column.unit for column in results.columns["outcomes"]}
    table = pd.DataFrame([row for points in found for row in rows(points, design, units)])
    files = [write_table(results.folder, derived.SENSITIVITY, [table])]
    from sim.analysis.plots.sensitivity import draw_sensitivity  # matplotlib is slow to import

    files.append(draw_sensitivity(results, table))
    return [*lines(table), *map(str, files)]


def rows(points: Points, design: Design, units: dict[str, str]) -> list[dict[str, Any]]:
    """Every estimate of an alternative, in the columns of the table sensitivity."""
    found = []
    for outcome in points.outcomes:
        analysis, chance = analysed(points, outcome, design), noise(points.runs, outcome)
        about = {
            "alternative": points.alternative,
            "method": design.method,
            "outcome": outcome,
            "unit": "share" if outcome.endswith(EXISTS) else units.get(outcome, ""),
            "points": analysis.points,
            "replicates": points.replicates,
            "failed": points.failed,
            "noise_of_runs": chance.of_runs,
            "noise_of_means": chance.of_means,
        }
        found += [about | asdict(estimate) for estimate in analysis.estimates]
    return found


def analysed(points: Points, outcome: str, design: Design) -> Analysis:
    """One outcome by the method of the design."""
    samples, axes = design.samples, len(points.paths)
    if design.method == "saltelli":
        points = points.structured(samples and samples * (axes + 2))
        return sobol.analysis(points.means(outcome), points.paths)
    if design.method == "morris":
        points = points.structured(samples and samples * (axes + 1))
        return morris.analysis(points.values.to_numpy(), points.means(outcome), points.paths)
    return ranks.analysis(points.values.to_numpy(), points.means(outcome), points.paths)
