"""Whole runs in which actors are born, change and end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine import advance, burn_in, simulate
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from sim.vocabulary import Development
from tests.state import digest, state

SPLINTERS = Path(__file__).parents[1] / "scenarios" / "splinters.yaml"
RULES = ("leadership", "fragmentation", "allegiance")
QUARRELSOME = [
    "rules.leadership.hunt=10",
    "rules.leadership.vacancy_most=2",
    "rules.fragmentation.on_death=20",
    "rules.fragmentation.least=3",
    "rules.allegiance.merging=0",
]


def run(sets=(), weeks=52, watch=lambda world: None):
    case = load_case(SPLINTERS, sets)
    world = set_up(case.scenario, case.scenario.seed, case.strategies)
    burn_in(world, case.rules, case.scenario.seed)
    for _ in range(weeks):
        advance(world, case.rules, case.scenario.seed)
        watch(world)
    return world


def counts(world):
    """Fighters of each actor, and people."""
    bands, fighters = world.bands, np.zeros(world.actors.size, np.int64)
    np.add.at(fighters, bands.owner[: bands.count], bands.fighters[: bands.count])
    return fighters, int(world.communities.people.sum())


@pytest.fixture(scope="module")
def case():
    return load_case(SPLINTERS)


@pytest.fixture(scope="module")
def tables(case):
    return simulate(case, case.scenario.seed).tables


def test_the_scenario_runs_to_its_end_with_more_actors_than_it_began_with(case, tables):
    assert len(tables["actors"]["actor"]) > len(case.scenario.actors)
    assert max(tables["actor_weeks"]["week"]) == case.scenario.time.weeks


def test_every_new_actor_has_a_split_an_origin_and_a_leader(case, tables):
    listed = list(tables["actors"]["actor"])
    born = listed[len(case.scenario.actors) :]
    told = tables["strategic_developments"]
    splits = [
        actor
        for actor, kind in zip(told["actor"], told["development"], strict=True)
        if kind == "split"
    ]
    assert born == splits
    parents = dict(zip(listed, tables["actors"]["parent"], strict=True))
    assert all(parents[actor] in listed for actor in born)
    assert set(born) <= set(tables["leaders"]["actor"])


def test_books_of_people_and_fighters_balance_while_actors_come_and_go():
    last = {}

    def watch(world):
        fighters, people = counts(world)
        flows = world.ledger.fighters.sum(axis=0)
        if last:
            before = np.zeros(len(fighters), np.int64)
            before[: len(last["fighters"])] = last["fighters"]
            assert np.array_equal(fighters - before, flows)
            assert people - last["people"] == world.ledger.people.sum()
        assert not fighters[~world.actors.alive].any()
        last.update(fighters=fighters, people=people)

    world = run(QUARRELSOME, 40, watch)
    assert not world.actors.alive.all()
    assert world.actors.size > 10


def test_nothing_limits_the_number_of_actors():
    """Twenty and more from seven, with every array as long as there are actors."""
    world = run([*QUARRELSOME, "rules.allegiance.ending=0"], 40)
    actors = world.actors
    assert actors.size > 20
    assert len(set(actors.names)) == len(set(actors.labels)) == actors.size
    assert len(world.strategies) == len(actors.outlets) == len(actors.ucdp_ids) == actors.size
    assert world.pairs.hostility.shape == (actors.size, actors.size)
    assert world.cells.support.shape == (actors.size, world.grid.size)
    assert world.communities.loyalty.shape == (actors.size, world.communities.size)
    for name, values in state(world).items():
        assert values.dtype.kind != "f" or np.all(np.isfinite(values)), name


def test_a_newborn_lives_like_any_other_actor():
    """It moves, recruits, fights, is led and holds land, all by the rules of the week."""
    done, cells = set(), {}

    def watch(world):
        events, log = world.events, world.developments
        first, size = 7, world.actors.size
        if np.any(events.side_a[: events.count] >= first):
            done.add("fights")
        if world.ledger.fighters[0, first:].any():
            done.add("recruits")
        if np.any(world.cells.control >= first):
            done.add("holds land")
        for row in range(log.count):
            if log.actor[row] >= first and log.kind[row] == Development.LEADER_SUCCEEDED:
                done.add("is led")
        bands = world.bands
        for u in range(bands.count):
            if bands.owner[u] >= first and cells.get(bands.key[u], bands.cell[u]) != bands.cell[u]:
                done.add("moves")
            cells[bands.key[u]] = bands.cell[u]
        assert size == len(world.actors.alive)

    run(["rules.allegiance.merging=0", "rules.fragmentation.rate=1"], 70, watch)
    assert done == {"fights", "recruits", "holds land", "is led", "moves"}


def test_until_the_start_nobody_falls_leaves_or_ends():
    case = load_case(SPLINTERS, [*QUARRELSOME, "rules.allegiance.ending=10"])
    world = set_up(case.scenario, case.scenario.seed, case.strategies)
    burn_in(world, case.rules, case.scenario.seed)
    assert world.clock.week == 0
    assert world.actors.size == 7
    assert world.actors.alive.all()
    assert world.leaders.number.tolist() == [1] * len(world.leaders.number)
    assert world.constituents.discord.any()


def test_the_same_seed_gives_the_same_births():
    one, other = run(QUARRELSOME, 25), run(QUARRELSOME, 25)
    assert one.actors.names == other.actors.names
    assert one.actors.size > 7
    assert digest(one) == digest(other)


@pytest.mark.parametrize("off", [*RULES, "all"])
def test_the_week_goes_on_with_rules_of_leaders_switched_off(off):
    kinds = set()

    def watch(world):
        log = world.developments
        kinds.update(log.kind[: log.count].tolist())

    names = RULES if off == "all" else (off,)
    world = run([*QUARRELSOME, *(f"rules.{name}.enabled=false" for name in names)], 25, watch)
    changes = {
        "leadership": {Development.LEADER_KILLED, Development.LEADER_SUCCEEDED},
        "fragmentation": {Development.SPLIT},
        "allegiance": {Development.DEFECTION, Development.MERGER, Development.END},
    }
    for name in names:
        assert kinds.isdisjoint(changes[name])
    if "fragmentation" in names:
        assert world.actors.size == 7
    if off == "allegiance":
        assert world.actors.alive.all()


def test_the_death_of_a_leader_loosens_restraint_for_about_twelve_weeks():
    """Disarray of 10 to 40 % at first, a third of it after twelve weeks."""
    disarray = []
    sets = [
        "rules.leadership.hunt=0",
        "rules.leadership.plot=0",
        "timeline.death={kind: leader_killed, date: 2020-01-13, actor: league}",
        "rules.fragmentation.enabled=false",
    ]
    run(sets, 14, lambda world: disarray.append(world.actors.disarray[2]))
    assert 0.1 <= disarray[0] <= 0.4
    assert disarray[12] == pytest.approx(disarray[0] * 0.92**12)
    assert 0.3 < disarray[12] / disarray[0] < 0.4
