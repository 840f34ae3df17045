"""Serving a show: feed, pages and sound over HTTP, from the folder as it is now.

Only the files that an `episode.json` names are served, so nothing else in the folder, and nothing outside it,
can be reached. Starlette answers ranges, If-Range, ETag and 304.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import socket
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from duologue.errors import DuologueError, UsageError
from duologue.programme.chapters import JSON_CHAPTERS_TYPE
from duologue.programme.manifest import MANIFEST_NAME
from duologue.publish.feed import FEED_NAME, SHOW_COVER_NAME
from duologue.publish.library import companion_file, read_episode, thumbnail_of
from duologue.publish.site import Site, read_site

SECRET_NAME = ".duologue-secret"  # noqa: S105 (a file's name)

_TYPES = {
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
}
_RANGE = re.compile(r"(\d{0,18})-(\d{0,18})", re.ASCII)
_MOST_RANGES = 32
_HEADERS = {
    "cache-control": "no-cache",  # it may be kept, but is asked for again: an episode can be rendered anew
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",  # the address may hold the secret
}
_FEED_TYPE = "application/rss+xml; charset=utf-8"


def create_app(folder: Path, base_url: str, *, secret: str = "") -> Starlette:
    """The application that serves the show in `folder`.

    Args:
        folder: holds one folder for each episode.
        base_url: the server's own address without path, as listeners reach it.
        secret: a path that everything lies under; without it, everything is at the root.
    """
    prefix = f"/{secret}" if secret else ""
    show = _Show(folder, base_url.rstrip("/") + prefix)

    async def home(request: Request) -> Response:
        return RedirectResponse(f"{prefix}/", status_code=308)

    routes = [
        Route(f"{prefix}/", show.page),
        Route(f"{prefix}/{FEED_NAME}", show.feed),
        Route(f"{prefix}/{SHOW_COVER_NAME}", show.cover),
        Route(f"{prefix}/{{episode}}", show.episode_home),
        Route(f"{prefix}/{{episode}}/", show.episode_file),
        Route(f"{prefix}/{{episode}}/{{name}}", show.episode_file),
    ]
    if prefix:
        routes.append(Route(prefix, home))
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["Range", "If-None-Match", "If-Range"],
        expose_headers=["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified"],
    )
    app = Starlette(routes=routes, middleware=[cors], exception_handlers={DuologueError: _broken})
    app.router.redirect_slashes = False
    return app


async def _broken(request: Request, error: Exception) -> Response:
    """A show that cannot be read now, because a file in it is wrong, is a sentence, not a traceback."""
    return PlainTextResponse("The show cannot be read at the moment.\n", status_code=503)


class _Show:
    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._url = url
        self._covers: dict[tuple[str, Path | None, int], bytes] = {}

    async def _made(self, request: Request, make: Callable[[Site], bytes], media_type: str) -> Response:
        """What is made for each request, with an ETag of its bytes."""

        def work() -> bytes:
            return make(read_site(self._folder))

        return _conditional(request, await anyio.to_thread.run_sync(work), media_type)

    async def feed(self, request: Request) -> Response:
        return await self._made(request, lambda site: site.feed(self._url), _FEED_TYPE)

    async def page(self, request: Request) -> Response:
        return await self._made(request, Site.page, _TYPES[".html"])

    async def cover(self, request: Request) -> Response:
        return await self._made(request, self._cover_of, _TYPES[".jpg"])

    def _cover_of(self, site: Site) -> bytes:
        picture = site.show.cover
        key = (
            site.show.title or "",
            picture,
            picture.stat().st_mtime_ns if picture and picture.exists() else 0,
        )
        if key not in self._covers:
            self._covers = {key: site.cover()}
        return self._covers[key]

    async def episode_home(self, request: Request) -> Response:
        await anyio.to_thread.run_sync(self._find, request.path_params["episode"], "")
        return RedirectResponse(f"{request.url.path}/", status_code=308)

    async def episode_file(self, request: Request) -> Response:
        name = request.path_params.get("name", "")
        find = partial(self._find, request.path_params["episode"], name)
        path, content, media_type = await anyio.to_thread.run_sync(find)
        if content is not None:
            return _conditional(request, content, media_type)
        status = await anyio.to_thread.run_sync(path.stat)
        _only_ranges_to_answer(request, status.st_size)
        response = FileResponse(path, media_type=media_type, stat_result=status, headers=_HEADERS)
        if StaticFiles.is_not_modified(StaticFiles(check_dir=False), response.headers, request.headers):
            return NotModifiedResponse(response.headers)
        return response

    def _find(self, folder: str, name: str) -> tuple[Path, bytes | None, str]:
        """The file of an episode that `name` means; text files that are not there are made."""
        home = self._folder / folder
        try:
            if not _plain_name(folder) or home.resolve().parent != self._folder.resolve():
                raise HTTPException(404)
            if not (home / MANIFEST_NAME).is_file():
                raise HTTPException(404)
        except OSError:  # a name longer than the file system's
            raise HTTPException(404) from None
        episode = read_episode(home)
        manifest = episode.manifest
        name = name or manifest.files.page
        path = home / name
        if name in manifest.files.model_dump().values():
            media_type = JSON_CHAPTERS_TYPE if name == manifest.files.chapters else _type(path)
            if path.is_file() and path.resolve().parent == home.resolve():
                return path, None, media_type
            if not path.exists() and name == manifest.files.thumbnail:
                return path, thumbnail_of(episode), media_type
            text = None if path.exists() else companion_file(episode, name)
            if text is not None:
                return path, text.encode(), media_type
        raise HTTPException(404)


def _only_ranges_to_answer(request: Request, size: int) -> None:
    """Takes from the request what RFC 9110 (14.2) lets a server pass over.

    That is a Range on anything but GET, in a unit that is not bytes, malformed, or of very many parts; and of
    several ranges those that lie behind the end, as long as one does not. What is left, Starlette answers.
    """
    header = request.headers.get("range")
    if header is None:
        return
    unit, _, specs = header.partition("=")
    ranges = [spec.strip() for spec in specs.split(",")]
    kept = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
    known = request.method == "GET" and unit.strip().lower() == "bytes" and len(ranges) <= _MOST_RANGES
    if known and all(map(_is_range, ranges)):
        inside = [spec for spec in ranges if spec.startswith("-") or int(spec.partition("-")[0]) < size]
        kept.append((b"range", f"bytes={','.join(inside or ranges)}".encode()))
    request.scope["headers"] = kept


def _is_range(spec: str) -> bool:
    found = _RANGE.fullmatch(spec)
    if found is None or spec == "-":
        return False
    first, last = found.groups()
    return not (first and last) or int(first) <= int(last)


def _plain_name(name: str) -> bool:
    """Whether this is the name of something directly in a folder, and not hidden."""
    return name.isprintable() and Path(name).name == name and "\\" not in name and not name.startswith(".")


def _type(path: Path) -> str:
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")


def _conditional(request: Request, content: bytes, media_type: str) -> Response:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": etag, **_HEADERS}
    wanted = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in wanted or "*" in wanted:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def secret_of(folder: Path) -> str:
    """The folder's secret path, made once and kept beside the show, so that subscriptions last.

    Raises:
        UsageError: it cannot be kept there.
    """
    path = folder / SECRET_NAME
    try:
        if path.is_file():
            kept = path.read_text(encoding="ascii", errors="replace").strip()
            if len(kept) >= 16 and all(c.isascii() and (c.isalnum() or c in "-_") for c in kept):
                return kept
        made = secrets.token_urlsafe(15)
        path.write_text(made + "\n", encoding="ascii")
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise UsageError(f"{path}: the secret address cannot be kept ({error.strerror})") from None
    return made


def lan_address() -> str:
    """This machine's address in its network, found by asking for a route; nothing is sent.

    Raises:
        UsageError: it is in no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: an address that nobody has (RFC 5737)
        except OSError:
            raise UsageError("this machine is in no network; leave --lan out to serve it to itself") from None
        return str(probe.getsockname()[0])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        UsageError: the port is taken, or the address is not this machine's.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot listen on {host}:{port} ({error})") from None


def run(app: Starlette, listening: socket.socket) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])
