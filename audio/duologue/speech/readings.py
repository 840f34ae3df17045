"""The readings that a script gives, ``{written|reading}``, checked before anything is said."""

from __future__ import annotations

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
