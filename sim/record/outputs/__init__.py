"""THE list of tables. To add one, write its file and name it here."""

from __future__ import annotations

from sim.record.output import Output
from sim.record.outputs import (
    actor_weeks,
    actors,
    beliefs,
    cell_months,
    cells,
    claims,
    dyad_weeks,
    events,
    leaders,
    loyalty,
    loyalty_causes,
    pacts,
    relations,
    strategic_developments,
    takeovers,
    territory_share,
)

TABLES: tuple[Output, ...] = (
    territory_share.OUTPUT,
    events.OUTPUT,
    actor_weeks.OUTPUT,
    dyad_weeks.OUTPUT,
    relations.OUTPUT,
    beliefs.OUTPUT,
    claims.OUTPUT,
    pacts.OUTPUT,
    strategic_developments.OUTPUT,
    leaders.OUTPUT,
    loyalty.OUTPUT,
    loyalty_causes.OUTPUT,
    cell_months.OUTPUT,
    takeovers.OUTPUT,
    actors.OUTPUT,
    cells.OUTPUT,
)
