from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx
from scipy.stats import chisquare

from sim.rules.strikes import RULE, StrikesParameters
from sim.vocabulary import FighterFlow, Kind, PeopleFlow
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
HARMLESS = {"lethality": 0.0, "inaccuracy": 0.0}  # strikes that change nothing, to count them


def week(world, number=0, **parameters):
    world.begin_week()
    RULE.apply(world, StrikesParameters(**parameters), np.uint64(number * 7919 + 1))
    return world.events


def skies(capacity=50.0, people=1000, **weights):
    """A guest with aircraft, at war with actors by their weight; all are in full view."""
    world = small_world(people=people)
    world.actors.strike_capacity[GUEST] = capacity
    world.actors.exposure[:] = 1
    for name, weight in weights.items():
        target = world.actors.names.index(name)
        world.pairs.hostility[GUEST, target] = 1
        world.actors.target_weight[GUEST, target] = weight
    return world


def of(events, name):
    return getattr(events, name)[: events.count]


def struck(world, name="side_b", weeks=40, **parameters):
    """What the strikes of many weeks hit."""
    seen = [of(week(world, n, **parameters), name).copy() for n in range(weeks)]
    return np.concatenate(seen)


def agree(counts, weights):
    """Whether counts are as likely as the weights say; wrong once in a thousand draws."""
    counts, weights = np.array(counts), np.array(weights, float)
    return chisquare(counts, weights / weights.sum() * counts.sum()).pvalue > 0.001


# --- whom they hit ----------------------------------------------------------------------------


def test_strikes_follow_the_weights_whatever_the_size_of_the_targets():
    world = skies(rebels=0.8, rivals=0.2)
    put_band(world, "rebels", 0, 10)
    put_band(world, "rivals", 1, 1000)
    hits = struck(world, elusive=0, **HARMLESS)
    assert len(hits) > 1500
    assert agree([np.sum(hits == REBELS), np.sum(hits == RIVALS)], [0.8, 0.2])


def test_priorities_count_by_hostility():
    """Weight 0.5 at hostility 1 against weight 0.5 at hostility 0.25."""
    world = skies(rebels=0.5, rivals=0.5)
    world.pairs.hostility[GUEST, RIVALS] = 0.25
    put_band(world, "rebels", 0)
    put_band(world, "rivals", 1)
    hits = struck(world, elusive=0, **HARMLESS)
    assert agree([np.sum(hits == REBELS), np.sum(hits == RIVALS)], [4, 1])


def test_of_one_target_bands_are_hit_by_size_and_by_how_well_they_are_seen():
    """Seen 0.2 + 0.8 * 0.5 = 0.6 where the people help, 0.2 elsewhere; at least half counts.

    Exposure 10 * (0.5 + 0.5 * 0.6) = 8, 10 * 0.6 = 6 and 30 * 0.6 = 18.
    """
    world = skies(rebels=1)
    world.actors.exposure[REBELS] = 0.2
    world.cells.cooperation[GUEST, 0] = 0.5
    for cell, fighters in ((0, 10), (1, 10), (2, 30)):
        put_band(world, "rebels", cell, fighters)
    hits = struck(world, "cell", elusive=0, least_seen=0.5, **HARMLESS)
    assert agree(np.bincount(hits, minlength=3), [8, 6, 18])


@pytest.mark.parametrize(("fighters", "found"), [(25, 0.2), (100, 0.5), (300, 0.75)])
def test_small_groups_are_harder_to_strike(fighters, found):
    """Of 2000 planned, 100 / (100 + 100) find a target of a hundred in full view."""
    world = skies(rebels=1)
    put_band(world, "rebels", 0, fighters)
    hits = len(struck(world, elusive=100, **HARMLESS))
    assert abs(hits - 2000 * found) < 4 * math.sqrt(2000 * found)


@pytest.mark.parametrize("reason", ["capacity", "aircraft", "life", "hostility", "weight", "area",
                                    "target", "sight"])  # fmt: skip
def test_nothing_is_struck_without(reason):
    world = skies(rebels=1)
    band = put_band(world, "rebels", 0)
    actors, parameters = world.actors, {}
    if reason == "capacity":
        actors.strike_capacity[GUEST] = 0
    elif reason == "aircraft":
        actors.air[GUEST] = False
    elif reason == "life":
        actors.alive[GUEST] = False
    elif reason == "hostility":
        world.pairs.hostility[GUEST] = 0
    elif reason == "weight":
        actors.target_weight[GUEST] = 0
    elif reason == "area":
        actors.area[GUEST, 0] = False
    elif reason == "target":
        world.bands.fighters[band] = 0
    else:
        actors.exposure[REBELS], parameters["least_seen"] = 0, 0
    assert len(struck(world, elusive=0, **parameters)) == 0


def test_the_weight_of_an_absent_target_goes_to_the_others():
    world = skies(rebels=0.1, rivals=0.9)
    put_band(world, "rebels", 0)
    assert set(struck(world, elusive=0, **HARMLESS)) == {REBELS}


def test_strikes_number_as_the_capacity_says():
    world = skies(capacity=2.5, rebels=1)
    put_band(world, "rebels", 0)
    hits = len(struck(world, weeks=400, elusive=0, **HARMLESS))
    assert abs(hits - 1000) < 4 * math.sqrt(1000)


# --- whom they kill ---------------------------------------------------------------------------


def test_a_strike_kills_its_share_of_the_band():
    """Of 100 fighters 17 in the mean; each strike meets a full band."""
    world = skies(capacity=1, rebels=1)
    put_band(world, "rebels", 0, 100, foreign=40)
    dead, foreign = [], []
    for number in range(600):
        world.bands.fighters[0], world.bands.foreign[0] = 100, 40
        events = week(world, number, elusive=0, lethality=0.17)
        if events.count == 1:
            dead.append(int(events.deaths_b[0]))
            foreign.append(40 - int(world.bands.foreign[0]))
    assert len(dead) > 150
    error = 4 / math.sqrt(len(dead))
    assert np.mean(dead) == approx(17, abs=error * math.sqrt(17 * 0.83))
    assert np.mean(foreign) == approx(6.8, abs=error * math.sqrt(6.8))


@pytest.mark.parametrize(("cooperation", "mean"), [(0, 0.5), (0.5, 0.25), (1, 0)])
def test_civilians_die_by_want_of_accuracy_and_less_where_the_people_help(cooperation, mean):
    """Inaccuracy 0.5 for a strike that kills nobody else, times the part that does not help."""
    world = skies(rebels=1)
    world.cells.cooperation[GUEST] = cooperation
    put_band(world, "rebels", 0)
    killed = struck(world, "deaths_civilians", elusive=0, lethality=0, inaccuracy=0.5)
    assert killed.mean() == approx(mean, abs=4 * math.sqrt(mean / len(killed)))


BANDS = st.lists(
    st.tuples(st.sampled_from(["rebels", "rivals", "militia"]), st.integers(0, 5),
              st.integers(1, 60), st.floats(0, 1)),
    max_size=8,
)  # fmt: skip


@given(BANDS, st.integers(0, 10**6), st.integers(0, 20))
def test_every_dead_fighter_and_civilian_is_in_the_ledger_and_in_one_event(bands, number, people):
    world = skies(people=people, rebels=0.7, rivals=0.3)
    for name, cell, fighters, share in bands:
        put_band(world, name, cell, fighters, int(share * fighters))
    before, lived = world.bands.fighters.copy(), world.communities.people.copy()
    events = week(world, number, elusive=10, lethality=0.5, inaccuracy=0.5)
    dead = np.zeros(5, np.int64)
    np.add.at(dead, of(events, "side_b"), of(events, "deaths_b"))
    lost = np.zeros(5, np.int64)
    np.add.at(lost, world.bands.owner, before - world.bands.fighters)
    assert lost.tolist() == dead.tolist()
    assert (-world.ledger.fighters[FighterFlow.KILLED_BY_STRIKE]).tolist() == dead.tolist()
    assert lost[MILITIA] == lost[GUEST] == 0
    assert np.all((world.bands.foreign >= 0) & (world.bands.foreign <= world.bands.fighters))
    killed = lived - world.communities.people
    assert killed.tolist() == (-world.ledger.people[PeopleFlow.KILLED]).tolist()
    assert killed.tolist() == world.communities.harm[GUEST].tolist()
    assert killed.sum() == of(events, "deaths_civilians").sum()
    assert np.all(world.communities.people >= 0)
    assert not of(events, "deaths_a").any()
    assert set(of(events, "kind")) <= {Kind.STRIKE}


def test_a_strike_takes_momentum_from_the_struck():
    world = skies(capacity=100, rebels=1)
    put_band(world, "rebels", 2)
    events = week(world, 1, elusive=0, **HARMLESS)
    assert events.count > 60
    assert world.cells.momentum[REBELS].tolist() == [0, 0, -1, 0, 0, 0]


def test_an_actor_strikes_a_hundred_times_a_week_at_most():
    world = skies(capacity=150, rebels=1)
    put_band(world, "rebels", 0)
    assert week(world, elusive=0, **HARMLESS).count == 100
