"""A real browser reads the tab Events."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.view.browser import IN_CHROMIUM, SMALL, served, where

pytestmark = IN_CHROMIUM

FEW = "forces: [{place: {longitude: [0, 3]}, fighters: 300, cells: 6}]"
MANY = FEW.replace("300", "3000")
OUTLET = "\n    outlet: {name: Red &amp; News, reporting: 3, inflation: 4, candour: 0.1}"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The small scenario, whose Reds are many and have an outlet that lies a lot."""
    text = SMALL.read_text(encoding="utf-8")
    assert FEW in text
    path = tmp_path_factory.mktemp("loud") / "loud.yaml"
    path.write_text(text.replace(FEW, MANY + OUTLET), encoding="utf-8")
    with served(str(path)) as found:
        yield found


@pytest.fixture
def feed(page):
    """The tab Events at the end of the run."""
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    page.get_by_role("button", name="Events", exact=True).click()
    expect(page.locator(".sim-entry").first).to_be_visible()
    return page


def weeks(page):
    found = page.locator(".sim-feed-week span").all_inner_texts()
    return [int(re.match(r"week (\d+)", text).group(1)) for text in found]


def test_the_newest_week_comes_first_and_a_past_week_hides_what_came_later(feed):
    found = weeks(feed)
    assert found == sorted(found, reverse=True) and found[0] > 2
    feed.locator(".sim-slider").fill("2")
    where(feed, "looking back")
    expect(feed.locator(".sim-feed-week span").first).to_have_text(re.compile("week [12]"))
    assert max(weeks(feed)) <= 2


def test_claims_stand_beside_the_truth_and_what_never_happened_is_marked(feed):
    claimed = feed.locator(".sim-entry:not([data-kind=invented]) .sim-claim").first
    expect(claimed).to_contain_text("Reds says")
    expect(claimed).to_contain_text("Red &amp; News")  # names are text, never markup
    expect(claimed.locator("xpath=preceding-sibling::tr[@class='sim-happened']")).to_be_visible()
    feed.locator(".sim-kinds [data-kind=invented]").click()
    invented = feed.locator(".sim-entry")
    expect(invented.first).to_contain_text("Never happened")
    assert set(feed.locator(".sim-entry .sim-happened td").all_inner_texts()) == {"0"}


def test_sides_kinds_and_the_way_back_sift(feed):
    whole = feed.locator(".sim-entry").count()
    feed.locator(".sim-kinds [data-kind=civilians]").click()
    expect(feed.locator(".sim-entry:not([data-kind=civilians])")).to_have_count(0)
    feed.locator("[data-sift=one]").select_option("blues")
    expect(feed.locator(".sim-entry .sim-sentence", has_text="Reds")).to_have_count(0)
    feed.get_by_role("button", name="Show all").click()
    expect(feed.locator(".sim-entry")).to_have_count(whole)


def test_what_nothing_matches_is_said_in_words(feed):
    feed.locator("[data-sift=one]").select_option("civilians")
    feed.locator(".sim-kinds [data-kind=accusation]").click()
    expect(feed.locator(".sim-feed-none")).to_contain_text("Nothing of this kind happened so far")


def test_a_click_on_an_event_pins_its_cell_on_the_map_and_sifts_by_it(feed):
    canvas = feed.locator(".sim-map-canvas")
    before = canvas.screenshot()
    event = feed.locator(".sim-entry:not([data-cell='-1'])").first
    cell = event.get_attribute("data-cell")
    event.locator(".sim-place").click()
    expect(event).to_have_class(re.compile("sim-entry-here"))
    feed.wait_for_timeout(300)
    assert canvas.screenshot() != before
    feed.locator("[data-sift=place]").select_option("pinned")
    expect(feed.locator(f".sim-entry:not([data-cell='{cell}'])")).to_have_count(0)
    feed.get_by_role("button", name="Watch", exact=True).click()
    expect(feed.locator(".sim-series-head")).to_be_visible()


def test_a_week_without_events_says_what_to_do(page):
    page.get_by_role("button", name="Events", exact=True).click()
    expect(page.locator(".sim-feed-none")).to_contain_text("Press ▶")
    page.get_by_role("button", name="Step").click()
    expect(page.locator(".sim-entry").first).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("width", [400, 1440, 1920])
def test_the_feed_sticks_out_at_no_width(feed, width):
    feed.set_viewport_size({"width": width, "height": 900})
    feed.wait_for_timeout(300)
    assert feed.evaluate("document.documentElement.scrollWidth") <= width


def test_entries_stay_in_place_when_a_week_comes_so_that_no_click_is_lost(page):
    page.get_by_role("button", name="Events", exact=True).click()
    page.get_by_role("button", name="Step").click()
    place = page.locator(".sim-place").first
    expect(place).to_be_visible(timeout=60_000)
    found = place.element_handle()
    found.focus()
    for week in (2, 3, 4):
        page.keyboard.press(".")
        where(page, f"week {week}")
    expect(page.locator(".sim-feed-week").nth(1)).to_be_visible()
    assert found.evaluate("(button) => document.activeElement === button")


def test_reset_leaves_nothing_of_the_run_before(feed):
    feed.get_by_role("button", name="Reset").click()
    where(feed, "week 0 of 6")
    expect(feed.locator(".sim-entry")).to_have_count(0)
    expect(feed.locator(".sim-feed-none")).to_contain_text("Press ▶")
