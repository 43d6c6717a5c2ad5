"""The week, first to last: THE list of rules. To add one, write its file and name it here."""

from __future__ import annotations

from sim.rules import (
    battles,
    control,
    displacement,
    fission_fusion,
    foreign_inflow,
    information,
    loyalty,
    movement,
    one_sided,
    orders,
    presence,
    recruitment,
    revenue,
    self_defence,
    strikes,
    timeline,
)
from sim.rules.rule import Rule

WEEK: tuple[Rule, ...] = (
    timeline.RULE,  # what the scenario says happens comes before what follows from it
    foreign_inflow.RULE,
    revenue.RULE,  # pay decides how many can be kept before more are taken on
    recruitment.RULE,
    self_defence.RULE,
    fission_fusion.RULE,  # bands take their shape before they are sent anywhere
    orders.RULE,
    movement.RULE,
    presence.RULE,  # everybody is where this week finds them
    information.RULE,
    battles.RULE,
    strikes.RULE,
    one_sided.RULE,  # reprisals know of this week's battles
    loyalty.RULE,  # peoples judge all that was done to them this week
    displacement.RULE,
    control.RULE,  # last, from this week's loyalty and presence
    # Claims, beliefs, relations and leadership follow here, in this order: what outlets say,
    # what actors infer from it, what they become to each other, and who leads them.
)
