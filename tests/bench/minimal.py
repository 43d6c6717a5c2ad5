"""The minimal workload, one implementation beside the other: checked, then timed in turns."""

from __future__ import annotations

import functools
import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench import compiler, ours, table
from tests.bench.peers import by_numpy, hand_c
from tests.bench.workload import SAHEL, Size, differences, made

SEED = 1
CLOSE = 1e-9
"""How far numbers may lie from ours where exp is another; integers must be the same."""

Run = Callable[..., object]
"""Carries a world a number of weeks on with the draws of a seed; time of each rule or nothing."""

THINGS = {
    "movement": "band", "presence": "cell", "information": "community", "battles": "band",
    "loyalty": "community",
}  # fmt: skip
"""What a rule goes through, most of all."""


@dataclass(frozen=True)
class Implementation:
    """One way to compute the workload: how it is checked, and for how long it is timed.

    `draws` is the seed that it is timed with: None stands for draws of its own, which are faster.
    One that can be `clocked` tells what each rule takes, in a run of its own.
    """

    name: str
    run: Run
    exact: bool = False
    weeks: int = 520
    checked: int = 520
    draws: int | None = SEED
    clocked: bool = False


@dataclass
class Timed:
    """Least processor time of a week, in seconds, and of each rule where it is known."""

    week: float = float("inf")
    rules: dict[str, float] = field(default_factory=dict)

    def note(self, week: float) -> None:
        """Keep the time of a week where it is the least so far."""
        self.week = min(self.week, week)

    def note_rules(self, rules: object, weeks: int) -> None:
        """Keep what each rule took in `weeks` weeks where that is the least so far."""
        for name, spent in rules.items() if isinstance(rules, dict) else ():
            self.rules[name] = min(spent / weeks, self.rules.get(name, spent))


def implementations(weeks: int) -> tuple[list[Implementation], list[str]]:
    """All that can be run here, ours first; and what is missing, with the reason."""
    found = [Implementation("our kernels", ours.run, True, weeks, weeks, clocked=True)]
    missing = []
    if compiler.available():
        found += [
            Implementation(
                name,
                functools.partial(hand_c.run, version=version),
                exact,
                weeks,
                weeks,
                clocked=True,
            )
            for name, version, exact in (
                ("best C (blocked, own exp)", "blocked", True),
                ("plain C, own exp", "plain", True),
                ("plain C, libm exp", "libm", False),
            )
        ]
    else:
        missing.append("C: there is no gcc")
    short = min(weeks, 26)
    found.append(Implementation("NumPy", by_numpy.run, False, short, short))
    few = min(weeks, 4)
    for name, module in (
        ("Mesa objects", "by_mesa"), ("AgentPy", "by_agentpy"), ("mesa-frames", "by_mesa_frames")
    ):  # fmt: skip
        try:
            run = importlib.import_module(f"tests.bench.peers.{module}").run
        except ImportError as error:
            missing.append(f"{name}: {error}")
            continue
        found.append(Implementation(name, run, False, few, few, None))
    return found, missing


def check(one: Implementation, size: Size) -> str:
    """What its trajectory has in common with ours; raises AssertionError where it is another."""
    reference, world = made(size), made(size)
    ours.run(reference, one.checked, SEED)
    one.run(world, one.checked, SEED)
    different = differences(world, reference)
    if one.exact:
        assert not different, f"{one.name} leaves another state: {different}"
        return f"the same bits after {one.checked} weeks"
    worst = max(different.values(), default=0.0)
    assert worst < CLOSE, f"{one.name} leaves another state: {different}"
    return f"within {worst:.0e} after {one.checked} weeks"


def timings(found: list[Implementation], size: Size, repeats: int) -> dict[str, Timed]:
    """Time all in turns, `repeats` times; setting up is not counted."""
    least = {one.name: Timed() for one in found}
    for _ in range(repeats):
        for one in found:
            least[one.name].note(spent_by(one.run, size, one.weeks, one.draws) / one.weeks)
            if one.clocked:
                rules = one.run(made(size), one.weeks, one.draws, clocked=True)
                least[one.name].note_rules(rules, one.weeks)
    return least


def spent_by(run: Run, size: Size, weeks: int, draws: int | None) -> float:
    """Processor time of a run from a new world, without setting up."""
    seconds = []
    for length in (0, weeks):
        world = made(size)
        begun = time.process_time()
        run(world, length, draws)
        seconds.append(time.process_time() - begun)
    return seconds[1] - seconds[0]


def report(size: Size = SAHEL, weeks: int = 520, repeats: int = 5) -> str:
    """Check all, time all, and say how they compare."""
    found, missing = implementations(weeks)
    checked = {one.name: check(one, size) for one in found}
    least = timings(found, size, repeats)
    own = least["our kernels"].week
    best = min(one.week for name, one in least.items() if " C" in name or name == "our kernels")
    rows = [
        [name, weeks * one.week, 1e6 * one.week, one.week / best, one.week / own, checked[name]]
        for name, one in sorted(least.items(), key=lambda item: item[1].week)
    ]
    title = (
        f"Minimal workload: {size.cells:,} cells, {size.communities:,} communities, "
        f"{size.bands:,} bands, {size.actors} actors, {weeks} weeks; least of {repeats}"
    )
    columns = ["", f"s for {weeks} weeks", "us a week", "to best", "to ours", "state, against ours"]
    text = table.text(title, columns, rows) + "\n" + _by_rule(least, size)
    text += "".join(f"Not here: {reason}\n" for reason in missing)
    if compiler.available():
        text += f"STREAM triad in the cache: {compiler.triad() / 1e9:.0f} GB/s\n"
    return text


def _by_rule(least: dict[str, Timed], size: Size) -> str:
    """Time of each rule where it is known, and for each thing that the rule goes through."""
    known = {name: one.rules for name, one in least.items() if one.rules}
    things = {"band": size.bands, "cell": size.cells, "community": size.communities}
    rows = [
        [f"{rule}, by {thing}", *(1e9 * rules[rule] / things[thing] for rules in known.values())]
        for rule, thing in THINGS.items()
    ]
    return table.text("The same by rule: ns a week for each", ["", *known], rows) + "\n"
