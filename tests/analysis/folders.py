"""Folders of results as `sim run` writes them, made of small tables."""

from __future__ import annotations

import json

import pandas as pd

from sim.record.files import columns_csv
from sim.record.output import Column

KINDS = {"i": "int", "f": "float", "b": "int"}


def put(folder, tables, units=None, **provenance):
    """Write tables (DataFrames by name) and what describes them into a folder."""
    described = {}
    for name, table in tables.items():
        described[name] = [
            Column(column, _kind(table[column]), (units or {}).get(column, ""), "")
            for column in table
        ]
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    (folder / "columns.csv").write_text(columns_csv(described), "utf-8")
    (folder / "provenance.json").write_text(json.dumps(provenance), "utf-8")
    return folder


def _kind(column):
    return KINDS.get(column.dtype.kind, "date" if column.name == "date" else "text")


def runs(alternatives, replicates=3, points=({},), control=""):
    """The table runs: each alternative at each point, all done; `control` names one, or none."""
    rows = []
    for name in alternatives:
        for point, values in enumerate(points, 1):
            for replicate in range(1, replicates + 1):
                at = f"{point}-{replicate}"
                compared = control and name != control
                rows.append(
                    {
                        "run_id": f"{name}-{at}",
                        "alternative": name,
                        "replicate": replicate,
                        "point": point,
                        "control_run_id": f"{control}-{at}" if compared else "",
                        **values,
                        "seed": str(replicate),
                        "status": "done",
                        "error": "",
                    }
                )
    return pd.DataFrame(rows)


def outcomes(who, **values):
    """The table outcomes of runs that are done: columns of values, one for each such run."""
    done = who[who["status"] == "done"]
    return done[["run_id", "alternative", "replicate"]].assign(**values)
