"""The minimal workload in NumPy: every step over whole arrays, battles alone one by one.

It changes a world's arrays in place. Its exp is NumPy's, so its numbers are ours to rounding.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.randomness import draw_key
from sim.rules.information import InformationParameters
from sim.rules.loyalty import LoyaltyParameters
from sim.rules.movement import MovementParameters
from sim.rules.presence import PresenceParameters
from sim.world.world import World
from tests.bench import clash

_GOLDEN, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
_LN3 = 1.0986122886681098
MOVE, STAND, TELL, FEEL = (
    MovementParameters(), PresenceParameters(), InformationParameters(), LoyaltyParameters()
)  # fmt: skip


def uniform(key: np.uint64, agents: Any, draw: Any) -> Any:
    """The model's draws of many agents."""
    z = key + (agents + np.asarray(draw, np.uint64) * _STEP) * _GOLDEN
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53


class Fixed:
    """What never changes, in the shapes that whole-array steps want."""

    def __init__(self, world: World) -> None:
        grid, people, actors = world.grid, world.communities, world.actors
        cells = grid.size
        self.hostility = world.pairs.hostility
        rivals = ~np.eye(actors.size, dtype=bool)
        hiding = actors.hides[:, None] & actors.hides & rivals
        rebel = actors.insurgent[:, None] & actors.insurgent & rivals
        self.repels = np.where(hiding, 1.0 - self.hostility, 0.0)
        self.intrudes = np.where(rebel, self.hostility**2, 0.0)
        self.near = np.where(grid.neighbours < 0, cells, grid.neighbours)
        self.steps = np.column_stack([self.near, np.arange(cells)])
        self.x, self.y = np.append(grid.x, 0), np.append(grid.y, 0)
        self.reach = (actors.reach_km / grid.cell_km)[:, None]
        at = np.column_stack([people.at, np.full(len(people.at), -1)])
        self.partner = at[people.group[:, None], self.near[people.cell]]
        self.settled = np.flatnonzero(np.diff(people.first))
        self.begin = people.first[self.settled]
        office = np.minimum(1.0, 0.05 + STAND.administration * grid.accessibility)
        self.office = np.where(actors.governs[:, None], office, 0.0)
        self.rules = world.cells.control[people.cell] == np.arange(actors.size)[:, None]
        self.relations = clash.Relations(world)
        self.rate = np.array(self.relations.rate)


def run(world: World, weeks: int, seed: int) -> None:
    """Carry a world `weeks` weeks on."""
    fixed = Fixed(world)
    for _ in range(weeks):
        world.clock.week += 1
        world.communities.harm[:] = 0
        week = world.clock.week
        move(world, fixed, draw_key(seed, "movement", week))
        stand(world, fixed)
        cooperate(world, fixed)
        fight(world, fixed, draw_key(seed, "battles", week))
        drift(world, fixed)
        grieve(world, fixed)
        converse(world, fixed, draw_key(seed, "loyalty", week))
        world.bands.compact()


def count_troops(world: World) -> None:
    """Fill the troops of each actor and cell."""
    bands, troops = world.bands, world.cells.troops
    place = bands.owner[: bands.count] * troops.shape[1] + bands.cell[: bands.count]
    weights = bands.fighters[: bands.count]
    troops[:] = np.bincount(place, weights, troops.size).reshape(troops.shape)


def move(world: World, fixed: Fixed, key: np.uint64) -> None:
    """Lay marks, weigh cells, move."""
    cells, bands, actors = world.cells, world.bands, world.actors
    count_troops(world)
    troops = cells.troops
    occupied = troops > 0
    mean = np.maximum(1.0, troops.sum(1) / np.maximum(occupied.sum(1), 1))[:, None]
    cells.mark *= 1.0 - MOVE.mark_fading
    cells.mark += MOVE.mark_laying * troops / mean
    against = fixed.hostility @ troops
    danger = against / (against + troops + mean)
    crowd = np.minimum(troops / (2.0 * actors.band_size[:, None]), 3.0)
    cells.appeal[:] = MOVE.support * cells.cooperation + MOVE.gain * (1.0 - cells.influence)
    cells.appeal += MOVE.success * cells.momentum - MOVE.risk * danger - MOVE.crowding * crowd
    cells.appeal += MOVE.intrusion * np.minimum(fixed.intrudes @ occupied, 1.0) * cells.sphere
    cells.appeal -= MOVE.repulsion * (fixed.repels @ cells.mark)
    n = bands.count
    owner, keys, home = bands.owner[:n, None], bands.key[:n], bands.home[:n, None]
    to = fixed.steps[bands.cell[:n]]
    apart = np.maximum(abs(fixed.x[to] - fixed.x[home]), abs(fixed.y[to] - fixed.y[home]))
    beyond = np.maximum(apart / fixed.reach[bands.owner[:n]] - 1.0, 0.0)
    value = np.append(cells.appeal, np.full((actors.size, 1), -np.inf), axis=1)[owner, to]
    value[:, 8] += MOVE.stay
    reached = np.cumsum(np.exp(value - MOVE.home * beyond), axis=1)
    luck = uniform(key, keys, 0) * reached[:, 8]
    chosen = np.minimum((reached <= luck[:, None]).sum(1), 8)
    bands.cell[:n] = to[np.arange(n), chosen]
    moving = uniform(key, keys, 1) < MOVE.new_home
    bands.home[:n][moving] = bands.cell[:n][moving]


def stand(world: World, fixed: Fixed) -> None:
    """Coverage, security, presence, spheres."""
    cells, people, actors, week = world.cells, world.communities, world.actors, world.clock.week
    cells.people[:] = 0
    cells.people[fixed.settled] = np.add.reduceat(people.people, fixed.begin)
    base = np.where(cells.people > 20_000, np.sqrt(20_000.0 * cells.people), cells.people)
    cells.density_base[:] = np.maximum(base, 2000.0)
    count_troops(world)
    troops = cells.troops
    a, k = np.nonzero(troops)
    scale = -_LN3 * 1000.0 * troops[a, k] / cells.density_base[k]
    cells.coverage[:] = cells.coercion[:] = 0.0
    cells.coverage[a, k] = 1.0 - np.exp(scale / STAND.presence_density)
    cells.coercion[a, k] = 1.0 - np.exp(scale / STAND.coercion_density)
    safe = cells.coverage - STAND.volatility * np.minimum(1.0, cells.heat / 6.0)
    safe -= fixed.hostility @ cells.coverage
    cells.security[:] = np.maximum(-100.0, safe * 100.0 / (1.0 + STAND.volatility))
    own = troops * actors.skill[:, None]
    against = fixed.hostility @ own
    reached = (a[:, None] * (cells.people.size + 1) + fixed.near[k]).ravel()
    size = actors.size * (cells.people.size + 1)
    reach = np.bincount(reached, minlength=size).reshape(actors.size, -1)[:, :-1]
    near = np.maximum(np.minimum(reach * STAND.neighbourhood, 0.5), fixed.office)
    cells.presence[:] = near * (1.0 - against / (against + STAND.firm + own))
    mine = own[a, k]
    held = (1.0 - np.exp(-mine / STAND.firm)) * mine / (mine + STAND.opposition * against[a, k])
    cells.presence[a, k] = np.maximum(held, cells.presence[a, k])
    new = week - cells.last_present[a, k] > STAND.entry_absence
    felt = (cells.sphere[:, k[new]] > STAND.sphere_claimed) & (np.arange(actors.size)[:, None] != a[new])
    world.pairs.entries[:] = 0
    np.add.at(world.pairs.entries.T, a[new], felt.T)
    grown = np.minimum(1.0, cells.sphere[a, k] + STAND.sphere_growth)
    cells.sphere *= STAND.sphere_memory
    cells.sphere[a, k], cells.last_present[a, k] = grown, week


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


def fight(world: World, fixed: Fixed, key: np.uint64) -> None:
    """Find the cells where somebody strikes, all at once; fight those one by one."""
    cells, bands = world.cells, world.bands
    cells.heat *= clash.P.heat_memory
    cells.momentum *= clash.P.momentum_memory
    n = bands.count
    cell, owner = bands.cell[:n], bands.owner[:n]
    seen = world.actors.exposure + (1.0 - world.actors.exposure) * cells.cooperation[owner, cell][:, None]
    lively = 1.0 + clash.P.excitation * np.minimum(cells.heat[cell], 6.0)[:, None]
    h = fixed.hostility[owner]
    chance = 1.0 - np.exp(-fixed.rate[owner] * h * h * seen * lively)
    chance[cells.troops[:, cell].T == 0] = 0.0
    draws = np.arange(len(fixed.rate), dtype=np.uint64) * np.uint64(12)
    struck = uniform(key, bands.key[:n, None], draws) < chance
    order = np.argsort(cell, kind="stable")
    sorted_cells = cell[order]
    for k in np.unique(cell[struck.any(axis=1)]).tolist():
        begin, end = np.searchsorted(sorted_cells, [k, k + 1])
        fight_in(world, fixed, key, k, order[begin:end].tolist())


def fight_in(world: World, fixed: Fixed, key: np.uint64, k: int, rows: list[int]) -> None:
    """Fight one cell's battles as objects and write back what is left."""
    cells, bands, people = world.cells, world.bands, world.communities
    units = [
        SimpleNamespace(
            row=u, key=int(bands.key[u]), owner=int(bands.owner[u]),
            fighters=int(bands.fighters[u]), foreign=int(bands.foreign[u]),
            experience=float(bands.experience[u]),
        )
        for u in rows
    ]  # fmt: skip
    members = [
        SimpleNamespace(row=c, people=int(people.people[c]))
        for c in range(people.first[k], people.first[k + 1])
    ]

    def harmed(a: int, community: Any, dead: int) -> None:
        people.people[community.row] = community.people
        people.harm[a, community.row] += dead

    arena = clash.Arena(
        units, members, cells.cooperation[:, k].tolist(), cells.troops[:, k].tolist(),
        cells.momentum[:, k].tolist(), float(cells.heat[k]), harmed,
    )  # fmt: skip
    clash.fight(arena, fixed.relations, clash.keyed(int(key)))
    cells.momentum[:, k], cells.heat[k] = arena.momentum, arena.heat
    for unit in units:
        bands.fighters[unit.row], bands.foreign[unit.row] = unit.fighters, unit.foreign
        bands.experience[unit.row] = unit.experience


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
    """Each hears one neighbour, in order: who hears somebody before it waits for that one's turn."""
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
