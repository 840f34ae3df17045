"""Real podcast clients subscribe to a served show, list its episodes and download them byte for byte."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import need, serving
from shows import write_show

pytestmark = pytest.mark.client
TITLES = ["面包师的早晨：慢就是快", "邮差：一条路走三十年 & <更久>"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    root = write_show(tmp_path_factory.mktemp("served") / "show")
    with serving(root) as url:
        yield f"{url}/feed.xml", root


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", **environment},
    )
    return done.stdout + done.stderr


def same_bytes(root: Path, downloaded: Path) -> None:
    sent = sorted(path.read_bytes() for path in root.glob("*/*.mp3"))
    got = sorted(path.read_bytes() for path in downloaded.rglob("*.mp3"))
    assert len(got) == 2, [str(path) for path in downloaded.rglob("*")]
    assert sent == got


def test_gpodder(served: tuple[str, Path], tmp_path: Path) -> None:
    url, root = served
    gpo = need("gpo")
    home = {"GPODDER_HOME": str(tmp_path), "GPODDER_DOWNLOAD_DIR": str(tmp_path / "dl")}
    run(gpo, "subscribe", url, "Demo", **home)
    listed = run(gpo, "episodes", url, **home)
    assert all(title in listed for title in TITLES)
    run(gpo, "download", url, **home)
    same_bytes(root, tmp_path / "dl")


def test_newsboat_and_podboat(served: tuple[str, Path], tmp_path: Path) -> None:
    url, root = served
    newsboat, podboat = need("newsboat"), need("podboat")
    (tmp_path / "urls").write_text(url + "\n", encoding="utf-8")
    (tmp_path / "config").write_text(
        f'download-path "{tmp_path}/dl"\npodcast-auto-enqueue yes\n', encoding="utf-8"
    )
    files = ["-C", str(tmp_path / "config"), "-c", str(tmp_path / "cache.db")]
    locale = {"LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    run(newsboat, "-u", str(tmp_path / "urls"), *files, "-x", "reload", **locale)
    assert run(newsboat, "-u", str(tmp_path / "urls"), *files, "-x", "print-unread", **locale).startswith(
        "2 "
    )
    queue = tmp_path / ".newsboat" / "queue"
    queued = queue.read_text("utf-8") if queue.exists() else ""
    if not queued:
        pytest.skip("this newsboat enqueues only from its screen")
    assert len(re.findall(r"\.mp3", queued)) >= 2
    command = f"{podboat} -C {tmp_path}/config -q {queue} -a"
    screen = subprocess.Popen(  # podboat needs a terminal; `script` is one
        [need("script"), "-qec", command, "/dev/null"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "no_proxy": "127.0.0.1", **locale},
    )
    try:
        for _ in range(200):
            if len(list((tmp_path / "dl").rglob("*.mp3"))) == 2:
                break
            time.sleep(0.1)
        same_bytes(root, tmp_path / "dl")
    finally:
        screen.terminate()
        screen.wait(10)


def test_podcast_archiver(served: tuple[str, Path], tmp_path: Path) -> None:
    url, root = served
    archiver = shutil.which("podcast-archiver", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if archiver is None:
        pytest.skip("podcast-archiver is not installed")
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    (tmp_path / "dl").mkdir()
    run(archiver, "--feed", url, "--dir", str(tmp_path / "dl"), **home)
    same_bytes(root, tmp_path / "dl")
