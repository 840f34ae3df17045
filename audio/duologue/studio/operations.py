"""The HTTP API as a table, and its OpenAPI document made of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from duologue import __version__
from duologue.studio.answers import OCTETS

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked for.

    Attributes:
        method: of HTTP.
        path: below the API's root; ``{slug}`` names an episode's folder.
        handler: answers.
        summary: one sentence.
        body: the type of the JSON that is sent; `bytes` for a file; None for none.
        query: names of query parameters; `_QUERY` says what they are.
        answers: media type of the answer.
        versioned: whether ``If-Match`` has to name the script's version.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    body: Any = None
    query: tuple[str, ...] = ()
    answers: str = "application/json"
    versioned: bool = False


_QUERY = {
    "name": "of the file, where its bytes are sent",
    "speaker": "their name",
    "voice": "ENGINE:VOICE; their own if left out",
    "rate": "percent faster or slower",
    "pitch": "Hz higher or lower",
    "line": "its number, from 0",
    "start": "where the stretch begins in the line's text",
    "end": "where it ends",
    "from": "number of the first line to be heard; left out: from the start",
    "window": "is named in the events of this stream",
}
_PROBLEMS = {
    "400": "what was sent is not understood",
    "403": "another site asks, or the secret is missing",
    "404": "there is no such episode or file",
    "422": "it cannot be done; `message` says why",
}


def openapi(operations: tuple[Operation, ...], server: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Duologue studio",
            "version": __version__,
            "description": "Read, cast, render and hear a show's episodes on this machine. The server's "
            "address holds a secret; requests of other sites are refused.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": schemas
            | {
                "Problem": {
                    "type": "object",
                    "required": ["message"],
                    "properties": {"message": {"type": "string"}, "exit_code": {"type": "integer"}},
                }
            }
        },
    }


def _operation(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in one.path.split("/")
        if part.startswith("{")
    ]
    parameters += [
        {"name": name, "in": "query", "description": what, "schema": {"type": "string"}}
        for name, what in _QUERY.items()
        if name in one.query
    ]
    problems = dict(_PROBLEMS)
    if one.versioned:
        parameters.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": True,
                "description": "the version of the script that was seen, as its ETag says it",
                "schema": {"type": "string"},
            }
        )
        problems |= {"409": "the script was changed meanwhile", "428": "If-Match is missing"}
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    made: dict[str, Any] = {
        "summary": one.summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "done", "content": {one.answers: {}}},
            **{code: {"description": why, "content": problem} for code, why in problems.items()},
        },
    }
    if one.body is bytes:
        made["requestBody"] = {"required": True, "content": {OCTETS: {}}}
    elif one.body is not None:
        schema = TypeAdapter(one.body).json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return made
