"""The minimal workload in C, compiled for this machine: `plain`, `libm` and `blocked`."""

from __future__ import annotations

import ctypes

import numpy as np

from sim.randomness import rule_key
from sim.rules import battles, loyalty, movement
from sim.vocabulary import Stance
from sim.world.world import World
from tests.bench.compiler import compiled
from tests.bench.workload import WEEK, part

VERSIONS = {
    "plain": ("plain/plain.c",),
    "libm": ("plain/plain.c", "-DLIBM"),
    "blocked": ("blocked/blocked.c",),
}
"""Source and options of each: `libm` is plain C with the C library's exp and log."""

POINTERS = {
    "neighbours": ("int32_t", "grid.neighbours"),
    "x": ("int32_t", "grid.x"),
    "y": ("int32_t", "grid.y"),
    "accessibility": ("double", "grid.accessibility"),
    "governs": ("uint8_t", "actors.governs"),
    "hides": ("uint8_t", "actors.hides"),
    "insurgent": ("uint8_t", "actors.insurgent"),
    "skill": ("double", "actors.skill"),
    "readiness": ("double", "actors.readiness"),
    "disarray": ("double", "actors.disarray"),
    "exposure": ("double", "actors.exposure"),
    "band_size": ("int32_t", "actors.band_size"),
    "hostility": ("double", "pairs.hostility"),
    "entries": ("int64_t", "pairs.entries"),
    "home_cell": ("int32_t", "communities.cell"),
    "group": ("int32_t", "communities.group"),
    "first": ("int32_t", "communities.first"),
    "at": ("int32_t", "communities.at"),
    "natural": ("double", "communities.natural"),
    "people": ("int64_t", "communities.people"),
    "loyalty": ("double", "communities.loyalty"),
    "baseline": ("double", "communities.baseline"),
    "fear": ("double", "communities.fear"),
    "threat": ("double", "communities.threat"),
    "harm": ("int64_t", "communities.harm"),
    "control": ("int32_t", "cells.control"),
    "cell_people": ("int64_t", "cells.people"),
    "density_base": ("double", "cells.density_base"),
    "troops": ("int64_t", "cells.troops"),
    "coverage": ("double", "cells.coverage"),
    "coercion": ("double", "cells.coercion"),
    "security": ("double", "cells.security"),
    "presence": ("double", "cells.presence"),
    "cooperation": ("double", "cells.cooperation"),
    "mark": ("double", "cells.mark"),
    "sphere": ("double", "cells.sphere"),
    "last_present": ("int32_t", "cells.last_present"),
    "appeal": ("double", "cells.appeal"),
    "heat": ("double", "cells.heat"),
    "momentum": ("double", "cells.momentum"),
    "first_band": ("int32_t", "cells.first_band"),
    "band_key": ("uint64_t", "bands.key"),
    "owner": ("int32_t", "bands.owner"),
    "cell": ("int32_t", "bands.cell"),
    "home": ("int32_t", "bands.home"),
    "fighters": ("int64_t", "bands.fighters"),
    "foreign": ("int64_t", "bands.foreign"),
    "experience": ("double", "bands.experience"),
    "order": ("int32_t", "bands.order"),
}
"""Arrays that the C sees: its name, its type, and the world's name."""

DERIVED = {"reach": "double", "war": "uint8_t"}
"""Arrays made from the world's."""

NUMBERS = ("count", "week", "clocked")
"""Bands, the week, and whether the time of each rule is taken."""


class State(ctypes.Structure):
    """What C is given: an array of each name, and some numbers."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in (*POINTERS, *DERIVED)),
        *((name, ctypes.c_int32) for name in NUMBERS),
        ("spent", ctypes.c_double * len(WEEK)),
    ]


def run(
    world: World, weeks: int, seed: int, version: str = "blocked", clocked: bool = False
) -> dict[str, float]:
    """Carry a world `weeks` weeks on; seconds of processor time of each rule if `clocked`, else 0.

    The code is compiled for the world's size before the first call.
    """
    week = world.clock.week
    rules = (movement.RULE.name, battles.RULE.name, loyalty.RULE.name)
    keys = np.array([rule_key(seed, r, week + 1 + w) for w in range(weeks) for r in rules])
    derived = {
        "reach": world.actors.reach_km / world.grid.cell_km,
        "war": (world.pairs.stance == int(Stance.WAR)).astype(np.uint8),
    }
    arrays = {name: part(world, of) for name, (_, of) in POINTERS.items()} | derived
    pointers = {name: values.ctypes.data for name, values in arrays.items()}
    state = State(**pointers, count=world.bands.count, week=week, clocked=clocked)
    source, *options = VERSIONS[version]
    function = compiled(source, "run", tuple(options), _header(world))
    function(ctypes.byref(state), weeks, ctypes.c_void_p(keys.ctypes.data))
    world.bands.count, world.clock.week = state.count, state.week
    return dict(zip((rule.name for rule, _ in WEEK), state.spent, strict=True))


def _header(world: World) -> str:
    """Sizes and parameters as constants, and the structure."""
    types = {name: kind for name, (kind, _) in POINTERS.items()} | DERIVED
    sizes = {
        "ACTORS": world.actors.size,
        "CELLS": world.grid.size,
        "COMMUNITIES": world.communities.size,
        "BANDS": world.bands.room,
    }
    lines = ["#include <stdint.h>"]
    lines += [f"#define {name} {value}" for name, value in sizes.items()]
    lines += [
        f"#define {rule.name.upper()}_{name.upper()} {float(value)!r}"
        for rule, parameters in WEEK
        for name, value in parameters
    ]
    members = [f"{kind} *{name};" for name, kind in types.items()]
    members += [f"int32_t {', '.join(NUMBERS)};", f"double spent[{len(WEEK)}];"]
    return "\n".join([*lines, "typedef struct {", *members, "} State;", ""])
