"""The map of a week as a picture that stands alone, for files that leave the page."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageColor, ImageDraw

from sim.view.film import Film
from sim.view.frame import NO_ACTOR, Frame
from sim.view.layers import MEMORY, Layer, bands, layer, marks
from sim.view.sheet import (
    ACROSS,
    BORDER,
    CARD,
    EDGE,
    GROUND,
    HEAD,
    INK,
    LAND,
    SEA,
    WIDTH,
    font,
    sheet,
)
from sim.view.state import Mode

_VIOLENCE = {1: "#1F4E79", 2: "#E3A02C", 3: "#A3262A"}

Colours = npt.NDArray[np.float64]


class Still:
    """Draws weeks of a film in one mode of the map, without the actors that are hidden."""

    def __init__(self, film: Film, mode: Mode, hidden: Collection[str], weeks: range) -> None:
        self._film, self._mode, self._hidden = film, mode, hidden
        land = film.scene.land
        self._land = land
        self._scale = ACROSS / (land.extent[1] - land.extent[0])
        self._size = (ACROSS, max(1, round(ACROSS * land.height)))
        self._cells = self._lattice()
        self._shore = self._background()
        self._names = self._overlay()
        self._sheet = sheet(film, mode, hidden, weeks, self._size[1])

    def week(self, frame: Frame) -> Image.Image:
        """The map of a week with title, date and legend."""
        pixels = np.asarray(self._shore).copy()
        self._colour(pixels, layer(self._film, frame, self._mode))
        land = Image.fromarray(pixels)
        pen = ImageDraw.Draw(land)
        self._violence(pen, frame)
        self._fighters(pen, frame)
        land.paste(self._names, (0, 0), self._names)
        picture = self._sheet.copy()
        picture.paste(land, (EDGE, HEAD))
        day = self._film.scene.day(frame.week)
        ImageDraw.Draw(picture).text((WIDTH - EDGE, 12), day, INK, font(15, True), anchor="ra")
        return picture

    def _shown(self, actor: int) -> bool:
        cast = self._film.cast
        return actor < len(cast) and cast[actor].name not in self._hidden

    # --- where things are -----------------------------------------------------------------------

    def _place(self, longitude: float, latitude: float) -> tuple[float, float]:
        west, _, _, north = self._land.extent
        down = (north - latitude) * self._land.aspect * self._scale
        return (longitude - west) * self._scale, down

    def _centre(self, cell: int) -> tuple[float, float]:
        grid = self._film.scene.grid
        return self._place(float(grid.longitude[cell]), float(grid.latitude[cell]))

    def _lattice(self) -> npt.NDArray[np.int64]:
        """Cell that each pixel of the map lies in, -1 none."""
        grid, land = self._film.scene.grid, self._land
        west, _, _, north = land.extent
        across, down = map(np.arange, self._size)
        x = np.floor((across + 0.5) / self._scale / land.cell)
        y = np.floor((down + 0.5) / self._scale / land.aspect / land.cell)
        found = np.full((int(y.max()) + 1, int(x.max()) + 1), -1, np.int64)
        column = np.floor((grid.longitude - west) / land.cell).astype(np.int64)
        row = np.floor((north - grid.latitude) / land.cell).astype(np.int64)
        inside = (column >= 0) & (column < found.shape[1]) & (row >= 0) & (row < found.shape[0])
        found[row[inside], column[inside]] = np.flatnonzero(inside)
        cells: npt.NDArray[np.int64] = found[y.astype(np.int64)[:, None], x.astype(np.int64)]
        return cells

    # --- what changes by the week ---------------------------------------------------------------

    def _colour(self, pixels: npt.NDArray[np.uint8], coloured: Layer) -> None:
        """Colour the pixels of the cells."""
        cells, there = self._cells, self._cells >= 0
        first, second = self._inks(coloured)
        pixels[there] = first[cells[there]]
        if second is not None:
            x, y = np.arange(cells.shape[1]), np.arange(cells.shape[0])[:, None]
            striped = there & ((x + y) % 8 < 3) & (second[cells, 0] >= 0)
            pixels[striped] = second[cells[striped]]

    def _inks(self, coloured: Layer) -> tuple[Colours, Colours | None]:
        """Colour of each cell, and of its stripes (-1 where it has none)."""
        study = self._film.scene.grid.study[:, None]
        under = np.where(study, _rgb(GROUND), _rgb(LAND))
        fade = np.where(study, 1.0, 0.35)
        first = np.frombuffer(coloured["first"], np.uint8)
        strength = np.frombuffer(coloured["strength"], np.uint8)
        if coloured["kind"] == "scale":
            ramp = _ramp(tuple(coloured["ramp"]["light"]))[first]
            fade = fade * (strength[:, None] > 0) if len(strength) else fade
            return under + (ramp - under) * fade, None
        inks = np.array([_rgb(member.fill) for member in self._film.cast])
        shown = np.array([self._shown(actor) for actor in range(NO_ACTOR + 1)])
        places = np.minimum(first, len(inks) - 1)
        fade = fade * (0.3 + 0.7 * strength[:, None] / 255) * shown[first][:, None]
        over = under + (inks[places] - under) * fade
        second = np.frombuffer(coloured["second"], np.uint8)
        stripes = np.where(shown[second][:, None], inks[np.minimum(second, len(inks) - 1)], -1.0)
        return over, stripes

    def _violence(self, pen: ImageDraw.ImageDraw, frame: Frame) -> None:
        if self._mode.name not in ("control", "violence"):
            return
        memory = MEMORY if self._mode.name == "violence" else 1
        found = np.frombuffer(marks(self._film, frame, memory), np.uint16).reshape(-1, 5)
        for cell, kind, deaths, _, _ in found.tolist():
            x, y = self._centre(cell)
            far = 3.5 + 1.3 * deaths**0.5
            pen.ellipse((x - far, y - far, x + far, y + far), outline=_VIOLENCE[kind], width=2)

    def _fighters(self, pen: ImageDraw.ImageDraw, frame: Frame) -> None:
        """Bands, each a dot away from the middle of its cell as on the page."""
        away = self._land.cell * self._scale / 2 * 0.72
        for cell, owner, fighters, number in bands(frame, self._mode).tolist():
            if self._shown(owner):
                x, y = self._centre(cell)
                angle, far = number % 256 / 128 * pi, (number // 256 / 256) ** 0.5 * away
                size = min(1.4 + fighters**0.5 / 6, 5)
                where = x + far * cos(angle), y - far * sin(angle)
                _disc(pen, *where, size, self._film.cast[owner].fill)

    # --- what stays -----------------------------------------------------------------------------

    def _background(self) -> Image.Image:
        """Sea and land."""
        picture = Image.new("RGB", self._size, SEA)
        pen = ImageDraw.Draw(picture)
        for line in self._land.outlines:
            pen.polygon([self._place(*point) for point in line.tolist()], fill=LAND, outline=SEA)
        return picture

    def _overlay(self) -> Image.Image:
        """Borders and towns, over the cells."""
        over = Image.new("RGBA", self._size, (0, 0, 0, 0))
        pen = ImageDraw.Draw(over)
        for line in self._land.borders:
            pen.line([self._place(*point) for point in line.tolist()], fill=BORDER, width=1)
        for town in self._land.towns:
            x, y = self._place(town.longitude, town.latitude)
            _disc(pen, x, y, 2.5, CARD, INK)
            pen.text((x + 6, y), town.name, INK, font(11), "lm", stroke_width=2, stroke_fill=CARD)
        return over


def _disc(
    pen: ImageDraw.ImageDraw, x: float, y: float, far: float, fill: str, rim: str = CARD
) -> None:
    pen.ellipse((x - far, y - far, x + far, y + far), fill=fill, outline=rim)


def _rgb(ink: str) -> Colours:
    return np.array(ImageColor.getrgb(ink)[:3], np.float64)


@cache
def _ramp(inks: tuple[str, ...]) -> Colours:
    """A scale of 256 colours through the ones given."""
    stops = np.linspace(0, 255, len(inks))
    colours = np.array([_rgb(ink) for ink in inks])
    return np.stack([np.interp(np.arange(256), stops, part) for part in colours.T], axis=1)
