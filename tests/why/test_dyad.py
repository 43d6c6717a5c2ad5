"""`sim why RESULTS --dyad`: the chain from cause to war, on results made up for the purpose."""

from __future__ import annotations

import json

import pytest
from why.rivals import store

from sim.cli import main
from sim.record.results import open_results
from sim.why.answer import Question, answer
from sim.why.dyad import read_dyad
from sim.why.dyad_page import dyad_page
from sim.why.runs import QuestionError
from sim.why.words import MOST_LINES, WIDTH, causes, listed, signed, table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("results")
    store(made)
    return made


def asked(folder, pair=("reds", "blues"), run=None):
    """The page, without the figure that goes with it."""
    return dyad_page(read_dyad(open_results(folder), pair, run), "results")


def text(folder, **question):
    """The page as one line, since sentences are wrapped."""
    return " ".join(" ".join(asked(folder, **question)).split())


def test_the_run_nearest_to_the_median_outbreak_is_told_and_the_choice_said(folder):
    """Wars begin in weeks 20, 24 and 32."""
    page = text(folder)
    assert "run r2 (base, replicate 2)" in page
    assert "nearest to the median (24) of 3 runs" in page


def test_the_answer_names_week_date_and_amounts(folder):
    page = text(folder, run="r1")
    assert (
        "War began in week 20, 2018-05-21, mainly by grievance (+2.0) and belief in a deal (+1.0)"
        in page
    )
    assert "It was the more hostile of the two (0.60 against 0.20)." in page
    assert "It ended in week 30, 2018-07-30, after 10 weeks, by weariness (-1.5)." in page


def test_the_chain_tells_overlap_entries_grievance_and_belief(folder):
    page = text(folder, run="r1")
    assert "overlap 0.060 in the first quarter, 0.140 in that before the outbreak" in page
    assert "first clash in week 18" in page
    assert "6 cells of its sphere until the outbreak; most, 6, in the 13 weeks to week 13" in page
    assert "0.00 at the start, 1.00 at the outbreak" in page
    assert "log-odds of a deal -4.0 at the start, 1.0 at the outbreak; in truth there was none" in (
        page
    )


def test_the_weeks_that_moved_the_belief_name_their_causes(folder):
    lines = asked(folder, run="r1")
    place = next(i for i, line in enumerate(lines) if line.startswith("Weeks that moved"))
    assert lines[place + 1].split() == ["change", "attacks", "leak"]
    assert lines[place + 2].split() == ["week", "15", "2018-04-16", "+5.00", "+3.5", "+1.5"]


def test_causes_stand_at_every_moment_and_beside_them_the_mean_of_all_runs(folder):
    lines = [line.split() for line in asked(folder, run="r1")]
    assert ["start", "accusation", "outbreak", "truce", "end", "mean", "of", "runs"] in lines
    assert ["week", "0", "16", "20", "30", "40", "outbreak"] in lines
    assert ["grievance", "0", "+1.6", "+2.0", "+2.0", "+2.0", "+2.0"] in lines
    assert ["sum", "-3.0", "-0.4", "0", "-1.5", "-1.5", "-0.5"] in lines


def test_turning_events_are_told_with_amounts_and_truth(folder):
    page = asked(folder, run="r1")
    told = [line.strip() for line in page if line.startswith("  week") and ":" in line]
    assert told == [
        "week 16  2018-04-23  accusation: reds, blues (log-odds +1.0, false)",
        "week 17  2018-04-30  leader killed: blues",
        "week 20  2018-05-21  war: reds, blues (hostility 0.60)",
        "week 30  2018-07-30  truce: reds, blues (hostility 0.30)",
    ]


def test_without_a_table_of_developments_relations_and_beliefs_tell_them(folder, tmp_path):
    store(tmp_path, developments=False)
    told = [line.strip() for line in asked(tmp_path, run="r1") if "(" in line]
    assert "week 16  2018-04-23  accusation: reds, blues (log-odds +1.0, false)" in told
    assert "week 20  2018-05-21  war: reds, blues (hostility 0.60)" in told


def test_fighting_is_told_before_in_and_after_the_war(folder):
    lines = [line.split() for line in asked(folder, run="r1")]
    assert ["before", "the", "war", "20", "3", "0.15", "15"] in lines
    assert ["in", "the", "war", "10", "18", "1.80", "90"] in lines
    assert ["after", "it", "10", "0", "0.00", "0"] in lines


def test_all_runs_are_told_at_the_end(folder):
    page = text(folder)
    assert "Of 4 runs of 'base', war broke out in 3 (75 %), first in week 20 to 32, median 24" in (
        page
    )
    assert "reds was the more hostile in 3" in page
    assert "by grievance (+2.0) and belief in a deal (+1.0)" in page


def test_a_run_without_war_says_what_raised_hostility_and_what_kept_it_down(folder):
    page = text(folder, run="r3")
    assert "No war in this run. Hostility was highest, 0.70, in week 24, 2018-06-18" in page
    assert "raised by grievance (+2.0) and belief in a deal (+1.0) since the start" in page
    assert "kept down by without cause (-3.0)" in page


def test_who_was_drawn_into_the_war_is_sent_to_the_other_side(folder):
    page = text(folder, pair=("blues", "reds"), run="r1")
    assert "The more hostile of the two was reds (0.60 against 0.20): see --dyad reds:blues" in page
    assert "Belief in a deal never moved" in page


def test_a_war_that_the_scenario_began_is_not_put_down_to_causes(tmp_path):
    store(tmp_path)
    path = tmp_path / "scenario.json"
    scenario = json.loads(path.read_text())
    scenario["base"]["timeline"] = {
        "order": {
            "kind": "stance",
            "enabled": True,
            "date": "2018-05-23",
            "between": ["blues", "reds"],
        }
    }
    path.write_text(json.dumps(scenario))
    assert "War began in week 20, 2018-05-21 by the scenario's intervention 'order'." in (
        text(tmp_path, run="r1")
    )


@pytest.mark.parametrize("run", ["r1", "r2", "r3", "r4"])
def test_the_page_is_a_page(folder, run):
    lines = asked(folder, run=run)
    assert len(lines) <= MOST_LINES
    assert all(len(line) <= WIDTH for line in lines)


def test_the_figure_lies_with_the_others(folder, capsys):
    assert main(["why", str(folder), "--dyad", "reds:blues"]) == 0
    drawn = folder / "figures" / "why-reds-blues.png"
    assert drawn.read_bytes().startswith(b"\x89PNG")
    assert capsys.readouterr().out.endswith(f"Drawn: {drawn}\n")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"dyad": "reds"}, "write jnim:isgs"),
        ({"dyad": "reds:"}, "write jnim:isgs"),
        ({"dyad": "reds:bleus"}, "no insurgent group 'bleus'. Did you mean 'blues'?"),
        ({"dyad": "reds:reds"}, "no relation to itself"),
        ({"dyad": "reds:blues", "run": "r9"}, "no run 'r9'"),
        ({"dyad": "reds:blues", "alternative": "other"}, "no alternative 'other'"),
        ({"dyad": None}, "Say what is asked"),
    ],
)
def test_a_question_that_is_none_is_refused(folder, question, told):
    with pytest.raises(QuestionError, match=told):
        answer([str(folder)], Question(**question))


def test_the_command_ends_with_2_on_a_bad_question(folder, capsys):
    assert main(["why", str(folder), "--dyad", "reds:greens"]) == 2
    assert "no insurgent group 'greens'" in capsys.readouterr().err


# --- words --------------------------------------------------------------------------------------


def test_amounts_have_a_sign_and_none_is_nought():
    assert [signed(amount) for amount in (1.26, -0.3, 0.04, float("nan"))] == [
        "+1.3",
        "-0.3",
        "0",
        "",
    ]


def test_causes_are_the_large_ones_in_order():
    assert causes({"a": 1.0, "b": -2.0, "c": 0.1}) == "b (-2.0) and a (+1.0)"
    assert causes({"a": 0.0}) == causes({}) == "nothing that is recorded"


def test_lists_and_tables():
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert table([["x", "10"], ["long", "1"]]) == ["  x     10", "  long   1"]
