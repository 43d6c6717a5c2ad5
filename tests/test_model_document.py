"""docs/model.md says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.odd import STATE, UnknownBlockError, current
from sim.rules.schedule import WEEK
from sim.world.state import arrays
from sim.world.world import SECTIONS, World

DOCUMENT = (Path(__file__).parents[1] / "docs" / "model.md").read_text(encoding="utf-8")


def test_the_generated_parts_are_current():
    assert current(DOCUMENT) == DOCUMENT, "run: python -m sim.odd docs/model.md"


def test_a_part_that_is_out_of_date_is_made_anew():
    stale = "a\n<!-- generated: week -->\nSTALE\n<!-- end -->\nb"
    assert "STALE" not in current(stale)
    assert WEEK[0].claim in current(stale)
    assert current(stale).startswith("a\n")
    assert current(stale).endswith("\nb")


def test_an_unknown_part_is_refused_with_the_nearest_known_one():
    with pytest.raises(UnknownBlockError, match="week"):
        current("<!-- generated: weeks -->\n<!-- end -->")


def test_every_array_rule_and_parameter_is_there():
    for section in STATE:
        assert all(f"| `{item.name}` |" in DOCUMENT for item in arrays(section))
    for rule in WEEK:
        assert f"#### {rule.name}\n" in DOCUMENT
        assert all(
            f"| `{name}` |" in DOCUMENT
            for name in rule.parameters.model_fields
            if name != "enabled"
        )


def test_the_sections_are_those_of_a_world():
    kinds = {name: World.__annotations__[name] for name in SECTIONS}
    assert list(kinds.values()) == [section.__name__ for section in STATE]


def test_the_seven_elements_of_odd_are_in_order():
    titles = re.findall(r"^## \d\. (.+)$", DOCUMENT, re.MULTILINE)
    assert titles == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
    ]


def test_links_within_the_documents_lead_somewhere():
    for page in (Path(__file__).parents[1] / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page}: {target}"
