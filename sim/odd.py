"""What the code itself says in docs/model.md: state, week, submodels, fields of scenarios.

`python -m sim.odd docs/model.md` writes them anew between `<!-- generated: name -->` and
`<!-- end -->`; the prose around them is written by hand.
"""

from __future__ import annotations

import csv
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.errors import SimError, nearest
from sim.markdown import fields, sentences, table
from sim.rules.rule import Rule
from sim.rules.schedule import WEEK
from sim.scenario import batch_schema, schema, terms, timeline_schema
from sim.strategies import STRATEGIES
from sim.units import Section
from sim.vocabulary import (
    ACTOR_TYPES,
    TOPICS,
    BeliefDriver,
    Development,
    FighterFlow,
    HostilityDriver,
    LoyaltyDriver,
    PeopleFlow,
    Stance,
    Task,
    Violence,
)
from sim.world.actors import Actors, Pairs
from sim.world.bands import Bands
from sim.world.cells import Cells
from sim.world.communities import Communities, Groups
from sim.world.grid import Grid
from sim.world.leaders import Constituents, Leaders
from sim.world.logs import Claims, Developments, Events, Takeovers
from sim.world.state import arrays
from sim.world.world import SECTIONS, Ledger

STATE = (
    Grid,
    Cells,
    Communities,
    Groups,
    Bands,
    Actors,
    Pairs,
    Constituents,
    Leaders,
    Events,
    Claims,
    Developments,
    Takeovers,
    Ledger,
)
"""Classes of the sections of a world, in the order of `SECTIONS`."""

_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


class UnknownBlockError(SimError):
    """The document asks for a part that the code does not make."""


def current(document: str) -> str:
    """The document with every generated part as the code has it now."""
    return _BLOCK.sub(_filled, document)


def _filled(block: re.Match[str]) -> str:
    begin, name, end = block.groups()
    if name not in BLOCKS:
        raise UnknownBlockError(f"No part is named '{name}'. {nearest(name, BLOCKS)}")
    return f"{begin}\n{chr(10).join(BLOCKS[name]())}\n{end}"


# --- entities and state ----------------------------------------------------------------------


def _state() -> Iterator[str]:
    for name, section in zip(SECTIONS, STATE, strict=True):
        yield f"#### `{name}`\n\n{sentences(section.__doc__)}\n"
        yield from table("array, axes, unit, meaning", map(_array, arrays(section)))


def _array(item: Any) -> tuple[str, ...]:
    told = item.metadata
    return f"`{item.name}`", " ".join(told["dims"]), told["unit"], told["meaning"]


def _actor_types() -> Iterator[str]:
    traits = ("governs", "foreign", "mobile", "hides", "air", "insurgent")
    rows = (
        (f"`{name}`", str(kind.acled_inter), *("yes" if getattr(kind, t) else "" for t in traits))
        for name, kind in ACTOR_TYPES.items()
    )
    yield from table(f"type, ACLED code, {', '.join(traits)}", rows)


def _words() -> Iterator[str]:
    yield f"- Stances, from enemies to partners: {_members(Stance)}."
    yield f"- UCDP's types of violence: {_members(Violence)}."
    yield f"- Drivers of hostility: {_members(HostilityDriver)}."
    yield f"- Drivers of belief in a secret deal: {_members(BeliefDriver)}."
    yield f"- Drivers of loyalty: {_members(LoyaltyDriver)}."
    yield f"- Tasks of orders: {_members(Task)}."
    yield f"- Developments: {_members(Development)}."
    yield f"- Topics of positions: {', '.join(f'`{topic}`' for topic in TOPICS)}.\n"


def _flows() -> Iterator[str]:
    yield f"- People of a community: {_members(PeopleFlow)}."
    yield f"- Fighters of an actor: {_members(FighterFlow)}.\n"


def _members(words: type[IntEnum]) -> str:
    return ", ".join(f"{word.name.lower().replace('_', ' ')} ({word.value})" for word in words)


# --- the week ----------------------------------------------------------------------------------


def _week() -> Iterator[str]:
    rows = (
        (str(number), f"[`{rule.name}`](#{rule.name})", rule.claim)
        for number, rule in enumerate(WEEK, 1)
    )
    yield from table("step, rule, claim", rows)


def _submodels() -> Iterator[str]:
    for rule in WEEK:
        yield f"#### {rule.name}\n"
        yield sentences(_module(rule).__doc__)
        yield f"\n**Claim.** {rule.claim} **Source.** {rule.source[0].upper()}{rule.source[1:]}.\n"
        yield f"*Reads* {_names(rule.reads)}. *Writes* {_names(rule.writes)}.\n"
        yield from fields(rule.parameters, but={"enabled"})


def _strategies() -> Iterator[str]:
    for strategy in STRATEGIES:
        module = inspect.getmodule(strategy.decide)
        assert module is not None
        yield f"#### {strategy.name}\n"
        yield sentences(module.__doc__)
        yield f"\n**Source.** {strategy.source[0].upper()}{strategy.source[1:]}.\n"


def _module(rule: Rule) -> ModuleType:
    module = inspect.getmodule(rule.apply)
    assert module is not None
    return module


def _names(arrays: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in arrays)


# --- fields of scenarios and batches -----------------------------------------------------------


def _scenario() -> Iterator[str]:
    for module in (schema, terms, timeline_schema):
        yield from _sections(module)


def _batch() -> Iterator[str]:
    yield from _sections(batch_schema)


def _sections(module: ModuleType) -> Iterator[str]:
    for section in vars(module).values():
        if isinstance(section, type) and issubclass(section, Section):
            if section.__module__ != module.__name__ or section is timeline_schema.Dated:
                continue
            yield f"#### {section.__name__}\n\n{sentences(section.__doc__)}\n"
            yield from fields(section)


# --- what was measured -------------------------------------------------------------------------

MEASURED = Path(__file__).parents[1] / "docs" / "mechanisms.csv"
"""Effects of the mechanisms, measured apart because it takes minutes."""


def _mechanisms() -> Iterator[str]:
    with MEASURED.open(encoding="utf-8", newline="") as file:
        rows = [_effect(row) for row in csv.DictReader(file)]
    header = "no., mechanism, with / without, outcome, with, without, change, size, as expected"
    yield from table(header, rows)


def _effect(row: dict[str, str]) -> tuple[str, ...]:
    return (
        row["number"],
        row["mechanism"],
        f"`{row['with']}` / `{row['without']}`",
        f"{row['outcome']} ({row['expected']})",
        f"{float(row['mean_with']):.4g}",
        f"{float(row['mean_without']):.4g}",
        f"{float(row['change']):+.4g} ({float(row['low']):.4g} to {float(row['high']):.4g})",
        f"{float(row['by_seeds'] or 'nan'):.2f}",
        f"{float(row['as_expected']):.2f} of {row['pairs']}",
    )


BLOCKS: dict[str, Callable[[], Iterator[str]]] = {
    "state": _state,
    "actor_types": _actor_types,
    "words": _words,
    "flows": _flows,
    "week": _week,
    "submodels": _submodels,
    "strategies": _strategies,
    "scenario": _scenario,
    "batch": _batch,
    "mechanisms": _mechanisms,
}
"""Generated parts by the name that the document calls them by."""


def main(paths: list[str]) -> None:
    """Bring the generated parts of the documents at `paths` up to date."""
    for path in map(Path, paths):
        path.write_text(current(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
