"""The benchmarks run, at sizes at which their numbers mean nothing."""

from __future__ import annotations

import pytest

from sim.scenario.setup import set_up
from tests.bench import growth, table
from tests.bench.__main__ import main
from tests.bench.batches import timed_batch
from tests.bench.measured import measured
from tests.bench.synthetic import Shape, case

SMALL = Shape(width=12, height=8, communities=144, bands=40, actors=4, weeks=6)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("minimal", ("our kernels", "NumPy", "Mesa objects", "The same by rule")),
        ("rules", ("movement", "(recording)", "(between rules)", "the Sahel scenario")),
        ("growth", ("communities in a cell", "actors", "weeks", "everything")),
    ],
)
def test_each_part_prints_its_table(capsys, part, says):
    main([part, "--tiny", "--repeats", "1"])
    printed = capsys.readouterr().out
    assert all(words in printed for words in says)


def test_the_runs_of_a_batch_take_part_of_its_time(tmp_path):
    taken, processor, spent = timed_batch(tmp_path, "serial", workers=1, runs=2, weeks=2)
    assert 0.0 < spent < taken
    assert processor > 0.0


def test_a_scenario_made_by_code_has_the_size_that_is_asked_for():
    for shape in (SMALL, Shape(width=20, height=10, communities=500, bands=200, actors=8)):
        world = set_up(case(shape).scenario, seed=1)
        assert world.grid.size == shape.cells
        assert world.actors.size == shape.actors
        assert world.communities.size == pytest.approx(shape.communities, rel=0.05)
        assert world.bands.count == pytest.approx(shape.bands, rel=0.05)


def test_growth_steps_differ_from_the_base_in_what_they_name():
    for name, shapes in growth.steps(SMALL).items():
        for shape in shapes:
            changed = {
                field
                for field in ("width", "communities", "bands", "actors", "weeks")
                if getattr(shape, field) != getattr(SMALL, field)
            }
            expected = {"width", "communities"} if name.startswith("cells") else None
            assert changed == (expected or {name.split()[0]})


def test_the_parts_of_a_measured_run_add_up_to_the_run():
    run = measured(case(SMALL), seed=1, weeks=SMALL.weeks)
    parts = sum(run.rules.values()) + run.recording
    assert 0.0 < parts <= run.clocked
    assert run.bands > 0


def test_a_table_aligns_words_left_and_numbers_right():
    printed = table.text("Title", ["", "a"], [["one", 1234.5], ["three", 0.5]])
    assert printed == "Title\n-----\n           a\none    1,234\nthree    0.5\n"
