"""What a person should know of an article's language before it is spoken."""

from __future__ import annotations

from collections.abc import Iterator

from duologue.languages.page import page_words
from duologue.languages.tags import language_name, spoken_language
from duologue.model import Interview
from duologue.speech.cast import Cast


def language_notes(interview: Interview, cast: Cast) -> Iterator[str]:
    """A cast that was made and not written; pages whose words are not in the article's language."""
    if cast.path is None:
        yield cast.description_in("en").removesuffix(".")
    words = page_words(interview.language)
    if spoken_language(words.language) not in (spoken_language(interview.language), "zh"):
        yield (
            f"pages, notes and the spoken disclosure are in {language_name(words.language)}: there are no "
            f"words for {language_name(interview.language)} yet"
        )
