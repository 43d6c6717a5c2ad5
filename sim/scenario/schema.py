"""Schema of a scenario: every field with type, unit, range, default and one sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from sim.scenario.terms import (
    ActorTypeName,
    Force,
    Id,
    Label,
    Place,
    Position,
    Share,
    StanceName,
    Topic,
)
from sim.scenario.timeline_schema import InterventionEvent
from sim.units import REQUIRED, Section, parameter


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
        source="calibrated: own prototype, in which marks and spheres had settled by then",
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


class Group(Section):
    """An identity group."""

    name: Label = Field(REQUIRED, description="Name to show.")
    positions: dict[Topic, Position] = Field(
        {}, description="Position on each topic, 0 where absent."
    )
    tolerance: dict[Topic, Share] = Field(
        {}, description="Tolerance of difference on each topic, 0.25 where absent."
    )
    salafi_share: float = parameter(
        0, "Part that leans to Salafi teaching; no rule uses it yet.", unit="share", ge=0, le=1
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
    leader: Label | None = Field(None, description="Its leader at the start.")
    base: Place | None = Field(
        None, description="Where it comes from; where most of its fighters are where absent."
    )
    positions: dict[Topic, Position] = Field(
        {}, description="Positions that differ from those of its actor."
    )
    ucdp_id: int | None = Field(None, description="UCDP actor id, where it has one.")


class Outlet(Section):
    """The outlet through which an actor claims what it did, or did not do."""

    name: Label = Field(REQUIRED, description="Name to show.")
    reporting: float = parameter(
        0.6,
        "Claims for each event of its own; above 1 some are invented.",
        unit="factor",
        ge=0,
        le=3,
        source="own design: within 0.1 to 2",
    )
    inflation: float = parameter(
        2,
        "Enemy dead it claims for each one, median.",
        unit="factor",
        ge=0.1,
        le=20,
        source="own design",
    )
    candour: float = parameter(
        0.3, "Part of its own dead that it admits.", unit="share", ge=0, le=1, source="own design"
    )
    source: str = Field("", description="Where its numbers come from.")


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
    founded: dt.date | None = Field(
        None, description="Day of its foundation; the start of the run where absent."
    )
    leader: Label | None = Field(None, description="Its leader at the start.")
    constituents: dict[Id, Constituent] = Field({}, description="Parts of an umbrella.")
    strategy: Id | None = Field(None, description="How it decides; by its type where absent.")
    outlet: Outlet | None = Field(None, description="Its outlet; it claims nothing where absent.")
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
        source="calibrated: own prototype, 1.5 degrees",
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
        source="own design: between the .2 of IS and the .6 of JNIM",
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


class OutputSettings(Section):
    """Whether and how often a table is written."""

    enabled: bool | None = Field(
        None, description="Whether the table is written; as by default where absent."
    )
    every: int | None = parameter(
        None,
        "Interval of recording; the table's own where absent. Tables of weeks, months, events and "
        "actors add every week up and have none.",
        unit="weeks",
        ge=1,
        le=520,
    )

    def written(self, by_default: bool) -> bool:
        """Whether the table is written."""
        return by_default if self.enabled is None else self.enabled


class Outcome(Section):
    """A scalar of one run, taken from a table."""

    table: Id = Field(REQUIRED, description="Table it is taken from.")
    column: str | None = Field(
        None, description="Column whose values are taken; not for 'count' and 'first_week'."
    )
    where: dict[str, str | int] = Field(
        {},
        description=(
            "Only rows with these values. A group that broke away has the id of the constituent "
            "that it was, or its parent's id with '_splinter' behind it."
        ),
    )
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
    """Rules, strategies and outputs from files outside the package, relative to this file."""

    rules: list[PluginRule] = Field([], description="Files that define RULE.")
    strategies: list[str] = Field([], description="Files that define STRATEGY.")
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
