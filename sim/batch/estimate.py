"""How long a run will take and how much it will write: as those that are done did, or by its size.

By size it is rough. The rates were measured on two_groups, splinters and sahel with numba on one
core of a server of 2023; a table of another kind of scenario may be twice or half as large.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sim.batch.store import shard
from sim.scenario.case import Case
from sim.scenario.ground import resolve_grid
from sim.scenario.schema import Scenario

START_SECONDS = 8.0
"""Imports and compiled rules read in, once a worker."""

_MOST_LOOKED_AT = 20
_OF_A_SHARD = 0.2  # bytes of a shard to bytes of its tables, which zip makes so much smaller
_KEYS = 1.6  # bytes of a table with the keys of its run in front of each row to those without


@dataclass(frozen=True)
class Cost:
    """What a run takes: seconds on one core, bytes of its shard and of its part of the tables."""

    seconds: float
    shard_bytes: float
    table_bytes: float


def measured(folder: Path, run_ids: Sequence[str]) -> Cost | None:
    """Mean cost of some of the runs that are done in a folder; None where none is."""
    costs = []
    for run_id in islice(run_ids, _MOST_LOOKED_AT):
        if found := shard(folder, run_id):
            sizes: list[zipfile.ZipInfo] = found.members.infolist()
            costs.append(
                (
                    sum(found.record["seconds"].values()),
                    sum(each.compress_size for each in sizes),
                    sum(each.file_size for each in sizes) * _KEYS,
                )
            )
    if not costs:
        return None
    return Cost(*(sum(each) / len(costs) for each in zip(*costs, strict=True)))


def guessed(case: Case) -> Cost:
    """Cost of a run by the size of its scenario and the tables that it writes."""
    scenario, actors = case.scenario, len(case.scenario.actors)
    cells = int(resolve_grid(scenario, scenario.seed).study.sum())
    weeks = scenario.time.weeks + scenario.time.burn_in
    seconds = weeks * (0.7e-3 + 1.6e-6 * cells + 11e-6 * actors**2)
    rates = _bytes_a_week(scenario, cells)
    written = sum(
        rates.get(table.name, 0) * scenario.time.weeks / every for table, every in case.outputs
    )
    return Cost(seconds, written * _OF_A_SHARD, written * _KEYS)


def _bytes_a_week(scenario: Scenario, cells: int) -> dict[str, float]:
    """Bytes of a table for each recorded week, without keys of the run."""
    actors, groups = len(scenario.actors), len(scenario.groups)
    return {
        "territory_share": 230 * actors,
        "events": 300 * actors,
        "claims": 180 * actors,
        "actor_weeks": 120 * actors,
        "loyalty": 36 * actors * groups,
        "dyad_weeks": 34 * actors**2,
        "relations": 27 * actors**2,
        "beliefs": 10 * actors**2,
        "pacts": 6 * actors**2,
        "cell_months": 50 * cells / 4.35,
        "loyalty_causes": 100 * actors * groups,
        "cells": 105 * cells / scenario.time.weeks,
    }
