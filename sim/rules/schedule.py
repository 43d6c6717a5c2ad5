"""The week, first to last: THE list of rules. To add one, write its file and name it here."""

from __future__ import annotations

from sim.rules.rule import Rule

WEEK: tuple[Rule, ...] = ()
