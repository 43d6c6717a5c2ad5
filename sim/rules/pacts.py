"""Rule 18e, pacts: a state, or a guest, and an insurgent group agree to spare each other.

What x suffers from y is w[x,y] = max(losses of x to y, e H[y,x] N[x,y]) fighters a week: N the
fighters of y in or next to the country of a state, or to where anybody else has fighters. So a
state that hardly fights a group at its border has much to lose and nothing to gain. The threat
that s and g share is the worst over other groups c of the lesser of
w[s,c] / (1 + w[s,c] + w[s,g]) and w[g,c] / (1 + w[g,c] + w[g,s]): 0 without a common enemy, above
one half only if it is the larger evil to both.

Offer: what is at stake, x / (1 + x) with x = w[s,g] + losses[g,s], times the logistic of log-odds
that grow with the balance (w[s,g] - losses[g,s]) / x, the shared threat and terms that either
seeks. Without contact nobody offers, unless the scenario's timeline has it. Answer: the group's
affinity for itself as a bargainer (its own positions with alliance with a state fully approved),
times a logistic of its losses and the threat. What it despises, it never becomes. A pact leaks with
a constant chance, once, and sets constituents that despise bargaining against their leaders. Each
partner breaks it with hazard h0 exp(-a A - b threat + c breach), A its affinity for the other.

While it lasts hostility is 0 both ways. Who is no partner, such as a guest of the state, is not
bound. What partners do for each other is for other rules: `border_guard`, `control`, `orders`.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp, logistic
from sim.kernel import kernel
from sim.randomness import uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import TOPICS, Development, Stance
from sim.world.affinity import affinity
from sim.world.bands import count_fighters
from sim.world.casualties import count_dead
from sim.world.nearby import count_near
from sim.world.stances import hostility_of, pacts_of, set_relation
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_NEUTRAL = int(Stance.NEUTRAL)
_ALLIANCE = TOPICS.index("state_alliance")
_RELEVANCE = np.ones(len(TOPICS))
_YEAR = 52.0


class PactsParameters(Parameters):
    """Parameters of pacts."""

    menace: float = parameter(
        0.005, "e: losses to expect of each hostile fighter in or next to one's land.",
        unit="fighters per week", ge=0, le=1,
        source="own design: about what a fighter of the groups inflicts in the Sahel scenario",
    )  # fmt: skip
    offer: float = parameter(
        -8, "Log-odds that a state offers a pact where much is at stake.", unit="log-odds",
        ge=-50, le=50, source="own design: one in sixty would in a year without any cause",
    )  # fmt: skip
    offer_by_balance: float = parameter(
        3, "Effect on them of a fight that only costs.", unit="log-odds", ge=0, le=50,
        source="own design",
    )  # fmt: skip
    offer_by_threat: float = parameter(
        3, "Effect on them of a shared threat beside which nothing else counts.",
        unit="log-odds", ge=0, le=50, source="own design",
    )  # fmt: skip
    offer_by_terms: float = parameter(
        3, "Effect on them of terms that the orders of one side seek.", unit="log-odds", ge=0,
        le=50, source="own design",
    )  # fmt: skip
    accept: float = parameter(
        -1, "Log-odds that a group without need accepts.", unit="log-odds", ge=-50, le=50,
        source="own design",
    )  # fmt: skip
    accept_by_losses: float = parameter(
        3, "Effect on them of losing all its fighters to the state in a year.", unit="log-odds",
        ge=0, le=50, source="own design",
    )  # fmt: skip
    accept_by_threat: float = parameter(
        3, "Effect on them of a shared threat beside which nothing else counts.",
        unit="log-odds", ge=0, le=50, source="own design",
    )  # fmt: skip
    leak: float = parameter(
        0.04, "Weekly chance that a pact becomes known.", unit="per week", ge=0, le=1,
        source="own design: within 0.02 to 0.1",
    )  # fmt: skip
    discord: float = parameter(
        0.3, "Discord of a constituent that despises bargaining when a pact becomes known.",
        unit="share", ge=0, le=1, source="own design",
    )  # fmt: skip
    breaking: float = parameter(
        0.004, "h0: hazard that an indifferent partner breaks a pact.", unit="per week", ge=0,
        le=10, source="own design: with two of them it lasts about two years",
    )  # fmt: skip
    bond: float = parameter(
        2, "a: effect of affinity on it.", unit="log", ge=0, le=20, source="own design"
    )
    shared: float = parameter(
        1, "b: effect of a shared threat beside which nothing else counts.", unit="log", ge=0,
        le=20, source="own design",
    )  # fmt: skip
    breach: float = parameter(
        3, "c: effect of fighters of either killed by the other in the week.", unit="log", ge=0,
        le=20, source="own design",
    )  # fmt: skip


@kernel
def compare(
    menace: float, alive: Flags, insurgent: Flags, losses: Floats, hostility: Floats,
    near: Counts, harm: Floats, threat: Floats,
) -> None:  # fmt: skip
    """Fill `harm` (A A, of the first by the second) and the `threat` (A A) that two share."""
    actors = len(alive)
    threat[:, :] = 0.0
    for x in range(actors):
        for y in range(actors):
            harm[x, y] = max(losses[x, y], menace * hostility[y, x] * near[x, y])
    for c in range(actors):
        if not (insurgent[c] and alive[c]):
            continue
        for s in range(actors):
            for g in range(actors):
                if c not in (s, g):
                    to_s = harm[s, c] / (1.0 + harm[s, c] + harm[s, g])
                    to_g = harm[g, c] / (1.0 + harm[g, c] + harm[g, s])
                    threat[s, g] = max(threat[s, g], min(to_s, to_g))


@kernel
def offer_chance(
    base: float, by_balance: float, by_threat: float, by_terms: float, cost: float, gain: float,
    threat: float, terms: bool,
) -> float:  # fmt: skip
    """Weekly chance of an offer: 0 without contact, and more the less the fight pays."""
    stake = cost + gain
    if stake <= 0.0:
        return 0.0
    total = base + by_balance * (cost - gain) / stake + by_threat * threat
    if terms:
        total += by_terms
    return stake / (1.0 + stake) * logistic(total)


@kernel
def propose(
    key: np.uint64, base: float, by_balance: float, by_threat: float, by_terms: float,
    alive: Flags, governs: Flags, guest: Flags, insurgent: Flags, terms: Ints, stance: Ints,
    losses: Floats, harm: Floats, threat: Floats, due: Ints, week: int, offered: Flags,
) -> int:  # fmt: skip
    """Fill `offered` (A A): the first, a state or guest, offers the second a pact; how many do."""
    actors = len(alive)
    offers = 0
    for s in range(actors):
        for g in range(actors):
            offered[s, g] = False
            able = alive[s] and alive[g] and (governs[s] or guest[s]) and insurgent[g]
            if able and stance[s, g] <= _NEUTRAL:
                sought = terms[s] == g or terms[g] == s
                chance = offer_chance(base, by_balance, by_threat, by_terms, harm[s, g],
                                      losses[g, s], threat[s, g], sought)  # fmt: skip
                by_itself = uniform(key, np.uint64(s), 8 * g) < chance
                offered[s, g] = by_itself or due[s, g] == week
                offers += offered[s, g]
    return offers


def as_bargainer(position: Floats, tolerance: Floats) -> float:
    """Affinity of somebody for itself if it bargained with states."""
    perceived = position.copy()
    perceived[_ALLIANCE] = 1.0
    return affinity(position, tolerance, perceived, _RELEVANCE)


def acceptance(p: PactsParameters, approval: float, lost: float, threat: float) -> float:
    """Chance that a group accepts an offer: 0 where it does not approve of who bargains.

    `lost` is the part of its fighters that a year of present losses to the state would cost.
    """
    if approval <= 0.0:
        return 0.0
    need = p.accept_by_losses * min(1.0, lost) + p.accept_by_threat * threat
    return approval * logistic(p.accept + need)


def break_chance(p: PactsParameters, bond: float, threat: float, breach: bool) -> float:
    """Weekly chance that a partner of affinity `bond` for the other breaks a pact."""
    effect = p.breach * breach - p.bond * bond - p.shared * threat
    return 1.0 - exp(-p.breaking * exp(effect))


def answer(
    world: World, p: PactsParameters, key: np.uint64, s: int, g: int, strength: int, threat: float
) -> None:
    """Let the group accept or refuse what the state offers."""
    actors, pairs, note = world.actors, world.pairs, world.developments.note
    approval = as_bargainer(actors.position[g], actors.tolerance[g])
    lost = _YEAR * pairs.losses[g, s] / max(1, strength)
    note(Development.PACT_OFFERED, s, g)
    if uniform(key, np.uint64(s), 8 * g + 1) < acceptance(p, approval, lost, threat):
        level = hostility_of(Stance.PACT)
        set_relation(pairs, s, g, Stance.PACT, level, world.clock.week)
        note(Development.PACT_SIGNED, g, s)
    else:
        note(Development.PACT_REFUSED, g, s, amount=approval)


def keep(
    world: World, p: PactsParameters, key: np.uint64, s: int, g: int, threat: float, breach: bool
) -> None:
    """Carry a pact one week on: it may become known, and either may break it."""
    pairs, week = world.pairs, world.clock.week
    begun = int(pairs.stance_since[s, g])
    if pairs.leaked[s, g] < begun and uniform(key, np.uint64(s), 8 * g + 2) < p.leak:
        leak(world, p, s, g)
    for draw, (one, other) in enumerate(((s, g), (g, s)), start=8 * g + 3):
        chance = break_chance(p, float(pairs.affinity[one, other]), threat, breach)
        if uniform(key, np.uint64(s), draw) < chance:
            set_relation(pairs, s, g, Stance.WAR, hostility_of(Stance.WAR), week)
            world.developments.note(Development.PACT_BROKEN, one, other, amount=week - begun)
            return


def leak(world: World, p: PactsParameters, s: int, g: int) -> None:
    """Let a pact become known; constituents that despise it fall out with the group."""
    world.pairs.leaked[s, g] = world.pairs.leaked[g, s] = world.clock.week
    world.developments.note(Development.PACT_LEAKED, g, s)
    parts, tolerance = world.constituents, world.actors.tolerance[g]
    for m, position in enumerate(parts.position):
        if parts.actor[m] == g and as_bargainer(position, tolerance) <= 0.0:
            parts.discord[m] = min(1.0, parts.discord[m] + p.discord)


def breached(world: World, s: int, g: int) -> bool:
    """Whether either of two killed fighters of the other this week."""
    events, dead = world.events, np.empty((world.actors.size, world.actors.size), np.int64)
    count_dead(events.count, events.side_a, events.side_b, events.deaths_a, events.deaths_b, dead)
    return bool(dead[s, g] + dead[g, s])


def apply(world: World, p: PactsParameters, key: np.uint64) -> None:
    """Keep or break the pacts there are, then offer and answer new ones."""
    actors, pairs, bands, grid = world.actors, world.pairs, world.bands, world.grid
    size = actors.size
    around, offered = np.empty((grid.size, size), np.bool_), np.empty((size, size), np.bool_)
    near, threat = np.empty((size, size), np.int64), np.empty((size, size))
    harm = np.empty((size, size))
    count_near(
        grid.country, grid.neighbours, actors.country, actors.insurgent, bands.count, bands.owner,
        bands.cell, bands.fighters, around, near,
    )  # fmt: skip
    compare(
        p.menace, actors.alive, actors.insurgent, pairs.losses, pairs.hostility, near, harm, threat
    )
    offers = propose(
        key, p.offer, p.offer_by_balance, p.offer_by_threat, p.offer_by_terms, actors.alive,
        actors.governs, actors.foreign, actors.insurgent, actors.terms, pairs.stance,
        pairs.losses, harm, threat, pairs.offer_due, world.clock.week, offered,
    )  # fmt: skip
    for s, g in pacts_of(actors, pairs):
        keep(world, p, key, s, g, float(threat[s, g]), breached(world, s, g))
    if offers:
        strength = np.empty(size, np.int64)
        count_fighters(bands.count, bands.owner, bands.fighters, strength)
        for s, g in np.argwhere(offered).tolist():
            answer(world, p, key, s, g, int(strength[g]), float(threat[s, g]))


RULE = Rule(
    name="pacts",
    claim="States and groups spare each other where fighting costs more than it gains and another "
    "threat is larger; a group that despises bargaining never does.",
    source="own design: the tacit pact of the founding case; affinity: Athena (JPL)",
    parameters=PactsParameters,
    reads=(
        "actors.alive", "actors.governs", "actors.foreign", "actors.insurgent", "actors.country",
        "actors.position", "actors.tolerance", "actors.terms", "bands.owner", "bands.cell",
        "bands.fighters", "constituents.actor", "constituents.position", "events.side_a",
        "events.side_b", "events.deaths_a", "events.deaths_b", "pairs.affinity", "pairs.losses",
        "pairs.offer_due",
    ),
    writes=(
        "constituents.discord", "pairs.stance", "pairs.stance_since", "pairs.hostility",
        "pairs.leaked", "developments.kind", "developments.actor", "developments.other",
        "developments.post", "developments.amount",
    ),
    apply=apply,
)  # fmt: skip
