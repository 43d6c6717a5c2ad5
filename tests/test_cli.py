"""The command: what it prints, its exit codes, and what it does not import."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main
from sim.scenario.json_schema import batch_schema, scenario_schema, schema_text
from sim.scenario.load import load_batch
from tests.scenario_text import GOOD, written

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SHIPPED = sorted([*SCENARIOS.glob("*.yaml"), *SCENARIOS.glob("batches/*.yaml")])
HEAVY = ("numba", "scipy", "matplotlib", "pandas", "mesa", "solara", "networkx")


def imported(*arguments):
    """Top-level modules that a command has imported when it ends."""
    code = (
        "import sys; from sim.cli import main\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit: pass\n"
        "print('MODULES', *{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_help_imports_nothing_heavy():
    assert not imported("--help") & {*HEAVY, "numpy", "pydantic", "ruamel"}


@pytest.mark.parametrize("command", ["check", "show"])
def test_looking_at_a_scenario_imports_nothing_that_runs_or_draws(command, tmp_path):
    assert not imported(command, str(written(tmp_path, GOOD))) & set(HEAVY)


def test_check_says_that_a_file_is_good_and_how_many_runs_it_makes(tmp_path, capsys):
    path = written(tmp_path, GOOD)
    assert main(["check", str(path), "--set", "seeds.replicates=3"]) == 0
    assert capsys.readouterr().out == f"{path}: good; 3 runs\n"


def test_a_value_set_on_the_command_line_is_checked_too(tmp_path, capsys):
    for command in ("check", "show", "plan"):
        assert main([command, str(written(tmp_path, GOOD)), "--set", "time.weeks=-5"]) == 2
        assert "time.weeks: -5 is out of range" in capsys.readouterr().err


def test_a_bad_file_ends_with_2_and_lines_of_problems_on_standard_error(tmp_path, capsys):
    path = written(tmp_path, GOOD.replace("rebel_group", "rebels"))
    assert main(["check", str(path)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert re.fullmatch(
        rf"({re.escape(str(path))}:\d+:\d+: actors\.\w+\.type: .*\n){{2}}", output.err
    )


def test_show_tells_who_where_the_week_what_differs_and_what_happens(tmp_path, capsys):
    text = GOOD + (
        "rules: {movement: {enabled: false}}\nsources: [A book]\n"
        "timeline: {putsch: {kind: coup, date: 2018-01-10, actor: state}}\n"
    )
    assert main(["show", str(written(tmp_path, text))]) == 0
    shown = capsys.readouterr().out
    for line in (
        "Reds: rebel group, 300 fighters",
        "48 cells,",
        " off movement: ",
        "movement.enabled = False (default True)",
        "2018-01-10 putsch: coup, state",
        "A book",
    ):
        assert line in shown


def test_show_tells_leaders_parts_outlets_and_foundation(tmp_path, capsys):
    text = GOOD.replace(
        "name: Reds\n",
        """name: Reds
    founded: 2012-05-01
    leader: Rosa
    outlet: {name: The Red Word, reporting: 1.2}
    constituents: {north: {name: North, leader: Noor, base: {country: A}}, south: {name: South}}
""",
    )
    death = (
        "timeline: {fall: {kind: leader_killed, date: 2018-01-10, actor: reds, constituent: north}}"
    )
    assert main(["show", str(written(tmp_path, text + death))]) == 0
    shown = capsys.readouterr().out
    assert (
        """
  reds   Reds: rebel group, 300 fighters
           founded 2012-05-01, led by Rosa
           part north: North, led by Noor, from A
           part south: South
           outlet The Red Word: 1.2 claims for each event
           300 in"""
        in shown
    )
    assert "2018-01-10 fall: leader_killed, reds (north)" in shown


def test_show_tells_strategies_that_are_not_those_of_the_type(tmp_path, capsys):
    named = GOOD.replace("name: Reds\n", "name: Reds\n    strategy: passive\n")
    named = named.replace("name: Blues\n", "name: Blues\n    strategy: insurgency\n")
    assert main(["show", str(written(tmp_path, named))]) == 0
    shown = capsys.readouterr().out
    assert "Reds: rebel group, 300 fighters\n           decides by passive\n" in shown
    assert shown.count("decides by") == 1


def test_show_tells_ties_and_relations(tmp_path, capsys):
    text = GOOD + (
        "ties:\n  - {group: herders, actor: reds, loyalty: 0.1, place: {country: A}}\n"
        "  - {group: farmers, actor: blues, loyalty: -0.2}\n"
        "relations:\n  - {between: [reds, blues], stance: rivalry}\n"
        "  - {between: [reds, state], stance: truce, hostility: 0.1}\n"
    )
    assert main(["show", str(written(tmp_path, text))]) == 0
    shown = capsys.readouterr().out
    assert "\nTies\n  herders -> reds: +0.1, A\n  farmers -> blues: -0.2, everywhere\n" in shown
    assert "\nRelations\n  reds and blues: rivalry\n  reds and state: truce, hosti" in shown


def test_show_tells_the_scenarios_of_a_batch(tmp_path, capsys):
    written(tmp_path, GOOD)
    text = "batch: b\nbase: case.yaml\nvary: {actors.reds.skill: [1, 2]}\nseeds: {replicates: 5}\n"
    assert main(["show", str(written(tmp_path, text, "batch.yaml"))]) == 0
    shown = capsys.readouterr().out
    assert "10 runs: 2 scenarios x 5 replicates" in shown
    assert "actors.reds.skill: 1, 2" in shown


def test_plan_tells_what_a_batch_will_be_and_imports_nothing_that_runs(tmp_path):
    written(tmp_path, GOOD)
    text = "batch: b\nbase: case.yaml\nvary: {actors.reds.skill: [1, 2]}\nseeds: {replicates: 5}\n"
    path = written(tmp_path, text, "batch.yaml")
    assert not imported("plan", str(path)) & set(HEAVY)
    command = [sys.executable, "-m", "sim", "plan", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "10 runs: 2 points x 5 replicates" in done.stdout


def test_rules_lists_the_week(capsys):
    assert main(["rules"]) == 0
    assert " 1 timeline" in capsys.readouterr().out


def test_python_m_sim_is_the_command():
    command = [sys.executable, "-m", "sim", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: sim ")


def test_a_wrong_number_of_workers_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["run", str(written(tmp_path, GOOD)), "--workers", "0"])
    assert caught.value.code == 2


def test_schemas_for_editors_are_up_to_date():
    """Run `sim schema scenarios/schema` where this fails."""
    folder = SCENARIOS / "schema"
    for name, schema in (("scenario.json", scenario_schema()), ("batch.json", batch_schema())):
        assert (folder / name).read_text(encoding="utf-8") == schema_text(schema), name


def test_the_schema_knows_rules_with_unit_and_range(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    tax = schema["$defs"]["rule_revenue"]["properties"]["tax"]
    assert tax["minimum"] == 0
    assert tax["description"].endswith("Unit: fighters per person.")
    assert "Did you mean" not in str(schema)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_files_are_good_and_name_their_schema(path):
    assert load_batch(path).points
    first = path.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
    assert match is not None
    assert (path.parent / match[1]).is_file()


def test_an_interrupt_after_the_work_is_done_ends_the_process_without_a_word():
    code = (
        "import atexit, os, signal, sim.__main__\n"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "sim.__main__.main = lambda: 0\n"
        "sim.__main__.command()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == -signal.SIGINT
    assert done.stderr == ""
