"""What is sent is taken apart here, and what goes wrong is answered in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duologue.errors import DuologueError, UsageError
from duologue.studio.desk import Changed, NoSuchScript

T = TypeVar("T")
OCTETS = "application/octet-stream"


async def json_of(request: Request, model: TypeAdapter[T]) -> T:
    """The body as a value; other kinds of body, which a form of another site could send, are none."""
    return model.validate_json(await _body(request, "application/json"))


async def bytes_of(request: Request) -> bytes:
    """The body as the bytes of a file."""
    return await _body(request, OCTETS)


async def _body(request: Request, kind: str) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip() != kind:
        raise UsageError(f"send it as {kind}")
    return await request.body()


def version_named(request: Request) -> str:
    """The version that ``If-Match`` names.

    Raises:
        NoVersion: none is named.
    """
    match = request.headers.get("if-match", "")
    if not match:
        raise NoVersion("If-Match has to name the version of the script that was seen")
    return match.strip().strip('"')


def number(asked: Mapping[str, str], name: str, default: int = 0) -> int:
    """A number of the query.

    Raises:
        UsageError: it is none.
    """
    text = asked.get(name, "")
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{name} is a number") from None


class NoVersion(UsageError):
    """A change does not say which version was seen."""


def _status(error: Exception) -> int:
    if isinstance(error, Changed):
        return 409
    if isinstance(error, NoVersion):
        return 428
    return 404 if isinstance(error, NoSuchScript) else 422


async def problem(_: Request, error: Exception) -> Response:
    """What went wrong, in a sentence."""
    code = error.exit_code if isinstance(error, DuologueError) else 1
    return JSONResponse({"message": str(error), "exit_code": code}, status_code=_status(error))


async def not_understood(_: Request, error: Exception) -> Response:
    """What was sent that is not understood, and where."""
    assert isinstance(error, ValidationError)  # noqa: S101 - what it is registered for
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return JSONResponse({"message": f"{where}: {first['msg']}" if where else first["msg"]}, status_code=400)
