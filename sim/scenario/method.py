"""From what a batch says of its design to its rows: by the method that it names, or as written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.errors import InputError
from sim.scenario import sampling
from sim.scenario.axes import Axis, axes_of
from sim.scenario.batch_schema import MOST_POINTS, BatchFile, DesignSettings
from sim.scenario.design import Design
from sim.scenario.document import Document, Keys
from sim.scenario.rows import Rows, grid, sampled, together
from sim.scenario.text_file import Reader
from sim.scenario.written_points import given_points, included_points, without_excluded

SAMPLED = ("lhs", "sobol", "saltelli", "morris")
STRUCTURED = ("saltelli", "morris")
"""Designs whose points mean something together: none can be left out, no two be the same."""

Chosen = tuple[Design, Rows]


def chosen(document: Document, file: BatchFile, root: int, read: Reader) -> Chosen:
    """Design and rows of a batch; raises InputError where they contradict themselves."""
    if file.design.file is None and file.design.points is None:
        design, rows = _of_axes(document, file.design, root)
        whole = design.method in STRUCTURED
    else:
        design, rows = given_points(document, file, read)
        whole = False
    rows = without_excluded(document, file, rows, whole)
    more = tuple(included_points(document, rows))
    if not len(rows) and not more:
        raise InputError([document.problem(("exclude",), "leaves no point; exclude fewer.")])
    return design, replace(rows, more=more)


def _of_axes(document: Document, settings: DesignSettings, root: int) -> Chosen:
    axes = axes_of(document)
    method = settings.method or "grid"
    told = {axis.path: axis.told for axis in axes}
    problems = [document.problem(keys, text) for keys, text in _faults(settings, method, axes)]
    if problems:
        raise InputError(problems)
    if method not in SAMPLED:
        return Design(method, told), grid(axes) if method == "grid" else together(axes)
    samples = settings.samples or 1
    make = {
        "lhs": sampling.latin_hypercube,
        "sobol": sampling.sobol,
        "saltelli": sampling.saltelli,
        "morris": sampling.morris,
    }[method]
    cube = make(root, samples, len(axes))
    if method == "morris" and len(cube) < samples * (len(axes) + 1):
        there = len(cube) // (len(axes) + 1)
        message = f"finds {there} trajectories without a point in common; ask for no more."
        raise InputError([document.problem(("design", "samples"), message)])
    return Design(method, told, samples=samples), sampled(axes, cube)


def _faults(
    settings: DesignSettings, method: str, axes: Sequence[Axis]
) -> Iterator[tuple[Keys, str]]:
    """What is wrong with a design whose points are chosen among the values that are varied."""
    if method in SAMPLED:
        yield from _faults_of_samples(settings, method, axes)
        return
    if settings.samples is not None:
        yield ("design", "samples"), f"is for {_or(SAMPLED)}; name one as method, or remove it."
    drawn = [axis for axis in axes if axis.quantile is not None]
    for axis in drawn:
        message = f"is a distribution, from which {method} cannot choose; give a list or "
        message += "{from, to, steps}, or a design such as {method: lhs, samples: 64}."
        yield ("vary", axis.path), message
    sizes = {len(axis.levels) for axis in axes}
    if method == "zip" and (len(sizes) > 1 or not axes):
        told = ", ".join(f"{axis.path} {len(axis.levels)}" for axis in axes)[:300]
        yield ("vary",), f"lists of zip are of one length; these have: {told or 'nothing'}."
    size = math.prod(len(axis.levels) for axis in axes)
    if method == "grid" and not drawn and size > MOST_POINTS:
        yield (
            ("vary",),
            f"makes {size:,} points; at most {MOST_POINTS:,} are possible: vary fewer, "
            "or sample them by a design such as {method: lhs, samples: 64}.",
        )


def _faults_of_samples(
    settings: DesignSettings, method: str, axes: Sequence[Axis]
) -> Iterator[tuple[Keys, str]]:
    if not axes:
        yield ("vary",), f"is empty; {method} needs something to draw."
    samples = settings.samples
    if samples is None:
        yield ("design", "samples"), f"is missing; {method} needs a number of samples, such as 64."
    elif method in ("sobol", "saltelli") and samples & (samples - 1):
        near = 2 ** (samples.bit_length() - 1)
        message = f"{samples} is no power of two, which {method} needs; use {near} or {2 * near}."
        yield ("design", "samples"), message
    size = (samples or 1) * {"saltelli": len(axes) + 2, "morris": len(axes) + 1}.get(method, 1)
    if size > MOST_POINTS:
        yield ("design", "samples"), f"makes {size:,} points; at most {MOST_POINTS:,} are possible."
    for axis in axes if method in STRUCTURED else ():
        if not _many_valued(axis, method):
            yield (
                ("vary", axis.path),
                f"takes few values, and {method} needs a distribution such as "
                "{uniform: [0, 1]}; lhs and sobol take lists and whole numbers.",
            )
        elif method == "morris" and not axis.bounded:
            message = "has no bounds, and morris goes to the ends; add lowest and highest value."
            yield ("vary", axis.path), message


def _many_valued(axis: Axis, method: str) -> bool:
    """Whether an axis has as many values as a structured design needs for points all different."""
    if method == "morris" and axis.quantile is not None and axis.bounded:
        levels = range(sampling.MORRIS_LEVELS)
        return len({axis.at(level / levels[-1]).value for level in levels}) == len(levels)
    return axis.quantile is not None and not axis.whole


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
