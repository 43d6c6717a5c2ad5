from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pytest import approx

from sim.vocabulary import TOPICS
from sim.world.affinity import COMMONALITY, affinity


def regard(own, tolerance, other, relevance=None):
    own, tolerance, other = (np.atleast_1d(np.array(v, float)) for v in (own, tolerance, other))
    weights = np.ones(len(own)) if relevance is None else np.array(relevance, float)
    return affinity(own, tolerance, other, weights)


def test_who_holds_a_thing_dear_is_put_off_by_the_indifferent_more_than_the_other_way_round():
    """Positions 1 and 0 differ by D = 0.5; tolerance 0.5 makes the penalty 1; commonality 0.3.

    The devoted, M = 1: (0.3 - 0.5) / (0.3 + 1.5) = -1/9.
    The indifferent, M = 0.5: (0.3 - 0.25) / (0.3 + 0.75) = 1/21.
    """
    assert COMMONALITY == 0.3
    assert regard(1, 0.5, 0) == approx(-1 / 9)
    assert regard(0, 0.5, 1) == approx(1 / 21)


@given(arrays(np.float64, 6, elements=st.sampled_from([-1.0, 0.0, 1.0])), st.floats(0, 1))
def test_the_same_positions_held_fully_or_not_at_all_are_affinity_one(positions, tolerance):
    assert regard(positions, [tolerance] * 6, positions) == approx(1)


def test_half_hearted_agreement_binds_less():
    """(0.3 + 0.5 * 0.5) / (0.3 + 0.5)."""
    assert regard(0.5, 0.5, 0.5) == approx(0.6875)


def test_without_tolerance_opposite_positions_are_all_but_affinity_minus_one():
    """Tolerance counts as 0.01 at least: (0.3 - 99) / (0.3 + 100)."""
    assert regard(1, 0, -1) == approx(-98.7 / 100.3)


def test_a_topic_without_relevance_does_not_count():
    assert regard([1, 1], [0.5, 0.5], [0, -1], [1, 0]) == approx(regard(1, 0.5, 0))


def test_where_no_topic_is_relevant_parties_are_indifferent():
    assert regard([1, 1], [0.5, 0.5], [0, -1], [0, 0]) == 0


POSITIONS = arrays(np.float64, len(TOPICS), elements=st.floats(-1, 1))
SHARES = arrays(np.float64, len(TOPICS), elements=st.floats(0, 1))


@given(POSITIONS, SHARES, POSITIONS, SHARES)
def test_affinity_is_bounded(own, tolerance, other, relevance):
    assert -1 <= regard(own, tolerance, other, relevance) <= 1 + 1e-12


@given(POSITIONS, SHARES, POSITIONS, st.floats(0, 1))
def test_tolerance_never_lowers_affinity(own, tolerance, other, more):
    assert regard(own, np.maximum(tolerance, more), other) >= regard(own, tolerance, other) - 1e-12


@pytest.mark.parametrize(
    ("tolerance", "after"),
    [(0.1, (1.41 - 4.86) / (1.5 + 5.76)), (0.5, (1.41 - 0.54) / (1.5 + 1.44))],
)
def test_learning_that_a_rival_bargains_with_a_state_turns_the_intolerant_against_it(
    tolerance, after
):
    """Two groups agree on the law, 0.9; one rejects bargains with a state, -0.9.

    Thinking that the other does too: (0.6 + 2 * 0.81) / (0.6 + 2 * 0.9) = 0.93. Learning that it is
    for them, 0.3: D = 0.6, penalty 9 or 1, affinity -0.48 with tolerance 0.1 and 0.30 with 0.5.
    """
    own, bears = [0.9, -0.9], [0.5, tolerance]
    assert regard(own, bears, [0.9, -0.9]) == approx(0.925)
    assert regard(own, bears, [0.9, 0.3]) == approx(after)
