"""What each comparison changes in each outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from sim.analysis.compare.pairs import Comparison
from sim.analysis.design import outcome_names
from sim.analysis.paired import Effect, effect, occurrence, pairs_needed

Row = dict[str, str | float]


def changes(
    outcomes: pd.DataFrame,
    found: Sequence[Comparison],
    precision: float,
    units: dict[str, str] | None = None,
) -> list[Row]:
    """A row for each comparison and outcome, in the columns of the table compare.

    `outcomes` is the table of that name; `precision` is the interval wanted to either side of a
    mean change, as a share of the mean in the control.
    """
    by_run = outcomes.set_index("run_id")
    names = outcome_names(outcomes)
    return [
        {
            "alternative": each.alternative,
            "control": each.control,
            "values": each.values,
            "outcome": name,
            "unit": (units or {}).get(name, ""),
            "failed": each.failed,
            **_change(each, by_run[name].astype(float), precision),
        }
        for each in found
        for name in names
    ]


def effect_of(each: Comparison, outcome: pd.Series) -> Effect:
    """Effect on one outcome, given by run_id."""
    both = _paired(each, outcome).dropna().groupby(each.pairs["replicate"]).mean()
    return effect(both["with"], both["without"])


def _paired(each: Comparison, outcome: pd.Series) -> pd.DataFrame:
    """The outcome in the runs of each pair; NaN where a run does not have it."""
    sides = {"with": each.pairs["run_id"], "without": each.pairs["control_run_id"]}
    return pd.DataFrame(
        {side: outcome.reindex(runs).to_numpy() for side, runs in sides.items()},
        index=each.pairs.index,
    )


def _change(each: Comparison, outcome: pd.Series, precision: float) -> Row:
    found = effect_of(each, outcome)
    half = precision * abs(found.mean_without)
    needed = pairs_needed(found.spread, half)
    # Pairs without the outcome do not help, so as many more are needed as there are of them.
    needed *= each.seeds / found.pairs if found.pairs else np.nan
    there = _paired(each, outcome).notna().astype(float).groupby(each.pairs["replicate"]).mean()
    happens = occurrence(there["with"], there["without"])
    return {
        **asdict(found),
        "half_width": half,
        "pairs_needed": np.ceil(needed),
        "happens_with": happens.share_with,
        "happens_without": happens.share_without,
        "happens_change": happens.change,
        "happens_low": happens.low,
        "happens_high": happens.high,
    }
