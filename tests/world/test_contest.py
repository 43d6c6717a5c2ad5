from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.world.contest import (
    BETA,
    GAMMA,
    MOST_LINKED,
    equilibrium,
    heaviest_links,
    relative_effort,
    solve,
)


def links(n, *pairs):
    flags = np.zeros((n, n), np.bool_)
    for i, j in pairs:
        flags[i, j] = flags[j, i] = True
    return flags


def efforts(n, allied=(), at_war=(), beta=BETA, gamma=GAMMA):
    """Efforts in equilibrium, or None where there is none."""
    effort = np.empty(n)
    found = equilibrium(beta, gamma, links(n, *allied), links(n, *at_war), effort)
    return effort if found else None


def payoff(i, effort, allied, at_war, beta=BETA, gamma=GAMMA):
    """Share of the prize won by i less its effort, from the definition of the game."""
    performance = effort + beta * (allied @ effort) - gamma * (at_war @ effort)
    return performance[i] / performance.sum() - effort[i]


# --- hand-worked --------------------------------------------------------------------------------


def test_two_strangers_spend_a_quarter_of_the_prize_each():
    assert efforts(2) == pytest.approx([0.25, 0.25])


def test_two_enemies_spend_more():
    """gamma .2: h 1.25, Lambda 1 - 1/2.5 = .6; .6 * .4 * 1.25 = .3 = x - .2 x, so x = .375."""
    assert efforts(2, at_war=[(0, 1)], gamma=0.2) == pytest.approx([0.375, 0.375])


def test_two_allies_spend_less():
    """beta .25: h .8, Lambda 1 - 1/1.6 = .375; .375 * .625 * .8 = .1875 = 1.25 x, so x = .15."""
    assert efforts(2, allied=[(0, 1)], beta=0.25) == pytest.approx([0.15, 0.15])


def test_two_allies_against_a_third():
    """beta = gamma = .25: h 1, 1, 2, Lambda .75, right side .1875, .1875, .375; so .25, .25, .5."""
    war = [(0, 2), (1, 2)]
    found = efforts(3, [(0, 1)], war, beta=0.25, gamma=0.25)
    assert found == pytest.approx([0.25, 0.25, 0.5])


# --- limits and invariants ----------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 7, 20])
def test_without_links_each_of_n_spends_the_same(n):
    assert efforts(n) == pytest.approx(np.full(n, (1 / n) * (1 - 1 / n)))


@st.composite
def networks(draw):
    n = draw(st.integers(2, 6))
    allied, at_war = links(n), links(n)
    for i in range(n):
        for j in range(i):
            link = draw(st.sampled_from(["none", "ally", "enemy"]))
            allied[i, j] = allied[j, i] = link == "ally"
            at_war[i, j] = at_war[j, i] = link == "enemy"
    return allied, at_war


@given(networks())
def test_the_sum_of_performances_is_lambda_and_each_has_its_share(network):
    allied, at_war = network
    effort = np.empty(len(allied))
    assume(equilibrium(BETA, GAMMA, allied, at_war, effort))
    performance = effort + BETA * (allied @ effort) - GAMMA * (at_war @ effort)
    h = 1 / (1 + BETA * allied.sum(axis=1) - GAMMA * at_war.sum(axis=1))
    assert performance.sum() == pytest.approx(1 - 1 / h.sum())
    assert performance / performance.sum() == pytest.approx(h / h.sum())


@given(networks())
def test_nobody_gains_by_another_effort(network):
    allied, at_war = network
    effort = np.empty(len(allied))
    assume(equilibrium(BETA, GAMMA, allied, at_war, effort))
    for i in range(len(effort)):
        best = payoff(i, effort, allied, at_war)
        for step in (-0.05, -0.001, 0.001, 0.05):
            other = effort.copy()
            other[i] += step
            assert payoff(i, other, allied, at_war) < best


# --- where there is no equilibrium --------------------------------------------------------------

EVERYBODY = [(i, j) for i in range(14) for j in range(i)]
TWELVE = [(i, j) for i in range(13) for j in range(i)]


def test_with_thirteen_enemies_there_is_no_equilibrium_and_with_twelve_there_is_one():
    assert efforts(14, at_war=EVERYBODY) is None
    assert efforts(13, at_war=TWELVE) is not None


def test_links_are_then_weakened_so_that_efforts_stay_positive_and_alike():
    n = 14
    at_war = links(n, *EVERYBODY)
    effort = np.empty(n)
    relative_effort(BETA, GAMMA, links(n), at_war, effort)
    weaker = MOST_LINKED / (13 * GAMMA)
    assert heaviest_links(weaker * BETA, weaker * GAMMA, links(n), at_war) == pytest.approx(0.9)
    assert np.all(effort > 1)
    assert effort == pytest.approx(np.full(n, effort[0]))


def test_effort_is_relative_to_strangers_and_one_player_has_no_contest():
    effort = np.empty(2)
    relative_effort(0.25, 0.2, links(2, (0, 1)), links(2), effort)
    assert effort == pytest.approx([0.6, 0.6])
    alone = np.empty(1)
    relative_effort(BETA, GAMMA, links(1), links(1), alone)
    assert alone.tolist() == [1.0]


# --- elimination --------------------------------------------------------------------------------


def test_elimination_solves_by_exchanging_rows():
    right = np.array([4.0, 3.0])
    assert solve(np.array([[0.0, 2.0], [1.0, 1.0]]), right)
    assert right.tolist() == [1.0, 2.0]


def test_elimination_refuses_a_singular_matrix():
    assert not solve(np.ones((2, 2)), np.ones(2))
