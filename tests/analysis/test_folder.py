import json

import pytest
from stored import store

from sim.analysis.plots import plot_folder
from sim.analysis.plots.about import (
    about_results,
    alternative_titles,
    constituent_names,
    group_names,
)
from sim.analysis.plots.folder import ALL, COLUMNS
from sim.analysis.plots.style import NO_DATES, marks_key
from sim.errors import SimError
from sim.record.files import FIGURE_FORMATS, FIGURES, RUN_COLUMNS
from sim.record.outputs import TABLES
from sim.record.results import open_results

TIMELINE = {
    "coup": {"date": "2018-02-01", "enabled": True},
    "a_pact": {"date": "2018-01-20", "enabled": False},
}


def scenario(**changes):
    timeline = {name: {**event, **changes.get(name, {})} for name, event in TIMELINE.items()}
    return {
        "title": "A small case",
        "time": {"start": "2018-01-01", "weeks": 6},
        "timeline": timeline,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored")
    store(folder)
    alternatives = {"base": scenario(), "pact": scenario(a_pact={"enabled": True})}
    (folder / "scenario.json").write_text(json.dumps(alternatives))
    titles = {"base": "base", "pact": "With a pact"}
    (folder / "provenance.json").write_text(json.dumps({"alternatives": titles}))
    return folder


def test_figures_name_only_columns_that_the_tables_have():
    known = {output.name: {c.name for c in (*RUN_COLUMNS, *output.columns)} for output in TABLES}
    for table, columns in COLUMNS.items():
        assert set(columns) <= known[table], table


def test_the_names_of_files_of_figures_are_known_without_drawing():
    assert tuple(each.name for each in ALL) == FIGURES
    assert set(NO_DATES) == set(FIGURE_FORMATS)


def test_every_figure_for_which_there_is_a_table_is_written(folder):
    written = plot_folder(folder)
    lacking = ("claims", "leaders", "outcomes")  # the small world has neither outlets nor posts
    assert [path.stem for path in written] == [e.name for e in ALL if e.name not in lacking]
    assert all(path.parent == folder / "figures" for path in written)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)


def test_a_figure_whose_table_is_missing_is_left_out(tmp_path):
    store(tmp_path)
    gone = ("territory_share", "events", "cell_months", "loyalty", "actors", "cells", "beliefs")
    for table in gone:
        (tmp_path / f"{table}.csv").unlink()
    assert [path.name for path in plot_folder(tmp_path)] == ["relations.png", "network.png"]


def test_a_folder_without_results_and_an_unknown_format_are_errors_for_the_user(folder, tmp_path):
    with pytest.raises(SimError, match="holds no results"):
        plot_folder(tmp_path)
    with pytest.raises(SimError, match="Cannot draw as 'gif'"):
        plot_folder(folder, ["gif"])


def test_interventions_are_marked_with_the_alternatives_in_which_they_happen(folder):
    about = about_results(open_results(folder))
    assert marks_key(about) == (
        "Dotted lines: 1 a pact, only in “With a pact” (20 Jan 2018); 2 coup (1 Feb 2018)."
    )


def test_events_are_counted_from_the_first_week_to_the_end_of_the_last(folder):
    first, last = about_results(open_results(folder)).period
    assert (str(first.date()), str(last.date())) == ("2018-01-08", "2018-02-18")


def test_the_caption_says_that_parameters_are_stylised(folder):
    assert about_results(open_results(folder)).caption.startswith("A small case. Parameters are")


def test_the_caption_says_over_which_values_runs_are_pooled(tmp_path):
    store(tmp_path)
    with (tmp_path / "columns.csv").open("a") as file:
        for name in ("run_id", "alternative", "actors.reds.skill", "fixed", "seed", "status"):
            file.write(f"runs,{name},text,,\n")
    (tmp_path / "runs.csv").write_text(
        "run_id,alternative,actors.reds.skill,fixed,seed,status\n"
        "0a,base,1.0,x,11,done\n"
        "0b,base,1.5,x,12,done\n"
    )
    caption = about_results(open_results(tmp_path)).caption
    pooled = "Runs with different values of actors.reds.skill are pooled."
    assert caption.startswith(f"2 runs. {pooled} Parameters are")


def test_alternatives_are_called_by_their_titles_unless_two_would_be_alike(folder):
    assert alternative_titles(open_results(folder)) == {"base": "base", "pact": "With a pact"}


def test_groups_are_called_by_their_names_unless_two_would_be_alike(tmp_path):
    store(tmp_path)
    groups = {"a": {"name": "Arab and Moor"}, "b": {"name": "Bambara"}}
    (tmp_path / "scenario.json").write_text(json.dumps({"base": {"groups": groups}}))
    assert group_names(open_results(tmp_path)) == {"a": "Arab and Moor", "b": "Bambara"}
    groups["b"]["name"] = "Arab and Moor"
    (tmp_path / "scenario.json").write_text(json.dumps({"base": {"groups": groups}}))
    assert group_names(open_results(tmp_path)) == {}


def test_parts_of_umbrellas_are_called_by_their_names(tmp_path):
    store(tmp_path)
    parts = {"constituents": {"katiba_macina": {"name": "Katiba Macina"}}}
    actors = {"jnim": parts, "isgs": {}}
    (tmp_path / "scenario.json").write_text(json.dumps({"base": {"actors": actors}}))
    assert constituent_names(open_results(tmp_path)) == {"katiba_macina": "Katiba Macina"}
