"""Samples of the unit cube, in which designs choose their points: rows are points, columns axes.

They follow from the root seed by keyed draws and from nothing else, so that a batch has the same
design on every machine and with every version of a library.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.randomness import draw_key, uniforms

Cube = NDArray[np.float64]

MORRIS_LEVELS = 4
_BITS = 30
"""Precision of a low-discrepancy sequence."""
_TRIES = 200
"""Trajectories looked at for each that is wanted."""


def latin_hypercube(root: int, samples: int, axes: int) -> Cube:
    """One point in each of `samples` equal slices of every axis (McKay, Beckman & Conover 1979)."""
    cube = np.empty((samples, axes))
    for axis in range(axes):
        order = np.argsort(uniforms(draw_key(root, "lhs order", axis), samples), kind="stable")
        within = uniforms(draw_key(root, "lhs within", axis), samples)
        cube[:, axis] = (order + within) / samples
    return cube


def sobol(root: int, samples: int, axes: int) -> Cube:
    """Sobol's sequence with the directions of Joe & Kuo (2008), shifted at random bit by bit.

    The shift keeps the even spread and takes the points off the corner of the cube.
    """
    from scipy.stats import qmc

    plain = qmc.Sobol(axes, scramble=False, bits=_BITS).random(samples)
    steps = (plain * 2**_BITS).astype(np.uint64)
    shift = uniforms(draw_key(root, "sobol shift", 0), axes) * 2**_BITS
    shifted: Cube = ((steps ^ shift.astype(np.uint64)) + 0.5) / 2**_BITS
    return shifted


def saltelli(root: int, samples: int, axes: int) -> Cube:
    """Points for indices of sensitivity by variance (Saltelli et al. 2010).

    For each base sample in turn: its row of matrix A; A with column 1, 2, ... taken from B; its row
    of B. A and B are the two halves of a Sobol sequence in twice as many axes.
    """
    halves = sobol(root, samples, 2 * axes)
    first, second = halves[:, :axes], halves[:, axes:]
    cube = np.repeat(first[:, None, :], axes + 2, axis=1)
    for axis in range(axes):
        cube[:, axis + 1, axis] = second[:, axis]
    cube[:, -1, :] = second
    return cube.reshape(-1, axes)


def morris(root: int, samples: int, axes: int) -> Cube:
    """Trajectories on a grid of four levels, each step along one axis (Morris 1991).

    A step is two thirds of an axis. No point is in two trajectories; where so few points are
    there, fewer trajectories come than were asked for.
    """
    seen: set[bytes] = set()
    found: list[NDArray[np.uint8]] = []
    for number in range(samples * _TRIES):
        levels = _trajectory(root, number, axes)
        points = {point.tobytes() for point in levels}
        if seen.isdisjoint(points):
            seen |= points
            found.append(levels)
            if len(found) == samples:
                break
    return np.concatenate(found) / (MORRIS_LEVELS - 1)


def _trajectory(root: int, number: int, axes: int) -> NDArray[np.uint8]:
    """Levels of a trajectory: a random point, then each axis in random order goes up or down."""
    half = MORRIS_LEVELS // 2
    draws = [
        uniforms(draw_key(root, f"morris {what}", number), axes) for what in ("low", "up", "order")
    ]
    low = (draws[0] * half).astype(np.uint8)
    up = draws[1] < 0.5
    levels = np.tile(low + half * ~up, (axes + 1, 1)).astype(np.uint8)
    for step, axis in enumerate(np.argsort(draws[2], kind="stable"), 1):
        levels[step:, axis] = low[axis] + half * up[axis]
    return levels
