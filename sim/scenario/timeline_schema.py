"""Schema of the timeline: dated interventions of every kind."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.terms import Force, Id, Place, Share, StanceName
from sim.units import REQUIRED, Section, parameter


class Dated(Section):
    """What every intervention has."""

    date: dt.date = Field(
        REQUIRED, description="Day on which it happens; takes effect in the week that holds it."
    )
    enabled: bool = Field(
        True, description="Whether it happens, so that a batch can switch it off."
    )
    source: str = Field("", description="Where the date and numbers come from.")


class DeploymentEvent(Dated):
    """Fighters from outside the map arrive."""

    kind: Literal["deployment"] = Field(REQUIRED, description="Troops arrive.")
    actor: Id = Field(REQUIRED, description="Whose.")
    force: Force = Field(REQUIRED, description="How many and where.")


class WithdrawalEvent(Dated):
    """Fighters leave the map; a state or guest keeps up fewer in proportion from then on."""

    kind: Literal["withdrawal"] = Field(REQUIRED, description="Troops leave.")
    actor: Id = Field(REQUIRED, description="Whose.")
    share: float = parameter(1, "Part of them that leaves.", unit="share", ge=0, le=1)
    place: Place = Field(Place(), description="From where; everywhere where absent.")


class InflowEvent(Dated):
    """Foreign fighters begin to arrive after a defeat elsewhere."""

    kind: Literal["inflow"] = Field(REQUIRED, description="Pulse of foreign fighters.")
    actor: Id = Field(REQUIRED, description="Whom they join.")
    weekly: float = parameter(
        REQUIRED, "Arrivals in the first week.", unit="fighters per week", ge=0, le=10_000
    )
    decay_weeks: float = parameter(
        40,
        "Time in which arrivals fall to 1/e.",
        unit="weeks",
        gt=0,
        le=520,
        source="own design: within 26 to 78 weeks",
    )


class TargetingEvent(Dated):
    """A striker changes its priorities or its number of strikes."""

    kind: Literal["targeting"] = Field(REQUIRED, description="Priorities of strikes change.")
    actor: Id = Field(REQUIRED, description="Whose strikes.")
    targets: dict[Id, Share] = Field({}, description="New priorities; those not named stay.")
    strike_capacity: float | None = Field(
        None, ge=0, le=100, description="New number of strikes per week."
    )


class StanceEvent(Dated):
    """A pact or truce is signed or ended, or war declared, by the scenario's word."""

    kind: Literal["stance"] = Field(REQUIRED, description="Relation of two actors changes.")
    between: tuple[Id, Id] = Field(REQUIRED, description="The two actors.")
    stance: StanceName = Field(REQUIRED, description="New true relation.")
    hostility: float | None = Field(
        None, ge=0, le=1, description="New hostility, share; by the stance where absent."
    )


class PactOfferEvent(Dated):
    """A state or guest offers a group a pact, which the group answers as in the rule `pacts`."""

    kind: Literal["pact_offer"] = Field(REQUIRED, description="Offer of a pact.")
    actor: Id = Field(REQUIRED, description="Who offers, a state or guest.")
    to: Id = Field(REQUIRED, description="Rebel group that answers.")


class FundingEvent(Dated):
    """Outside support grows or is cut."""

    kind: Literal["funding"] = Field(REQUIRED, description="Outside support changes.")
    actor: Id = Field(REQUIRED, description="Whose support.")
    factor: float = parameter(
        REQUIRED, "Outside support is multiplied by it.", unit="factor", ge=0, le=100
    )


class CoupEvent(Dated):
    """A state's command is overthrown."""

    kind: Literal["coup"] = Field(REQUIRED, description="Coup.")
    actor: Id = Field(REQUIRED, description="State.")
    disarray: float = parameter(
        0.4, "Loss of cohesion, fading.", unit="share", ge=0, le=1, source="own design"
    )


class LeaderKilledEvent(Dated):
    """A leader is killed."""

    kind: Literal["leader_killed"] = Field(REQUIRED, description="Death of a leader.")
    actor: Id = Field(REQUIRED, description="Whose leader.")
    constituent: Id | None = Field(
        None, description="Constituent that loses its leader; the whole actor where absent."
    )
    by: Id | None = Field(None, description="Actor that killed the leader, where known.")


InterventionEvent = Annotated[
    DeploymentEvent
    | WithdrawalEvent
    | InflowEvent
    | TargetingEvent
    | StanceEvent
    | PactOfferEvent
    | FundingEvent
    | CoupEvent
    | LeaderKilledEvent,
    Field(discriminator="kind"),
]
