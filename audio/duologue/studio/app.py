"""The studio's application: the page, its files, and the HTTP API behind it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from duologue import aio
from duologue.api.checking import report_json
from duologue.api.configuration import keep_reading, keep_setting
from duologue.api.rendering import disclosure_line
from duologue.api.scripts import keep_picture, manifest_of
from duologue.api.serving import media_type
from duologue.errors import DuologueError
from duologue.languages.studio import studio_words
from duologue.settings import FILE_NAME
from duologue.studio.answers import OCTETS, bytes_of, json_of, not_understood, number, problem, version_named
from duologue.studio.desk import AnyEdit, Desk, NoSuchScript, Snapshot
from duologue.studio.edits import Cover
from duologue.studio.events import Events
from duologue.studio.guard import MOST_BYTES, Guard
from duologue.studio.jobs import Renders
from duologue.studio.operations import Operation, openapi
from duologue.studio.page import language_for, page, static
from duologue.studio.sound import Sound, voice_given
from duologue.studio.view import episode_json, script_json
from duologue.studio.worker import Worker

_WATCH_SECONDS = 1.0
_EDIT: TypeAdapter[AnyEdit] = TypeAdapter(Annotated[AnyEdit, Field(discriminator="op")])


MP3 = "audio/mpeg"
BRING = "Reads an article and writes its script. A file is sent as application/octet-stream, with its name."
UNDO, REDO = "Takes the last change back.", "Makes the change again."
LISTEN = "The programme as an MP3 stream while it is made."
READINGS = "How a stretch of a line is said, and how else it could be."
COVER = "Makes a picture the cover; it is sent as application/octet-stream."
DISCLOSURE = "What the episodes of the show say of their voices at the start."
EVENTS = "What happens: `script`, `render`, `made`, `heard`, `unheard`."


class Article(BaseModel):
    """An article as text, or its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: Annotated[str | None, Field(max_length=MOST_BYTES)] = None
    url: Annotated[str | None, Field(max_length=4000)] = None


class Place(BaseModel):
    """Where a show will be on the web."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: Annotated[str | None, Field(max_length=2000)] = None


class Said(BaseModel):
    """How a word is said: pinyin, IPA between slashes, or words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    written: Annotated[str, Field(min_length=1, max_length=100)]
    say: Annotated[str, Field(min_length=1, max_length=200)]


class Statement(BaseModel):
    """What every episode says at its start: true for the usual line, false for none, or its wording."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    spoken: bool | Annotated[str, Field(min_length=1, max_length=1000)]


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
        host: the name by which others in the network reach it; none do if empty.
    """

    def __init__(
        self, root: Path, engine: str | None = None, secret: str | None = None, host: str = ""
    ) -> None:
        self._host = host
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
            middleware=[Middleware(Guard, secret=self.secret, host=self._host)],
            exception_handlers={DuologueError: problem, ValidationError: not_understood},
            lifespan=self._life,
        )

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The API."""
        at = "/episodes/{slug}"
        edit = Annotated[AnyEdit, Field(discriminator="op")]
        voice = ("speaker", "voice", "rate", "pitch")
        return (
            Operation("GET", "/episodes", self._list, "The episodes of the folder, with their states."),
            Operation("POST", "/articles", self._bring, BRING, Article, query=("name",)),
            Operation("GET", at, self._script, "The script as lines, with doubts and what was left out."),
            Operation("POST", f"{at}/edits", self._edit, "Changes the script.", edit, versioned=True),
            Operation("POST", f"{at}/undo", partial(self._step, by=-1), UNDO, versioned=True),
            Operation("POST", f"{at}/redo", partial(self._step, by=1), REDO, versioned=True),
            Operation("POST", f"{at}/settled", self._settle, "A doubted line is right.", LineNumber),
            Operation("GET", f"{at}/cast", self._cast, "Who speaks with which voice, and which there are."),
            Operation("GET", f"{at}/sample", self._sample, "A speaker's sentence.", query=voice, answers=MP3),
            Operation("GET", f"{at}/line", self._line, "One line by itself.", query=("line",), answers=MP3),
            Operation("GET", f"{at}/readings", self._readings, READINGS, query=("line", "start", "end")),
            Operation("GET", f"{at}/guesses", self._guesses, "Words whose reading is a guess."),
            Operation("POST", f"{at}/lexicon", self._lexicon, "How a word is said in the whole show.", Said),
            Operation("GET", f"{at}/listen.mp3", self._listen, LISTEN, query=("from", "window"), answers=MP3),
            Operation("PUT", f"{at}/cover", self._cover, COVER, bytes, versioned=True),
            Operation("GET", f"{at}/disclosure", self._disclosure, DISCLOSURE),
            Operation("PUT", f"{at}/disclosure", self._disclose, DISCLOSURE, Statement),
            Operation("POST", f"{at}/render", self._render, "Renders the episode; events tell how it goes."),
            Operation("DELETE", f"{at}/render", self._stop, "Stops the render; finished takes are kept."),
            Operation("GET", f"{at}/render", self._state, "How the render stands."),
            Operation("GET", f"{at}/check", self._check, "Proves the episode from its files."),
            Operation("GET", f"{at}/files/{{name}}", self._file, "A file of the episode.", answers=OCTETS),
            Operation("POST", "/feed", self._feed, "Writes the show's feed and pages.", Place),
            Operation("GET", "/events", self._stream, EVENTS, answers="text/event-stream"),
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
            await self._sound.close()
            self._worker.stop()

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
        if kind == OCTETS:
            name = request.query_params.get("name", "")
            data = await bytes_of(request)
            interview = await aio.read(data=data, kind=Path(name).suffix)
            source = name or "a file"
        else:
            article = await json_of(request, TypeAdapter(Article))
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
        edit, version = await json_of(request, _EDIT), version_named(request)
        return self._changed(await asyncio.to_thread(self.desk.edit, _slug(request), version, edit))

    async def _step(self, request: Request, by: int) -> Response:
        version = version_named(request)
        return self._changed(await asyncio.to_thread(self.desk.undo, _slug(request), version, by))

    async def _settle(self, request: Request) -> Response:
        line = await json_of(request, TypeAdapter(LineNumber))
        return self._shown(await asyncio.to_thread(self.desk.settle, _slug(request), line.line))

    async def _seen(self, request: Request) -> Snapshot:
        return await asyncio.to_thread(self.desk.snapshot, _slug(request))

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
        voice = voice_given(name, number(asked, "rate"), number(asked, "pitch")) if name else None
        sound = await self._sound.sample(await self._seen(request), asked.get("speaker", ""), voice)
        return Response(sound, media_type="audio/mpeg")

    async def _line(self, request: Request) -> Response:
        seen = await self._seen(request)
        sound = await self._sound.line(seen, number(request.query_params, "line"))
        return Response(sound, media_type="audio/mpeg")

    async def _readings(self, request: Request) -> Response:
        seen, asked = await self._seen(request), request.query_params
        place = (number(asked, "line"), number(asked, "start"), number(asked, "end"))
        return JSONResponse(await self._sound.readings(seen, *place))

    async def _guesses(self, request: Request) -> Response:
        return JSONResponse(await self._sound.guesses(await self._seen(request)))

    async def _lexicon(self, request: Request) -> Response:
        said = await json_of(request, TypeAdapter(Said))
        seen = await self._seen(request)
        settings = await asyncio.to_thread(self._sound.settings, seen)
        return JSONResponse(
            {"file": str(await asyncio.to_thread(keep_reading, settings, said.written, said.say))}
        )

    async def _listen(self, request: Request) -> Response:
        seen = await self._seen(request)
        asked = request.query_params
        window, first = asked.get("window", "")[:40], number(asked, "from", -1)
        await self._sound.prepared(seen)  # what is wrong is said before the sound begins
        return StreamingResponse(self._frames(seen, first, window), media_type="audio/mpeg")

    async def _frames(self, seen: Snapshot, first: int, window: str) -> AsyncIterator[bytes]:
        def spoken(done: int, of: int) -> None:
            self._events.tell_soon("made", slug=seen.slug, done=done, of=of)

        def others() -> bool:
            return bool(self._renders.state(seen.slug)["state"] == "speaking")

        try:
            async for stretch, line in self._sound.listen(seen, first, spoken, others):
                if stretch.number >= 0:
                    self._events.tell(
                        "heard",
                        window=window,
                        line=line,
                        text=stretch.utterance.written,
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
        self._renders.begin(seen, partial(self._sound.plan, seen, settings))
        return JSONResponse(self._renders.state(seen.slug))

    async def _cover(self, request: Request) -> Response:
        data, version, slug = await bytes_of(request), version_named(request), _slug(request)
        name = await asyncio.to_thread(keep_picture, self.desk.folder(slug), data)
        edit = Cover(op="cover", name=name)
        return self._changed(await asyncio.to_thread(self.desk.edit, slug, version, edit))

    async def _disclosure(self, request: Request) -> Response:
        seen = await self._seen(request)
        settings = await asyncio.to_thread(self._sound.settings, seen)
        usual = disclosure_line(seen.interview)
        return JSONResponse({"spoken": settings.disclosure, "usual": usual})

    async def _disclose(self, request: Request) -> Response:
        said = await json_of(request, TypeAdapter(Statement))
        settings = await asyncio.to_thread(self._sound.settings, await self._seen(request))
        path = settings.path or Path(FILE_NAME)
        await asyncio.to_thread(keep_setting, path, "disclosure", said.spoken)
        return await self._disclosure(request)

    async def _stop(self, request: Request) -> Response:
        slug = _slug(request)
        await self._renders.stop(slug)
        return JSONResponse(self._renders.state(slug))

    async def _state(self, request: Request) -> Response:
        return JSONResponse(self._renders.state(_slug(request)))

    async def _check(self, request: Request) -> Response:
        folder = self.desk.folder(_slug(request))
        return JSONResponse(report_json(await aio.check(folder)))

    async def _file(self, request: Request) -> Response:
        folder = self.desk.folder(_slug(request))
        manifest, name = manifest_of(folder), request.path_params["name"]
        names = {"script.md"} if manifest is None else set(manifest.files.model_dump().values())
        if name not in names:
            names.add((await self._seen(request)).interview.picture)
        if name not in names or not (folder / name).is_file():
            raise NoSuchScript(f"there is no file {name!r} in {folder.name}")
        shown = name.endswith((".mp3", ".jpg", ".png", ".webp"))
        kind = media_type(name) if shown else OCTETS
        headers = {"content-disposition": "inline"} if shown and "save" not in request.query_params else None
        return FileResponse(
            folder / name, media_type=kind, filename=None if headers else name, headers=headers
        )

    async def _feed(self, request: Request) -> Response:
        place = await json_of(request, TypeAdapter(Place))
        made = await aio.feed(self.desk.root, url=place.url)
        return JSONResponse({"feed": made.feed_url, "episodes": made.episodes, "notes": list(made.notes)})

    async def _stream(self, _: Request) -> Response:
        return StreamingResponse(self._events.stream(), media_type="text/event-stream")


def _slug(request: Request) -> str:
    return str(request.path_params["slug"])
