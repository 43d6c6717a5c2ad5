"""Rival armed groups' territorial competition: the names that a script needs, loaded when used.

import sim

case = sim.load_case("scenarios/sahel.yaml")
run = sim.simulate(case, seed=1)
run.tables["territory_share"]

sim.run_batch("scenarios/batches/sahel-2018-2020.yaml")
sim.open("results/sahel-2018-2020").territory_share
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis.plots import plot_folder
    from sim.batch.batch import run_batch
    from sim.batch.merge import merge_shards
    from sim.engine import advance, simulate
    from sim.model import ConflictModel
    from sim.record.results import open_results as open
    from sim.scenario.load import load_batch, load_case
    from sim.scenario.setup import set_up

__all__ = [
    "ConflictModel",
    "__version__",
    "advance",
    "load_batch",
    "load_case",
    "merge_shards",
    "open",
    "plot_folder",
    "run_batch",
    "set_up",
    "simulate",
]

_HOME = {
    "ConflictModel": "sim.model:ConflictModel",
    "advance": "sim.engine:advance",
    "load_batch": "sim.scenario.load:load_batch",
    "load_case": "sim.scenario.load:load_case",
    "merge_shards": "sim.batch.merge:merge_shards",
    "open": "sim.record.results:open_results",
    "plot_folder": "sim.analysis.plots:plot_folder",
    "run_batch": "sim.batch.batch:run_batch",
    "set_up": "sim.scenario.setup:set_up",
    "simulate": "sim.engine:simulate",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    module, _, attribute = _HOME[name].partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # a third of `sim --help`

    try:
        return version("rival-territories")
    except PackageNotFoundError:  # the source without an installation
        return "unknown"
