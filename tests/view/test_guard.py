"""Only this machine's own browser may talk to the page."""

from __future__ import annotations

import asyncio

import pytest

from sim.view.guard import Guard

PORT = 8765


def answer(kind="http", **headers):
    """What a request gets: the first message sent back."""

    async def page(scope, receive, send):
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})

    sent = []

    async def send(message):
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(Guard(page, PORT)({"type": kind, "headers": pairs}, None, send))
    return sent[0]


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765"])
def test_the_pages_own_address_is_answered(host):
    assert answer(host=host)["status"] == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:80", ""])
def test_a_request_for_another_host_is_refused(host):
    assert answer(host=host)["status"] == 403


def test_a_request_without_a_host_is_refused():
    assert answer()["status"] == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:8765", "http://127.0.0.1:80", "null"]
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_request_from_another_origin_is_refused(kind, origin):
    refused = answer(kind, host="127.0.0.1:8765", origin=origin)
    assert refused.get("status") == 403 or refused["type"] == "websocket.close"


def test_a_websocket_from_the_page_is_let_in():
    opened = answer("websocket", host="127.0.0.1:8765", origin="http://127.0.0.1:8765")
    assert opened["type"] == "websocket.accept"


def test_a_websocket_that_does_not_say_where_it_comes_from_is_refused():
    assert answer("websocket", host="127.0.0.1:8765")["type"] == "websocket.close"


def test_what_is_served_may_load_nothing_off_this_machine():
    headers = dict(answer(host="127.0.0.1:8765")["headers"])
    assert b"default-src 'self'" in headers[b"content-security-policy"]
