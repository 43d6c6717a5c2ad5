"""Relations: what the table, the overview and the page of a pair say is what the frames say."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from sim.record.happened import Happened
from sim.view import state
from sim.view.frame import Development as Happening
from sim.view.pair import pair_told
from sim.view.pair_lines import pair_charts
from sim.view.panels.fights import Fights, FightsWidget
from sim.view.panels.pair import OverviewWidget, Pair, PairWidget
from sim.view.panels.relations import Relations, RelationsWidget
from sim.view.panels.series import SeriesWidget
from sim.view.past import Past
from sim.view.relations import overview, table
from sim.view.state import Sift
from sim.vocabulary import CIVILIANS, BeliefDriver, Development, HostilityDriver, Stance
from tests.view.rendered import shown

STATE, REDS, BLUES = 0, 1, 2


@pytest.fixture(autouse=True)
def fresh_state():
    state.begin_anew()


def changed(frame, **relations):
    """A frame with other relations, each given as {(one, other): value}."""
    arrays = {}
    for name, values in relations.items():
        array = getattr(frame.relations, name).copy()
        for pair, value in values.items():
            array[pair] = value
        arrays[name] = array
    return replace(frame, relations=replace(frame.relations, **arrays))


def events(*rows):
    """Events with the given fields, all others 0."""
    names = [field.name for field in fields(Happened)]
    return Happened(*(np.array([row.get(name, 0) for row in rows]) for name in names))


class Weeks:
    """A film of given frames."""

    def __init__(self, film, frames):
        self.scene, self.cast, self._frames = film.scene, film.cast, frames

    def since(self, week, last):
        return iter(self._frames[week : last + 1])


def test_the_table_has_a_row_for_each_living_actor_insurgent_groups_first(model):
    film, frame = model.film, model.film.at(None)
    assert table(film, frame)["rows"] == [REDS, BLUES, STATE]
    without = replace(frame, alive=np.array([True, True, False]))
    assert table(film, without)["rows"] == [REDS, STATE]


def test_a_field_of_the_table_is_what_its_row_holds_of_its_column(model):
    film = model.film
    frame = changed(film.at(None), hostility={(REDS, BLUES): 0.5, (BLUES, REDS): 1.0})
    held = table(film, frame)
    hostility = np.frombuffer(held["hostility"], np.uint8).reshape(3, 3)
    assert (hostility[0, 1], hostility[1, 0]) == (128, 255)
    stance = np.frombuffer(held["stance"], np.uint8).reshape(3, 3)
    assert stance[0, 1] == frame.relations.stance[REDS, BLUES] == Stance.WAR


def test_only_insurgent_groups_are_said_to_have_secret_deals_with_each_others_enemies(model):
    film = model.film
    everybody = np.ones((3, 3), np.bool_)
    frame = film.at(None)
    frame = replace(frame, relations=replace(frame.relations, true_pact=everybody))
    deal = np.frombuffer(table(film, frame)["deal"], np.uint8).reshape(3, 3)
    assert deal.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("log_odds", "deal", "expected"),
    [(2, False, "Wrongly"), (2, True, "Rightly"), (-2, True, "Secret deals that are not")],
)
def test_suspicions_are_told_apart_from_the_truth(model, log_odds, deal, expected):
    film = model.film
    pair = (REDS, BLUES)
    frame = changed(film.at(None), belief={pair: log_odds}, true_pact={pair: deal})
    found = {part.title: part.items for part in overview(film, frame) if "suspected" in part.title}
    told = [title for title, items in found.items() if items]
    assert len(told) == 1 and told[0].startswith(expected)
    (item,) = found[told[0]]
    assert (item.actor, item.other) == pair
    assert item.note == ("88 % sure" if log_odds > 0 else "12 % sure")


def test_wars_that_began_in_the_run_are_listed_and_others_counted(model):
    film = model.film
    frame = film.at(None)
    wars, *_ = overview(film, frame)
    assert wars.items == [] and wars.rest == "and 3 others"
    began = changed(frame, since={(REDS, BLUES): 4, (BLUES, REDS): 4})
    wars, *_ = overview(film, began)
    assert [tuple(item) for item in wars.items] == [(REDS, BLUES, "since 29 Jan 2018")]
    assert wars.rest == "and 2 others"


def test_a_click_on_a_field_chooses_the_pair_and_the_way_back_leaves_it(model):
    grid, grid_context = shown(Relations(model), RelationsWidget)
    grid.pair = [REDS, BLUES]
    assert state.pair.value == ("reds", "blues")
    told, context = shown(Pair(model), PairWidget)
    told.turned += 1
    assert state.pair.value == ("blues", "reds") and grid.pair == [BLUES, REDS]
    context.find(PairWidget).widget.closed += 1
    assert state.pair.value is None and grid.pair == []
    context.find(OverviewWidget).widget.pair = [REDS, STATE]
    assert state.pair.value == ("reds", "state")
    context.close()
    grid_context.close()


def test_causes_are_the_drivers_of_the_frame_and_add_up_to_what_hostility_is_drawn_to(model):
    film, frame = model.film, model.film.at(None)
    forth, back = pair_told(film, frame, Past(film, REDS, BLUES))["views"]
    drivers = frame.relations.drivers.array()
    assert drivers[:, REDS, BLUES].any()
    for view, pair in ((forth, (REDS, BLUES)), (back, (BLUES, REDS))):
        amounts = [amount for _, amount, _, _ in view["causes"]]
        assert sorted(amounts) == sorted(drivers[:, *pair].tolist())
        assert view["called"] == pytest.approx(1 / (1 + np.exp(-sum(amounts))))
        assert view["hostility"] == frame.relations.hostility[pair]


def test_the_parts_of_a_belief_add_up_to_its_change_since_it_was_at_its_lowest(model):
    film = model.film
    for frame in film.since(1):
        for view in pair_told(film, frame, Past(film, REDS, BLUES))["views"]:
            moved = sum(amount for _, amount, _, _ in view["reasons"])
            assert view["before"] + moved == pytest.approx(view["log_odds"], abs=1e-4)
            assert view["before"] <= view["log_odds"] + 0.01


def test_a_relation_that_pacts_and_the_scenario_decide_has_no_causes_and_says_so(model):
    film = model.film
    view, _ = pair_told(film, film.at(None), Past(film, STATE, REDS))["views"]
    assert view["causes"] == [] and "no causes of its own" in view["words"]
    assert "causes" not in [chart.name for chart in pair_charts(film, ("state", "reds"))]


def test_a_week_in_which_one_of_the_two_is_dead_tells_only_what_happened_before(model):
    film = model.film
    frame = replace(film.at(None), alive=np.array([True, True, False]))
    told = pair_told(film, frame, Past(film, REDS, BLUES))
    assert told["views"] == [] and told["relation"] == "not both there in this week"


def test_moments_are_what_happened_between_the_two_and_stances_that_nothing_explains(model):
    film = model.film
    first = film.at(0)
    accused = Happening(Development.ACCUSATION, REDS, BLUES, -1, 2.0, False)
    elsewhere = Happening(Development.ACCUSATION, REDS, STATE, -1, 2.0, True)
    peace = {(REDS, BLUES): Stance.TRUCE, (BLUES, REDS): Stance.TRUCE}
    war = Happening(Development.WAR, REDS, BLUES, -1, 1.0, False)
    signed = Happening(Development.TRUCE, REDS, BLUES, -1, 0.1, False)
    frames = [
        replace(first, week=0),
        replace(first, week=1, developments=(accused, elsewhere)),
        replace(changed(first, stance=peace), week=2),
        replace(first, week=3, developments=(war,)),
        replace(changed(first, stance=peace), week=4, developments=(signed,)),
    ]
    past = Past(Weeks(film, frames), REDS, BLUES)
    past.upto(4)
    assert past.moments == [
        (1, "accusation", "Reds wrongly accuses Blues of treason"),
        (2, "peace", "From now on in a truce"),
        (3, "war", "Reds goes to war with Blues"),
        (4, "peace", "Reds and Blues end their war"),
    ]


def test_charts_of_a_pair_show_the_numbers_of_each_frame(model):
    film = model.film
    charts = {chart.name: chart for chart in pair_charts(film, ("reds", "blues"))}
    for frame in film.since(0):
        held = frame.relations
        pair = held.hostility[REDS, BLUES], held.hostility[BLUES, REDS]
        assert charts["hostility"].values(frame) == list(pair)
        assert charts["stance"].values(frame) == [held.stance[REDS, BLUES]]
        for name, drivers, kinds in (
            ("causes", held.drivers, HostilityDriver),
            ("reasons", held.belief_drivers, BeliefDriver),
        ):
            values = charts[name].values(frame)
            keys = [int(line.key.partition(":")[2]) for line in charts[name].lines]
            assert sorted(keys) == sorted(kinds)
            assert values.tolist() == drivers.array()[keys, REDS, BLUES].tolist()


def test_the_dead_of_a_pair_are_counted_by_side_whoever_attacked(model):
    film = model.film
    frame = replace(
        film.at(None),
        events=events(
            {"side_a": REDS, "side_b": BLUES, "deaths_a": 1, "deaths_b": 2},
            {
                "side_a": BLUES,
                "side_b": REDS,
                "deaths_a": 10,
                "deaths_b": 20,
                "deaths_civilians": 3,
            },
            {"side_a": REDS, "side_b": STATE, "deaths_a": 100, "deaths_b": 100},
        ),
    )
    *_, dead = pair_charts(film, ("blues", "reds"))
    assert dead.values(frame) == [2 + 10, 1 + 20, 3]


def test_a_pair_that_a_run_does_not_have_gives_the_overview(model):
    assert pair_charts(model.film, ("reds", "greens")) == ()
    state.pair.set(("reds", "greens"))
    widget, context = shown(Pair(model), OverviewWidget)
    titles = [title for title, *_ in json.loads(widget.told)]
    assert titles[0] == "Wars that arose in the run"
    context.close()


@pytest.mark.parametrize(
    ("clicked", "tab", "pair", "sift"),
    [
        (["reds", "state"], "relations", ("reds", "state"), Sift()),
        (["blues", CIVILIANS], "events", None, Sift("blues", CIVILIANS)),
    ],
)
def test_who_fights_whom_leads_to_why(model, clicked, tab, pair, sift):
    widget, context = shown(Fights(model), FightsWidget)
    widget.asked = clicked
    assert (state.tab.value, state.pair.value, state.sift.value) == (tab, pair, sift)
    context.close()
    state.begin_anew()


def test_a_pair_is_shown_as_it_was_in_the_week_looked_at(model):
    state.pair.set(("reds", "blues"))
    widget, context = shown(Pair(model), PairWidget)
    state.week.set(2)
    past = json.loads(widget.told)["views"][0]["hostility"]
    assert past == pytest.approx(float(model.film.at(2).relations.hostility[REDS, BLUES]))
    assert context.find(SeriesWidget).widget.week == 2
    widget.asked = 6
    assert state.week.value is None
    context.close()
