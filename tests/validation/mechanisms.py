"""The thirteen mechanisms of the founding document and the outcome that shows each.

`sim run scenarios/batches/mechanisms.yaml` makes the runs; `python -m tests.validation.mechanisms
results/mechanisms` writes docs/mechanisms.csv from them, and `python -m sim.odd docs/model.md`
takes it into the document.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

import sim
from sim.analysis.compare.outcomes import effect_of
from sim.analysis.compare.pairs import comparisons
from sim.analysis.design import design_of
from sim.analysis.paired import Effect
from sim.record.results import Results

TABLE = Path(__file__).parents[2] / "docs" / "mechanisms.csv"
BATCH = Path(__file__).parents[2] / "scenarios" / "batches" / "mechanisms.yaml"


@dataclass(frozen=True)
class Mechanism:
    """One mechanism: alternatives that have it and lack it, and what it should do to an outcome."""

    number: int
    name: str
    with_: str
    without: str
    outcome: str
    sign: int  # of the change that the mechanism should bring
    meaning: str  # of the outcome


MECHANISMS = (
    Mechanism(
        1, "spheres shared out and contested", "as_is", "no_spheres", "overlap", -1,
        "overlap of the rivals' cells (Jaccard), mean over the run",
    ),
    Mechanism(
        2, "war with states in several countries", "as_is", "mali_alone",
        "burkina_holds", -1, "share of Burkina Faso's cells that its state holds at the end",
    ),
    Mechanism(
        3, "inflow after the parent's defeat", "as_is", "no_inflow", "isgs_initiated", 1,
        "events that ISGS began",
    ),
    Mechanism(
        4, "jealousy of the sphere", "as_is", "no_jealousy", "rival_clashes", 1,
        "clashes of JNIM and ISGS",
    ),
    Mechanism(
        5, "support from local tribes", "as_is", "no_ties", "jnim_cells", 1,
        "cells that JNIM holds, mean over the run",
    ),
    Mechanism(
        6, "doubt of a people's loyalty", "as_is", "no_doubt", "isgs_civilians", 1,
        "civilians killed by ISGS",
    ),
    Mechanism(
        7, "tacit pact that guards a border", "border_pact", "as_is", "isgs_fighters", -1,
        "fighters of ISGS at the end",
    ),
    Mechanism(
        8, "refusal of every state alliance", "as_is", "tolerant_isgs", "war_weeks", 1,
        "weeks of open war between JNIM and ISGS",
    ),
    Mechanism(
        9, "accusation of treason", "as_is", "no_treason", "rival_deaths", 1,
        "deaths in clashes of JNIM and ISGS",
    ),
    Mechanism(
        10, "secret deal inferred from who is spared", "as_is", "no_beliefs", "war_weeks", 1,
        "weeks of open war between JNIM and ISGS",
    ),
    Mechanism(
        11, "threat to leaders' lives", "as_is", "no_leaders", "rebel_civilians", 1,
        "civilians killed by JNIM and ISGS",
    ),
    Mechanism(
        12, "claims of rival outlets", "as_is", "no_claims", "isgs_hostility", 1,
        "hostility of ISGS to JNIM, mean over the run",
    ),
    Mechanism(
        13, "the coalition's own priorities", "as_is", "no_summit", "war_weeks", 1,
        "weeks of open war between JNIM and ISGS",
    ),
)  # fmt: skip


def measured(results: Results) -> list[tuple[Mechanism, Effect]]:
    """Effect of every mechanism in the outcomes of the batch."""
    outcomes = results["outcomes"].set_index("run_id")
    outcomes["rebel_civilians"] = outcomes["jnim_civilians"] + outcomes["isgs_civilians"]
    return [(each, _effect(each, results, outcomes[each.outcome])) for each in MECHANISMS]


def _effect(mechanism: Mechanism, results: Results, outcome: pd.Series) -> Effect:
    """Effect of one mechanism, compared with the runs that lack it."""
    found = comparisons(results["runs"], design_of(results), mechanism.without)
    [pairs] = [each for each in found if each.alternative == mechanism.with_]
    return effect_of(pairs, outcome.astype(float))


def as_expected(mechanism: Mechanism, found: Effect) -> float:
    """Share of pairs with the expected sign."""
    return found.higher if mechanism.sign > 0 else found.lower


def write(folder: Path) -> None:
    """Write docs/mechanisms.csv from the results of the batch."""
    rows = [
        {
            "number": each.number,
            "mechanism": each.name,
            "with": each.with_,
            "without": each.without,
            "outcome": each.meaning,
            "expected": "higher" if each.sign > 0 else "lower",
            "as_expected": round(as_expected(each, found), 3),
        }
        | {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(found).items()
        }
        for each, found in measured(sim.open(folder))
    ]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
