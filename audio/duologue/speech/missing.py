"""What is said of utterances that have no take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duologue.errors import EngineError, SpeechIncomplete
from duologue.model import Utterance

_MOST_LINES = 10
_MOST_REASONS = 3


def incomplete(
    said: Sequence[Utterance], why: Mapping[int, EngineError | None], engine: str, *, made: int
) -> SpeechIncomplete:
    """The error for utterances without a take: their lines, and why.

    Args:
        said: the utterances of the programme.
        why: number of each that has none → what went wrong with it.
        engine: whose affair it was.
        made: how many takes it has made.
    """
    lines_of: dict[str, list[int]] = {}
    for number in sorted(why):
        lines_of.setdefault(str(why[number] or "it stopped"), []).append(said[number].line)
    if len(lines_of) == 1:
        ((reason, lines),) = lines_of.items()
        told = f"{_where(lines)}: {reason}"
    else:
        reasons = [f"{reason}{_where(lines)}" for reason, lines in lines_of.items()]
        more = f"; and {len(reasons) - _MOST_REASONS} more reasons" if len(reasons) > _MOST_REASONS else ""
        told = f": {'; '.join(reasons[:_MOST_REASONS])}{more}"
    message = (
        f"{len(why)} of {len(said)} utterances could not be voiced by {engine}{told}. All others are kept"
    )
    return SpeechIncomplete(
        message,
        tuple(sorted(why)),
        made=made,
        reason=next(iter(lines_of)),
        texts_refused=all(type(error) is EngineError for error in why.values()),
    )


def _where(lines: Sequence[int]) -> str:
    known = sorted({line for line in lines if line})
    shown = ", ".join(map(str, known[:_MOST_LINES])) + (", …" if len(known) > _MOST_LINES else "")
    return f" (line{'s' if len(known) > 1 else ''} {shown})" if known else ""
