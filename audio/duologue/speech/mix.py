"""More than one engine for one episode, only where a person has said so.

A cast names a voice of each engine for every part, and so declares the pairs. When an engine cannot voice all
that a speaker says, that speaker goes over to the next engine as a whole: no one ever changes voice within an
episode, and whoever is finished stays as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from duologue.errors import SpeechIncomplete
from duologue.model import Utterance, Voiced
from duologue.speech.cast import Casting
from duologue.speech.concurrency import DEFAULT_PATIENCE, Patience
from duologue.speech.engines.base import Engine
from duologue.speech.lexicon import Lexicon
from duologue.speech.speak import Speech, Spoken, speak
from duologue.store.takes import TakeCache


@dataclass(frozen=True)
class CastEngine:
    """An engine and who would speak with which of its voices."""

    engine: Engine
    casting: Casting


def engines_of(casting: Casting) -> str:
    """The engines of all voices as one text: ``edge``, or ``edge + kokoro``."""
    return " + ".join(dict.fromkeys(voice.engine for voice in casting.voices.values()))


async def speak_with(
    engines: Sequence[CastEngine],
    said: Sequence[Utterance],
    language: str,
    cache: TakeCache,
    *,
    lexicon: Lexicon,
    done: Callable[[Spoken], None] | None = None,
    patience: Patience = DEFAULT_PATIENCE,
) -> tuple[Speech, Casting]:
    """Voices every utterance with the first engine; whom it fails go over to the next.

    Args:
        engines: in order of preference; one alone never mixes.
        said: the utterances of the programme.
        language: BCP 47 language of the interview.
        cache: where takes are found and kept.
        lexicon: how names and terms are said.
        done: told once of every finished utterance.
        patience: how long to wait for an engine that cannot answer now.

    Returns:
        The speech, and who spoke with which voice in the end.

    Raises:
        SpeechIncomplete: some could not be voiced by any of them; all the others are in the cache.
        BadVoice, Denied: see `speak`.
    """
    voiced: dict[int, Voiced] = {}
    fresh: set[int] = set()
    told: set[int] = set()

    async def voice(numbers: Sequence[int], one: CastEngine) -> None:
        """Voices these utterances with one engine, all or none counted."""

        def tell(spoken: Spoken) -> None:
            number = numbers[spoken.number]
            if not spoken.reused:
                fresh.add(number)
            if done is not None and number not in told:
                told.add(number)
                done(replace(spoken, number=number))

        part = [said[number] for number in numbers]
        speech = await speak(
            part, one.casting, language, one.engine, cache, lexicon=lexicon, done=tell, patience=patience
        )
        voiced.update(zip(numbers, speech.voiced, strict=True))

    casting = engines[0].casting
    waiting: Sequence[int] = range(len(said))
    for one, following in zip_longest(engines, engines[1:]):
        try:
            await voice(waiting, one)
            break
        except SpeechIncomplete as error:
            missing = tuple(waiting[number] for number in error.missing)
            if following is None:
                raise SpeechIncomplete(str(error), missing) from None
        failed = {said[number].speaker for number in missing}
        await voice([number for number in waiting if said[number].speaker not in failed], one)
        waiting = [number for number in waiting if said[number].speaker in failed]
        over = {name: following.casting.voice_of(name) for name in failed}
        casting = replace(casting, voices={**casting.voices, **over})
    new = len({voiced[number].key for number in fresh})
    keys = {each.key for each in voiced.values()}
    return Speech(tuple(voiced[number] for number in range(len(said))), new, len(keys) - new), casting
