"""Things are noted once a week, whoever asks, and keep their place when somebody is born."""

from __future__ import annotations

import numpy as np
import pytest

from sim.record.notes import Notes
from sim.vocabulary import Kind
from sim.world.births import add_post, found
from tests.worlds import put_event, small_world


def noted(what, happens=lambda world, week: None, weeks=3, expected=0):
    """Notes of a world; each week the treasury is the week, then something happens."""
    notes, world = Notes([what], expected), small_world()
    for week in range(weeks):
        world.clock.week = week
        world.actors.treasury[:] = week
        happens(world, week)
        notes.note(world)
    return notes


def test_an_array_of_the_world_comes_back_with_the_weeks_in_front():
    notes = noted("actors.treasury")
    assert notes.weeks == [0, 1, 2]
    assert notes["actors.treasury"].tolist() == [[w] * 5 for w in range(3)]


@pytest.mark.parametrize("expected", [0, 1, 2, 3, 20_000])
def test_there_can_be_more_weeks_than_expected_or_fewer(expected):
    notes = noted("actors.treasury", weeks=15_000, expected=expected)
    assert notes["actors.treasury"][:, 0].tolist() == list(range(15_000))


def test_what_a_function_gives_is_noted_and_nothing_where_it_gives_none():
    def odd(world):
        return np.array([world.clock.week]) if world.clock.week % 2 else None

    assert noted(odd)[odd].tolist() == [[1]]


def test_a_newborn_actor_has_zeros_in_the_weeks_before_its_birth_however_late_that_is():
    def bear(world, week):
        if week == 9_000:
            found(world, 1, "young_rebels", "Young Rebels")
            world.actors.treasury[:] = week

    notes = noted("actors.treasury", bear, weeks=9_003)
    assert notes["actors.treasury"][:, 0].tolist() == list(range(9_003))
    assert notes["actors.treasury"][:, -1].tolist() == [0] * 9_000 + [9_000, 9_001, 9_002]
    assert notes.existing[:, -1].tolist() == [False] * 9_000 + [True] * 3
    assert notes.existing[:, :-1].all()


def test_the_first_post_of_a_run_is_noted_from_the_week_in_which_it_is_made():
    def appoint(world, week):
        if week == 1:
            assert len(world.leaders.actor) == 0
            add_post(world, 1)

    assert noted("leaders.number", appoint)["leaders.number"].tolist() == [[0], [1], [1]]


def test_events_of_all_weeks_follow_each_other_with_the_number_of_their_note():
    def fight(world, week):
        world.events.count = 0
        for _ in range(week):
            put_event(world, Kind.BATTLE, "state", "rebels", cell=week)

    events = noted("events", fight)["events"]
    assert events["note"].tolist() == [1, 2, 2]
    assert events["cell"].tolist() == [1, 2, 2]
