"""A page of the small scenario in Chromium, for the tests that drive it."""

from __future__ import annotations

import asyncio

import pytest
from playwright.sync_api import expect, sync_playwright

from sim.view.watched import WatchedModel
from tests.view.browser import CHROMIUM, FLAGS, PATIENCE, SMALL, Watch, served


@pytest.fixture(scope="session")
def loop():
    """A loop for this thread: Solara asks for it, and Python no longer makes it unasked."""
    found = asyncio.new_event_loop()
    yield found
    found.close()


@pytest.fixture(autouse=True)
def current_loop(loop):
    asyncio.set_event_loop(loop)


@pytest.fixture(scope="module")
def model():
    """The small scenario, played to its end."""
    found = WatchedModel(SMALL)
    for _ in range(6):
        found.step()
    return found


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
    found.goto(address, timeout=PATIENCE)
    expect(found.locator(".sim-map-canvas")).to_be_visible(timeout=PATIENCE)
    expect(found.locator(".sim-where")).to_have_text("week 0 of 6")
    yield found
    context.close()
    assert watch.faults == []
