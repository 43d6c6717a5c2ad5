"""The scenarios that a batch compares, and its points: each of them with each row of the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import overload

from sim.scenario.design import Point
from sim.scenario.document import Document
from sim.scenario.override import Override, overridden
from sim.scenario.recipe import Recipe
from sim.scenario.rows import Row, Rows, key_of, values_of
from sim.scenario.start import Start


@dataclass(frozen=True)
class Variant:
    """One scenario that is compared: a start, what is set before the row's values and after.

    `rows` are places in the design, all of them but for a control that is needed for some only.
    `control` names the variant with which it is compared; `controls` gives, for rows whose control
    is elsewhere than in the same row of that variant, where it is: variant and place in the design.
    """

    name: str
    title: str
    start: Start
    before: tuple[Override, ...]
    after: tuple[Override, ...]
    rows: Sequence[int]
    control: str | None = None
    controls: Mapping[int, tuple[str, int]] = field(default_factory=dict)

    def overrides(self, row: Row) -> list[Override]:
        """Everything that makes its scenario of the start, in order."""
        return [*self.before, *row, *self.after]

    def document(self, row: Row) -> Document:
        """The document with the values of a row; raises InputError where a path leads nowhere."""
        return overridden(self.start.document, self.overrides(row))

    def varied(self, row: Row) -> Row:
        """The values of a row that nothing replaces."""
        replaced = {override.path for override in self.after}
        return tuple(override for override in row if override.path not in replaced)

    def recipe(self, row: Row) -> Recipe:
        """The scenario with the values of a row; raises InputError where they are no good."""
        return self.start.changed(self.overrides(row))

    def shown(self, row: Row) -> Row:
        """The values of a row as they are here: what is set after them wins."""
        last = {override.path: override for override in self.after}
        return tuple(last.get(override.path, override) for override in row)


class Points(Sequence[Point]):
    """Points of a batch, variant by variant, made when they are asked for."""

    def __init__(self, variants: Sequence[Variant], rows: Rows) -> None:
        self.variants = {variant.name: variant for variant in variants}
        self.rows = rows
        self._begins: dict[str, int] = {}
        self._count = 0
        for variant in variants:
            self._begins[variant.name] = self._count
            self._count += len(variant.rows)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Point: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Point]: ...
    def __getitem__(self, place: int | slice) -> Point | Sequence[Point]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        variant, number = self.located(range(len(self))[place])
        row = self.rows[number]
        return Point(
            number=number + 1,
            alternative=variant.name,
            parameters=values_of(variant.shown(row)),
            control=self._control(variant, number),
            make=partial(variant.recipe, row),
        )

    def first_of(self, variant: Variant) -> Point:
        """The first point of a variant."""
        return self[self._begins[variant.name]]

    def located(self, place: int) -> tuple[Variant, int]:
        """Variant and place in the design of a point."""
        for name, begin in reversed(self._begins.items()):
            if begin <= place:
                variant = self.variants[name]
                return variant, variant.rows[place - begin]
        raise IndexError(place)

    def _control(self, variant: Variant, number: int) -> int | None:
        name, there = variant.controls.get(number, (variant.control, number))
        if name is None or (name, there) == (variant.name, number):
            return None
        rows = self.variants[name].rows
        return self._begins[name] + (there if isinstance(rows, range) else rows.index(there))


def own_controls(
    rows: Rows, control: Sequence[Override], names: tuple[str, str]
) -> tuple[list[int], dict[int, tuple[str, int]]]:
    """Where controls are that set what is varied: rows that need one of their own, and all places.

    `names` are those of the variant with the rows and of its control. A control that is itself a
    row of the design is that row, and rows that have a control in common share it.
    """
    own, its = names
    set_ = {override.path: override for override in control}
    there = {key_of(row): place for place, row in enumerate(rows)}
    needed: dict[str, int] = {}
    places: dict[int, tuple[str, int]] = {}
    for place, row in enumerate(rows):
        key = key_of(tuple(set_.get(override.path, override) for override in row))
        if key in there:
            places[place] = (own, there[key])
        else:
            places[place] = (its, needed.setdefault(key, place))
    return list(needed.values()), places
