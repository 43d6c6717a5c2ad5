"""Arrays folded small, so that thousands of past weeks stay in memory."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

FASTEST = 1
"""zlib's level: a week's arrays fold to about a fifth in well under a millisecond."""


@dataclass(frozen=True, slots=True)
class Packed:
    """An array as compressed bytes; `array` unfolds a copy of it."""

    shape: tuple[int, ...]
    dtype: str
    folded: bytes

    def array(self) -> npt.NDArray[Any]:
        """The array, read-only."""
        return np.frombuffer(zlib.decompress(self.folded), self.dtype).reshape(self.shape)


def packed(values: npt.NDArray[Any]) -> Packed:
    """The array folded; its type is kept."""
    return Packed(values.shape, values.dtype.str, zlib.compress(values.tobytes(), FASTEST))


def as_bytes(values: npt.NDArray[Any], low: float = 0.0, high: float = 1.0) -> Bytes:
    """Values between `low` and `high` as whole numbers 0 to 255; others are cut off."""
    scaled = (np.clip(values, low, high) - low) * (255.0 / (high - low)) + 0.5
    small: Bytes = scaled.astype(np.uint8)
    return small
