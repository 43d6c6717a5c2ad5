"""The data dictionary, docs/data-dictionary.md, made from the declarations of the tables.

`python -m sim.record.dictionary > docs/data-dictionary.md` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sim.record.derived import TABLES as DERIVED
from sim.record.files import RUN_COLUMNS
from sim.record.output import Column, Output
from sim.record.outputs import TABLES

_HEAD = """\
# Data dictionary

Made from the code by `python -m sim.record.dictionary`; do not edit. The same words lie beside
every result in its `columns.csv`.

- Tables are CSV: UTF-8, comma, line feed, one header. `sim.open(folder)` reads them, with types.
- A missing value is empty. Dates are ISO 8601. Floats have at most six decimals.
- Week 0 is the state at the start of a run, so it has no events and no flows.
- A week belongs to the month of its first day, in every table.
- An actor born in a run has rows from the week of its birth on. One that ended keeps its rows, and
  `alive` in `actor_weeks` tells; only `relations`, `beliefs` and `pacts` leave it out from then on.
- A cell that is contested counts as `contested` in `territory_share`, not for its holder;
  `cell_months` tells both.
- An actor that fights for a host government (a coalition) is coded as UCDP does: the dyad is the
  government and the group. `actor_a`, `actor_b`, `initiator` and `striker` name the guest. Its
  attacks on civilians stay its own.
- Country codes: `country` is iso3 (a name in `events`), `gwno` Gleditsch-Ward, which is GED's
  `country_id`; `views_country_id` is VIEWS' own. They differ.
"""

_TAIL = """\
## Tables of a batch

`runs.csv` has one row for each run: its parameters, seed and status. `outcomes.csv` has one row for
each run: the scalars that the scenario declares, computed from the tables as written; a value that
does not exist (the week of a clash that never came) is empty, counts and sums are 0.
`provenance.json` holds the inputs, seeds and versions. `timings.csv` is the one file that differs
from run to run.
"""


_DERIVED = """\
## Tables made from a batch

Written beside the others by the command that is named. `columns.csv` does not tell them.
"""


def dictionary(tables: Sequence[Output] = TABLES) -> str:
    """Markdown that describes every table and column."""
    front = "## In front of every table\n\n" + _columns(RUN_COLUMNS)
    return "\n".join([_HEAD, front, *(_section(output) for output in tables), _TAIL, _derived()])


def _derived() -> str:
    """Tables that commands make from those of a batch."""
    parts = (f"### {each.name}\n\n{each.meaning}\n\n{_columns(each.columns)}" for each in DERIVED)
    return "\n".join([_DERIVED, *parts])


def _section(output: Output) -> str:
    words = f"{output.meaning} {_interval(output)}{_asked(output)}"
    return f"## {output.name}\n\n{words}\n\n{_columns(output.columns)}"


def _asked(output: Output) -> str:
    if output.by_default:
        return ""
    return (
        f" Written only where the scenario asks: `outputs: {{{output.name}: {{enabled: true}}}}`."
    )


def _interval(output: Output) -> str:
    if not output.noted:
        return "Written once a run."
    if output.every_week:
        return "Every week is taken into account, whatever interval is asked for."
    if output.default_every == 1:
        return "Noted every week unless `every` says otherwise."
    return f"Noted every {output.default_every} weeks unless `every` says otherwise."


def _columns(columns: Sequence[Column]) -> str:
    rows = [f"| `{each.name}` | {each.kind} | {each.unit} | {each.meaning} |" for each in columns]
    return "\n".join(["| column | kind | unit | meaning |", "|---|---|---|---|", *rows, ""])


if __name__ == "__main__":
    sys.stdout.write(dictionary())
