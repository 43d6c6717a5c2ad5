"""What happened this week: lists that every week begins anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.vocabulary import NOBODY, Development
from sim.world.state import Counts, Floats, Ints, array, reserve


@dataclass(slots=True, kw_only=True)
class Log:
    """Things that happened this week, in the first `count` rows; the rest is room to grow."""

    count: int = 0

    def reserve(self, more: int) -> None:
        """Make sure that `more` rows fit; the arrays may be replaced by longer ones."""
        reserve(self, self.count, more)


@dataclass(slots=True, kw_only=True)
class Events(Log):
    """Events of violence. Axis: E events.

    Side b is -1 for civilians. Deaths of people are counted in `communities.harm` as well.
    """

    kind: Ints = array("E", np.int32, "code", "what happened (vocabulary.Kind)")
    side_a: Ints = array("E", np.int32, "index", "actor that acted, or whose host acted")
    side_b: Ints = array("E", np.int32, "index", "actor acted against, -1 civilians")
    cell: Ints = array("E", np.int32, "index", "cell")
    group: Ints = array("E", np.int32, "index", "identity group of the civilians harmed, -1 none")
    deaths_a: Counts = array("E", np.int64, "persons", "dead of side a")
    deaths_b: Counts = array("E", np.int64, "persons", "dead of side b")
    deaths_civilians: Counts = array("E", np.int64, "persons", "dead civilians")
    selective: Ints = array("E", np.int32, "flag", "1 where denounced people were singled out")


@dataclass(slots=True, kw_only=True)
class Claims(Log):
    """What outlets say of the week. Axis: Q claims.

    The truth is row `event` of `events`, -1 where nothing of the kind happened. Sides are as the
    claimant tells them; `deaths_a` and `deaths_b` are the dead it gives for them.
    """

    claimant: Ints = array("Q", np.int32, "index", "actor whose outlet claims")
    event: Ints = array("Q", np.int32, "index", "row of the event, -1 invented", fill=-1)
    kind: Ints = array("Q", np.int32, "code", "what is said to have happened (vocabulary.Kind)")
    side_a: Ints = array("Q", np.int32, "index", "actor said to have acted")
    side_b: Ints = array("Q", np.int32, "index", "actor said to be acted against, -1 civilians")
    cell: Ints = array("Q", np.int32, "index", "cell")
    deaths_a: Counts = array("Q", np.int64, "persons", "dead given for side a")
    deaths_b: Counts = array("Q", np.int64, "persons", "dead given for side b")
    deaths_civilians: Counts = array("Q", np.int64, "persons", "dead civilians given")


@dataclass(slots=True, kw_only=True)
class Developments(Log):
    """What happened between and within actors. Axis: V developments."""

    kind: Ints = array("V", np.int32, "code", "what happened (vocabulary.Development)")
    actor: Ints = array("V", np.int32, "index", "actor that did it or to which it happened")
    other: Ints = array("V", np.int32, "index", "the other actor, -1 none")
    post: Ints = array("V", np.int32, "index", "post of a leader, into `leaders`, -1 none")
    amount: Floats = array("V", np.float64, "by kind", "how much; see vocabulary.Development")

    def note(
        self,
        kind: Development,
        actor: int,
        other: int = NOBODY,
        post: int = NOBODY,
        amount: float = 0.0,
    ) -> None:
        """Add a development; for Python code, since few happen."""
        self.reserve(1)
        row = self.count
        self.kind[row], self.actor[row], self.other[row] = kind, actor, other
        self.post[row], self.amount[row] = post, amount
        self.count += 1


@dataclass(slots=True, kw_only=True)
class Takeovers(Log):
    """Cells that changed hands. Axis: X takeovers.

    The logarithm of the new holder's support over the old one's is the sum of the four causes;
    where nobody held the cell, or nobody does now, the missing support is that below which a cell
    is nobody's.
    """

    cell: Ints = array("X", np.int32, "index", "cell")
    before: Ints = array("X", np.int32, "index", "actor that held it, -1 nobody")
    after: Ints = array("X", np.int32, "index", "actor that holds it, -1 nobody")
    by_people: Floats = array("X", np.float64, "log", "how many of the people back the new holder")
    by_presence: Floats = array("X", np.float64, "log", "what it can make of their backing")
    by_security: Floats = array("X", np.float64, "log", "how safe it is there")
    by_inertia: Floats = array("X", np.float64, "log", "what earlier weeks and lent support do")
