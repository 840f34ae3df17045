"""The first exchange of an interview: a question and its answer, short enough to be heard several times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from duologue.errors import NoInterviewError
from duologue.model import NARRATOR, Interview, Paragraph, Role, Turn, Utterance, UtteranceKind
from duologue.speech.plausible import expected_seconds
from duologue.speech.utterances import divide

QUESTION_SECONDS = 9.0
EXCHANGE_SECONDS = 26.0
"""What is heard is 20 to 30 s long: enough to know two voices, and short enough to hear six pairs of them."""


def first_exchange(interview: Interview) -> tuple[Utterance, ...]:
    """The first question and its answer, each cut at the end of a sentence where it is long.

    Without a question that is answered, the first two turns by different people.

    Raises:
        NoInterviewError: fewer than two people speak.
    """
    turns = [turn for turn in interview.turns() if turn.speaker != NARRATOR]
    pairs = [pair for pair in pairwise(turns) if pair[0].speaker != pair[1].speaker]
    asked = [p for p in pairs if (p[0].role, p[1].role) == (Role.INTERVIEWER, Role.INTERVIEWEE)]
    pair = next(iter(asked or pairs), None)
    if pair is None:
        raise NoInterviewError(f"{interview.title!r} has no exchange: fewer than two people speak in it")
    question = tuple(_opening(pair[0], 0, QUESTION_SECONDS))
    left_seconds = EXCHANGE_SECONDS - _seconds(question)
    return question + tuple(_opening(pair[1], 1, left_seconds))


def _opening(turn: Turn, number: int, seconds: float) -> Iterator[Utterance]:
    """As much of the turn as fits into `seconds`, in whole sentences; at least its beginning."""
    left = seconds
    for index, paragraph in enumerate(turn.paragraphs):
        part = next(divide(paragraph, _longest(paragraph.text, left)), None)
        if part is None or (index and len(part.text) < len(paragraph.text.strip()) and _breaks(part)):
            return
        yield Utterance(
            UtteranceKind.SPEECH,
            turn.speaker,
            turn.role,
            part.text,
            turn=number,
            paragraph=index,
            line=part.line,
            cues=part.cues,
        )
        left -= expected_seconds(part.text)
        if len(part.text) < len(paragraph.text.strip()) or left < 2:
            return


def _breaks(part: Paragraph) -> bool:
    """Whether the part ends inside a sentence."""
    return part.text.rstrip('」』”’")）】》*_ ')[-1:] not in tuple("。！？!?….")


def _longest(text: str, seconds: float) -> int:
    """How many characters of the text can be said in `seconds`; at least twenty."""
    low, high = min(20, len(text)), len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if expected_seconds(text[:middle]) <= seconds:
            low = middle
        else:
            high = middle - 1
    return max(low, 1)


def _seconds(said: Sequence[Utterance]) -> float:
    return sum(expected_seconds(utterance.written) for utterance in said)
