"""The feed: what happened, sifted, with claims beside the truth."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from sim.record.happened import Happened
from sim.view import state
from sim.view.entries import entries, remark
from sim.view.feed import KINDS, PINNED, Feed
from sim.view.film import Film
from sim.view.frame import Claim
from sim.view.frame import Development as Happening
from sim.view.panels.feed import MOST, Events, FeedWidget
from sim.view.panels.pair import Pair, PairWidget
from sim.view.state import Sift
from sim.vocabulary import NOBODY, Development, Kind
from tests.view.rendered import shown

STATE, REDS, BLUES = 0, 1, 2
ALL = Sift()


@pytest.fixture(autouse=True)
def fresh_state():
    state.begin_anew()
    yield
    state.tab.set("watch")


def happened(*rows):
    """Events with the given fields; without a group, all else 0."""
    names = [field.name for field in fields(Happened)]
    usual = {"group": NOBODY}
    columns = ([{**usual, **row}.get(name, 0) for row in rows] for name in names)
    return Happened(*(np.array(column, np.int64) for column in columns))


def battle(a, b, *, cell=0, dead=(0, 0, 0), kind=Kind.BATTLE):
    names = ("deaths_a", "deaths_b", "deaths_civilians")
    return {
        "kind": kind,
        "side_a": a,
        "side_b": b,
        "cell": cell,
        **dict(zip(names, dead, strict=True)),
    }


@pytest.fixture
def feed(model):
    """Three weeks made by hand: nothing; an accusation and two fights; lies about two more."""
    quiet = replace(
        model.film.at(0), events=happened(), violence=np.array([]), claims=(), developments=()
    )
    first = replace(
        quiet,
        week=1,
        events=happened(
            battle(REDS, STATE, cell=4, dead=(1, 2, 0)),
            battle(REDS, NOBODY, cell=5, dead=(0, 0, 7), kind=Kind.ATTACK_ON_CIVILIANS),
        ),
        developments=(Happening(Development.ACCUSATION, REDS, BLUES, -1, 2.0, False),),
    )
    second = replace(
        quiet,
        week=2,
        events=happened(battle(BLUES, REDS, cell=4, dead=(3, 1, 0), kind=Kind.AMBUSH)),
        claims=(
            Claim(BLUES, 0, Kind.AMBUSH, BLUES, REDS, 4, 0, 4, 0),
            Claim(REDS, -1, Kind.BATTLE, REDS, STATE, 6, 0, 9, 0),
        ),
    )
    film = Film(model.film.scene)
    film.cast, film.outlets = model.film.cast, ("", "Red News", "")
    film._frames = [quiet, first, second]
    found = Feed(film)
    found.grow()
    return found


def told(feed, sift=ALL, pinned=None, week=2):
    """Entries as sentences."""
    cast = feed.film.cast
    return [
        "".join(cast[part].label if what == "actor" else part for what, part in entry["parts"])
        for entry in entries(feed, feed.found(sift, pinned, week))
    ]


AMBUSH = "Blues ambushes Reds"
LIE = "Claimed: Reds attacks State"
ACCUSED = "Reds wrongly accuses Blues of treason"
KILLING = "Reds attacks civilians"
FIGHT = "Reds attacks State"


def test_the_newest_comes_first_and_in_a_week_developments_then_the_deadliest_then_lies(feed):
    assert told(feed) == [AMBUSH, LIE, ACCUSED, KILLING, FIGHT]


def test_a_past_week_knows_nothing_of_later_ones(feed):
    assert told(feed, week=1) == [ACCUSED, KILLING, FIGHT]
    assert told(feed, week=0) == []


@pytest.mark.parametrize(
    ("sift", "expected"),
    [
        (Sift(one="reds", other="state"), [LIE, FIGHT]),
        (Sift(one="state", other="reds"), [LIE, FIGHT]),
        (Sift(one="blues"), [AMBUSH, ACCUSED]),
        (Sift(other="civilians"), [KILLING]),
        (Sift(one="state", other="civilians"), []),
        (Sift(one="greens"), []),
        (Sift(kinds=frozenset({"fight"})), [AMBUSH, FIGHT]),
        (Sift(kinds=frozenset({"invented", "accusation"})), [LIE, ACCUSED]),
        (Sift(one="reds", kinds=frozenset({"fight"}), place=PINNED), [AMBUSH, FIGHT]),
    ],
)
def test_pair_kind_and_place_sift(feed, sift, expected):
    assert told(feed, sift, pinned=4) == expected


def test_a_division_lets_through_what_happened_in_its_cells(feed):
    division = int(feed.film.scene.grid.admin1[4])
    where = feed.film.scene.grid.admin1[[4, 5, 6]]
    assert (where == division).all()
    assert told(feed, Sift(place=str(division))) == [AMBUSH, LIE, KILLING, FIGHT]
    assert told(feed, Sift(place=str(division + 1))) == []


def test_the_pinned_cell_is_none_where_none_is_pinned(feed):
    assert told(feed, Sift(place=PINNED)) == []


def test_a_claim_stands_beside_the_truth(feed):
    ambush, lie, *_ = entries(feed, feed.found(ALL, None, 2))
    assert ambush["dead"] == (3, 1, 0)
    (claim,) = ambush["claims"]
    assert (claim["actor"], claim["dead"]) == (BLUES, (0, 4, 0))
    assert claim["remark"] == "4.0 times the enemy dead, hides 3 own dead"
    assert lie["kind"] == "invented" and lie["dead"] == (0, 0, 0)
    assert (lie["claims"][0]["dead"], lie["claims"][0]["outlet"]) == ((0, 9, 0), "Red News")


@pytest.mark.parametrize(
    ("said", "truth", "words"),
    [
        ((1, 2, 0), (1, 2, 0), "as it was"),
        ((0, 5, 0), (0, 0, 0), "5 enemy dead made up"),
        ((0, 1, 0), (0, 3, 0), "2 enemy dead too few"),
        ((0, 3, 0), (2, 2, 4), "1.5 times the enemy dead, hides 2 own dead, hides 4 civilians"),
        ((0, 0, 6), (0, 0, 2), "3.0 times the civilian dead"),
    ],
)
def test_how_a_claim_differs_is_told_in_words(said, truth, words):
    assert remark(said, truth, own=0) == words


def test_every_development_has_a_sentence_and_a_kind(model):
    quiet = model.film.at(0)
    everything = tuple(Happening(kind, REDS, BLUES, -1, 1.0, True) for kind in Development)
    film = Film(model.film.scene)
    film.cast, film.outlets = model.film.cast, model.film.outlets
    film._frames = [replace(quiet, events=happened(), claims=(), developments=everything)]
    feed = Feed(film)
    feed.grow()
    found = entries(feed, feed.found(ALL, None, 0))
    assert len(found) == len(Development)
    assert {entry["kind"] for entry in found} < set(KINDS)
    assert all(["actor", REDS] in entry["parts"] for entry in found)


def test_the_feed_of_a_run_holds_all_events_and_inventions_of_its_frames(model):
    feed = Feed(model.film)
    feed.grow()
    feed.grow()
    expected = sum(
        len(frame.events.cell)
        + len(frame.developments)
        + sum(claim.event == NOBODY for claim in frame.claims)
        for frame in model.film.since(0)
    )
    assert len(feed.found(ALL, None, 6)) == expected > 0


def test_the_panel_sends_a_window_and_more_when_asked(model):
    widget, context = shown(Events(model), FeedWidget)
    assert len(json.loads(widget.entries)) == min(widget.found, MOST)
    widget.most = 2
    assert len(json.loads(widget.entries)) == 2
    context.close()


def test_what_is_chosen_in_the_browser_is_what_is_sifted(model):
    widget, context = shown(Events(model), FeedWidget)
    widget.sift = {"one": "reds", "other": "civilians", "kinds": ["civilians"], "place": ""}
    assert state.sift.value == Sift("reds", "civilians", frozenset({"civilians"}))
    assert {entry["kind"] for entry in json.loads(widget.entries)} <= {"civilians"}
    widget.pinned = 4
    assert state.pinned.value == 4
    context.close()


def test_a_past_week_shows_the_feed_as_it_was(model):
    widget, context = shown(Events(model), FeedWidget)
    state.week.set(2)
    assert max(entry["week"] for entry in json.loads(widget.entries)) <= 2
    context.close()


def test_from_a_pair_one_comes_to_its_events(model):
    state.pair.set(("reds", "state"))
    widget, context = shown(Pair(model), PairWidget)
    widget.followed += 1
    assert (state.tab.value, state.sift.value) == ("events", Sift("reds", "state"))
    context.close()
