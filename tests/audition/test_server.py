import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duologue.audition.server import HOST, AuditionServer
from duologue.errors import ConfigError
from duologue.publish.network import listen

JSON = {"content-type": "application/json"}


class Asking:
    """The server on a real socket, in a thread."""

    port: int
    thread: threading.Thread

    def __init__(self, folder: Path) -> None:
        self.file = folder / "duologue.yaml"
        self.server = AuditionServer("<p>page</p>", self._take)

    def _take(self, number: int) -> Path:
        if number == 1:
            raise ConfigError("set it by hand", self.file)
        return [self.file][number]

    def ask(
        self,
        method: str = "GET",
        path: str = "",
        body: bytes | None = None,
        headers: dict[str, str] = JSON,
        secret: bool = True,
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        connection.request(method, f"/{self.server.secret}/{path}" if secret else path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def choose(self, body: Any, headers: dict[str, str] = JSON) -> tuple[int, str]:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", "choose", sent, headers)


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    made = Asking(tmp_path)
    with listen(HOST, 0) as listening:
        made.port = listening.getsockname()[1]
        thread = threading.Thread(target=made.server.run, args=(listening,), daemon=True)
        thread.start()
        made.thread = thread
        yield made
        made.server.stop()
        thread.join(10)


def test_the_page_is_shown_the_choice_written_and_the_server_stops(asking: Asking) -> None:
    assert asking.ask() == (200, "<p>page</p>")
    assert asking.choose({"cast": 0}) == (
        200,
        json.dumps({"written": str(asking.file)}, separators=(",", ":")),
    )
    asking.thread.join(10)
    assert not asking.thread.is_alive()
    assert asking.server.written == asking.file


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"cast": "0"}', b'{"cast": true}', b'{"cast": 7}', b"\xff"]
)
def test_nonsense_is_refused(asking: Asking, body: bytes) -> None:
    assert asking.choose(body)[0] == 400
    assert asking.server.written is None


def test_what_cannot_be_written_is_said(asking: Asking) -> None:
    status, text = asking.choose({"cast": 1})
    assert status == 409
    assert "set it by hand" in json.loads(text)["message"]
    assert asking.server.written is None


def test_other_sites_reach_nothing(asking: Asking) -> None:
    assert asking.ask(headers={"host": "evil.example"})[0] == 400
    assert asking.ask(path="/", secret=False)[0] == 404
    assert asking.ask("POST", "/choose", b'{"cast": 0}', secret=False)[0] == 404
    assert asking.ask(path="choose")[0] == 405
    assert asking.choose({"cast": 0}, headers={"content-type": "text/plain"})[0] == 400
    assert asking.choose(b"cast=0", headers={"content-type": "application/x-www-form-urlencoded"})[0] == 400
    assert asking.server.written is None
