"""What only the tables can say about a scenario: columns and values that outcomes ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sim.record.outcomes import fault
from sim.record.output import Output
from sim.scenario.checks import Finding, known
from sim.scenario.document import Keys
from sim.scenario.schema import Outcome, OutputSettings, Scenario
from sim.scenario.where_values import named_values

COUNTING = ("count", "first_week")


def output_findings(scenario: Scenario, tables: Collection[Output]) -> Iterator[Finding]:
    """Everything wrong with what a scenario asks of tables that are known."""
    by_name = {table.name: table for table in tables}
    for name in scenario.outputs:
        yield from known(name, by_name, "table", ("outputs", name))
    for name, outcome in scenario.outcomes.items():
        keys: Keys = ("outcomes", name)
        if outcome.table not in by_name:
            yield from known(outcome.table, by_name, "table", (*keys, "table"))
        else:
            yield from _outcome(outcome, by_name[outcome.table], scenario, keys)


def _outcome(outcome: Outcome, table: Output, scenario: Scenario, keys: Keys) -> Iterator[Finding]:
    columns = [column.name for column in table.columns]
    if not scenario.outputs.get(table.name, OutputSettings()).written(table.by_default):
        yield (*keys, "table"), f"table '{table.name}' is not written; enable it under outputs."
    for column, value in outcome.where.items():
        yield from known(column, columns, "column", (*keys, "where", column))
        if named := named_values(scenario, table.name, column, value):
            yield from known(value, *named, (*keys, "where", column))
    if outcome.column is not None:
        yield from known(outcome.column, columns, "column", (*keys, "column"))
    if outcome.column is None and outcome.take not in COUNTING:
        message = f"is missing; '{outcome.take}' needs a column. Known: {', '.join(columns)}."
        yield (*keys, "column"), message
    if told := fault(outcome, table):
        yield keys, told
    start = scenario.time.start
    if outcome.at is not None and outcome.at < start:
        yield (*keys, "at"), f"{outcome.at} is before the run, which starts on {start}."
