"""A real browser compares two runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.view.batches import made
from tests.view.browser import IN_CHROMIUM, PATIENCE, Watch, served

pytestmark = IN_CHROMIUM


@pytest.fixture
def compared(page):
    """The page with a second run beside the first: the rule of movement is off in it."""
    page.get_by_role("button", name="▶", exact=True).click()
    expect(page.locator(".sim-where")).to_contain_text("has ended", timeout=60_000)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".sim-empty")).to_contain_text("Two runs, one change")
    page.locator("[data-choice=second]").select_option("change")
    page.locator("[data-choice=path]").select_option("rules.movement.enabled")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator(".sim-map-canvas")).to_have_count(3, timeout=60_000)
    expect(page.locator(".sim-compare-wait")).to_have_count(0, timeout=60_000)
    return page


def test_two_runs_stand_side_by_side_with_their_difference(compared):
    canvases = compared.locator(".sim-map-canvas")
    titles = compared.locator(".sim-map-title").all_inner_texts()
    assert titles[:2] == ["This run", "Second run: with Movement: off"]
    assert re.fullmatch(r"Difference: \d+ of 48 cells held by somebody else", titles[2])
    expect(canvases.nth(2)).to_have_attribute("aria-label", re.compile("Map of the difference"))
    compared.wait_for_timeout(300)
    shots = [canvases.nth(number).screenshot() for number in range(3)]
    assert len(set(shots)) == 3


def test_the_first_difference_names_the_week_the_rule_and_the_change(compared):
    told = compared.locator(".sim-parting")
    expect(told).to_contain_text("Movement")
    expect(told).to_contain_text("They part in week 0 (1 Jan 2018).")
    expect(told).to_contain_text("The first rule by which they differ: movement", timeout=60_000)
    expect(told).to_contain_text("Bands go where the people help")
    expect(told).to_contain_text("How it spread")


def test_series_of_the_second_run_are_dashed(compared):
    expect(compared.locator(".sim-ghostly")).to_have_text("Dashed: with Movement: off.")
    expect(compared.locator("[data-chart=share] canvas")).to_be_visible()


def test_both_maps_follow_the_scrubber(compared):
    compared.locator(".sim-slider").fill("2")
    for number in range(2):
        canvas = compared.locator(".sim-map-canvas").nth(number)
        expect(canvas).to_have_attribute("aria-label", re.compile("on 2018-01-15"))


def test_the_second_run_follows_when_the_first_steps(page):
    page.get_by_role("button", name="Compare").click()
    page.locator("[data-choice=second]").select_option("change")
    page.locator("[data-choice=path]").select_option("seed")
    page.get_by_label("New value").fill("8")
    page.get_by_label("New value").press("Enter")
    expect(page.locator(".sim-map-canvas")).to_have_count(3, timeout=60_000)
    expect(page.locator(".sim-parting")).to_contain_text("different seeds")
    for week in ("8 Jan 2018", "15 Jan 2018"):
        page.get_by_role("button", name="Step").click()
        expect(page.locator(".sim-date")).to_have_text(week)
    expect(page.locator(".sim-map-canvas").nth(1)).to_have_attribute(
        "aria-label", re.compile("on 2018-01-15"), timeout=60_000
    )


def test_zoom_of_one_map_is_that_of_all(compared):
    other = compared.locator(".sim-map-canvas").nth(1)
    compared.wait_for_timeout(300)
    before = other.screenshot()
    compared.get_by_role("button", name="Zoom in").first.click()
    compared.wait_for_timeout(500)
    assert other.screenshot() != before


def test_a_value_that_is_no_good_is_told_in_words(page):
    page.get_by_role("button", name="Compare").click()
    page.locator("[data-choice=second]").select_option("change")
    page.locator("[data-choice=path]").select_option("time.weeks")
    page.get_by_label("New value").fill("never")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator(".sim-compare-problem")).to_contain_text("time.weeks")


def test_the_run_before_reset_can_be_compared_with(page):
    page.get_by_role("button", name="Step").click()
    expect(page.locator(".sim-where")).to_contain_text("week 1")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".sim-where")).to_contain_text("week 0")
    page.get_by_role("button", name="Compare").click()
    page.locator("[data-choice=second]").select_option("before")
    expect(page.locator(".sim-parting")).to_contain_text("nothing differs", timeout=60_000)


@pytest.mark.parametrize("width", [400, 1440, 1920])
def test_nothing_of_the_comparison_sticks_out_at_any_width(compared, width):
    compared.set_viewport_size({"width": width, "height": 900})
    compared.wait_for_timeout(300)
    assert compared.evaluate("document.documentElement.scrollWidth") <= width


def test_a_run_of_a_batch_is_compared_with_its_alternative(browser, tmp_path):
    with served(str(made(tmp_path))) as address:
        page = browser.new_context().new_page()
        watch = Watch(page)
        page.goto(address, timeout=PATIENCE)
        expect(page.locator(".sim-batch-head h2")).to_be_visible(timeout=PATIENCE)
        page.get_by_role("button", name="Compare").click()
        page.locator("[data-choice=second]").select_option(label="pair: strong reds, replicate 1")
        expect(page.locator(".sim-map-canvas")).to_have_count(3, timeout=60_000)
        expect(page.locator(".sim-parting")).to_contain_text(
            re.compile(r"Reds: \d+ fighters, in the other run \d+")
        )
        assert watch.faults == []
