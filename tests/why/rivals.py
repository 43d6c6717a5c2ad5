"""A made-up folder of results in which reds turn on blues by grievance first, belief later."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pandas as pd

from sim.analysis.rivals import DRIVERS
from sim.record.files import RUN_COLUMNS, columns_csv
from sim.record.output import Column
from sim.record.outputs import beliefs, dyad_weeks, relations, strategic_developments

START = dt.date(2018, 1, 1)
WEEKS = 41
WAR = {"r1": (20, 30), "r2": (24, None), "r3": (None, None), "r4": (32, None)}
"""First week of war and of the truce after it, by run."""

MOVED = ("by_attacks", "by_leak")

OUTPUTS = (relations.OUTPUT, beliefs.OUTPUT, dyad_weeks.OUTPUT, strategic_developments.OUTPUT)


def store(folder, developments=True):
    """Write the folder: grievance adds 0.1 a week up to 2, belief 1 from week 15 on."""
    described = {output.name: (*RUN_COLUMNS, *output.columns) for output in OUTPUTS}
    own = [column.name for column in beliefs.OUTPUT.columns]
    described["beliefs"] += tuple(
        Column(name, "float", "log-odds", ".") for name in MOVED if name not in own
    )
    tables = {
        "relations": _relations(),
        "beliefs": _beliefs(),
        "dyad_weeks": _fights(),
        "strategic_developments": _developments(),
    }
    if not developments:
        del tables["strategic_developments"]
    for name, table in tables.items():
        columns = [column.name for column in described[name]]
        table.reindex(columns=columns).to_csv(folder / f"{name}.csv", index=False)
    described["runs"] = tuple(c for c in RUN_COLUMNS)
    runs = _runs().assign(seed="1", status="done", error="")
    runs.to_csv(folder / "runs.csv", index=False)
    text = columns_csv(described) + "runs,seed,text,,.\nruns,status,text,,.\nruns,error,text,,.\n"
    (folder / "columns.csv").write_text(text, "utf-8")
    scenario = {
        "title": "Made up",
        "time": {"start": START.isoformat(), "weeks": WEEKS - 1},
        "actors": {"reds": {"name": "The Reds"}, "blues": {"name": "The Blues"}},
        "timeline": {},
    }
    (folder / "scenario.json").write_text(json.dumps({"base": scenario}), "utf-8")


def _runs():
    return pd.DataFrame(
        {"run_id": list(WAR), "alternative": "base", "replicate": range(1, len(WAR) + 1)}
    )


def _weeks():
    weeks = pd.DataFrame({"week": range(WEEKS)})
    return weeks.assign(date=[START + dt.timedelta(weeks=int(w)) for w in weeks["week"]])


def _stance(run, week):
    begun, ended = WAR[run]
    if begun is None or week < begun:
        return "rivalry"
    return "war" if ended is None or week < ended else "truce"


def _relations():
    whole = _runs().merge(_weeks(), how="cross")
    sides = pd.DataFrame({"actor": ["reds", "blues"], "other": ["blues", "reds"]})
    table = whole.merge(sides, how="cross")
    ours, week = table["actor"] == "reds", table["week"]
    table = table.assign(**dict.fromkeys(DRIVERS.values(), 0.0)).assign(by_inertia=-3.0)
    table["by_grievance"] = np.where(ours, np.minimum(2.0, 0.1 * week), 0.5)
    table["by_belief"] = np.where(ours & (week >= 15), 1.0, 0.0)
    table["by_weariness"] = np.where(ours & (week >= 25), -1.5, 0.0)
    table["grievance"] = table["by_grievance"] / 2
    table["hostility"] = np.where(ours, np.minimum(0.7, 0.03 * week), 0.2)
    table["entries"] = np.where(ours & week.isin([3, 12, 13]), 2, 0)
    table["affinity"] = table["weariness"] = 0.0
    table["stance"] = [_stance(r, w) for r, w in zip(table["run_id"], week, strict=True)]
    return table


def _beliefs():
    sides = pd.DataFrame({"observer": ["reds", "blues"], "about": ["blues", "reds"]})
    table = _runs().merge(_weeks(), how="cross").merge(sides, how="cross")
    ours, week = table["observer"] == "reds", table["week"]
    return table.assign(
        log_odds=np.where(ours & (week >= 15), 1.0, -4.0),
        probability=0.5,
        accusation=(ours & (week == 16)).astype(int),
        true_pact=0,
        by_attacks=np.where(ours & (week == 15), 3.5, 0.0),
        by_leak=np.where(ours & (week == 15), 1.5, 0.0),
    )


def _fights():
    table = _runs().merge(_weeks(), how="cross").assign(actor_a="reds", actor_b="blues")
    at_war = [_stance(r, w) == "war" for r, w in zip(table["run_id"], table["week"], strict=True)]
    fought = np.where(at_war, 2, (table["week"] == 18).astype(int))
    return table.assign(overlap=0.01 * table["week"], events=fought, deaths=5 * fought)


def _developments():
    rows = []
    for run, (begun, ended) in WAR.items():
        rows.append((run, 16, "accusation", "reds", "blues", 1.0, 0))
        rows.append((run, 17, "leader_killed", "blues", "", 0.0, None))
        if begun is not None:
            rows.append((run, begun, "war", "reds", "blues", 0.6, None))
        if ended is not None:
            rows.append((run, ended, "truce", "reds", "blues", 0.3, None))
    columns = ["run_id", "week", "development", "actor", "other", "amount", "accusation_true"]
    table = pd.DataFrame(rows, columns=columns)
    return table.merge(_weeks(), on="week").assign(alternative="base", replicate=1)
