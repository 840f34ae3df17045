"""One sentence in one voice as an MP3 at the loudness of an episode: to hear a voice, or a line again."""

from __future__ import annotations

import io
from dataclasses import replace

from duologue.model import Utterance, Voice
from duologue.pipeline.planning import Plan
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.programme.mastering.target import Mastering
from duologue.programme.mp3.encoding import MONO_96
from duologue.speech.cast import Casting
from duologue.speech.speak import speak
from duologue.store.takes import TakeCache

_LEAD_IN_MS, _TAIL_MS = 60, 120


async def sample(plan: Plan, cache: TakeCache, utterance: Utterance, voice: Voice | None = None) -> bytes:
    """The utterance as an MP3; its take is kept, so that a render finds it. The plan stays open.

    Args:
        plan: whose engine, lexicon and loudness.
        cache: where takes are found and kept.
        utterance: what is said.
        voice: who says it; None for the speaker's own voice.

    Raises:
        DuologueError: it could not be voiced.
    """
    voicing = plan.voicing
    one = next(
        (each for each in voicing.engines if utterance.speaker in each.casting.voices), voicing.engines[0]
    )
    casting = one.casting
    if voice is not None:
        casting = Casting({**casting.voices, utterance.speaker: voice}, casting.places)
    frames = FrameCache(cache.entries)
    speech = await speak(
        [utterance],
        casting,
        plan.interview.language,
        one.engine,
        MeasuredTakes(cache, frames),
        lexicon=voicing.lexicon,
    )
    pauses = replace(plan.settings.pause_rules(), lead_in_ms=_LEAD_IN_MS, tail_ms=_TAIL_MS)
    sink = io.BytesIO()
    assemble(arrange(speech.voiced, pauses), cache, Mastering(plan.settings.mastering.target, MONO_96), sink)
    return sink.getvalue()
