"""A real browser on the tabs Batch and About."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sim.record.results import open_results
from sim.rules.schedule import WEEK
from tests.view.batches import interrupted, made
from tests.view.browser import IN_CHROMIUM, PATIENCE, Watch, served

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return made(tmp_path_factory.mktemp("batch"))


@pytest.fixture(scope="module")
def batch_address(results):
    with served(str(results)) as found:
        yield found


@pytest.fixture
def batch(browser, batch_address):
    """A new tab with the batch open and read; nothing bad may happen in it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = context.new_page()
    watch = Watch(found)
    found.goto(batch_address, timeout=PATIENCE)
    expect(found.locator(".sim-batch-head h2")).to_be_visible(timeout=PATIENCE)
    expect(found.locator(".sim-batch-reading")).to_have_text("", timeout=60_000)
    yield found
    context.close()
    assert watch.faults == []


def drawn(canvas):
    """Whether anything but one colour is on a canvas."""
    return canvas.evaluate(
        """(canvas) => {
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            const seen = new Set();
            for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 4).join());
            return seen.size > 2;
        }"""
    )


def test_a_folder_of_results_opens_with_its_batch(batch):
    expect(batch.locator(".sim-batch-head h2")).to_have_text("Does it matter who is the stronger?")
    expect(batch.locator(".sim-batch-told p")).to_have_text("6 of 6 runs are done.")
    expect(batch.locator(".sim-time-card")).to_be_hidden()


def test_a_fan_says_the_quantiles_of_the_table(batch, results):
    fan = batch.locator(".sim-fan[data-actor=reds]")
    expect(fan.locator("canvas")).to_be_visible()
    assert drawn(fan.locator("canvas"))
    shares = open_results(results).territory_share
    shares = shares[(shares["country"] == "ALL") & (shares["actor"] == "reds")]
    last = shares[shares["week"] == shares["week"].max()]
    for group in ("as_is", "strong_reds"):
        values = last.loc[last["alternative"] == group, "share_cells"]
        low, middle, high = (f"{values.quantile(q):.1%}" for q in (0.05, 0.5, 0.95))
        told = f"{middle} ({low} to {high})".replace("%", " %")
        expect(fan.locator(".sim-fan-readout")).to_contain_text(told)


def test_maps_of_the_probability_follow_the_actor_and_the_month(batch):
    maps = batch.locator(".sim-map-canvas")
    expect(maps).to_have_count(2)
    canvas = maps.first
    canvas.scroll_into_view_if_needed()
    batch.wait_for_timeout(300)
    before = canvas.screenshot()
    batch.get_by_label("Whose control").select_option(label="State")
    expect(canvas).to_have_attribute("aria-label", re.compile("State controls each cell"))
    batch.wait_for_timeout(300)
    assert canvas.screenshot() != before
    batch.get_by_label("Month").fill("0")
    expect(canvas).to_have_attribute("aria-label", re.compile("End of Jan 2018"))
    canvas.hover()
    expect(batch.locator(".sim-map-facts.sim-shown").first).to_contain_text("of runs")


def test_a_click_on_a_fan_shows_the_maps_of_that_month(batch):
    expect(batch.locator(".sim-chooser output")).to_have_text("End of Feb 2018")
    batch.locator(".sim-fan[data-actor=reds] canvas").click(position={"x": 60, "y": 40})
    expect(batch.locator(".sim-chooser output")).to_have_text("End of Jan 2018")


def test_outcomes_are_drawn_with_the_change_in_pairs(batch):
    card = batch.locator("[data-outcome=deaths]")
    card.scroll_into_view_if_needed()
    expect(card.locator("ellipse")).to_have_count(3 + 3 + 1)
    expect(card).to_contain_text("strong reds instead of as is")
    expect(card).to_contain_text("3 pairs")


def test_an_alternative_is_hidden_and_the_last_one_stays(batch):
    batch.get_by_role("button", name="as is").click()
    expect(batch.locator(".sim-map-canvas")).to_have_count(1)
    expect(batch.get_by_role("button", name="strong reds")).to_be_disabled()


def test_runs_are_filtered_and_ordered(batch):
    batch.locator("[data-choice=group]").select_option("strong_reds")
    rows = batch.locator(".sim-runs tbody tr")
    expect(rows).to_have_count(3)
    batch.get_by_role("button", name="deaths").click()
    expect(batch.locator(".sim-runs th[aria-sort=ascending]")).to_contain_text("deaths")
    deaths = [int(text) for text in rows.locator("td:last-child").all_inner_texts()]
    assert deaths == sorted(deaths)


def test_a_run_is_watched_again_from_its_seed(batch, results):
    batch.get_by_role("button", name="Watch strong_reds, 2").click()
    expect(batch.locator(".sim-where")).to_have_text("week 0 of 6", timeout=PATIENCE)
    expect(batch.locator(".sim-replayed")).to_have_text("pair: strong reds, replicate 2")
    batch.get_by_role("button", name="▶", exact=True).click()
    expect(batch.locator(".sim-where")).to_contain_text("has ended", timeout=60_000)
    shares = open_results(results).territory_share
    own = shares[(shares["alternative"] == "strong_reds") & (shares["replicate"] == 2)]
    own = own[(own["country"] == "ALL") & (own["week"] == 6) & (own["actor"] == "reds")]
    told = batch.locator("[data-chart=share] canvas").get_attribute("aria-label")
    assert f"Reds {round(100 * own['share_cells'].item())} %" in told


def test_an_unfinished_batch_says_so_and_can_be_looked_at_again(browser, results, tmp_path):
    folder = interrupted(results, tmp_path / "pair")
    with served(str(folder)) as address:
        page = browser.new_context().new_page()
        watch = Watch(page)
        page.goto(address, timeout=PATIENCE)
        told = page.locator(".sim-batch-told p")
        expect(told).to_contain_text("4 of 6 runs are done.", timeout=PATIENCE)
        expect(told).to_contain_text("No process is at work.")
        for run in (results / "runs").glob("??/*.zip"):
            place = folder / "runs" / run.parent.name
            place.mkdir(exist_ok=True)
            (place / run.name).write_bytes(run.read_bytes())
        page.get_by_role("button", name="Look again").click()
        expect(told).to_contain_text("6 of 6 runs are done.", timeout=60_000)
        assert watch.faults == []


@pytest.mark.parametrize("width", [400, 1440, 1920])
def test_nothing_of_the_batch_sticks_out_at_any_width(batch, width):
    batch.set_viewport_size({"width": width, "height": 900})
    batch.wait_for_timeout(300)
    assert batch.evaluate("document.documentElement.scrollWidth") <= width


def test_without_results_the_tab_says_how_to_make_some(page):
    page.get_by_role("button", name="Batch").click()
    expect(page.locator(".sim-empty pre")).to_contain_text("sim run")


def test_about_tells_the_rules_of_the_schedule_in_order(page):
    page.get_by_role("button", name="About").click()
    rules = page.locator(".sim-about-week li")
    expect(rules).to_have_count(len(WEEK))
    assert rules.locator("strong").all_inner_texts() == [
        rule.name.replace("_", " ").capitalize() for rule in WEEK
    ]
    assert rules.locator("span").all_inner_texts() == [rule.claim for rule in WEEK]
    expect(page.locator(".sim-about-citation")).to_contain_text("rival-territories")


def test_the_run_goes_on_while_about_is_read(page):
    page.get_by_role("button", name="▶", exact=True).click()
    page.get_by_role("button", name="About").click()
    expect(page.locator(".sim-about")).to_be_visible()
    page.get_by_role("button", name="Watch", exact=True).click()
    expect(page.locator(".sim-where")).to_contain_text("has ended", timeout=60_000)
