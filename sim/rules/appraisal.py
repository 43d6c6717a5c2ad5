"""Rule 6a, appraisal: what actors know of their own strength and of the moment.

Every week they reckon what states cost them, see windows on rivals open and shut (Pischedda 2018),
and settle on the effort that the contest of all with allies and enemies calls for (König, Rohner,
Thoenig & Zilibotti 2017). Orders use all this.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Stance
from sim.world.bands import count_fighters
from sim.world.contest import BETA, GAMMA, relative_effort
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.windows import QUARTER, collapse, superiority, vulnerability
from sim.world.world import World

_WAR, _PACT = int(Stance.WAR), int(Stance.PACT)


class AppraisalParameters(Parameters):
    """Parameters of appraisal."""

    ally_effort: float = parameter(
        BETA, "Effect beta of an ally's effort in the contest.", unit="share", ge=0, le=1,
        source="König, Rohner, Thoenig & Zilibotti 2017",
    )  # fmt: skip
    enemy_effort: float = parameter(
        GAMMA, "Effect gamma of an enemy's effort in the contest.", unit="share", ge=0, le=1,
        source="König, Rohner, Thoenig & Zilibotti 2017",
    )  # fmt: skip
    ratio_low: float = parameter(
        1.3, "Ratio of strength to a rival from which a window of opportunity opens.",
        unit="factor", ge=1, le=10, source="own design after Pischedda 2018: 1.3 to 2",
    )  # fmt: skip
    ratio_high: float = parameter(
        2.0, "Ratio from which it is wide open.", unit="factor", ge=1, le=10,
        source="own design after Pischedda 2018: 1.3 to 2",
    )  # fmt: skip
    bearable: float = parameter(
        0.1, "Part of its strength killed by states in a quarter that still lets it open.",
        unit="per quarter", ge=0, le=10, source="own design: steady recruitment replaces a tenth",
    )  # fmt: skip
    fall_low: float = parameter(
        0.2, "Fall of that ratio, or of the rival, in a quarter from which a window opens.",
        unit="share", ge=0, le=1, source="own design after Pischedda 2018: a fifth to two fifths",
    )  # fmt: skip
    fall_high: float = parameter(
        0.4, "Fall from which it is wide open.", unit="share", ge=0, le=1,
        source="own design after Pischedda 2018: a fifth to two fifths",
    )  # fmt: skip


@kernel
def compare(strength: Counts, mean: Floats, trend: Floats) -> None:
    """Fill `trend` (A): strength over its mean of a quarter, 1 where there is none yet."""
    for a in range(len(strength)):
        trend[a] = strength[a] / mean[a] if mean[a] > 0.0 else 1.0


@kernel
def threaten(
    governs: Flags, foreign: Flags, strength: Counts, losses: Floats, threat: Floats
) -> None:
    """Fill `threat` (A): share of its strength that states and guests kill in a quarter."""
    for a in range(len(strength)):
        lost = 0.0
        for b in range(len(strength)):
            if (governs[b] or foreign[b]) and b != a:
                lost += losses[a, b]
        threat[a] = QUARTER * lost / max(1.0, float(strength[a]))


@kernel
def open_windows(
    week: int, ratio_low: float, ratio_high: float, bearable: float, fall_low: float,
    fall_high: float, alive: Flags, insurgent: Flags, strength: Counts, trend: Floats,
    threat: Floats, by_strength: Floats, by_decline: Floats, since: Ints,
) -> None:  # fmt: skip
    """Fill both windows (A A) of insurgent groups on each other, and note when one opens."""
    for a in range(len(alive)):
        for b in range(len(alive)):
            was_open = by_strength[a, b] > 0.0 or by_decline[a, b] > 0.0
            by_strength[a, b] = 0.0
            by_decline[a, b] = 0.0
            if a == b or not (alive[a] and alive[b] and insurgent[a] and insurgent[b]):
                continue
            own, other = float(strength[a]), float(strength[b])
            if threat[a] <= bearable:
                stronger = superiority(own, other, ratio_low, ratio_high)
                by_strength[a, b] = max(
                    stronger, collapse(own, other, trend[b], fall_low, fall_high)
                )
            by_decline[a, b] = vulnerability(own, other, trend[a], trend[b], fall_low, fall_high)
            if not was_open and (by_strength[a, b] > 0.0 or by_decline[a, b] > 0.0):
                since[a, b] = week


@kernel
def contend(
    ally_effort: float, enemy_effort: float, alive: Flags, mobile: Flags, fronts: Ints,
    strength: Counts, stance: Ints, effort: Floats,
) -> None:  # fmt: skip
    """Fill `effort` (A) by the contest of all who can send fighters out; 1 for the others."""
    player = np.empty(len(alive), np.int64)
    players = 0
    for a in range(len(alive)):
        effort[a] = 1.0
        if alive[a] and mobile[a] and fronts[a] > 0 and strength[a] > 0:
            player[players] = a
            players += 1
    allied, at_war = np.empty((2, players, players), np.bool_)
    for i in range(players):
        for j in range(players):
            among = stance[player[i], player[j]]
            allied[i, j], at_war[i, j] = among >= _PACT, among == _WAR
    found = np.empty(players)
    relative_effort(ally_effort, enemy_effort, allied, at_war, found)
    for i in range(players):
        effort[player[i]] = found[i]


@kernel
def take_stock(
    week: int, ratio_low: float, ratio_high: float, bearable: float, fall_low: float,
    fall_high: float, ally_effort: float, enemy_effort: float, alive: Flags, governs: Flags,
    foreign: Flags, insurgent: Flags, mobile: Flags, fronts: Ints, mean: Floats,
    losses: Floats, stance: Ints, count: int, owner: Rows, fighters: Counts, threat: Floats,
    effort: Floats, opportunity: Floats, vulnerable: Floats, since: Ints,
) -> None:  # fmt: skip
    """Take stock of strength, threat, windows and effort, in this order."""
    strength, trend = np.empty(len(alive), np.int64), np.empty(len(alive))
    count_fighters(count, owner, fighters, strength)
    compare(strength, mean, trend)
    threaten(governs, foreign, strength, losses, threat)
    open_windows(week, ratio_low, ratio_high, bearable, fall_low, fall_high, alive, insurgent,
                 strength, trend, threat, opportunity, vulnerable, since)  # fmt: skip
    contend(ally_effort, enemy_effort, alive, mobile, fronts, strength, stance, effort)


def apply(world: World, p: AppraisalParameters, key: np.uint64) -> None:
    """Take stock of strength, threat, windows and effort."""
    actors, pairs, bands = world.actors, world.pairs, world.bands
    take_stock(
        world.clock.week, p.ratio_low, p.ratio_high, p.bearable, p.fall_low, p.fall_high,
        p.ally_effort, p.enemy_effort, actors.alive, actors.governs, actors.foreign,
        actors.insurgent, actors.mobile, actors.fronts, actors.strength_mean, pairs.losses,
        pairs.stance, bands.count, bands.owner, bands.fighters, actors.threat, actors.effort,
        pairs.opportunity, pairs.vulnerability, pairs.window_since,
    )  # fmt: skip


RULE = Rule(
    name="appraisal",
    claim="Actors know when they are strong, pressed or slipping, and what the contest calls for.",
    source="Pischedda 2018 (windows); König, Rohner, Thoenig & Zilibotti 2017 (effort)",
    parameters=AppraisalParameters,
    reads=(
        "bands.owner", "bands.fighters", "actors.alive", "actors.governs", "actors.foreign",
        "actors.insurgent", "actors.mobile", "actors.fronts", "actors.strength_mean",
        "pairs.losses", "pairs.stance",
    ),
    writes=(
        "actors.threat", "actors.effort", "pairs.opportunity", "pairs.vulnerability",
        "pairs.window_since",
    ),
    apply=apply,
)  # fmt: skip
