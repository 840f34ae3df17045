"""`duologue voices audition`: the first exchange of an article in several casts, to choose from."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

import duologue
from duologue.api import audition as auditions
from duologue.api.audition import Audition, AuditionedCast
from duologue.api.files import write_file
from duologue.api.reading import slug_of
from duologue.api.serving import listen
from duologue.audition.choose import choose
from duologue.audition.page import audition_page
from duologue.audition.server import HOST, AuditionServer
from duologue.cli import completion
from duologue.cli.console import console, note, print_json, printable
from duologue.cli.reading_options import AllowPrivate, Chapter, Item, Language
from duologue.errors import Interrupted, UsageError
from duologue.model import AUDITION_SUFFIX, Interview


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
    language: Language = None,
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
    settings = duologue.load_settings(folder, os.environ, {"engine": engine})
    try:
        interview = duologue.read(
            source, allow_private=allow_private, chapter=chapter, item=item, language=language
        )
        result = _auditioned(interview, settings, casts or [])
    except KeyboardInterrupt:
        raise Interrupted("interrupted; finished takes are kept for the next time") from None
    if serve:
        _serve(result, source, folder)
        return
    path = output or Path(f"{_name(source, result.interview)}{AUDITION_SUFFIX}")
    write_file(path, _page(result, source).encode("utf-8", "replace"))
    _tell(result, path)
    if as_json:
        print_json(_document(result, source, path))


def _auditioned(interview: Interview, settings: duologue.Settings, casts: list[str]) -> Audition:
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal or console.quiet,
    )
    with bar:
        task = bar.add_task("speaking", total=None)
        return auditions.audition(
            interview,
            casts=casts,
            settings=settings,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            on_note=note,
        )


def _page(result: Audition, source: str, *, served: bool = False) -> str:
    commands = [_command(source, each) for each in result.casts]
    return audition_page(result, commands=commands, served=served)


def _command(source: str, auditioned: AuditionedCast) -> str:
    """The line that chooses the cast, for a shell."""
    return shlex.join(["duologue", "voices", "audition", source, "--choose", auditioned.candidate.choice])


def _serve(result: Audition, source: str, folder: Path) -> None:
    def take(number: int) -> Path:
        if not 0 <= number < len(result.casts):
            raise IndexError(number)
        return choose(result.casts[number].candidate.choice, folder)

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


def _tell(result: Audition, path: Path) -> None:
    for number, each in enumerate(result.casts, 1):
        voices = ", ".join(f"{name}: {voice}" for name, voice in each.candidate.voices)
        console.print(Text(printable(f"{number}  {each.candidate.cast.name}  {voices}")), soft_wrap=True)
    console.print(Text(printable(f"page: {path}"), style="bold"), soft_wrap=True)
    console.print("open it in a browser, or choose on it with --serve", markup=False)


def _document(result: Audition, source: str, path: Path) -> dict[str, Any]:
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
            for each in result.casts
        ],
    }


def _name(source: str, interview: Interview) -> str:
    return slug_of(interview.title if "://" in source else Path(source).stem)
