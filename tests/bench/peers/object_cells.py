"""What a cell does in its turn, as an object of any framework."""

from __future__ import annotations

from math import exp, sqrt
from typing import Any

from sim.rules.movement import MovementParameters
from sim.rules.presence import PresenceParameters
from tests.bench.peers import clash

_LN3 = 1.0986122886681098
MOVE, STAND = MovementParameters(), PresenceParameters()


class Relations(clash.Relations):
    """Who is who to whom, and what one week shares: draws, mean strength, entries."""

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        actors = world.actors
        self.actors = range(actors.size)
        self.governs: list[bool] = actors.governs.tolist()
        self.insurgent: list[bool] = actors.insurgent.tolist()
        self.band_size: list[int] = actors.band_size.tolist()
        self.reach: list[float] = (actors.reach_km / world.grid.cell_km).tolist()
        self.mean = [1.0] * actors.size
        self.entries = [[0] * actors.size for _ in self.actors]
        self.week = world.clock.week
        self.uniform: clash.Draw

    def take_stock(self, cells: Any) -> None:
        """Mean strength of each actor over the cells it occupies."""
        for a in self.actors:
            there = [cell.troops[a] for cell in cells if cell.troops[a]]
            self.mean[a] = max(1.0, sum(there) / max(len(there), 1))


class CellActs:
    """What a cell does; the lists have one number for each actor."""

    relations: Relations
    neighbours: list[Any]  # eight, None beyond the map
    communities: list[Any]

    def start(self, world: Any, k: int, relations: Relations) -> None:
        """Take the state of cell k of a world."""
        cells = world.cells
        self.relations, self.communities, self.bands = relations, [], []
        self.x, self.y = int(world.grid.x[k]), int(world.grid.y[k])
        self.accessibility = float(world.grid.accessibility[k])
        self.control, self.heat = int(cells.control[k]), float(cells.heat[k])
        self.people, self.density_base = int(cells.people[k]), float(cells.density_base[k])
        for name in ("troops", "coverage", "coercion", "security", "presence", "cooperation",
                     "mark", "sphere", "last_present", "appeal", "momentum"):  # fmt: skip
            setattr(self, name, getattr(cells, name)[:, k].tolist())

    def count_troops(self) -> None:
        """Whose bands are here."""
        self.troops = [0] * len(self.troops)
        for band in self.bands:
            self.troops[band.owner] += band.fighters

    def weigh(self) -> None:
        """Marks, and the appeal of the cell to each actor."""
        r, troops, mark = self.relations, self.troops, self.mark
        for a in r.actors:
            mark[a] = (1 - MOVE.mark_fading) * mark[a] + MOVE.mark_laying * troops[a] / r.mean[a]
        for a in r.actors:
            against = intruded = repelled = 0.0
            for b in r.actors:
                if b != a:
                    h = r.hostility[a][b]
                    against += h * troops[b]
                    if troops[b] and r.insurgent[a] and r.insurgent[b]:
                        intruded += h * h
                    if r.hides[a] and r.hides[b]:
                        repelled += (1.0 - h) * mark[b]
            danger = against / (against + troops[a] + r.mean[a])
            crowd = min(troops[a] / (2.0 * r.band_size[a]), 3.0)
            value = MOVE.support * self.cooperation[a] + MOVE.gain
            value += MOVE.success * self.momentum[a] - MOVE.risk * danger - MOVE.crowding * crowd
            value += MOVE.intrusion * min(intruded, 1.0) * self.sphere[a]
            self.appeal[a] = value - MOVE.repulsion * repelled

    def cover(self) -> None:
        """Count people and how far troops cover them."""
        self.people = sum(community.people for community in self.communities)
        base = sqrt(20_000.0 * self.people) if self.people > 20_000 else self.people
        self.density_base = max(float(base), 2000.0)
        scale = -_LN3 * 1000.0 / self.density_base
        self.coverage = [
            1.0 - exp(scale * n / STAND.presence_density) if n else 0.0 for n in self.troops
        ]
        self.coercion = [
            1.0 - exp(scale * n / STAND.coercion_density) if n else 0.0 for n in self.troops
        ]

    def stand(self) -> None:
        """Security, presence and sphere of each actor."""
        r, troops, skill = self.relations, self.troops, self.relations.skill
        around = [cell for cell in self.neighbours if cell is not None]
        worry = STAND.volatility * min(1.0, self.heat / 6.0)
        office = min(1.0, 0.05 + STAND.administration * self.accessibility)
        spheres = list(self.sphere)
        for a in r.actors:
            safe, against = self.coverage[a] - worry, 0.0
            for b in r.actors:
                if b != a and troops[b]:
                    safe -= r.hostility[a][b] * self.coverage[b]
                    against += r.hostility[a][b] * troops[b] * skill[b]
            self.security[a] = max(-100.0, safe * 100.0 / (1.0 + STAND.volatility))
            reach = STAND.neighbourhood * sum(1 for cell in around if cell.troops[a])
            near = min(reach, 0.5)
            if r.governs[a]:
                near = max(near, office)
            own = troops[a] * skill[a]
            presence = near * (1.0 - against / (against + STAND.firm + own))
            if own:
                held = (1.0 - exp(-own / STAND.firm)) * own / (own + STAND.opposition * against)
                presence = max(held, presence)
                self.note_entry(a, spheres)
                self.sphere[a] = min(1.0, self.sphere[a] + STAND.sphere_growth)
            else:
                self.sphere[a] *= STAND.sphere_memory
            self.presence[a] = presence

    def note_entry(self, b: int, spheres: list[float]) -> None:
        """Actor b is here; whose sphere it newly enters counts it."""
        r = self.relations
        if r.week - self.last_present[b] > STAND.entry_absence:
            for a in r.actors:
                if a != b and spheres[a] > STAND.sphere_claimed:
                    r.entries[a][b] += 1
        self.last_present[b] = r.week

    def listen(self) -> None:
        """What the people here tell each actor."""
        for a in self.relations.actors:
            told = sum(c.people * c.openness(a) for c in self.communities)
            self.cooperation[a] = told / self.people if self.people else 0.0

    def fight(self) -> None:
        """Heat and momentum fade; hostile bands fight."""
        self.heat *= clash.P.heat_memory
        self.momentum = [m * clash.P.momentum_memory for m in self.momentum]
        if sum(1 for n in self.troops if n) < 2:
            return
        arena = clash.Arena(
            self.bands, self.communities, self.cooperation, list(self.troops), self.momentum,
            self.heat, lambda a, community, dead: community.suffer(a, dead),
        )  # fmt: skip
        clash.fight(arena, self.relations, self.relations.uniform)
        self.heat = arena.heat
