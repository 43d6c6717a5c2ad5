"""The map of many weeks as a moving picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection

from PIL import Image

from sim.view.film import Film
from sim.view.state import Mode
from sim.view.still import Still

MOST = 150
"""Pictures in a file; of more weeks than that only every second, third … is drawn."""

_SHOWN = 140  # milliseconds for which each picture stands
_LAST_SHOWN = 2000


def chosen_weeks(first: int, last: int) -> range:
    """The weeks that are drawn of those from first to last, the last always among them."""
    step = -(-(last - first + 1) // MOST)
    return range(last - (last - first) // step * step, last + 1, step)


def map_gif(
    film: Film,
    mode: Mode,
    hidden: Collection[str],
    first: int,
    last: int,
    tell: Callable[[int], None] = lambda week: None,
) -> bytes:
    """A GIF of the map from one week to another; `tell` is told each week that is drawn."""
    weeks = chosen_weeks(first, last)
    still = Still(film, mode, hidden, weeks)
    palette = _palette([still.week(film.at(week)) for week in weeks[:: -(-len(weeks) // 5)]])
    pictures = []
    for week in weeks:
        picture = still.week(film.at(week))
        pictures.append(picture.quantize(palette=palette, dither=Image.Dither.NONE))
        tell(week)
    shown = [_SHOWN] * (len(pictures) - 1) + [_LAST_SHOWN]
    content = io.BytesIO()
    pictures[0].save(
        content, "GIF", save_all=True, append_images=pictures[1:], duration=shown, loop=0
    )
    return content.getvalue()


def _palette(pictures: list[Image.Image]) -> Image.Image:
    """One set of colours for all pictures, so that nothing flickers."""
    width, height = pictures[0].size
    together = Image.new("RGB", (width, height * len(pictures)))
    for place, picture in enumerate(pictures):
        together.paste(picture, (0, height * place))
    return together.quantize(colors=255, method=Image.Quantize.MEDIANCUT)
