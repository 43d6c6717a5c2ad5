"""A real browser drives the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.view.browser import IN_CHROMIUM, PATIENCE, SMALL, Watch, served, where

pytestmark = IN_CHROMIUM


def test_step_shows_the_next_week(page):
    page.get_by_role("button", name="Step").click()
    where(page, "week 1 of 6")
    expect(page.locator(".sim-date")).to_have_text("8 Jan 2018")


def test_play_runs_to_the_end_and_says_so(page):
    page.get_by_role("button", name="▶").click()
    where(page, "week 6: the run has ended")


def test_the_scrubber_looks_back_and_returns(page):
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    page.locator(".sim-slider").fill("2")
    where(page, "week 2, looking back from week 6")
    page.get_by_role("button", name="To the newest week").click()
    where(page, "week 6: the run has ended")


def test_the_legend_hides_and_shows_an_actor(page):
    chip = page.locator(".sim-chip", has_text="Reds")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")


def test_hover_tells_what_a_cell_is(page):
    page.locator(".sim-map-canvas").hover()
    expect(page.locator(".sim-map-facts")).to_contain_text("Held by")


def test_a_click_pins_a_cell_and_shows_its_history_until_the_way_back(page):
    page.get_by_role("button", name="Step").click()
    where(page, "week 1 of 6")
    page.locator(".sim-map-canvas").click()
    expect(page.locator(".sim-series-head strong")).to_contain_text("Country A")
    expect(page.locator("[data-chart=influence]")).to_be_visible()
    page.locator(".sim-back").click()
    expect(page.locator("[data-chart=share]")).to_be_visible()


def test_the_keyboard_walks_over_the_map_and_pins(page):
    page.locator(".sim-map-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".sim-map-facts")).to_contain_text("Held by")
    page.keyboard.press("Enter")
    expect(page.locator(".sim-series-head")).to_be_visible()


def test_keys_step_and_look_back(page):
    page.keyboard.press(".")
    where(page, "week 1 of 6")
    page.keyboard.press("ArrowLeft")
    where(page, "week 0, looking back from week 1")
    page.keyboard.press("End")
    where(page, "week 1 of 6")


@pytest.mark.parametrize("mode", ["actor", "loyalty", "people", "displaced", "violence", "spheres"])
def test_every_mode_of_the_map_draws_something_else(page, mode):
    page.keyboard.press(".")
    where(page, "week 1 of 6")
    canvas = page.locator(".sim-map-canvas")
    before = canvas.screenshot()
    page.locator("[data-choice=mode]").select_option(mode)
    expect(page.locator("[data-choice=mode]")).to_have_value(mode)
    expect(page.locator("[data-choice=actor]")).to_have_count(int(mode in ("actor", "loyalty")))
    expect(page.locator("[data-choice=group]")).to_have_count(int(mode == "loyalty"))
    page.wait_for_timeout(300)
    assert canvas.screenshot() != before


def test_zoom_enlarges_the_map_and_home_shows_it_whole(page):
    canvas = page.locator(".sim-map-canvas")
    whole = canvas.screenshot()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(200)
    assert canvas.screenshot() != whole
    page.get_by_role("button", name="Whole map").click()
    page.wait_for_timeout(200)
    assert canvas.screenshot() == whole


def test_reset_begins_anew_and_keeps_the_run_before_as_a_ghost(page):
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    expect(page.locator(".sim-ghostly")).to_be_hidden()
    page.get_by_role("button", name="Reset").click()
    where(page, "week 0 of 6")
    expect(page.locator(".sim-ghostly")).to_be_visible()


def test_no_panel_is_ever_missing_while_the_run_plays(page):
    page.evaluate(
        """() => {
            window.missing = 0;
            const panels = [".sim-map-canvas", "[data-chart=share]", ".sim-fights", ".sim-slider"];
            const look = () => {
                if (!panels.every((name) => document.querySelector(name))) window.missing += 1;
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    assert page.evaluate("window.missing") == 0


def test_light_and_dark(page):
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator(".v-application")).to_have_class(re.compile("theme--dark"))
    page.get_by_role("button", name="Light colours").click()
    expect(page.locator(".v-application")).to_have_class(re.compile("theme--light"))


@pytest.mark.parametrize("width", [400, 1440, 1920])
def test_nothing_sticks_out_at_any_width(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_tabs_run_apart(page, browser, address):
    other = browser.new_context().new_page()
    other.goto(address, timeout=PATIENCE)
    expect(other.locator(".sim-where")).to_have_text("week 0 of 6", timeout=PATIENCE)
    page.get_by_role("button", name="Step").click()
    where(page, "week 1 of 6")
    expect(other.locator(".sim-where")).to_have_text("week 0 of 6")
    other.close()


def test_another_scenario_is_chosen_and_one_that_is_wrong_says_so_in_words(browser, tmp_path):
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    text = SMALL.read_text(encoding="utf-8")
    (scenarios / "a.yaml").write_text(text, encoding="utf-8")
    (scenarios / "b.yaml").write_text(text.replace("weeks: 6", "weeks: 4"), encoding="utf-8")
    (scenarios / "c.yaml").write_text(text.replace("rebel_group", "rebels"), encoding="utf-8")
    with served(folder=tmp_path) as address:
        page = browser.new_context().new_page()
        watch = Watch(page)
        page.goto(address, timeout=PATIENCE)
        expect(page.locator(".sim-where")).to_have_text("week 0 of 6", timeout=PATIENCE)
        for choice, then in (("b", ".sim-where"), ("c", ".sim-problem")):
            page.locator(".sim-sources .v-select").click()
            page.get_by_role("option", name=choice, exact=True).click()
            expect(page.locator(then).first).to_be_visible(timeout=PATIENCE)
        expect(page.locator(".sim-problem").first).to_contain_text("actors.reds.type")
        assert watch.faults == []
