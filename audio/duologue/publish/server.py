"""Serving a show: feed, pages and sound over HTTP, from the folder as it is now.

Only the files that an `episode.json` names are served, so nothing else in the folder, and nothing outside it,
can be reached. Starlette answers ranges, If-Range, ETag and 304.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from duologue.errors import DuologueError
from duologue.programme.contents.chapters import JSON_CHAPTERS_TYPE
from duologue.programme.manifest import MANIFEST_NAME
from duologue.publish.conditions import HEADERS, conditional, keep_ranges_to_answer
from duologue.publish.feed import FEED_NAME, SHOW_COVER_NAME
from duologue.publish.library import companion_file, read_episode, thumbnail_of
from duologue.publish.site import Site, read_site

_TYPES = {
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
}
_FEED_TYPE = "application/rss+xml; charset=utf-8"


def create_app(
    folder: Path, base_url: str, *, secret: str = "", tell: Callable[[str], None] | None = None
) -> Starlette:
    """The application that serves the show in `folder`.

    Args:
        folder: holds one folder for each episode.
        base_url: the server's own address without path, as listeners reach it.
        secret: a path that everything lies under; without it, everything is at the root.
        tell: is told, once, what keeps the show from being read; listeners are not told.
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
    told: set[str] = set()

    async def broken(request: Request, error: Exception) -> Response:
        """A show that cannot be read now, because a file in it is wrong, is a sentence, not a traceback."""
        if tell is not None and str(error) not in told:
            told.add(str(error))
            tell(str(error))
        return PlainTextResponse("The show cannot be read at the moment.\n", status_code=503)

    app = Starlette(routes=routes, middleware=[cors], exception_handlers={DuologueError: broken})
    app.router.redirect_slashes = False
    return app


class _Show:
    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._url = url
        self._covers: dict[tuple[str, Path | None, int], bytes] = {}

    async def _made(self, request: Request, make: Callable[[Site], bytes], media_type: str) -> Response:
        """What is made for each request, with an ETag of its bytes."""

        def work() -> bytes:
            return make(read_site(self._folder))

        return conditional(request, await anyio.to_thread.run_sync(work), media_type)

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
            return conditional(request, content, media_type)
        status = await anyio.to_thread.run_sync(path.stat)
        keep_ranges_to_answer(request, status.st_size)
        response = FileResponse(path, media_type=media_type, stat_result=status, headers=HEADERS)
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


def _plain_name(name: str) -> bool:
    """Whether this is the name of something directly in a folder, and not hidden."""
    return name.isprintable() and Path(name).name == name and "\\" not in name and not name.startswith(".")


def _type(path: Path) -> str:
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")
