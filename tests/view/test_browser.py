"""A real browser drives the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.view.browser import CHROMIUM, FLAGS, PATIENCE, Watch, served

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def address():
    with served(str(SMALL)) as found:
        yield found


@pytest.fixture
def page(browser, address):
    """A new tab with the small scenario set up at week 0; nothing bad may happen in it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = context.new_page()
    watch = Watch(found)
    found.goto(address)
    expect(found.locator(".sim-map-canvas")).to_be_visible(timeout=PATIENCE)
    expect(found.locator(".sim-where")).to_have_text("week 0 of 6")
    yield found
    context.close()
    assert watch.faults == []


def where(page, text):
    expect(page.locator(".sim-where")).to_have_text(re.compile(text), timeout=60_000)


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


def test_two_tabs_run_apart(page, browser, address):
    other = browser.new_context().new_page()
    other.goto(address)
    expect(other.locator(".sim-where")).to_have_text("week 0 of 6", timeout=PATIENCE)
    page.get_by_role("button", name="Step").click()
    where(page, "week 1 of 6")
    expect(other.locator(".sim-where")).to_have_text("week 0 of 6")
    other.close()
