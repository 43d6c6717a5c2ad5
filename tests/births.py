"""A rule for tests: part of an actor's bands break away as a new actor in one week."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.rules.rule import Parameters, Rule
from sim.scenario.case import Case
from sim.vocabulary import Development, FighterFlow
from sim.world.births import found
from sim.world.world import World


def break_away(world: World, parent: str, name: str) -> int:
    """Every second band of the parent leaves it; the newborn takes the cells where they are."""
    a = world.actors.names.index(parent)
    born = found(world, a, name, name.title())
    bands = world.bands
    rows = np.flatnonzero(bands.owner[: bands.count] == a)[::2]
    bands.owner[rows] = born
    fighters = int(bands.fighters[rows].sum())
    world.cells.control[bands.cell[rows]] = born
    world.cells.contested[bands.cell[rows]] = False
    world.ledger.fighters[FighterFlow.DEFECTED_OUT, a] -= fighters
    world.ledger.fighters[FighterFlow.DEFECTED_IN, born] += fighters
    world.developments.note(Development.SPLIT, born, a, amount=fighters)
    return born


def splitting(case: Case, weeks: dict[int, tuple[str, str]]) -> Case:
    """The case with a last rule by which, in a week, a parent loses bands to a newborn."""

    def apply(world: World, p: Parameters, key: np.uint64) -> None:
        if world.clock.week in weeks:
            break_away(world, *weeks[world.clock.week])

    rule = Rule("split", "Actors split.", "a test", Parameters, (), (), apply, founds=True)
    return replace(case, rules=(*case.rules, (rule, Parameters())))
