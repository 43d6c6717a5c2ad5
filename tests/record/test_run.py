"""The tables of a whole run agree with each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine import simulate
from sim.scenario.load import load_case

SCENARIO = Path(__file__).parent.parent / "scenarios" / "small.yaml"
IN = ("recruited", "enlisted_elsewhere", "foreign_arrival", "deployed", "defected_in")
OUT = (
    "withdrawn",
    "killed_in_battle",
    "killed_by_strike",
    "quit",
    "left_the_map",
    "defected_out",
)


@pytest.fixture(scope="module")
def tables():
    return simulate(load_case(SCENARIO), seed=1).tables


def test_something_happens(tables):
    assert len(tables["events"]["id"]) > 0


def test_fighters_killed_in_the_ledger_are_those_killed_in_events(tables):
    weeks, events = tables["actor_weeks"], tables["events"]
    in_ledger = weeks["killed_in_battle"].sum() + weeks["killed_by_strike"].sum()
    assert in_ledger == sum(events["deaths_a"]) + sum(events["deaths_b"])
    assert in_ledger == weeks["deaths_suffered"].sum()


def test_every_change_in_fighters_is_explained_by_a_flow(tables):
    weeks = tables["actor_weeks"]
    actors = len(set(weeks["actor"]))
    change = np.diff(weeks["fighters"].reshape(-1, actors), axis=0)
    flows = sum(weeks[name] for name in IN) - sum(weeks[name] for name in OUT)
    assert (change == flows.reshape(-1, actors)[1:]).all()


def test_deaths_are_the_same_by_event_and_by_month_of_cells(tables):
    months, events = tables["cell_months"], tables["events"]
    by_month = sum(months[f"ged_{kind}_best"].sum() for kind in ("sb", "ns", "os"))
    assert by_month == sum(events["best"])


def test_deaths_are_the_same_by_event_and_by_dyad(tables):
    events = tables["events"]
    fought = [kind != 3 for kind in events["type_of_violence"]]
    best = sum(best for best, two in zip(events["best"], fought, strict=True) if two)
    assert tables["dyad_weeks"]["deaths"].sum() == best
