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
from duologue.interview.addresses import is_public

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
    "/island": "/岛 a?q=ü".encode().decode("latin-1"),
}

HALF = len(PAGE) // 2
PACKED = gzip.compress(PAGE)
CUT: dict[str, tuple[bytes, dict[str, str]]] = {
    "/cut-length": (PAGE[:HALF], {"Content-Length": str(len(PAGE))}),
    "/cut-gzip": (PACKED[:HALF], {"Content-Encoding": "gzip"}),
    "/cut-second": (PACKED + PACKED[:20], {"Content-Encoding": "gzip"}),
    "/cut-chunk": (f"{len(PAGE):x}\r\n".encode() + PAGE[:HALF], {"Transfer-Encoding": "chunked"}),
    "/empty-gzip": (b"", {"Content-Encoding": "gzip"}),
    "/brotli": (PAGE, {"Content-Encoding": "br"}),
    "/members": (gzip.compress(PAGE[:HALF]) + gzip.compress(PAGE[HALF:]), {"Content-Encoding": "gzip"}),
    "/padded": (PACKED + bytes(100), {"Content-Encoding": "gzip"}),
    "/chunks": (
        f"{HALF:x}\r\n".encode()
        + PAGE[:HALF]
        + f"\r\n{len(PAGE) - HALF:x}\r\n".encode()
        + PAGE[HALF:]
        + b"\r\n0\r\n\r\n",
        {"Transfer-Encoding": "chunked"},
    ),
    "/%E5%B2%9B%20a?q=%C3%BC": (PAGE, {"Content-Length": str(len(PAGE))}),
    "/100%25": (PAGE, {"Content-Length": str(len(PAGE))}),
}


class _Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        if self.path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
            return
        if self.path in CUT:
            self._cut(*CUT[self.path])
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

    def _cut(self, body: bytes, headers: dict[str, str]) -> None:
        """An answer that breaks off where `body` ends, whatever its headers promise."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=gb2312")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

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
        ("/loop", "redirects without end"),
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
        "[::127.0.0.1]",
        "[64:ff9b:1::1]",
        "[fec0::1]",
    ],
)
def test_private_hosts_however_they_are_written(host: str) -> None:
    with pytest.raises(SourceError, match="private address"):
        read_source(f"http://{host}:9/")


@pytest.mark.parametrize("path", ["/cut-length", "/cut-gzip", "/cut-second", "/cut-chunk", "/empty-gzip"])
def test_a_page_that_was_cut_off_is_refused(site: str, path: str) -> None:
    with pytest.raises(SourceError, match="cut off before its end"):
        read_source(site + path, allow_private=True)


def test_a_packing_that_was_not_asked_for_is_refused(site: str) -> None:
    with pytest.raises(SourceError, match=r"compression .* \(br\)"):
        read_source(f"{site}/brotli", allow_private=True)


@pytest.mark.parametrize(
    "path", ["/members", "/padded", "/chunks", "/岛 a?q=ü", "/%E5%B2%9B a?q=%C3%BC", "/island", "/100%25"]
)
def test_a_page_is_read_whole_however_it_is_sent_or_asked_for(site: str, path: str) -> None:
    interview = read_source(site + path, allow_private=True)
    assert [turn.speaker for turn in interview.turns()] == ["问", "答"] * 2


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1",
        "10.1.2.3",
        "100.127.255.255",
        "127.8.8.8",
        "169.254.1.1",
        "172.31.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.19.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2606:4700::200:5efe:7f00:1",
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.216.34",
        "100.128.0.1",
        "172.32.0.1",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", ["http://müller..example/", "http://ü:99999/", "http://a b/ü"])
def test_addresses_that_cannot_be_encoded_are_refused(url: str) -> None:
    with pytest.raises(SourceError):
        read_source(url)


def test_the_refusal_of_a_private_address_names_the_option() -> None:
    with pytest.raises(SourceError, match="--allow-private"):
        read_source("http://127.0.0.1:9/")
