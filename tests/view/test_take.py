"""What can be taken away from a run: the scenario, the tables, the moving map."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import solara
from PIL import Image

from sim.batch.batch import run_batch
from sim.view import state
from sim.view.frame import NO_ACTOR
from sim.view.layers import MODES
from sim.view.moving import MOST, chosen_weeks, map_gif
from sim.view.panels.take import Take, TakeWidget, file_of
from sim.view.scene import picture_text
from sim.view.session import Session
from sim.view.setup import setup_of_file
from sim.view.state import Mode
from sim.view.still import Still
from sim.view.tables import tables_zip
from sim.view.watched import WatchedModel

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "scenarios" / "small.yaml"
FELLED = {"kind": "leader_killed", "actor": "blues", "by": "state"}


@pytest.fixture(autouse=True)
def fresh_state():
    state.begin_anew()


@pytest.fixture(scope="module")
def model():
    found = WatchedModel(SMALL, seed=3)
    found.step()
    found.intervene(FELLED)
    for _ in range(3):
        found.step()
    return found


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def test_the_tables_are_byte_for_byte_those_of_sim_run_on_the_scenario_beside_them(model, tmp_path):
    files = members(tables_zip(model.setup, 4))
    (tmp_path / "scenario.yaml").write_bytes(files["scenario.yaml"])
    run_batch(tmp_path / "scenario.yaml", tmp_path / "results", workers=1, quiet=True)
    tables = [name for name in files if name not in ("scenario.yaml", "columns.csv")]
    assert {"events.csv", "territory_share.csv", "leaders.csv"} <= set(tables)
    for name in tables:
        assert files[name] == (tmp_path / "results" / name).read_bytes(), name


def test_the_tables_tell_of_the_run_that_is_watched_up_to_now(model):
    files = members(tables_zip(model.setup, 4))
    rows = list(csv.DictReader(io.StringIO(files["territory_share.csv"].decode())))
    assert {int(row["week"]) for row in rows} == set(range(5))
    last = [row for row in rows if (row["week"], row["country"]) == ("4", "ALL")]
    now = {row["actor"]: float(row["share_cells"]) for row in last}
    assert now == pytest.approx(model.film.at(4).share, abs=1e-6)
    told = files["strategic_developments.csv"].decode().splitlines()
    assert any("leader_killed,blues,state" in row for row in told)


def test_every_column_of_every_table_is_told(model):
    files = members(tables_zip(model.setup, 2))
    told = list(csv.DictReader(io.StringIO(files["columns.csv"].decode())))
    for name in {row["table"] for row in told}:
        head = next(csv.reader(io.StringIO(files[f"{name}.csv"].decode())))
        assert head == [row["column"] for row in told if row["table"] == name]


def test_files_are_named_by_scenario_seed_and_weeks(model):
    assert file_of(model, {"what": "yaml"}).name == "small-seed-3.yaml"
    assert file_of(model, {"what": "zip"}).name == "small-seed-3-week-4.zip"
    found = file_of(model, {"what": "gif", "from": 99, "to": -4})
    assert found.name == "small-seed-3-weeks-0-to-4.gif"


def opened(content):
    return Image.open(io.BytesIO(content))


def test_the_moving_map_has_a_picture_for_each_week_and_stays_on_the_last():
    model = WatchedModel(SMALL)
    for _ in range(4):
        model.step()
    told = []
    picture = opened(map_gif(model.film, Mode(), frozenset(), 1, 4, told.append))
    assert (picture.format, picture.n_frames, told) == ("GIF", 4, [1, 2, 3, 4])
    picture.seek(3)
    assert picture.info["duration"] == 2000


def test_many_weeks_are_thinned_and_the_last_is_kept():
    weeks = chosen_weeks(0, 1000)
    assert len(weeks) <= MOST and weeks[-1] == 1000
    assert list(chosen_weeks(3, 5)) == [3, 4, 5]
    assert list(chosen_weeks(7, 7)) == [7]


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_of_the_map_can_be_drawn(model, mode):
    picture = opened(map_gif(model.film, Mode(mode), frozenset(), 4, 4))
    assert len(picture.convert("RGB").getcolors(1 << 20)) > 5


def pixels(model, hidden=()):
    still = Still(model.film, Mode("violence"), hidden, range(4, 5))
    return np.asarray(still.week(model.film.at(4))).astype(int), still


def test_cells_lie_where_they_are_and_have_the_colour_of_who_holds_them(model):
    drawn, still = pixels(model)
    frame, film = model.film.at(4), model.film
    nobody, _ = pixels(model, [member.name for member in film.cast])
    changed = np.abs(drawn - nobody).sum(axis=2) > 8
    for cell in range(film.scene.grid.size):
        x, y = still._centre(cell)
        corner = changed[int(y) + 52 - 20, int(x) + 14 - 20]
        if not frame.contested[cell]:
            assert corner == (frame.holder[cell] != NO_ACTOR), cell


def test_who_is_hidden_on_the_map_is_hidden_in_the_picture(model):
    whole, _ = pixels(model)
    without, _ = pixels(model, ["reds"])
    assert whole.shape != without.shape or np.any(whole != without)


def test_a_picture_of_a_panel_is_headed_by_title_date_and_seed(model):
    assert '"name": "small-map-2018-01-29"' in picture_text(model.film.scene, 4, "map")
    told = picture_text(model.film.scene, 4, "map")
    assert "29 Jan 2018; a simulated run, seed 3" in told


def wait_until(true):
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within twenty seconds")


def test_a_file_is_handed_over_once_and_then_forgotten(model):
    session = Session(solara.reactive(model), solara.reactive(None))
    _box, context = solara.render(Take(session), handle_error=False)
    widget = context.find(TakeWidget).widget
    widget.asked = {"what": "yaml"}
    wait_until(lambda: widget.name == "small-seed-3.yaml")
    assert b"leader_killed_2018_01_15" in widget.file
    widget.got += 1
    wait_until(lambda: (widget.name, widget.file) == ("", b""))
    context.close()


def test_the_scenario_of_a_changed_run_is_the_changed_one():
    setup = setup_of_file(SMALL).changed({"rules.pacts.enabled": False})
    text = file_of(WatchedModel(setup), {"what": "yaml"}).content.decode()
    assert "pacts: {enabled: false}" in text
