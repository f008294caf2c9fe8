"""The outermost layer: what a client says about itself does not shape our links."""

from __future__ import annotations

from asgiref.testing import ApplicationCommunicator

from autocrea.asgi import application


async def test_a_client_cannot_move_our_addresses() -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/account",
        "root_path": "/evil",
        "query_string": b"",
        "headers": [],
    }
    asked = ApplicationCommunicator(application, {**scope, "headers": [(b"host", b"testserver")]})
    await asked.send_input({"type": "http.request", "body": b""})
    answer = await asked.receive_output(10)
    await asked.receive_output(10)
    await asked.wait()
    assert answer["status"] == 302
    assert dict(answer["headers"])[b"Location"] == b"/login?next=/account"
