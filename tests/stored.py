"""A small stored batch, for tests of whatever reads results."""

from __future__ import annotations

import json

from worlds import put_band, put_event, small_world

from sim.record.files import RUN_COLUMNS, columns_csv, header, table_csv
from sim.record.outputs import TABLES
from sim.record.recorder import Recorder
from sim.vocabulary import Development, Kind

WRITTEN = tuple(output for output in TABLES if output.by_default)


def store(folder, weeks=6):
    """Write one run of a small world into a folder as a batch does."""
    world = small_world()
    put_band(world, "rebels", 1, 30)
    recorder = Recorder([(output, 1) for output in WRITTEN])
    recorder.note(world)
    for _ in range(weeks):
        world.begin_week()
        put_event(world, Kind.BATTLE, "rebels", "state", 1, (1, 2, 3), 0)
        world.developments.note(Development.ACCUSATION, 1, 2, amount=2.5)
        recorder.note(world)
    tables = recorder.tables(world)
    described = {output.name: (*RUN_COLUMNS, *output.columns) for output in WRITTEN}
    (folder / "columns.csv").write_text(columns_csv(described), "utf-8")
    (folder / "provenance.json").write_text(json.dumps({"version": "1"}), "utf-8")
    for output in WRITTEN:
        lines = table_csv(output.columns, tables[output.name]).decode().splitlines()
        text = header(described[output.name]) + "".join(f"0a,base,0,{line}\n" for line in lines)
        (folder / f"{output.name}.csv").write_text(text, "utf-8")
    return tables
