"""Columns turned into the bytes of CSV rows by one kernel.

Whole numbers and texts are written as they are. A float that is a whole number of millionths, as
all floats of tables are, is written from those digits: they are the shortest decimal that reads
back as the same number, which is what Python writes too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from sim.kernel import kernel
from sim.record.coded import Coded
from sim.world.state import Counts, Ints, Rows

INT, FLOAT, TEXT = 0, 1, 2

_MISSING = np.int64(-(2**63))
_MOST_MILLIONTHS = 1e15  # up to which fifteen digits tell every float from its neighbours
_LONGEST_NUMBER = 25
_ROWS_AT_ONCE = 8192  # so that what is written lies in the cache
_TEN = np.uint64(10)
_COMMA, _LINE, _POINT, _MINUS, _ZERO, _E = (ord(sign) for sign in ",\n.-0e")

Written = tuple[int, Counts, Sequence[str]]
"""How a column is written: INT, FLOAT or TEXT; its numbers; the texts that they are places of."""


def csv_rows(columns: Sequence[Any], kinds: Sequence[str]) -> bytes:
    """Lines of a table whose columns have kinds of `sim.record.output.Column`."""
    coded = [_coded(*each) for each in zip(columns, kinds, strict=True)]
    texts, firsts = [b""], []
    for _, _, words in coded:
        firsts.append(len(texts) + 1)
        texts += [word.encode() for word in (*words[-1:], *words)]  # place -1 is the last, too
    lengths = np.array([len(text) for text in texts])
    begins = np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32)
    pool = np.frombuffer(b"".join(texts), np.uint8)
    kind = np.array([code for code, _, _ in coded], np.int32)
    before = np.where(kind == TEXT, firsts, 0)
    numbers = [values for _, values, _ in coded]
    widest = sum(_LONGEST_NUMBER if code != TEXT else int(lengths.max()) + 1 for code in kind)
    room = np.empty(min(len(numbers[0]), _ROWS_AT_ONCE) * widest, np.uint8)
    return b"".join(
        room[: write_rows(kind, some, pool, begins, room)].tobytes()
        for some in _chunks(numbers, before)
    )


def _chunks(numbers: Sequence[Counts], before: Counts) -> Iterator[Counts]:
    """Rows of all columns, so many at once; a text's place counts the texts of others before it."""
    for first in range(0, len(numbers[0]), _ROWS_AT_ONCE):
        some = [values[first : first + _ROWS_AT_ONCE] for values in numbers]
        yield np.array(some, np.int64) + before[:, None]


def quoted(text: str) -> str:
    """A text as RFC 4180 wants it: in quotes where it holds a comma, a quote or a line end."""
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _coded(values: Any, kind: str) -> Written:
    if isinstance(values, Coded):
        return TEXT, values.at, _texts(values.values, kind)
    if kind == "float":
        numbers = np.asarray(values, np.float64)
        millionths = np.rint(numbers * 1e6)
        absent = np.isnan(numbers)
        whole = (millionths / 1e6 == numbers) & (np.abs(millionths) < _MOST_MILLIONTHS)
        if np.all(whole | absent):
            return FLOAT, np.where(absent, _MISSING, millionths).astype(np.int64), ()
    elif kind == "int" and isinstance(values, np.ndarray) and values.dtype.kind in "iub":
        return INT, values.astype(np.int64, copy=False), ()
    return _listed(values.tolist() if isinstance(values, np.ndarray) else values, kind)


def _listed(values: Sequence[Any], kind: str) -> Written:
    """Any other column: each distinct value is turned into text once."""
    place: dict[Any, int] = {}
    at = [place.setdefault(value, len(place)) for value in values]
    return TEXT, np.array(at, np.int64), _texts(place, kind)


def _texts(values: Iterable[Any], kind: str) -> list[str]:
    written: Callable[[Any], str] = {"text": quoted, "float": repr}.get(kind, str)
    return ["" if value is None or value != value else written(value) for value in values]


@kernel
def write_rows(kind: Ints, numbers: Counts, pool: Any, begins: Rows, out: Any) -> int:
    """Write rows into `out`, return how many bytes; text t is `pool[begins[t]:begins[t + 1]]`."""
    end = 0
    for row in range(numbers.shape[1]):
        for column in range(len(kind)):
            number = numbers[column, row]
            if kind[column] == TEXT:
                for place in range(begins[number], begins[number + 1]):
                    out[end] = pool[place]
                    end += 1
            elif number != _MISSING:
                if number < 0:
                    out[end] = _MINUS
                    end += 1
                    number = -number
                if kind[column] == INT:
                    end = write_digits(number, 1, out, end)
                else:
                    end = write_millionths(number, out, end)
            out[end] = _COMMA
            end += 1
        out[end - 1] = _LINE
    return end


@kernel
def write_digits(number: int, least: int, out: Any, end: int) -> int:
    """Write a whole number from 0 with at least so many digits; where it ends."""
    if number < 10 and least == 1:  # as most counts are
        out[end] = _ZERO + number
        return end + 1
    left = np.uint64(number)  # divided in half the time
    digits, rest = 1, left // _TEN
    while rest > 0:
        digits += 1
        rest //= _TEN
    digits = max(digits, least)
    for place in range(end + digits - 1, end - 1, -1):
        out[place] = _ZERO + left % _TEN
        left //= _TEN
    return end + digits


@kernel
def write_millionths(number: int, out: Any, end: int) -> int:
    """Write a whole number of millionths as Python writes the float; where it ends."""
    if 0 < number < 100:  # 1e-06, 1.2e-05
        tens, ones = number // 10, number % 10
        out[end] = _ZERO + (tens if tens > 0 else ones)
        end += 1
        if tens > 0 and ones > 0:
            out[end] = _POINT
            out[end + 1] = _ZERO + ones
            end += 2
        out[end] = _E
        out[end + 1] = _MINUS
        out[end + 2] = _ZERO
        out[end + 3] = _ZERO + (5 if tens > 0 else 6)
        return end + 4
    end = write_digits(number // 1000000, 1, out, end)
    out[end] = _POINT
    end = write_digits(number % 1000000, 6, out, end + 1)
    while out[end - 1] == _ZERO and out[end - 2] != _POINT:
        end -= 1
    return end
