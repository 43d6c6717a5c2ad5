"""A small batch of two alternatives, finished or with runs missing, for tests of the page."""

from __future__ import annotations

from sim.batch.batch import run_batch
from sim.record.results import open_results
from tests.view.browser import SMALL

GROUPS = ("as_is", "strong_reds")

BATCH = f"""
batch: pair
title: Does it matter who is the stronger?
base: {SMALL}
alternatives:
  as_is: {{title: As it is}}
  strong_reds: {{title: Twice as many Reds, set: {{actors.reds.forces.0.fighters: 600}}}}
compare: {{to: as_is}}
seeds: {{root: 1, replicates: 3}}
outcomes:
  reds_end:
   {{table: territory_share, column: share_cells, take: last, where: {{country: ALL, actor: reds}}}}
  deaths: {{table: events, column: best, take: sum}}
"""


def made(folder):
    """Results of the batch: three runs of either alternative."""
    (folder / "pair.yaml").write_text(BATCH, encoding="utf-8")
    run_batch(folder / "pair.yaml", folder / "pair", workers=1, quiet=True)
    return folder / "pair"


def interrupted(results, folder):
    """The same batch as it was when one run of either alternative was missing."""
    folder.mkdir()
    (folder / "plan.json").write_bytes((results / "plan.json").read_bytes())
    runs = open_results(results).runs
    for run in runs.loc[runs["replicate"] < 3, "run_id"]:
        place = folder / "runs" / run[:2]
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{run}.zip").write_bytes((results / "runs" / run[:2] / f"{run}.zip").read_bytes())
    return folder
