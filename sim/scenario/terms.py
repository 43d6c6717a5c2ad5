"""What the fields of a schema are made of: ids, names to show, shares, places, forces."""

from __future__ import annotations

from typing import Annotated, Literal

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
StanceName = Literal["war", "rivalry", "neutral", "truce", "pact", "alliance"]
ActorTypeName = Literal[
    "state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces"
]
assert Topic.__args__ == TOPICS  # type: ignore[attr-defined]


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
