"""The studio's application: the page, its files, and the HTTP API behind it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from duologue import aio
from duologue.checks import report_json
from duologue.errors import DuologueError, UsageError
from duologue.languages.studio import studio_words
from duologue.pipeline.destination import existing
from duologue.publish.media_types import media_type
from duologue.studio.desk import AnyEdit, Changed, Desk, NoSuchScript, Snapshot
from duologue.studio.events import Events
from duologue.studio.guard import MOST_BYTES, Guard
from duologue.studio.jobs import Renders
from duologue.studio.operations import Operation, openapi
from duologue.studio.page import language_for, page, static
from duologue.studio.sound import Sound, voice_given
from duologue.studio.view import episode_json, script_json
from duologue.studio.worker import Worker

_WATCH_SECONDS = 1.0
T = TypeVar("T")
_EDIT: TypeAdapter[AnyEdit] = TypeAdapter(Annotated[AnyEdit, Field(discriminator="op")])


class Article(BaseModel):
    """An article as text, or its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: Annotated[str | None, Field(max_length=MOST_BYTES)] = None
    url: Annotated[str | None, Field(max_length=4000)] = None


class Place(BaseModel):
    """Where a show will be on the web."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: Annotated[str | None, Field(max_length=2000)] = None


class LineNumber(BaseModel):
    """A line of a script, from 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    line: Annotated[int, Field(ge=0)]


class Studio:
    """The application's state: one show's folder.

    Args:
        root: the show's folder.
        engine: which engine speaks; None for what the settings say.
        secret: the path that everything lies under; made if None.
    """

    def __init__(self, root: Path, engine: str | None = None, secret: str | None = None) -> None:
        self.secret = secret or secrets.token_urlsafe(18)
        self.desk = Desk(root)
        self._worker = Worker()
        self._events = Events()
        self._sound = Sound(root, engine, self._worker)
        self._renders = Renders(self._events, self._worker)
        self._versions: dict[str, str] = {}

    def app(self) -> Starlette:
        """The ASGI application."""
        base = f"/{self.secret}"
        routes = [
            Route(f"{base}/", self._page),
            Route(f"{base}/static/{{name}}", self._static),
            Route(f"{base}/words.json", self._words),
            Route(f"{base}/api/openapi.json", self._openapi),
            *(Route(f"{base}/api{one.path}", one.handler, methods=[one.method]) for one in self.operations),
        ]
        return Starlette(
            routes=routes,
            middleware=[Middleware(Guard, secret=self.secret)],
            exception_handlers={DuologueError: _problem, ValidationError: _not_understood},
            lifespan=self._life,
        )

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The API."""
        at = "/episodes/{slug}"
        return (
            Operation("GET", "/episodes", self._list, "The episodes of the folder, with their states."),
            Operation(
                "POST",
                "/articles",
                self._bring,
                "Reads an article and writes its script. "
                "A file is sent as application/octet-stream, with its name.",
                Article,
                (("name", "of the file, where its bytes are sent"),),
            ),
            Operation("GET", at, self._script, "The script as lines, with doubts and what was left out."),
            Operation(
                "POST",
                f"{at}/edits",
                self._edit,
                "Changes the script.",
                Annotated[AnyEdit, Field(discriminator="op")],
                versioned=True,
            ),
            Operation("POST", f"{at}/undo", self._undo, "Takes the last change back.", versioned=True),
            Operation("POST", f"{at}/redo", self._redo, "Makes the change again.", versioned=True),
            Operation("POST", f"{at}/settled", self._settle, "A doubted line is right.", LineNumber),
            Operation("GET", f"{at}/cast", self._cast, "Who speaks with which voice, and which there are."),
            Operation(
                "GET",
                f"{at}/sample",
                self._sample,
                "A speaker's own sentence in a voice.",
                None,
                (
                    ("speaker", "their name"),
                    ("voice", "ENGINE:VOICE; their own if left out"),
                    ("rate", "percent"),
                    ("pitch", "Hz"),
                ),
                "audio/mpeg",
            ),
            Operation(
                "GET",
                f"{at}/line",
                self._line,
                "One line as it will be heard.",
                None,
                (("line", "its number"),),
                "audio/mpeg",
            ),
            Operation(
                "GET",
                f"{at}/listen.mp3",
                self._listen,
                "The programme while it is made.",
                None,
                (
                    ("from", "number of the first line; left out: from the start"),
                    ("window", "is named in the events `heard`"),
                ),
                "audio/mpeg",
            ),
            Operation(
                "POST", f"{at}/render", self._render, "Renders the episode; events tell how it goes on."
            ),
            Operation("DELETE", f"{at}/render", self._stop, "Stops the render; finished takes are kept."),
            Operation("GET", f"{at}/render", self._state, "How the render stands."),
            Operation("GET", f"{at}/check", self._check, "Proves the episode from its files."),
            Operation(
                "GET",
                f"{at}/files/{{name}}",
                self._file,
                "A file of the episode.",
                answers="application/octet-stream",
            ),
            Operation("POST", "/feed", self._feed, "Writes the show's feed and pages.", Place),
            Operation(
                "GET",
                "/events",
                self._stream,
                "What happens: `script`, `render`, `made`, `heard`.",
                answers="text/event-stream",
            ),
        )

    @asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            self._events.close()
            await self._renders.close()
            self._worker.stop()

    def let_go(self) -> None:
        """Ends the streams of events, so that the server can stop."""
        self._events.close()

    async def _watch(self) -> None:
        """Tells open windows of scripts that others change."""
        times: dict[str, int] = {}
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            for slug in list(self._versions):
                try:
                    time = (self.desk.folder(slug) / "script.md").stat().st_mtime_ns
                    if times.setdefault(slug, time) == time:
                        continue
                    times[slug] = time
                    seen = await asyncio.to_thread(self.desk.snapshot, slug)
                except (DuologueError, OSError):
                    continue
                if seen.version != self._versions[slug]:
                    self._versions[slug] = seen.version
                    self._events.tell("script", slug=slug, version=seen.version)

    # The page

    async def _page(self, request: Request) -> Response:
        wanted = request.query_params.get("lang") or language_for(request.headers.get("accept-language", ""))
        return HTMLResponse(page(wanted))

    async def _words(self, request: Request) -> Response:
        found = studio_words(request.query_params.get("lang", "en"))
        return JSONResponse({"language": found.language, "words": found.words})

    async def _static(self, request: Request) -> Response:
        found = static(request.path_params["name"])
        if found is None:
            return JSONResponse({"message": "there is no such file"}, status_code=404)
        return Response(found[0], media_type=found[1], headers={"cache-control": "no-cache"})

    async def _openapi(self, request: Request) -> Response:
        return JSONResponse(openapi(self.operations, f"http://{request.headers['host']}/{self.secret}/api"))

    # Scripts

    async def _list(self, _: Request) -> Response:
        names = await asyncio.to_thread(self.desk.names)
        return JSONResponse(
            {
                "folder": str(self.desk.root),
                "episodes": [await asyncio.to_thread(episode_json, self.desk, name) for name in names],
            }
        )

    async def _bring(self, request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind == "application/octet-stream":
            name = request.query_params.get("name", "")
            data = await request.body()
            interview = await aio.read(data=data, kind=Path(name).suffix)
            source = name or "a file"
        else:
            article = await _json(request, TypeAdapter(Article))
            if article.url:
                interview = await aio.read(article.url)
                source = article.url
            else:
                interview = await aio.read(text=article.text or "")
                source = ""
        slug, there = await asyncio.to_thread(self.desk.bring, interview, source)
        return JSONResponse({"slug": slug, "there": there})

    async def _script(self, request: Request) -> Response:
        return self._shown(await self._seen(request))

    async def _edit(self, request: Request) -> Response:
        edit = await _json(request, _EDIT)
        seen = await asyncio.to_thread(self.desk.edit, request.path_params["slug"], _version(request), edit)
        return self._changed(seen)

    async def _undo(self, request: Request) -> Response:
        seen = await asyncio.to_thread(self.desk.undo, request.path_params["slug"], _version(request), -1)
        return self._changed(seen)

    async def _redo(self, request: Request) -> Response:
        seen = await asyncio.to_thread(self.desk.undo, request.path_params["slug"], _version(request), 1)
        return self._changed(seen)

    async def _settle(self, request: Request) -> Response:
        line = await _json(request, TypeAdapter(LineNumber))
        return self._shown(await asyncio.to_thread(self.desk.settle, request.path_params["slug"], line.line))

    async def _seen(self, request: Request) -> Snapshot:
        return await asyncio.to_thread(self.desk.snapshot, request.path_params["slug"])

    def _shown(self, seen: Snapshot) -> Response:
        self._versions[seen.slug] = seen.version
        return JSONResponse(script_json(seen), headers={"etag": f'"{seen.version}"'})

    def _changed(self, seen: Snapshot) -> Response:
        self._events.tell("script", slug=seen.slug, version=seen.version)
        return self._shown(seen)

    # Sound

    async def _cast(self, request: Request) -> Response:
        return JSONResponse(await self._sound.cast(await self._seen(request)))

    async def _sample(self, request: Request) -> Response:
        asked = request.query_params
        name = asked.get("voice")
        voice = voice_given(name, _number(asked, "rate"), _number(asked, "pitch")) if name else None
        sound = await self._sound.sample(await self._seen(request), asked.get("speaker", ""), voice)
        return Response(sound, media_type="audio/mpeg")

    async def _line(self, request: Request) -> Response:
        seen = await self._seen(request)
        sound = await self._sound.line(seen, _number(request.query_params, "line"))
        return Response(sound, media_type="audio/mpeg")

    async def _listen(self, request: Request) -> Response:
        seen = await self._seen(request)
        asked = request.query_params
        window, first = asked.get("window", "")[:40], _number(asked, "from", -1)
        await self._sound.prepared(seen)  # what is wrong is said before the sound begins
        return StreamingResponse(self._frames(seen, first, window), media_type="audio/mpeg")

    async def _frames(self, seen: Snapshot, first: int, window: str) -> AsyncIterator[bytes]:
        def spoken(done: int, of: int) -> None:
            self._events.tell_soon("made", slug=seen.slug, done=done, of=of)

        try:
            async for stretch, line in self._sound.listen(seen, first, spoken):
                if stretch.number >= 0:
                    self._events.tell(
                        "heard",
                        window=window,
                        line=line,
                        start_ms=round(stretch.start_sample * 1000 / stretch.sample_rate),
                        end_ms=round((stretch.start_sample + stretch.samples) * 1000 / stretch.sample_rate),
                        waited_ms=round(stretch.waited_seconds * 1000),
                    )
                yield stretch.frames
        except DuologueError as error:
            self._events.tell("unheard", window=window, message=str(error))

    # The episode

    async def _render(self, request: Request) -> Response:
        seen = await self._seen(request)
        settings = await asyncio.to_thread(self._sound.settings, seen)
        self._renders.begin(seen, settings)
        return JSONResponse(self._renders.state(seen.slug))

    async def _stop(self, request: Request) -> Response:
        slug = request.path_params["slug"]
        await self._renders.stop(slug)
        return JSONResponse(self._renders.state(slug))

    async def _state(self, request: Request) -> Response:
        return JSONResponse(self._renders.state(request.path_params["slug"]))

    async def _check(self, request: Request) -> Response:
        folder = self.desk.folder(request.path_params["slug"])
        return JSONResponse(report_json(await aio.check(folder)))

    async def _file(self, request: Request) -> Response:
        folder = self.desk.folder(request.path_params["slug"])
        manifest, name = existing(folder), request.path_params["name"]
        names = {"script.md"} if manifest is None else set(manifest.files.model_dump().values())
        if name not in names or not (folder / name).is_file():
            raise NoSuchScript(f"there is no file {name!r} in {folder.name}")
        shown = name.endswith((".mp3", ".jpg", ".webp"))
        kind = media_type(name) if shown else "application/octet-stream"
        headers = {"content-disposition": "inline"} if shown and "save" not in request.query_params else None
        return FileResponse(
            folder / name, media_type=kind, filename=None if headers else name, headers=headers
        )

    async def _feed(self, request: Request) -> Response:
        place = await _json(request, TypeAdapter(Place))
        made = await aio.feed(self.desk.root, url=place.url)
        return JSONResponse({"feed": made.feed_url, "episodes": made.episodes, "notes": list(made.notes)})

    async def _stream(self, _: Request) -> Response:
        return StreamingResponse(self._events.stream(), media_type="text/event-stream")


async def _json(request: Request, model: TypeAdapter[T]) -> T:
    """The body as a value; other kinds of body, which a form of another site could send, are none."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise UsageError("send JSON, as application/json")
    return model.validate_json(await request.body())


def _version(request: Request) -> str:
    match = request.headers.get("if-match", "")
    if not match:
        raise _NoVersion("If-Match has to name the version of the script that was seen")
    return match.strip().strip('"')


def _number(asked: Any, name: str, default: int = 0) -> int:
    text = asked.get(name, "")
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{name} is a number") from None


class _NoVersion(UsageError):
    pass


def _status(error: Exception) -> int:
    if isinstance(error, Changed):
        return 409
    if isinstance(error, _NoVersion):
        return 428
    return 404 if isinstance(error, NoSuchScript) else 422


async def _problem(_: Request, error: Exception) -> Response:
    code = error.exit_code if isinstance(error, DuologueError) else 1
    return JSONResponse({"message": str(error), "exit_code": code}, status_code=_status(error))


async def _not_understood(_: Request, error: Exception) -> Response:
    assert isinstance(error, ValidationError)  # noqa: S101 - what it is registered for
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return JSONResponse({"message": f"{where}: {first['msg']}" if where else first["msg"]}, status_code=400)
