"""Movement and presence in NumPy."""

from __future__ import annotations

import numpy as np

from sim.world.world import World
from tests.bench.peers.numpy_fixed import MOVE, STAND, Fixed, uniform

_LN3 = 1.0986122886681098


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
    felt = (cells.sphere[:, k[new]] > STAND.sphere_claimed) & (
        np.arange(actors.size)[:, None] != a[new]
    )
    world.pairs.entries[:] = 0
    np.add.at(world.pairs.entries.T, a[new], felt.T)
    grown = np.minimum(1.0, cells.sphere[a, k] + STAND.sphere_growth)
    cells.sphere *= STAND.sphere_memory
    cells.sphere[a, k], cells.last_present[a, k] = grown, week
