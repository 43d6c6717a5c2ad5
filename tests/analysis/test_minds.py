"""Figures of claims, pacts, leaders and the network of relations."""

import numpy as np
import pandas as pd
import pytest
import tables

from sim.analysis.claims import enemy_dead, exaggeration, mean_counts
from sim.analysis.leaders import deaths_by_cause, of_post, posts_of_interest, surviving
from sim.analysis.network import living, shares_of_stances
from sim.analysis.pacts import deal_shares, groups_of_interest, partners
from sim.analysis.plots.claims import claims
from sim.analysis.plots.leaders import leaders
from sim.analysis.plots.network import network
from sim.analysis.plots.pacts import pacts
from sim.analysis.plots.style import About, Mark, save
from sim.vocabulary import Stance

WEEKS = 44
BASE = ["base"]
TWO = ("as it was", "no shift")
ODD = {"jnim": r"$$\frac{x}$ _أحمد", "isgs": "_50 % of $ 文"}
ABOUT = About("A caption.", (Mark(pd.Timestamp("2018-04-02"), "$ shift"),))


def with_trust(who):
    return tables.beliefs(who, WEEKS).assign(trust=0.5)


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def note(figure):
    return " ".join(text.get_text() for text in figure.texts).replace("\n", " ")


def row_names(axes):
    return [label.get_text() for label in axes.get_yticklabels()]


def keyed(figure):
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


DRAW = {
    "claims": lambda who, actors: claims(
        tables.claims(who, WEEKS), with_trust(who), actors, about=ABOUT
    ),
    "pacts": lambda who, actors: pacts(
        tables.pacts(who, WEEKS),
        tables.beliefs(who, WEEKS),
        actors,
        developments=tables.strategic_developments(who),
        about=ABOUT,
    ),
    "leaders": lambda who, actors: leaders(tables.leaders(who), actors, about=ABOUT),
    "network": lambda who, actors: network(
        tables.dyad_weeks(who, 9), tables.beliefs(who, 9), actors, about=ABOUT
    ),
}


@pytest.mark.parametrize("name", DRAW)
@pytest.mark.parametrize(
    ("replicates", "alternatives"), [(1, BASE), (2, TWO)], ids=["one run", "many"]
)
def test_figures_are_drawn_of_one_run_and_of_many_with_any_names(
    name, replicates, alternatives, tmp_path
):
    figure = DRAW[name](tables.runs(replicates, alternatives), tables.actors(ODD))
    assert save(figure, tmp_path / "figure.png", dpi=40).read_bytes().startswith(b"\x89PNG")


# Claims


def test_events_are_those_reported_passed_over_and_invented_in_blocks_of_weeks():
    rows = [("a", 1, "claimed"), ("a", 4, "claimed"), ("b", 4, "unclaimed"), ("b", 9, "invented")]
    table = pd.DataFrame(rows, columns=["run_id", "week", "status"])
    counts = mean_counts(table, runs=2, weeks=11)
    assert counts.to_numpy().tolist() == [[1.0, 0.5, 0.0], [0.0, 0.0, 0.0]]  # weeks 9 to 11: none


def test_the_enemy_is_the_side_that_does_not_claim_and_carries_arms():
    table = pd.DataFrame(
        [
            ("jnim", "claimed", "mali", "jnim", 9, 1, 4, 2),
            ("isgs", "claimed", "isgs", "jnim", 1, 8, 2, 3),
            ("isgs", "claimed", "isgs", "civilians", 0, 0, 0, 0),
            ("isgs", "invented", "isgs", "jnim", 0, 5, 0, 0),
        ],
        columns=[
            "claimant", "status", "actor_a", "actor_b", "claimed_a", "claimed_b", "deaths_a",
            "deaths_b",
        ],
    )  # fmt: skip
    assert enemy_dead(table).to_numpy().tolist() == [[4, 9], [3, 8]]


def test_quartiles_of_claims_are_told_where_enough_events_share_their_true_dead():
    dead = pd.DataFrame({"true": [2] * 5 + [3] * 4, "claimed": [0, 2, 4, 6, 8, 1, 1, 1, 1]})
    told = exaggeration(dead)
    assert told.to_dict("records") == [{"low50": 2.0, "median": 4.0, "high50": 6.0, "true": 2.0}]


def test_claims_have_a_column_for_each_outlet_and_a_row_for_trust_where_it_is_known():
    who = tables.runs(2, BASE)
    table = tables.claims(who, WEEKS)
    with_it = claims(table, with_trust(who), tables.actors())
    assert len(with_it.axes) == 3 * 2
    titles = [axes.get_title(loc="left") for axes in with_it.axes[:2]]
    assert titles == ["Az-Zallaqa: JNIM", "al-Naba: ISGS"]
    assert {"Trust of JNIM", "Trust of ISGS"} <= set(keyed(with_it))
    assert len(claims(table, tables.beliefs(who, WEEKS), tables.actors()).axes) == 2 * 2
    assert len(claims(table).axes) == 2 * 2


def test_an_outlet_that_is_silent_is_drawn_without_dead():
    table = tables.claims(tables.runs(2, BASE), WEEKS)
    table = table[table["status"] == "unclaimed"]
    figure = claims(table)
    lengths = [[len(line.get_xdata()) for line in axes.lines] for axes in figure.axes[2:]]
    assert lengths == [[0, 0, 2]] * 2  # the median and its halo are empty, the identity is there


def test_trust_that_is_not_recorded_is_said_to_be_so():
    who = tables.runs(2, BASE)
    trusted = with_trust(who).query("about == 'isgs'")
    figure = claims(tables.claims(who, WEEKS), trusted, claimants=["jnim", "isgs"])
    assert texts(figure) == ["not recorded"]


# Pacts


def test_groups_with_true_deals_come_first_and_only_states_that_bargain_have_strips():
    who = tables.runs(2, BASE)
    table, beliefs = tables.pacts(who, WEEKS), tables.beliefs(who, WEEKS)
    assert groups_of_interest(table, beliefs, 2) == ["jnim", "isgs"]
    assert groups_of_interest(table.assign(stance="war", offered=0), beliefs, 1) == ["jnim"]
    assert partners(table, ["jnim"]) == ["mali"]
    assert partners(table, ["isgs"]) == []


def test_strips_are_as_high_as_the_share_of_runs_with_a_deal():
    table = tables.pacts(tables.runs(4, BASE), WEEKS)
    pair = table[(table["actor"] == "mali") & (table["group"] == "jnim")]
    shares = deal_shares(pair)[Stance.PACT]
    assert shares.iloc[[9, 10, 39, 40]].tolist() == [0.0, 0.5, 0.5, 0.0]


def test_false_accusations_are_told_apart_from_true_ones_above_the_true_pacts():
    figure = DRAW["pacts"](tables.runs(2, BASE), tables.actors())
    strips, lanes = figure.axes[2], figure.axes[4]
    assert row_names(strips) == ["Mali"]
    assert row_names(lanes)[:2] == ["Accused falsely", "Accused rightly"]
    assert {"Believed by ISGS", "True (share of runs)", "Pact"} <= set(keyed(figure))


def test_without_any_pact_and_accusation_beliefs_stand_alone_and_the_note_says_so():
    who = tables.runs(2, BASE)
    table = tables.pacts(who, WEEKS).query("group == 'isgs'")
    figure = pacts(table, tables.beliefs(who, WEEKS).assign(accusation=0))
    assert len(figure.axes) == 1
    assert "No state and no guest offers or has a deal in any run." in note(figure)


# Leaders


def test_posts_that_change_hands_are_shown_and_in_one_run_the_others_of_their_actors():
    table = tables.leaders(tables.runs(1, BASE))
    assert posts_of_interest(table, 9) == [("jnim", "katiba_macina"), ("isgs", "")]
    whole = posts_of_interest(table, 9, whole_actors=True)
    assert whole == [("jnim", ""), ("jnim", "katiba_macina"), ("isgs", "")]


def test_posts_of_actors_born_in_a_run_are_not_compared_over_runs():
    born = ("splinter", "", "Somebody", 1, 20, 30, "hunt", "mali", 0)
    table = tables.leaders(tables.runs(2, BASE), (*tables.TERMS, born))
    assert ("splinter", "") not in posts_of_interest(table, 9)
    assert ("splinter", "") in posts_of_interest(table, 9, whole_actors=True)


def test_survival_falls_when_the_first_leader_is_killed_and_not_when_a_successor_is():
    table = tables.leaders(tables.runs(4, BASE))
    koufa = surviving(of_post(table, ("jnim", "katiba_macina")), 4, pd.RangeIndex(60))
    assert (koufa.loc[24], koufa.loc[25], koufa.loc[59]) == (1.0, 0.5, 0.5)
    isgs = surviving(of_post(table, ("isgs", "")), 4, pd.RangeIndex(60))
    assert (isgs.loc[14], isgs.loc[15], isgs.loc[59]) == (1.0, 0.0, 0.0)


def test_deaths_are_counted_by_cause_for_all_holders_of_a_post():
    table = tables.leaders(tables.runs(4, BASE))
    causes = deaths_by_cause(of_post(table, ("isgs", "")), 4)
    assert causes.to_dict() == {"hunt": 0.0, "plot": 1.0, "scenario": 1.0}


def test_one_run_names_leaders_in_their_bars_and_many_runs_name_posts_at_their_curves():
    one = leaders(tables.leaders(tables.runs(1, BASE)), names={"katiba_macina": "Katiba Macina"})
    assert row_names(one.axes[0]) == ["jnim", "Katiba Macina", "isgs"]
    assert {"Iyad ag Ghali", "Amadou Koufa", "split"} <= set(texts(one))
    assert "Killed by a rival" in keyed(one)
    many = leaders(tables.leaders(tables.runs(4, BASE)))
    assert {"Katiba macina", "isgs", "2 of 2", "0 of 8"} <= set(texts(many))


@pytest.mark.parametrize("replicates", [1, 3])
def test_where_no_leader_falls_the_figure_says_so(replicates):
    figure = leaders(tables.leaders(tables.runs(replicates, BASE), tables.TERMS[:1]))
    assert texts(figure) == ["No leader falls in any run."]


# Network


def test_stances_are_shares_of_runs_and_the_dead_have_none():
    dyads = pd.DataFrame(
        [("a", 5, "x", "y", "war"), ("b", 5, "x", "y", "truce"), ("b", 5, "x", "z", "war")],
        columns=["run_id", "week", "actor_a", "actor_b", "stance"],
    )
    spans = pd.DataFrame(
        [("a", "x", 0, None), ("a", "y", 0, None), ("b", "x", 0, None), ("b", "y", 0, 6),
         ("b", "z", 2, 5)],
        columns=["run_id", "actor", "born_week", "ended_week"],
    )  # fmt: skip
    there = living(dyads, spans, ("actor_a", "actor_b"))
    shares = shares_of_stances(there, runs=2)
    told = {(row.actor_a, row.actor_b, row.stance): row.share for row in shares.itertuples()}
    assert told == {("x", "y", "war"): 0.5, ("x", "y", "truce"): 0.5}


def test_the_network_shows_relations_of_a_quarter_of_the_runs_and_believed_deals():
    who = tables.runs(4, BASE)
    dyads = tables.dyad_weeks(who, 3).assign(stance="neutral")
    war = (dyads["actor_a"] == "jnim") & (dyads["actor_b"] == "isgs")
    dyads.loc[war, "stance"] = np.where(dyads.loc[war, "replicate"] == 0, "truce", "war")
    beliefs = tables.beliefs(who, 3)
    figure = network(dyads, beliefs.assign(probability=0.9), tables.actors(), weeks=[2])
    assert keyed(figure) == ["War", "Truce", "Believed deal"]
    assert len(figure.axes[0].patches) == 2  # an arc either way
    assert keyed(network(dyads, None, tables.actors(), weeks=[2])) == ["War", "Truce"]


def test_every_actor_of_the_network_is_named_once():
    who = tables.runs(2, BASE)
    figure = network(tables.dyad_weeks(who, 5), None, tables.actors(), weeks=[4])
    assert sorted(texts(figure)) == sorted(label for label, _ in tables.ACTORS.values())
