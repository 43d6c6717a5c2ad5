from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.engine import advance
from sim.rules import battles, strikes
from sim.rules.pacts import (
    RULE,
    PactsParameters,
    acceptance,
    as_bargainer,
    break_chance,
    compare,
    offer_chance,
)
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from sim.vocabulary import TOPICS, Development, Kind, Stance
from sim.world.bands import sort_by_cell
from sim.world.nearby import count_near
from sim.world.stances import set_relation
from tests.worlds import put_band, put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"
P = PactsParameters()

JNIM = (0.9, 0, 0.3, 0.5, -0.9, -0.6), (0.35, 0.5, 0.5, 0.5, 0.35, 0.5)
ISGS = (0.9, 0.9, -0.9, -0.6, -0.9, -0.9), (0.35, 0.5, 0.1, 0.5, 0.35, 0.5)
"""Positions and tolerance of the two groups in the Sahel scenario."""

EAGER = {"offer": 50, "accept": 50, "leak": 0, "breaking": 0}  # offer each week, never end


def week(world, seed=1, **parameters):
    """One week of the rule; the developments of that week."""
    world.begin_week()
    RULE.apply(world, PactsParameters(**parameters), np.uint64(seed))
    return developments(world)


def developments(world):
    log = world.developments
    rows = [each[: log.count] for each in (log.kind, log.actor, log.other, log.amount)]
    return [(Development(k), *rest) for k, *rest in zip(*rows, strict=True)]


def at_war(cost=1e6, gain=0.0):
    """State and guest at war with rebels like JNIM and rivals like ISGS, of 1,000 each."""
    world = small_world()
    for a, (position, tolerance) in ((REBELS, JNIM), (RIVALS, ISGS)):
        world.actors.position[a], world.actors.tolerance[a] = position, tolerance
        put_band(world, world.actors.names[a], 0, 1000)
        for s in (STATE, GUEST):
            set_relation(world.pairs, s, a, Stance.WAR, 1.0, 0)
            world.pairs.losses[s, a], world.pairs.losses[a, s] = cost, gain
    return world


def signed(world):
    """The world once state and rebels have signed."""
    set_relation(world.pairs, STATE, REBELS, Stance.PACT, 0.0, world.clock.week)
    return world


def ends(world, number, **parameters):
    """Who ended a pact in its first week, over many such weeks."""
    broken = []
    for seed in range(number):
        broken += week(signed(world), seed, offer=-50, leak=0, **parameters)
    return [actor for kind, actor, *_ in broken if kind == Development.PACT_BROKEN]


# --- what each suffers ------------------------------------------------------------------------


def test_near_is_who_stands_in_a_country_or_next_to_it_or_where_one_has_fighters_oneself():
    """Six cells in a row; the state's country is the last one."""
    world = small_world(6, 1)
    world.grid.border[4:] = 0
    world.actors.country[STATE] = 1
    for name, cell, fighters in (
        ("rebels", 4, 100),
        ("rebels", 2, 50),
        ("rivals", 3, 30),
        ("rivals", 5, 7),
        ("state", 5, 400),
        ("state", 0, 200),
    ):
        put_band(world, name, cell, fighters)
    near = np.empty((5, 5), np.int64)
    actors, bands, grid = world.actors, world.bands, world.grid
    count_near(grid.country, grid.border, grid.neighbours, actors.country, actors.insurgent,
               bands.count, bands.owner, bands.cell, bands.fighters, near)  # fmt: skip
    assert near[STATE].tolist() == [0, 100, 7, 0, 0]
    assert near[REBELS].tolist() == [400, 0, 37, 0, 0]
    assert near[RIVALS].tolist() == [400, 150, 0, 0, 0]
    assert not near[GUEST].any()


def compared(losses, hostility=0.0, near=0, menace=0.005):
    """Harm and shared threat among a state (0) and two groups (1, 2)."""
    losses, near = np.array(losses, float), np.full((3, 3), near, np.int64)
    harm, threat = np.empty((3, 3)), np.empty((3, 3))
    compare(menace, np.ones(3, np.bool_), np.array([False, True, True]), losses,
            np.full((3, 3), float(hostility)), near, harm, threat)  # fmt: skip
    return harm, threat


def test_harm_is_what_is_lost_or_what_hostile_fighters_near_could_do_whichever_is_more():
    harm, _ = compared([[0, 3, 0.5], [0, 0, 0], [0, 0, 0]], hostility=0.5, near=400)
    assert harm[0, 1:].tolist() == [3, 1]


def test_a_shared_threat_is_above_one_half_only_if_it_is_the_larger_evil_to_both():
    """6 / (1 + 6 + 1) to the state, 2 / (1 + 2 + 1) to group 1; the lesser of the two counts."""
    _, threat = compared([[0, 1, 6], [1, 0, 2], [0, 0, 0]])
    assert threat[0, 1] == threat[1, 0] == 0.5
    _, alone = compared([[0, 1, 60], [1, 0, 0], [0, 0, 0]])
    assert alone[0, 1] == 0


# --- offers -----------------------------------------------------------------------------------


def offer(cost, gain, threat=0.0, terms=False):
    return offer_chance(-6.0, 3.0, 3.0, 3.0, cost, gain, threat, terms)


def logistic(x):
    return 1 / (1 + math.exp(-x))


def test_without_contact_nobody_offers_not_even_who_seeks_terms():
    assert offer(0, 0, threat=1, terms=True) == 0


def test_an_even_exchange_leaves_the_inclination_and_a_loss_without_gain_adds_its_whole_effect():
    assert offer(10, 10) == approx(20 / 21 * logistic(-6))
    assert offer(10, 0) == approx(10 / 11 * logistic(-3))
    assert offer(0, 10) == approx(10 / 11 * logistic(-9))


def test_a_border_state_that_does_not_fight_has_only_something_to_lose():
    """200 fighters at its border could kill one a week: half of the stake of a war counts."""
    harm, _ = compared(np.zeros((3, 3)), hostility=1, near=200)
    assert offer(harm[0, 1], 0) == approx(0.5 * logistic(-3))


@given(*[st.floats(0, 100)] * 2, *[st.floats(0, 1)] * 2)
def test_offers_are_likelier_with_threat_and_terms(cost, gain, low, more):
    high = low + (1 - low) * more
    assert 0 <= offer(cost, gain, low) <= offer(cost, gain, high) <= offer(cost, gain, high, True)


@pytest.mark.parametrize("stance", list(Stance))
def test_only_who_is_not_at_peace_is_offered_one(stance):
    world = at_war()
    set_relation(world.pairs, STATE, REBELS, stance, 0.0, 0)
    offered = [row[1:3] for row in week(world, **EAGER) if row[0] == Development.PACT_OFFERED]
    assert ((STATE, REBELS) in offered) == (stance <= Stance.NEUTRAL)


def test_states_and_guests_offer_and_insurgents_are_offered():
    world = small_world()
    world.pairs.losses[:] = 1e6
    offered = [row[1:3] for row in week(world, **EAGER) if row[0] == Development.PACT_OFFERED]
    assert offered == [(s, g) for s in (STATE, GUEST) for g in (REBELS, RIVALS)]


def test_an_offer_that_is_due_is_made_that_week_whatever_its_chance_and_is_answered_as_any_other():
    for number, answered in ((REBELS, Development.PACT_SIGNED), (RIVALS, Development.PACT_REFUSED)):
        world = at_war()
        world.pairs.offer_due[STATE, number] = world.clock.week + 1
        told = week(world, offer=-50, offer_by_balance=0, accept=50)
        assert [row[:3] for row in told] == [
            (Development.PACT_OFFERED, STATE, number),
            (answered, number, STATE),
        ]
        assert week(world, offer=-50, offer_by_balance=0, leak=0, breaking=0) == []


@pytest.mark.parametrize("gone", [STATE, REBELS])
def test_who_is_gone_neither_offers_nor_is_offered(gone):
    world = at_war()
    world.actors.alive[gone] = False
    assert not any({row[1], row[2]} == {STATE, REBELS} for row in week(world, **EAGER))


@pytest.mark.parametrize(("who", "whom"), [(STATE, REBELS), (REBELS, STATE)])
def test_terms_that_either_seeks_bring_offers(who, whom):
    """An even exchange of one for one: 2/3 logistic(-8) = 0.0002; with terms of 50, 2/3."""
    world = at_war(cost=1, gain=1)
    world.actors.terms[who] = whom
    offers = 0
    for seed in range(300):
        happened = week(world, seed, menace=0, offer_by_terms=50, accept=-50)
        offers += any(row[:3] == (Development.PACT_OFFERED, STATE, REBELS) for row in happened)
    assert offers == approx(200, abs=30)


# --- answers ----------------------------------------------------------------------------------


def test_jnim_could_live_with_itself_as_a_bargainer_and_isgs_could_not():
    assert as_bargainer(*map(np.array, JNIM)) == approx(0.79, abs=0.005)
    assert as_bargainer(*map(np.array, ISGS)) == approx(-0.18, abs=0.005)


position = st.lists(st.floats(-1, 1), min_size=len(TOPICS), max_size=len(TOPICS)).map(np.array)
tolerance = st.lists(st.floats(0, 1), min_size=len(TOPICS), max_size=len(TOPICS)).map(np.array)
share = st.floats(0, 1)


@given(position, tolerance, share, share)
def test_whoever_despises_bargaining_refuses_whatever_the_need_and_others_may_accept(
    held, borne, lost, threat
):
    approval = as_bargainer(held, borne)
    chance = acceptance(P, approval, lost, threat)
    assert (chance > 0) == (approval > 0)
    assert chance <= max(approval, 0)


@given(position, tolerance, share)
def test_less_tolerance_of_state_alliances_never_makes_bargaining_more_likely(held, borne, part):
    less = borne.copy()
    less[TOPICS.index("state_alliance")] *= part
    assert as_bargainer(held, less) <= as_bargainer(held, borne) + 1e-12


@given(share, share, share, share)
def test_need_makes_acceptance_likelier(approval, lost, threat, more):
    lower = acceptance(P, approval, lost, threat)
    assert acceptance(P, approval, lost + more, threat) >= lower
    assert acceptance(P, approval, lost, threat + more) >= lower


def test_losing_everything_in_a_year_is_the_most_that_losses_count():
    assert acceptance(P, 0.8, 1, 0) == acceptance(P, 0.8, 5, 0) == approx(0.8 * logistic(2))


def test_one_like_isgs_never_signs_and_one_like_jnim_does_in_need():
    """JNIM loses all its fighters in a year: 0.79 logistic(-1 + 3) = 0.70 of offers."""
    signatures, refusals = 0, []
    for seed in range(200):
        happened = week(at_war(gain=1000 / 52), seed, **EAGER | {"accept": -1})
        signatures += (Development.PACT_SIGNED, REBELS, STATE, 0) in happened
        refused = Development.PACT_REFUSED, RIVALS, STATE
        refusals += [row for row in happened if row[:3] == refused]
    assert signatures == approx(140, abs=25)
    assert len(refusals) == 200
    assert [row[3] for row in refusals] == approx([-0.1806] * 200, abs=1e-4)


def test_who_accepts_has_a_pact_from_that_week_without_hostility_and_others_have_none():
    world = at_war()
    world.clock.week = 9
    week(world, **EAGER)
    pairs = world.pairs
    for a, b in ((STATE, REBELS), (REBELS, STATE), (GUEST, REBELS)):
        assert (pairs.stance[a, b], pairs.hostility[a, b]) == (Stance.PACT, 0)
        assert pairs.stance_since[a, b] == 10
    assert pairs.stance[STATE, RIVALS] == Stance.WAR
    assert pairs.hostility[STATE, RIVALS] == 1


# --- what a pact does -------------------------------------------------------------------------


def fighting(weeks=60):
    """Who fights whom when state, guest, rebels and rivals meet in one cell for many weeks."""
    world = at_war()
    world.pairs.stance[world.pairs.hostility > 0] = Stance.WAR
    world.actors.exposure[:] = 1
    world.actors.strike_capacity[[STATE, GUEST]] = 3
    world.actors.air[STATE] = True
    world.actors.target_weight[:] = 0.5
    for name in ("state", "guest"):
        put_band(world, name, 0, 1000)

    def sides():
        seen = set()
        for number in range(weeks):
            world.begin_week()
            world.bands.fighters[:4] = 1000
            sort_by_cell(4, world.bands.cell, world.cells.first_band, world.bands.order)
            for rule in (battles.RULE, strikes.RULE):
                rule.apply(world, rule.parameters(), np.uint64(number))
            events = world.events
            seen |= {
                (Kind(kind) == Kind.STRIKE, frozenset((int(a), int(b))))
                for kind, a, b in zip(
                    *(col[: events.count] for col in (events.kind, events.side_a, events.side_b)),
                    strict=True,
                )
            }
        return seen

    return world, sides


def test_a_pact_stops_battles_and_strikes_between_the_two_and_binds_nobody_else():
    world, sides = fighting()
    everybody = {
        (struck, frozenset((s, g)))
        for struck in (True, False)
        for s in (STATE, GUEST)
        for g in (REBELS, RIVALS)
    }
    between = {(struck, frozenset((STATE, REBELS))) for struck in (True, False)}
    assert sides() == everybody
    signed(world)
    assert sides() == everybody - between


# --- leaks ------------------------------------------------------------------------------------

LASTING = {"offer": -50, "breaking": 0}


def test_a_pact_becomes_known_with_a_constant_chance():
    world, leaks = small_world(), 0
    for seed in range(1000):
        world.pairs.leaked[:] = -10_000
        leaks += bool(week(signed(world), seed, **LASTING, leak=0.04))
    assert leaks == approx(40, abs=20)


def test_it_becomes_known_to_both_sides_and_once():
    world = signed(small_world())
    assert week(world, **LASTING, leak=1) == [(Development.PACT_LEAKED, REBELS, STATE, 0)]
    assert world.pairs.leaked[STATE, REBELS] == world.pairs.leaked[REBELS, STATE] == 1
    assert week(world, **LASTING, leak=1) == []


def test_a_new_pact_can_become_known_anew():
    world = signed(small_world())
    week(world, **LASTING, leak=1)
    world.clock.week = 5
    signed(world)
    assert week(world, **LASTING, leak=1) != []


def with_constituents(world, *members):
    """Constituents (actor, position on state alliances), all of little tolerance."""
    parts = world.constituents
    world.actors.tolerance[:] = 0.1
    parts.actor = np.array([actor for actor, _ in members], np.int32)
    parts.discord = np.zeros(len(members))
    parts.position = np.zeros((len(members), len(TOPICS)))
    parts.position[:, TOPICS.index("state_alliance")] = [held for _, held in members]
    return parts


def test_a_leak_sets_those_who_despise_bargaining_against_their_leaders():
    world = signed(small_world())
    parts = with_constituents(world, (REBELS, 0.9), (REBELS, -0.9), (RIVALS, -0.9))
    week(world, **LASTING, leak=1, discord=0.3)
    assert parts.discord.tolist() == [0, 0.3, 0]
    parts.discord[1] = 0.9
    world.clock.week = 5
    signed(world)
    week(world, **LASTING, leak=1, discord=0.3)
    assert parts.discord[1] == 1


# --- how long it lasts ------------------------------------------------------------------------


def test_each_partner_breaks_it_with_its_own_hazard():
    """h0 exp(-a A - b threat + c breach): 0.01 exp(-2 * 0.5 - 1 * 0.4 + 3)."""
    hazard = 0.01, 2.0, 1.0, 3.0
    assert break_chance(*hazard, 0.0, 0.0, False) == approx(1 - math.exp(-0.01))
    assert break_chance(*hazard, 0.5, 0.4, True) == approx(1 - math.exp(-0.01 * math.exp(1.6)))


def test_the_hazards_of_both_add_up():
    """Indifferent partners at 0.05 each: 1 - exp(-0.1) = 0.095 in a week."""
    assert len(ends(small_world(), 1000, breaking=0.05)) == approx(95, abs=32)


def test_a_pact_lasts_as_a_constant_hazard_says():
    """With 0.1 a week in all, 1 - exp(-1) of the pacts are gone after ten weeks."""
    world, gone = small_world(), 0
    for first in range(0, 4000, 10):
        signed(world)
        for seed in range(first, first + 10):
            week(world, seed, offer=-50, leak=0, breaking=0.05)
        gone += world.pairs.stance[STATE, REBELS] == Stance.WAR
    assert gone == approx(400 * (1 - math.exp(-1)), abs=40)


def test_who_is_attached_keeps_it_and_who_despises_the_other_ends_it():
    world = small_world()
    world.pairs.affinity[STATE, REBELS], world.pairs.affinity[REBELS, STATE] = 1, -1
    ended = ends(world, 300, breaking=0.05, bond=3)
    assert len(ended) > 100
    assert ended.count(REBELS) > 0.95 * len(ended)


@pytest.mark.parametrize(("dead", "after"), [(0, Stance.PACT), (1, Stance.WAR)])
def test_fighters_killed_by_the_other_end_it(dead, after):
    """Without them 1 in 500,000 ends in a week; with one dead nearly all do."""
    world = signed(small_world())
    world.begin_week()
    put_event(world, Kind.BATTLE, "state", "rebels", 0, (0, dead, 0))
    RULE.apply(world, PactsParameters(offer=-50, breaking=1e-6, breach=20), np.uint64(1))
    assert world.pairs.stance[STATE, REBELS] == after


def test_a_broken_pact_is_war_and_it_is_told_how_long_it_lasted():
    world = signed(small_world())
    world.clock.week = 30
    ((kind, actor, other, weeks),) = week(world, offer=-50, leak=0, breaking=10)
    assert (kind, weeks) == (Development.PACT_BROKEN, 31)
    assert {actor, other} == {STATE, REBELS}
    for a, b in ((STATE, REBELS), (REBELS, STATE)):
        assert (world.pairs.stance[a, b], world.pairs.hostility[a, b]) == (Stance.WAR, 1)
        assert world.pairs.stance_since[a, b] == 31


# --- pacts of the scenario --------------------------------------------------------------------

AGREED = (
    "timeline={deal: {kind: stance, date: 2018-01-15, between: [state, reds], stance: pact}}",
    "time.weeks=12",
)


def stances(*sets):
    """True relation of state and reds in each week of a scenario that has them sign in week 2."""
    case = load_case(SMALL, AGREED + sets)
    world = set_up(case.scenario, case.scenario.seed)
    seen = []
    while world.clock.week < case.scenario.time.weeks:
        advance(world, case.rules, case.scenario.seed)
        if world.clock.week > 0:
            seen.append(Stance(world.pairs.stance[0, 1]))
    return seen


def test_a_pact_of_the_scenario_lasts_where_the_rule_is_off():
    assert stances("rules.pacts.enabled=false") == [Stance.WAR] + [Stance.PACT] * 11


def test_where_the_rule_is_on_its_partners_may_break_it():
    always = "rules.pacts={offer: -50, breaking: 10}"
    assert set(stances(always)) == {Stance.WAR}
