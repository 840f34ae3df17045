"""`duologue voices audition`: the first exchange of an article in several casts, to choose from."""

from __future__ import annotations

import asyncio
import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from duologue.audition import PAGE_SUFFIX
from duologue.audition.choose import choose
from duologue.audition.exchange import first_exchange
from duologue.audition.hear import Heard, candidates, cast_in_use, hear, speaking
from duologue.audition.page import audition_page
from duologue.audition.server import HOST, AuditionServer
from duologue.cli import completion
from duologue.cli.console import console, note, print_json, printable
from duologue.cli.reading_options import AllowPrivate, Chapter, Item
from duologue.errors import EpisodeError, Interrupted, UsageError
from duologue.interview import Choice, read_source, slug_of
from duologue.model import Interview, Utterance
from duologue.publish.network import listen
from duologue.settings import Settings, load_settings
from duologue.speech.engines.base import by_contract
from duologue.speech.engines.registry import choose_engine
from duologue.store.takes import TakeCache
from duologue.store.whole_file import write_whole


@dataclass(frozen=True)
class _Heard:
    interview: Interview
    said: tuple[Utterance, ...]
    engine: str
    in_use: str
    heard: tuple[Heard, ...]


def audition(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="An article or script.")],
    casts: Annotated[
        list[str] | None,
        typer.Option(
            "--cast",
            metavar="NAME|FILE",
            help="A cast to hear; again for more.  [default: all that differ]",
            autocompletion=completion.casts,
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(help="An engine's name, or auto.  [default: auto]", autocompletion=completion.engines),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The page.  [default: NAME.audition.html]")
    ] = None,
    chosen: Annotated[
        str,
        typer.Option(
            "--choose",
            metavar="NAME|FILE",
            help="Write this cast into duologue.yaml; no sound.",
            autocompletion=completion.casts,
        ),
    ] = "",
    serve: Annotated[
        bool, typer.Option("--serve", help="Show the page at a local address, where a button chooses.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
    chapter: Chapter = None,
    item: Item = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Hear the first exchange of an article in several casts on one page, and choose one.

    The page plays in any browser, without a network. Choose with the command it shows, or, with --serve, by
    a button: the cast's name is written into duologue.yaml beside the article.

    Example: duologue voices audition interview.md --cast zh-CN --cast zh-CN-calm
    """
    folder = Path() if "://" in source else Path(source).parent
    if chosen:
        if "://" not in source and not Path(source).is_file():
            raise UsageError(f"{source}: no such file")
        written = choose(chosen, folder)
        console.print(Text(printable(f"{written}: voices: {chosen}")))
        if as_json:
            print_json({"written": str(written), "voices": chosen})
        return
    settings = load_settings(folder, os.environ, {"engine": engine})
    try:
        interview = read_source(source, allow_private=allow_private, choice=Choice(chapter, item))
        result = asyncio.run(_hear(interview, settings, casts or []))
    except KeyboardInterrupt:
        raise Interrupted("interrupted; what was heard so far is kept for the next time") from None
    if serve:
        _serve(result, source, folder)
        return
    path = output or Path(f"{_name(source, result.interview)}{PAGE_SUFFIX}")
    try:
        write_whole(path, _page(result, source).encode("utf-8", "replace"))
        path.chmod(0o644)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
    _tell(result, path)
    if as_json:
        print_json(_document(result, source, path))


async def _hear(interview: Interview, settings: Settings, names: list[str]) -> _Heard:
    said = first_exchange(interview)
    in_use = cast_in_use(settings, interview.language)
    casts = speaking(names, interview.language, in_use)
    choice = await choose_engine(
        settings.engine,
        casts[0][1].engines,
        settings_of=lambda name: settings.engine_settings(name, cast=casts[0][1]),
        language=interview.language,
    )
    try:
        for name, why in choice.refused:
            note(f"{name} cannot speak now ({why})")
        offered = await by_contract(choice.engine, choice.engine.voices())
        found = candidates(interview, casts, settings, choice.engine, offered, all_of_them=bool(names))
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal or console.quiet,
        )
        cache = TakeCache()
        with bar:
            task = bar.add_task("speaking", total=len(found) * len(said))
            heard = [
                await hear(said, each, interview, settings, choice.engine, cache, lambda: bar.advance(task))
                for each in found
            ]
    finally:
        await choice.engine.close()
    return _Heard(interview, said, choice.engine.name, in_use[1].name, tuple(heard))


def _page(result: _Heard, source: str, *, served: bool = False) -> str:
    return audition_page(
        result.interview,
        result.said,
        result.heard,
        engine=result.engine,
        in_use=result.in_use,
        commands=[_command(source, each) for each in result.heard],
        served=served,
    )


def _command(source: str, heard: Heard) -> str:
    """The line that chooses the cast, for a shell."""
    return shlex.join(["duologue", "voices", "audition", source, "--choose", heard.candidate.choice])


def _serve(result: _Heard, source: str, folder: Path) -> None:
    def take(number: int) -> Path:
        if not 0 <= number < len(result.heard):
            raise IndexError(number)
        return choose(result.heard[number].candidate.choice, folder)

    server = AuditionServer(_page(result, source, served=True), take)
    with listen(HOST, 0) as listening:
        console.print("Choose on this page; Ctrl-C leaves everything as it is.", markup=False)
        typer.echo(server.url(listening))
        try:
            written = server.run(listening)
        except KeyboardInterrupt:
            written = server.written
    if written is None:
        raise Interrupted("nothing was chosen")
    console.print(Text(printable(f"{written} names the cast now")))


def _tell(result: _Heard, path: Path) -> None:
    for number, each in enumerate(result.heard, 1):
        voices = ", ".join(f"{name}: {voice}" for name, voice in each.candidate.voices)
        console.print(Text(printable(f"{number}  {each.candidate.cast.name}  {voices}")), soft_wrap=True)
    console.print(Text(printable(f"page: {path}"), style="bold"), soft_wrap=True)
    console.print("open it in a browser, or choose on it with --serve", markup=False)


def _document(result: _Heard, source: str, path: Path) -> dict[str, Any]:
    return {
        "page": str(path),
        "engine": result.engine,
        "in_use": result.in_use,
        "casts": [
            {
                "name": each.candidate.cast.name,
                "description": each.candidate.cast.description_in("en"),
                "voices": {name: str(voice) for name, voice in each.candidate.voices},
                "seconds": round(each.seconds, 3),
                "choose": _command(source, each),
            }
            for each in result.heard
        ],
    }


def _name(source: str, interview: Interview) -> str:
    return slug_of(interview.title if "://" in source else Path(source).stem)
