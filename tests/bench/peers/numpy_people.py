"""What people tell and what they make of what is done to them, in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.world.world import World
from tests.bench.peers.numpy_fixed import FEEL, TELL, Fixed, uniform


def cooperate(world: World, fixed: Fixed) -> None:
    """What the people of each cell tell each actor."""
    people, cooperation = world.communities, world.cells.cooperation
    share = TELL.from_loyalty * np.maximum(people.loyalty, 0.0) + TELL.from_fear * people.fear
    told = people.people * np.minimum(share + TELL.floor, 1.0)
    total = np.add.reduceat(people.people, fixed.begin)
    cooperation[:] = 0.0
    cooperation[:, fixed.settled] = np.divide(
        np.add.reduceat(told, fixed.begin, axis=1), total, where=total > 0, out=np.zeros(
            (len(cooperation), len(total)))
    )  # fmt: skip


def drift(world: World, fixed: Fixed) -> None:
    """Services, neglect, fear, fading, baseline."""
    people, cells, cell = world.communities, world.cells, world.communities.cell
    v = people.baseline + FEEL.transient * (people.loyalty - people.baseline)
    v[fixed.rules] += (1.0 - v[fixed.rules]) * FEEL.services / 100.0
    hot = np.flatnonzero(cells.heat[cell] > 0.5)
    if hot.size:
        uncovered = 1.0 - cells.coverage[:, cell[hot]]
        points = FEEL.neglect * np.minimum(cells.heat[cell[hot]], 4.0) * uncovered
        lost = (v[:, hot] + 1.0) * np.minimum(points, 100.0) / 100.0
        v[:, hot] -= np.where(world.actors.governs[:, None], lost, 0.0)
    people.loyalty[:] = v
    people.baseline *= 1.0 - FEEL.to_attitude - FEEL.to_natural
    people.baseline += FEEL.to_attitude * v + FEEL.to_natural * people.natural
    people.fear *= FEEL.fear_memory
    people.fear += FEEL.fear_growth * cells.coercion[:, cell]
    np.minimum(people.fear, 1.0, out=people.fear)
    people.threat *= FEEL.threat_memory


def grieve(world: World, fixed: Fixed) -> None:
    """What the harmed, their neighbours and their kin make of it."""
    people = world.communities
    for a, c in np.argwhere(people.harm).tolist():
        dead, k = int(people.harm[a, c]), people.cell[c]
        factor = 0.3 + 1.7 * np.log(min(dead, 100.0)) / np.log(100.0)
        alarm = min(1.0, 0.1 * dead)
        people.threat[c] = min(1.0, people.threat[c] + alarm)
        people.fear[a, c] = min(1.0, people.fear[a, c] + FEEL.terror * alarm)
        kin = fixed.partner[c][fixed.partner[c] >= 0]
        beside = np.arange(people.first[k], people.first[k + 1])
        points = FEEL.harm * factor
        turn(people.loyalty[a], np.array([c]), points)
        turn(people.loyalty[a], beside[beside != c], FEEL.bystanders * points)
        turn(people.loyalty[a], kin, FEEL.kin * points)
        people.threat[kin] = np.minimum(1.0, people.threat[kin] + FEEL.kin * alarm)


def turn(loyalty: Any, who: Any, points: float) -> None:
    """Take from what communities hold of an actor, less where it was trusted."""
    level = loyalty[who]
    points = np.minimum(points * np.maximum(0.4, ((1.0 - level) / 1.6) ** 2), 100.0)
    loyalty[who] = level - (level + 1.0) * points / 100.0


def converse(world: World, fixed: Fixed, key: np.uint64) -> None:
    """Each hears one neighbour, in order: who hears one of an earlier row waits for it."""
    loyalty = world.communities.loyalty
    c = np.arange(loyalty.shape[1])
    heard = fixed.partner[c, (8.0 * uniform(key, c.astype(np.uint64), 0)).astype(int)]
    before = loyalty.copy()
    waits = (heard >= 0) & (heard < c)
    turns, last = np.zeros_like(c), None
    while last is None or (turns != last).any():
        last, turns = turns, np.where(waits, turns[heard] + 1, 0)
    for turn_number in range(turns.max() + 1):
        now = np.flatnonzero((turns == turn_number) & (heard >= 0))
        said = np.where(waits[now], loyalty[:, heard[now]], before[:, heard[now]])
        difference = said - loyalty[:, now]
        loyalty[:, now] += np.where(
            abs(difference) < FEEL.confidence, FEEL.spread * difference, 0.0
        )
