"""A real browser sets up runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.view.browser import IN_CHROMIUM, PATIENCE, SMALL, where

pytestmark = IN_CHROMIUM


@pytest.fixture
def setup(page):
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".sim-group").first).to_be_visible()
    return page


def entry(page, path):
    return page.locator(f"[data-path='{path}'] .sim-number")


def run(page):
    page.get_by_role("button", name="Run with these").click()


def test_another_number_of_weeks_is_run_and_marked_until_it_is_put_back(setup):
    entry(setup, "time.weeks").fill("4")
    expect(setup.locator(".sim-controls-told")).to_have_text(
        "1 value differs from the scenario; not yet run"
    )
    run(setup)
    where(setup, "week 0 of 4")
    setup.get_by_role("button", name="Set up").click()
    expect(setup.locator("[data-path='time.weeks']")).to_have_class("sim-field sim-changed")
    expect(setup.locator(".sim-controls-told")).to_have_text("1 value differs from the scenario")
    setup.get_by_role("button", name="Weeks: put back").click()
    expect(entry(setup, "time.weeks")).to_have_value("6")
    run(setup)
    where(setup, "week 0 of 6")


def test_a_rule_is_found_switched_off_and_counted(setup):
    setup.get_by_label("Search what can be set").fill("rules.battles")
    expect(setup.locator(".sim-group:visible")).to_have_count(1)
    expect(setup.locator("[data-path='rules.battles.rate']")).to_be_visible()
    setup.locator("[data-path='rules.battles.enabled'] input").uncheck()
    expect(setup.locator(".sim-count:visible")).to_have_text("1 changed")
    run(setup)
    where(setup, "week 0 of 6")
    setup.get_by_role("button", name="About").click()
    expect(setup.locator(".sim-about-off")).to_have_count(1)


def test_a_slider_sets_its_number(setup):
    setup.get_by_label("Search what can be set").fill("rules.pacts.leak")
    setup.locator("[data-path='rules.pacts.leak'] .sim-amount").fill("1")
    expect(entry(setup, "rules.pacts.leak")).to_have_value("1")


def test_a_bad_value_is_told_at_its_field_and_nothing_runs(setup):
    entry(setup, "time.weeks").fill("0")
    run(setup)
    fault = setup.locator("[data-path='time.weeks'] .sim-fault")
    expect(fault).to_have_text("0 is out of range; allowed: 1 to 5200 (weeks).")
    expect(entry(setup, "time.weeks")).to_have_attribute("aria-invalid", "true")
    where(setup, "week 0 of 6")


def test_the_same_seed_has_a_ghost_and_another_seed_has_none(page):
    for seed, ghosts in (("7", 1), ("8", 0)):
        page.get_by_role("button", name="Step").click()
        where(page, "week 1 of 6")
        page.get_by_role("button", name="Set up").click()
        entry(page, "seed").fill(seed)
        entry(page, "time.burn_in").fill("1")
        run(page)
        where(page, "week 0 of 6")
        expect(page.locator(".sim-ghostly:visible")).to_have_count(ghosts)


def test_a_new_run_plays_to_its_end_and_can_be_played_again_after_it(page):
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")
    page.get_by_role("button", name="Set up").click()
    run(page)
    where(page, "week 0 of 6")
    page.get_by_role("button", name="▶").click()
    where(page, "has ended")


def test_a_file_of_ones_own_is_opened(setup, tmp_path):
    own = tmp_path / "own.yaml"
    text = SMALL.read_text(encoding="utf-8").replace("weeks: 6", "weeks: 3")
    own.write_text(text.replace("title: Two", "title: Mine, two"), encoding="utf-8")
    setup.get_by_label("File of a scenario").set_input_files(own)
    expect(setup.locator("h1")).to_contain_text("Mine, two groups", timeout=PATIENCE)
    where(setup, "week 0 of 3")
    setup.locator(".sim-sources .v-select").click()
    setup.get_by_role("option", name="small", exact=True).click()
    where(setup, "week 0 of 6")


def test_a_bad_text_is_told_line_by_line_and_never_as_markup(setup):
    field = setup.get_by_label("YAML of a scenario")
    field.fill("scenario: mine\ntitle: <img src=x onerror=alert(1)>\ntime: 3\n")
    setup.get_by_role("button", name="Open").click()
    faults = setup.locator(".sim-own-faults li")
    expect(faults).to_have_count(5)
    expect(faults.nth(3)).to_contain_text("title: '<img src=x onerror=alert(1)>' is not a name")
    setup.get_by_role("button", name="line 3").click()
    chosen = field.evaluate("el => el.value.slice(el.selectionStart, el.selectionEnd)")
    assert chosen == "time: 3"
    field.fill("a: [1\n")
    setup.get_by_role("button", name="Open").click()
    expect(faults.first).to_contain_text("is not YAML")


def test_a_text_that_is_too_large_is_refused_before_it_is_sent(setup):
    setup.get_by_label("YAML of a scenario").evaluate("el => { el.value = '#'.repeat(1000001); }")
    setup.get_by_role("button", name="Open").click()
    expect(setup.locator(".sim-own-faults")).to_contain_text("larger than 1 MB")


@pytest.mark.parametrize("width", [400, 1440])
def test_nothing_of_the_controls_sticks_out(setup, width):
    setup.set_viewport_size({"width": width, "height": 900})
    setup.get_by_label("Search what can be set").fill("pacts")
    setup.wait_for_timeout(300)
    assert setup.evaluate("document.documentElement.scrollWidth") <= width
