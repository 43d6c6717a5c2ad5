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
from sim.vocabulary import NOBODY, TOPICS, Development, Stance
from sim.world.affinity import affinity
from sim.world.bands import count_fighters
from sim.world.casualties import count_dead
from sim.world.nearby import count_near
from sim.world.stances import find_pacts, hostility_of, set_relation
from sim.world.state import Counts, Flags, Floats, Ints, Rows
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


@kernel
def break_chance(
    breaking: float, by_bond: float, by_threat: float, by_breach: float, bond: float,
    threat: float, breach: bool,
) -> float:  # fmt: skip
    """Weekly chance that a partner of affinity `bond` for the other breaks a pact."""
    effect = by_breach * breach - by_bond * bond - by_threat * threat
    return 1.0 - exp(-breaking * exp(effect))


@kernel
def keep(
    key: np.uint64, leak: float, breaking: float, by_bond: float, by_threat: float,
    by_breach: float, pact: Flags, since: Ints, leaked: Ints, affinity: Floats, dead: Counts,
    threat: Floats, leaks: Flags, breaker: Ints,
) -> int:  # fmt: skip
    """Fill `leaks` (A A), pacts that become known, and `breaker` (A A), who breaks one, else -1.

    `pact` (A A) tells which there are, the state first; how many of them change.
    """
    changes = 0
    for s in range(len(pact)):
        for g in range(len(pact)):
            leaks[s, g], breaker[s, g] = False, -1
            if not pact[s, g]:
                continue
            secret = leaked[s, g] < since[s, g]
            leaks[s, g] = secret and uniform(key, np.uint64(s), 8 * g + 2) < leak
            breach = dead[s, g] + dead[g, s] > 0
            for one, other, draw in ((s, g, 8 * g + 3), (g, s, 8 * g + 4)):
                chance = break_chance(breaking, by_bond, by_threat, by_breach,
                                      affinity[one, other], threat[s, g], breach)  # fmt: skip
                if breaker[s, g] < 0 and uniform(key, np.uint64(s), draw) < chance:
                    breaker[s, g] = one
            changes += leaks[s, g] or breaker[s, g] >= 0
    return changes


@kernel
def take_stock(
    key: np.uint64, menace: float, offer: float, by_balance: float, by_threat: float,
    by_terms: float, leak: float, breaking: float, bond: float, shared: float, breach: float,
    week: int, cell_country: Ints, border: Ints, neighbours: Ints, country: Ints, alive: Flags,
    governs: Flags, guest: Flags, insurgent: Flags, terms: Ints, stance: Ints, since: Ints,
    leaked: Ints, due: Ints, affinity: Floats, losses: Floats, hostility: Floats, count: int,
    owner: Rows, cell: Rows, fighters: Counts, events: int, side_a: Ints, side_b: Ints,
    deaths_a: Counts, deaths_b: Counts, threat: Floats, offered: Flags, leaks: Flags,
    breaker: Ints,
) -> tuple[int, int]:  # fmt: skip
    """See what becomes of pacts and who offers new ones; how many change and are offered."""
    actors = len(alive)
    near, dead = np.empty((2, actors, actors), np.int64)
    harm, pact = np.empty((actors, actors)), np.empty((actors, actors), np.bool_)
    count_near(cell_country, border, neighbours, country, insurgent, count, owner, cell, fighters,
               near)  # fmt: skip
    compare(menace, alive, insurgent, losses, hostility, near, harm, threat)
    offers = propose(key, offer, by_balance, by_threat, by_terms, alive, governs, guest, insurgent,
                     terms, stance, losses, harm, threat, due, week, offered)  # fmt: skip
    changes = 0
    if find_pacts(alive, governs, guest, insurgent, stance, pact):
        count_dead(events, side_a, side_b, deaths_a, deaths_b, dead)
        changes = keep(key, leak, breaking, bond, shared, breach, pact, since, leaked, affinity,
                       dead, threat, leaks, breaker)  # fmt: skip
    return changes, offers


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


def tell(world: World, p: PactsParameters, leaks: Flags, breaker: Ints) -> None:
    """Let pacts become known and break, those of the first state first."""
    for s, g in np.argwhere(leaks | (breaker != NOBODY)).tolist():
        if leaks[s, g]:
            leak(world, p, s, g)
        if breaker[s, g] != NOBODY:
            lasted = world.clock.week - int(world.pairs.stance_since[s, g])
            set_relation(world.pairs, s, g, Stance.WAR, hostility_of(Stance.WAR), world.clock.week)
            one = int(breaker[s, g])
            world.developments.note(Development.PACT_BROKEN, one, s + g - one, amount=lasted)


def leak(world: World, p: PactsParameters, s: int, g: int) -> None:
    """Let a pact become known; constituents that despise it fall out with the group."""
    world.pairs.leaked[s, g] = world.pairs.leaked[g, s] = world.clock.week
    world.developments.note(Development.PACT_LEAKED, g, s)
    parts, tolerance = world.constituents, world.actors.tolerance[g]
    for m, position in enumerate(parts.position):
        if parts.actor[m] == g and as_bargainer(position, tolerance) <= 0.0:
            parts.discord[m] = min(1.0, parts.discord[m] + p.discord)


def apply(world: World, p: PactsParameters, key: np.uint64) -> None:
    """Keep or break the pacts there are, then offer and answer new ones."""
    actors, pairs, bands, grid = world.actors, world.pairs, world.bands, world.grid
    events, size = world.events, actors.size
    offered, leaks = np.empty((2, size, size), np.bool_)
    threat, breaker = np.empty((size, size)), np.empty((size, size), np.int32)
    changes, offers = take_stock(
        key, p.menace, p.offer, p.offer_by_balance, p.offer_by_threat, p.offer_by_terms, p.leak,
        p.breaking, p.bond, p.shared, p.breach, world.clock.week, grid.country, grid.border,
        grid.neighbours, actors.country, actors.alive, actors.governs, actors.foreign,
        actors.insurgent, actors.terms, pairs.stance, pairs.stance_since, pairs.leaked,
        pairs.offer_due, pairs.affinity, pairs.losses, pairs.hostility, bands.count, bands.owner,
        bands.cell, bands.fighters, events.count, events.side_a, events.side_b, events.deaths_a,
        events.deaths_b, threat, offered, leaks, breaker,
    )  # fmt: skip
    if changes:
        tell(world, p, leaks, breaker)
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
