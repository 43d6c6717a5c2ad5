"""No batch, design file or `--set`, however made, makes a command hang, grow or write anything."""

from __future__ import annotations

import pytest

from tests.scenario_text import GOOD, written

SKILL, WEEKS = "actors.reds.skill", "time.weeks"
HEAD = "batch: b\nbase: case.yaml\n"
THOUSAND = "{from: 1, to: 2, steps: 1000}"

BATCHES = {
    "10^9 points": (
        f"vary: {{{SKILL}: {THOUSAND}, {WEEKS}: {THOUSAND}, actors.blues.skill: {THOUSAND}}}",
        "vary: makes 1,000,000,000 points; at most 1,000,000 are possible: vary fewer",
    ),
    "10^30 points": (
        "vary: {" + ", ".join(f"rules.a{n}.b: {THOUSAND}" for n in range(10)) + "}",
        "vary: makes 1,000,000,000,000,000,000,000,000,000,000 points",
    ),
    "10^9 runs": (
        f"vary: {{{SKILL}: {THOUSAND}, {WEEKS}: {{from: 1, to: 1000, steps: 1000}}}}\n"
        "seeds: {replicates: 1000}",
        "seeds.replicates: makes 1,000,000,000 runs; at most 10,000,000",
    ),
    "10^9 replicates": ("seeds: {replicates: 1000000000}", "seeds.replicates: 1000000000 is out"),
    "10^9 samples": (
        f"vary: {{{SKILL}: {{uniform: [0, 1]}}}}\ndesign: {{method: sobol, samples: 1073741824}}",
        "design.samples: 1073741824 is out of range",
    ),
    "10^9 steps": (
        f"vary: {{{SKILL}: {{from: 0, to: 1, steps: 1000000000}}}}",
        f"vary.{SKILL}.steps: 1000000000 is out of range; allowed: 2 to 1000",
    ),
    "10^8 points over alternatives": (
        f"vary: {{{SKILL}: {THOUSAND}, {WEEKS}: {THOUSAND}}}\n"
        f"alternatives: {{a: {{}}, b: {{set: {{actors.blues.skill: 2}}}}}}",
        "vary: makes 2,000,000 points over all alternatives",
    ),
    "too many paths": (
        "vary: {" + ", ".join(f"rules.a{n}.b: [1]" for n in range(101)) + "}",
        "vary: a mapping has the wrong length",
    ),
    "range without end": (
        f"vary: {{{SKILL}: {{uniform: [0, .inf]}}}}\ndesign: {{method: lhs, samples: 4}}",
        f"vary.{SKILL}.uniform.1: .inf is not a number",
    ),
    "range as wide as floats are": (
        f"vary: {{{SKILL}: {{uniform: [-1e308, 1e308]}}}}\ndesign: {{method: lhs, samples: 4}}",
        f"vary.{SKILL}.uniform: the range is too wide",
    ),
    "steps as wide as floats are": (
        f"vary: {{{SKILL}: {{from: -1e308, to: 1e308, steps: 3}}}}",
        f"{SKILL}: -1e+308 is out of range",
    ),
    "narrower than floats are": (
        f"vary: {{{SKILL}: {{uniform: [1, 1.000000000000001]}}}}\n"
        "design: {method: lhs, samples: 9}",
        "vary: makes the same scenario as 'base'",
    ),
    "a thousand wrong values": (
        f"vary: {{{SKILL}: [{', '.join('-1' for _ in range(1000))}]}}",
        f"{SKILL}: -1 is out of range",
    ),
    "a million wrong points": (
        f"vary: {{{SKILL}: {{from: -2, to: -1, steps: 1000}}, {WEEKS}: {THOUSAND}}}",
        f"{SKILL}: -2.0 is out of range",
    ),
    "wrong method": ("design: {method: [grid]}", "design.method: "),
    "a path into nowhere": ("vary: {a.b.c.d.e.f: [1]}", "a: unknown key"),
    "a path of dots": ("vary: {...: [1]}", ": unknown key"),
    "an empty path": ('vary: {"": [1]}', ": unknown key"),
    "a path of a dunder": ("set: {actors.__class__.x: 1}", "'__class__' is not there"),
    "a path as deep as can be": (f"set: {{{'a.' * 500}a: 1}}", "names 501 levels"),
    "a very long path": (f"set: {{{'a' * 1000}: 1}}", "unknown key"),
    "a longer path": (f"set: {{{'a' * 9000}: 1}}", "(file): is not YAML"),
    "a path through a value": (
        "set: {actors.reds.name.x: 1}",
        "'actors.reds.name' is a single value",
    ),
    "a norway word": (f"vary: {{{WEEKS}: [no, off]}}", f"{WEEKS}: 'no' is of the wrong type"),
    "a bool is no number": (f"vary: {{{WEEKS}: [true]}}", f"{WEEKS}: true is of the wrong type"),
    "sexagesimal": (f"vary: {{{WEEKS}: [1:30]}}", f"{WEEKS}: '1:30' is of the wrong type"),
    "a name that is a formula": (
        "vary: {actors.reds.name: ['=1+1']}",
        "actors.reds.name: '=1+1' is not a name",
    ),
    "a title of an alternative": (
        'alternatives: {a: {title: "<b>"}}',
        "alternatives.a.title: '<b>' is not a name",
    ),
    "a control of nothing": ("compare: {to: [a]}", "compare.to: a list is of the wrong type"),
    "an exclusion of everything": (f"vary: {{{SKILL}: [1]}}\nexclude: [{{}}]", "exclude.0: leaves"),
    "a plug-in by path": (
        "set: {plugins.rules: [{file: ../../x.py, after: control}]}",
        "cannot be",
    ),
}

BASES = ["pipe.yaml", "/dev/zero", "/dev/stdin", ".", "a\\0b", "x" * 300, "x/" * 400, "loop.yaml",
         "batch.yaml", "case.yaml/x", "https://example.org/a.yaml", "~/case.yaml", "/etc/passwd",
         "../" * 200 + "etc/passwd"]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BATCHES.values(), ids=BATCHES)
def test_a_hostile_batch_is_refused_with_field_and_cure(text, wanted, tmp_path, refused, said):
    written(tmp_path, GOOD)
    said(refused("run", written(tmp_path, HEAD + text + "\n", "batch.yaml")), wanted)


@pytest.mark.parametrize("field", ["base", "several", "file", "plugin"])
@pytest.mark.parametrize("name", BASES)
def test_what_a_batch_names_is_a_regular_file_of_its_kind(
    name, field, tmp_path, refused, odd_files
):
    text = {
        "base": f'batch: b\nbase: "{name}"\n',
        "several": f'batch: b\nbase: [case.yaml, "{name}"]\n',
        "file": HEAD + f'design: {{file: "{name}"}}\n',
        "plugin": HEAD + f'set: {{plugins.outputs: ["{name}"]}}\n',
    }[field]
    complaint = refused("run", written(tmp_path, text, "batch.yaml"))
    assert "root:" not in complaint, "what another file holds is not told"


FILES = {
    "ragged": "actors.reds.skill,time.weeks\n1,2\n1\n1,2,3\n",
    "no point": "actors.reds.skill\n",
    "no name": ",actors.reds.skill\n0,1\n",
    "semicolons": "actors.reds.skill;time.weeks\n1;2\n",
    "the same column": "time.weeks,time.weeks\n1,2\n",
    "nul": "time.weeks\n1\0\n",
    "a quote that never ends": 'time.weeks\n"1\n' + "2\n" * 100_000,
    "a cell without end": "time.weeks\n" + "1" * 200_000 + "\n",
    "quotes upon quotes": "time.weeks\n" + '"' * 100_001 + "\n",
    "many columns": ",".join(f"a{n}" for n in range(100_000)) + "\n1\n",
    "many paths": ",".join(f"rules.a{n}.b" for n in range(150)) + "\n" + "1," * 149 + "1\n",
    "many bad lines": "time.weeks\n" + "x\n" * 100_000,
    "many lines of the same": "time.weeks\n" + "3\n" * 100_000,
    "a formula": "actors.reds.skill\n=1+1\n",
    "a formula for a name": "=cmd|' /C calc'!A0\n1\n",
    "not a number": "time.weeks\nNaN\n",
    "infinity": "time.weeks\n-.inf\n",
    "overflow": "time.weeks\n1e999\n",
    "huge integer": "time.weeks\n" + "9" * 900 + "\n",
    "norway": "time.weeks\nno\n",
    "an empty cell": "actors.reds.skill,time.weeks\n1,\n",
    "a list": "time.weeks\n[1]\n",
    "yaml": GOOD,
    "too large": "time.weeks\n" + "3\n" * 3_000_000,
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_design_file_is_refused(name, tmp_path, refused):
    written(tmp_path, GOOD)
    (tmp_path / "points.csv").write_bytes(FILES[name].encode())
    refused("run", written(tmp_path, HEAD + "design: {file: points.csv}\n", "batch.yaml"))


@pytest.mark.parametrize(
    "raw",
    [
        "time.weeks\n3\n".encode("utf-16"),
        "actors.reds.name\nRéds\n".encode("latin-1"),
        b"\xff\xfe\x00",
        bytes(range(256)),
    ],
    ids=["utf-16", "latin-1", "bom", "all bytes"],
)
def test_a_design_file_of_another_encoding_is_refused(raw, tmp_path, refused):
    written(tmp_path, GOOD)
    (tmp_path / "points.csv").write_bytes(raw)
    refused("run", written(tmp_path, HEAD + "design: {file: points.csv}\n", "batch.yaml"))


SETS = {
    "nothing": "",
    "no value": "time.weeks",
    "empty value": "time.weeks=",
    "no path": "=5",
    "dots": "...=5",
    "nested": "time.weeks=" + "[" * 5_000,
    "nested mappings": "time.weeks=" + "{a: " * 5_000,
    "long": "title=" + "a" * 100_000,
    "alias": "time.weeks=*a",
    "anchor": "time.weeks=&a 5",
    "tag": "time.weeks=!!python/name:os.system ''",
    "nul escape": 'title="a\\0b"',
    "formula": "title==1+1",
    "markup": "title=<b>",
    "mathtext": "title=$$",
    "not a number": "time.weeks=.nan",
    "huge": "time.weeks=" + "9" * 5_000,
    "norway": "rules.movement.enabled=off",
    "no bytes of UTF-8": "title=\udcff\udcfe",
    "no bytes of UTF-8 in a path": "t\udcff=5",
    "terminal": "\x1b[31mtime.weeks=5",
    "line break": "time.\nweeks=5",
    "another document": "time.weeks=5\n---\n6",
    "the batch itself": "batch=../x",
    "design": "design.method=lhs",
    "10^9 runs": "seeds.replicates=1000000000",
}


@pytest.mark.parametrize("name", SETS)
def test_a_hostile_set_is_refused(name, tmp_path, refused, said):
    path = written(tmp_path, GOOD)
    for command in ("check", "run"):
        said(refused(command, path, "--set", SETS[name]), "--set:|case.yaml:")


@pytest.mark.parametrize("command", ["check", "show", "run", "plan"])
def test_only_regular_files_are_opened(command, tmp_path, refused, odd_files):
    for name in ("pipe.yaml", ".", "missing.yaml", "loop.yaml", "socket.yaml", "secret.yaml"):
        refused(command, tmp_path / name)
    for name in ("/dev/zero", "/dev/tty", "nul\0.yaml", "", "x" * 5000, "\udcff.yaml"):
        refused(command, name)


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode("utf-16"),
        GOOD.replace("Reds", "Réds").encode("latin-1"),
        b"\xff\xfe\x00",
        b"\x80" * 100,
        b"a: \x00",
        bytes(range(256)),
        b"\x1f\x8b\x08" + bytes(200),
    ],
    ids=["utf-16", "latin-1", "bom", "continuation", "nul", "all bytes", "gzip"],
)
def test_other_encodings_and_bytes_are_refused(raw, tmp_path, refused):
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)
    refused("run", path)


def test_a_byte_order_mark_does_no_harm(tmp_path, folder, commands):
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert commands.run(["check", path], folder).code == 0
