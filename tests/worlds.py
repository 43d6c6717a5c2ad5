"""A small world made by hand, for tests of rules and outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from sim.strategies import STRATEGIES
from sim.vocabulary import ACTOR_TYPES, NOBODY, Kind, priogrid_gid
from sim.world.actors import Actors, Pairs
from sim.world.bands import Bands, locate
from sim.world.births import add_post
from sim.world.cells import Cells
from sim.world.communities import Communities, Groups, kin_next_door
from sim.world.grid import Grid
from sim.world.leaders import Constituents, Leaders
from sim.world.logs import Claims, Developments, Events, Takeovers
from sim.world.state import allocate
from sim.world.strategy import Strategy
from sim.world.world import FIXED_SIZES, Clock, Ledger, World

ACTORS = {
    "state": "state_forces",
    "rebels": "rebel_group",
    "rivals": "rebel_group",
    "militia": "identity_militia",
    "guest": "external_forces",
}
"""Actors of the small world and their types; the state governs the first country."""


def small_grid(width: int = 3, height: int = 2) -> Grid:
    """Cells near Mopti; the last column is a second country, and nothing is outside the study."""
    size = width * height
    x = np.tile(np.arange(width, dtype=np.int32), height)
    y = np.repeat(np.arange(height, dtype=np.int32), width)
    longitude, latitude = -4.25 + 0.5 * x, 14.25 + 0.5 * y
    grid = allocate(
        Grid,
        {"K": size, "8": 8},
        cell_km=55.0,
        resolution=0.5,
        countries=("MLI", "BFA"),
        country_names=("Mali", "Burkina Faso"),
        gwno=(432, 439),
        admin1_names=("MLI/Mopti", "BFA/Sahel"),
    )
    grid.cell_id[:] = [priogrid_gid(*at) for at in zip(latitude, longitude, strict=True)]
    grid.priogrid_gid[:] = grid.cell_id
    grid.longitude[:], grid.latitude[:], grid.x[:], grid.y[:] = longitude, latitude, x, y
    grid.area_km2[:] = 3000.0 + 10.0 * y
    grid.country[:] = grid.admin1[:] = x == width - 1
    grid.study[:] = True
    grid.accessibility[:] = 0.5
    _join_neighbours(grid)
    return grid


def _join_neighbours(grid: Grid) -> None:
    at = {(int(x), int(y)): k for k, (x, y) in enumerate(zip(grid.x, grid.y, strict=True))}
    steps = [(dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dx, dy) != (0, 0)]
    for (x, y), k in at.items():
        grid.neighbours[k] = [at.get((x + dx, y + dy), -1) for dx, dy in steps]


def small_world(
    width: int = 3,
    height: int = 2,
    *,
    actors: Mapping[str, str] = ACTORS,
    groups: Sequence[str] = ("dogon", "fulani"),
    people: int = 1000,
    start: date = date(2018, 1, 1),
) -> World:
    """A world at week 0 with `people` of each group in every cell, no bands and neutral actors."""
    grid = small_grid(width, height)
    cells, count = grid.size, len(groups)
    sizes = {"K": cells, "K1": cells + 1, "A": len(actors), "A1": len(actors) + 1, "G": count}
    sizes |= {"C": cells * count, "C1": cells * count + 1, "R": 0, "M": 0, "L": 0}
    sizes |= dict.fromkeys("UEQVX", 4) | FIXED_SIZES
    world = World(
        clock=Clock(start, 0),
        grid=grid,
        cells=allocate(Cells, sizes),
        communities=allocate(Communities, sizes, groups=tuple(groups)),
        groups=allocate(Groups, sizes),
        bands=allocate(Bands, sizes),
        actors=_actors(actors, sizes),
        pairs=allocate(Pairs, sizes),
        constituents=allocate(Constituents, sizes, names=(), labels=(), ucdp_ids=()),
        leaders=allocate(Leaders, sizes, names=()),
        events=allocate(Events, sizes),
        claims=allocate(Claims, sizes),
        developments=allocate(Developments, sizes),
        takeovers=allocate(Takeovers, sizes),
        ledger=allocate(Ledger, sizes),
        strategies=[_strategy(kind) for kind in actors.values()],
    )
    _settle(world, people)
    return world


def _actors(types: Mapping[str, str], sizes: dict[str, int]) -> Actors:
    actors = allocate(
        Actors,
        sizes,
        names=tuple(types),
        labels=tuple(name.title() for name in types),
        ucdp_ids=(None,) * len(types),
        ucdp_names=tuple(name.title() for name in types),
        outlets=("",) * len(types),
    )
    actors.alive[:] = True
    actors.area[:] = True
    actors.skill[:] = actors.recruiting[:] = 1.0
    actors.aggression[:] = actors.readiness[:] = 1.0
    actors.reach_km[:] = 165.0
    actors.band_size[:] = 20
    for a, name in enumerate(types.values()):
        kind = ACTOR_TYPES[name]
        actors.type[a] = kind.code
        for trait in ("governs", "foreign", "mobile", "hides", "air", "insurgent"):
            getattr(actors, trait)[a] = getattr(kind, trait)
    actors.country[np.flatnonzero(actors.governs)[:1]] = 0
    return actors


def _strategy(kind: str) -> Strategy:
    return next(own for own in STRATEGIES if own.name == ACTOR_TYPES[kind].strategy)


def _settle(world: World, people: int) -> None:
    communities, count = world.communities, len(world.communities.groups)
    communities.cell[:] = np.repeat(np.arange(world.grid.size), count)
    communities.group[:] = np.tile(np.arange(count), world.grid.size)
    communities.first[:] = np.arange(world.grid.size + 1) * count
    communities.at[communities.group, communities.cell] = np.arange(communities.size)
    communities.kin[:] = kin_next_door(
        communities.cell, communities.group, communities.at, world.grid.neighbours
    )
    communities.people[:] = people
    world.cells.people[:] = world.grid.population[:] = people * count
    world.cells.density_base[:] = people * count


def put_band(world: World, actor: str, cell: int, fighters: int = 20, foreign: int = 0) -> int:
    """Add a band of an actor named by its id, and return its row."""
    owner = world.actors.names.index(actor)
    world.cells.troops[owner, cell] += fighters
    row = world.bands.add(
        key=np.uint64(world.bands.count + 1),
        owner=owner,
        constituent=-1,
        cell=cell,
        home=cell,
        fighters=fighters,
        foreign=foreign,
        experience=0.0,
        hidden=bool(world.actors.hides[owner]),
        mobile=bool(world.actors.mobile[owner]),
        objective=-1,
    )
    list_occupied(world)
    return row


def list_occupied(world: World) -> None:
    """List the cells that each actor occupies by where its bands are now, as presence does."""
    bands, cells = world.bands, world.cells
    locate(bands.count, bands.owner, bands.cell, bands.fighters, np.empty_like(cells.troops),
           cells.first_occupied, bands.occupied, bands.standing)  # fmt: skip


def put_event(
    world: World,
    kind: Kind,
    side_a: str,
    side_b: str | None,
    cell: int,
    deaths: tuple[int, int, int] = (0, 0, 0),
    group: int = -1,
    selective: int = 0,
) -> None:
    """Add an event of this week; `deaths` are those of side a, side b and civilians."""
    names, events = world.actors.names, world.events
    events.reserve(1)
    row = events.count
    events.kind[row], events.cell[row] = kind, cell
    events.side_a[row] = names.index(side_a)
    events.side_b[row] = -1 if side_b is None else names.index(side_b)
    events.deaths_a[row], events.deaths_b[row], events.deaths_civilians[row] = deaths
    events.group[row], events.selective[row] = group, selective
    events.count += 1


def put_takeover(
    world: World, cell: int, before: str | None, after: str | None, causes: Sequence[float] = ()
) -> None:
    """Let a cell change hands this week; nobody is None, and causes are in the log's order."""
    names, log = world.actors.names, world.takeovers
    log.reserve(1)
    row = log.count
    log.cell[row] = cell
    log.before[row] = NOBODY if before is None else names.index(before)
    log.after[row] = NOBODY if after is None else names.index(after)
    parts = (log.by_people, log.by_presence, log.by_security, log.by_inertia)
    for part, amount in zip(parts, causes or (0.0,) * 4, strict=True):
        part[row] = amount
    log.count += 1


def put_claim(
    world: World,
    claimant: str,
    kind: Kind,
    side_a: str,
    side_b: str | None,
    cell: int,
    deaths: tuple[int, int, int] = (0, 0, 0),
    event: int = -1,
) -> None:
    """Add a claim about row `event` of this week's events, or an invented one."""
    names, claims = world.actors.names, world.claims
    claims.reserve(1)
    row = claims.count
    claims.claimant[row], claims.event[row] = names.index(claimant), event
    claims.kind[row], claims.cell[row] = kind, cell
    claims.side_a[row] = names.index(side_a)
    claims.side_b[row] = -1 if side_b is None else names.index(side_b)
    claims.deaths_a[row], claims.deaths_b[row], claims.deaths_civilians[row] = deaths
    claims.count += 1


def put_constituents(world: World, actor: str, *names: str) -> None:
    """Give an actor constituents of these names with its own positions, and a post for each."""
    a, topics = world.actors.names.index(actor), world.actors.position.shape[1]
    world.constituents = allocate(
        Constituents,
        {"M": len(names), "T": topics},
        names=names,
        labels=tuple(name.title() for name in names),
        ucdp_ids=(None,) * len(names),
    )
    world.constituents.actor[:] = a
    world.constituents.position[:] = world.actors.position[a]
    for post in (NOBODY, *range(len(names))):
        add_post(world, a, post)
