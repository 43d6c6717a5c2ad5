"""Rule 16, claims: what the outlets of actors say of the week, and who comes to trust them.

An outlet reports an event of its actor with probability min(1, r), r its reporting; an attack on
civilians by its own far less often. It tells of own dead by its candour c, of enemy dead d times
m^(1 + s z), m its inflation, z standard normal: lognormal around m, and exact where m is 1. Of its
fighters killed by a strike it may tell as of civilians. Beyond r = 1 it invents r - 1 battles for
each own event, where it has fighters, with the enemy that is strongest nearby.

Who took part or has fighters in the cell knows better, and trust moves towards the accuracy

    (sum of min(claimed, true) + 1) / (sum of max(claimed, true) + 1)

over the dead of both sides and civilians; 0 for an invented battle. An insurgent group resents
what a rival boasts of its dead, true or not.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp, log
from sim.kernel import kernel
from sim.randomness import normal, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Kind
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_BATTLE, _STRIKE = int(Kind.BATTLE), int(Kind.STRIKE)


class ClaimsParameters(Parameters):
    """Parameters of claims."""

    own_attacks: float = parameter(
        0.1, "Reports of an own attack on civilians, relative to other events.", unit="factor",
        ge=0, le=1, source="own design; sign Abrahms & Conrad 2017: such attacks are denied",
    )  # fmt: skip
    disguise: float = parameter(
        0.3, "Chance that own dead of a strike that are not admitted are told as civilians.",
        unit="share", ge=0, le=1, source="own design",
    )  # fmt: skip
    spread: float = parameter(
        0.5, "Standard deviation of the logarithm of inflation, relative to that logarithm.",
        unit="factor", ge=0, le=3, source="own design: who lies more varies more",
    )  # fmt: skip
    invented: float = parameter(
        3, "Enemy dead of an invented battle before inflation.", unit="persons", ge=0, le=1000,
        source="own design: a usual clash",
    )  # fmt: skip
    pace: float = parameter(
        0.05, "Approach of trust to the accuracy of each claim that can be verified.",
        unit="share", ge=0, le=1, source="own design: some twenty claims make a reputation",
    )  # fmt: skip
    insult: float = parameter(
        0.004, "Grievance by each own dead of which a rival group boasts.", unit="0..4",
        ge=0, le=1, source="own design: as much as by the dead themselves",
    )  # fmt: skip


@kernel
def told(dead: int, factor: float, u: float) -> int:
    """So many dead times `factor`, rounded up or down by the uniform `u`."""
    whole = np.floor(dead * factor)
    return int(whole) + int(u < dead * factor - whole)


@kernel
def exaggeration(inflation: float, spread: float, u: float) -> float:
    """Enemy dead claimed for each one: lognormal around `inflation`, 1 where that is 1."""
    return exp(log(inflation) * (1.0 + spread * normal(u)))


@kernel
def place(troops: Counts, u: float) -> int:
    """A cell drawn by the fighters there, -1 where there are none."""
    total = 0
    for k in range(len(troops)):
        total += troops[k]
    mark = u * total
    for k in range(len(troops)):
        mark -= troops[k]
        if mark < 0.0:
            return k
    return -1


@kernel
def enemy_near(c: int, k: int, hostility: Floats, troops: Counts, neighbours: Ints) -> int:
    """Actor with most fighters in cell k and next door, weighed by c's hostility; -1 for none."""
    found = -1
    most = 0.0
    for b in range(len(hostility)):
        if b == c or hostility[c, b] == 0.0:
            continue
        near = troops[b, k]
        for n in range(neighbours.shape[1]):
            if neighbours[k, n] >= 0:
                near += troops[b, neighbours[k, n]]
        if near * hostility[c, b] > most:
            found, most = b, near * hostility[c, b]
    return found


@kernel
def report(
    key: np.uint64, own_attacks: float, disguise: float, spread: float, invented: float,
    alive: Flags, reporting: Floats, inflation: Floats, candour: Floats, hostility: Floats,
    troops: Counts, neighbours: Ints, events: int, kind: Ints, side_a: Ints, side_b: Ints,
    cell: Ints, deaths_a: Counts, deaths_b: Counts, deaths_civilians: Counts, claimant: Ints,
    event: Ints, claim_kind: Ints, claim_a: Ints, claim_b: Ints, claim_cell: Ints,
    claimed_a: Counts, claimed_b: Counts, claimed_civilians: Counts,
) -> int:  # fmt: skip
    """Let outlets speak of the week's events; the number of claims.

    Draws belong to the claimant and the event by its number among those of its cell, so that an
    event more elsewhere changes nothing that is said of this one.
    """
    claims = 0
    before = np.zeros(troops.shape[1], np.int64)
    for i in range(events):
        k = cell[i]
        number = np.uint64(k) * np.uint64(1 << 20) + np.uint64(before[k])
        before[k] += 1
        for side in range(2):
            c = side_a[i] if side == 0 else side_b[i]
            if c < 0 or not alive[c] or reporting[c] <= 0.0:
                continue
            agent = np.uint64(c) * np.uint64(1 << 44) + number
            chance = min(1.0, reporting[c]) * (own_attacks if side_b[i] < 0 else 1.0)
            if uniform(key, agent, 0) < chance:
                own = deaths_a[i] if side == 0 else deaths_b[i]
                enemy = deaths_b[i] if side == 0 else deaths_a[i]
                admitted = told(own, candour[c], uniform(key, agent, 1))
                more = exaggeration(inflation[c], spread, uniform(key, agent, 2))
                killed = told(enemy, more, uniform(key, agent, 3))
                civilians = deaths_civilians[i]
                if side == 0:
                    civilians = told(civilians, candour[c], uniform(key, agent, 4))
                elif kind[i] == _STRIKE and uniform(key, agent, 5) < disguise:
                    civilians += own - admitted
                claimant[claims], event[claims] = c, i
                claim_kind[claims], claim_cell[claims] = kind[i], k
                claim_a[claims], claim_b[claims] = side_a[i], side_b[i]
                claimed_a[claims] = admitted if side == 0 else killed
                claimed_b[claims] = killed if side == 0 else admitted
                claimed_civilians[claims] = civilians
                claims += 1
            for j in range(told(1, max(0.0, reporting[c] - 1.0), uniform(key, agent, 6))):
                draw = 8 * (j + 1)
                where = place(troops[c], uniform(key, agent, draw))
                if where < 0:
                    continue
                b = enemy_near(c, where, hostility, troops, neighbours)
                if b < 0:
                    continue
                more = exaggeration(inflation[c], spread, uniform(key, agent, draw + 1))
                claimant[claims], event[claims] = c, -1
                claim_kind[claims], claim_cell[claims] = _BATTLE, where
                claim_a[claims], claim_b[claims] = c, b
                claimed_a[claims], claimed_civilians[claims] = 0, 0
                claimed_b[claims] = told(1, invented * more, uniform(key, agent, draw + 2))
                claims += 1
    return claims


@kernel
def accuracy(
    claimed_a: int, claimed_b: int, claimed_civilians: int, a: int, b: int, civilians: int
) -> float:
    """How far claimed and true dead agree: 1 where they are the same."""
    least = min(claimed_a, a) + min(claimed_b, b) + min(claimed_civilians, civilians)
    most = max(claimed_a, a) + max(claimed_b, b) + max(claimed_civilians, civilians)
    return (least + 1.0) / (most + 1.0)


@kernel
def verify(
    pace: float, alive: Flags, troops: Counts, deaths_a: Counts, deaths_b: Counts,
    deaths_civilians: Counts, claims: int, claimant: Ints, event: Ints, claim_a: Ints,
    claim_b: Ints, claim_cell: Ints, claimed_a: Counts, claimed_b: Counts,
    claimed_civilians: Counts, trust: Floats,
) -> None:  # fmt: skip
    """Move the trust of all who know better towards the accuracy of each claim."""
    for q in range(claims):
        c, i = claimant[q], event[q]
        right = 0.0
        if i >= 0:
            right = accuracy(
                claimed_a[q], claimed_b[q], claimed_civilians[q],
                deaths_a[i], deaths_b[i], deaths_civilians[i],
            )  # fmt: skip
        for a in range(len(alive)):
            involved = claim_a[q] == a or claim_b[q] == a or troops[a, claim_cell[q]] > 0
            if a != c and alive[a] and involved:
                trust[a, c] += pace * (right - trust[a, c])


@kernel
def insult(
    step: float, insurgent: Flags, alive: Flags, claims: int, claimant: Ints, claim_a: Ints,
    claim_b: Ints, claimed_a: Counts, claimed_b: Counts, grievance: Floats,
) -> None:  # fmt: skip
    """Let insurgent groups resent what their rivals say of their dead."""
    for q in range(claims):
        c = claimant[q]
        a = claim_b[q] if claim_a[q] == c else claim_a[q]
        dead = claimed_b[q] if claim_a[q] == c else claimed_a[q]
        if a >= 0 and insurgent[a] and alive[a] and insurgent[c] and alive[c]:
            grievance[a, c] = min(4.0, grievance[a, c] + step * dead)


@kernel
def speak(
    key: np.uint64, own_attacks: float, disguise: float, spread: float, invented: float,
    pace: float, step: float, alive: Flags, insurgent: Flags, reporting: Floats,
    inflation: Floats, candour: Floats, hostility: Floats, troops: Counts, neighbours: Ints,
    events: int, kind: Ints, side_a: Ints, side_b: Ints, cell: Ints, deaths_a: Counts,
    deaths_b: Counts, deaths_civilians: Counts, claimant: Ints, event: Ints, claim_kind: Ints,
    claim_a: Ints, claim_b: Ints, claim_cell: Ints, claimed_a: Counts, claimed_b: Counts,
    claimed_civilians: Counts, trust: Floats, grievance: Floats,
) -> int:  # fmt: skip
    """Report the week and have it judged; the number of claims."""
    claims = report(key, own_attacks, disguise, spread, invented, alive, reporting, inflation,
                    candour, hostility, troops, neighbours, events, kind, side_a, side_b, cell,
                    deaths_a, deaths_b, deaths_civilians, claimant, event, claim_kind, claim_a,
                    claim_b, claim_cell, claimed_a, claimed_b, claimed_civilians)  # fmt: skip
    verify(pace, alive, troops, deaths_a, deaths_b, deaths_civilians, claims, claimant, event,
           claim_a, claim_b, claim_cell, claimed_a, claimed_b, claimed_civilians,
           trust)  # fmt: skip
    insult(step, insurgent, alive, claims, claimant, claim_a, claim_b, claimed_a, claimed_b,
           grievance)  # fmt: skip
    return claims


def apply(world: World, p: ClaimsParameters, key: np.uint64) -> None:
    """Let outlets speak, those who know better judge them, and rivals take offence."""
    actors, cells, pairs = world.actors, world.cells, world.pairs
    events, claims = world.events, world.claims
    most = max(actors.reporting.tolist())
    if most <= 0.0 or not events.count:
        return
    claims.reserve(2 * events.count * (1 + int(np.ceil(most))))
    claims.count = speak(
        key, p.own_attacks, p.disguise, p.spread, p.invented, p.pace, p.insult, actors.alive,
        actors.insurgent, actors.reporting, actors.inflation, actors.candour, pairs.hostility,
        cells.troops, world.grid.neighbours, events.count, events.kind, events.side_a,
        events.side_b, events.cell, events.deaths_a, events.deaths_b, events.deaths_civilians,
        claims.claimant, claims.event, claims.kind, claims.side_a, claims.side_b, claims.cell,
        claims.deaths_a, claims.deaths_b, claims.deaths_civilians, pairs.trust, pairs.grievance,
    )  # fmt: skip


RULE = Rule(
    name="claims",
    claim="Outlets tell of victories more than of losses; who knows better judges them by that.",
    source="own design; Waters & Winter 2021 (under-reporting), Abrahms & Conrad 2017 (denial)",
    parameters=ClaimsParameters,
    reads=(
        "actors.alive", "actors.insurgent", "actors.reporting", "actors.inflation",
        "actors.candour", "pairs.hostility", "cells.troops", "events.kind", "events.side_a",
        "events.side_b", "events.cell", "events.deaths_a", "events.deaths_b",
        "events.deaths_civilians",
    ),
    writes=(
        "claims.claimant", "claims.event", "claims.kind", "claims.side_a", "claims.side_b",
        "claims.cell", "claims.deaths_a", "claims.deaths_b", "claims.deaths_civilians",
        "pairs.trust", "pairs.grievance",
    ),
    apply=apply,
)  # fmt: skip
