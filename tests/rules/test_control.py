from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pytest import approx

from sim.rules.control import RULE, ControlParameters
from sim.vocabulary import NOBODY, Stance
from sim.world.state import arrays as arrays_of
from tests.worlds import small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)


def decide(world, **parameters):
    RULE.apply(world, ControlParameters(**parameters), np.uint64(1))
    return world.cells


def one_cell(**loyalty):
    """A cell of one people in which everybody is fully present and safe beyond doubt."""
    world = small_world(1, 1, groups=("dogon",))
    world.cells.presence[:] = 1
    world.cells.security[:] = 1e6
    for name, level in loyalty.items():
        world.communities.loyalty[world.actors.names.index(name)] = level
    return world


def holder(world):
    return int(world.cells.control[0])


# --- support ----------------------------------------------------------------------------------


def test_support_is_what_loyalty_presence_and_security_make_together():
    """0.6 of the people's support, half present, half safe: 0.15, of which 0.15 in a week."""
    world = one_cell(rebels=0.6)
    world.cells.presence[REBELS], world.cells.security[REBELS] = 0.5, 0
    assert decide(world, pace=0.15).support[REBELS, 0] == approx(0.15 * 0.15)
    assert decide(world, pace=0.15).support[REBELS, 0] == approx(0.15 * (1 - 0.85**2))


def test_support_comes_to_what_an_actor_can_count_on_and_goes_when_it_leaves():
    world = one_cell(rebels=0.6)
    for _ in range(200):
        decide(world)
    assert world.cells.support[REBELS, 0] == approx(0.6)
    world.cells.presence[REBELS] = 0
    assert decide(world, pace=0.15).support[REBELS, 0] == approx(0.85 * 0.6)


def test_the_lukewarm_lend_nothing_and_the_frightened_part_of_their_fear():
    world = one_cell(rebels=0.19, rivals=0.2, state=0.3)
    world.communities.fear[STATE] = 0.8
    supports = decide(world, pace=1, least_loyalty=0.2, fear_support=0.6).support[:, 0]
    assert supports[:3] == approx([0.48, 0, 0.2])


def test_peoples_count_by_their_number():
    world = small_world(1, 1)
    world.cells.presence[:], world.cells.security[:] = 1, 1e6
    world.communities.people[:] = 3000, 1000
    world.communities.loyalty[REBELS] = 0.4, -1
    assert decide(world, pace=1).support[REBELS, 0] == approx(0.3)


def test_a_guest_never_holds_what_it_guards():
    world = one_cell(guest=1.0, rebels=0.2)
    world.communities.fear[GUEST] = 1
    cells = decide(world, pace=1)
    assert cells.influence[:, 0].tolist() == [0, 1, 0, 0, 0]
    assert holder(world) == REBELS


# --- pacts ------------------------------------------------------------------------------------


def two_cells(state, rebels, rivals):
    """Two cells: in the first the state has most support, in the second least."""
    world = small_world(2, 1, groups=("dogon",))
    world.cells.presence[:] = 1
    world.cells.security[:] = 1e6
    for a, levels in ((STATE, state), (REBELS, rebels), (RIVALS, rivals)):
        world.communities.loyalty[a] = levels
    return world


def ally(world, one, other, stance=Stance.PACT):
    world.pairs.stance[one, other] = world.pairs.stance[other, one] = stance


def test_support_lent_by_a_state_moves_control_where_it_is_the_lesser():
    """Second cell: of 0.4 the state lends half, so the rebels have 0.7 against 0.6 of rivals."""
    world = two_cells(state=[0.9, 0.4], rebels=[0.3, 0.5], rivals=[0.2, 0.6])
    assert decide(world, pace=1).control.tolist() == [STATE, NOBODY]
    ally(world, STATE, REBELS)
    cells = decide(world, pace=1, lent=0.5)
    assert cells.support[:3, 0] == approx([0.9, 0.3, 0.2])
    assert cells.support[:3, 1] == approx([0.2, 0.7, 0.6])
    assert decide(world, pace=1, lent=1).control.tolist() == [STATE, REBELS]


def test_a_group_that_is_not_there_is_lent_nothing():
    world = two_cells(state=[0.9, 0.4], rebels=[0.3, 0.5], rivals=[0.2, 0.6])
    ally(world, STATE, REBELS)
    world.cells.presence[REBELS] = 0
    assert decide(world, pace=1, lent=1).support[:3, 1] == approx([0.4, 0, 0.6])


@pytest.mark.parametrize("stance", [each for each in Stance if each != Stance.PACT])
def test_only_a_pact_lends(stance):
    world = two_cells(state=[0.9, 0.4], rebels=[0.3, 0.5], rivals=[0.2, 0.6])
    ally(world, STATE, REBELS, stance)
    assert decide(world, pace=1, lent=1).support[:3, 1] == approx([0.4, 0.5, 0.6])


# --- control ----------------------------------------------------------------------------------


def control_after(world, levels, **fixed):
    """Who holds the cell after each level of the rebels' loyalty in turn."""
    holders = []
    for level in levels:
        world.communities.loyalty[REBELS] = level
        decide(world, pace=1, least_loyalty=0, **fixed)
        holders.append(holder(world))
    return holders


def test_control_is_won_at_a_higher_level_than_it_is_lost():
    """Rivals have 0.4, a militia 0.2; the rebels' support s rises to 1 and falls again.

    Up: rivals are best until s > 0.4, the rebels gain when s > (s + 0.6) / 2, that is 0.6.
    Down: rebels are best until s < 0.4, rivals gain when 0.4 > (s + 0.6) / 2, that is s < 0.2.
    """
    world = one_cell(rivals=0.4, militia=0.2)
    levels = np.arange(20) * 0.05 + 0.025
    up = control_after(world, levels)
    down = control_after(world, levels[::-1])[::-1]
    assert up == [RIVALS] * 8 + [NOBODY] * 4 + [REBELS] * 8
    assert down == [RIVALS] * 4 + [NOBODY] * 4 + [REBELS] * 12


def test_between_two_alone_one_half_decides_and_a_tie_leaves_things_be():
    world = one_cell(rivals=0.5)
    assert control_after(world, [0.49, 0.5, 0.51, 0.5, 0.49]) == [
        RIVALS, RIVALS, REBELS, REBELS, RIVALS,
    ]  # fmt: skip


def test_slow_support_holds_a_cell_for_weeks_after_the_people_turned():
    """Supports cross when 0.9 * 0.85^n = 0.9 * (1 - 0.85^n), at n = 4.3 weeks."""
    world = one_cell(rivals=0.9)
    for _ in range(200):
        decide(world)
    world.communities.loyalty[RIVALS], world.communities.loyalty[REBELS] = 0, 0.9
    holders = []
    for _ in range(6):
        decide(world, pace=0.15)
        holders.append(holder(world))
    assert holders == [RIVALS] * 4 + [REBELS] * 2


@pytest.mark.parametrize(("level", "held"), [(0.011, NOBODY), (0.013, REBELS)])
def test_slight_support_holds_nothing(level, held):
    world = one_cell(rebels=level)
    cells = decide(world, pace=1, least_loyalty=0, least_support=0.012)
    assert holder(world) == held
    assert cells.influence[:, 0].any() == (held == REBELS)
    assert not cells.contested[0]


def test_where_nobody_has_support_nobody_holds_however_low_the_threshold():
    world = one_cell()
    world.cells.control[0] = REBELS
    cells = decide(world, least_support=0)
    assert holder(world) == NOBODY
    assert cells.influence[:, 0].tolist() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(("rival", "contested"), [(0.39, False), (0.41, True)])
def test_a_cell_is_contested_when_the_second_has_half_of_the_best(rival, contested):
    world = one_cell(rebels=0.8, rivals=rival)
    assert decide(world, pace=1, contested=0.5).contested[0] == contested
    assert holder(world) == REBELS


@given(
    arrays(np.float64, (5, 6), elements=st.floats(0, 1)),
    arrays(np.int32, 6, elements=st.integers(-1, 4)),
)
def test_influences_sum_to_one_or_the_cell_is_nobodys(support, control):
    world = small_world(groups=("dogon",))
    world.cells.support[:], world.cells.control[:] = support, control
    cells = decide(world, least_support=0.1, gain=0.5)
    totals = cells.influence.sum(axis=0)
    empty = cells.support.sum(axis=0) < 0.1
    assert totals[~empty] == approx(1)
    assert not totals[empty].any()
    assert np.all(cells.control[empty] == NOBODY)
    for k in np.flatnonzero(~empty):
        best = cells.influence[:, k].max()
        if best > 0.5 + 1e-9:
            assert cells.influence[cells.control[k], k] == best
        elif cells.control[k] != NOBODY:
            assert cells.control[k] == control[k]
            assert cells.influence[control[k], k] == best


# --- causes of takeovers ----------------------------------------------------------------------


def takeover(world):
    """The only takeover of the week, by the names of its fields."""
    takeovers = world.takeovers
    assert takeovers.count == 1
    return {item.name: getattr(takeovers, item.name)[0] for item in arrays_of(takeovers)}


PARTS = ("people", "presence", "security", "inertia")


def parts(noted):
    return [noted[f"by_{part}"] for part in PARTS]


def test_a_takeover_is_explained_by_people_presence_and_security():
    """Twice the people, three quarters of the presence, equally safe, nothing of old."""
    world = one_cell(rebels=0.8, rivals=0.4)
    world.tracing = True
    world.cells.control[0] = RIVALS
    world.cells.presence[REBELS], world.cells.presence[RIVALS] = 0.75, 1
    decide(world, pace=1)
    noted = takeover(world)
    assert (noted["cell"], noted["before"], noted["after"]) == (0, RIVALS, REBELS)
    assert parts(noted) == approx([math.log(2), math.log(0.75), 0, 0])


def test_what_earlier_weeks_left_is_inertia():
    """Equal in all that counts this week; only what was built before tells them apart."""
    world = one_cell(rebels=0.5, rivals=0.5)
    world.tracing = True
    world.cells.control[0] = RIVALS
    world.cells.support[REBELS] = 0.4
    decide(world, pace=0.5)
    noted = takeover(world)
    assert parts(noted)[:3] == [0, 0, 0]
    assert noted["by_inertia"] == approx(math.log(0.45 / 0.25))


@pytest.mark.parametrize(("before", "after"), [("nobody", "rebels"), ("rebels", "nobody")])
def test_nobody_stands_for_the_least_support(before, after):
    world = one_cell(rebels=0.5 if after == "rebels" else 0.0)
    world.tracing = True
    world.cells.control[0] = REBELS if before == "rebels" else NOBODY
    world.cells.support[REBELS] = 0.011 if before == "rebels" else 0
    decide(world, pace=1, least_support=0.012)
    slight = math.log(0.012)
    strong = math.log(0.5) if after == "rebels" else math.log(1e-6)
    sign = 1 if after == "rebels" else -1
    assert sum(parts(takeover(world))) == approx(sign * (strong - slight))


@given(
    arrays(float, (5, 4), elements=st.floats(0, 1)),
    arrays(float, (5, 4), elements=st.floats(0, 1)),
    arrays(float, (5, 4), elements=st.floats(-100, 100)),
)
def test_the_parts_add_up_to_the_ratio_of_supports(loyalty, presence, security):
    world = small_world(2, 2, groups=("dogon",))
    world.tracing = True
    world.communities.loyalty[:], world.cells.presence[:] = loyalty, presence
    world.cells.security[:] = security
    world.cells.control[:] = [STATE, REBELS, NOBODY, RIVALS]
    before = world.cells.control.copy()
    cells = decide(world)
    noted = world.takeovers
    assert list(noted.cell[: noted.count]) == list(np.flatnonzero(before != cells.control))
    for row in range(noted.count):
        k, old, new = (int(getattr(noted, name)[row]) for name in ("cell", "before", "after"))
        supports = [
            0.012 if holder == NOBODY else max(cells.support[holder, k], 1e-6)
            for holder in (old, new)
        ]
        whole = sum(getattr(noted, f"by_{part}")[row] for part in PARTS)
        assert whole == approx(math.log(supports[1] / supports[0]))


def test_untraced_runs_note_nothing():
    world = one_cell(rebels=0.8)
    decide(world, pace=1)
    assert holder(world) == REBELS
    assert world.takeovers.count == 0
