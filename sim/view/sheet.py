"""The sheet that a map is put on to stand alone: title, what is coloured, legend."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont

from sim.view.film import Film
from sim.view.layers import MODES, layer
from sim.view.panels.map import present
from sim.view.state import Mode

WIDTH, EDGE, HEAD = 640, 14, 52
ACROSS = WIDTH - 2 * EDGE
_LINE = 22

SEA, LAND, GROUND = "#eef1f3", "#dedbd3", "#f5f3ec"
INK, SOFT, BORDER, CARD = "#1f2328", "#5b626b", "#6b6a66", "#ffffff"
"""The page's colours on a light ground, as in tokens.css."""


def sheet(
    film: Film, mode: Mode, hidden: Collection[str], weeks: range, height: int
) -> Image.Image:
    """A sheet with room for a map of this height at (EDGE, HEAD); the legend is of all weeks."""
    legend = list(_placed(_entries(film, mode, hidden, weeks)))
    bottom = HEAD + height + 10
    found = Image.new("RGB", (WIDTH, bottom + (legend[-1][1] + 1) * _LINE + 8), CARD)
    pen = ImageDraw.Draw(found)
    pen.text((EDGE, 12), _cut(film.scene.title, font(15, True), WIDTH - 150), INK, font(15, True))
    pen.text((EDGE, 32), _about(film, mode), SOFT, font(11))
    for across, line, ink, words in legend:
        y = bottom + line * _LINE
        pen.rectangle((across, y + 3, across + 11, y + 14), fill=ink, outline=BORDER)
        pen.text((across + 17, y + 2), words, INK, font(11))
    return found


def _about(film: Film, mode: Mode) -> str:
    about = [MODES[mode.name]]
    if mode.name == "loyalty":
        about.append(film.scene.group_labels[mode.group])
    if mode.name in ("actor", "loyalty"):
        about.append(film.cast[mode.actor].label)
    return f"{', '.join(about)}; a simulated run, seed {film.scene.seed}"


def _entries(
    film: Film, mode: Mode, hidden: Collection[str], weeks: range
) -> Iterator[tuple[str, str]]:
    """Colours and words of the legend."""
    coloured = layer(film, film.at(weeks[-1]), mode)
    if coloured["kind"] == "scale":
        inks = coloured["ramp"]["light"]
        yield inks[0], coloured["low"]
        yield inks[-1], coloured["high"]
        return
    seen = {actor for week in weeks for actor in present(film, film.at(week))}
    members = [film.cast[actor] for actor in sorted(seen)]
    yield from ((member.fill, member.label) for member in members if member.name not in hidden)
    yield GROUND, "nobody"


def _placed(entries: Iterator[tuple[str, str]]) -> Iterator[tuple[int, int, str, str]]:
    """Where each entry stands: across, and in which line."""
    across, line = EDGE, 0
    for ink, words in entries:
        wide = 17 + round(font(11).getlength(words)) + 16
        if across > EDGE and across + wide > WIDTH - EDGE:
            across, line = EDGE, line + 1
        yield across, line, ink, words
        across += wide


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which matplotlib brings and which has every letter of the names."""
    weight = "bold" if bold else "normal"
    wanted = font_manager.FontProperties(family="DejaVu Sans", weight=weight)
    return ImageFont.truetype(font_manager.findfont(wanted), size)


def _cut(text: str, face: ImageFont.FreeTypeFont, room: float) -> str:
    """The text, shortened until there is room for it."""
    if face.getlength(text) <= room:
        return text
    while text and face.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text}…"
