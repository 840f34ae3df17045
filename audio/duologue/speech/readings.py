"""The readings that a script gives, ``{written|reading}``, checked before anything is said; all there are."""

from __future__ import annotations

import itertools
import math
from importlib.util import find_spec

from duologue.errors import ConfigError
from duologue.model import Interview, Reading
from duologue.speech.lexicon import reading
from duologue.speech.pronunciation import check_length


def check_readings(interview: Interview, source: str) -> None:
    """Refuses an invalid reading.

    Args:
        interview: what was read.
        source: the script, as a person knows it.

    Raises:
        ConfigError: names the script and the line.
    """
    for turn in interview.turns():
        for paragraph in turn.paragraphs:
            for cue in paragraph.cues:
                if isinstance(cue, Reading):
                    written = paragraph.text[cue.start : cue.end]
                    try:
                        check_length(written, reading(cue.say).pronunciation)
                    except ValueError as error:
                        raise ConfigError(
                            f"{{{written}|{cue.say}}}: {error}", source, paragraph.line
                        ) from None


_MOST_WAYS = 12


def ways_to_read(text: str) -> tuple[str, ...]:
    """Every way in which Han characters can be read, as pinyin with tone numbers; the likeliest first.

    None for other scripts, and where pypinyin is not installed; the likeliest alone where there are many.
    """
    if find_spec("pypinyin") is None or not text or not all("\u3400" <= one <= "\u9fff" for one in text):
        return ()
    from pypinyin import Style, pinyin

    def ways(characters: str, *, every: bool) -> list[list[str]]:
        return pinyin(characters, style=Style.TONE3, heteronym=every, neutral_tone_with_five=True)

    likely = " ".join(way[0] for way in ways(text, every=False))
    each = [sorted(set(ways(one, every=True)[0])) for one in text]
    many = math.prod(map(len, each)) > _MOST_WAYS
    others = [] if many else [" ".join(way) for way in itertools.product(*each)]
    return tuple(dict.fromkeys([likely, *others]))
