"""How every figure looks: type, sizes, caption, dated marks, and files without a date in them."""

from __future__ import annotations

import functools
import textwrap
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec

import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

WIDTH = 7.2  # inches: the full width of a journal page
CAPTION_WIDTH = 158  # letters of a line of the caption
INK = "#222222"
FAINT = "#8A8A8A"
OUTSIDE = "#DADADA"

STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
    "font.size": 7,
    "text.color": INK,
    "text.parse_math": False,  # names may hold a dollar sign
    "axes.titlesize": 7.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 4,
    "axes.labelsize": 7,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.2,
    "hatch.linewidth": 0.5,
    "legend.frameon": False,
    "legend.fontsize": 6.5,
    "legend.handlelength": 2.2,
    "figure.titlesize": 9,
    "figure.titleweight": "bold",
    "pdf.fonttype": 42,  # text stays text
    "svg.hashsalt": "sim",
    "svg.fonttype": "none",
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

NO_DATES = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "svg": {"Date": None, "Creator": None},
}
"""What a file says of itself, by format, without anything that differs from day to day."""


@dataclass(frozen=True)
class Mark:
    """A dated intervention to mark on the time axis."""

    date: pd.Timestamp
    label: str


@dataclass(frozen=True)
class About:
    """What a figure says of its data: a caption, dated marks, and the period that was simulated."""

    caption: str = ""
    marks: tuple[Mark, ...] = ()
    period: tuple[pd.Timestamp, pd.Timestamp] | None = None


PLAIN = About()

Parameters = ParamSpec("Parameters")


@contextmanager
def _look() -> Iterator[None]:
    """The project's style, whatever the user's own settings."""
    with style.context(["default", STYLE]), warnings.catch_warnings():
        # A script that the font lacks is drawn as boxes; that is no fault of the user's.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        yield


def styled(draw: Callable[Parameters, Figure]) -> Callable[Parameters, Figure]:
    """A figure's function, drawing in the project's style."""

    @functools.wraps(draw)
    def drawn(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Figure:
        with _look():
            return draw(*args, **kwargs)

    return drawn


def sheet(title: str, panels: float, note: str = "", about: About = PLAIN) -> Figure:
    """An empty figure of full width: title above, room for panels `panels` inches high, caption.

    `note` says how to read this figure; what `about` says of the data follows it.
    """
    lines = [
        line
        for part in (note, about.caption, marks_key(about))
        for line in textwrap.wrap(part, CAPTION_WIDTH)
    ]
    above, below = 0.27, 0.08 + 0.115 * len(lines)
    figure = Figure(figsize=(WIDTH, above + panels + below), layout="constrained")
    figure.text(
        0.008, 1 - 0.06 / figure.get_figheight(), title, va="top", fontsize=9, fontweight="bold"
    )
    figure.text(
        0.008, 0.04 / figure.get_figheight(), "\n".join(lines), va="bottom", fontsize=6,
        color="#555555", linespacing=1.35,
    )  # fmt: skip
    _keep_for_panels(figure, above, below)
    return figure


def add_above(figure: Figure, inches: float) -> float:
    """Make the figure higher by a strip under its title; the strip's upper edge in inches."""
    height = figure.get_figheight()
    above, below = _margins(figure)
    figure.set_figheight(height + inches)
    for text in figure.texts:
        x, y = text.get_position()
        inches_up = y * height + (inches if text.get_verticalalignment() == "top" else 0)
        text.set_position((x, inches_up / (height + inches)))
    _keep_for_panels(figure, above + inches, below)
    return height + inches - above


def _margins(figure: Figure) -> tuple[float, float]:
    """Inches above and below the panels."""
    height = figure.get_figheight()
    _, low, _, high = _layout(figure).get()["rect"]
    return height * (1 - low - high), height * low


def _keep_for_panels(figure: Figure, above: float, below: float) -> None:
    height = figure.get_figheight()
    _layout(figure).set(rect=(0, below / height, 1, 1 - (above + below) / height))


def _layout(figure: Figure) -> ConstrainedLayoutEngine:
    engine = figure.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)
    return engine


def how_bands(runs: pd.DataFrame) -> str:
    """How to read panels with bands over the runs (run_id, alternative), for a figure's note."""
    several = runs["alternative"].nunique() > 1
    parting = "Alternatives share their chance: they are one line until they part. "
    return f"{how_medians(runs)}{parting if several else ''}"


def how_medians(runs: pd.DataFrame) -> str:
    """How to read medians and bands where each alternative has panels of its own."""
    sizes = runs.groupby("alternative")["run_id"].nunique()
    told = "Line: median over runs. Bands: the middle 50 % and 90 % of runs. "
    return told if sizes.max() > 1 else ""


def marks_key(about: About) -> str:
    """Sentence that says what the numbered marks are."""
    if not about.marks:
        return ""
    parts = [
        f"{number} {mark.label} ({mark.date.day} {month_name(mark.date)})"
        for number, mark in enumerate(about.marks, start=1)
    ]
    return "Dotted lines: " + "; ".join(parts) + "."


def month_name(date: pd.Timestamp) -> str:
    """Month and year, in English wherever the program runs."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def save(figure: Figure, path: Path, dpi: int = 220) -> Path:
    """Write a figure; the same figure gives the same bytes."""
    kind = path.suffix.removeprefix(".")
    with _look():
        engine = figure.get_layout_engine()
        if engine is not None:
            engine.execute(figure)
        figure.set_layout_engine("none")  # laid out once, or each further file would differ
        figure.savefig(path, dpi=dpi, metadata=NO_DATES.get(kind), facecolor="white")
    return path
