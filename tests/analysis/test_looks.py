from itertools import pairwise

import pytest
import tables

from sim.analysis.plots.looks import (
    ALTERNATIVES,
    FILLS,
    VIOLENCE,
    ink,
    lightness,
    looks,
    stacked,
)
from sim.analysis.plots.panels import spread_out


def test_lightness_runs_from_black_to_white():
    assert lightness("#000000") == pytest.approx(0)
    assert lightness("#FFFFFF") == pytest.approx(100)
    assert lightness("#777777") == pytest.approx(50, abs=1)


def test_neighbours_in_a_stack_differ_in_grey_by_lightness_or_pattern():
    known = looks(tables.actors())
    order = [known[name] for name in stacked(tables.HOLDERS, known)]
    for below, above in pairwise(order):
        apart = abs(lightness(below.fill) - lightness(above.fill))
        assert apart >= 8 or below.hatch != above.hatch, (below.label, above.label)


def test_rebels_are_darker_than_states_and_nobody_is_lightest():
    known = looks(tables.actors())
    rebels = [lightness(known[name].fill) for name in ("jnim", "isgs")]
    states = [lightness(known[name].fill) for name in ("mali", "niger", "burkina_faso")]
    assert max(rebels) + 8 <= min(states)
    assert max(states) + 8 <= lightness(known["nobody"].fill)


def test_two_actors_of_one_type_never_look_alike():
    for kind, fills in FILLS.items():
        assert len(set(fills)) == len(fills), kind


@pytest.mark.parametrize(
    "colours", [[c for c, _ in ALTERNATIVES], [c for _, c in VIOLENCE.values()]]
)
def test_lines_in_one_panel_differ_in_colour_and_are_dark_enough_for_white(colours):
    assert len(set(colours)) == len(colours)
    assert max(lightness(colour) for colour in colours) < 75


def test_the_first_two_alternatives_and_all_types_of_violence_differ_in_grey():
    assert abs(lightness(ALTERNATIVES[0][0]) - lightness(ALTERNATIVES[1][0])) > 30
    levels = sorted(lightness(colour) for _, colour in VIOLENCE.values())
    assert min(b - a for a, b in pairwise(levels)) > 4


def test_alternatives_differ_in_the_form_of_their_line_as_well():
    assert len({dash for _, dash in ALTERNATIVES}) == len(ALTERNATIVES)


def test_a_line_of_any_fill_is_seen_on_white():
    for fills in FILLS.values():
        for fill, _ in fills:
            assert lightness(ink(fill)) <= 48


def test_an_actor_keeps_its_colour_whoever_else_is_drawn():
    everyone = looks(tables.actors(), tables.HOLDERS)
    few = looks(tables.actors(), ["isgs"])
    assert everyone["isgs"] == few["isgs"]


def test_governments_of_real_events_are_drawn_as_states_and_others_as_rebels():
    known = looks(None, ["Government of Mali", "JNIM"])
    assert known["Government of Mali"].type == "state_forces"
    assert known["JNIM"].type == "rebel_group"


def test_labels_are_moved_apart_as_little_as_needed():
    assert spread_out([0.0, 5.0], 1.0) == [0.0, 5.0]
    assert spread_out([0.5, 0.5], 1.0) == [0.0, 1.0]
    placed = spread_out([0.3, 0.1, 0.2], 1.0)
    assert placed == pytest.approx([1.2, -0.8, 0.2])
