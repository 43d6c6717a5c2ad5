"""A real browser reads the tab Relations."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sim.view.watched import WatchedModel
from tests.view.browser import IN_CHROMIUM, SMALL, where

pytestmark = IN_CHROMIUM

STATE, REDS, BLUES = 0, 1, 2


@pytest.fixture(scope="module")
def film():
    """The same run as the one in the browser."""
    model = WatchedModel(SMALL)
    for _ in range(6):
        model.step()
    return model.film


@pytest.fixture
def ties(page):
    """The tab Relations at the end of the run."""
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    page.get_by_role("button", name="Relations", exact=True).click()
    expect(page.locator(".sim-grid")).to_be_visible()
    return page


def hostility(film, week, pair):
    return f"{round(100 * float(film.at(week).relations.hostility[pair]))} %"


def amounts(page, parts):
    found = page.locator(f"[data-parts={parts}]").first.locator("[data-amount]").all()
    return [float(row.get_attribute("data-amount")) for row in found]


def test_all_actors_are_in_rows_and_columns(ties):
    for scope in ("row", "col"):
        heads = ties.locator(f".sim-grid th[scope={scope}]")
        expect(heads).to_have_text(["Reds", "Blues", "State"])


def test_pointing_at_a_field_tells_it_in_words(ties):
    ties.locator(f"[data-pair='{REDS} {BLUES}']").hover()
    expect(ties.locator(".sim-said")).to_contain_text("Reds and Blues: at war from the start.")
    expect(ties.locator(".sim-grid th.sim-lit")).to_have_text(["Blues", "Reds"])


def test_a_click_shows_causes_and_history_that_are_the_numbers_of_the_frame(ties, film):
    ties.locator(f"[data-pair='{REDS} {BLUES}']").click()
    view = ties.locator(".sim-view").first
    expect(view.locator(".sim-level b")).to_have_text(hostility(film, 6, (REDS, BLUES)))
    drivers = film.at(6).relations.drivers.array()[:, REDS, BLUES]
    large = sorted(float(amount) for amount in drivers if abs(amount) >= 0.05)
    assert large and sorted(amounts(ties, "causes")) == pytest.approx(large)
    for chart in ("stance", "hostility", "causes", "belief", "deal", "reasons", "dead"):
        expect(ties.locator(f"[data-chart={chart}]")).to_be_visible()
    label = ties.locator("[data-chart=hostility] canvas").get_attribute("aria-label")
    assert f"Reds of Blues {hostility(film, 6, (REDS, BLUES))}" in label


def test_a_past_week_shows_the_pair_as_it_was(ties, film):
    ties.locator(f"[data-pair='{REDS} {BLUES}']").click()
    ties.locator(".sim-slider").fill("2")
    where(ties, "week 2, looking back from week 6")
    level = ties.locator(".sim-view .sim-level b").first
    expect(level).to_have_text(hostility(film, 2, (REDS, BLUES)))
    assert hostility(film, 2, (REDS, BLUES)) != hostility(film, 6, (REDS, BLUES))


def test_a_pair_is_turned_round_and_left(ties):
    ties.locator(f"[data-pair='{REDS} {BLUES}']").click()
    sides = ties.locator(".sim-pair-sides b")
    expect(sides).to_have_text(["Reds", "Blues"])
    ties.get_by_role("button", name="Turn round").click()
    expect(sides).to_have_text(["Blues", "Reds"])
    expect(ties.locator(f"[data-pair='{BLUES} {REDS}']")).to_have_attribute("aria-pressed", "true")
    ties.get_by_role("button", name="All pairs").click()
    expect(ties.locator(".sim-overview")).to_contain_text("Wars that arose in the run")


def test_a_click_on_a_line_of_the_net_chooses_its_pair(ties):
    line = ties.locator(f".sim-net path[data-ends='{REDS} {BLUES}']").last
    line.dispatch_event("click")
    expect(ties.locator(".sim-pair-sides b")).to_have_text(["Reds", "Blues"])


def test_pointing_at_an_actor_of_the_net_leaves_its_own_lines(ties):
    ties.locator(f".sim-net g[data-row='{REDS}'] circle").hover()
    faint = ties.locator(".sim-net path[data-ends][style*='opacity: 0.05']")
    ends = {line.get_attribute("data-ends") for line in faint.all()}
    assert ends == {f"{BLUES} {STATE}"}


def test_the_keyboard_walks_over_the_table_and_chooses(ties):
    ties.locator(f"[data-pair='{REDS} {BLUES}']").focus()
    ties.keyboard.press("ArrowRight")
    expect(ties.locator(f"[data-pair='{REDS} {STATE}']")).to_be_focused()
    ties.keyboard.press("ArrowDown")
    expect(ties.locator(".sim-said")).to_contain_text("Blues and State: at war")
    ties.keyboard.press("Enter")
    expect(ties.locator(".sim-pair-sides b")).to_have_text(["Blues", "State"])
    where(ties, "has ended")


def test_the_table_follows_a_run_that_plays(page):
    page.get_by_role("button", name="Relations", exact=True).click()
    page.locator(f"[data-pair='{REDS} {BLUES}']").click()
    level = page.locator(".sim-view .sim-level b").first
    before = level.inner_text()
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    expect(level).not_to_have_text(before)


def test_a_card_of_who_fights_whom_leads_to_its_pair_or_its_attacks(page):
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    cards = page.locator(".sim-fight")
    cards.filter(has_text="vs").first.click()
    expect(page.locator(".sim-pair-sides")).to_be_visible()
    page.get_by_role("button", name="Watch", exact=True).click()
    cards.filter(has_text="against").first.click()
    expect(page.locator("[data-sift=other]")).to_have_value("civilians")
    expect(page.locator(".sim-entry:not([data-kind=civilians])")).to_have_count(0)


def test_reset_keeps_the_pair_and_shows_the_run_before_dashed(ties):
    ties.locator(f"[data-pair='{REDS} {BLUES}']").click()
    ties.get_by_role("button", name="Reset").click()
    where(ties, "week 0 of 6")
    expect(ties.locator(".sim-pair-sides b")).to_have_text(["Reds", "Blues"])
    expect(ties.locator(".sim-ghostly")).to_be_visible()


def test_on_a_narrow_page_a_click_scrolls_to_the_pair(ties):
    ties.set_viewport_size({"width": 400, "height": 800})
    ties.locator(f"[data-pair='{REDS} {BLUES}']").click()
    expect(ties.locator(".sim-pair-sides")).to_be_in_viewport()


@pytest.mark.parametrize("width", [400, 1440, 1920])
def test_relations_stick_out_at_no_width(ties, width):
    ties.locator(f"[data-pair='{REDS} {BLUES}']").click()
    ties.set_viewport_size({"width": width, "height": 900})
    ties.wait_for_timeout(300)
    assert ties.evaluate("document.documentElement.scrollWidth") <= width
