"""Serving a show: feed, pages and sound over HTTP, from the folder as it is now.

Only what listeners are given is served: nothing else in the folder, and nothing outside it, can be reached.
Starlette answers ranges, If-Range, ETag and 304.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duologue.errors import DuologueError
from duologue.publish.conditions import HEADERS, Made, conditional, keep_ranges_to_answer
from duologue.publish.feed import FEED_NAME
from duologue.publish.library import picture_of, pictures_there, small_pictures
from duologue.publish.media_types import media_type
from duologue.publish.network import is_this_machine
from duologue.publish.page import OEMBED_NAME
from duologue.publish.releases import Release
from duologue.publish.shelf import Edition, Shelf
from duologue.publish.show_page import page_name

_FEED_FOR_PEOPLE = "application/xml; charset=utf-8"


def create_app(
    folder: Path, base_url: str, *, secret: str = "", tell: Callable[[str], None] | None = None
) -> Starlette:
    """The application that serves the show in `folder`.

    Where it is reached on this machine alone, it answers to this machine's names alone and lets no other site
    read it: what is not published yet is nobody else's.

    Args:
        folder: holds one folder for each episode.
        base_url: the show's address, as listeners reach it.
        secret: a path that everything lies under; without it, everything is at the root.
        tell: called once with each thing that is wrong with the show; listeners do not see it.
    """
    prefix = f"/{secret}" if secret else ""
    told: set[str] = set()

    def tell_once(message: str) -> None:
        if tell is not None and message not in told:
            told.add(message)
            tell(message)

    show = _Show(Shelf(folder, base_url.rstrip("/") + prefix, tell_once))

    async def home(request: Request) -> Response:
        return RedirectResponse(f"{secret}/", status_code=308)

    async def broken(request: Request, error: Exception) -> Response:
        """A show that cannot be read now, because a file of it is wrong, is a sentence, not a traceback."""
        tell_once(str(error))
        return PlainTextResponse("The show cannot be read at the moment.\n", status_code=503)

    routes = [
        Route(f"{prefix}/", show.front_page),
        Route(f"{prefix}/{FEED_NAME}", show.feed),
        Route(f"{prefix}/{{name}}", show.own_file),
        Route(f"{prefix}/{{episode}}/", show.episode_file),
        Route(f"{prefix}/{{episode}}/{{name}}", show.episode_file),
    ]
    if prefix:
        routes.append(Route(prefix, home))
    guard = Middleware(_ThisMachine) if is_this_machine(urlsplit(base_url).hostname or "") else _OPEN_TO_SITES
    app = Starlette(routes=routes, middleware=[guard], exception_handlers={DuologueError: broken})
    app.router.redirect_slashes = False
    return app


_OPEN_TO_SITES = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["Range", "If-None-Match", "If-Range"],
    expose_headers=["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified"],
)


class _ThisMachine:
    """Answers those who ask for this machine by its own names, and whom no other site sends.

    A site can let its own name lead here (DNS rebinding), and can have a page ask for addresses on this
    machine; both would let it read what is not published.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Request(scope).headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        if not is_this_machine(name):
            refused = PlainTextResponse("Ask for 127.0.0.1 or localhost.\n", status_code=421)
            await refused(scope, receive, send)
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cross-origin-resource-policy", b"same-origin")]
            await send(message)

        await self._app(scope, receive, with_policy)


class _Show:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def _edition(self) -> Edition:
        return await anyio.to_thread.run_sync(self._shelf.edition)

    async def front_page(self, request: Request) -> Response:
        return await self._send(request, await self._edition(), page_name(1))

    async def feed(self, request: Request) -> Response:
        """The feed; browsers, which ask for pages, get it as a type that they show with its style sheet."""
        person = "text/html" in request.headers.get("accept", "")
        edition = await self._edition()
        response = await self._send(request, edition, FEED_NAME, _FEED_FOR_PEOPLE if person else None)
        response.headers["vary"] = "Accept, Accept-Encoding"
        return response

    async def own_file(self, request: Request) -> Response:
        """A further file of the show, or an episode's folder without its slash."""
        name = request.path_params["name"]
        edition = await self._edition()
        if name in edition.releases:
            return RedirectResponse(f"{quote(name)}/", status_code=308)
        return await self._send(request, edition, name)

    async def _send(self, request: Request, edition: Edition, name: str, kind: str | None = None) -> Response:
        made = await anyio.to_thread.run_sync(edition.file, name)
        if made is None:
            raise HTTPException(404)
        return await anyio.to_thread.run_sync(partial(conditional, request, made, kind))

    async def episode_file(self, request: Request) -> Response:
        edition = await self._edition()
        release = edition.releases.get(request.path_params["episode"])
        if release is None:
            raise HTTPException(404)
        name = request.path_params.get("name") or release.manifest.files.page
        find = partial(_find, edition, release, name)
        found = await anyio.to_thread.run_sync(find)
        if isinstance(found, Made):
            return await anyio.to_thread.run_sync(partial(conditional, request, found))
        status = await anyio.to_thread.run_sync(found.stat)
        keep_ranges_to_answer(request, status.st_size)
        response = FileResponse(found, media_type=media_type(name), stat_result=status, headers=HEADERS)
        if StaticFiles.is_not_modified(StaticFiles(check_dir=False), response.headers, request.headers):
            return NotModifiedResponse(response.headers)
        return response


def _find(edition: Edition, release: Release, name: str) -> Made | Path:
    """The file of an episode that `name` means; what is not there is made."""
    files, home = release.manifest.files, release.episode.folder
    if name in (files.page, files.embed, files.chapters, OEMBED_NAME):
        made = edition.text(release, name)
        if made is not None:
            return made
    sounds = {files.mp3, *(sound.name for sound in release.manifest.sounds)}
    pictures = pictures_there(release.manifest)
    if name not in {*sounds, *pictures, *files.model_dump(exclude={"script"}).values()}:
        raise HTTPException(404)
    path = home / name
    if not path.exists():
        if name in small_pictures(release.manifest):
            return Made(picture_of(release.episode, name) or b"", media_type(name), is_text=False)
        made = edition.text(release, name)
        if made is not None:
            return made
    elif path.is_file() and path.resolve().parent == home.resolve():
        return path if name in sounds else edition.read(path)
    raise HTTPException(404)
