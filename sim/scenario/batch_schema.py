"""Schema of a batch: one or more scenarios made from one, each run many times."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from sim.scenario.schema import Outcome, OutputSettings
from sim.scenario.terms import Id, Label
from sim.units import REQUIRED, Section, parameter

BatchId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Values = Annotated[list[Any], Field(min_length=1, max_length=1000)]


class Alternative(Section):
    """One of the scenarios that are compared."""

    title: Label | None = Field(None, description="Name to show.")
    set: dict[str, Any] = Field({}, description="Values of the scenario by dotted path.")


class Compare(Section):
    """What every run is compared with."""

    to: Id = Field(
        REQUIRED,
        description="Alternative that is the control: every other run gets the one of it with the "
        "same varied values and the same seed.",
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
    base: str = Field(
        REQUIRED, min_length=1, description="Path of the scenario, relative to this file."
    )
    set: dict[str, Any] = Field(
        {}, description="Values of the scenario by dotted path, for every alternative."
    )
    alternatives: dict[Id, Alternative] = Field(
        {}, max_length=100, description="Scenarios compared; one, named 'base', where empty."
    )
    vary: dict[str, Values] = Field(
        {}, description="Values by dotted path; every combination is run (full grid)."
    )
    compare: Compare | None = Field(None, description="What every run is compared with, if any.")
    seeds: Seeds = Field(Seeds(), description="Seeds and replicates.")
    outputs: dict[Id, OutputSettings] = Field(
        {}, description="Tables whose settings replace those of the scenario."
    )
    outcomes: dict[Id, Outcome] = Field(
        {}, description="Scalars of each run, beside those of the scenario."
    )
