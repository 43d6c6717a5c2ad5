"""How a process begins that will only read."""

from __future__ import annotations

import os
import sys


def only_read() -> None:
    """Nothing will be simulated: rules are read uncompiled, numba is never imported.

    numpy's linear algebra, used by nobody here, starts no threads; pydantic looks for no plug-ins
    of its own.
    """
    if "sim.kernel" not in sys.modules:
        os.environ |= {"SIM_COMPILE": "0", "OPENBLAS_NUM_THREADS": "1"}
        os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
