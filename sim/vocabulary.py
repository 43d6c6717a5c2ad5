"""The field's words, once: actor types and their traits, stances, types of violence, flows.

Everything that appears in YAML, code, CSV, page and documents under a name has it from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

NOBODY = -1
"""Index that stands for no actor, no cell, no community."""

NOBODY_NAME = "nobody"
"""Stands in tables in the place of an actor for cells that no actor holds."""

CONTESTED = "contested"
"""Stands in tables in the place of an actor for cells that two are near to hold."""

CIVILIANS = "civilians"
"""Stands in tables in the place of an actor for people who are attacked."""

RESERVED_IDS = (NOBODY_NAME, CONTESTED, CIVILIANS)
"""Words that no actor may have as its id."""


SPLINTER = "_splinter"
"""Stands behind the id of an actor in that of a group that broke away and was no constituent.

From the second on a number follows: `x_splinter`, `x_splinter_2`.
"""


@dataclass(frozen=True)
class ActorType:
    """What every actor of a type can do; rules ask for these traits, never for the type itself.

    `acled_inter` is ACLED's actor code; `ucdp_org` UCDP's (4 government, 1 non-state).
    """

    code: int
    label: str
    acled_inter: int
    ucdp_org: int
    strategy: str  # where the scenario names none
    governs: bool = False  # a state: administers its country, holds fixed garrisons
    foreign: bool = False  # a guest: fights for a host government, holds no territory
    mobile: bool = True  # bands leave their home cell
    hides: bool = False  # bands live hidden among the people, fission and fuse
    air: bool = False  # strikes from the air
    insurgent: bool = False  # rivals its like for sphere and followers


ACTOR_TYPES: dict[str, ActorType] = {
    "state_forces": ActorType(0, "State forces", 1, 4, governs=True, strategy="counterinsurgency"),
    "rebel_group": ActorType(
        1, "Rebel group", 2, 1, hides=True, insurgent=True, strategy="insurgency"
    ),
    "political_militia": ActorType(2, "Political militia", 3, 1, "local_defence", hides=True),
    "identity_militia": ActorType(3, "Identity militia", 4, 1, "local_defence", mobile=False),
    "external_forces": ActorType(
        4, "External forces", 8, 4, foreign=True, air=True, strategy="counterinsurgency"
    ),
}


class Stance(IntEnum):
    """True relation of two actors, from enemies to partners."""

    WAR = 0
    RIVALRY = 1
    NEUTRAL = 2
    TRUCE = 3
    PACT = 4  # of a state or coalition with a group: each spares the other
    ALLIANCE = 5  # fights the same enemies


class Violence(IntEnum):
    """UCDP's type_of_violence."""

    STATE_BASED = 1
    NON_STATE = 2
    ONE_SIDED = 3


class Kind(IntEnum):
    """What happened in an event; decides its ACLED event and sub-event type."""

    BATTLE = 0
    AMBUSH = 1
    STRIKE = 2
    ATTACK_ON_CIVILIANS = 3


ACLED_EVENT: dict[Kind, tuple[str, str]] = {
    Kind.BATTLE: ("Battles", "Armed clash"),
    Kind.AMBUSH: ("Battles", "Armed clash"),
    Kind.STRIKE: ("Explosions/Remote violence", "Air/drone strike"),
    Kind.ATTACK_ON_CIVILIANS: ("Violence against civilians", "Attack"),
}


class Development(IntEnum):
    """What happened between and within actors without being an event of violence."""

    ACCUSATION = 0  # actor accuses other of treason; amount: its log-odds of a deal
    WAR = 1  # actor, the more hostile, goes to war with other; amount: hostility
    TRUCE = 2  # a war ends; amount: hostility
    PACT_OFFERED = 3  # actor, a state or coalition, offers other a pact
    PACT_REFUSED = 4  # actor refuses other's offer; amount: its affinity for who bargains
    PACT_SIGNED = 5  # actor accepts other's offer
    PACT_LEAKED = 6  # the pact of actor with other becomes known
    PACT_BROKEN = 7  # actor breaks its pact with other; amount: weeks that it lasted
    ALLIANCE_FORMED = 8
    ALLIANCE_ENDED = 9  # amount: weeks that it lasted
    LEADER_KILLED = 10  # of actor, by other if known; amount: 1 where the scenario says so
    LEADER_SUCCEEDED = 11  # in actor; amount: weeks of vacancy
    SPLIT = 12  # actor breaks away from other; amount: fighters
    DEFECTION = 13  # fighters of actor go over to other; amount: fighters
    MERGER = 14  # actor joins other and ends; amount: fighters
    END = 15  # actor ends; amount: fighters who went home


ACLED_DEVELOPMENT: dict[Development, str] = {
    Development.TRUCE: "Agreement",
    Development.PACT_SIGNED: "Agreement",
    Development.ALLIANCE_FORMED: "Agreement",
    Development.SPLIT: "Change to group/activity",
    Development.DEFECTION: "Change to group/activity",
    Development.MERGER: "Change to group/activity",
    Development.END: "Change to group/activity",
}
"""ACLED's sub-event type among strategic developments; all others are "Other"."""


class Task(IntEnum):
    """What an actor sends its bands out for."""

    EXPAND = 0  # win land
    HUNT = 1  # find enemies
    HOLD = 2  # keep held land that is under pressure
    GUARD = 3  # watch a border, as a pact asks


class HostilityDriver(IntEnum):
    """What moves the hostility of one actor towards another; sums to its log-odds."""

    INERTIA = 0
    GRIEVANCE = 1
    AFFINITY = 2
    BELIEF = 3
    OPPORTUNITY = 4
    VULNERABILITY = 5
    ALLIES = 6
    WEARINESS = 7


class BeliefDriver(IntEnum):
    """What moved a belief in a secret deal this week; sums to its change in log-odds."""

    FORGETTING = 0
    ATTACKS = 1  # on the other, against attacks on everybody else
    SECOND_FRONT = 2  # the other and a state attack the observer at one time and place
    CLAIMS = 3  # accusations and reports by others, by how far they are trusted
    LEAK = 4  # of a true pact
    BOUNDS = 5  # what floor and ceiling of belief cut off


class LoyaltyDriver(IntEnum):
    """What moved the loyalty of communities; sums, weighed by people, to its change."""

    FADING = 0  # of the transient part
    SERVICES = 1
    NEGLECT = 2
    HARM = 3  # killing among themselves
    BYSTANDERS = 4  # killing of others in the cell
    KIN = 5  # killing of their people next door
    FAILURE = 6  # of who should have protected them
    CONVERSATION = 7  # with their people next door


class PeopleFlow(IntEnum):
    """Why people of a community appear or disappear; signs are the ledger's."""

    KILLED = 0
    RECRUITED = 1
    RETURNED_FROM_ARMS = 2
    FLED = 3
    ARRIVED = 4


class FighterFlow(IntEnum):
    """Why fighters of an actor appear or disappear; signs are the ledger's."""

    RECRUITED = 0
    ENLISTED_ELSEWHERE = 1  # a state's recruits from its whole country, not from one community
    FOREIGN_ARRIVAL = 2
    DEPLOYED = 3
    WITHDRAWN = 4
    KILLED_IN_BATTLE = 5
    KILLED_BY_STRIKE = 6
    QUIT = 7
    LEFT_THE_MAP = 8
    DEFECTED_IN = 9
    DEFECTED_OUT = 10


TOPICS: tuple[str, ...] = (
    "sharia_rigour",
    "takfir",
    "state_alliance",
    "tribal_custom",
    "foreign_troops",
    "central_state",
)
"""Topics on which actors and identity groups hold positions in [-1, 1]."""

FIRST_MONTH_ID_YEAR = 1980


def month_id(year: int, month: int) -> int:
    """VIEWS month_id: 1 is January 1980; January 2012 is 385."""
    return (year - FIRST_MONTH_ID_YEAR) * 12 + month


def priogrid_gid(latitude: float, longitude: float) -> int:
    """PRIO-GRID cell id of a point: 720 columns from -180, rows from -90, at 0.5 degree."""
    row = int((latitude + 90.0) // 0.5) + 1
    column = int((longitude + 180.0) // 0.5) + 1
    return (row - 1) * 720 + column
