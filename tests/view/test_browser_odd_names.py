"""Names that are odd but allowed, and free text of any kind, do no harm on the page in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sim.batch.batch import run_batch
from tests.view.browser import IN_CHROMIUM, PATIENCE, SMALL, Watch, served, where

pytestmark = IN_CHROMIUM

NAMES = {
    "Reds": 'O\'Brien & "Söhne" &lt;b&gt; {{7*7}}',
    "Blues": "جماعة نصرة",
    "State": "État ⵜⴰⵎⴰ 国 🦒 %s",
    "Herders": "javascript:alert(1)",
    "Two groups and a state on a small lattice": "Was 'täte' &amp; {{6*6}} \"drei\"; 50 %?",
}
TEXT = (
    "=HYPERLINK(1) <img src=x onerror='window.harmed = 1'><script>window.harmed = 2</script> "
    "{{constructor.constructor('window.harmed = 3')()}} $$x^2$$ [a](javascript:alert(1)) \u202e abc"
)
TABS = ("Watch", "Relations", "Events", "Batch", "Compare", "Set up", "About")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Results of a batch whose scenario has odd names, a leader's and an outlet's too."""
    folder = tmp_path_factory.mktemp("odd")
    text = SMALL.read_text(encoding="utf-8")
    for plain, name in NAMES.items():
        text = text.replace(f": {plain}\n", f": {quoted(name)}\n")
        text = text.replace(f"name: {plain},", f"name: {quoted(name)},")
    text = text.replace(
        "    type: rebel_group",
        f"    leader: {quoted(NAMES['Blues'])}\n"
        "    type: rebel_group\n"
        f"    outlet: {{name: {quoted(NAMES['State'])}, source: {quoted(TEXT)}}}",
    )
    text += f"description: {quoted(TEXT)}\nsources: [{quoted(TEXT)}]\n"
    (folder / "odd.yaml").write_text(text, encoding="utf-8")
    title = quoted(NAMES["Reds"])
    (folder / "batch.yaml").write_text(
        f"batch: odd\ntitle: {title}\nbase: odd.yaml\ncompare: {{to: one}}\n"
        f"alternatives: {{one: {{title: {title}}}, two: {{set: {{actors.reds.skill: 2}}}}}}\n"
        "outcomes: {deaths: {table: events, column: best, take: sum}}\n",
        encoding="utf-8",
    )
    assert run_batch(folder / "batch.yaml", folder / "out", workers=1, quiet=True) == 0
    with served(str(folder / "out")) as address:
        yield address


def test_odd_names_and_texts_are_shown_as_they_are_on_every_tab(odd, browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    watch = Watch(page)
    page.goto(odd, timeout=PATIENCE)
    expect(page.locator(".sim-batch-head h2")).to_have_text(NAMES["Reds"], timeout=PATIENCE)
    page.get_by_role("button", name="Watch two, 1").click()
    where(page, "week 0 of 6")
    page.get_by_role("button", name="▶", exact=True).click()
    where(page, "has ended")
    shown = ""
    for tab in TABS:
        page.get_by_role("button", name=tab, exact=True).click()
        page.wait_for_timeout(500)
        shown += page.locator("body").inner_text()
    assert all(name in shown for name in NAMES.values())
    assert TEXT in shown
    assert page.evaluate("window.harmed") is None
    assert page.locator("img[src=x]").count() == 0
    assert watch.faults == []
    context.close()
