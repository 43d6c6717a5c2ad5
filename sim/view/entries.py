"""What the feed tells of each entry: who did what to whom, the dead, and what outlets claim."""

from __future__ import annotations

from string import Formatter
from typing import Any

from sim.view import chronicle
from sim.view.feed import CELL, KIND, ROW, SOURCE, WEEK, Feed, Source, kind_of
from sim.view.film import Film
from sim.view.frame import Claim, Frame
from sim.vocabulary import NOBODY, Kind
from sim.world.state import Counts

Entry = dict[str, Any]

Dead = tuple[int, int, int]
"""Of side a, of side b, and civilians."""

_DONE = {
    Kind.BATTLE: "{actor} attacks {other}",
    Kind.AMBUSH: "{actor} ambushes {other}",
    Kind.STRIKE: "{actor} strikes {other} from the air",
    Kind.ATTACK_ON_CIVILIANS: "{actor} attacks {other}",
}


def entries(feed: Feed, places: Counts) -> list[Entry]:
    """The entries at some places of a feed's index, in the order given."""
    return [_entry(feed.film, feed.index[:, place].tolist()) for place in places.tolist()]


def _entry(film: Film, column: list[int]) -> Entry:
    frame = film.at(column[WEEK])
    row = column[ROW]
    if column[SOURCE] == Source.EVENT:
        told = _event(film, frame, row)
    elif column[SOURCE] == Source.INVENTED:
        told = _invention(film, frame.claims[row])
    else:
        told = _development(film, frame, row)
    return told | {
        "key": f"{column[WEEK]} {column[SOURCE]} {row}",
        "week": column[WEEK],
        "kind": kind_of(column[KIND]),
        "cell": column[CELL],
        "place": film.scene.place(column[CELL]) if column[CELL] != NOBODY else "",
    }


def _event(film: Film, frame: Frame, row: int) -> Entry:
    events = frame.events
    a, b = int(events.side_a[row]), int(events.side_b[row])
    group = int(events.group[row])
    people = film.scene.group_labels[group] if group != NOBODY else ""
    victims = f"civilians ({people})" if people else "civilians"
    if events.selective[row]:
        victims += " who had been denounced"
    truth = (
        int(events.deaths_a[row]), int(events.deaths_b[row]), int(events.deaths_civilians[row]),
    )  # fmt: skip
    return {
        "parts": _parts(_DONE[Kind(int(events.kind[row]))], a, b, victims),
        "sides": [a, b],
        "dead": truth,
        "claims": [_claim(film, claim, truth) for claim in frame.claims if claim.event == row],
    }


def _invention(film: Film, claim: Claim) -> Entry:
    told = [["text", "Claimed: "], *_parts(_DONE[Kind(claim.kind)], claim.side_a, claim.side_b)]
    nothing = (0, 0, 0)
    return {
        "parts": told,
        "sides": [claim.side_a, claim.side_b],
        "dead": nothing,
        "claims": [_claim(film, claim, nothing) | {"remark": ""}],
    }


def _development(film: Film, frame: Frame, row: int) -> Entry:
    happened = frame.developments[row]
    _, text = chronicle.template(happened)
    nobody = "nobody known"
    return {"parts": _parts(text, happened.actor, happened.other, nobody), "claims": []}


def _parts(template: str, actor: int, other: int, nobody: str = "civilians") -> list[list[Any]]:
    """A sentence in parts: texts, and actors by their row."""
    rows = {"actor": actor, "other": other}
    parts: list[list[Any]] = []
    for text, field, _, _ in Formatter().parse(template):
        if text:
            parts.append(["text", text])
        if field is not None:
            row = rows[field]
            parts.append(["text", nobody] if row == NOBODY else ["actor", row])
    return parts


def _claim(film: Film, claim: Claim, truth: Dead) -> Entry:
    said = (claim.deaths_a, claim.deaths_b, claim.deaths_civilians)
    return {
        "actor": claim.claimant,
        "outlet": film.outlets[claim.claimant],
        "dead": said,
        "remark": remark(said, truth, own=0 if claim.claimant == claim.side_a else 1),
    }


def remark(said: Dead, truth: Dead, own: int) -> str:
    """How a claim differs from the truth, in words; `own` is the claimant's side, 0 or 1."""
    enemy = 1 - own
    told = [
        _more(said[enemy], truth[enemy], "enemy dead"),
        _fewer(said[own], truth[own], "own dead"),
        _fewer(said[2], truth[2], "civilians") or _more(said[2], truth[2], "civilian dead"),
    ]
    return ", ".join(filter(None, told)) or "as it was"


def _more(said: int, true: int, whom: str) -> str:
    if said == true:
        return ""
    if said < true:
        return f"{true - said} {whom} too few"
    return f"{said / true:.1f} times the {whom}" if true else f"{said} {whom} made up"


def _fewer(said: int, true: int, whom: str) -> str:
    return f"hides {true - said} {whom}" if said < true else ""
