"""What communities and bands do in their turn, as objects of any framework."""

from __future__ import annotations

from math import exp, log
from typing import Any

from sim.rules.information import InformationParameters
from sim.rules.loyalty import LoyaltyParameters
from tests.bench.peers.object_cells import MOVE

TELL, FEEL = InformationParameters(), LoyaltyParameters()


class CommunityActs:
    """What a community does; the lists have one number for each actor."""

    cell: Any
    kin: list[Any]  # the same people in the eight neighbouring cells, None where there is none

    def start(self, world: Any, c: int, cell: Any) -> None:
        """Take the state of community c of a world."""
        people = world.communities
        self.row, self.cell, self.group = c, cell, int(people.group[c])
        self.people, self.threat = int(people.people[c]), float(people.threat[c])
        self.harm: dict[int, int] = {}
        for name in ("loyalty", "baseline", "natural", "fear"):
            setattr(self, name, getattr(people, name)[:, c].tolist())
        cell.communities.append(self)

    def openness(self, a: int) -> float:
        """How far it cooperates with an actor."""
        share = TELL.floor + TELL.from_loyalty * max(self.loyalty[a], 0.0)
        return min(share + TELL.from_fear * self.fear[a], 1.0)

    def suffer(self, a: int, dead: int) -> None:
        """Actor a killed some of its people."""
        self.harm[a] = self.harm.get(a, 0) + dead

    def drift(self) -> None:
        """Services, neglect, fear, fading, baseline."""
        cell, r = self.cell, self.cell.relations
        keep = 1.0 - FEEL.to_attitude - FEEL.to_natural
        for a in r.actors:
            b = self.baseline[a]
            v = b + FEEL.transient * (self.loyalty[a] - b)
            if cell.control == a:
                v += (1.0 - v) * FEEL.services / 100.0
            if r.governs[a] and cell.heat > 0.5:
                points = FEEL.neglect * min(cell.heat, 4.0) * (1.0 - cell.coverage[a])
                v -= (v + 1.0) * min(points, 100.0) / 100.0
            self.loyalty[a] = v
            self.baseline[a] = FEEL.to_attitude * v + keep * b + FEEL.to_natural * self.natural[a]
            fear = FEEL.fear_memory * self.fear[a] + FEEL.fear_growth * cell.coercion[a]
            self.fear[a] = min(fear, 1.0)
        self.threat *= FEEL.threat_memory

    def grieve(self, a: int) -> None:
        """Hold this week's dead against actor a, with neighbours and kin."""
        dead = self.harm[a]
        points = FEEL.harm * (0.3 + 1.7 * log(min(dead, 100.0)) / log(100.0))
        alarm = min(1.0, 0.1 * dead)
        self.threat = min(1.0, self.threat + alarm)
        self.fear[a] = min(1.0, self.fear[a] + FEEL.terror * alarm)
        self.turn(a, points)
        for other in self.cell.communities:
            if other is not self:
                other.turn(a, FEEL.bystanders * points)
        for other in self.kin:
            if other is not None:
                other.turn(a, FEEL.kin * points)
                other.threat = min(1.0, other.threat + FEEL.kin * alarm)

    def turn(self, a: int, points: float) -> None:
        """Lose trust in an actor, less where there was trust."""
        level = self.loyalty[a]
        points = min(points * max(0.4, ((1.0 - level) / 1.6) ** 2), 100.0)
        self.loyalty[a] = level - (level + 1.0) * points / 100.0

    def converse(self) -> None:
        """Hear one neighbour of its people."""
        other = self.kin[int(8.0 * self.cell.relations.uniform(self.row, 0))]
        if other is not None:
            for a, said in enumerate(other.loyalty):
                difference = said - self.loyalty[a]
                if abs(difference) < FEEL.confidence:
                    self.loyalty[a] += FEEL.spread * difference


class BandActs:
    """What a band does."""

    cell: Any
    home: Any

    def start(self, world: Any, u: int, cells: Any) -> None:
        """Take the state of band u of a world."""
        bands = world.bands
        self.key, self.owner = int(bands.key[u]), int(bands.owner[u])
        self.fighters, self.foreign = int(bands.fighters[u]), int(bands.foreign[u])
        self.experience = float(bands.experience[u])
        self.cell, self.home = cells[bands.cell[u]], cells[bands.home[u]]
        self.cell.bands.append(self)

    def move(self) -> None:
        """Choose among the cell and its neighbours."""
        r, a, home, cell = self.cell.relations, self.owner, self.home, self.cell
        places, weights = [*cell.neighbours, cell], []
        for place in places:
            if place is None:
                weights.append(0.0)
                continue
            apart = max(abs(place.x - home.x), abs(place.y - home.y))
            value = place.appeal[a] - MOVE.home * max(apart / r.reach[a] - 1.0, 0.0)
            weights.append(exp(value + MOVE.stay if place is cell else value))
        left, chosen = r.uniform(self.key, 0) * sum(weights), cell
        for place, weight in zip(places, weights, strict=True):
            left -= weight
            if left < 0.0:
                chosen = place
                break
        self.cell = chosen
        if r.uniform(self.key, 1) < MOVE.new_home:
            self.home = chosen
