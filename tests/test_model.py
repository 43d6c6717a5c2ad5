"""ConflictModel behaves as a Mesa user expects and computes what the engine computes."""

from __future__ import annotations

import datetime as dt
import gc
import weakref
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
import pytest
from births import splitting

from sim.engine import advance, simulate
from sim.errors import InputError
from sim.model import ActorAgent, BandAgent, CommunityAgent, ConflictModel
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from sim.vocabulary import CONTESTED, NOBODY_NAME, Stance
from sim.world.state import arrays
from sim.world.world import SECTIONS, World

SMALL = Path(__file__).parent / "scenarios" / "small.yaml"
HOLDERS = ("state", "reds", "blues", CONTESTED, NOBODY_NAME)


@pytest.fixture
def model() -> ConflictModel:
    return ConflictModel(SMALL)


def contents(world: World) -> dict[str, bytes]:
    """Bytes of every array in use, by name."""
    found = {}
    for name in SECTIONS:
        section = getattr(world, name)
        for item in arrays(section):
            values = getattr(section, item.name)
            if hasattr(section, "count"):
                values = values[: section.count]
            found[f"{name}.{item.name}"] = values.tobytes()
    return found


# --- the engine's world --------------------------------------------------------------------


def test_the_world_after_six_steps_has_the_bytes_of_the_engine_alone(model):
    case = load_case(SMALL)
    world = set_up(case.scenario, 7)
    for _ in range(2 + 6):
        advance(world, case.rules, 7)
    for _ in range(6):
        model.step()
        model.bands()
        model.communities()
    assert contents(model.world) == contents(world)


def test_collecting_changes_nothing_in_the_world(model):
    silent = ConflictModel(SMALL, collect=False)
    for both in (model, silent):
        both.run_model()
    assert contents(model.world) == contents(silent.world)
    assert silent.datacollector.model_vars["week"] == []


def test_shares_are_those_of_the_territory_table(model):
    model.run_model()
    table = simulate(load_case(SMALL), 7).tables["territory_share"]
    rows = zip(table["week"], table["country"], table["actor"], table["share_cells"], strict=True)
    last = {actor: share for week, country, actor, share in rows if (week, country) == (6, "ALL")}
    assert {holder: model.share(holder) for holder in HOLDERS} == pytest.approx(last, abs=1e-6)


# --- a Mesa model --------------------------------------------------------------------------


def test_burn_in_is_over_when_the_model_is_made(model):
    assert (model.week, model.date, model.steps) == (0, dt.date(2018, 1, 1), 0)


def test_a_step_is_a_week(model):
    model.step()
    assert (model.week, model.date, model.steps) == (1, dt.date(2018, 1, 8), 1)


def test_running_becomes_false_at_the_last_week(model):
    for _ in range(5):
        model.step()
        assert model.running
    model.step()
    assert not model.running
    assert model.week == 6


def test_run_model_runs_to_the_last_week(model):
    model.run_model()
    assert model.week == 6


def test_no_name_that_mesa_owns_is_taken():
    owned = {"scenario", "time", "schedule_event", "run_for", "observe", "notify"}
    assert owned.isdisjoint(vars(ConflictModel))
    ours = {"world", "case", "week", "date", "seed", "actor", "held", "communities", "bands"}
    assert ours.isdisjoint(dir(mesa.Model()))


def test_the_data_collector_gives_one_row_a_week_with_shares_that_sum_to_one(model):
    model.run_model()
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["week"].tolist() == list(range(7))
    assert frame["date"].iloc[-1] == dt.date(2018, 2, 12)
    shares = frame[[f"share_{holder}" for holder in HOLDERS]]
    assert shares.sum(axis=1).to_numpy() == pytest.approx(np.ones(7))


def test_the_data_collector_gives_every_actor_every_week(model):
    model.run_model()
    frame = model.datacollector.get_agent_vars_dataframe()
    assert frame["name"].tolist() == ["state", "reds", "blues"] * 7
    assert (frame["fighters"] > 0).all()


def test_a_model_nobody_holds_is_freed():
    model = ConflictModel(SMALL)
    model.bands()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


# --- seeds and changes ---------------------------------------------------------------------


def test_the_seed_is_the_scenarios_unless_another_is_given(model):
    assert model.seed == 7
    assert ConflictModel(SMALL, seed=8).seed == 8
    assert ConflictModel(SMALL, rng=9).seed == 9


def test_a_generator_gives_a_seed_that_can_be_had_again():
    first = ConflictModel(SMALL, rng=np.random.default_rng(1)).seed
    assert first == ConflictModel(SMALL, rng=np.random.default_rng(1)).seed
    assert first != ConflictModel(SMALL, rng=np.random.default_rng(2)).seed


def test_two_seeds_are_refused():
    with pytest.raises(ValueError, match="not both"):
        ConflictModel(SMALL, seed=1, rng=1)


def test_another_seed_gives_another_world(model):
    assert contents(ConflictModel(SMALL, seed=8).world) != contents(model.world)


def test_keywords_change_fields_of_the_scenario():
    model = ConflictModel(SMALL, **{"time.weeks": 2, "actors.reds.restraint": 0.9})
    assert model.case.scenario.time.weeks == 2
    assert model.world.actors.restraint[model.actor("reds").row] == 0.9


def test_an_unknown_keyword_is_refused_with_the_nearest_known_one():
    with pytest.raises(InputError, match="weeks"):
        ConflictModel(SMALL, **{"time.week": 2})


def test_a_complete_case_is_taken_as_it_is():
    case = load_case(SMALL)
    assert ConflictModel(case).case is case
    with pytest.raises(TypeError, match="give its file"):
        ConflictModel(case, **{"time.weeks": 2})


# --- actors --------------------------------------------------------------------------------


def test_actors_are_the_agents_of_the_model(model):
    assert [actor.name for actor in model.agents] == ["state", "reds", "blues"]
    assert [actor.unique_id for actor in model.agents] == [1, 2, 3]
    assert len(model.agents_by_type[ActorAgent]) == 3
    assert isinstance(model.actor("reds"), mesa.Agent)
    assert model.actor("reds").type == "rebel_group"


def test_an_actor_reads_the_world_as_it_is(model):
    reds, blues = model.actor("reds"), model.actor("blues")
    assert reds.stance_towards(blues) is Stance.WAR
    model.world.pairs.stance[reds.row, blues.row] = Stance.TRUCE
    model.world.actors.treasury[reds.row] = 12.5
    model.world.cells.control[:] = reds.row
    model.world.cells.contested[:] = False
    assert reds.stance_towards(blues) is Stance.TRUCE
    assert (reds.treasury, reds.cells_held, reds.share, blues.share) == (12.5, 48, 1.0, 0.0)


def test_what_an_agent_reads_cannot_be_set(model):
    with pytest.raises(AttributeError):
        model.actor("reds").fighters = 1_000_000


def test_an_actor_shows_its_name(model):
    assert repr(model.actor("reds")) == "<ActorAgent reds>"


# --- actors born in the run ----------------------------------------------------------------


@pytest.fixture
def growing() -> ConflictModel:
    """A model in which an actor breaks away from reds in week 2."""
    return ConflictModel(splitting(load_case(SMALL), {2: ("reds", "young_reds")}))


def test_a_newborn_joins_the_agents_in_the_week_of_its_birth(growing):
    growing.step()
    assert len(growing.agents) == 3
    growing.step()
    born = growing.actor("young_reds")
    assert list(growing.agents) == [growing.actor(name) for name in (*HOLDERS[:3], "young_reds")]
    assert (born.unique_id, born.type, born.alive) == (4, "rebel_group", True)
    assert born.fighters == sum(band.fighters for band in growing.bands() if band.owner is born)
    assert born.fighters > 0


def test_the_data_collector_has_the_newborn_from_its_birth_on(growing):
    growing.run_model()
    frame = growing.datacollector.get_model_vars_dataframe()
    share = frame["share_young_reds"]
    assert share.isna().tolist() == [True, True, False, False, False, False, False]
    assert share[2] == growing.datacollector.model_vars["share_young_reds"][2] > 0
    shares = frame[[f"share_{holder}" for holder in (*HOLDERS, "young_reds")]]
    assert shares.sum(axis=1).to_numpy() == pytest.approx(np.ones(7))
    agents = growing.datacollector.get_agent_vars_dataframe()
    assert (agents["name"] == "young_reds").sum() == 5


def test_a_birth_that_is_not_collected_does_no_harm_to_a_later_collection():
    case = splitting(load_case(SMALL), {2: ("reds", "young_reds")})
    model = ConflictModel(case, collect=False)
    for _ in range(4):
        model.step()
    model.datacollector.collect(model)
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["week"].tolist() == [4]
    assert not pd.isna(frame["share_young_reds"][0])


def test_ids_of_agents_differ_and_stay_when_an_actor_is_born(growing):
    before = {agent.unique_id: agent for agent in (*growing.agents, *growing.communities())}
    growing.run_model()
    everybody = [*growing.agents, *growing.communities(), *growing.bands()]
    after = {agent.unique_id: agent for agent in everybody}
    assert len(after) == len(everybody)
    assert all(after[key] is agent for key, agent in before.items())


def test_an_actor_that_ended_leaves_the_agents_but_is_found(model):
    reds = model.actor("reds")
    model.world.actors.alive[reds.row] = False
    model.step()
    assert reds not in model.agents
    assert model.actor("reds") is reds
    assert not reds.alive


# --- communities and bands -----------------------------------------------------------------


def test_communities_are_agents_on_request(model):
    communities = model.communities()
    assert len(communities) == model.world.communities.size
    assert communities.agg("people", sum) == int(model.world.communities.people.sum())
    assert set(communities.get("group")) == {"herders", "farmers"}
    one = next(iter(communities))
    assert isinstance(one, CommunityAgent)
    assert -1 <= one.loyalty_to(model.actor("reds")) <= 1
    assert 0 <= one.fear_of(model.actor("reds")) <= 1


def test_bands_are_agents_on_request_and_add_up_to_their_owners(model):
    bands = model.bands().select(lambda band: band.owner.name == "reds")
    assert bands.agg("fighters", sum) == model.actor("reds").fighters
    grid = model.world.grid
    assert all(band.pos == (grid.x[band.cell], grid.y[band.cell]) for band in bands)


def test_a_band_stays_the_same_agent_while_it_lives(model):
    before = {band.unique_id: band for band in model.bands()}
    model.step()
    after = {band.unique_id: band for band in model.bands()}
    assert before.keys() & after.keys()
    assert all(after[key] is before[key] for key in before.keys() & after.keys())
    assert all(before[key].alive == (key in after) for key in before)


def test_a_band_without_fighters_is_gone(model):
    band = next(iter(model.bands()))
    assert isinstance(band, BandAgent)
    model.world.bands.fighters[band.row] = 0
    model.step()
    assert not band.alive
    assert band.fighters == 0


def test_asking_for_bands_and_communities_adds_no_agents_to_the_model(model):
    model.bands()
    model.communities()
    assert len(model.agents) == 3
