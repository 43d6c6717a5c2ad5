"""What the command line takes for a number: each says what is wrong with a text."""

from __future__ import annotations

import argparse
from math import inf


def positive(text: str) -> int:
    """A number of processes."""
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 1024:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of processes, 1 to 1024")
    return number


def share(text: str) -> float:
    """A share above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no share above 0, such as 0.1")
    return number


def port(text: str) -> int:
    """A port of this machine."""
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port, 1 to 65535")
    return number
