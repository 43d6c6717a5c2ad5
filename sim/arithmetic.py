"""Elementary functions made of IEEE operations only, so that every machine gives the same bits.

numpy's and libm's exp and log differ by version and processor in the last bit; these do not.
Accuracy is about one unit in the last place, which the tests measure against `math`.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel, source

Floats: TypeAlias = NDArray[np.float64]

_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476


@kernel
def _exp_of_rest(r: float) -> float:
    """E to the power r for what is left of a power when whole powers of 2 are taken out."""
    s = 1.0 / 6227020800.0
    s = s * r + 1.0 / 479001600.0
    s = s * r + 1.0 / 39916800.0
    s = s * r + 1.0 / 3628800.0
    s = s * r + 1.0 / 362880.0
    s = s * r + 1.0 / 40320.0
    s = s * r + 1.0 / 5040.0
    s = s * r + 1.0 / 720.0
    s = s * r + 1.0 / 120.0
    s = s * r + 1.0 / 24.0
    s = s * r + 1.0 / 6.0
    s = s * r + 0.5
    return (s * r) * r + r + 1.0


@kernel
def exp(x: float) -> float:
    """E to the power x; 0 below -700 and e^700 above 700, which no rule needs to tell apart."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    k = np.floor(x * _LOG2_E + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    power = np.int64(np.int64(k) + 1023) << np.int64(52)
    return float(_exp_of_rest(r) * np.int64(power).view(np.float64))


@kernel
def _log_of_parts(k: float, m: float) -> float:
    """Natural logarithm of m 2^k, for m near 1."""
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    t = 2.0 / 21.0
    t = t * z + 2.0 / 19.0
    t = t * z + 2.0 / 17.0
    t = t * z + 2.0 / 15.0
    t = t * z + 2.0 / 13.0
    t = t * z + 2.0 / 11.0
    t = t * z + 2.0 / 9.0
    t = t * z + 2.0 / 7.0
    t = t * z + 2.0 / 5.0
    t = t * z + 2.0 / 3.0
    return k * _LN2_HIGH + (2.0 * s + (s * (t * z) + k * _LN2_LOW))


@kernel
def log(x: float) -> float:
    """Natural logarithm of x > 0 (subnormal numbers excluded)."""
    bits = np.float64(x).view(np.int64)
    exponent = (bits >> np.int64(52)) - np.int64(1023)
    fraction = (bits & np.int64(0x000FFFFFFFFFFFFF)) | np.int64(0x3FE0000000000000)
    m = float(np.int64(fraction).view(np.float64))  # uncompiled, Python's floats are the faster
    k = float(exponent + 1)
    if m < _SQRT_HALF:
        m = m * 2.0
        k = k - 1.0
    return _log_of_parts(k, m)


@kernel
def logistic(x: float) -> float:
    """1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(-x))


@kernel
def power(x: float, y: float) -> float:
    """X to the power y for x >= 0."""
    if x <= 0.0:
        return 0.0
    return exp(y * log(x))


def exps(x: Floats) -> Floats:
    """E to the power of each number between -700 and 700, the same bits as by `exp`."""
    k = np.floor(x * _LOG2_E + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    power = (k.astype(np.int64) + 1023) << 52
    return np.asarray(source(_exp_of_rest)(r) * power.view(np.float64))


def logs(x: Floats) -> Floats:
    """Natural logarithm of each number above 0, the same bits as by `log`."""
    bits = x.view(np.int64)
    fraction = (bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000
    m = fraction.view(np.float64)
    small = m < _SQRT_HALF
    k = ((bits >> 52) - 1022).astype(np.float64) - small
    return np.asarray(source(_log_of_parts)(k, np.where(small, m * 2.0, m)))
