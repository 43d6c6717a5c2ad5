"""Two runs side by side: every rule applied to both, and what then differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.randomness import rule_key
from sim.rules.rule import Rule
from sim.scenario.case import Case
from sim.scenario.recipe import Recipe
from sim.scenario.setup import set_up
from sim.units import Parameters
from sim.vocabulary import CIVILIANS, BeliefDriver
from sim.why.gap import Gap, gaps
from sim.why.runs import QuestionError
from sim.world.state import Floats
from sim.world.world import World

SPREAD = {
    "events": ("events.kind", "events.side_a", "events.side_b", "events.cell"),
    "bands": ("bands.owner", "bands.cell", "bands.fighters"),
    "control": ("cells.control",),
    "loyalty": ("communities.loyalty",),
    "people": ("communities.people",),
    "grievance": ("pairs.grievance",),
    "beliefs": ("pairs.collusion",),
    "hostility": ("pairs.hostility",),
    "stances": ("pairs.stance",),
    "leaders": ("leaders.in_office", "leaders.number"),
}
"""Arrays by what the page calls them."""

Pair = tuple[str, str]


@dataclass
class Side:
    """One of the two runs, and what its weeks added up to by pair of actors."""

    name: str
    recipe: Recipe
    seed: int
    note: str = ""
    world: World = field(init=False)
    beliefs: dict[Pair, Floats] = field(default_factory=dict)
    fights: dict[Pair, list[int]] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case of the run."""
        return self.recipe.case()

    def start(self) -> None:
        """Set up the world at the first week of burn-in."""
        self.world = set_up(self.case.scenario, self.seed, self.case.strategies)
        self.world.forget_week()

    def apply(self, rule: Rule, parameters: Parameters) -> None:
        """Apply one rule where it is on."""
        if parameters.enabled:
            key = rule_key(self.seed, rule.name, self.world.clock.week)
            rule.apply(self.world, parameters, key)

    def add_up(self) -> None:
        """Add the week's changes of beliefs, and its events and dead, to the sums."""
        actors, pairs = self.world.actors, self.world.pairs
        insurgent = np.flatnonzero(actors.insurgent).tolist()
        for a in insurgent:
            for b in insurgent:
                if a != b:
                    pair = (actors.names[a], actors.names[b])
                    so_far = self.beliefs.setdefault(pair, np.zeros(len(BeliefDriver)))
                    so_far += pairs.belief_drivers[:, a, b]
        self._add_events()

    def _add_events(self) -> None:
        events, names = self.world.events, self.world.actors.names
        for row in range(events.count):
            a, b = int(events.side_a[row]), int(events.side_b[row])
            sides = [names[a], names[b]] if b >= 0 else [names[a]]
            pair = (min(sides), max(sides)) if b >= 0 else (names[a], CIVILIANS)
            counted = self.fights.setdefault(pair, [0, 0])
            counted[0] += 1
            counted[1] += int(
                events.deaths_a[row] + events.deaths_b[row] + events.deaths_civilians[row]
            )


@dataclass
class Parting:
    """How two runs came to differ."""

    at_start: list[Gap]
    week: int | None = None
    rule: str = ""
    first: list[Gap] = field(default_factory=list)
    later: list[tuple[str, Gap]] = field(default_factory=list)  # in the same week, by rule
    spread: dict[str, tuple[int, Gap]] = field(default_factory=dict)
    actors: int | None = None  # first week in which their numbers of actors differ


def in_lockstep(one: Side, other: Side, until: int) -> Parting:
    """Carry both runs to the end of a week and say where they part; the sides keep the sums."""
    for side in (one, other):
        side.start()
    _refuse_other_maps(one.world, other.world)
    parting = Parting(list(gaps(one.world, other.world)))
    known = {gap.array for gap in parting.at_start}
    rules = _together(one.case.rules, other.case.rules)
    while one.world.clock.week < until:
        for side in (one, other):
            side.world.begin_week()
        for name in rules:
            written = _apply(name, one, other)
            if parting.week in (None, one.world.clock.week):
                _compare(parting, known, one, other, name, written)
        for side in (one, other):
            side.world.bands.compact()
            if side.world.clock.week > 0:
                side.add_up()
        _note_spread(parting, one, other)
        if one.world.clock.week == 0:
            for side in (one, other):
                side.world.forget_week()
    return parting


def _refuse_other_maps(one: World, other: World) -> None:
    if not np.array_equal(one.grid.cell_id, other.grid.cell_id):
        raise QuestionError("The two runs are not on the same map; nothing can be compared.")
    if one.clock != other.clock:
        raise QuestionError("The two runs do not begin on the same day, or have other burn-ins.")


Rules = Sequence[tuple[Rule, Parameters]]


def _together(ours: Rules, theirs: Rules) -> list[str]:
    """Names of the rules of both in order, those of the second alone after their predecessors."""
    names = [rule.name for rule, _ in ours]
    place = 0
    for rule, _ in theirs:
        if rule.name in names:
            place = names.index(rule.name) + 1
        else:
            names.insert(place, rule.name)
            place += 1
    return names


def _apply(name: str, one: Side, other: Side) -> list[str] | None:
    """Apply a rule to the sides that have it; the arrays that it may write, None for all."""
    written: list[str] = []
    founds = False
    for side in (one, other):
        for rule, parameters in side.case.rules:
            if rule.name == name:
                side.apply(rule, parameters)
                written += rule.writes
                founds |= rule.founds
    return None if founds else written


def _compare(
    parting: Parting,
    known: set[str],
    one: Side,
    other: Side,
    name: str,
    written: list[str] | None,
) -> None:
    """Note the arrays that begin to differ by this rule."""
    names = [array for array in written if array not in known] if written is not None else None
    found = [gap for gap in gaps(one.world, other.world, names) if gap.array not in known]
    if not found:
        return
    known.update(gap.array for gap in found)
    if parting.week is None:
        parting.week, parting.rule, parting.first = one.world.clock.week, name, found
    else:
        parting.later.append((name, found[0]))


def _note_spread(parting: Parting, one: Side, other: Side) -> None:
    """Note what begins to differ in this week."""
    week = one.world.clock.week
    for name, arrays in SPREAD.items():
        if name not in parting.spread:
            for gap in gaps(one.world, other.world, arrays):
                if gap.entries or name in ("events", "bands", "leaders"):
                    parting.spread[name] = (week, gap)
                    break
    if parting.actors is None and one.world.actors.names != other.world.actors.names:
        parting.actors = week
