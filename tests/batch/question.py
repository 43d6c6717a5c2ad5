"""A small batch: 2 alternatives x 2 values x 3 replicates of three weeks."""

from __future__ import annotations

from pathlib import Path

SCENARIO = """\
scenario: plain
title: Two groups on a plain
time: {start: 2018-01-01, weeks: 3, burn_in: 1}
area: {kind: abstract, width: 4, height: 3, population: 5000}
groups:
  people: {name: People}
actors:
  state:
    name: State
    type: state_forces
    country: A
    forces: [{place: {}, fighters: 90, cells: 2}]
  reds: {name: Reds, type: rebel_group, forces: [{place: {}, fighters: 60, cells: 2}]}
  blues: {name: Blues, type: rebel_group, forces: [{place: {}, fighters: 60, cells: 2}]}
outcomes:
  reds: {table: territory_share, column: share_cells, where: {actor: reds}, take: last}
  clashes: {table: events, take: count}
"""

BATCH = """\
batch: question
base: plain.yaml
alternatives:
  as_is: {}
  skilled: {set: {actors.reds.skill: 2.0}}
vary: {actors.blues.skill: [1.0, 1.5]}
seeds: {replicates: 3}
"""

FATE = """\
import os
from sim.rules.rule import Parameters, Rule, parameter

class FateParameters(Parameters):
    end: int = parameter(0, "How it ends: 0 well, 1 by an error, 2 with its process.", unit="code")

def apply(world, parameters, key):
    if parameters.end == 1:
        raise RuntimeError("fate")
    if parameters.end == 2:
        os._exit(9)

RULE = Rule("fate", "Runs end as told.", "test", FateParameters, (), (), apply)
"""
"""A rule, as a plug-in, that ends runs as a parameter says."""


def written(folder: Path) -> Path:
    """Write the batch file of 2 alternatives x 2 values x 3 replicates, its scenario beside it."""
    (folder / "plain.yaml").write_text(SCENARIO)
    path = folder / "question.yaml"
    path.write_text(BATCH)
    return path
