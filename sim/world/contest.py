"""Effort in a contest among allies and enemies (König, Rohner, Thoenig & Zilibotti 2017).

Each of n players wins the share phi_i / Phi of a prize of 1 and pays its effort x_i; phi_i = x_i +
beta (efforts of its allies) - gamma (efforts of its enemies), Phi the sum of phi. In equilibrium

    x* = Lambda (1 - Lambda) (I + beta A+ - gamma A-)^-1 h,   Lambda = 1 - 1 / sum h,
    h_i = 1 / (1 + beta d+_i - gamma d-_i),   d the number of allies and enemies.

It needs h > 0, which many enemies undo: with gamma .083, thirteen and no ally. Beyond
that links are taken to be weaker, all alike, until for each player they sum up to less than its own
effort; then there is always one equilibrium.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Flags, Floats

BETA = 0.114
"""What an ally's effort adds, estimated for the Congo wars by the paper."""

GAMMA = 0.083
"""What an enemy's effort takes away, estimated likewise."""

MOST_LINKED = 0.9
"""Sum of beta d+ + gamma d- to which links are weakened where there is no equilibrium else."""


@kernel
def solve(matrix: Floats, right: Floats) -> bool:
    """Leave the solution of a system in `right`, by elimination with the largest pivot.

    Written out so that every machine gives the same bits; False for a singular matrix.
    """
    n = len(right)
    for i in range(n):
        pivot = i
        for j in range(i + 1, n):
            if abs(matrix[j, i]) > abs(matrix[pivot, i]):
                pivot = j
        if abs(matrix[pivot, i]) < 1e-12:
            return False
        for k in range(n):
            matrix[i, k], matrix[pivot, k] = matrix[pivot, k], matrix[i, k]
        right[i], right[pivot] = right[pivot], right[i]
        for j in range(i + 1, n):
            factor = matrix[j, i] / matrix[i, i]
            for k in range(i, n):
                matrix[j, k] -= factor * matrix[i, k]
            right[j] -= factor * right[i]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            right[i] -= matrix[i, k] * right[k]
        right[i] /= matrix[i, i]
    return True


@kernel
def equilibrium(beta: float, gamma: float, allied: Flags, at_war: Flags, effort: Floats) -> bool:
    """Fill `effort` (n) with x* by links (n n) of each pair; False where there is none."""
    n = len(effort)
    matrix = np.zeros((n, n))
    total = 0.0
    for i in range(n):
        own = 1.0
        matrix[i, i] = 1.0
        for j in range(n):
            if j != i and allied[i, j]:
                matrix[i, j] = beta
                own += beta
            elif j != i and at_war[i, j]:
                matrix[i, j] = -gamma
                own -= gamma
        if own <= 0.0:
            return False
        effort[i] = 1.0 / own
        total += effort[i]
    if total <= 1.0:
        return False
    share = 1.0 - 1.0 / total
    for i in range(n):
        effort[i] *= share * (1.0 - share)
    return solve(matrix, effort)


@kernel
def heaviest_links(beta: float, gamma: float, allied: Flags, at_war: Flags) -> float:
    """The largest beta d+ + gamma d- of a player."""
    most = 0.0
    for i in range(len(allied)):
        own = 0.0
        for j in range(len(allied)):
            if j != i and allied[i, j]:
                own += beta
            elif j != i and at_war[i, j]:
                own += gamma
        most = max(most, own)
    return most


@kernel
def relative_effort(
    beta: float, gamma: float, allied: Flags, at_war: Flags, effort: Floats
) -> None:
    """Fill `effort` (n) with x* over (1 - 1/n) / n, what as many without any links would make."""
    n = len(effort)
    effort[:] = 1.0
    if n < 2:
        return
    if not equilibrium(beta, gamma, allied, at_war, effort):
        weaker = MOST_LINKED / heaviest_links(beta, gamma, allied, at_war)
        equilibrium(weaker * beta, weaker * gamma, allied, at_war, effort)
    for i in range(n):
        effort[i] *= n / (1.0 - 1.0 / n)
