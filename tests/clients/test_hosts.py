"""A published show on real web hosts, asked as apps ask; and hosts that do something wrong are told so."""

from __future__ import annotations

import http.server
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from duologue.publish.finding import ShowFinding
from duologue.publish.places import open_target
from duologue.publish.probe import probe
from duologue.publish.publishing import publish
from serving import need, serving
from shows import write_show

DOCUMENT = Path(__file__).parent.parent.parent / "docs/publishing.md"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def published(folder: Path, port: int) -> tuple[str, Path]:
    """A show published for a host at this port: its feed's address and its folder."""
    public = folder / "public"
    show = write_show(folder / "show")
    done = publish(show, open_target(str(public)), f"http://127.0.0.1:{port}")
    return done.feed_url, public


def wrong(found: list[ShowFinding]) -> set[str]:
    return {each.what for each in found if each.level == "wrong"}


def better(found: list[ShowFinding]) -> set[str]:
    return {each.what for each in found if each.level == "better"}


@pytest.mark.client
def test_nginx_as_the_documents_set_it_up(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or need("/usr/sbin/nginx")
    port = free_port()
    feed, public = published(tmp_path, port)
    for path in (tmp_path, *tmp_path.parents):
        path.chmod(path.stat().st_mode | 0o111) if path.owner() == tmp_path.owner() else None
    found = re.search(r"```nginx\n(server \{.*?\n\})\n```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found is not None
    site = found[1].replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/www/show", str(public))
    settings = tmp_path / "nginx.conf"
    temporary = "\n".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; user root;\n"
        f"events {{}}\nhttp {{ access_log off;\n{temporary}\n{site}\n}}\n",
        encoding="utf-8",
    )
    running = subprocess.Popen([nginx, "-c", str(settings)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        said = probe(feed, (public / "feed.xml").read_bytes())
        assert wrong(said) == set(), said
        assert better(said) == {"https"}, said
    finally:
        running.terminate()
        running.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)


def test_our_own_server_has_nothing_wrong(tmp_path: Path) -> None:
    port = free_port()
    show = write_show(tmp_path / "show")
    with serving(show) as url:
        said = probe(f"{url}/feed.xml")
    assert wrong(said) == set(), said
    assert better(said) == {"https", "CORS", "transcript", "chapters"}, "on this machine alone"
    del port


class _Plain(http.server.SimpleHTTPRequestHandler):
    """No ranges, no CORS, types guessed: what comes with Python."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is printed."""


class _Unhelpful(_Plain):
    """HEAD is refused, everything is text, a private file is there."""

    def do_HEAD(self) -> None:
        self.send_error(405)

    def guess_type(self, path: object) -> str:
        return "text/plain"


class _Circle(_Plain):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.path + "x")
        self.end_headers()


@contextmanager
def hosted(folder: Path, handler: type[_Plain], port: int) -> Iterator[None]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def test_a_host_without_ranges_is_told_that_nobody_can_seek(tmp_path: Path) -> None:
    port = free_port()
    feed, public = published(tmp_path, port)
    with hosted(public, _Plain, port):
        said = probe(feed, (public / "feed.xml").read_bytes())
    assert "ranges" in wrong(said)
    assert {"CORS", "https"} <= better(said)
    assert any("Access-Control-Allow-Origin" in each.advice for each in said)


def test_a_host_that_refuses_head_and_shows_what_is_private(tmp_path: Path) -> None:
    port = free_port()
    feed, public = published(tmp_path, port)
    (public / "show.yaml").write_text("title: x\n", encoding="utf-8")
    with hosted(public, _Unhelpful, port):
        said = probe(feed)
    assert {"feed", "HEAD", "ranges", "private"} <= wrong(said)
    assert any("everybody can read" in each.said and each.said.endswith("show.yaml") for each in said)


def test_another_feed_than_the_published_one_is_noticed(tmp_path: Path) -> None:
    port = free_port()
    feed, public = published(tmp_path, port)
    with hosted(public, _Plain, port):
        said = probe(feed, b"<rss/>")
    assert any("is not the one that was published" in each.said for each in said)


def test_nothing_there_and_no_way_out_are_sentences(tmp_path: Path) -> None:
    port = free_port()
    assert any("there is no answer" in each.said for each in probe(f"http://127.0.0.1:{port}/feed.xml"))
    with hosted(tmp_path, _Plain, port):
        assert any("it answers 404" in each.said for each in probe(f"http://127.0.0.1:{port}/feed.xml"))
    with hosted(tmp_path, _Circle, port):
        said = probe(f"http://127.0.0.1:{port}/feed.xml")
    assert any("without end" in each.said for each in said)


class _Hub(http.server.BaseHTTPRequestHandler):
    told: list[str] = []  # noqa: RUF012

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        _Hub.told.append(self.rfile.read(length).decode())
        self.send_response(202)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is printed."""


def test_a_hub_is_told_of_a_new_feed_and_of_nothing_else(tmp_path: Path) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    show = write_show(tmp_path / "show")
    with (show / "show.yaml").open("a", encoding="utf-8") as file:
        file.write(f"hub: http://127.0.0.1:{server.server_address[1]}/\n")
    target = open_target(str(tmp_path / "public"))
    for _ in range(2):
        assert publish(show, target, "https://example.org/show").notes is not None
    server.shutdown()
    server.server_close()
    assert len(_Hub.told) == 1
    assert "hub.mode=publish" in _Hub.told[0]
    assert "https%3A%2F%2Fexample.org%2Fshow%2Ffeed.xml" in _Hub.told[0]
    (show / "show.yaml").write_text(
        (show / "show.yaml").read_text("utf-8") + "type: serial\n", encoding="utf-8"
    )
    notes = publish(show, target, "https://example.org/show").notes
    assert any("was not told of the new feed" in note for note in notes)
