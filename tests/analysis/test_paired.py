"""Effects are differences within pairs of runs, whatever the seeds differ in."""

from __future__ import annotations

import math

import pandas as pd
from pytest import approx

from sim.analysis.paired import effect


def outcomes(**values):
    """One row for each alternative and replicate."""
    return pd.DataFrame(
        [
            {"alternative": name, "replicate": number, "deaths": value}
            for name, column in values.items()
            for number, value in enumerate(column, 1)
        ]
    )


def test_change_is_the_mean_of_differences_within_pairs():
    found = effect(outcomes(on=[3, 14, 25], off=[1, 10, 25]), "deaths", "on", "off")
    assert (found.pairs, found.mean_with, found.mean_without) == (3, 14, 12)
    assert found.change == 2
    assert (found.higher, found.lower) == (approx(2 / 3), 0)


def test_pairing_takes_what_seeds_have_in_common_out_of_the_size():
    found = effect(outcomes(on=[3, 14, 25], off=[1, 10, 25]), "deaths", "on", "off")
    assert found.by_pairs == approx(2 / 2)  # changes 2, 4, 0 have standard deviation 2
    assert found.by_seeds == approx(2 / math.sqrt(147))
    assert (found.low + found.high) / 2 == approx(2)
    assert found.high - found.low == approx(2 * 1.96 * 2 / math.sqrt(3), rel=1e-3)


def test_order_of_rows_does_not_matter_and_missing_values_drop_the_pair():
    runs = outcomes(on=[3, None, 25], off=[1, 10, 25])
    assert effect(runs[::-1], "deaths", "on", "off") == effect(runs, "deaths", "on", "off")
    assert effect(runs, "deaths", "on", "off").pairs == 2


def test_where_nothing_changes_there_is_no_size():
    found = effect(outcomes(on=[1, 1], off=[1, 1]), "deaths", "on", "off")
    assert found.change == 0
    assert math.isnan(found.by_pairs)
    assert math.isnan(found.by_seeds)
