"""Scenarios are read whole; whatever is wrong is named with its line, what is allowed, the cure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sim.engine import advance
from sim.errors import InputError
from sim.record.outputs import TABLES
from sim.rules.schedule import WEEK
from sim.scenario.load import load_batch, load_case
from sim.scenario.setup import set_up
from sim.scenario.yaml_text import parse, read_document
from tests.scenario_text import GOOD, complaints, written


def test_a_path_may_be_given_as_text(tmp_path):
    path = written(tmp_path, GOOD)
    assert load_case(str(path)) == load_case(path)
    assert load_batch(str(path)).digests == load_batch(path).digests


def test_a_good_scenario_becomes_a_case_with_every_rule_and_table(tmp_path):
    case = load_case(written(tmp_path, GOOD))
    assert case.scenario.time.start == dt.date(2018, 1, 1)
    assert [rule.name for rule, _ in case.rules] == [rule.name for rule in WEEK]
    assert [table.name for table, _ in case.outputs] == [
        table.name for table in TABLES if table.by_default
    ]
    assert not case.traces


def test_outputs_can_be_switched_off_and_thinned(tmp_path):
    text = GOOD + "outputs: {events: {enabled: false}, territory_share: {every: 4}}\n"
    case = load_case(written(tmp_path, text))
    every = {table.name: weeks for table, weeks in case.outputs}
    assert "events" not in every
    assert every["territory_share"] == 4


def test_tables_of_causes_are_written_where_they_are_asked_for(tmp_path):
    case = load_case(written(tmp_path, GOOD + "outputs: {takeovers: {enabled: true}}\n"))
    assert "takeovers" in {table.name for table, _ in case.outputs}
    assert case.traces


@pytest.mark.parametrize(
    ("outputs", "refused"),
    [("{}", True), ("{takeovers: {every: 1}}", True), ("{takeovers: {enabled: true}}", False)],
)
def test_an_outcome_needs_a_table_that_is_written(tmp_path, outputs, refused):
    text = f"{GOOD}outputs: {outputs}\noutcomes: {{taken: {{table: takeovers, take: count}}}}\n"
    path = written(tmp_path, text)
    if refused:
        with pytest.raises(InputError, match="'takeovers' is not written; enable it"):
            load_case(path)
    else:
        assert load_case(path).traces


def test_rules_take_their_parameters_from_the_scenario(tmp_path):
    text = GOOD + "rules: {recruitment: {enabled: false}}\n"
    case = load_case(written(tmp_path, text))
    own = {rule.name: parameters for rule, parameters in case.rules}
    assert not own["recruitment"].enabled
    assert own["movement"].enabled


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("true", True),
        ("010", 10),
        ("0o10", 8),
        ("1:30", "1:30"),
        ("1e-3", 0.001),
        ("1_000", "1_000"),
        ("~", None),
        ("2018-01-01", "2018-01-01"),
        ("'5'", "5"),
        (".5", 0.5),
    ],
)
def test_scalars_are_those_of_yaml_1_2(tmp_path, text, value):
    read = parse(f"a: {text}", tmp_path, "x").data["a"]
    assert read == value
    assert type(read) is type(value)


def test_every_node_knows_its_line_and_column(tmp_path):
    document = read_document(written(tmp_path, "a:\n  b: 1\n  c:\n    - x\n    - {d: 2}\n"))
    mark = document.marks[("a", "c", 1, "d")]
    assert (mark.line, mark.column) == (5, 8)


def test_a_mistyped_key_is_answered_with_the_nearest_known_one(tmp_path):
    found = complaints(tmp_path, GOOD.replace("cells: 6", "cels: 6"))
    assert found == ["13: actors.reds.forces.0.cels: unknown key. Did you mean 'cells'?"]


def test_several_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    text = GOOD.replace("weeks: 6", "weeks: soon").replace("rebel_group", "rebel_grup")
    found = complaints(tmp_path, text + "desing: 3\n")
    assert [line.partition(":")[0] for line in found] == ["3", "12", "14", "15"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weeks: 6", "weeks: 0", "3: time.weeks: 0 is out of range; allowed: 1 to 5200 (weeks)."),
        (
            "fighters: 300",
            "fighters: many",
            "13: actors.reds.forces.0.fighters: 'many' is of the wrong type; allowed: a whole "
            "number, 1 to 10000000 (fighters).",
        ),
        (
            "fighters: 300, ",
            "",
            "13: actors.reds.forces.0.fighters: is missing; add it (how many).",
        ),
        (
            "fighters: 300",
            "fighters: 5,000",
            "13: actors.reds.forces.0.000: unknown key. Write a number without commas: 5000, not",
        ),
        ("weeks: 6", "weeks: '6'", "3: time.weeks: '6' is of the wrong type;"),
        ("weeks: 6", "weeks: true", "3: time.weeks: true is of the wrong type;"),
        (
            "2018-01-01",
            "2018-02-30",
            "3: time.start: '2018-02-30' is of the wrong type; allowed: a",
        ),
        ("2018-01-01", "0001-01-01", "3: time.start: '0001-01-01' is out of range;"),
        ("kind: abstract", "kind: abstrakt", "4: area.kind: 'abstrakt' is not known here;"),
        ("kind: abstract, ", "", "4: area: has no 'kind'; add one of: real, abstract."),
        ("scenario: small", "scenario: Small One", "1: scenario: 'Small One' is not a name"),
        ("name: Reds", "name: '=HYPERLINK(1)'", "11: actors.reds.name: '=HYPERLINK(1)' is not a"),
        ("name: Reds", "name: a$$b", "11: actors.reds.name: 'a$$b' is not a name"),
        ("name: Reds", "name: <b>x</b>", "11: actors.reds.name: '<b>x</b>' is not a name"),
        ("name: Reds", "name: State", "11: actors.reds.name: 'State' is the name of 'state' as"),
        (", country: A", "", "9: actors.state.country: is missing; a state governs a country"),
        ("country: A", "country: B", "9: actors.state.country: the area has no country 'B'."),
        ("[0, 3]", "[3, 0]", "13: actors.reds.forces.0.place.longitude: 3.0 is above 0.0;"),
        ("[0, 3]", "[90, 99]", "13: actors.reds.forces.0.place: no cell of the area meets"),
        ("cells: 6", "cells: 500", "13: actors.reds.forces.0.cells: 500 is more than the 24 cells"),
        ("fighters: 300", "fighters: 9999999", "13: actors.reds.forces: 9,999,999 fighters in all"),
        (
            '{"*": 0.5}}\n  f',
            '{"*": 0.6}}\n  f',
            "7: groups.farmers.shares.*: shares of all groups",
        ),
        ('{"*": 0.5}}\n  f', "{XYZ: 0.1}}\n  f", "6: groups.herders.shares.XYZ: the area has no"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(tmp_path, old, new, said):
    assert old in GOOD
    found = complaints(tmp_path, GOOD.replace(old, new, 1))
    assert found[0].startswith(said), found


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("relations: [{between: [reds, blus], stance: war}]", "Did you mean 'blues'?"),
        ("relations: [{between: [reds, reds], stance: war}]", "names one actor twice"),
        ("ties: [{group: herdrs, actor: reds, loyalty: 0.1}]", "Did you mean 'herders'?"),
        ("timeline: {x: {kind: coup, date: 2018-01-10, actor: stat}}", "Did you mean 'state'?"),
        (
            "timeline: {x: {kind: coup, date: 2019-01-10, actor: state}}",
            "is outside the run, 2018-",
        ),
        (
            "timeline: {x: {kind: coup, date: 2017-12-31, actor: state}}",
            "is outside the run, 2018-",
        ),
        ("timeline: {x: {kind: cup, date: 2018-01-10, actor: state}}", "Did you mean 'coup'?"),
        ("rules: {recruitmnt: {enabled: false}}", "Did you mean 'recruitment'?"),
        ("rules: {recruitment: {enabld: false}}", "Did you mean 'enabled'?"),
        ("rules: {recruitment: {enabled: 1}}", "allowed: true or false."),
        ("outputs: {evnts: {every: 2}}", "Did you mean 'events'?"),
        ("outcomes: {x: {table: evnts, take: count}}", "Did you mean 'events'?"),
        ("outcomes: {x: {table: events, column: bst}}", "Did you mean 'best'?"),
        ("outcomes: {x: {table: events}}", "'last' needs a column."),
        (
            "outcomes: {x: {table: events, take: count, where: {side_c: reds}}}",
            "Did you mean 'side_",
        ),
        ("plugins: {rules: [{file: nope.py, after: control}]}", "cannot be read (No such file"),
        ("plugins: {strategies: [nope.py]}", "cannot be read (No such file"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_one_that_is(tmp_path, more, said):
    found = complaints(tmp_path, GOOD + more + "\n")
    assert len(found) == 1, found
    assert found[0].startswith("15: ")
    assert said in found[0]


@pytest.mark.parametrize(
    ("table", "where", "said"),
    [
        ("territory_share", "actor: stat", "'stat' is not a known actor. Did you mean 'state'?"),
        ("territory_share", "actor: civilians", "'civilians' is not a known actor. Known: blues,"),
        ("territory_share", "country: al", "'al' is not a known country. Known: A, "),
        ("cell_months", "controller: contested", "'contested' is not a known actor."),
        ("dyad_weeks", "actor_b: blus", "Did you mean 'blues'?"),
        ("beliefs", "observer: 7", "'7' is not a known actor. Known: blues, reds, state."),
        ("relations", "other: rads", "Did you mean 'reds'?"),
        ("relations", "other: rads_splinter", "'rads_splinter' is not a known actor."),
        ("actors", "actor: state_splinter", "'state_splinter' is not a known actor."),
        ("events", "striker: none", "'none' is not a known actor. Known: blues, reds, state."),
        ("events", "civilian_group: herder", "'herder' is not a known group. Did you mean 'herd"),
        ("loyalty", "group: farmer", "'farmer' is not a known group. Did you mean 'farmers'?"),
        ("loyalty", "country: ALL", "'ALL' is not a known country. Known: A"),
        ("strategic_developments", "development: acusation", "Did you mean 'accusation'?"),
        ("strategic_developments", "constituent: reds", "'reds' is not a known constituent."),
    ],
)
def test_a_value_that_no_row_can_have_is_refused(tmp_path, table, where, said):
    outcomes = f"outcomes:\n  x: {{table: {table}, take: count, where: {{{where}}}}}\n"
    found = complaints(tmp_path, GOOD + outcomes)
    assert len(found) == 1, found
    assert found[0].startswith(f"16: outcomes.x.where.{where.partition(':')[0]}: ")
    assert said in found[0]


UMBRELLA = GOOD.replace(
    "name: Reds\n", "name: Reds\n    constituents: {north: {name: North}, south: {name: South}}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("north:", "nobody:", "12: actors.reds.constituents.nobody: 'nobody' has a meaning of its"),
        ("north:", "blues:", "12: actors.reds.constituents.blues: 'blues' is an actor; it would"),
        (
            "name: Blues,",
            "name: Blues, constituents: {north: {name: N}},",
            "15: actors.blues.constituents.north: 'north' is a constituent of 'reds' as well;",
        ),
        (
            "name: Reds\n",
            "name: Reds\n    founded: 2018-01-02\n",
            "12: actors.reds.founded: 2018-01-02 is after the start;",
        ),
        (
            "blues:",
            "unused: {name: Unused, type: rebel_group, constituents: {east: {name: East}}}\n"
            "timeline:\n"
            "  x: {kind: leader_killed, date: 2018-01-10, actor: reds, constituent: east}\n#",
            "17: timeline.x.constituent: 'east' is not a known constituent. Known: north, south.",
        ),
        (
            "blues:",
            "unused: {name: Unused, type: rebel_group}\n"
            "timeline:\n"
            "  x: {kind: leader_killed, date: 2018-01-10, actor: reds, by: stat}\n#",
            "17: timeline.x.by: 'stat' is not a known actor. Did you mean 'state'?",
        ),
    ],
)
def test_a_mistake_about_constituents_and_leaders_is_named(tmp_path, old, new, said):
    assert complaints(tmp_path, UMBRELLA) == []
    found = complaints(tmp_path, UMBRELLA.replace(old, new, 1))
    assert len(found) == 1, found
    assert found[0].startswith(said), found


def test_a_constituent_may_bear_an_actors_name(tmp_path):
    assert complaints(tmp_path, UMBRELLA.replace("name: North", "name: Blues")) == []


@pytest.mark.parametrize(
    "event",
    ["constituent: north", "constituent: south, by: state", "by: blues"],
)
def test_the_leader_of_a_part_or_of_the_whole_can_be_killed(tmp_path, event):
    death = f"{{kind: leader_killed, date: 2018-01-10, actor: reds, {event}}}"
    assert complaints(tmp_path, UMBRELLA + f"timeline: {{x: {death}}}\n") == []


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("territory_share", "actor: north, country: A"),
        ("strategic_developments", "development: split, actor: north, other: reds"),
        ("strategic_developments", "development: leader_killed, constituent: ''"),
        ("actor_weeks", "actor: blues_splinter"),
        ("actor_weeks", "actor: north_splinter_2"),
    ],
)
def test_a_constituent_may_become_an_actor_that_outcomes_ask_for(tmp_path, table, where):
    outcomes = f"outcomes: {{x: {{table: {table}, take: count, where: {{{where}}}}}}}\n"
    assert complaints(tmp_path, UMBRELLA + outcomes) == []


def test_a_country_around_the_study_area_is_refused_where_the_table_leaves_it_out():
    setting = "outcomes.jnim_share_end.where.country=BEN"
    with pytest.raises(InputError, match="'BEN' is not a known country"):
        load_case(Path(__file__).parents[1] / "scenarios" / "sahel.yaml", [setting])


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("territory_share", "actor: contested, country: ALL"),
        ("territory_share", "actor: nobody, country: A"),
        ("cell_months", "controller: nobody"),
        ("events", "actor_a: reds, actor_b: civilians, civilian_group: herders"),
        ("events", "striker: '', dyad_name: Reds - Blues, selective: 1"),
    ],
)
def test_values_that_stand_in_a_table_can_be_asked_for(tmp_path, table, where):
    outcomes = f"outcomes: {{x: {{table: {table}, take: count, where: {{{where}}}}}}}\n"
    assert complaints(tmp_path, GOOD + outcomes) == []


def test_a_switched_off_intervention_may_lie_outside_the_run(tmp_path):
    event = "{kind: coup, date: 2019-01-10, actor: state, enabled: false}"
    assert complaints(tmp_path, GOOD + f"timeline: {{x: {event}}}\n") == []


def test_a_run_cut_short_on_the_command_line_may_end_before_its_interventions(tmp_path):
    text = GOOD + "timeline: {x: {kind: coup, date: 2018-02-05, actor: state}}\n"
    assert complaints(tmp_path, text) == []
    assert complaints(tmp_path, text, "time.weeks=2") == []


def test_values_can_be_set_by_dotted_path(tmp_path):
    path = written(tmp_path, GOOD)
    sets = ["time.weeks=9", "actors.reds.forces.0.fighters=50", "rules.movement.enabled=false"]
    case = load_case(path, sets)
    assert case.scenario.time.weeks == 9
    assert case.scenario.actors["reds"].forces[0].fighters == 50
    assert not {rule.name: own for rule, own in case.rules}["movement"].enabled


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("time.weks=9", "time.weks: unknown key. Did you mean 'weeks'?"),
        ("actors.rods.skill=2", "'rods' is not there. Did you mean 'reds'?"),
        (
            "actors.reds.forces.7.fighters=2",
            "'7' is not there; allowed: a place in the list, 0 to 0",
        ),
        ("title.x=2", "'title' is a single value and holds no 'x'"),
        ("time.weeks=-1", "-1 is out of range"),
        ("time.weeks", "write path=value"),
        ("time.weeks=", "has no value"),
        ("time.weeks=[", "is not YAML"),
        ("time.weeks=!!python/name:os.system", "tags (!name) are not allowed"),
    ],
)
def test_a_bad_setting_says_so(tmp_path, argument, said):
    found = complaints(tmp_path, GOOD, argument)
    assert len(found) == 1, found
    assert said in found[0]


RULE = """
from sim.rules.rule import Parameters, Rule, parameter

class Own(Parameters):
    strength: float = parameter(1, "How much.", unit="factor", ge=0, le=2)

def apply(world, parameters, key):
    pass

RULE = Rule("own_rule", "It does nothing.", "own design", Own, (), (), apply)
"""


def test_a_rule_from_a_file_takes_its_place_in_the_week(tmp_path):
    written(tmp_path, RULE, "own.py")
    text = GOOD + "plugins: {rules: [{file: own.py, after: presence}]}\n"
    case = load_case(written(tmp_path, text + "rules: {own_rule: {strength: 2}}\n"))
    names = [rule.name for rule, _ in case.rules]
    assert names.index("own_rule") == names.index("presence") + 1
    assert next(own for rule, own in case.rules if rule.name == "own_rule").strength == 2
    assert "plugins" in complaints(tmp_path, text.replace("presence", "presense"))[0]
    found = complaints(tmp_path, text + "rules: {own_rule: {strength: 3}}\n")
    assert "3 is out of range; allowed: 0 to 2 (factor)" in found[0]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1", "does not define RULE"),
        ("RULE = 1", "does not define RULE"),
        ("1 / 0", "cannot be run: ZeroDivisionError in line 1: division by zero"),
        ("def f(:", "cannot be run: SyntaxError in line 1"),
        ("raise SystemExit(0)", "cannot be run: SystemExit"),
        (RULE.replace("own_rule", "control"), "defines a rule named 'control'"),
    ],
)
def test_a_faulty_plug_in_is_named(tmp_path, source, said):
    written(tmp_path, source, "own.py")
    found = complaints(tmp_path, GOOD + "plugins: {rules: [{file: own.py, after: control}]}\n")
    assert len(found) == 1
    assert said in found[0]


STRATEGY = """
from sim.world.strategy import Intent, Strategy
STRATEGY = Strategy("lurk", "It waits.", "own design", lambda situation: Intent(hiding=1.0))
"""
LURKING = GOOD.replace("name: Reds\n", "name: Reds\n    strategy: lurk\n")


def test_a_strategy_from_a_file_is_followed_by_who_names_it(tmp_path):
    written(tmp_path, STRATEGY, "own.py")
    case = load_case(written(tmp_path, LURKING + "plugins: {strategies: [own.py]}\n"))
    reds = list(case.scenario.actors).index("reds")
    world = set_up(case.scenario, 1, case.strategies)
    assert [own.name == "lurk" for own in world.strategies].index(True) == reds
    for _ in range(8):
        advance(world, case.rules, 1)
    assert world.actors.hiding[reds] == 1.0
    assert world.actors.exposure[reds] < world.actors.visibility[reds]


def test_an_unknown_strategy_is_answered_with_the_nearest_known(tmp_path):
    text = GOOD.replace("name: Reds\n", "name: Reds\n    strategy: insurgence\n")
    found = complaints(tmp_path, text)
    assert len(found) == 1
    line = 1 + text.split("\n").index("    strategy: insurgence")
    assert found[0].startswith(f"{line}: actors.reds.strategy: 'insurgence' is not a known strateg")
    assert "Did you mean 'insurgency'?" in found[0]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1", "does not define STRATEGY"),
        (STRATEGY.replace("lurk", "passive"), "defines a strategy named 'passive', which there is"),
    ],
)
def test_a_faulty_strategy_is_named(tmp_path, source, said):
    written(tmp_path, source, "own.py")
    found = complaints(tmp_path, GOOD + "plugins: {strategies: [own.py]}\n")
    assert len(found) == 1
    assert said in found[0]


def test_an_output_from_a_file_is_written_after_the_others(tmp_path):
    source = """
from sim.record.output import Column, Output
OUTPUT = Output("own_table", "Nothing.", (Column("week", "int", "", "Week."),), (),
                lambda world, notes: {"week": [0]})
"""
    written(tmp_path, source, "own.py")
    case = load_case(written(tmp_path, GOOD + "plugins: {outputs: [own.py]}\n"))
    assert case.outputs[-1][0].name == "own_table"


def test_a_batch_is_not_taken_for_a_scenario(tmp_path):
    with pytest.raises(InputError, match="is a batch, and one scenario is wanted"):
        load_case(written(tmp_path, "batch: b\nbase: case.yaml\n"))


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ("actor: reds, to: blues", "actor: 'reds' is neither a state nor a guest;"),
        ("actor: state, to: state", "to: 'state' is no rebel group;"),
        ("actor: state, to: bleus", "to: 'bleus' is not a known actor. Did you mean 'blues'?"),
        ("actor: state", "to: is missing; add it (rebel group that answers)."),
    ],
)
def test_only_a_state_or_guest_offers_a_pact_and_only_to_a_rebel_group(tmp_path, offer, said):
    event = f"timeline: {{x: {{kind: pact_offer, date: 2018-01-10, {offer}}}}}\n"
    [found] = complaints(tmp_path, GOOD + event)
    assert f"timeline.x.{said}" in found
