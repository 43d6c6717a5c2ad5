"""Actors born in some of the runs: parents, families, and what figures are told of them.

In run a the katiba breaks away from jnim, and a rest of it from that; in run b isgs splits; in run
c nobody is born. By the scenario, dna answers to mali.
"""

import pandas as pd
import pytest
import tables

from sim.analysis.newborn import FAMILY, families, gathered, parents_of, with_families
from sim.analysis.plots.looks import lightness, looks, stacked
from sim.analysis.plots.loyalty import loyalty
from sim.analysis.spread import mean_run

BORN = (
    ("a", "katiba", "jnim"),
    ("a", "rest", "katiba"),
    ("b", "isgs_splinter", "isgs"),
)
OF_JNIM, OF_ISGS = FAMILY.format("jnim"), FAMILY.format("isgs")


@pytest.fixture
def actors():
    rows = []
    for run in "abc":
        rows += [(run, *row, "mali" if row[0] == "dna" else "", 0) for row in _scenarios()]
        rows += [(run, name, name, "rebel_group", of, 1) for r, name, of in BORN if r == run]
    columns = ["run_id", "actor", "name", "type", "parent", "born_in_run"]
    return pd.DataFrame(rows, columns=columns)


def _scenarios():
    return tables.actors().itertuples(index=False, name=None)


def test_only_who_was_born_in_a_run_is_a_child(actors):
    found = parents_of(actors)
    assert found == {"katiba": "jnim", "rest": "katiba", "isgs_splinter": "isgs"}
    assert parents_of(tables.actors()) == {}


def test_a_family_is_all_that_descend_from_an_actor_of_the_scenario(actors):
    assert families(actors) == {"katiba": OF_JNIM, "rest": OF_JNIM, "isgs_splinter": OF_ISGS}


def test_a_single_run_names_everybody(actors):
    assert families(actors[actors["run_id"] == "a"]) == {}


def test_a_family_has_a_name_and_the_type_of_its_ancestor(actors):
    told = with_families(actors, families(actors)).set_index("actor").loc[OF_JNIM]
    assert (told["name"], told["type"], told["parent"]) == (
        "Splinters of JNIM",
        "rebel_group",
        "jnim",
    )


def shares(values):
    """Shares of one week from {(run, actor): share}."""
    rows = [(run, "x", 0, "2018-02-01", "ALL", actor, share) for (run, actor), share in values]
    columns = ["run_id", "alternative", "replicate", "date", "country", "actor", "share_cells"]
    return pd.DataFrame(rows, columns=columns)


def test_a_family_holds_what_its_members_hold_and_nothing_where_there_are_none(actors):
    a = {("a", "jnim"): 0.25, ("a", "katiba"): 0.25, ("a", "rest"): 0.25, ("a", "nobody"): 0.25}
    b = {("b", "jnim"): 0.5, ("b", "nobody"): 0.5}
    told = gathered("territory_share", shares([*a.items(), *b.items()]), families(actors))
    held = told.set_index(["run_id", "actor"])["share_cells"]
    assert (held["a", OF_JNIM], held["b", OF_JNIM], held["a", OF_ISGS]) == (0.5, 0, 0)
    mean = mean_run(told, "share_cells", ["alternative", "actor", "date"])
    assert mean["share_cells"].sum() == 1
    assert "katiba" not in set(told["actor"])


def test_cells_of_a_member_are_the_familys(actors):
    months = pd.DataFrame({"controller": ["jnim", "rest", "nobody"]})
    told = gathered("cell_months", months, families(actors))
    assert told["controller"].tolist() == ["jnim", OF_JNIM, "nobody"]


def test_pairs_with_newborns_are_left_out(actors):
    pairs = pd.DataFrame(
        {"observer": ["jnim", "isgs", "katiba"], "about": ["isgs", "rest", "isgs"]}
    )
    assert gathered("beliefs", pairs, families(actors)).index.tolist() == [0]


def test_tables_of_events_and_of_one_run_stay_as_they_are(actors):
    table = pd.DataFrame({"actor": ["katiba"]})
    assert gathered("strategic_developments", table, families(actors)) is table
    assert gathered("territory_share", table, {}) is table


def test_a_child_is_a_lighter_hatched_form_of_its_parent_next_to_it(actors):
    known = looks(actors)
    assert lightness(known["jnim"].fill) < lightness(known["katiba"].fill)
    assert lightness(known["katiba"].fill) < lightness(known["rest"].fill)
    assert known["katiba"].hatch
    order = stacked(["isgs", "rest", "jnim", "katiba"], known)
    assert order == ["jnim", "katiba", "rest", "isgs"]


def test_births_change_no_other_colour(actors):
    before = looks(tables.actors())
    assert {name: looks(actors)[name] for name in before} == before


def test_the_look_of_a_family_does_not_depend_on_how_many_were_born(actors):
    many = with_families(actors, families(actors))
    few = actors[actors["actor"] != "rest"]
    few = with_families(few, families(few))
    assert looks(many)[OF_JNIM] == looks(few)[OF_JNIM]


def test_loyalty_to_newborns_is_not_drawn(actors):
    table = tables.loyalty(weeks=8).replace({"actor": {"barkhane": "katiba"}})
    texts = {text.get_text() for axes in loyalty(table, actors).axes for text in axes.texts}
    assert "JNIM" in texts
    assert "katiba" not in texts
