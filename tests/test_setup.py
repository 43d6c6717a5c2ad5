from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.scenario.load import load_case
from sim.scenario.setup import MEMBER_LOYALTY, set_up
from sim.vocabulary import Stance
from sim.world.timeline import Deployment, Inflow, Targeting
from tests.scenario_text import GOOD, written
from tests.state import state

SAHEL = Path(__file__).parents[1] / "scenarios" / "sahel.yaml"


@pytest.fixture(scope="module")
def scenario():
    return load_case(SAHEL).scenario


@pytest.fixture(scope="module")
def world(scenario):
    return set_up(scenario, 1)


def world_of(folder, text, *sets, seed=1):
    return set_up(load_case(written(folder, text), sets).scenario, seed)


def index(world, name):
    return world.actors.names.index(name)


def bands_of(world, name):
    return np.flatnonzero(world.bands.owner[: world.bands.count] == index(world, name))


# --- people -------------------------------------------------------------------------------------


def test_the_people_of_every_cell_are_exactly_those_of_the_map(world):
    people = np.zeros(world.grid.size, np.int64)
    np.add.at(people, world.communities.cell, world.communities.people)
    assert np.array_equal(people, world.grid.population)
    assert people.sum() > 50_000_000


def test_week_0_knows_the_people_of_every_cell_without_any_burn_in(world):
    assert np.array_equal(world.cells.people, world.grid.population)


def test_a_community_has_people_and_lies_where_the_index_says(world):
    communities = world.communities
    assert np.all(communities.people > 0)
    own = np.arange(communities.size)
    assert np.array_equal(communities.at[communities.group, communities.cell], own)
    assert (communities.at >= 0).sum() == communities.size
    for k in (0, 7, world.grid.size - 1):
        span = slice(communities.first[k], communities.first[k + 1])
        assert set(communities.cell[span]) <= {k}
        assert communities.people[span].sum() == world.grid.population[k]


def test_shares_of_a_scenario_divide_the_people_to_the_last_person(tmp_path):
    text = GOOD.replace('"*": 0.5', '"*": 0.333', 1).replace('"*": 0.5', '"*": 0.667')
    world = world_of(tmp_path, text, "area.population=1001")
    assert np.all(world.communities.people.reshape(-1, 2) == [333, 668])


def test_refuge_is_with_ones_own_people_within_three_cells_and_never_at_home(world):
    communities, grid = world.communities, world.grid
    source = np.repeat(np.arange(communities.size), np.diff(communities.refuge_first))
    refuge = communities.refuge
    assert len(refuge) > 10 * communities.size
    assert np.array_equal(communities.group[source], communities.group[refuge])
    here, there = communities.cell[source], communities.cell[refuge]
    steps = np.maximum(abs(grid.x[here] - grid.x[there]), abs(grid.y[here] - grid.y[there]))
    assert set(steps) == {1, 2, 3}
    beside = (steps == 1) & ((grid.x[here] == grid.x[there]) | (grid.y[here] == grid.y[there]))
    assert np.all(communities.refuge_weight[beside] == 1 / (grid.cell_km + 10))


# --- fighters -----------------------------------------------------------------------------------


def test_every_actor_has_the_fighters_that_the_scenario_gives_it(world, scenario):
    for name, actor in scenario.actors.items():
        own = bands_of(world, name)
        assert world.bands.fighters[own].sum() == sum(force.fighters for force in actor.forces)


def test_constituents_have_the_fighters_of_their_forces(world, scenario):
    jnim, own = scenario.actors["jnim"], bands_of(world, "jnim")
    for number, constituent in enumerate(jnim.constituents):
        given = sum(f.fighters for f in jnim.forces if f.constituent == constituent)
        part = own[world.bands.constituent[own] == number]
        assert world.bands.fighters[part].sum() == given > 0


def test_states_stand_in_their_own_country_alone(world, scenario):
    for name, actor in scenario.actors.items():
        if actor.country is not None:
            where = world.grid.country[world.bands.cell[bands_of(world, name)]]
            assert {world.grid.countries[k] for k in where} == {actor.country}


def test_everybody_stands_in_the_area_in_which_they_operate(world):
    bands = world.bands
    own, cell = bands.owner[: bands.count], bands.cell[: bands.count]
    assert np.all(world.actors.area[own, cell])
    assert np.array_equal(cell, bands.home[: bands.count])


def test_troops_of_states_and_militias_are_fixed_unless_said_and_others_move(world, scenario):
    for name, actor in scenario.actors.items():
        mobile = world.bands.mobile[bands_of(world, name)]
        if actor.type == "state_forces":
            columns = sum(f.fighters for f in actor.forces if f.mobile)
            assert world.bands.fighters[bands_of(world, name)[mobile]].sum() == columns
        else:
            assert np.all(mobile == (actor.type != "identity_militia"))


def test_a_share_of_a_force_is_foreign(tmp_path):
    text = GOOD.replace("fighters: 300, cells: 6", "fighters: 300, cells: 6, foreign: 0.25")
    world = world_of(tmp_path, text)
    own = bands_of(world, "reds")
    assert world.bands.foreign[own].sum() == 75
    assert len(set(world.bands.cell[own])) == 6


# --- what they hold -----------------------------------------------------------------------------


def test_states_govern_their_country_at_the_start_and_nobody_else_holds_anything(world, scenario):
    grid = world.grid
    governed = {a.country: name for name, a in scenario.actors.items() if a.country is not None}
    for k in range(grid.size):
        governor = governed.get(grid.countries[grid.country[k]])
        assert world.cells.control[k] == (-1 if governor is None else index(world, governor))


def test_spheres_are_the_places_that_the_scenario_names_and_a_states_whole_country(world):
    grid, sphere = world.grid, world.cells.sphere
    division = np.array(grid.admin1_names)[grid.admin1]
    mopti_and_kidal = np.isin(division, ["MLI/Mopti", "MLI/Kidal"])
    assert np.array_equal(sphere[index(world, "jnim")] == 1.0, mopti_and_kidal)
    assert np.array_equal(
        sphere[index(world, "mali")] == 1.0, grid.country == grid.countries.index("MLI")
    )
    assert not np.any(sphere[index(world, "france")])
    assert set(np.unique(sphere)) == {0.0, 1.0}


# --- what they are to each other ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "stance", "hostility"),
    [
        ("mali", "niger", Stance.ALLIANCE, 0.0),  # official: states and guests
        ("mali", "france", Stance.ALLIANCE, 0.0),
        ("mali", "jnim", Stance.WAR, 1.0),
        ("france", "isgs", Stance.WAR, 1.0),
        ("jnim", "isgs", Stance.RIVALRY, 0.15),  # two that no type makes enemies
        ("dozo", "mali", Stance.NEUTRAL, 0.0),  # militias are no enemies of states by themselves
        ("dozo", "koglweogo", Stance.NEUTRAL, 0.0),
        ("dozo", "jnim", Stance.WAR, 1.0),
        ("gatia_msa", "france", Stance.ALLIANCE, 0.0),  # by the scenario's word
        ("gatia_msa", "jnim", Stance.RIVALRY, 0.15),
        ("gatia_msa", "isgs", Stance.WAR, 1.0),
    ],
)
def test_relations_follow_types_unless_the_scenario_says_otherwise(
    world, one, other, stance, hostility
):
    for a, b in ((one, other), (other, one)):
        pair = index(world, a), index(world, b)
        assert world.pairs.stance[pair] == stance
        assert world.pairs.hostility[pair] == hostility


def test_nobody_is_hostile_to_itself(world):
    assert not np.any(np.diag(world.pairs.hostility))
    assert np.all(np.diag(world.pairs.stance) == Stance.ALLIANCE)


def test_a_scenario_may_give_hostility_beside_the_stance(tmp_path):
    text = GOOD + "relations:\n  - {between: [reds, blues], stance: truce, hostility: 0.4}\n"
    world = world_of(tmp_path, text)
    assert world.pairs.hostility[index(world, "blues"), index(world, "reds")] == 0.4
    assert world.pairs.stance[index(world, "reds"), index(world, "blues")] == Stance.TRUCE


# --- loyalty ------------------------------------------------------------------------------------


def test_loyalty_begins_at_its_natural_level(world):
    communities = world.communities
    assert np.array_equal(communities.loyalty, communities.natural)
    assert np.array_equal(communities.baseline, communities.natural)
    assert np.all(np.abs(communities.natural) <= 1.0)
    assert not np.any(communities.fear)


def test_a_tie_is_added_to_affinity_where_it_holds(world):
    communities, grid = world.communities, world.grid
    fulani, isgs = communities.groups.index("fulani"), index(world, "isgs")
    where = np.array(grid.countries)[grid.country[communities.cell]]
    theirs = communities.group == fulani
    affinity = world.groups.affinity[fulani, isgs]
    assert communities.natural[isgs, theirs & (where == "NER")] == pytest.approx(affinity + 0.55)
    assert communities.natural[isgs, theirs & (where == "MRT")] == pytest.approx(affinity)


def test_a_militia_has_its_own_people_behind_it_and_no_other(world):
    communities, militia = world.communities, index(world, "dan_na_ambassagou")
    own = communities.group == communities.groups.index("dogon")
    assert np.all(communities.natural[militia, own] == MEMBER_LOYALTY)
    assert np.all(communities.natural[militia, ~own] <= 0.0)


# --- the timeline -------------------------------------------------------------------------------


def test_interventions_land_in_the_week_that_holds_their_date(world):
    """Week w begins w weeks after 1 January 2018; 17 June 2019 is day 532, 13 January 2020 742."""
    kinds = {week: [type(change) for change in what] for week, what in world.timeline.items()}
    assert kinds == {76: [Inflow], 106: [Targeting], 108: [Deployment]}


@pytest.mark.parametrize(
    ("day", "week"),
    [("2018-01-01", 1), ("2018-01-07", 1), ("2018-01-08", 1), ("2018-01-14", 1), ("2018-01-15", 2)],
)
def test_the_first_week_that_is_run_takes_what_came_before_it(tmp_path, day, week):
    text = GOOD + f"timeline:\n  cut: {{kind: funding, date: {day}, actor: reds, factor: 0.5}}\n"
    assert list(world_of(tmp_path, text).timeline) == [week]


def test_interventions_that_are_switched_off_are_not_there(scenario):
    case = load_case(SAHEL, ["timeline.pau_summit.enabled=false"])
    assert list(set_up(case.scenario, 1).timeline) == [76, 108]


# --- the clock and chance -----------------------------------------------------------------------


def test_a_run_begins_with_the_burn_in(world):
    assert world.clock.week == -26
    assert world.clock.date == date(2017, 7, 3)


def test_the_same_seed_gives_the_same_world(scenario, world):
    again = state(set_up(scenario, 1))
    for name, values in state(world).items():
        assert np.array_equal(values, again[name]), name


def test_another_seed_puts_other_bands_on_the_same_land(scenario, world):
    first, second = state(world), state(set_up(scenario, 2))
    differing = {name for name in first if not np.array_equal(first[name], second[name])}
    assert {"bands.key", "bands.cell"} <= differing
    assert all(name.startswith("bands.") for name in differing)


def test_one_more_force_leaves_the_places_of_all_others_as_they_were(tmp_path):
    more = GOOD.replace(
        "blues: {name: Blues, type: rebel_group}",
        "blues: {name: Blues, type: rebel_group, forces: [{place: {}, fighters: 90, cells: 9}]}",
    )
    first, second = world_of(tmp_path, GOOD), world_of(tmp_path, more)
    assert len(bands_of(second, "blues")) > 0
    for name in ("state", "reds"):
        for column in ("key", "cell", "fighters"):
            alone = getattr(first.bands, column)[bands_of(first, name)]
            among = getattr(second.bands, column)[bands_of(second, name)]
            assert np.array_equal(alone, among)
