"""The audition: the first exchange of an interview in several casts, to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duologue.api.running import run
from duologue.model import Interview, Utterance
from duologue.pipeline.audition import (
    AuditionedCast,
    Candidate,
    candidates,
    cast_in_use,
    render_candidate,
    speaking,
)
from duologue.pipeline.first_exchange import first_exchange
from duologue.settings import Settings
from duologue.speech.engines.base import by_contract
from duologue.speech.engines.registry import choose_engine
from duologue.store.takes import TakeCache

__all__ = ["Audition", "AuditionedCast", "Candidate", "audition", "audition_async"]


@dataclass(frozen=True)
class Audition:
    """The first exchange of an interview in several casts.

    Attributes:
        interview: the article.
        said: the exchange.
        engine: the name of the engine that spoke.
        in_use: the name of the cast that a render would take now.
        casts: each with its sound, in the order in which they are shown.
    """

    interview: Interview
    said: tuple[Utterance, ...]
    engine: str
    in_use: str
    casts: tuple[AuditionedCast, ...]


async def audition_async(
    interview: Interview,
    *,
    casts: Sequence[str] = (),
    settings: Settings | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    on_note: Callable[[str], None] = lambda _: None,
) -> Audition:
    """See `audition`."""
    settings = settings or Settings()
    said = first_exchange(interview)
    in_use = cast_in_use(settings, interview.language)
    chosen = speaking(casts, interview.language, in_use)
    choice = await choose_engine(
        settings.engine,
        chosen[0][1].engines,
        settings_of=lambda name: settings.engine_settings(name, cast=chosen[0][1]),
        language=interview.language,
    )
    engine = choice.engine
    try:
        for name, why in choice.refused:
            on_note(f"{name} cannot speak now ({why})")
        offered = await by_contract(engine, engine.voices())
        found = candidates(interview, chosen, settings, engine, offered, all_of_them=bool(casts))
        progress = _Counter(len(found) * len(said), on_progress)
        cache = TakeCache()
        heard = [
            await render_candidate(said, each, interview, settings, engine, cache, progress.advance)
            for each in found
        ]
    finally:
        await engine.close()
    return Audition(interview, said, engine.name, in_use[1].name, tuple(heard))


def audition(
    interview: Interview,
    *,
    casts: Sequence[str] = (),
    settings: Settings | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    on_note: Callable[[str], None] = lambda _: None,
) -> Audition:
    """The first question and its answer in several casts, at the loudness of an episode.

    Args:
        interview: what `read` gave.
        casts: by name or file; if empty, the one in use and the shipped ones of the language that differ.
        settings: what `load_settings` gave; None for the built-in defaults.
        on_progress: called with how many utterances are done, and of how many.
        on_note: called with what a person should know, e.g. that an engine cannot speak now.

    Raises:
        NoInterviewError: fewer than two people speak.
        UsageError, ConfigError: there is no such cast, or it is wrong.
        NoEngineError, SpeechIncomplete: no engine can speak, or it could not voice everything.
        EpisodeError: the sound could not be encoded.
    """
    return run(
        audition_async(interview, casts=casts, settings=settings, on_progress=on_progress, on_note=on_note)
    )


class _Counter:
    """How far an audition is."""

    def __init__(self, total: int, on_progress: Callable[[int, int], None]) -> None:
        self._done, self._total, self._on_progress = 0, total, on_progress

    def advance(self) -> None:
        self._done += 1
        self._on_progress(self._done, self._total)
