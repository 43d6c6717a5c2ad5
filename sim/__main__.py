"""`python -m sim` is the command `sim`, as a process of its own."""

from __future__ import annotations

import signal
import sys

from sim.cli import main


def command() -> None:
    """Carry out the command line; once its work is done, Ctrl-C ends the process without a word."""
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)


if __name__ == "__main__":
    command()
