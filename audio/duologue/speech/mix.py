"""More than one engine for one episode, only where a person has said so.

A cast names a voice of each engine for every part, and so declares the pairs. When an engine cannot voice all
that a speaker says, that speaker switches to the next engine as a whole: no one ever changes voice within an
episode, and whoever is finished stays as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from duologue.errors import SpeechIncomplete
from duologue.model import Utterance, Voice, Voiced
from duologue.speech.cast import Casting
from duologue.speech.concurrency import DEFAULT_PATIENCE, Patience
from duologue.speech.engines.base import Engine
from duologue.speech.lexicon import Lexicon
from duologue.speech.speak import HERE, Asking, Speech, Spoken, speak
from duologue.store.takes import TakeCache
from duologue.yaml_file import Place


@dataclass(frozen=True)
class CastEngine:
    """An engine and who would speak with which of its voices; who is bound to another has none here."""

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
    asking: Asking = HERE,
) -> tuple[Speech, Casting]:
    """Voices every utterance with the first engine that has a voice for its speaker; whom it fails go over.

    Args:
        engines: in order of preference; one alone never mixes.
        said: the utterances of the programme.
        language: BCP 47 language of the interview.
        cache: where takes are found and kept.
        lexicon: how names and terms are said.
        done: told once of every finished utterance.
        patience: how long to wait for an engine that cannot answer now.
        asking: who asks the engines.

    Returns:
        The speech, and who spoke with which voice in the end.

    Raises:
        SpeechIncomplete: some could not be voiced by any of them; all the others are in the cache.
        BadVoice, Denied: see `speak`.
    """
    voiced: dict[int, Voiced] = {}
    fresh: set[int] = set()
    told: set[int] = set()
    wall_seconds = 0.0

    async def voice(numbers: Sequence[int], one: CastEngine) -> None:
        """Voices these utterances with one engine, all or none counted."""
        nonlocal wall_seconds

        def tell(spoken: Spoken) -> None:
            number = numbers[spoken.number]
            if not spoken.reused:
                fresh.add(number)
            if done is not None and number not in told:
                told.add(number)
                done(replace(spoken, number=number))

        part = [said[number] for number in numbers]
        speech = await speak(
            part,
            one.casting,
            language,
            one.engine,
            cache,
            lexicon=lexicon,
            done=tell,
            patience=patience,
            asking=asking,
        )
        wall_seconds += speech.wall_seconds
        voiced.update(zip(numbers, speech.voiced, strict=True))

    voices: dict[str, Voice] = {}
    places: dict[str, Place] = {}
    waiting: Sequence[int] = range(len(said))
    for number, one in enumerate(engines):
        can = one.casting.voices
        mine = [each for each in waiting if said[each].speaker in can]
        failed: set[str] = set()
        try:
            await voice(mine, one)
        except SpeechIncomplete as error:
            missing = tuple(mine[each] for each in error.missing)
            failed = {said[each].speaker for each in missing}
            able = {name for other in engines[number + 1 :] for name in other.casting.voices}
            if not failed <= able:
                raise SpeechIncomplete(
                    str(error),
                    missing,
                    made=len(fresh),
                    reason=error.reason,
                    texts_refused=error.texts_refused,
                ) from None
            await voice([each for each in mine if said[each].speaker not in failed], one)
        over = {name: voice for name, voice in can.items() if name not in voices and name not in failed}
        voices |= over
        places |= {name: one.casting.place_of(name) for name in over}
        waiting = [each for each in waiting if said[each].speaker not in voices]
        if not waiting:
            break
    new = len({voiced[number].key for number in fresh})
    keys = {each.key for each in voiced.values()}
    in_order = tuple(voiced[number] for number in range(len(said)))
    return Speech(in_order, new, len(keys) - new, wall_seconds), Casting(voices, places)
