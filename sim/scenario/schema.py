"""Schema of a scenario: every field with type, unit, range, default and one sentence."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from sim.units import REQUIRED, Section, parameter
from sim.vocabulary import TOPICS

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_UNSAFE = r"\x00-\x1f\x7f-\x9f<>$|\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
Label = Annotated[
    str,
    StringConstraints(  # safe in tables, spreadsheets, HTML and figures: no formula, no markup
        min_length=1, max_length=80, pattern=rf"^[^{_UNSAFE}\s=+@-]([^{_UNSAFE}]*[^{_UNSAFE}\s])?$"
    ),
]
Topic = Literal[
    "sharia_rigour", "takfir", "state_alliance", "tribal_custom", "foreign_troops", "central_state"
]
Position = Annotated[float, Field(ge=-1, le=1)]
Share = Annotated[float, Field(ge=0, le=1)]
StanceName = Literal["war", "rivalry", "neutral", "truce", "pact"]
ActorTypeName = Literal[
    "state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces"
]
assert Topic.__args__ == TOPICS  # type: ignore[attr-defined]


class Time(Section):
    """When a run begins and how long it lasts."""

    start: dt.date = Field(
        REQUIRED,
        ge=dt.date(1900, 1, 1),
        le=dt.date(2200, 1, 1),
        description="First day of week 0.",
    )
    weeks: int = parameter(REQUIRED, "Weeks to simulate after week 0.", unit="weeks", ge=1, le=5200)
    burn_in: int = parameter(
        26,
        "Weeks run before week 0 and not recorded, so that spheres and marks settle.",
        unit="weeks",
        ge=0,
        le=520,
        source="prototype: 26 weeks until entries mean something",
    )


class RealArea(Section):
    """A part of the world on a lattice aligned with PRIO-GRID."""

    kind: Literal["real"] = Field(REQUIRED, description="Real geography.")
    countries: list[str] = Field(
        REQUIRED, min_length=1, description="Study area: iso3 codes of whole countries."
    )
    margin: int = parameter(
        0,
        "Cells of the surroundings that take part without being counted.",
        unit="cells",
        ge=0,
        le=40,
    )
    resolution: float = parameter(0.5, "Width of a cell.", unit="degree", ge=0.1, le=0.5)


class AbstractArea(Section):
    """A lattice with a generated population, for theory and tests."""

    kind: Literal["abstract"] = Field(REQUIRED, description="Abstract lattice.")
    width: int = parameter(
        REQUIRED, "Columns; longitude is the column.", unit="cells", ge=1, le=1000
    )
    height: int = parameter(REQUIRED, "Rows; latitude is the row.", unit="cells", ge=1, le=1000)
    population: int = parameter(
        10_000, "Mean people of a cell.", unit="persons", ge=0, le=10_000_000
    )
    inequality: float = parameter(
        0.0,
        "Standard deviation of the logarithm of cells' people; 0 gives equal cells.",
        unit="log",
        ge=0,
        le=3,
    )
    accessibility: float = parameter(0.5, "Accessibility of every cell.", unit="share", ge=0, le=1)
    countries: int = parameter(
        1, "Vertical stripes of equal width that are countries A, B, ...", unit="count", ge=1, le=20
    )


class Place(Section):
    """A set of cells: those that meet every condition given."""

    country: str | None = Field(None, description="iso3 code; on an abstract lattice A, B, ...")
    admin1: str | None = Field(None, description="First-level division by its name in the data.")
    longitude: tuple[float, float] | None = Field(None, description="From west to east, degrees.")
    latitude: tuple[float, float] | None = Field(None, description="From south to north, degrees.")
    near: str | None = Field(None, description="Name of a town.")
    within_km: float = parameter(
        60, "Distance from the town named in `near`.", unit="km", gt=0, le=2000
    )


class Group(Section):
    """An identity group."""

    name: Label = Field(REQUIRED, description="Name to show.")
    positions: dict[Topic, Position] = Field(
        {}, description="Position on each topic, 0 where absent."
    )
    tolerance: dict[Topic, Share] = Field(
        {}, description="Tolerance of difference on each topic, 0.5 where absent."
    )
    salafi_share: float = parameter(
        0, "Part that leans to Salafi teaching.", unit="share", ge=0, le=1
    )
    shares: dict[str, Share] = Field(
        {},
        description=(
            "Share of the people by 'ISO3/Admin1', 'ISO3' or '*'; it replaces the shipped shares."
        ),
    )
    source: str = Field("", description="Where positions and shares come from.")


class Constituent(Section):
    """A part of an umbrella actor, with a leader and base of its own."""

    name: Label = Field(REQUIRED, description="Name to show.")
    leader: Label | None = Field(None, description="Its leader.")
    base: Place | None = Field(None, description="Where its bands are at home.")
    ucdp_id: int | None = Field(None, description="UCDP actor id, where it has one.")


class Force(Section):
    """Fighters in a place at the start of a run."""

    place: Place = Field(REQUIRED, description="Where they are.")
    fighters: int = parameter(REQUIRED, "How many.", unit="fighters", ge=1, le=10_000_000)
    cells: int = parameter(1, "Over how many cells they spread.", unit="cells", ge=1, le=100_000)
    by: Literal["people", "remoteness", "even"] = Field(
        "even", description="What draws them to a cell: sqrt(people), remoteness, or nothing."
    )
    constituent: Id | None = Field(None, description="Constituent that they belong to.")
    mobile: bool | None = Field(
        None, description="Whether they may leave their cell; by the actor's type where absent."
    )
    foreign: Share = Field(0.0, description="Share of foreign fighters.")


class Actor(Section):
    """An armed actor: its type, ideas, doctrine, means and forces."""

    name: Label = Field(REQUIRED, description="Name to show.")
    type: ActorTypeName = Field(REQUIRED, description="What it can do, by ACLED's actor types.")
    country: str | None = Field(None, description="iso3 code of the country that a state governs.")
    area: list[Place] = Field([], description="Where it operates at all; everywhere where empty.")
    members: list[Id] = Field(
        [], description="Identity groups whose people form it (identity militias)."
    )
    ucdp_id: int | None = Field(None, description="UCDP actor id.")
    ucdp_name: str | None = Field(None, description="UCDP's name of it, where it is not `name`.")
    parent: Id | None = Field(None, description="Actor it broke away from or answers to.")
    constituents: dict[Id, Constituent] = Field({}, description="Parts of an umbrella.")
    positions: dict[Topic, Position] = Field(
        {}, description="Position on each topic, 0 where absent."
    )
    tolerance: dict[Topic, Share] = Field(
        {}, description="Tolerance of difference on each topic, 0.5 where absent."
    )
    restraint: float = parameter(
        0.5, "Restraint towards civilians.", unit="share", ge=0, le=1, source="own design"
    )
    targeting_civilians: float = parameter(
        0.01,
        "Base rate of one-sided violence of a band.",
        unit="per week",
        ge=0,
        le=1,
        source="own design",
    )
    aggression: float = parameter(
        1,
        "Readiness to fight, relative to the rules' rate.",
        unit="factor",
        ge=0,
        le=10,
        source="own design",
    )
    skill: float = parameter(
        1, "Combat skill against equal numbers.", unit="factor", gt=0, le=10, source="own design"
    )
    recruiting: float = parameter(
        1,
        "Success in recruiting, relative to the rules' rate.",
        unit="factor",
        ge=0,
        le=20,
        source="own design",
    )
    visibility: float = parameter(
        0.3,
        "Chance of being seen without any help of the people.",
        unit="share",
        ge=0,
        le=1,
        source="own design",
    )
    reach_km: float = parameter(
        165,
        "How far from home bands go readily.",
        unit="km",
        gt=0,
        le=5000,
        source="prototype: 1.5 degrees",
    )
    fronts: int = parameter(
        3, "Objectives pursued at one time.", unit="count", ge=0, le=50, source="own design"
    )
    external: float = parameter(
        0,
        "Fighters that outside support pays for.",
        unit="fighters",
        ge=0,
        le=10_000_000,
        source="own design",
    )
    band_size: int = parameter(
        20, "Size of a new band.", unit="fighters", ge=1, le=10_000, source="own design"
    )
    awareness: float = parameter(
        0.5,
        "Exposure-awareness of its inferences: 0 naive, 1 full.",
        unit="share",
        ge=0,
        le=1,
        source="prototype: IS .2, JNIM .6",
    )
    strike_capacity: float = parameter(
        0, "Air strikes it can make.", unit="strikes per week", ge=0, le=100, source="own design"
    )
    targets: dict[Id, Share] = Field(
        {}, description="Priority of actors as targets of its strikes; equal where absent."
    )
    sphere: list[Place] = Field(
        [], description="Where it regards the land as its own at the start."
    )
    forces: list[Force] = Field([], description="Fighters at the start.")
    source: str = Field("", description="Where its numbers come from.")


class Tie(Section):
    """A historical tie: a people's attitude to an actor beyond what positions explain."""

    group: Id = Field(REQUIRED, description="Identity group.")
    actor: Id = Field(REQUIRED, description="Actor.")
    loyalty: float = parameter(
        REQUIRED, "Added to the natural level of loyalty.", unit="-1..1", ge=-1, le=1
    )
    place: Place | None = Field(None, description="Where it holds; everywhere where absent.")
    source: str = Field("", description="Where it comes from.")


class Relation(Section):
    """What two actors are to each other at the start."""

    between: tuple[Id, Id] = Field(REQUIRED, description="The two actors.")
    stance: StanceName = Field(REQUIRED, description="True relation.")
    hostility: float | None = Field(
        None, ge=0, le=1, description="Readiness to use force, share; by the stance where absent."
    )


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
    """Fighters leave the map."""

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
        source="brief: 26-78 weeks",
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
    disarray: float = parameter(
        0.3,
        "Loss of cohesion, fading.",
        unit="share",
        ge=0,
        le=1,
        source="brief: cohesion -0.1..-0.4",
    )


InterventionEvent = Annotated[
    DeploymentEvent
    | WithdrawalEvent
    | InflowEvent
    | TargetingEvent
    | StanceEvent
    | FundingEvent
    | CoupEvent
    | LeaderKilledEvent,
    Field(discriminator="kind"),
]


class OutputSettings(Section):
    """Whether and how often a table is written."""

    enabled: bool = Field(True, description="Whether the table is written.")
    every: int | None = parameter(
        None,
        "Interval of recording; the table's own where absent. Tables of weeks, months, events and "
        "actors add every week up and have none.",
        unit="weeks",
        ge=1,
        le=520,
    )


class Outcome(Section):
    """A scalar of one run, taken from a table."""

    table: Id = Field(REQUIRED, description="Table it is taken from.")
    column: str | None = Field(
        None, description="Column whose values are taken; not for 'count' and 'first_week'."
    )
    where: dict[str, str | int] = Field({}, description="Only rows with these values.")
    take: Literal["last", "first", "mean", "sum", "min", "max", "count", "first_week"] = Field(
        "last", description="How many values become one."
    )
    at: dt.date | None = Field(
        None, description="Only the last recorded week on or before this day."
    )


class PluginRule(Section):
    """A rule from a file, with its place in the week."""

    file: str = Field(REQUIRED, description="Path of the file, relative to the YAML file.")
    after: Id = Field(REQUIRED, description="Rule of the weekly order that it follows.")


class Plugins(Section):
    """Rules and outputs from files outside the package, relative to this file."""

    rules: list[PluginRule] = Field([], description="Files that define RULE.")
    outputs: list[str] = Field([], description="Files that define OUTPUT.")


class Scenario(Section):
    """One case: who is where, what they hold, what happens when, what is recorded."""

    scenario: Id = Field(REQUIRED, description="Its id.")
    title: Label = Field(REQUIRED, description="One line that says what it is.")
    description: str = Field(
        "", max_length=10_000, description="What it is for and what it must not be read as."
    )
    sources: list[str] = Field([], description="Publications and data it rests on.")
    time: Time = Field(REQUIRED, description="When.")
    area: RealArea | AbstractArea = Field(REQUIRED, discriminator="kind", description="Where.")
    groups: dict[Id, Group] = Field(
        REQUIRED, min_length=1, max_length=40, description="Identity groups."
    )
    actors: dict[Id, Actor] = Field(
        REQUIRED, min_length=1, max_length=60, description="Armed actors."
    )
    ties: list[Tie] = Field([], description="Historical ties between peoples and actors.")
    relations: list[Relation] = Field(
        [], description="Relations at the start that differ from those by type."
    )
    timeline: dict[Id, InterventionEvent] = Field({}, description="Dated interventions by name.")
    rules: dict[Id, dict[str, Any]] = Field(
        {}, description="Parameters of rules that differ from the defaults."
    )
    outputs: dict[Id, OutputSettings] = Field(
        {}, description="Tables that differ from the defaults."
    )
    outcomes: dict[Id, Outcome] = Field({}, description="Scalars of each run.")
    plugins: Plugins = Field(Plugins(), description="Rules and outputs from outside the package.")
    seed: int = Field(1, ge=0, le=2**63 - 1, description="Seed of a single run.")
