"""`python -m sim` is the command `sim`."""

from __future__ import annotations

from sim.cli import command

command()
