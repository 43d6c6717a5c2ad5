"""Where the time of a run goes, told rule by rule."""

from __future__ import annotations

from sim.batch.profile import RECORDING, profile, profile_lines
from sim.engine import simulate
from sim.kernel import COMPILED
from sim.record.files import table_csv
from sim.rules import presence
from sim.scenario.load import load_case
from tests.scenario_text import GOOD, written


def test_every_rule_and_the_recording_are_told(tmp_path):
    path = written(tmp_path, GOOD)
    case = load_case(path)
    spent = profile(case, 1)
    assert list(spent) == [*(rule.name for rule, own in case.rules if own.enabled), RECORDING]
    lines = list(profile_lines(path))
    assert len(lines) == len(spent) + 3
    assert {line.split()[0] for line in lines[1:-2]} == set(spent)


def test_calls_into_kernels_and_memory_are_counted(tmp_path):
    weeks = 5
    spent = profile(load_case(written(tmp_path, GOOD), [f"time.weeks={weeks}"]), 1)
    if COMPILED:
        assert spent["presence"].calls >= weeks
    assert spent[RECORDING].peak > 0


def test_who_notes_calls_is_gone_afterwards_and_runs_are_the_same(tmp_path):
    case = load_case(written(tmp_path, GOOD))
    kernel = presence.cover
    before = _bytes(case)
    profile(case, 1)
    assert presence.cover is kernel
    assert _bytes(case) == before


def _bytes(case):
    tables = simulate(case, 1).tables
    return [table_csv(output.columns, tables[output.name]) for output, _ in case.outputs]
