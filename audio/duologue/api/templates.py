"""The files that a person writes, with what can stand in them: `write_templates`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from duologue.api.files import write_file
from duologue.interview.language import wanted_tag
from duologue.publish.show import SHOW_NAME
from duologue.publish.show_file import show_template
from duologue.settings import FILE_NAME, Settings
from duologue.speech.find_cast import cast_for_language

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

# Formats beside the MP3: m4b and opus want duologue[formats].
# formats: [mp3, m4b, opus, wav]

# Sign where an episode comes from into its MP3, so that a copy proves it: duologue[provenance].
# provenance: true

# A chapter that is longer than this is divided where a question is asked.
# chapter_minutes: 8

# Pauses in milliseconds.
# pauses: {{question_to_answer_ms: 500, before_section_ms: 1500}}

# How loud: podcast (-16 LUFS), spotify, ebu or mono.
# loudness: podcast

# Sound: stereo-128k, mono-96k or mono-64k.
# encoding: stereo-128k
"""


@dataclass(frozen=True)
class TemplatesWritten:
    """The files that were written, and those that were there and were left as they are."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_templates(
    folder: str | Path, *, language: str = "en-US", title: str = "", author: str = ""
) -> TemplatesWritten:
    """Writes a commented duologue.yaml, show.yaml and cast; a file that is there stays as it is.

    Args:
        folder: where the articles are, or will be.
        language: the interviews' language for the cast, a tag or a name.
        title: what the show is called.
        author: who makes it.

    Raises:
        UsageError: that is not a language.
        NoEngineError: no engine speaks it.
        EpisodeError: a file cannot be written.
    """
    folder = Path(folder)
    files = {
        folder / FILE_NAME: SETTINGS,
        folder / CAST_NAME: cast_text(language),
        folder / Settings().out / SHOW_NAME: show_template({"title": title, "author": author}),
    }
    kept = tuple(path for path in files if path.exists())
    written = tuple(path for path in files if path not in kept)
    for path in written:
        write_file(path, files[path].encode("utf-8"))
    return TemplatesWritten(written, kept)


def cast_text(language: str) -> str:
    """The cast of a language, to be changed: the shipped file, or what is made for its locale.

    Raises:
        UsageError: that is not a language.
        NoEngineError: no engine speaks it.
    """
    cast = cast_for_language(wanted_tag(language))
    if cast.path is None:
        values = cast.model_dump(exclude_defaults=True, exclude_none=True, mode="json")
        return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=110)
    first, _, rest = cast.path.read_text(encoding="utf-8").partition("\n")
    return rest if first.startswith("# yaml-language-server:") else f"{first}\n{rest}"
