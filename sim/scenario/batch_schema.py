"""Schema of a batch: one or more scenarios made from one, each run many times."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, create_model

from sim.scenario.schema import Outcome, OutputSettings
from sim.scenario.terms import Id, Label
from sim.units import REQUIRED, Section, parameter

BatchId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
PathText = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Values = Annotated[list[Any], Field(min_length=1, max_length=1000)]
ByPath = dict[str, Any]
Method = Literal["grid", "zip", "lhs", "sobol", "saltelli", "morris"]
Pair = tuple[float, float]

MOST_POINTS = 1_000_000
MOST_PATHS = 100


class Alternative(Section):
    """One of the scenarios that are compared."""

    title: Label | None = Field(None, description="Name to show.")
    set: ByPath = Field({}, description="Values of the scenario by dotted path.")


Steps: type[Section] = create_model(
    "Steps",
    __base__=Section,
    __module__=__name__,
    __doc__="Values at equal distances, both ends among them: whole where all of them are.",
    **{
        "from": (float | int, Field(REQUIRED, description="First value.")),
        "to": (float | int, Field(REQUIRED, description="Last value.")),
        "steps": (
            int,
            parameter(REQUIRED, "How many values.", unit="values", ge=2, le=1000),
        ),
    },  # type: ignore[call-overload]
)


class Distribution(Section):
    """What a sampled design draws the values of one path from; exactly one of these."""

    uniform: Pair | None = Field(None, description="Lowest and highest value, all as likely.")
    loguniform: Pair | None = Field(
        None, description="Lowest and highest value, above 0; every order of size as likely."
    )
    integers: tuple[int, int] | None = Field(
        None, description="Lowest and highest whole number, all as likely."
    )
    triangular: tuple[float, float, float] | None = Field(
        None, description="Lowest, most likely and highest value."
    )
    normal: Pair | tuple[float, float, float, float] | None = Field(
        None,
        description="Mean and standard deviation; then, if wanted, lowest and highest value, "
        "beyond which it is cut off.",
    )


class DesignSettings(Section):
    """How points are chosen among the values that are varied."""

    method: Method | None = Field(
        None,
        description="grid: every combination (if nothing is said); zip: first values together, "
        "then second ones; lhs: latin hypercube; sobol: low-discrepancy sequence; saltelli: pairs "
        "of matrices for sensitivity by variance; morris: trajectories for screening.",
    )
    samples: int | None = parameter(
        None,
        "Points of lhs and sobol. Base samples of saltelli, each of which makes two points more "
        "than paths are varied. Trajectories of morris, each of one point more than paths. "
        "A power of two for sobol and saltelli.",
        unit="points",
        ge=1,
        le=MOST_POINTS,
    )
    points: list[ByPath] | None = Field(
        None, min_length=1, max_length=2_000, description="The points themselves, by dotted path."
    )
    file: PathText | None = Field(
        None,
        description="CSV file of the points, relative to this file: the first line names dotted "
        "paths, each other line is a point.",
    )


class Compare(Section):
    """What every run is compared with: its control, with the same varied values and seed."""

    to: Id | ByPath = Field(
        REQUIRED,
        description="An alternative by its name; without alternatives, the values by dotted path "
        "that make a run its own control.",
    )


class Seeds(Section):
    """How many runs each scenario gets, and with which chance."""

    root: int | None = Field(
        None, ge=0, le=2**63 - 1, description="Root of all seeds; the scenario's where absent."
    )
    replicates: int = parameter(
        1,
        "Runs of each scenario; the same number has the same seed in every one.",
        unit="runs",
        ge=1,
        le=100_000,
        source="own design",
    )


class BatchFile(Section):
    """A question: what is compared, what is varied, how often it is run."""

    batch: BatchId = Field(REQUIRED, description="Its id; results lie in a folder of this name.")
    title: Label | None = Field(None, description="One line that says what is asked.")
    description: str = Field("", max_length=10_000, description="What it is for.")
    base: PathText | Annotated[list[PathText], Field(min_length=1, max_length=20)] = Field(
        REQUIRED, description="Path of the scenario, or of several, relative to this file."
    )
    set: ByPath = Field({}, description="Values of the scenario by dotted path, for every run.")
    alternatives: dict[Id, Alternative] = Field(
        {},
        max_length=100,
        description="Scenarios compared; one, named 'base', where empty. With several scenario "
        "files each has all of them, as scenario.alternative.",
    )
    vary: ByPath = Field(
        {},
        max_length=MOST_PATHS,
        description="By dotted path a list of values, equal steps, or a distribution.",
    )
    design: DesignSettings = Field(
        DesignSettings(), description="Which points are run; every combination if nothing is said."
    )
    include: list[ByPath] = Field(
        [], max_length=1000, description="Points run as well, each with a value for every path."
    )
    exclude: list[ByPath] = Field(
        [], max_length=1000, description="Points left out: all that have these values."
    )
    compare: Compare | None = Field(None, description="What every run is compared with, if any.")
    seeds: Seeds = Field(Seeds(), description="Seeds and replicates.")
    every: int | None = parameter(
        None,
        "Interval of recording of all tables that have one, but those that `outputs` names.",
        unit="weeks",
        ge=1,
        le=520,
    )
    outputs: dict[Id, OutputSettings] = Field(
        {}, description="Tables whose settings replace those of the scenario."
    )
    outcomes: dict[Id, Outcome] = Field(
        {}, description="Scalars of each run, beside those of the scenario."
    )
