"""The founding case, over the whole run: exact books and states that can be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine import advance, simulate
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from sim.vocabulary import NOBODY, FighterFlow, PeopleFlow

SAHEL = Path(__file__).parents[1] / "scenarios" / "sahel.yaml"
WEEKS = 140  # burn-in, the pulse of foreign fighters and the summit of Pau among them

FROM_OUTSIDE = (
    FighterFlow.ENLISTED_ELSEWHERE,
    FighterFlow.FOREIGN_ARRIVAL,
    FighterFlow.DEPLOYED,
)
TO_OUTSIDE = (FighterFlow.WITHDRAWN, FighterFlow.LEFT_THE_MAP)
DEAD = (FighterFlow.KILLED_IN_BATTLE, FighterFlow.KILLED_BY_STRIKE)


class Week:
    """Books of one week, and what can be said of the world at its end."""

    def __init__(self, world, before):
        people, fighters = count(world)
        self.week = world.clock.week
        self.people_unexplained = people - before[0] - world.ledger.people.sum(axis=0)
        born = len(fighters) - len(before[1])
        had = np.concatenate([before[1], np.zeros(born, np.int64)])
        self.fighters_unexplained = fighters - had - world.ledger.fighters.sum(axis=0)
        self.change_of_all = people.sum() + fighters.sum() - before[0].sum() - before[1].sum()
        self.people = {flow: world.ledger.people[flow].sum() for flow in PeopleFlow}
        self.fighters = {flow: world.ledger.fighters[flow].sum() for flow in FighterFlow}
        self.faults = list(faults(world))


def count(world):
    """People of each community and fighters of each actor."""
    fighters = np.zeros(world.actors.size, np.int64)
    bands = world.bands
    np.add.at(fighters, bands.owner[: bands.count], bands.fighters[: bands.count])
    return world.communities.people.copy(), fighters


def faults(world):
    """What cannot be at the end of a week."""
    bands, cells, actors = world.bands, world.cells, world.actors
    rows = slice(bands.count)
    owner, cell = bands.owner[rows], bands.cell[rows]
    tied = ~actors.mobile[owner]
    judgements = {
        "a band without fighters": bands.fighters[rows] <= 0,
        "a militia away from home": tied & (cell != bands.home[rows]),
        "a militia that may move": tied & bands.mobile[rows],
        "a band outside its actor's area": ~actors.area[owner, cell],
        "fewer people than none": world.communities.people < 0,
        "loyalty beyond its scale": abs(world.communities.loyalty) > 1 + 1e-9,
        "fear beyond its scale": (world.communities.fear < 0) | (world.communities.fear > 1),
        "influence beyond its scale": (cells.influence < 0) | (cells.influence > 1 + 1e-9),
        "control by who holds no land": actors.foreign[cells.control] & (cells.control != NOBODY),
        "two bands of one key": np.diff(np.sort(bands.key[rows])) == 0,
    }
    return (fault for fault, cases in judgements.items() if np.any(cases))


@pytest.fixture(scope="module")
def weeks():
    case = load_case(SAHEL)
    seed = case.scenario.seed
    world = set_up(case.scenario, seed)
    kept = []
    for _ in range(WEEKS):
        before = count(world)
        advance(world, case.rules, seed)
        kept.append(Week(world, before))
    return kept


def test_every_change_in_people_is_a_named_flow(weeks):
    assert [week.week for week in weeks if np.any(week.people_unexplained)] == []


def test_every_change_in_fighters_is_a_named_flow(weeks):
    assert [week.week for week in weeks if np.any(week.fighters_unexplained)] == []


def test_people_and_fighters_together_change_only_by_death_and_by_who_crosses_the_edge(weeks):
    for week in weeks:
        edge = sum(week.fighters[flow] for flow in (*FROM_OUTSIDE, *TO_OUTSIDE))
        died = week.people[PeopleFlow.KILLED] + sum(week.fighters[flow] for flow in DEAD)
        assert week.change_of_all == edge + died, week.week


def test_flows_within_the_map_come_out_even(weeks):
    for week in weeks:
        people, fighters = week.people, week.fighters
        assert people[PeopleFlow.RECRUITED] == -fighters[FighterFlow.RECRUITED]
        assert people[PeopleFlow.RETURNED_FROM_ARMS] == -fighters[FighterFlow.QUIT]
        assert people[PeopleFlow.FLED] == -people[PeopleFlow.ARRIVED]
        assert fighters[FighterFlow.DEFECTED_IN] == -fighters[FighterFlow.DEFECTED_OUT]


def test_flows_have_their_signs_and_none_stays_empty(weeks):
    """Withdrawals have no place in this scenario."""
    losses = {*TO_OUTSIDE, *DEAD, FighterFlow.QUIT}
    losses.add(FighterFlow.DEFECTED_OUT)
    for flow in set(FighterFlow) - {FighterFlow.WITHDRAWN}:
        values = np.array([week.fighters[flow] for week in weeks])
        assert np.all(values <= 0) if flow in losses else np.all(values >= 0), flow
        assert np.any(values), flow


def test_nothing_is_ever_as_it_cannot_be(weeks):
    assert {week.week: week.faults for week in weeks if week.faults} == {}


def test_a_grid_of_a_quarter_of_a_degree_runs_and_its_shares_sum_to_one():
    sets = ["area.resolution=0.25", "area.margin=4", "time.weeks=3", "time.burn_in=1"]
    case = load_case(SAHEL, sets)
    shares = simulate(case, 1).tables["territory_share"]
    columns = {name: np.asarray(shares[name]) for name in shares}
    assert set(columns["week"]) == {0, 1, 2, 3}
    for week in range(4):
        for country in ("ALL", "MLI", "BFA", "NER"):
            rows = (columns["week"] == week) & (columns["country"] == country)
            for share in ("share_cells", "share_area", "share_population"):
                assert columns[share][rows].sum() == pytest.approx(1.0, abs=1e-5)
    held = columns["share_cells"][(columns["country"] == "ALL") & (columns["week"] == 3)]
    assert np.sum(held > 0) > 4
