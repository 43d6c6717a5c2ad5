"""The tables of a run so far, as `sim run` writes them."""

from __future__ import annotations

import io
import zipfile

from sim.engine import simulate
from sim.record.files import COLUMNS_FILE, RUN_COLUMNS, columns_csv, header, table_csv
from sim.scenario.compared import BASE
from sim.view.scenario_text import scenario_text
from sim.view.setup import Setup


def tables_zip(setup: Setup, week: int) -> bytes:
    """A zip file of the tables of weeks 0 to `week` (1 or more), their codebook and the scenario.

    The run is computed again, so that watching it costs nothing for its tables. They are those of
    `sim run` on the scenario that lies beside them.
    """
    if week < setup.scenario.time.weeks:
        setup = setup.changed({"time.weeks": week})
    case, seed = setup.case, setup.seed
    tables = simulate(case, seed).tables
    front = f"{setup.recipe.run_id(seed)},{BASE},{setup.replicate},".encode()
    described = {out.name: (*RUN_COLUMNS, *out.columns) for out, _ in case.outputs}
    files = {"scenario.yaml": scenario_text(setup).encode()}
    files[COLUMNS_FILE] = columns_csv(described).encode()
    for output, _ in case.outputs:
        rows = table_csv(output.columns, tables[output.name]).splitlines(keepends=True)
        head = header(described[output.name]).encode()
        files[f"{output.name}.csv"] = head + b"".join(front + row for row in rows)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in files.items():
            folder.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()
