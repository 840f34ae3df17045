"""Voicing: which engines speak what with which voices, and the speech itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from duologue.engine_choice import EngineChoice, Wanted, choose, ways_on
from duologue.errors import Denied, DuologueError, SpeechIncomplete
from duologue.model import Utterance
from duologue.speech.cast import Cast, Casting
from duologue.speech.concurrency import DEFAULT_PATIENCE
from duologue.speech.engines.base import Engine
from duologue.speech.lexicon import Lexicon
from duologue.speech.measured import MeasuredRates
from duologue.speech.mix import CastEngine, speak_with
from duologue.speech.speak import HERE, Asking, Speech, Spoken
from duologue.store.takes import TakeCache

PATIENCE = DEFAULT_PATIENCE
"""How long a service is waited for."""
GO_OVER_SECONDS = 12.0
"""How long one is waited for that gives no take at all, where `auto` can switch to another engine."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Voicing:
    """Who speaks what with which voice of which engine.

    Attributes:
        said: the utterances in programme order.
        choice: the engines that speak, and those that can or cannot.
        wanted: what it was chosen for.
    """

    said: tuple[Utterance, ...]
    choice: EngineChoice
    wanted: Wanted

    @property
    def engines(self) -> tuple[CastEngine, ...]:
        """The engine that speaks, then those that a speaker may switch to where mixing is allowed."""
        return self.choice.engines

    @property
    def refused(self) -> tuple[tuple[str, str], ...]:
        """Engines that were tried first, each with why it cannot speak."""
        return self.choice.refused

    @property
    def cast(self) -> Cast:
        """Where the voices come from."""
        return self.wanted.cast

    @property
    def lexicon(self) -> Lexicon:
        """How names and terms are said."""
        return self.wanted.lexicon

    @property
    def engine(self) -> Engine:
        """The engine that speaks."""
        return self.engines[0].engine

    @property
    def casting(self) -> Casting:
        """Who speaks with which voice, as far as it is known before a speaker switches to another engine."""
        voices = {name: v for one in reversed(self.engines) for name, v in one.casting.voices.items()}
        places = {name: p for one in reversed(self.engines) for name, p in one.casting.places.items()}
        return Casting(voices, places)

    async def close(self) -> None:
        """Lets all engines go: whoever made them closes their connections and stops their threads."""
        for one in self.engines:
            await self.wanted.engines.let_go(one.engine)


async def voicing_of(wanted: Wanted, names: tuple[str, ...] | None = None) -> Voicing:
    """Chooses the engines for what is wanted; `names` are those to try, where not all are.

    Raises:
        NoEngineError, UsageError, ConfigError, BadVoice: see `choose`.
    """
    choice = await choose(wanted, names)
    longest_text = min(one.engine.limits.longest_text for one in choice.engines)
    return Voicing(tuple(wanted.said(longest_text)), choice, wanted)


async def speech_of(
    voicing: Voicing,
    cache: TakeCache,
    *,
    done: Callable[[Spoken], None],
    begun: Callable[[Sequence[Utterance]], None],
    tell: Callable[[str], None],
    asking: Asking = HERE,
) -> tuple[Voicing, Speech, Casting]:
    """Voices everything. Where an engine that `auto` took makes no take at all, the next one voices it.

    Args:
        voicing: what was planned; its engines are closed in the end.
        cache: where takes are found and kept.
        done: told of every finished utterance.
        begun: told what is to be said, when speaking begins and when it begins anew with another engine.
        tell: told what a person should know while it goes on.
        asking: who asks the engines.

    Returns:
        The voicing that was used in the end, the speech, and who spoke with which voice.

    Raises:
        SpeechIncomplete: see `speak`; with the ways on.
        Denied, BadVoice: see `speak`.
    """
    while True:
        speaking, made = voicing, _Made(done)
        begun(speaking.said)
        untried = speaking.choice.untried
        hurry = bool(untried) or len(speaking.engines) > 1
        patience = replace(PATIENCE, first_answer_seconds=GO_OVER_SECONDS) if hurry else PATIENCE
        try:
            speech, casting = await speak_with(
                speaking.engines,
                speaking.said,
                speaking.wanted.interview.language,
                cache,
                lexicon=speaking.lexicon,
                done=made,
                patience=patience,
                asking=asking,
            )
        except (SpeechIncomplete, Denied) as error:
            following = await _following(speaking) if untried and not made.takes else None
            if following is None:
                raise _with_ways_on(speaking, error) from None
            why = error.reason if isinstance(error, SpeechIncomplete) else str(error)
            name = following.engine.name
            tell(f"{speaking.engine.name} cannot speak now ({why}): {name} speaks the whole episode")
            voicing = following
        else:
            if len(speaking.engines) == 1 and asking.alone:
                MeasuredRates.load().with_speech(speech, made.seconds).save()
            return speaking, speech, casting
        finally:
            await speaking.close()


class _Made:
    """Counts the takes that are made, and passes on what it is told."""

    def __init__(self, done: Callable[[Spoken], None]) -> None:
        self._done = done
        self.takes = 0
        self.seconds = 0.0

    def __call__(self, spoken: Spoken) -> None:
        if not spoken.reused:
            self.takes += 1
            self.seconds += spoken.seconds
        self._done(spoken)


async def _following(voicing: Voicing) -> Voicing | None:
    """The same with the next engine that can speak; None if no engine is left."""
    try:
        following = await voicing_of(voicing.wanted, voicing.choice.untried)
    except DuologueError as error:
        _log.warning("no other engine can speak: %s", error)
        return None
    return following


def _with_ways_on(voicing: Voicing, error: SpeechIncomplete | Denied) -> DuologueError:
    if isinstance(error, Denied):
        return error
    first = "Change these lines" if error.texts_refused else ""
    ways = ways_on(voicing.engine.name, voicing.cast, voicing.wanted.settings, first=first)
    return SpeechIncomplete(
        f"{error}. {ways}",
        error.missing,
        made=error.made,
        reason=error.reason,
        texts_refused=error.texts_refused,
    )
