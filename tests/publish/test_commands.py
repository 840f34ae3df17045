"""`duologue feed` and `duologue serve` as a person meets them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from duologue.cli.feed import feed
from duologue.cli.serve import serve
from duologue.errors import EpisodeError, UsageError

app = typer.Typer()
app.command()(feed)
app.command()(serve)


def test_feed_reports_what_it_wrote(show: Path) -> None:
    done = CliRunner().invoke(app, ["feed", str(show), "--url", "https://example.org/show/", "--json"])
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert report["feed"] == "https://example.org/show/feed.xml"
    assert report["episodes"] == 2
    assert str(show / "feed.xml") in report["changed"]
    again = CliRunner().invoke(app, ["feed", str(show), "--url", "https://example.org/show"])
    assert again.stdout == "https://example.org/show/feed.xml\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(show: Path) -> None:
    (show / "index.html").mkdir()
    with pytest.raises(EpisodeError, match=r"index\.html cannot be written"):
        CliRunner().invoke(app, ["feed", str(show), "--url", "https://example.org"], catch_exceptions=False)


def test_serving_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no episode"):
        CliRunner().invoke(app, ["serve", str(tmp_path)], catch_exceptions=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 (what is tested)
def test_serve_says_where_and_opens_others_only_a_secret_path(show: Path, host: str) -> None:
    code = "import typer; from duologue.cli.serve import serve; typer.run(serve)"
    server = subprocess.Popen(
        [sys.executable, "-c", code, str(show), "--port", "0", "--host", host],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "no_proxy": "*"},
    )
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 (our own server)
            assert b"<rss" in answer.read()
        if host == "127.0.0.1":
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/feed\.xml", url)
        else:
            assert re.fullmatch(r"http://[\d.]+:\d+/[\w-]{20}/feed\.xml", url)
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(url.rsplit("/", 2)[0] + "/feed.xml", timeout=20)  # noqa: S310
    finally:
        server.terminate()
        server.wait(20)
