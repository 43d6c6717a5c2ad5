"""Frames: a week frozen, whatever the model does next."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.model import ConflictModel
from sim.randomness import run_seed
from sim.view.frame import NO_ACTOR
from sim.view.packed import as_bytes, packed
from sim.view.watched import WatchedModel

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"


@pytest.fixture(scope="module")
def model():
    found = WatchedModel(SMALL)
    for _ in range(12):
        found.step()
    return found


def test_there_is_a_frame_for_every_week_from_the_start(model):
    assert [frame.week for frame in model.film.since(0)] == list(range(13))


def test_a_week_that_is_not_there_yet_is_the_newest_one(model):
    assert model.film.at(None) is model.film.at(12) is model.film.at(99)


def test_the_newest_frame_shows_who_holds_what(model):
    frame, cells = model.film.at(None), model.world.cells
    held = cells.control >= 0
    assert np.array_equal(frame.holder[held], cells.control[held])
    assert np.all(frame.holder[~held] == NO_ACTOR)
    assert np.array_equal(frame.contested, cells.contested)


def test_the_rival_of_a_cell_is_never_its_holder_and_has_influence_there(model):
    frame = model.film.at(None)
    found = np.flatnonzero(frame.rival != NO_ACTOR)
    assert len(found)
    assert np.all(frame.rival[found] != frame.holder[found])
    assert np.all(model.world.cells.influence[frame.rival[found], found] > 0)


def test_a_frame_stays_when_the_model_goes_on():
    model = WatchedModel(SMALL)
    before = model.film.at(0)
    people, bands = before.people.array().copy(), before.bands.copy()
    for _ in range(3):
        model.step()
    assert np.array_equal(model.film.at(0).people.array(), people)
    assert np.array_equal(model.film.at(0).bands, bands)


def test_shares_add_up_to_the_whole_study_area(model):
    assert sum(model.film.at(None).share.values()) == pytest.approx(1)


def test_deaths_by_type_are_those_of_the_events(model):
    for frame in model.film.since(0):
        assert sum(frame.deaths.values()) == frame.events.deaths.sum()


def test_mean_loyalty_of_all_people_lies_between_that_of_the_groups(model):
    loyalty = model.film.at(None).group_loyalty
    assert np.all(loyalty[:, -1] <= loyalty[:, :-1].max(axis=1) + 1e-6)
    assert np.all(loyalty[:, -1] >= loyalty[:, :-1].min(axis=1) - 1e-6)


def test_watching_changes_nothing_in_the_world(model):
    other = ConflictModel(SMALL, seed=run_seed(7, 1), collect=False)
    for _ in range(12):
        other.step()
    assert np.array_equal(other.world.cells.influence, model.world.cells.influence)


def test_a_packed_array_unfolds_to_itself():
    values = np.arange(12, dtype=np.uint32).reshape(3, 4)
    assert np.array_equal(packed(values).array(), values)


def test_bytes_stand_for_the_whole_range_and_cut_off_what_lies_beyond():
    assert as_bytes(np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), -1, 1).tolist() == [0, 0, 128, 255, 255]


def test_a_model_takes_what_the_reset_of_mesa_hands_on():
    assert WatchedModel(SMALL, scenario=object()).case.scenario.scenario == "small"
    assert WatchedModel(SMALL, scenario="other").case.scenario.scenario == "other"
