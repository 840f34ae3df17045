"""Serving the audition's page to this machine, until a cast is chosen on it."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from duologue.errors import DuologueError

HOST = "127.0.0.1"


class AuditionServer:
    """The page under a secret path, and the one thing it can ask for.

    Args:
        page: the HTML.
        choose: writes the cast of this number, from 0, and returns the file.
    """

    def __init__(self, page: str, choose: Callable[[int], Path]) -> None:
        self._page = page
        self._choose = choose
        self.secret = secrets.token_urlsafe(15)
        self._server: uvicorn.Server | None = None
        self.written: Path | None = None

    def app(self) -> Starlette:
        """The application. Other sites' pages do not know the path, and may not send JSON here."""
        return Starlette(
            routes=[
                Route(f"/{self.secret}/", self._show),
                Route(f"/{self.secret}/choose", self._take, methods=["POST"]),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST])],
        )

    def url(self, listening: socket.socket) -> str:
        """Where the page is."""
        return f"http://{HOST}:{listening.getsockname()[1]}/{self.secret}/"

    def run(self, listening: socket.socket) -> Path | None:
        """Serves until a cast is chosen or the person stops it; the file that was written."""
        config = uvicorn.Config(self.app(), log_level="warning", access_log=False, server_header=False)
        self._server = uvicorn.Server(config)
        self._server.run(sockets=[listening])
        return self.written

    def stop(self) -> None:
        """Ends `run`, once answers under way are given."""
        if self._server is not None:
            self._server.should_exit = True

    async def _show(self, _: Request) -> Response:
        return HTMLResponse(self._page, headers={"cache-control": "no-store"})

    async def _take(self, request: Request) -> Response:
        try:
            if request.headers.get("content-type") != "application/json":
                raise TypeError
            number = (await request.json())["cast"]
            if not isinstance(number, int) or isinstance(number, bool):
                raise TypeError
            written = self._choose(number)
        except (ValueError, KeyError, TypeError, IndexError):
            return JSONResponse({"message": "there is no such cast"}, status_code=400)
        except DuologueError as error:
            return JSONResponse({"message": str(error)}, status_code=409)
        self.written = written
        return JSONResponse({"written": str(written)}, background=BackgroundTask(self.stop))
