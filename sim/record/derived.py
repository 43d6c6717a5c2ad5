"""Columns of the tables that are made from the tables of a batch: by compare and sensitivity.

They are declared here, below the code that fills them, so that the data dictionary tells them too.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.record.output import Column

_WHO = (
    Column("alternative", "text", "", "Alternative that is compared."),
    Column("control", "text", "", "What it is compared with."),
    Column(
        "values", "text", "", "Varied values that set it apart, 'path=value; path=value'; or empty."
    ),
)

_SEEDS = "seeds, where points of a design are compared together."


@dataclass(frozen=True)
class Derived:
    """A table made from others: its name, what it is about, its columns."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


COMPARE = Derived(
    "compare",
    "Written by `sim compare`: what each alternative changes in each outcome, over pairs of runs "
    "with the same seed. Intervals are of 95 %.",
    (
        *_WHO,
        Column("outcome", "text", "", "Outcome, as outcomes.csv names it."),
        Column("unit", "text", "", "Unit of the outcome, of its means and of its changes."),
        Column("pairs", "int", "pairs", "Pairs that both have it; " + _SEEDS),
        Column("failed", "int", "pairs", "Pairs left out because one run of them failed."),
        Column("mean_with", "float", "see unit", "Mean in the alternative."),
        Column("mean_without", "float", "see unit", "Mean in the control."),
        Column("change", "float", "see unit", "Mean of the changes within pairs."),
        Column("low", "float", "see unit", "Lower end of its interval (Student's t)."),
        Column("high", "float", "see unit", "Upper end."),
        Column("median_change", "float", "see unit", "Median of the changes."),
        Column("median_low", "float", "see unit", "Lower end of its interval (sign test)."),
        Column("median_high", "float", "see unit", "Upper end."),
        Column("spread", "float", "see unit", "Standard deviation of the changes."),
        Column("by_pairs", "float", "ratio", "Change over spread."),
        Column("by_seeds", "float", "ratio", "Change over the deviation among control runs."),
        Column("higher", "float", "share", "Pairs in which the outcome is higher than in control."),
        Column("lower", "float", "share", "Pairs in which it is lower."),
        Column(
            "gain", "float", "ratio",
            "Variance of a difference of unpaired runs over that of pairs: so many times fewer "
            "runs are needed. Empty where all pairs changed alike.",
        ),
        Column("half_width", "float", "see unit", "Precision asked for: interval to either side."),
        Column("pairs_needed", "int", "pairs", "Pairs that would give it, those at hand included."),
        Column("happens_with", "float", "share", "Runs of the alternative that have the outcome."),
        Column("happens_without", "float", "share", "Runs of the control that have it."),
        Column("happens_change", "float", "share", "Difference of the two, over all pairs."),
        Column("happens_low", "float", "share", "Lower end of its interval (Agresti & Min 2005)."),
        Column("happens_high", "float", "share", "Upper end."),
    ),
)  # fmt: skip

COMPARE_SHARES = Derived(
    "compare_shares",
    "Written by `sim compare`: how shares of the study area differ, date by date. Intervals are "
    "of 95 % at each date (Student's t over pairs).",
    (
        *_WHO,
        Column("date", "date", "", "First day of the week."),
        Column("actor", "text", "", "Holder, as in territory_share."),
        Column("pairs", "int", "pairs", "Pairs; " + _SEEDS),
        Column("share_with", "float", "share", "Mean share of cells in the alternative."),
        Column("share_without", "float", "share", "Mean share in the control."),
        Column("change", "float", "share", "Mean difference within pairs."),
        Column("low", "float", "share", "Lower end of its interval."),
        Column("high", "float", "share", "Upper end."),
    ),
)

COMPARE_CELLS = Derived(
    "compare_cells",
    "Written by `sim compare`: how the probability that an actor controls a cell differs in the "
    "last month that both have. Cells that an actor never holds are left out. Intervals are of "
    "95 % for each cell (Agresti & Min 2005).",
    (
        *_WHO,
        Column("month_id", "int", "month", "VIEWS month."),
        Column("cell_id", "int", "id", "Cell of the model's lattice."),
        Column("actor", "text", "", "Actor in control, or 'nobody'."),
        Column("pairs", "int", "pairs", "Pairs; " + _SEEDS),
        Column("probability_with", "float", "share", "Runs of the alternative in which it does."),
        Column("probability_without", "float", "share", "Runs of the control in which it does."),
        Column("change", "float", "share", "Difference of the two."),
        Column("low", "float", "share", "Lower end of its interval."),
        Column("high", "float", "share", "Upper end."),
    ),
)

SENSITIVITY = Derived(
    "sensitivity",
    "Written by `sim sensitivity`: how much each varied parameter moves each outcome. Outcomes are "
    "averaged over the replicates of a point; one that ends in 'exists' is 1 where a run has the "
    "outcome of that name. Intervals are of 95 %.",
    (
        Column("alternative", "text", "", "Alternative whose runs they are."),
        Column("method", "text", "", "Design: saltelli, morris, or one that allows ranks."),
        Column("outcome", "text", "", "Outcome, as outcomes.csv names it."),
        Column("unit", "text", "", "Unit of the outcome."),
        Column("parameter", "text", "", "Path of what is varied."),
        Column(
            "measure", "text", "",
            "first_order, total_order (shares of variance; saltelli); mu_star, mu, sigma (in the "
            "outcome's unit, for a step over the whole range; morris); partial_rank, spearman "
            "(correlations of ranks; other designs).",
        ),
        Column("value", "float", "see measure", "Estimate, empty where it cannot be told."),
        Column("low", "float", "see measure", "Lower end of its interval."),
        Column("high", "float", "see measure", "Upper end."),
        Column("points", "int", "points", "Points on which it rests."),
        Column("replicates", "int", "runs", "Replicates of each point."),
        Column("failed", "int", "runs", "Runs of the alternative that failed."),
        Column(
            "noise_of_runs", "float", "share",
            "Variance of single runs that is between seeds at the same point; empty without "
            "replicates.",
        ),
        Column("noise_of_means", "float", "share", "The same of the averages that are analysed."),
    ),
)  # fmt: skip

TABLES = (COMPARE, COMPARE_SHARES, COMPARE_CELLS, SENSITIVITY)
"""Every such table, in the order of the data dictionary."""
