"""No YAML, however made, makes a command hang, crash, run code, use up memory or write anything."""

from __future__ import annotations

import subprocess
import sys

import pytest
from commands import MEGABYTES, SECONDS

from tests.scenario_text import GOOD, written

BATCH = "batch: b\nbase: case.yaml\n"

TEXTS = {
    "nested lists": "a: " + "[" * 400_000,
    "nested mappings": "a: " + "{a: " * 200_000,
    "nested blocks": "\n".join(" " * i + "a:" for i in range(1200)),
    "billion laughs": "a: &a [x, x]\n" + "b: &b [*a, *a]\n" * 20,
    "billion laughs of text": "a: &a " + "x" * 9_000 + "\nb: [" + "*a, " * 200_000 + "]\n",
    "merge bomb": "a: &a {x: 1}\nb: {<<: [*a, *a]}\n",
    "merge key": "a: {<<: {x: 1}}\n",
    "self reference": "&a [*a]",
    "tag that calls": "a: !!python/object/apply:os.system ['touch x']\n",
    "tag that imports": "a: !!python/name:os.system ''\n",
    "tag of a set": GOOD + "sources: !!set {a, b}\n",
    "tag of bytes": GOOD + "description: !!binary aGVsbG8=\n",
    "long tag": "!" + "a" * 900_000,
    "own tag": "a: !x 1\n",
    "tag of a key": "!!str a: 1\n",
    "duplicate key": GOOD + "title: Another\n",
    "duplicate key far below": GOOD.replace(
        "state: {name: State,", "state: {name: A, name: State,"
    ),
    "too many nodes": "a: [" + "1,\n" * 60_000 + "]",
    "too many keys": "".join(f"k{i}: 1\n" for i in range(30_000)),
    "too large": "#" * 70 + "\n" + ("#" * 70 + "\n") * 20_000,
    "one long line": "a: " + "b" * 500_000,
    "many unknown keys": "".join(f"k{i}: 1\n" for i in range(3_000)),
    "many unknown words": "rules: {" + "".join(f"k{i}: {{}},\n" for i in range(1_000)) + "}",
    "empty": "",
    "only comments": "# nothing\n",
    "only null": "~\n",
    "a list": "- 1\n- 2\n",
    "a word": "scenario\n",
    "two documents": GOOD + "---\n" + GOOD,
    "directive": "%YAML 1.1\n---\n" + GOOD,
    "tag directive": "%TAG ! tag:x,2000:\n---\n" + GOOD,
    "tabs": "a:\n\t- b\n",
    "unclosed": "a: [1, 2\n",
    "unclosed quote": 'a: "b\n' * 1000,
    "bad escape": 'a: "\\UFFFFFFFF"\n',
    "surrogate by escape": 'title: "\\ud800"\n',
    "complex key": "? [a, b]\n: 1\n",
    "control character": "a: \x01\n",
    "many colons": "a: " + ": " * 4_000,
    "many question marks": "? " * 4_000,
    "many dashes": "- " * 4_000,
    "block text that never ends": GOOD + "description: |9\n" + " x\n" * 1000,
    "a batch in a batch": "batch: b\nbase: {batch: b}\n",
    "python": "import os\nos.system('touch x')\n",
    "json that is cut": '{"scenario": "a", "title": ',
}

NUMBERS = {
    "not a number": ("weeks: 6", "weeks: .nan", "time.weeks: .nan is not a number"),
    "infinity": ("weeks: 6", "weeks: -.inf", "time.weeks: -.inf is not a number"),
    "overflow": ("weeks: 6", "weeks: 1e999", "time.weeks: the number is too large"),
    "huge integer": ("weeks: 6", "weeks: " + "9" * 5_000, "time.weeks: the number is too large"),
    "2 to the 63rd": ("weeks: 6", f"weeks: {2**63}", "time.weeks: the number is too large"),
    "negative": ("weeks: 6", "weeks: -6", "time.weeks: -6 is out of range; allowed: 1 to"),
    "minus nothing": ("weeks: 6", "weeks: -0", "time.weeks: 0 is out of range"),
    "hexadecimal": ("weeks: 6", "weeks: 0xffffff", "time.weeks: 16777215 is out of range"),
    "fraction": (
        "weeks: 6",
        "weeks: 6.5",
        "time.weeks: 6.5 is of the wrong type; allowed",
    ),
    "exponent": ("weeks: 6", "weeks: 1e3", "time.weeks: 1000.0 is"),
    "underscores": ("weeks: 6", "weeks: 1_000", "time.weeks: '1_000' is of the wrong type"),
    "commas": ("weeks: 6", "weeks: 1,000", "is there twice|unknown key. Write a number without"),
    "sexagesimal": ("weeks: 6", "weeks: 1:30", "time.weeks: '1:30' is of the wrong type"),
    "leading zeros": ("width: 8", "width: 0001e4", "width: 10000.0 is"),
    "a cell for everyone": ("width: 8, height: 6", "width: 1000000000, height: 1", "width: 10000"),
    "10^9 cells": ("width: 8, height: 6", "width: 31623, height: 31623", "width: 31623 is out"),
    "all the fighters": ("fighters: 300", "fighters: 10000000000", "fighters: 10000000000 is out"),
    "full-width digits": ("weeks: 6", "weeks: ６", "time.weeks: '６' is of the wrong type"),
}

WORDS = {
    "no for a country": ("kind: abstract", "kind: no", "'no' is not known here"),
    "off for a type": ("rebel_group\n", "off\n", "type: 'off' is not known here"),
    "yes for true": (
        "burn_in: 2}",
        "burn_in: 2}\nrules: {movement: {enabled: yes}}",
        "'yes' is of",
    ),
    "1 for true": (
        "burn_in: 2}",
        "burn_in: 2}\nrules: {movement: {enabled: 1}}",
        "1 is of the",
    ),
    "true for 1": ("weeks: 6", "weeks: true", "time.weeks: true is of the wrong type"),
    "text for 6": ("weeks: 6", "weeks: '6'", "time.weeks: '6' is of the wrong type"),
    "time of day": ("start: 2018-01-01", "start: 12:30", "time.start: '12:30'"),
    "no such day": ("start: 2018-01-01", "start: 2018-02-30", "time.start: '2018-02-30'"),
    "year of five digits": ("start: 2018-01-01", "start: 12018-01-01", "time.start: '12018-01-01'"),
    "nothing": ("title: Two groups and a state", "title:", "title: nothing is of the wrong type"),
    "a list": ("title: Two groups and a state", "title: [a]", "title: a list is of the wrong type"),
}

NAMES = {
    "formula": '"=HYPERLINK(A1)"',
    "plus": '"+1"',
    "minus": '"-1+2"',
    "at": '"@SUM(A1)"',
    "tab before a formula": '"\\t=1+1"',
    "line break": '"a\\n=1+1"',
    "carriage return": '"a\\r=1+1"',
    "markup": '"<script>alert(1)</script>"',
    "markup by entity of a tag": '"a<b"',
    "mathtext": '"a $x^2$ b"',
    "broken mathtext": '"$$"',
    "backslash": '"a\\\\b"',
    "terminal": '"\\e[31mred"',
    "bell": '"a\\a"',
    "nul": '"a\\0b"',
    "right to left override": '"a\\u202Eb"',
    "zero width": '"a\\u200Bb"',
    "byte order mark": '"\\uFEFFa"',
    "line separator": '"a\\u2028b"',
    "blank": '" "',
    "nothing": '""',
    "too long": '"' + "a" * 81 + '"',
    "very long": '"' + "ab " * 3_000 + '"',
}

IDS = ["../x", "/etc/passwd", "a/b", "a.b", "", " ", "A", "1a", "no way", "ä", "a" * 41,
       "__class__", "con:", "a\\0b", "*", "..", "$HOME", "%2e%2e"]  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_refused_at_its_place(name, tmp_path, refused):
    path = written(tmp_path, TEXTS[name])
    assert refused("run", path).startswith(f"{path}:")


@pytest.mark.parametrize("name", ["nested lists", "billion laughs", "tag that calls", "empty"])
def test_hostile_text_is_refused_as_the_base_of_a_batch(name, tmp_path, refused):
    written(tmp_path, TEXTS[name])
    refused("plan", written(tmp_path, BATCH, "batch.yaml"))


@pytest.mark.parametrize(("old", "new", "wanted"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_that_are_none_are_refused_with_field_and_range(
    old, new, wanted, tmp_path, refused, said
):
    assert old in GOOD
    said(refused("run", written(tmp_path, GOOD.replace(old, new, 1))), wanted)


def test_a_mistake_on_the_largest_lattice_is_told_as_soon(tmp_path, refused, said):
    """A million cells are no mistake, but the map is needed to see what is one on it."""
    large = GOOD.replace(
        "width: 8, height: 6", "width: 1000, height: 1000, inequality: 1, countries: 20"
    )
    path = written(tmp_path, large.replace("longitude: [0, 3]", "longitude: [1000, 1003]"))
    said(refused("run", path), "actors.reds.forces.0.place: no cell of the area meets")


@pytest.mark.parametrize(("old", "new", "wanted"), WORDS.values(), ids=WORDS)
def test_words_keep_their_type_and_others_are_refused(old, new, wanted, tmp_path, refused, said):
    assert old in GOOD
    said(refused("run", written(tmp_path, GOOD.replace(old, new, 1))), wanted)


@pytest.mark.parametrize("name", NAMES)
def test_names_to_show_that_could_do_harm_are_refused(name, tmp_path, refused, said):
    for field, text in (
        ("title", GOOD.replace("Two groups and a state", NAMES[name])),
        ("actors.reds.name", GOOD.replace("name: Reds", f"name: {NAMES[name]}")),
        ("groups.herders.name", GOOD.replace("name: Herders", f"name: {NAMES[name]}")),
    ):
        said(refused("run", written(tmp_path, text)), f"{field}: |(file): ")


@pytest.mark.parametrize("name", IDS)
def test_ids_are_plain_words_and_never_ways_to_a_file(name, tmp_path, refused, said):
    for text in (
        GOOD.replace("scenario: small", f'scenario: "{name}"'),
        GOOD.replace("  reds:\n", f'  "{name}":\n'),
        GOOD + f'outcomes: {{"{name}": {{table: events, take: count}}}}\n',
    ):
        refused("run", written(tmp_path, text))
    written(tmp_path, GOOD)
    if name not in ("a" * 41,):  # a batch may have a longer name
        refused("run", written(tmp_path, f'batch: "{name}"\nbase: case.yaml\n', "batch.yaml"))
    text = BATCH + f'alternatives: {{"{name}": {{}}}}\n'
    refused("run", written(tmp_path, text, "batch.yaml"))


def test_only_the_first_of_very_many_problems_are_printed(tmp_path, refused):
    path = written(tmp_path, TEXTS["many unknown keys"])
    lines = refused("check", path).splitlines()
    assert len(lines) == 51
    assert lines[-1].endswith("more")


def test_the_command_as_it_is_typed_keeps_the_limits_too(tmp_path, folder):
    """Start-up and all, in a process that a shell would start."""
    path = written(tmp_path, TEXTS["billion laughs"])
    code = (
        "import resource, subprocess, sys; "
        f"done = subprocess.run([sys.executable, '-m', 'sim', 'run', {str(path)!r}]); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    code, seconds, megabytes = map(float, done.stdout.split())
    assert code == 2
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert list(folder.iterdir()) == []
