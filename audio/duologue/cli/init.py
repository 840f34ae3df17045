"""`duologue init`: the files that a person writes, with what can stand in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duologue.cli.console import command, console, print_json, printable
from duologue.errors import EpisodeError
from duologue.publish.show import SHOW_NAME
from duologue.publish.show_file import show_template
from duologue.resources import voices_dir
from duologue.settings import FILE_NAME, Settings
from duologue.speech.cast import cast_for_language
from duologue.store.whole_file import write_whole

CAST_NAME = "cast.yaml"
SETTINGS = f"""\
# How articles beside this file become episodes. Every line that begins with # shows a default, or an example.
# All keys: docs/reference.md. A wrong key or value is refused with its line.

# Who speaks with which voice: a cast by name (duologue voices list), or a file.
voices: {CAST_NAME}

# What speaks: auto takes the first of the cast's engines that can be reached.
# engine: auto

# Where episodes land. What the show is called stands in the {SHOW_NAME} there.
# out: episodes

# The line at the start that says that the voices are synthetic; false leaves it out of the sound alone.
# disclosure: "{{title}}. All voices are synthetic."

# How names and terms are said, over the shipped lexicon.
# lexicon: lexicon.yaml

# A picture for all episodes instead of the drawn cover; article: each article's own.
# cover: article

# A chapter that is longer than this is divided where a question is asked.
# chapter_minutes: 8

# Pauses in milliseconds.
# pauses: {{question_to_answer_ms: 500, before_section_ms: 1500}}

# How loud: podcast (-16 LUFS), spotify, ebu or mono.
# loudness: podcast

# Sound: stereo-128k, mono-96k or mono-64k.
# encoding: stereo-128k
"""


def init(
    folder: Annotated[Path, typer.Argument(help="Where the articles are, or will be.")] = Path(),
    language: Annotated[
        str, typer.Option("--language", help="The interviews' language, for the cast.")
    ] = "en-US",
    title: Annotated[str, typer.Option("--title", help="What the show is called.")] = "",
    author: Annotated[str, typer.Option("--author", help="Who makes it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Write a commented duologue.yaml, show.yaml and cast, to begin with.

    A file that is there stays as it is.

    Example: duologue init --language zh-CN --title "Slow talks"
    """
    files = {
        folder / FILE_NAME: SETTINGS,
        folder / CAST_NAME: cast_text(language),
        folder / Settings().out / SHOW_NAME: show_template({"title": title, "author": author}),
    }
    kept = [path for path in files if path.exists()]
    written = [path for path in files if path not in kept]
    for path in written:
        try:
            write_whole(path, files[path].encode("utf-8"))
            path.chmod(0o644)
        except OSError as error:
            raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
    if as_json:
        print_json({"written": [str(path) for path in written], "kept": [str(path) for path in kept]})
        return
    for path in files:
        console.print(printable(f"{path}: {'was there, and stays' if path in kept else 'written'}"))
    console.print(printable(f"Edit them, then: {command('render', 'ARTICLE')}"))


def cast_text(language: str) -> str:
    """The shipped cast of a language, to be changed.

    Raises:
        UsageError: no shipped cast speaks it.
    """
    text = (voices_dir() / f"{cast_for_language(language).name}.yaml").read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# yaml-language-server:") else text
