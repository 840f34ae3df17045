"""What a person should know of an article's language before it is spoken."""

from __future__ import annotations

from collections.abc import Iterator

from duologue.engine_choice.second_language import second_languages, speaks
from duologue.interview.language import TOPIC
from duologue.languages.page import page_words
from duologue.languages.tags import language_name, spoken_language
from duologue.model import Interview
from duologue.programme.cover.fonts import EXTRA
from duologue.programme.cover.glyphs import not_drawable
from duologue.speech.cast import Cast
from duologue.speech.mix import CastEngine

_MOST_LINES = 5


def language_notes(interview: Interview, cast: Cast, engine: CastEngine) -> Iterator[str]:
    """What a person should know.

    Doubts about the language; a cast that was made, not written; pages whose words are in another language;
    people who also speak a language that is neither the article's nor English, and whether their voice does.
    """
    for doubt in interview.doubts:
        if doubt.message.startswith(TOPIC):
            yield f"line {doubt.line}: {doubt.message}"
    if cast.path is None:
        yield cast.description_in("en").removesuffix(".")
    words = page_words(interview.language)
    if spoken_language(words.language) not in (spoken_language(interview.language), "zh"):
        yield (
            f"pages, notes and the spoken disclosure are in {language_name(words.language)}: there are no "
            f"words for {language_name(interview.language)} yet"
        )
    if lost := not_drawable(interview.title):
        yield f"the cover leaves out {lost!r} of the title: pip install 'duologue[{EXTRA}]' for their fonts"
    for second in second_languages(interview):
        voice = engine.casting.voices.get(second.speaker)
        if voice is None:
            continue
        says = f"{second.speaker} says {_lines(second.lines)} in {language_name(second.language)}"
        if not speaks(engine.engine, voice, second.language):
            yield f"{says}, which {voice.name} does not speak: give one that does with --voice"
        elif spoken_language(second.language) not in ("en", "zh"):
            yield f"{says}: {voice.name} speaks both languages"


def _lines(lines: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, lines[:_MOST_LINES])) + (", …" if len(lines) > _MOST_LINES else "")
    return f"line{'s' if len(lines) > 1 else ''} {shown}"
