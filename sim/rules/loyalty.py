"""Rule 13, loyalty: what a people holds of each actor.

Form of Athena's URAM: loyalty is a slow baseline B and a transient part that fades;
B <- 0.05 A + 0.94 B + 0.01 C, A the present attitude, C the natural level from affinity and ties.
An effect of M points adds (1 - A) M / 100 or takes (A + 1) M / 100. Killing costs the culprit by
the casualties' multiplier and by how little it was trusted before; others in the cell and kin next
door feel part of it, and a militia in whose presence others killed its people has failed them. Who
governs earns by services. Force and killing raise fear and, with it, compliance. Opinions spread
between neighbours of one people by bounded confidence (Deffuant et al. 2000).

In a run that traces causes, what each of them changes is added up, times the people whom it moves,
by actor and people in the study area. People who flee carry what they hold to another place; that
changes the mean of a people there without changing a mind, and it is displacement's doing.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import LoyaltyDriver, PeopleFlow
from sim.world.attitudes import casualty_factor, faded, gain, loss, settled, trust_factor
from sim.world.communities import list_harmed
from sim.world.conversation import converse
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World

_FADING, _SERVICES = int(LoyaltyDriver.FADING), int(LoyaltyDriver.SERVICES)
_NEGLECT, _HARM = int(LoyaltyDriver.NEGLECT), int(LoyaltyDriver.HARM)
_BYSTANDERS, _KIN = int(LoyaltyDriver.BYSTANDERS), int(LoyaltyDriver.KIN)
_FAILURE = int(LoyaltyDriver.FAILURE)


class LoyaltyParameters(Parameters):
    """Parameters of loyalty."""

    to_attitude: float = parameter(
        0.05, "Weekly pull of the baseline to the present attitude.", unit="per week", ge=0,
        le=1, source="Athena (JPL)",
    )  # fmt: skip
    to_natural: float = parameter(
        0.01, "Weekly pull of the baseline to the natural level.", unit="per week", ge=0, le=1,
        source="calibrated: own prototype; Athena has 0.02",
    )  # fmt: skip
    transient: float = parameter(
        0.8, "What remains of the transient part after a week.", unit="share", ge=0, le=1,
        source="own design: half-life of a backlash about three weeks",
    )  # fmt: skip
    harm: float = parameter(
        20, "Nominal size of the effect of killing.", unit="points", ge=0, le=100,
        source="calibrated: own prototype",
    )  # fmt: skip
    bystanders: float = parameter(
        0.4, "Part of it that other people of the cell feel.", unit="share", ge=0, le=1,
        source="calibrated: own prototype; sign Lyall, Blair & Imai 2013",
    )  # fmt: skip
    kin: float = parameter(
        0.25, "Part of it that the same people next door feels.", unit="share", ge=0, le=1,
        source="calibrated: own prototype",
    )  # fmt: skip
    failure: float = parameter(
        10, "The same for a people's own militia that was there when others killed.",
        unit="points", ge=0, le=100, source="own design: half the effect of killing",
    )  # fmt: skip
    services: float = parameter(
        0.6, "Nominal size of the weekly effect of governing.", unit="points", ge=0, le=100,
        source="own design: at 1.2 every government gains all through a war",
    )  # fmt: skip
    neglect: float = parameter(
        1.5, "Weekly loss of a state for each recent fight, up to 4, where it operates but does "
        "not cover the cell.", unit="points", ge=0, le=100,
        source="own design: disorder is blamed on who should rule",
    )  # fmt: skip
    fear_growth: float = parameter(
        0.2, "Fear raised in a week by full coercion.", unit="per week", ge=0, le=1,
        source="calibrated: own trial runs of the Sahel scenario",
    )  # fmt: skip
    fear_memory: float = parameter(
        0.98, "What remains of fear after a week.", unit="share", ge=0, le=1,
        source="calibrated: own prototype",
    )  # fmt: skip
    terror: float = parameter(
        0.4, "Fear of the culprit raised by ten and more dead.", unit="share", ge=0, le=1,
        source="own design: violence compels where it does not persuade (Kalyvas 2006)",
    )  # fmt: skip
    threat_memory: float = parameter(
        0.96, "What remains of felt threat after a week.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    spread: float = parameter(
        0.1, "Step mu towards one neighbouring community a week.", unit="share", ge=0, le=0.5,
        source="Deffuant et al. 2000, slowed: at 0.3 a week local differences vanish",
    )  # fmt: skip
    confidence: float = parameter(
        0.3, "Difference eps above which opinions do not meet.", unit="-1..1", ge=0, le=2,
        source="Deffuant et al. 2000",
    )  # fmt: skip


@kernel
def note_change(
    cause: int, a: int, group: Rows, people: Counts, before: Floats, after: Floats, causes: Floats
) -> None:
    """Count what a step changed in what all communities hold of an actor."""
    for c in range(len(group)):
        causes[cause, a, group[c]] += people[c] * (after[c] - before[c])


@kernel
def carry(
    a: int, to_attitude: float, to_natural: float, transient: float, services: float,
    ruler: Ints, natural: Floats, baseline: Floats, loyalty: Floats,
) -> None:  # fmt: skip
    """Carry an actor's row a week on: loyalty fades, services earn where its `ruler` (C) is a.

    All in one pass, since reading and writing the rows is what it costs.
    """
    for c in range(len(loyalty)):
        slow = baseline[c]
        level = faded(transient, slow, loyalty[c])
        level = gain(level, services) if ruler[c] == a else level
        baseline[c] = settled(to_attitude, to_natural, level, natural[c], slow)
        loyalty[c] = level


@kernel
def neglect(
    to_attitude: float, to_natural: float, points: float, heat: Floats, coverage: Floats,
    area: Flags, cell: Rows, uneasy: Rows, former: Floats, natural: Floats, baseline: Floats,
    loyalty: Floats,
) -> None:  # fmt: skip
    """Blame a state for fighting in its area, the less it covers of the cell (K) the more.

    `uneasy` lists the communities where there is any, `former` is their baseline of last week.
    """
    for i in range(len(uneasy)):
        c, k = uneasy[i], cell[uneasy[i]]
        if area[k]:
            blame = points * min(heat[k], 4.0) * (1.0 - coverage[k])
            loyalty[c] = loss(loyalty[c], blame)
            baseline[c] = settled(to_attitude, to_natural, loyalty[c], natural[c], former[i])


@kernel
def list_uneasy(heat: Floats, first: Rows, uneasy: Rows) -> int:
    """List the communities in whose cell there is fighting; how many."""
    number = 0
    for k in range(len(heat)):
        if heat[k] > 0.5:
            for c in range(first[k], first[k + 1]):
                uneasy[number] = c
                number += 1
    return number


@kernel
def frighten(
    growth: float, memory: float, occupied: Rows, coercion: Floats, first: Rows, fear: Floats
) -> None:
    """Let fear of an actor fade, and grow where it covers one of its `occupied` cells by force."""
    for c in range(len(fear)):
        fear[c] *= memory
    for k in occupied:
        for c in range(first[k], first[k + 1]):
            fear[c] = min(fear[c] + growth * coercion[k], 1.0)


@kernel
def drift(
    to_attitude: float, to_natural: float, transient: float, services: float, neglected: float,
    fear_growth: float, fear_memory: float, alive: Flags, governs: Flags, area: Flags,
    occupied: Rows, at: Rows, cell: Rows, first: Rows, group: Rows, control: Ints,
    coverage: Floats, coercion: Floats, heat: Floats, loyalty: Floats, baseline: Floats,
    natural: Floats, fear: Floats, tracing: bool, people: Counts, causes: Floats,
) -> None:  # fmt: skip
    """Services, fear, the fading of the transient part and the slow baseline, actor by actor.

    Each step goes once along an actor's row, so that it runs on whole vectors.
    """
    actors, size = loyalty.shape
    uneasy, ruler = np.empty(size, np.uint32), control[cell]
    uneasy = uneasy[: list_uneasy(heat, first, uneasy)]
    for a in range(actors):
        if not alive[a]:
            continue
        held, former = loyalty[a], baseline[a][uneasy]
        before = held.copy() if tracing else held
        if tracing:
            for c in range(size):
                before[c] = faded(transient, baseline[a, c], held[c])
            note_change(_FADING, a, group, people, held, before, causes)
        carry(a, to_attitude, to_natural, transient, services, ruler, natural[a], baseline[a], held)
        if tracing:
            note_change(_SERVICES, a, group, people, before, held, causes)
            before[:] = held
        if governs[a]:
            neglect(to_attitude, to_natural, neglected, heat, coverage[a], area[a], cell, uneasy,
                    former, natural[a], baseline[a], held)  # fmt: skip
        if tracing:
            note_change(_NEGLECT, a, group, people, before, held, causes)
        frighten(fear_growth, fear_memory, at[occupied[a] : occupied[a + 1]], coercion[a], first,
                 fear[a])  # fmt: skip


@kernel
def turn(
    a: int, c: int, points: float, cause: int, group: Rows, loyalty: Floats, tracing: bool,
    people: Counts, causes: Floats,
) -> None:  # fmt: skip
    """Take from what a community holds of an actor, less where it was trusted."""
    before = loyalty[a, c]
    loyalty[a, c] = loss(before, points * trust_factor(before))
    if tracing:
        causes[cause, a, group[c]] += people[c] * (loyalty[a, c] - before)


@kernel
def disappoint(
    culprit: int, c: int, points: float, members: Flags, troops: Counts, cell: Rows, group: Rows,
    loyalty: Floats, tracing: bool, people: Counts, causes: Floats,
) -> None:  # fmt: skip
    """Take from the standing of a community's own militias that were there and did not help."""
    for m in range(len(members)):
        if m != culprit and members[m, group[c]] and troops[m, cell[c]] > 0:
            turn(m, c, points, _FAILURE, group, loyalty, tracing, people, causes)


@kernel
def grieve(
    harm_points: float, bystanders: float, kin: float, failure: float, terror: float,
    threat_memory: float, members: Flags, troops: Counts, cell: Rows, group: Rows, first: Rows,
    next_door: Ints, killed: Counts, harm: Counts, loyalty: Floats, fear: Floats, threat: Floats,
    tracing: bool, people: Counts, causes: Floats,
) -> None:  # fmt: skip
    """Take from the culprits' standing with the harmed, their neighbours and their kin."""
    actors, size = loyalty.shape
    for c in range(size):
        threat[c] *= threat_memory
    harmed = np.empty(size, np.uint32)
    number = list_harmed(killed, harmed)
    for a in range(actors):
        for i in range(number):
            c = harmed[i]
            if harm[a, c] == 0:
                continue
            k = cell[c]
            factor = casualty_factor(float(harm[a, c]))
            points = harm_points * factor
            alarm = min(1.0, 0.1 * harm[a, c])
            threat[c] = min(1.0, threat[c] + alarm)
            fear[a, c] = min(1.0, fear[a, c] + terror * alarm)
            turn(a, c, points, _HARM, group, loyalty, tracing, people, causes)
            disappoint(a, c, failure * factor, members, troops, cell, group, loyalty, tracing,
                       people, causes)  # fmt: skip
            for d in range(first[k], first[k + 1]):
                if d != c:
                    felt = bystanders * points
                    turn(a, d, felt, _BYSTANDERS, group, loyalty, tracing, people, causes)
            for d in next_door[c]:
                if d >= 0:
                    turn(a, d, kin * points, _KIN, group, loyalty, tracing, people, causes)
                    threat[d] = min(1.0, threat[d] + kin * alarm)


@kernel
def judge(
    key: np.uint64, to_attitude: float, to_natural: float, transient: float, harm_points: float,
    bystanders: float, kin_part: float, failure: float, services: float, neglected: float,
    fear_growth: float, fear_memory: float, terror: float, threat_memory: float, spread: float,
    confidence: float, alive: Flags, governs: Flags, members: Flags, area: Flags,
    occupied: Rows, at: Rows, troops: Counts, control: Ints, coverage: Floats, coercion: Floats,
    heat: Floats, cell: Rows, group: Rows, first: Rows, kin: Ints, natural: Floats,
    killed: Counts, harm: Counts, loyalty: Floats, baseline: Floats, fear: Floats,
    threat: Floats, tracing: bool, people: Counts, causes: Floats,
) -> None:  # fmt: skip
    """All of the rule in one call: drift, grieve, converse."""
    drift(to_attitude, to_natural, transient, services, neglected, fear_growth, fear_memory, alive,
          governs, area, occupied, at, cell, first, group, control, coverage, coercion, heat,
          loyalty, baseline, natural, fear, tracing, people, causes)  # fmt: skip
    grieve(harm_points, bystanders, kin_part, failure, terror, threat_memory, members, troops,
           cell, group, first, kin, killed, harm, loyalty, fear, threat, tracing, people,
           causes)  # fmt: skip
    converse(key, spread, confidence, kin, group, loyalty, tracing, people, causes)


def apply(world: World, p: LoyaltyParameters, key: np.uint64) -> None:
    """Let peoples judge what was done to them; where causes are traced, those studied count."""
    cells, actors, bands, ledger = world.cells, world.actors, world.bands, world.ledger
    c, people = world.communities, world.communities.people
    if world.tracing:
        people = np.where(world.grid.study[c.cell], people, 0)
    judge(
        key, p.to_attitude, p.to_natural, p.transient, p.harm, p.bystanders, p.kin, p.failure,
        p.services, p.neglect, p.fear_growth, p.fear_memory, p.terror, p.threat_memory,
        p.spread, p.confidence, actors.alive, actors.governs, actors.members, actors.area,
        cells.first_occupied, bands.occupied, cells.troops, cells.control, cells.coverage,
        cells.coercion, cells.heat, c.cell, c.group, c.first, c.kin, c.natural,
        ledger.people[PeopleFlow.KILLED], c.harm, c.loyalty, c.baseline, c.fear, c.threat,
        world.tracing, people, ledger.loyalty,
    )  # fmt: skip


RULE = Rule(
    name="loyalty",
    claim="Peoples turn from who kills them, lean to who governs, and follow their kin.",
    source="Athena (JPL): URAM; Deffuant et al. 2000; Lyall, Blair & Imai 2013 (sign)",
    parameters=LoyaltyParameters,
    reads=(
        "actors.alive", "actors.governs", "actors.members", "actors.area", "bands.occupied",
        "cells.first_occupied", "cells.troops", "cells.control", "cells.coverage",
        "cells.coercion", "cells.heat", "communities.cell", "communities.group",
        "communities.first", "communities.kin", "communities.natural", "communities.harm",
        "communities.people", "ledger.people",
    ),
    writes=(
        "communities.loyalty", "communities.baseline", "communities.fear", "communities.threat",
        "ledger.loyalty",
    ),
    apply=apply,
)  # fmt: skip
