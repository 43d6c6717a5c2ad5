"""`sim why A B`: two runs in lockstep, where they part and by how much."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.engine import advance, burn_in
from sim.errors import InputError, SimError
from sim.scenario.setup import set_up
from sim.why.answer import Question, answer
from sim.why.apart import apart_page, named_run
from sim.why.gap import gaps
from sim.why.lockstep import in_lockstep
from sim.why.runs import QuestionError
from sim.why.words import MOST_LINES, WIDTH
from sim.world.births import found
from tests.scenario_text import GOOD, written
from tests.state import digest
from tests.worlds import put_band, small_world

PLAIN = GOOD.replace("width: 8, height: 6", "width: 5, height: 4")
TALK = "  talk: {kind: stance, date: 2018-01-22, between: [reds, blues], stance: alliance}\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return written(tmp_path_factory.mktemp("plain"), PLAIN)


def parted(plain, tmp_path, text, week=None):
    """The page on the plain scenario and one with another text."""
    return apart_page(str(plain), str(written(tmp_path, text, "other.yaml")), week)


def after(lines, head):
    """The first word of the line that follows a heading, and of those below it."""
    place = next(i for i, line in enumerate(lines) if line.startswith(head))
    return [line.split()[0] for line in lines[place + 1 :] if line]


def test_a_run_does_not_differ_from_itself(plain):
    lines = apart_page(str(plain), str(plain))
    assert "Their scenarios are the same." in lines
    assert lines[-1] == "Until week 6, 2018-02-12 nothing differs."


def test_an_intervention_parts_them_in_its_week_and_by_its_rule(plain, tmp_path):
    lines = parted(plain, tmp_path, PLAIN + "timeline:\n" + TALK)
    assert any("timeline.talk.stance" in line and "alliance" in line for line in lines)
    assert "They part in week 3, 2018-01-22, by the rule timeline:" in lines
    assert "pairs.stance:" in after(lines, "They part")[:3]
    assert any("stance" in line and "rivalry | alliance" in line for line in lines)


def test_a_rule_switched_off_parts_them_in_its_first_week(plain, tmp_path):
    lines = parted(plain, tmp_path, PLAIN + "rules: {movement: {enabled: false}}\n")
    place = next(line for line in lines if line.startswith("They part"))
    assert place.startswith("They part in week -1, 2017-12-25, by the rule movement")


def test_what_differs_from_the_start_is_told_apart_from_what_follows(plain, tmp_path):
    lines = parted(plain, tmp_path, PLAIN.replace("    forces:", "    skill: 1.5\n    forces:"))
    assert "actors.skill:" in after(lines, "Before the first week")
    assert any(line.split() == ["actors.reds.skill", "1.0", "1.5"] for line in lines)


def test_the_last_week_can_be_chosen(plain, tmp_path):
    lines = parted(plain, tmp_path, PLAIN + "seed: 9\n", week=2)
    assert any(line.startswith("CAUTION: they have different seeds") for line in lines)
    assert any(line.startswith("In week 2, 2018-01-15") for line in lines)
    with pytest.raises(QuestionError, match="weeks 0 to 6"):
        apart_page(str(plain), str(plain), week=7)


def test_the_page_is_a_page(plain, tmp_path):
    lines = parted(plain, tmp_path, PLAIN.replace("fighters: 300", "fighters: 310") + "seed: 4\n")
    assert len(lines) <= MOST_LINES
    assert all(len(line) <= WIDTH for line in lines)


def test_runs_in_lockstep_are_the_runs_of_the_engine(plain):
    one, other = named_run("A", str(plain)), named_run("B", str(plain))
    in_lockstep(one, other, 6)
    world = set_up(one.case.scenario, one.seed, one.case.strategies)
    burn_in(world, one.case.rules, one.seed)
    for _ in range(6):
        advance(world, one.case.rules, one.seed)
    assert digest(one.world) == digest(world) == digest(other.world)


def test_a_stored_run_can_be_compared_with_its_scenario(plain, tmp_path):
    folder = tmp_path / "results"
    assert sim.run_batch(plain, folder, ["seeds.replicates=2"], workers=1, quiet=True) == 0
    runs = [line.split(",")[0] for line in (folder / "runs.csv").read_text().splitlines()[1:]]
    assert apart_page(str(plain), f"{folder}/{runs[0]}")[-1].endswith("nothing differs.")
    assert "CAUTION: they have different seeds, so chance alone makes them part." in (
        apart_page(*(f"{folder}/{run}" for run in runs))
    )
    with pytest.raises(QuestionError, match="no run 'abc'"):
        apart_page(str(plain), f"{folder}/abc")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (PLAIN.replace("width: 5", "width: 6"), "not on the same map"),
        (PLAIN.replace("burn_in: 2", "burn_in: 1"), "other burn-ins"),
    ],
)
def test_runs_that_cannot_be_compared_are_refused(plain, tmp_path, other, told):
    with pytest.raises(QuestionError, match=told):
        parted(plain, tmp_path, other)


def test_what_is_no_run_is_refused(plain, tmp_path):
    with pytest.raises(QuestionError, match="neither the file of a scenario nor FOLDER/RUN_ID"):
        apart_page(str(plain), str(tmp_path / "absent"))
    with pytest.raises(InputError, match="rebels"):
        parted(plain, tmp_path, PLAIN.replace("rebel_group", "rebels"))
    written(plain.parent, PLAIN)
    batch = "batch: b\nbase: case.yaml\nvary: {actors.reds.skill: [1, 2]}\n"
    with pytest.raises(QuestionError, match="batch of several scenarios"):
        apart_page(str(plain), str(written(plain.parent, batch, "b.yaml")))
    with pytest.raises(SimError, match="--run is asked of"):
        answer([str(plain), str(plain)], Question(run="x"))


# --- arrays -------------------------------------------------------------------------------------


def only(one, other, array):
    return {gap.array: gap for gap in gaps(one, other)}[array]


def test_a_difference_is_counted_and_the_largest_named():
    one, other = small_world(), small_world()
    other.pairs.hostility[1, 2], other.pairs.hostility[2, 1] = 0.25, 0.75
    (gap,) = gaps(one, other)
    assert (gap.array, gap.entries, gap.size) == ("pairs.hostility", 2, 25)
    assert gap.told == "pairs.hostility: 2 of 25, most rivals, rebels: 0 | 0.75"


def test_places_and_values_have_the_names_of_the_field():
    one, other = small_world(), small_world()
    other.cells.control[3] = 1
    other.communities.loyalty[2, 5] = -0.5
    other.pairs.stance[1, 2] = 0
    cell = one.grid.cell_id[3]
    assert only(one, other, "cells.control").told.endswith(
        f"most cell {cell} (MLI/Mopti): nobody | rebels"
    )
    assert "rivals, fulani in cell" in only(one, other, "communities.loyalty").told
    assert only(one, other, "pairs.stance").told.endswith("rebels, rivals: neutral | war")


def test_bands_are_compared_as_far_as_there_are_any():
    one, other = small_world(), small_world()
    assert list(gaps(one, other, ["bands.fighters"])) == []
    put_band(other, "rebels", 0)
    (gap,) = gaps(one, other, ["bands.fighters"])
    assert (gap.entries, gap.extra, gap.told) == (0, 1, "bands.fighters: rows, 0 | 1")


def test_worlds_with_other_numbers_of_actors_are_compared_where_both_have_them():
    one, other = small_world(), small_world()
    found(other, 1, "splinter", "Splinter")
    gap = only(one, other, "pairs.hostility")
    assert (gap.entries, gap.extra) == (0, 36 - 25)
    other.pairs.hostility[0, 1] = 0.5
    assert only(one, other, "pairs.hostility").entries == 1


def test_not_a_number_is_a_difference_from_a_number():
    one, other = small_world(), small_world()
    other.cells.heat[2] = np.nan
    assert only(one, other, "cells.heat").entries == 1
