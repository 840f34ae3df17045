"""Who is answered: this machine's own browser and programs, under a secret path, and no other site."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duologue.api.serving import is_this_machine

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_OWN_FETCHES = ("", "none", "same-origin")
MOST_BYTES = 40_000_000
"""Of a request's body."""


class Guard:
    """Refuses whoever does not know the secret, or is sent by another site; sets the headers of every answer.

    Another site can let its own name lead here (DNS rebinding): only this machine's names are answered. It
    can have a browser send requests here: those carry its Origin, or say that they come from elsewhere.
    """

    def __init__(self, app: ASGIApp, secret: str, host: str) -> None:
        self._app = app
        self._host = host
        self._secret = f"/{secret}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in _HEADERS if h[0] not in given)]
                if b"cache-control" not in given:
                    message["headers"].append((b"cache-control", b"no-store"))
            await send(message)

        why = self._refused(scope, headers)
        if why is not None:
            await JSONResponse({"message": why}, status_code=403)(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)

    def _refused(self, scope: Scope, headers: dict[str, str]) -> str | None:
        """Why a request is not answered; None where it is."""
        host = headers.get("host", "")
        name = urlsplit(f"//{host}").hostname or ""
        if not is_this_machine(name) and name != self._host:
            return "the studio is not called so"
        if not secrets.compare_digest(scope["path"][: len(self._secret)].encode(), self._secret.encode()):
            return "the address is not whole: open the one that the command shows"
        if headers.get("origin", f"http://{host}") != f"http://{host}":
            return "another site may not ask for this"
        if headers.get("sec-fetch-site", "") not in _OWN_FETCHES:
            return "another site may not ask for this"
        if int(headers.get("content-length", "0") or 0) > MOST_BYTES:
            return "this is too large to be an article"
        return None
