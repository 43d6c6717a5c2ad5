"""The week, first to last: THE list of rules. To add one, write its file and name it here."""

from __future__ import annotations

from sim.rules import (
    accusations,
    allegiance,
    alliances,
    appraisal,
    battles,
    beliefs,
    border_guard,
    claims,
    control,
    displacement,
    fission_fusion,
    foreign_inflow,
    fragmentation,
    garrisons,
    grievance,
    information,
    leadership,
    loyalty,
    movement,
    one_sided,
    orders,
    pacts,
    presence,
    recruitment,
    relations,
    revenue,
    self_defence,
    stances,
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
    appraisal.RULE,  # actors take stock before they decide
    orders.RULE,
    garrisons.RULE,  # who is lost or quiet is not where orders send it
    movement.RULE,
    presence.RULE,  # everybody is where this week finds them
    information.RULE,
    battles.RULE,
    strikes.RULE,
    one_sided.RULE,  # reprisals know of this week's battles
    loyalty.RULE,  # peoples judge all that was done to them this week
    displacement.RULE,
    control.RULE,  # from this week's loyalty and presence
    claims.RULE,  # what outlets say of the week, before others judge it
    beliefs.RULE,  # what groups infer from deeds and words
    accusations.RULE,  # who is sure of treason says so
    grievance.RULE,  # what they hold against each other
    relations.RULE,  # how hostile they are by all this
    stances.RULE,  # war and truce
    alliances.RULE,  # who fights side by side, now that it is known against whom
    pacts.RULE,  # states and groups come to terms by what the week cost them
    border_guard.RULE,
    leadership.RULE,  # plots and hunts need this week's relations
    fragmentation.RULE,  # who died this week may leave a quarrel behind
    allegiance.RULE,  # who is left decides whom to follow
)
