from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.rules.battles import RULE, BattlesParameters, fire_at, hazard, losses
from sim.vocabulary import FighterFlow, Kind, PeopleFlow, Stance
from sim.world.bands import sort_by_cell
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
EVEN = (np.arange(1000) + 0.5) / 1000  # a uniform's values, evenly
CERTAIN = 5.0  # a rate at which 149 of 150 bands that see an enemy fight


def week(world, seed=1, **parameters):
    bands, cells = world.bands, world.cells
    sort_by_cell(bands.count, bands.cell, cells.first_band, bands.order)
    RULE.apply(world, BattlesParameters(**parameters), np.uint64(seed))
    return world.events


def facing(initiator="rebels", other="state", own=20, others=1000, width=40, **traits):
    """In each of many cells a band of one actor, and a garrison of another that it sees."""
    world = small_world(width, width, people=1000)
    for cell in range(world.grid.size):
        put_band(world, initiator, cell, own)
        world.bands.mobile[put_band(world, other, cell, others)] = False
    a, b = (world.actors.names.index(name) for name in (initiator, other))
    world.pairs.hostility[a, b] = 1
    world.pairs.stance[:] = Stance.WAR
    world.actors.exposure[:] = 1
    for trait, value in traits.items():
        getattr(world.actors, trait)[a] = value
    return world


def of(events, name):
    return getattr(events, name)[: events.count]


# --- how often --------------------------------------------------------------------------------


def test_hazard_grows_with_the_square_of_hostility_and_with_recent_fighting_up_to_six_events():
    assert hazard(0.05, 1.0, 1.0, 0.6, 0.0) == approx(0.05)
    assert hazard(0.05, 0.5, 0.4, 0.6, 0.0) == approx(0.05 * 0.25 * 0.4)
    assert hazard(0.05, 1.0, 1.0, 0.6, 5.0) == approx(0.05 * 4)
    assert hazard(0.05, 1.0, 1.0, 0.6, 60.0) == approx(0.05 * 4.6)


UNIT = st.floats(0, 1)


@given(st.floats(0, 5), UNIT, UNIT, st.floats(0, 10), st.floats(0, 100), st.floats(0, 100))
def test_fighting_never_lowers_the_hazard(rate, hostile, seen, excitation, one, other):
    less, more = sorted((one, other))
    calm = hazard(rate, hostile, seen, excitation, less)
    assert 0 <= calm <= hazard(rate, hostile, seen, excitation, more)


@pytest.mark.parametrize(
    ("visibility", "cooperation", "heat", "exponent"),
    [
        (1.0, 0.0, 0.0, 0.3),
        (0.2, 0.0, 0.0, 0.06),
        (0.2, 0.5, 0.0, 0.18),  # 0.2 + 0.8 * 0.5 = 0.6 are found
        (0.2, 0.5, 3.0, 0.18 * 2.8),  # 1 + 0.6 * 3
    ],
)
def test_bands_fight_as_often_as_the_hazard_says(visibility, cooperation, heat, exponent):
    world = facing()
    world.actors.exposure[STATE] = visibility
    world.cells.cooperation[REBELS] = cooperation
    world.cells.heat[:] = heat
    begun = week(world, rate=0.3, excitation=0.6, heat_memory=1).count
    chance = 1 - math.exp(-exponent)
    assert abs(begun - 1600 * chance) < 4 * math.sqrt(1600 * chance * (1 - chance))


@pytest.mark.parametrize("stance", [Stance.RIVALRY, Stance.NEUTRAL, Stance.TRUCE])
def test_without_war_bands_of_the_same_hostility_only_skirmish(stance):
    world = facing()
    world.pairs.stance[:] = stance
    begun = week(world, rate=0.3, skirmish=0.2, heat_memory=1).count
    chance = 1 - math.exp(-0.3 * 0.2)
    assert abs(begun - 1600 * chance) < 4 * math.sqrt(1600 * chance * (1 - chance))


def test_a_self_defence_militia_strikes_first_less_readily():
    world = facing("militia", "rebels")
    begun = week(world, rate=0.5, raid=0.3).count
    chance = 1 - math.exp(-0.15)
    assert abs(begun - 1600 * chance) < 4 * math.sqrt(1600 * chance * (1 - chance))


@pytest.mark.parametrize("reason", ["peace", "alone", "apart", "dead", "garrison"])
def test_nobody_fights_without(reason):
    world = small_world()
    first = put_band(world, "state" if reason == "garrison" else "rebels", 0)
    second = put_band(world, "rivals", 1 if reason == "apart" else 0)
    if reason == "alone":
        world.bands.owner[second] = REBELS
    if reason == "dead":
        world.bands.fighters[second] = 0
    if reason == "garrison":
        world.bands.mobile[first] = False
    hostility = world.pairs.hostility
    hostility[:] = reason != "peace"
    hostility[RIVALS] = 0
    world.actors.exposure[:] = 1
    for seed in range(50):
        assert week(world, seed, rate=CERTAIN).count == 0
    assert world.bands.fighters[first] == 20


# --- how many die -----------------------------------------------------------------------------


def test_forty_fighters_of_skill_two_kill_eight_at_one_in_ten_each():
    assert np.mean([losses(0.1, 40.0, 2.0, 0.0, 0.5, u) for u in EVEN]) == approx(8, abs=0.01)


def test_losses_spread_lognormally_around_their_median():
    assert np.mean([losses(0.1, 40.0, 1.0, 0.9, 0.5, v) for v in EVEN]) == approx(4, abs=0.01)
    dead = [losses(0.1, 40.0, 1.0, 0.9, u, v) for u in EVEN for v in EVEN[25::50]]
    assert np.mean(dead) == approx(4 * math.exp(0.9**2 / 2), rel=0.02)


def test_fire_at_the_hidden_kills_more_where_more_are_hidden_but_no_more_than_aimed_fire():
    assert fire_at(False, 20.0, 0.1, 0.00125) == 0.1
    assert fire_at(True, 20.0, 0.1, 0.00125) == 0.025
    assert fire_at(True, 40.0, 0.1, 0.00125) == 0.05
    assert fire_at(True, 400.0, 0.1, 0.00125) == 0.1


def fight_out(own, others, hidden, aimed, area):
    """Two forces at each other's throats until one is down to a thousandth; what is left.

    Losses are means: no spread, and numbers so large that Poisson counts hardly differ from them.
    """
    least_own, least_others = own / 1000, others / 1000
    while own > least_own and others > least_others:
        fire = fire_at(hidden, float(own), aimed, area)
        lost = losses(fire, float(others), 1.0, 0.0, 0.5, 0.5)
        others -= losses(aimed, float(own), 1.0, 0.0, 0.5, 0.5)
        own -= lost
    return max(own, 0), max(others, 0)


@pytest.mark.parametrize("odds", [0.5, 0.8, 0.98, 1.02, 1.25, 2.0])
def test_the_hidden_win_above_deitchmans_parity(odds):
    """dS/dt = -a G, dG/dt = -b S G: b S dS = a dG, so parity is G0 = b S0^2 / (2 a).

    S0 = 2 billion, b S0 / a = 1 and so G0 = 1 billion; at most b G = a throughout.
    """
    others, aimed = 2_000_000_000, 0.002
    area = aimed / others
    parity = area * others**2 / (2 * aimed)
    assert parity == approx(1_000_000_000)
    own, left = fight_out(int(parity * odds), others, True, aimed, area)
    if odds < 1:
        assert own <= parity * odds / 1000 < left
        assert (left / others) ** 2 == approx(1 - odds, abs=1 / 500)
    else:
        assert left <= others / 1000 < own
        assert own == approx(parity * (odds - 1), abs=parity / 500)


def test_in_the_open_both_aim_and_the_larger_force_wins_by_the_square_law():
    """Lanchester: 5^2 - 4^2 = 3^2."""
    left, lost = fight_out(5_000_000, 4_000_000, False, 0.002, 0.0)
    assert left == approx(3_000_000, rel=0.01)
    assert lost <= 4000


def mean_dead_of_the_hidden(own):
    world = facing(own=own)
    events = week(world, rate=CERTAIN, spread=0, joined=0, aimed=0.1, area=0.00125)
    assert events.count > 1500
    return of(events, "deaths_a").mean()


def test_a_hidden_band_of_forty_in_a_fight_loses_four_times_what_one_of_twenty_does():
    """As many of the enemy are met as attack: 0.00125 * 20 * 20 = 0.5 and 0.00125 * 40 * 40."""
    assert mean_dead_of_the_hidden(20) == approx(0.5, abs=4 * math.sqrt(0.5 / 1500))
    assert mean_dead_of_the_hidden(40) == approx(2.0, abs=4 * math.sqrt(2.0 / 1500))


def test_who_strikes_from_hiding_loses_less_in_every_battle():
    """Draw by draw: the same fights, once by a force in the open."""
    hidden, seen = facing(hides=True), facing(hides=False)
    for world in (hidden, seen):
        week(world, rate=CERTAIN)
    assert of(hidden.events, "cell").tolist() == of(seen.events, "cell").tolist()
    ours, theirs = of(hidden.events, "deaths_a"), of(seen.events, "deaths_a")
    assert np.all(ours <= theirs)
    assert ours.sum() < theirs.sum() / 2
    assert set(of(hidden.events, "kind")) == {Kind.AMBUSH}
    assert set(of(seen.events, "kind")) == {Kind.BATTLE}


def test_skill_kills_more_and_disarray_less_in_every_battle():
    plain, skilled, broken = facing(), facing(skill=3.0), facing(disarray=1.0)
    dead = []
    for world in (broken, plain, skilled):
        week(world, rate=CERTAIN)
        dead.append(of(world.events, "deaths_b").copy())
    assert np.all((dead[0] <= dead[1]) & (dead[1] <= dead[2]))
    assert dead[0].sum() < dead[1].sum() < dead[2].sum()


# --- what is kept account of ------------------------------------------------------------------

BANDS = st.lists(
    st.tuples(st.sampled_from(["state", "rebels", "rivals", "militia", "guest"]),
              st.integers(0, 1), st.integers(1, 80), st.floats(0, 1)),
    max_size=10,
)  # fmt: skip


@given(BANDS, st.integers(0, 2**40), st.integers(0, 30))
def test_every_dead_fighter_and_civilian_is_in_the_ledger_and_in_one_event(bands, seed, people):
    world = small_world(2, 1, people=people)
    for name, cell, fighters, share in bands:
        put_band(world, name, cell, fighters, int(share * fighters))
    world.pairs.hostility[:] = 1 - np.eye(5)
    world.actors.exposure[:] = 1
    fighters_before = strength(world)
    people_before = world.communities.people.copy()
    events = week(world, seed, rate=CERTAIN, aimed=0.5, area=0.02, crossfire=0.5)
    dead = np.zeros(5, np.int64)
    np.add.at(dead, of(events, "side_a"), of(events, "deaths_a"))
    np.add.at(dead, of(events, "side_b"), of(events, "deaths_b"))
    lost = fighters_before - strength(world)
    assert lost.tolist() == dead.tolist()
    assert (-world.ledger.fighters[FighterFlow.KILLED_IN_BATTLE]).tolist() == dead.tolist()
    assert np.all(world.bands.fighters[: len(bands)] >= 0)
    assert np.all(world.bands.foreign <= world.bands.fighters)
    killed = people_before - world.communities.people
    assert killed.tolist() == (-world.ledger.people[PeopleFlow.KILLED]).tolist()
    assert killed.tolist() == world.communities.harm.sum(axis=0).tolist()
    assert killed.sum() == of(events, "deaths_civilians").sum()
    assert np.all(world.communities.people >= 0)


def strength(world):
    totals = np.zeros(world.actors.size, np.int64)
    count = world.bands.count
    np.add.at(totals, world.bands.owner[:count], world.bands.fighters[:count])
    return totals


def test_a_battle_heats_the_cell_and_swings_momentum_to_who_loses_less():
    """Momentum moves by 0.5 (lost by b - lost by a) / (all lost + 4)."""
    world = facing()
    world.cells.heat[:] = 2
    world.cells.momentum[REBELS] = 0.1
    events = week(world, rate=CERTAIN, heat_memory=0.85, momentum_memory=0.9, momentum_step=0.5)
    cells, at = world.cells, of(events, "cell")
    lost_a, lost_b = of(events, "deaths_a"), of(events, "deaths_b")
    swing = 0.5 * (lost_b - lost_a) / (lost_a + lost_b + 4)
    assert cells.heat[at] == approx(np.full(len(at), 2.7))
    assert cells.momentum[REBELS, at] == approx(0.09 + swing)
    assert cells.momentum[STATE, at] == approx(-swing)
    assert swing.min() < 0 < swing.max()


def test_heat_and_momentum_fade_where_nobody_fights():
    world = small_world()
    world.cells.heat[:] = 4
    world.cells.momentum[RIVALS] = -0.5
    week(world, heat_memory=0.85, momentum_memory=0.9)
    assert world.cells.heat == approx(np.full(6, 3.4))
    assert world.cells.momentum[RIVALS] == approx(np.full(6, -0.45))


def test_other_bands_of_both_sides_join_and_gain_experience():
    world = small_world(1, 1)
    rows = [put_band(world, name, 0, 50) for name in ("rebels", "rebels", "state", "rivals")]
    world.bands.mobile[rows[2]] = False
    world.pairs.hostility[REBELS, STATE] = 1
    world.pairs.stance[:] = Stance.WAR
    world.actors.exposure[STATE] = 1
    fought = week(world, rate=CERTAIN).count
    assert fought > 0
    assert world.bands.experience[rows] == approx(np.array([1, 1, 1, 0]) * 0.02 * fought)
