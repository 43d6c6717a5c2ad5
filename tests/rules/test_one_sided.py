from __future__ import annotations

import math

import numpy as np
import pytest

from sim.rules import information
from sim.rules.one_sided import RULE, OneSidedParameters
from tests.worlds import list_occupied, put_band, small_world

STATE, REBELS, RIVALS = 0, 1, 2
DOGON, FULANI = 0, 1

NO_SIGNALS = {"by_recruits": 0, "by_battles": 0, "by_distance": 0}


def week(world, number=1, **parameters):
    RULE.apply(world, OneSidedParameters(**parameters), np.uint64(number * 7919))


def attacks(world):
    """Rows of this week's events, as a mapping of columns."""
    events = world.events
    names = ("kind", "side_a", "side_b", "cell", "group", "deaths_civilians", "selective")
    return {name: getattr(events, name)[: events.count].copy() for name in names}


def armed(bands=1, base=1.0, width=1, people=1_000_000, **size):
    """A row of cells, each with bands of the rebels, which kill at the given base rate."""
    world = small_world(width, 1, people=people, **size)
    world.actors.targeting_civilians[REBELS] = base
    for cell in range(width):
        for _ in range(bands):
            put_band(world, "rebels", cell)
    return world


def frequency(world, **parameters):
    """Attacks of a band in a week."""
    week(world, **parameters)
    return world.events.count / world.bands.count


# --- doubt --------------------------------------------------------------------------------------


def suspicious():
    world = armed()
    harbour = world.communities.at[FULANI, 0]
    world.pairs.hostility[REBELS, STATE] = 0.5
    world.communities.mobilised[STATE, harbour] = 1.0
    world.groups.affinity[FULANI, REBELS] = 0.2
    world.cells.heat[0] = 2.0
    return world, harbour


def test_doubt_adds_up_signals_and_goes_part_of_the_way_to_them_each_week():
    """.6 * .5 for recruits of the enemy + .5 * .4 for distance + .4 * .5 for battles = .7."""
    world, harbour = suspicious()
    week(world)
    assert world.communities.doubt[REBELS, harbour] == pytest.approx(0.2 * 0.7)
    week(world)
    assert world.communities.doubt[REBELS, harbour] == pytest.approx(0.36 * 0.7)


def test_doubt_fades_when_the_actor_has_left():
    world, harbour = suspicious()
    week(world)
    before = world.communities.doubt[REBELS, harbour]
    world.bands.count = 0
    list_occupied(world)
    week(world)
    assert world.communities.doubt[REBELS, harbour] == pytest.approx(0.8 * before)
    for _ in range(30):
        week(world)
    assert world.communities.doubt[REBELS, harbour] == 0.0


def test_recruits_of_who_is_no_enemy_raise_no_doubt():
    world, harbour = suspicious()
    world.pairs.hostility[:] = 0.0
    week(world, by_battles=0, by_distance=0)
    assert world.communities.doubt[REBELS, harbour] == 0.0


def test_doubt_and_attacks_know_nothing_of_what_people_truly_hold():
    outcomes = []
    for loyalty, fear in ((-1.0, 0.0), (1.0, 1.0)):
        world = armed(bands=40, base=0.5, width=5)
        world.groups.affinity[:] = np.linspace(-1, 1, world.groups.affinity.size).reshape(2, -1)
        for name in ("loyalty", "baseline", "natural"):
            getattr(world.communities, name)[:] = loyalty
        world.communities.fear[:] = fear
        for number in range(4):
            world.cells.denunciation[:] = 0.5
            week(world, number)
        outcomes.append((world.communities.doubt.copy(), attacks(world)))
    assert np.array_equal(outcomes[0][0], outcomes[1][0])
    assert np.any(outcomes[0][0] > 0)
    assert len(outcomes[0][1]["kind"]) > 100
    for name, values in outcomes[0][1].items():
        assert np.array_equal(values, outcomes[1][1][name]), name


# --- how often ----------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [0.05, 0.5])
@pytest.mark.parametrize(
    ("restraint", "disarray", "held"), [(0, 0, 1), (0.5, 0, 0.5), (1, 0.5, 0.5)]
)
def test_a_band_attacks_with_the_rate_of_its_doctrine(base, restraint, disarray, held):
    world = armed(bands=4000, base=base)
    world.actors.restraint[REBELS], world.actors.disarray[REBELS] = restraint, disarray
    expected = 1 - math.exp(-base * held)
    assert frequency(world, **NO_SIGNALS) == pytest.approx(expected, abs=0.025)


def test_full_restraint_without_disarray_spares_everyone():
    world = armed(bands=500)
    world.actors.restraint[REBELS] = 1.0
    world.pairs.hostility[:] = 1.0
    world.cells.heat[:] = 9.0
    world.cells.momentum[:] = -1.0
    for number in range(5):
        week(world, number)
    assert world.events.count == 0


def rivals_come(world):
    world.pairs.hostility[REBELS, RIVALS] = 1.0
    world.cells.troops[RIVALS] = 1


def battles_rage(world):
    world.cells.heat[:] = 4.0


def defeats_follow(world):
    world.cells.momentum[REBELS] = -1.0


def doubt_is_full(world):
    world.communities.doubt[REBELS] = 1.0


@pytest.mark.parametrize(
    ("driver", "log_effect"),
    [(rivals_come, 0.4), (battles_rage, 0.8), (defeats_follow, 0.8), (doubt_is_full, 2.0)],
)
def test_each_driver_multiplies_the_rate_by_its_exponential(driver, log_effect):
    world = armed(bands=4000, base=0.1)
    driver(world)
    expected = 1 - math.exp(-0.1 * math.exp(log_effect))
    assert frequency(world, doubt_memory=1, **NO_SIGNALS) == pytest.approx(expected, abs=0.02)


def test_success_is_no_reason_to_kill():
    won, even = armed(bands=1000, base=0.2), armed(bands=1000, base=0.2)
    won.cells.momentum[:] = 1.0
    assert frequency(won, **NO_SIGNALS) == frequency(even, **NO_SIGNALS)


# --- whom ---------------------------------------------------------------------------------------


def test_the_doubted_people_are_attacked_more_often():
    """With doubt 1 against 0 and as many people, e^2 = 7.4 times as often."""
    world = armed(bands=4000, base=0.5)
    world.communities.doubt[REBELS, world.communities.at[FULANI, 0]] = 1.0
    week(world, doubt_memory=1, **NO_SIGNALS)
    group = attacks(world)["group"]
    assert np.sum(group == FULANI) / np.sum(group == DOGON) == pytest.approx(math.exp(2), rel=0.15)


def test_a_militia_never_attacks_its_own_people():
    world = small_world(1, 1, people=1_000_000)
    world.actors.targeting_civilians[:] = 1.0
    world.actors.members[3, DOGON] = True
    world.communities.doubt[:] = 1.0
    for _ in range(500):
        put_band(world, "militia", 0)
    week(world)
    assert world.events.count > 100
    assert set(attacks(world)["group"]) == {FULANI}


def test_a_militia_among_none_but_its_own_people_attacks_nobody():
    world = small_world(1, 1, groups=("dogon",))
    world.actors.targeting_civilians[:] = 1.0
    world.actors.members[3, DOGON] = True
    for _ in range(100):
        put_band(world, "militia", 0)
    week(world)
    assert world.events.count == 0


# --- how ----------------------------------------------------------------------------------------


def test_where_all_denounce_few_are_killed_and_where_none_does_many_can_be():
    dead = {}
    for told in (0.0, 1.0):
        world = armed(bands=2000)
        world.cells.denunciation[:] = told
        world.communities.doubt[:] = 1.0
        week(world, doubt_memory=1, **NO_SIGNALS)
        seen = attacks(world)
        assert set(seen["selective"]) == {int(told)}
        dead[told] = seen["deaths_civilians"]
    assert dead[1.0].mean() == pytest.approx(1.3, abs=0.05)  # the one, and 0.3 who are with him
    assert dead[1.0].min() == 1
    assert dead[0.0].max() > 30
    # Poisson around a lognormal mean: median 0.9 * 2 * 2.5 = 4.5, mean 4.5 * exp(1.1^2 / 2)
    assert dead[0.0].mean() == pytest.approx(4.5 * math.exp(0.605), rel=0.1)


ZONES = {1: (0.85, 1.0), 2: (0.60, 0.85), 3: (0.40, 0.60), 5: (0.0, 0.15)}
"""Kalyvas's zones by the perpetrator's own share of control; 4 is zone 2 of the other side."""


def selective_by_zone(weeks=60):
    """Selective attacks of a band and week in each zone, by both rules that make them."""
    width = 200
    world = armed(bands=20, base=0.05, width=width, people=10_000_000)
    share = (np.arange(width) + 0.5) / width
    world.cells.influence[REBELS] = share
    information.RULE.apply(world, information.InformationParameters(), np.uint64(0))
    found = []
    for number in range(weeks):
        world.events.count = 0
        week(world, number, **NO_SIGNALS)
        seen = attacks(world)
        found.append(seen["cell"][seen["selective"] == 1])
    cells = np.concatenate(found)
    return {
        zone: np.sum((share[cells] > low) & (share[cells] < high))
        / np.sum((share > low) & (share < high))
        for zone, (low, high) in ZONES.items()
    }


def test_selective_violence_peaks_at_dominant_but_incomplete_control():
    rate = selective_by_zone()
    assert rate[2] > 30
    for zone in (1, 3, 5):
        assert rate[2] >= 2 * rate[zone], zone


# --- always -------------------------------------------------------------------------------------


def test_the_dead_are_counted_once_in_events_people_harm_and_ledger():
    world = armed(bands=60, width=4, people=30)
    before = world.communities.people.sum()
    for number in range(3):
        week(world, number, massacre=50)
    dead = attacks(world)["deaths_civilians"].sum()
    assert dead > 100
    assert before - world.communities.people.sum() == dead
    assert world.communities.harm[REBELS].sum() == dead == world.communities.harm.sum()
    assert world.ledger.people.sum() == -dead
    assert np.all(world.communities.people >= 0)
    assert np.all(attacks(world)["side_b"] == -1)


def test_who_has_no_base_rate_kills_nobody():
    world = armed(bands=100, base=0.0)
    world.communities.doubt[:] = 1.0
    week(world)
    assert world.events.count == 0
