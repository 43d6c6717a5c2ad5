"""What the source must look like: same bits everywhere, short files, a small front door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sim"
FILES = sorted(PACKAGE.rglob("*.py"))
SAME_BITS = [
    PACKAGE / "arithmetic.py",
    PACKAGE / "randomness.py",
    PACKAGE / "scenario" / "forces.py",
    PACKAGE / "scenario" / "ground.py",
    PACKAGE / "scenario" / "setup.py",
    *sorted((PACKAGE / "rules").rglob("*.py")),
    *sorted((PACKAGE / "world").rglob("*.py")),
    *sorted((PACKAGE / "strategies").rglob("*.py")),
    *sorted((PACKAGE / "geography").rglob("*.py")),
]

MOST_STATEMENTS = 150  # of a file; kernels over arrays have long signatures, which are one each
LONGEST_FILE = 400
MOST_PUBLIC_NAMES = 12
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "common", "misc"}
HEAVY = {"mesa", "matplotlib", "numba", "numpy", "pandas", "pydantic", "rich", "ruamel", "scipy"}

CHANCE_AND_TIME = {"datetime.now", "datetime.today", "date.today", "os.urandom", "np.random"}
CHANCE_AND_TIME_MODULES = {"random", "secrets", "time", "uuid"}
DIFFER_BY_MACHINE = {
    *("exp", "exp2", "expm1", "log", "log1p", "log2", "log10", "power", "float_power", "cbrt"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh"),
    *("asin", "acos", "atan", "atan2", "pow", "hypot", "gamma", "lgamma", "erf", "logaddexp"),
}
DIFFER_BY_ORDER = {
    *("mean", "average", "std", "var", "prod", "dot", "vdot", "inner", "matmul", "einsum"),
    *("tensordot", "trapezoid", "nansum", "nanmean", "fsum"),
}
FORBIDDEN_KEYWORDS = {"fastmath", "parallel"}


def faults(source: str) -> list[str]:
    """What in a source may give other bits on another machine, version or run."""
    return [
        f"line {node.lineno}: {fault}"
        for tree in [_with_parents(ast.parse(source))]
        for node in ast.walk(tree)
        for fault in _faults_of(node)
    ]


def _with_parents(tree: ast.AST) -> ast.AST:
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent
    return tree


def _faults_of(node: ast.AST) -> list[str]:
    found: list[str] = []
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        found += _import_faults(node)
    if isinstance(node, ast.Attribute):
        found += _attribute_faults(node)
    if isinstance(node, ast.Call):
        found += _call_faults(node)
    if isinstance(node, ast.BinOp):
        found += _operator_faults(node.op, [node.left, node.right])
    if isinstance(node, ast.AugAssign):
        found += _operator_faults(node.op, [node.target, node.value])
    if _is_set(node) and not _order_cannot_matter(node):
        found.append("the order of a set differs from run to run; sort it")
    return found


def _import_faults(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        names = [(alias.name.partition(".")[0], "") for alias in node.names]
    else:
        names = [((node.module or "").partition(".")[0], alias.name) for alias in node.names]
    return [
        f"{module} {name}".rstrip() + " is not for the engine"
        for module, name in names
        if module in CHANCE_AND_TIME_MODULES
        or (module in ("numpy", "math") and name in DIFFER_BY_MACHINE | DIFFER_BY_ORDER)
        or (module == "numba" and name == "prange")
    ]


def _attribute_faults(node: ast.Attribute) -> list[str]:
    name = ast.unparse(node)
    owner = ast.unparse(node.value)
    if any(name == banned or name.endswith(f".{banned}") for banned in CHANCE_AND_TIME):
        return [f"{name}: chance comes from sim.randomness, time from the clock"]
    if owner in ("np", "numpy", "math") and node.attr in DIFFER_BY_MACHINE:
        return [f"{name} differs between machines; take it from sim.arithmetic"]
    if node.attr in DIFFER_BY_ORDER:
        return [f"{name} adds floats in an order of its own; write the loop"]
    return []


def _call_faults(node: ast.Call) -> list[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    keywords = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
    found = [f"{word} changes bits" for word in sorted(FORBIDDEN_KEYWORDS.intersection(keywords))]
    if name in ("argsort", "argpartition") and keywords.get("kind") not in (
        "'stable'",
        "'mergesort'",
    ):
        found.append(f"{name} without kind='stable' puts ties in any order")
    if name in ("hash", "id", "pow"):
        found.append(f"{name}() differs between machines or runs")
    if name == "sum" and not _counts_whole_numbers(node):
        found.append("sum of what may be floats; write the loop, or int(...sum()) for integers")
    return found


def _counts_whole_numbers(node: ast.Call) -> bool:
    """Whether a sum says that it is one of integers: by int(...), or along an axis of counts."""
    parent = node.parent
    by_int = isinstance(parent, ast.Call) and ast.unparse(parent.func) == "int"
    return by_int or any(keyword.arg == "axis" for keyword in node.keywords)


def _operator_faults(operator: ast.operator, operands: list[ast.expr]) -> list[str]:
    if isinstance(operator, ast.MatMult):
        return ["@ adds floats in an order of its own; write the loop"]
    constant = all(isinstance(each, (ast.Constant, ast.UnaryOp)) for each in operands)
    if isinstance(operator, ast.Pow) and not constant:
        return ["** differs between machines; multiply, or use sim.arithmetic.power"]
    return []


def _is_set(node: ast.AST) -> bool:
    if isinstance(node, (ast.Set, ast.SetComp)):
        return True
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("set", "frozenset")


def _order_cannot_matter(node: ast.AST) -> bool:
    parent = node.parent
    if isinstance(parent, ast.Call):
        return ast.unparse(parent.func) not in ("list", "tuple", "enumerate", "iter", "zip", "map")
    return not isinstance(parent, (ast.For, ast.comprehension, ast.Starred))


@pytest.mark.parametrize("path", SAME_BITS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_engine_gives_the_same_bits_everywhere(path):
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "from time import time",
        "from numpy import exp",
        "from numba import prange",
        "y = np.exp(x)",
        "y = math.log(x)",
        "y = np.random.rand()",
        "y = date.today()",
        "y = x ** 2",
        "y = a @ b",
        "y = np.mean(x)",
        "y = x.mean()",
        "y = x.sum()",
        "y = sum(x)",
        "y = np.argsort(x)",
        "y = x.argsort(kind='quicksort')",
        "y = hash(x)",
        "for x in {1, 2}: pass",
        "y = [x for x in set(z)]",
        "y = list(set(z))",
        "y = [*{1, 2}]",
        "f = njit(fastmath=True)",
    ],
)
def test_the_lint_finds(source):
    assert len(faults(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from sim.arithmetic import exp, log",
        "y = np.sqrt(x)",
        "y = 2.0**-53",
        "y = int(fighters.sum())",
        "y = np.argsort(x, kind='stable')",
        "for x in sorted({1, 2}): pass",
        "known = x in {1, 2}",
        "y = len(set(z))",
    ],
)
def test_the_lint_lets_pass(source):
    assert faults(source) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_are_short_and_named_by_what_they_hold(path):
    source = path.read_text()
    assert len(source.splitlines()) <= LONGEST_FILE
    assert statements(source) <= MOST_STATEMENTS
    words = set(re.split(r"[_.]", path.stem)) | set(path.relative_to(PACKAGE).parts[:-1])
    classes = [node.name for node in ast.walk(ast.parse(source)) if _is_class(node)]
    words |= {word.lower() for name in classes for word in re.findall(r"[A-Z][a-z]+", name)}
    assert words.isdisjoint(EMPTY_WORDS)


def statements(source: str) -> int:
    """Number of statements, however many lines each takes; docstrings do not count."""
    return sum(
        isinstance(node, ast.stmt) and not _is_text(node) for node in ast.walk(ast.parse(source))
    )


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_class(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef)


def test_a_statement_is_counted_once_however_long():
    assert statements('"""Doc."""\ndef f(\n    a,\n    b,\n):\n    """Doc."""\n    return a') == 2


@pytest.mark.parametrize(("folder", "name"), [("rules", "RULE"), ("record/outputs", "OUTPUT")])
def test_every_rule_and_output_has_its_place_in_the_list(folder, name):
    from sim.record.outputs import TABLES
    from sim.rules.schedule import WEEK

    listed = {"RULE": WEEK, "OUTPUT": TABLES}[name]
    defining = [
        path.stem
        for path in sorted((PACKAGE / folder).glob("*.py"))
        if re.search(rf"^{name}\b.*=", path.read_text(), re.MULTILINE)
    ]
    assert sorted(item.name for item in listed) == defining


def test_the_front_door_is_small_and_every_name_leads_somewhere():
    assert len(sim.__all__) <= MOST_PUBLIC_NAMES
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'runbatch'"):
        _ = sim.runbatch


def test_opening_the_front_door_loads_nothing_heavy():
    code = "import sim, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert HEAVY.isdisjoint(loaded.stdout.split())


def test_the_version_is_the_same_wherever_it_is_said():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_are_exact_and_name_no_place(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if not line.startswith("#")]
    assert lines
    assert all(re.match(r"^[a-z0-9-]+==[0-9a-z.]+( ;|$)", line) for line in lines)
