"""A real browser intervenes in runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.view.browser import IN_CHROMIUM, where

pytestmark = IN_CHROMIUM


@pytest.fixture
def form(page):
    """The form, on a run that is carried on to week 2."""
    for week in (1, 2):
        page.get_by_role("button", name="Step").click()
        where(page, f"week {week} of 6")
    page.get_by_role("button", name="Intervene").click()
    expect(page.locator(".sim-intervene")).to_be_visible()
    return page


def do(page, kind, act="Do it", **values):
    page.get_by_label("What to do").select_option(kind)
    for path, value in values.items():
        blank = page.locator(f"[data-path='{path.replace('__', '.')}']")
        if blank.locator("select").count():
            blank.locator("select").select_option(value)
        else:
            blank.locator("input").fill(value)
    page.get_by_role("button", name=act, exact=True).click()


def deeds(page):
    return page.locator(".sim-deed-mine")


def test_an_intervention_is_done_listed_and_marked_on_the_time_line(form):
    do(form, "deployment", actor="blues", force__fighters="250")
    expect(deeds(form)).to_have_text(["▼22 Jan 2018250 fighters of Blues arrive: anywhere"])
    expect(form.locator(".sim-mark-done")).to_have_count(1)
    form.get_by_role("button", name="Step").click()
    where(form, "week 3 of 6")
    expect(form.locator(".sim-told")).to_contain_text("250 fighters of Blues arrive")


def test_a_bad_number_is_told_at_its_field(form):
    do(form, "funding", actor="reds", factor="lots")
    expect(form.locator("[data-path='factor'] .sim-fault")).to_contain_text(
        "'lots' is of the wrong type; allowed: a number, 0 to 100 (factor)."
    )
    expect(deeds(form)).to_have_count(0)


def test_a_pact_is_offered_and_a_leader_killed_while_the_run_plays(page):
    page.get_by_role("button", name="Intervene").click()
    page.locator(".sim-settings .v-select").click()
    page.get_by_role("option", name="1 week/s").click()
    page.get_by_role("button", name="▶").click()
    where(page, "week 1 of 6")
    do(page, "pact_offer", actor="state", to="reds")
    expect(deeds(page)).to_have_count(1)
    do(page, "leader_killed", actor="blues")
    expect(deeds(page)).to_have_count(2)
    where(page, "has ended")
    expect(deeds(page).first).to_contain_text("State offers Reds a pact")


def test_from_a_past_week_the_run_branches_and_the_run_before_stays_as_a_ghost(form):
    form.get_by_role("button", name="▶").click()
    where(form, "has ended")
    expect(form.get_by_role("button", name="Do it")).to_be_disabled()
    form.locator(".sim-slider").fill("3")
    where(form, "week 3, looking back")
    do(form, "withdrawal", act="Branch from here", actor="state")
    where(form, "week 3 of 6")
    expect(deeds(form)).to_have_text(["▼29 Jan 2018State withdraws 100% of its fighters: anywhere"])
    form.get_by_role("button", name="← Close").click()
    expect(form.locator(".sim-ghostly")).to_be_visible()
    form.get_by_role("button", name="▶").click()
    where(form, "has ended")


def test_reset_forgets_what_was_done_by_hand(form):
    do(form, "coup", actor="state")
    expect(deeds(form)).to_have_count(1)
    form.get_by_role("button", name="Reset").click()
    where(form, "week 0 of 6")
    expect(deeds(form)).to_have_count(0)


def test_the_pinned_cell_is_a_place(form):
    form.locator(".sim-map-canvas").click()
    place = form.locator("[data-path='force.place'] option")
    expect(place.first).to_contain_text("The cell pinned: Cell")


@pytest.mark.parametrize("width", [400, 1440])
def test_the_form_sticks_out_at_no_width(form, width):
    form.set_viewport_size({"width": width, "height": 900})
    form.wait_for_timeout(300)
    assert form.evaluate("document.documentElement.scrollWidth") <= width
