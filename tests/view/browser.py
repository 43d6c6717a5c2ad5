"""A served page and a Chromium that looks at it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"

CHROMIUM = Path("/usr/bin/chromium")

IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
"""Marks of a file whose tests drive the page."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "blob:", "data:")

EXPECTED = re.compile("Failed to evaluate Vue script")
"""What Solara's own page writes to the console."""

ALARM = "[anywidget] Failed to initialize model."
"""Raised by anywidget two seconds after a panel was begun, where it has gone by then or the machine
is slow. A panel that does not come at all is missed by the tests that look for what it shows."""

PATIENCE = 300_000
"""Milliseconds to wait for a page: rules may have to be compiled first."""


@contextmanager
def served(*arguments, folder=None):
    """Address of a page served by `sim view`, with the given arguments, in its own process."""
    command = [sys.executable, "-m", "sim", "view", *arguments, "--no-browser"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        said = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address, said
        yield address.group()
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.stdout.close()


class Watch:
    """Notes everything of a browser's page that should never happen."""

    def __init__(self, page):
        self.faults = []
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("response", self._response)
        page.on("request", self._request)

    def _console(self, message):
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.faults.append(f"console: {message.text}")

    def _error(self, error):
        if ALARM not in str(error):
            self.faults.append(f"error: {error}")

    def _response(self, response):
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    def _request(self, request):
        if not request.url.startswith(LOCAL):
            self.faults.append(f"off the machine: {request.url}")


def where(page, text):
    """Wait until the page says of the week that is looked at what matches."""
    expect(page.locator(".sim-where")).to_have_text(re.compile(text), timeout=60_000)
