"""The tables of causes: what moved loyalty, and what decided who took a cell."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import put_takeover, small_world

from sim.record.outputs import loyalty_causes, takeovers
from sim.record.recorder import Recorder
from sim.vocabulary import LoyaltyDriver
from sim.world.births import found

REBELS, FULANI = 1, 1
CAUSES = [f"by_{driver.name.lower()}" for driver in LoyaltyDriver]


def row(table, **keys):
    """The only row with these values, as numbers by column."""
    chosen = [
        i
        for i in range(len(table["week"]))
        if all(table[name][i] == value for name, value in keys.items())
    ]
    assert len(chosen) == 1, keys
    return {name: table[name][chosen[0]] for name in table}


def two_weeks(change):
    """Causes of the weeks 0 and 1, between which `change` changes the world."""
    world = small_world()
    world.communities.loyalty[:] = 0.2
    recorder = Recorder([(loyalty_causes.OUTPUT, 1)])
    recorder.note(world)
    world.begin_week()
    change(world)
    recorder.note(world)
    return recorder.tables(world)["loyalty_causes"]


def test_a_cause_counts_by_the_part_of_the_people_whom_it_moves():
    """1000 of the 6000 Fulani lose 0.6."""

    def harmed(world):
        world.communities.loyalty[REBELS, world.communities.at[FULANI, 0]] -= 0.6
        world.ledger.loyalty[LoyaltyDriver.HARM, REBELS, FULANI] = -600

    found_row = row(two_weeks(harmed), week=1, group="fulani", actor="rebels")
    assert found_row["people"] == 6000
    assert found_row["loyalty"] == pytest.approx(0.1)
    assert found_row["change"] == pytest.approx(-0.1)
    assert found_row["by_harm"] == pytest.approx(-0.1)
    assert found_row["by_moving"] == pytest.approx(0)


def test_what_no_mind_changed_is_the_doing_of_who_moved():
    """Half of the people, who hold 0.2 as all do, leave 1000 behind who hold 0.8."""

    def fled(world):
        communities = world.communities
        communities.loyalty[REBELS, communities.at[FULANI, 0]] = 0.8
        communities.people[communities.at[FULANI, 1]] = 0

    found_row = row(two_weeks(fled), week=1, group="fulani", actor="rebels")
    assert found_row["change"] == pytest.approx(0.12)
    assert found_row["by_moving"] == pytest.approx(0.12)


def test_the_causes_add_up_in_every_row_also_of_an_actor_that_is_born():
    def split(world):
        born = found(world, REBELS, "splinter", "Splinter")
        world.ledger.loyalty[LoyaltyDriver.SERVICES, born] = 60
        world.communities.loyalty[REBELS] += 0.01

    table = two_weeks(split)
    parts = np.sum([table[name] for name in (*CAUSES, "by_moving")], axis=0)
    assert parts == pytest.approx(table["change"])
    assert table["week"].count(1) == table["week"].count(0) + 2
    born = row(table, week=1, group="fulani", actor="splinter")
    assert born["by_services"] == pytest.approx(0.01)
    assert born["by_moving"] == pytest.approx(0)
    assert row(table, week=1, group="fulani", actor="rebels")["by_moving"] == pytest.approx(0.01)


def test_a_people_that_is_no_more_has_no_loyalty():
    def gone(world):
        communities = world.communities
        communities.people[communities.group == FULANI] = 0

    last = row(two_weeks(gone), week=1, group="fulani", actor="rebels")
    assert last["people"] == 0
    assert np.isnan(last["loyalty"])
    assert np.isnan(last["change"])


def test_takeovers_name_place_holders_and_causes():
    world = small_world()
    recorder = Recorder([(takeovers.OUTPUT, 1)])
    recorder.note(world)
    world.begin_week()
    put_takeover(world, 2, None, "rebels", (1.5, -0.25, 0.5, 0.125))
    put_takeover(world, 0, "state", None)
    recorder.note(world)
    table = recorder.tables(world)["takeovers"]
    assert table["week"] == [1, 1]
    assert table["date"] == ["2018-01-08"] * 2
    assert list(table["cell_id"]) == [world.grid.cell_id[2], world.grid.cell_id[0]]
    assert table["country"] == ["BFA", "MLI"]
    assert table["before"] == ["nobody", "state"]
    assert table["after"] == ["rebels", "nobody"]
    causes = [table[f"by_{part}"][0] for part in ("people", "presence", "security", "inertia")]
    assert causes == [1.5, -0.25, 0.5, 0.125]
