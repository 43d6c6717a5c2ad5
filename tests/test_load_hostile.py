"""No file, however made, makes the command hang, crash, run code or write anything."""

from __future__ import annotations

import os
import time

import pytest

from sim.cli import main
from tests.scenario_text import GOOD, written

BOMBS = {
    "nested lists": "a: " + "[" * 400_000,
    "nested mappings": "a: " + "{a: " * 200_000,
    "nested blocks": "\n".join(" " * i + "a:" for i in range(1200)),
    "billion laughs": "a: &a [x, x]\n" + "b: &b [*a, *a]\n" * 20,
    "merge bomb": "a: &a {x: 1}\nb: {<<: [*a, *a]}\n",
    "merge key": "a: {<<: {x: 1}}\n",
    "self reference": "&a [*a]",
    "tag": "a: !!python/object/apply:os.system ['touch x']\n",
    "long tag": "!" + "a" * 900_000,
    "own tag": "a: !x 1\n",
    "duplicate key": GOOD + "title: Another\n",
    "too many nodes": "a: [" + "1,\n" * 60_000 + "]",
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
    "bad escape": 'a: "\\UFFFFFFFF"\n',
    "complex key": "? [a, b]\n: 1\n",
    "control character": "a: \x01\n",
    "not a number": GOOD.replace("weeks: 6", "weeks: .nan"),
    "infinity": GOOD.replace("weeks: 6", "weeks: -.inf"),
    "overflow": GOOD.replace("weeks: 6", "weeks: 1e999"),
    "huge integer": GOOD.replace("weeks: 6", "weeks: " + "9" * 5_000),
    "norway": GOOD.replace("kind: abstract", "kind: no"),
    "terminal escape in a key": GOOD + '"\\x1b[31mred": 1\n',
    "terminal escape in a value": GOOD.replace("kind: abstract", 'kind: "\\x1b[2J"'),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder; the hostile files lie beside it."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def refused(arguments, capsys):
    """Standard error of a command that must end with 2, within seconds, without a traceback."""
    begun = time.process_time()
    assert main([str(item) for item in arguments]) == 2
    assert time.process_time() - begun < 6
    output = capsys.readouterr()
    assert output.out == ""
    assert "Traceback" not in output.err
    assert output.err.strip()
    assert all(character.isprintable() or character == "\n" for character in output.err)
    return output.err


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_text_is_refused(name, tmp_path, folder, capsys):
    path = written(tmp_path, BOMBS[name])
    said = refused(["run", path], capsys)
    assert said.startswith(f"{path}:")
    assert len(said) < 20_000
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode("utf-16"),
        GOOD.replace("Reds", "Réds").encode("latin-1"),
        b"\xff\xfe\x00",
        b"\x80" * 100,
        b"a: \x00",
        bytes(range(256)),
    ],
    ids=["utf-16", "latin-1", "bom", "continuation", "nul", "all bytes"],
)
def test_other_encodings_and_bytes_are_refused(raw, tmp_path, folder, capsys):
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)
    refused(["check", path], capsys)


def test_a_byte_order_mark_does_no_harm(tmp_path, folder, capsys):
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert main(["check", str(path)]) == 0


@pytest.mark.parametrize("command", ["check", "show", "run"])
def test_only_regular_files_are_opened(command, tmp_path, folder, capsys):
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    for path in (pipe, tmp_path, tmp_path / "missing.yaml", loop, "/dev/zero", "nul\0.yaml"):
        refused([command, path], capsys)
    refused([command, tmp_path / ("x" * 5000)], capsys)


@pytest.mark.parametrize("name", ["pipe.py", "/dev/zero", ".", "a\\0b", "loop.py", "x" * 300])
def test_plug_ins_are_regular_files_too(name, tmp_path, folder, capsys):
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    path = written(tmp_path, GOOD + f'plugins: {{outputs: ["{name}"]}}\n')
    assert "plugins.outputs.0: the plug-in" in refused(["check", path], capsys)


@pytest.mark.parametrize("name", ["pipe.yaml", "/dev/zero", ".", "a\\0b", "x" * 300, "self.yaml"])
def test_the_base_of_a_batch_is_a_scenario_file(name, tmp_path, folder, capsys):
    os.mkfifo(tmp_path / "pipe.yaml")
    path = written(tmp_path, f'batch: b\nbase: "{name}"\n', "self.yaml")
    assert f"{path}:2:1: base: " in refused(["run", path], capsys)


def test_only_the_first_of_very_many_problems_are_printed(tmp_path, folder, capsys):
    path = written(tmp_path, BOMBS["many unknown keys"])
    said = refused(["check", path], capsys).splitlines()
    assert len(said) == 51
    assert said[-1].endswith("more")
