"""Places on which armed groups and states attack the same actor in one week."""

from __future__ import annotations

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Ints


@kernel
def _is_first(i: int, side_a: Ints, side_b: Ints, cell: Ints, official: Flags) -> bool:
    """Whether nobody of event i's attacker's side attacked the same actor there before this week.

    States and guests are one side.
    """
    a = side_a[i]
    for j in range(i):
        alike = side_a[j] == a or (official[side_a[j]] and official[a])
        if alike and cell[j] == cell[i] and side_b[j] == side_b[i]:
            return False
    return True


@kernel
def _is_joint(i: int, events: int, side_a: Ints, side_b: Ints, cell: Ints, official: Flags) -> bool:
    """Whether a state or guest attacks the same actor as event i there and lets its attacker be."""
    b = side_a[i]
    for j in range(events):
        s = side_a[j]
        if not official[s] or cell[j] != cell[i] or side_b[j] != side_b[i]:
            continue
        fought = False
        for n in range(events):
            one, other = side_a[n], side_b[n]
            between = (one == s and other == b) or (one == b and other == s)
            fought = fought or (between and cell[n] == cell[i])
        if not fought:
            return True
    return False


@kernel
def count_fronts(
    peer: Flags, official: Flags, events: int, side_a: Ints, side_b: Ints, cell: Ints,
    joint: Counts, fronts: Counts, official_fronts: Counts,
) -> None:  # fmt: skip
    """Add up cells in which a peer is attacked.

    `fronts` (A A) are those in which the second, a peer, attacked the first; `official_fronts` (A)
    those in which any state or guest did; `joint` (A A) those in which both did and that state or
    guest and the second did not fight each other.
    """
    for i in range(events):
        b, a = side_a[i], side_b[i]
        if a < 0 or a == b or not peer[a] or not (peer[b] or official[b]):
            continue
        if not _is_first(i, side_a, side_b, cell, official):
            continue
        if official[b]:
            official_fronts[a] += 1
        else:
            fronts[a, b] += 1
            if _is_joint(i, events, side_a, side_b, cell, official):
                joint[a, b] += 1
