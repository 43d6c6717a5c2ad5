"""Who leads: constituents of umbrella actors, and the posts of leaders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.world.state import Flags, Floats, Ints, array


@dataclass(slots=True, kw_only=True)
class Constituents:
    """Parts of umbrella actors, which can fall out with them. Axes: M constituents, T topics."""

    actor: Ints = array("M", np.int32, "index", "actor it belongs to")
    base: Ints = array("M", np.int32, "index", "cell it comes from, -1 none", fill=-1)
    position: Floats = array("M T", np.float64, "-1..1", "position on a topic")
    discord: Floats = array("M", np.float64, "share", "how far it has fallen out with its actor")
    share: Floats = array("M", np.float64, "share", "part of its actor's fighters, fading mean")
    names: tuple[str, ...]  # ids as in the scenario
    labels: tuple[str, ...]  # names to show
    ucdp_ids: tuple[int | None, ...]


@dataclass(slots=True, kw_only=True)
class Leaders:
    """Posts of leaders: one of each actor, then one of each constituent. Axis: L posts.

    The post of a constituent that breaks away becomes that of the new actor; other new actors add
    theirs at the end. A post stays when its actor ends.
    """

    actor: Ints = array("L", np.int32, "index", "actor that the post belongs to")
    constituent: Ints = array("L", np.int32, "index", "constituent, -1 of the whole", fill=-1)
    cell: Ints = array("L", np.int32, "index", "cell where the leader is, -1 unknown", fill=-1)
    in_office: Flags = array("L", np.bool_, "flag", "somebody holds the post")
    number: Ints = array("L", np.int32, "count", "how many have held it, the first one too")
    since: Ints = array("L", np.int32, "week", "week in which the present holder took office")
    vacant_until: Ints = array("L", np.int32, "week", "week in which a successor takes office")
    fell: Ints = array("L", np.int32, "week", "week in which the last holder fell", fill=-10_000)
    killer: Ints = array("L", np.int32, "index", "actor that killed the last one, -1", fill=-1)
    names: tuple[str, ...]  # of the first holder of each post, "" where not known
