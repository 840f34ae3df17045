"""No secret is printed, logged or written, wherever it stands."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audition.auditions import write_article
from speech.speech_server import SpeechServer, serving

SECRET = "s3cret-w0rd-77"
CAST = """\
language: zh-CN
engines: [openai]
roles:
  interviewer: {openai: nova}
  interviewee: {openai: onyx}
  narrator: {openai: echo}
"""


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in `folder` with these variables, and no proxies of the machine's own."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.run(
        [sys.executable, "-m", "duologue", *words],
        cwd=folder,
        env={**kept, "DUOLOGUE_CACHE": str(folder / "cache"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def found_in(folder: Path, done: subprocess.CompletedProcess[str]) -> list[str]:
    """Where the secret stands: the output, or files that Duologue wrote."""
    places = [name for name in ("stdout", "stderr") if SECRET in getattr(done, name)]
    written = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".yaml"]
    return places + [str(path) for path in written if SECRET.encode() in path.read_bytes()]


@contextmanager
def speech_server(server: SpeechServer) -> Iterator[str]:
    """The server for another process; its base URL."""
    started, stop = threading.Event(), threading.Event()
    urls: list[str] = []

    async def serve() -> None:
        async with serving(server) as url:
            urls.append(url)
            started.set()
            while not stop.is_set():  # noqa: ASYNC110 - another thread's event
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait(10)
    try:
        yield urls[0]
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("scheme", ["socks5", "http", "https"])
@pytest.mark.parametrize("where", ["HTTPS_PROXY", "ALL_PROXY", "DUOLOGUE_PROXY", "proxy:", "engines:"])
def test_a_proxys_password(scheme: str, where: str, tmp_path: Path) -> None:
    write_article(tmp_path)
    address = f"{scheme}://bob:{SECRET}@127.0.0.1:9"
    environment: dict[str, str] = {}
    if where == "proxy:":
        (tmp_path / "duologue.yaml").write_text(f"proxy: {address}\n")
    elif where == "engines:":
        (tmp_path / "duologue.yaml").write_text(f"engines:\n  edge:\n    proxy: {address}\n")
    else:
        environment[where] = address
    done = run(tmp_path, "render", "script.md", "--engine", "edge", "-v", **environment)
    assert done.returncode in (2, 4), done.stderr
    assert found_in(tmp_path, done) == []


@pytest.mark.parametrize("fault", [None, "400", "401", "echo"])
def test_the_key_of_a_speech_server(fault: str | None, tmp_path: Path) -> None:
    write_article(tmp_path)
    (tmp_path / "cast.yaml").write_text(CAST, encoding="utf-8")

    class Telling(SpeechServer):
        """Says in its refusals what it was sent."""

        async def speech(self, request):  # type: ignore[no-untyped-def]
            if fault == "echo":
                from aiohttp import web

                return web.json_response({"error": {"message": f"key {SECRET} is wrong"}}, status=400)
            return await super().speech(request)

    server = Telling(fault=lambda _: fault if fault and fault.isdecimal() else None)
    with speech_server(server) as url:
        words = ("render", "script.md", "--voices", "cast.yaml", "--out", "out", "--json", "-v")
        done = run(tmp_path, *words, OPENAI_API_KEY=SECRET, OPENAI_BASE_URL=url)
    assert (done.returncode == 0) == (fault is None), done.stderr
    assert found_in(tmp_path, done) == []


def test_a_key_or_password_in_a_servers_address(tmp_path: Path) -> None:
    write_article(tmp_path)
    (tmp_path / "cast.yaml").write_text(CAST, encoding="utf-8")
    for address in (
        f"http://bob:{SECRET}@127.0.0.1:9/v1",
        f"http://127.0.0.1:9/v1?api_key={SECRET}",
        f"ftp://bob:{SECRET}@127.0.0.1/v1",
    ):
        for setting in ({"OPENAI_BASE_URL": address}, {}):
            yaml = f"engines:\n  openai:\n    url: {address}\n" if not setting else ""
            (tmp_path / "duologue.yaml").write_text(yaml)
            done = run(tmp_path, "render", "script.md", "--voices", "cast.yaml", "--json", "-v", **setting)
            assert done.returncode != 0
            assert found_in(tmp_path, done) == [], address


def test_a_password_in_the_address_of_an_article(tmp_path: Path) -> None:
    source = f"http://bob:{SECRET}@127.0.0.1:9/a?token={SECRET}"
    done = run(tmp_path, "render", source, "--json", "-v")
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["failures"][0]["source"] == "http://127.0.0.1:9/a"
    assert found_in(tmp_path, done) == []


def test_a_wrong_key_in_a_configuration_is_named_without_its_value(tmp_path: Path) -> None:
    write_article(tmp_path)
    (tmp_path / "duologue.yaml").write_text(f"engines:\n  openai:\n    api_key: {SECRET}\n")
    for command in (("doctor",), ("render", "script.md", "--engine", "openai")):
        done = run(tmp_path, *command, "-v")
        assert "api_key" in done.stdout + done.stderr
        assert found_in(tmp_path, done) == []
