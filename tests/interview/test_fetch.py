# ruff: noqa: E501
"""A page is read from an open address over http or https, in time and in measure; everything else is refused."""

from __future__ import annotations

import gzip
import http.server
import importlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from duologue.errors import SourceError
from duologue.interview import read_source

PUBLIC = "93.184.216.34"
PAGE = "<html><body><article><p><b>问：</b>冷吗？</p><p><b>答：</b>不冷。</p><p><b>问：</b>累吗？</p><p><b>答：</b>不累。</p></article></body></html>".encode(
    "gb18030"
)
REDIRECTS = {
    "/loop": "/loop",
    "/file": "file:///etc/hostname",
    "/inside": "http://10.0.0.1/secret",
    "/metadata": "http://169.254.169.254/latest",
    "/nowhere": "//[",
}


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
            return
        if self.path == "/drip":
            self._drip()
            return
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "text/html; charset=gb2312")
        body = PAGE
        if self.path in ("/bomb", "/damaged"):
            self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(bytes(30_000_000)) if self.path == "/bomb" else b"no gzip"
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """A header that never ends, a little at a time."""
        self.send_response(200)
        self.flush_headers()
        try:
            while True:
                self.wfile.write(b"X-Later: 1\r\n")
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def open_site(site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The site as one of the open internet: its name and address are public, the line goes to this machine."""
    port = int(site.rsplit(":", 1)[1])
    real_names, real_line = socket.getaddrinfo, socket.create_connection

    def names(host: str, *args: Any, **options: Any) -> Any:
        return real_names(PUBLIC if host == "article.example" else host, *args, **options)

    def line(address: tuple[str, int], *args: Any, **options: Any) -> socket.socket:
        return real_line(("127.0.0.1", port) if address[0] == PUBLIC else address, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", names)
    monkeypatch.setattr(socket, "create_connection", line)
    return "http://article.example"


def test_a_page_from_an_address_in_the_headers_encoding(open_site: str) -> None:
    turn = read_source(f"{open_site}/a").turns()[0]
    assert (turn.speaker, turn.paragraphs[0].text) == ("问", "冷吗？")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/loop", "from one address to the next"),
        ("/file", "only http and https"),
        ("/inside", "private address"),
        ("/metadata", "private address"),
        ("/nowhere", "not an address"),
        ("/gone", "answered 404"),
        ("/bomb", "too large"),
        ("/damaged", "damaged"),
    ],
)
def test_what_is_refused_with_a_sentence(open_site: str, path: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        read_source(open_site + path)


def test_an_answer_that_drips_is_cut_off(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("duologue.interview.fetch"), "TOTAL_SECONDS", 0.3)
    with pytest.raises(SourceError, match="too slowly"):
        read_source(f"{site}/drip", allow_private=True)


def test_a_private_address_needs_leave(site: str) -> None:
    with pytest.raises(SourceError, match="private"):
        read_source(f"{site}/a")
    assert read_source(f"{site}/a", allow_private=True).turns()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "data://text/plain,Ann",
        "http://",
        "http://[",
        "http://x:99999999/",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(SourceError):
        read_source(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0",
        "localhost",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_private_hosts_however_they_are_written(host: str) -> None:
    with pytest.raises(SourceError, match="private address"):
        read_source(f"http://{host}:9/")
