"""A real browser takes files away; each is opened and looked at."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.view.browser import IN_CHROMIUM, PATIENCE, where

pytestmark = IN_CHROMIUM


@pytest.fixture
def run(page):
    """A run with a changed seed, a rule switched off and an intervention, played to week 4."""
    page.get_by_role("button", name="Set up").click()
    page.locator("[data-path='seed'] .sim-number").fill("21")
    page.locator("[data-path='rules.strikes.enabled'] input").uncheck()
    page.get_by_role("button", name="Run with these").click()
    where(page, "week 0 of 6")
    expect(page.locator("[data-chart=share]")).to_be_visible()
    page.get_by_role("button", name="Intervene").click()
    page.get_by_label("What to do").select_option("leader_killed")
    page.get_by_role("button", name="Do it").click()
    expect(page.locator(".sim-deed-mine")).to_have_count(1)
    page.get_by_role("button", name="← Close").click()
    for week in (1, 2, 3, 4):
        page.get_by_role("button", name="Step").click()
        where(page, f"week {week} of 6")
    return page


def saved(page, press, tmp_path):
    """The file that the browser saves when a button is pressed."""
    with page.expect_download(timeout=PATIENCE) as download:
        press()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def taken(page, button, tmp_path):
    if not page.locator(".sim-take").count():
        page.get_by_role("button", name="Set up").click()
    return saved(page, page.get_by_role("button", name=button).click, tmp_path)


def test_sim_run_of_the_saved_scenario_writes_the_very_tables_that_were_taken_away(run, tmp_path):
    scenario = taken(run, "Scenario as run", tmp_path)
    assert scenario.name == "small-seed-21.yaml"
    text = scenario.read_text("utf-8")
    assert "seed: 21" in text and "kind: leader_killed" in text
    run.get_by_role("button", name="▶").click()
    where(run, "has ended")
    tables = taken(run, "Tables so far", tmp_path)
    assert tables.name == "small-seed-21-week-6.zip"
    command = [sys.executable, "-m", "sim", "run", str(scenario), "--out", str(tmp_path / "again")]
    subprocess.run([*command, "--quiet", "--workers", "1"], check=True)
    with zipfile.ZipFile(tables) as folder:
        assert folder.testzip() is None
        names = [name for name in folder.namelist() if name != "scenario.yaml"]
        assert len(names) > 10
        for name in names:
            if name != "columns.csv":
                assert folder.read(name) == (tmp_path / "again" / name).read_bytes(), name


def test_the_map_of_some_weeks_is_saved_as_a_moving_picture(run, tmp_path):
    run.get_by_role("button", name="Set up").click()
    run.get_by_label("First week of the moving map").fill("2")
    path = taken(run, "Map (GIF)", tmp_path)
    assert path.name == "small-seed-21-weeks-2-to-4.gif"
    picture = Image.open(io.BytesIO(path.read_bytes()))
    assert (picture.format, picture.n_frames) == ("GIF", 3)


def picture_of(path):
    picture = Image.open(io.BytesIO(path.read_bytes()))
    assert picture.format == "PNG"
    return picture


def test_the_map_is_saved_as_a_picture_with_title_and_legend(run, tmp_path):
    canvas = run.locator(".sim-map-canvas").bounding_box()
    press = run.locator(".sim-map .sim-picture").click
    path = saved(run, press, tmp_path)
    assert path.name == "small-map-2018-01-29.png"
    picture = picture_of(path)
    assert picture.width == pytest.approx(2 * (canvas["width"] + 40), abs=4)
    assert picture.height > 2 * (canvas["height"] + 80)
    head = picture.convert("RGB").crop((0, 0, picture.width, 120))
    assert len(head.getcolors(1 << 20)) > 20  # written on, not empty


def test_the_series_are_saved_as_one_picture(run, tmp_path):
    charts = run.locator(".sim-chart-canvas").count()
    path = saved(run, run.locator(".sim-series > .sim-picture").click, tmp_path)
    assert path.name == "small-series-2018-01-29.png"
    assert picture_of(path).height > 2 * 80 * charts


def test_tables_can_be_taken_while_the_run_plays(page, tmp_path):
    page.get_by_role("button", name="▶").click()
    page.get_by_role("button", name="Set up").click()
    where(page, "week [1-6]")
    path = taken(page, "Tables so far", tmp_path)
    with zipfile.ZipFile(path) as folder:
        assert folder.testzip() is None
    where(page, "has ended")


def test_at_week_0_there_are_no_tables_yet(page):
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("button", name="Tables so far")).to_be_disabled()
    expect(page.get_by_role("button", name="Scenario as run")).to_be_enabled()
