"""However many connections keep silent, whoever asks is answered; nobody holds a connection for ever."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from duologue.publish import connections
from serving import serving

HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX-"


def open_line(url: str, sent: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
    line = socket.create_connection(
        ("127.0.0.1", urlsplit(url).port or 0), timeout=10, source_address=(source, 0)
    )
    if sent:
        line.sendall(sent)
    return line


def status_of(url: str, path: str = "/feed.xml") -> int:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def is_over(line: socket.socket, seconds: float) -> bool:
    """Whether the server hangs up within this time."""
    line.settimeout(seconds)
    try:
        while line.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    return True


def test_a_thousand_half_requests_keep_nobody_from_being_answered(show: Path) -> None:
    held = []
    with serving(show, most=64) as url:
        assert status_of(url) == 200
        for number in range(1000):
            held.append(open_line(url, HALF))
            if number % 100 == 99:
                assert status_of(url) == 200
        ended = sum(is_over(line, 0.01) for line in held[:900])
        assert ended == 900, "the oldest made room"
        for line in held:
            line.close()


def test_one_address_leaves_room_for_others_though_all_it_has_are_busy(show: Path) -> None:
    big = show / "mian-bao/mian-bao.mp3"
    big.write_bytes(big.read_bytes() + bytes(30_000_000))
    request = b"GET /mian-bao/mian-bao.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with serving(show, most=20) as url:
        busy = [open_line(url, request) for _ in range(10)]
        assert all(line.recv(12) == b"HTTP/1.1 200" for line in busy)
        refused = open_line(url, request)
        assert refused.recv(12) == b"HTTP/1.1 503"
        other = open_line(url, request, source="127.0.0.2")
        assert other.recv(12) == b"HTTP/1.1 200"
        for line in (*busy, refused, other):
            line.close()
        deadline = time.monotonic() + 5
        while status_of(url) != 200 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert status_of(url) == 200, "there is room again"


@pytest.mark.parametrize("sent", [b"", b"GET /", HALF])
def test_a_head_that_does_not_come_ends_the_connection(
    show: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    with serving(show) as url:
        line = open_line(url, sent)
        assert not is_over(line, 0.2)
        assert is_over(line, 3)


def test_a_head_that_comes_byte_by_byte_has_no_more_time(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    with serving(show) as url, open_line(url) as line:
        started = time.monotonic()
        try:
            for _ in range(100):
                line.sendall(b"G")
                time.sleep(0.05)
        except OSError:
            pass
        assert time.monotonic() - started < 3


def test_a_second_request_on_a_connection_has_the_same_time(
    show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    with serving(show) as url:
        line = open_line(url, b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 200"
        line.sendall(HALF)
        assert is_over(line, 3)


def test_who_reads_nothing_of_an_answer_is_let_go(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "STALLED_SECONDS", 0.5)
    big = show / "mian-bao/mian-bao.mp3"
    big.write_bytes(big.read_bytes() + bytes(30_000_000))
    with serving(show) as url:
        line = open_line(url, b"GET /mian-bao/mian-bao.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(2)
        read = 0
        line.settimeout(5)
        try:
            while piece := line.recv(1 << 20):
                read += len(piece)
        except ConnectionError:
            pass
        assert read < 30_000_000


@pytest.mark.skipif(os.name != "posix", reason="limits of descriptors are POSIX's")
def test_with_few_descriptors_silence_costs_no_error_and_no_processor(show: Path) -> None:
    """256 descriptors, 400 half requests: another is answered, nothing is printed, the server rests."""
    command = f"ulimit -n 256; exec {sys.executable} -m duologue serve {show} --port 0 --no-qr"
    server = subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "no_proxy": "*", "COLUMNS": "300"},
    )
    held: list[socket.socket] = []
    try:
        assert server.stdout is not None
        assert server.stderr is not None
        url = server.stdout.readline().strip().removesuffix("/feed.xml")
        held = [open_line(url, HALF) for _ in range(400)]
        assert [status_of(url) for _ in range(20)] == [200] * 20
        before = _processor_seconds(server.pid)
        time.sleep(2)
        assert _processor_seconds(server.pid) - before < 0.5
    finally:
        for line in held:
            line.close()
        server.terminate()
        _, said = server.communicate(timeout=20)
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1, said


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
