"""What holds for every table: its declaration, its columns, its notes."""

from __future__ import annotations

import re

import numpy as np
import pytest
from worlds import put_band, put_claim, put_event, put_takeover, small_world

from sim.record.files import RUN_COLUMNS
from sim.record.notes import Notes
from sim.record.output import Column, Output
from sim.record.outputs import TABLES
from sim.record.recorder import OutputError, Recorder, rounded
from sim.vocabulary import Development, Kind
from sim.world.births import add_post
from sim.world.state import arrays
from sim.world.world import SECTIONS


def recorded(*outputs, weeks=6, every=1):
    world = small_world()
    put_band(world, "state", 0, 100)
    put_band(world, "rebels", 1, 30)
    add_post(world, 1)
    recorder = Recorder([(output, every) for output in outputs])
    recorder.note(world)
    for _ in range(weeks):
        world.begin_week()
        put_event(world, Kind.BATTLE, "rebels", "state", 1, (1, 2, 3), group=0)
        put_takeover(world, 1, None, "rebels")
        world.developments.note(Development.ACCUSATION, 1, 2, amount=2.5)
        world.developments.note(Development.END, 2)
        put_claim(world, "rebels", Kind.BATTLE, "rebels", "state", 1, (0, 9, 0), event=0)
        recorder.note(world)
    return recorder.tables(world)


@pytest.fixture(scope="module")
def tables():
    return recorded(*TABLES)


def test_names_of_tables_are_unique():
    names = [output.name for output in TABLES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("output", TABLES, ids=lambda output: output.name)
class TestEveryOutput:
    def test_gives_the_declared_columns_in_order_and_of_equal_length(self, output, tables):
        table = tables[output.name]
        assert list(table) == [column.name for column in output.columns]
        assert len({len(values) for values in table.values()}) == 1
        assert len(table[output.columns[0].name]) > 0

    def test_values_are_of_the_declared_kind(self, output, tables):
        allowed = {"int": (int, type(None)), "float": float, "text": str, "date": str}
        for column in output.columns:
            values = tables[output.name][column.name]
            plain = values.tolist() if isinstance(values, np.ndarray) else values
            assert all(isinstance(value, allowed[column.kind]) for value in plain), column.name

    def test_dates_are_iso(self, output, tables):
        for column in output.columns:
            if column.kind == "date":
                for value in tables[output.name][column.name]:
                    assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", value)

    def test_columns_are_named_once_in_snake_case_and_explained(self, output, tables):
        names = [column.name for column in (*RUN_COLUMNS, *output.columns)]
        assert len(set(names)) == len(names)
        for column in output.columns:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
            assert column.meaning.endswith(".")

    def test_what_is_noted_later_weeks_leave_alone(self, output, tables):
        world = small_world()
        put_event(world, Kind.BATTLE, "rebels", "state", 1, (1, 2, 3))
        world.developments.note(Development.ACCUSATION, 1, 2, amount=2.5)
        notes = Notes(output.noted)
        notes.note(world)
        before = [repr(notes[what]) for what in output.noted]
        for section in SECTIONS:
            for item in arrays(getattr(world, section)):
                getattr(getattr(world, section), item.name)[...] = 1
        assert [repr(notes[what]) for what in output.noted] == before


def first_people(world):
    return world.cells.people[0]


def week_table(world, notes):
    return {"week": notes.weeks, "people": notes[first_people]}


SLOW = Output(
    "own",
    "An output from outside the package.",
    (Column("week", "int", "week", "Week."), Column("people", "float", "persons", "People.")),
    (first_people,),
    week_table,
)


def test_an_output_is_noted_in_week_0_and_then_at_its_interval():
    assert recorded(SLOW, every=4)["own"]["week"] == [0, 4]


def test_an_output_that_adds_weeks_up_is_noted_every_week():
    every_week = Output("own", "", SLOW.columns, SLOW.noted, SLOW.table, every_week=True)
    assert recorded(every_week, every=4)["own"]["week"] == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"week": [1]}, "gave no column 'people'"),
        ({"week": [1], "people": [1.0], "more": [2]}, "undeclared column 'more'"),
        ({"week": [1, 2], "people": [1.0]}, "unequal length"),
    ],
)
def test_an_output_that_breaks_its_word_is_named(table, complaint):
    broken = Output("own", "", SLOW.columns, (), lambda world, notes: table)
    with pytest.raises(OutputError, match=f"'own'.*{complaint}"):
        recorded(broken)


def test_floats_have_six_decimals_and_no_negative_zero():
    assert rounded([0.12345649, -1e-9, 2.0]).tolist() == [0.123456, 0.0, 2.0]
    assert str(float(rounded(-0.0))) == "0.0"
