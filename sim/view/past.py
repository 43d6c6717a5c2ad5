"""What happened to a pair of actors week by week, carried on as a film grows."""

from __future__ import annotations

import numpy as np

from sim.view import chronicle
from sim.view.film import Film
from sim.view.frame import Frame
from sim.view.relations import STANCES
from sim.vocabulary import BeliefDriver, Development, Stance
from sim.world.state import Floats

FLAT = 0.01
"""Log-odds that are no change of a belief."""


class Past:
    """What happened to a pair so far; `upto` carries it on as the film grows."""

    def __init__(self, film: Film, a: int, b: int) -> None:
        self.film, self.a, self.b = film, a, b
        self.moments: list[tuple[int, str, str]] = []  # week, kind of mark, words
        self.moved: tuple[list[Floats], list[Floats]] = ([], [])  # drivers of belief, summed up
        self.belief: tuple[list[float], list[float]] = ([], [])  # log-odds
        self._stance: int | None = None

    def upto(self, week: int) -> None:
        """Take in all weeks up to one."""
        for frame in self.film.since(len(self.moved[0]), week):
            self._take(frame)

    def doubting(self, way: int, week: int) -> int:
        """Last week up to one in which a belief was as low as it ever had been."""
        beliefs = np.array(self.belief[way][: week + 1])
        return int(np.flatnonzero(beliefs <= np.nanmin(beliefs) + FLAT)[-1])

    def _take(self, frame: Frame) -> None:
        a, b = self.a, self.b
        known = max(a, b) < len(frame.alive)
        both = zip(self.moved, self.belief, ((a, b), (b, a)), strict=True)
        for sums, beliefs, (one, other) in both:
            before = sums[-1] if sums else np.zeros(len(BeliefDriver))
            drivers = frame.relations.belief_drivers.array()
            sums.append(before + drivers[:, one, other] if known else before)
            held = frame.relations.belief
            beliefs.append(float(held[one, other]) if known else np.nan)
        told = [each for each in frame.developments if {each.actor, each.other} == {a, b}]
        for each in told:
            kind, words = chronicle.told(self.film, each)
            self.moments.append((frame.week, kind, words))
        if not known:
            return
        stance = int(frame.relations.stance[a, b])
        explained = any(each.kind in _CHANGES for each in told)
        if self._stance not in (None, stance) and not explained:
            words = f"From now on {STANCES[Stance(stance)].words}"
            self.moments.append((frame.week, _KINDS.get(Stance(stance), "peace"), words))
        self._stance = stance


_CHANGES = {
    Development.WAR, Development.TRUCE, Development.PACT_SIGNED, Development.PACT_BROKEN,
    Development.ALLIANCE_FORMED, Development.ALLIANCE_ENDED,
}  # fmt: skip
_KINDS = {Stance.WAR: "war", Stance.PACT: "pact", Stance.ALLIANCE: "pact"}
