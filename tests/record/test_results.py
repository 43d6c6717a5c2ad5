"""A stored batch opened again."""

from __future__ import annotations

import pandas as pd
import pytest
from stored import WRITTEN, store

from sim.record.results import ResultsError, open_results


@pytest.fixture
def folder(tmp_path):
    store(tmp_path)
    return tmp_path


def test_every_table_reads_back_as_it_was_recorded(tmp_path):
    tables = store(tmp_path)
    results = open_results(tmp_path)
    assert set(results.tables) == set(tables)
    for output in WRITTEN:
        frame = results[output.name]
        assert list(frame)[:3] == ["run_id", "alternative", "replicate"]
        for column in output.columns:
            recorded = list(tables[output.name][column.name])
            if column.kind == "text":
                assert frame[column.name].tolist() == recorded, column.name
            if column.kind == "float":
                assert frame[column.name].tolist() == pytest.approx(recorded, rel=1e-12)
            if column.kind == "int":
                read = [None if value is pd.NA else value for value in frame[column.name]]
                assert read == recorded, column.name


def test_tables_are_attributes_or_items_and_read_once(folder):
    results = open_results(folder)
    assert results.events is results["events"]
    assert "events" in dir(results)
    assert "events" in repr(results)


def test_types_are_those_declared(folder):
    results = open_results(folder)
    types = results.territory_share.dtypes.astype(str)
    assert types["week"] == "int64"
    assert types["share_cells"] == "float64"
    assert types["date"].startswith("datetime64")
    assert results.events["dyad_new_id"].dtype == "Int64"
    assert results.events["dyad_new_id"].isna().all()
    assert set(results.events["striker"]) == {""}
    assert results.actors["ended"].isna().all()


def test_ids_and_names_are_never_taken_for_numbers_or_for_missing(folder):
    path = folder / "actors.csv"
    path.write_text(path.read_text("utf-8").replace("0a,", "007,").replace(",Rebels", ",NA"))
    actors = open_results(folder).actors
    assert set(actors["run_id"]) == {"007"}
    assert "NA" in set(actors["name"])


def test_provenance_is_there(folder):
    assert open_results(folder).provenance == {"version": "1"}


def test_a_table_that_is_not_there_is_named_with_the_nearest(folder):
    (folder / "loyalty.csv").unlink()
    results = open_results(folder)
    assert "loyalty" not in results.tables
    with pytest.raises(ResultsError, match=r"no table 'event'.*'events'"):
        results["event"]
    with pytest.raises(AttributeError, match="no table 'loyalty'"):
        _ = results.loyalty


def test_a_folder_that_is_no_result_is_told(tmp_path):
    with pytest.raises(ResultsError, match="is not a folder"):
        open_results(tmp_path / "nowhere")
    with pytest.raises(ResultsError, match="holds no results"):
        open_results(tmp_path)
    (tmp_path / "columns.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ResultsError, match="lacks the column"):
        open_results(tmp_path)


def test_a_broken_table_or_provenance_is_told(folder):
    (folder / "provenance.json").write_text("{")
    (folder / "cells.csv").write_text("cell_id\nx\n")
    results = open_results(folder)
    with pytest.raises(ResultsError, match=r"provenance\.json cannot be read"):
        _ = results.provenance
    with pytest.raises(ResultsError, match=r"cells\.csv"):
        results["cells"]


def test_results_can_be_pickled(folder):
    import pickle

    results = open_results(folder)
    assert pickle.loads(pickle.dumps(results)).tables == results.tables
