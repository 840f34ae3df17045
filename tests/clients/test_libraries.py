"""Music libraries, DLNA and Subsonic servers and podcast apps file a show as one: one album, in its order."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from duologue.publish.places import open_target
from duologue.publish.publishing import publish
from serving import need
from shows import manifest, write_episode

pytestmark = pytest.mark.client
URL = "https://example.org/show"
SHOW, AUTHOR = "街角对话", "街角编辑部"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is published of three episodes that were rendered from three publications."""
    root = tmp_path_factory.mktemp("libraries")
    for number, publication in enumerate(("街角", "别的杂志", "The Slow Ear"), 1):
        write_episode(root / "show", manifest(f"e-{number}", f"第 {number} 集", show=publication))
    (root / "show/show.yaml").write_text(f"title: {SHOW}\nauthor: {AUTHOR}\n", encoding="utf-8")
    publish(root / "show", open_target(str(root / "public")), URL)
    return root / "public"


def run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def python_of(tool: str) -> str:
    """The interpreter that a tool of PyPI runs with."""
    return str(Path(need(tool)).parent / "python")


def test_kid3_reads_the_show_the_number_and_the_chapters(public: Path) -> None:
    kid3 = need("kid3-cli")
    for number in (1, 2, 3):
        said = run(kid3, "-c", "get all", public / f"e-{number}/e-{number}.mp3", LC_ALL="C.UTF-8")
        fields = dict(re.findall(r"^  (\S.*?\S)  +(.*)$", said, re.MULTILINE))
        assert (fields["Album"], fields["Album Artist"]) == (SHOW, AUTHOR)
        assert fields["Track Number"] == str(number)
        assert said.count("  Chapter  ") == 3


@pytest.fixture
def indexed(public: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """What a DLNA server has written down of the show's sounds."""
    server = shutil.which("minidlnad") or need("/usr/sbin/minidlnad")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = tmp_path / "minidlna.conf"
    settings.write_text(
        f"media_dir=A,{public}\ndb_dir={tmp_path}\nlog_dir={tmp_path}\nport={port}\n"
        "network_interface=lo\ninotify=no\n",
        encoding="utf-8",
    )
    running = subprocess.Popen(
        [server, "-f", str(settings), "-d", "-R", "-P", str(tmp_path / "pid")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and _count(tmp_path / "files.db") < 3:
            time.sleep(0.5)
        connection = sqlite3.connect(f"file:{tmp_path}/files.db?mode=ro", uri=True)
        yield connection
        connection.close()
    finally:
        running.terminate()
        running.wait(10)


def _count(database: Path) -> int:
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            query = "select count(*) from DETAILS where PATH like '%.mp3'"
            return int(connection.execute(query).fetchone()[0])
    except sqlite3.Error:
        return 0


def test_minidlna_files_it_as_one_album(indexed: sqlite3.Connection) -> None:
    query = "select ALBUM, ARTIST, TRACK from DETAILS where PATH like '%.mp3' order by TRACK"
    assert indexed.execute(query).fetchall() == [(SHOW, AUTHOR, number) for number in (1, 2, 3)]


SUPYSONIC = """
import json, sys
from supysonic.db import Track, init_database, release_database
from supysonic.managers.folder import FolderManager
from supysonic.scanner import Scanner
init_database("sqlite:///" + sys.argv[2])
FolderManager.add("show", sys.argv[1])
scanner = Scanner(); scanner.queue_folder("show"); scanner.run()
tracks = [[t.album.name, t.album.artist.name, t.number] for t in Track.select()]
print(json.dumps(sorted(tracks)))
"""


def test_supysonic_files_it_as_one_album(public: Path, tmp_path: Path) -> None:
    python = python_of("supysonic-cli")
    said = run(python, "-c", SUPYSONIC, public, tmp_path / "supysonic.db", HOME=str(tmp_path))
    assert json.loads(said.splitlines()[-1]) == [[SHOW, AUTHOR, number] for number in (1, 2, 3)]


CASTERO = """
import json, sys
from castero.feed import Feed
feed = Feed(file=sys.argv[1])
episodes = [[e.title, e.enclosure] for e in feed.parse_episodes()]
print(json.dumps([feed.title, feed.validated, episodes]))
"""


def test_casteros_parser(public: Path, tmp_path: Path) -> None:
    said = run(python_of("castero"), "-W", "ignore", "-c", CASTERO, public / "feed.xml", HOME=str(tmp_path))
    title, valid, episodes = json.loads(said.splitlines()[-1])
    assert (title, valid) == (SHOW, True)
    assert [name for name, _ in episodes] == ["第 3 集", "第 2 集", "第 1 集"]
    assert all(address.startswith(f"{URL}/e-") for _, address in episodes)
