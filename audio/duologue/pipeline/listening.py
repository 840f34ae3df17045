"""Listening: the programme as frames while it is made, from any utterance on.

Every stretch is what the finished MP3 has at its place: the take with its gain, and the pause behind it.
Where every take is there, gains are the programme's own. Where not, a voice's gain is that of its first
takes, and stays so for as long as one listens. Music is not heard.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from duologue.errors import DuologueError, EngineError
from duologue.model import Placement, Utterance, Voice, Voiced, resampled_length
from duologue.pipeline.planning import Plan
from duologue.programme.arrange import arrange, planned_samples
from duologue.programme.mastering.encode_take import PlannedFrames
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.frame_source import FrameSource
from duologue.programme.mastering.gains import Gains, VoiceLoudness, programme_gains
from duologue.programme.mastering.levels import TakeLevels
from duologue.programme.mastering.room_tone import LEAD_FRAMES
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.programme.mp3.encoding import FRAME_SAMPLES, SAMPLE_RATE
from duologue.programme.pacing import paced_ms
from duologue.speech.jobs import prepared
from duologue.speech.measured import MeasuredRates
from duologue.speech.mix import speak_with
from duologue.speech.speak import Spoken
from duologue.store.takes import TakeCache

_BATCHES = (1, 40)
"""How many utterances are prepared and voiced at once, first and then on: the first is heard at once."""
_LONGEST_WAIT = 3.5
"""So many times as long as the first take took is waited, at most, so that no gap follows."""
_LOOK_SECONDS = 0.3
"""How often it is looked whether somebody else makes the takes."""
_LOOK_AHEAD = 40
"""Utterances that are looked at for that."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """An utterance and the pause after it, as MP3 frames.

    Attributes:
        number: of the utterance in the programme, from 0.
        utterance: what is said.
        frames: MPEG frames that need none before them.
        start_sample: where the take begins, counted from where listening began.
        samples: the take's length.
        planned_samples: the take's and the pause's.
        sample_rate: in Hz.
        waited_seconds: how long its take was waited for.
    """

    number: int
    utterance: Utterance
    frames: bytes
    start_sample: int
    samples: int
    planned_samples: int
    sample_rate: int
    waited_seconds: float


async def listen(
    plan: Plan,
    cache: TakeCache,
    start: int = 0,
    *,
    spoken: Callable[[int], None] = lambda _: None,
    others: Callable[[], bool] = lambda: False,
) -> AsyncIterator[Stretch]:
    """The programme from utterance `start` on, each stretch as soon as its take is there.

    What comes before `start` is voiced last, so that in the end every take is there. The plan stays open.

    Args:
        plan: what was decided.
        cache: where takes are found and kept.
        start: number of the first utterance to be heard.
        spoken: told the number of every utterance that has its take.
        others: whether somebody else is making the same takes now, such as a render.

    Raises:
        DuologueError: an utterance could not be voiced or encoded.
    """
    desk = _Listening(plan, cache, spoken, others)
    speaking = asyncio.create_task(desk.speak(start))
    looking = asyncio.create_task(asyncio.to_thread(desk.look, start))
    try:
        at = 0
        for number in range(start, len(plan.voicing.said)):
            begun = asyncio.get_running_loop().time()
            voiced = await desk.voiced(number, speaking)
            waited = asyncio.get_running_loop().time() - begun
            if number == start:
                await looking
                await desk.settle(start, begun)
            if number == start == 0:
                silence = await asyncio.to_thread(desk.lead_in)
                at += silence.planned_samples
                yield silence
            stretch = await asyncio.to_thread(desk.stretch, number, voiced, at, waited)
            at += stretch.planned_samples
            yield stretch
        await speaking
    finally:
        desk.left = True
        speaking.cancel()
        with suppress(asyncio.CancelledError, DuologueError):
            await speaking
        with suppress(asyncio.CancelledError, DuologueError):
            await looking


class _Listening:
    """One listener's way through a programme."""

    def __init__(
        self, plan: Plan, cache: TakeCache, spoken: Callable[[int], None], others: Callable[[], bool]
    ) -> None:
        self._plan = plan
        self._said = plan.voicing.said
        self._cache = cache
        self._frames = FrameCache(cache.entries)
        self._takes = MeasuredTakes(cache, self._frames)
        self._source = FrameSource(cache, self._frames)
        self._mastering = plan.settings.mastering
        self._lead = LEAD_FRAMES if self._mastering.tone is not None else 0
        self._voiced: dict[int, Voiced] = {}
        self._came = asyncio.Event()
        self.left = False
        self._others_there = False
        self._levels: dict[str, TakeLevels] = {}
        self._gains: Gains | None = None
        self._of_voice: dict[Voice, float] = {}
        self._tell = spoken
        self._others = others
        self._measured = MeasuredRates.load()

    async def speak(self, start: int) -> None:
        """Voices everything, from `start` to the end, then from the beginning.

        While somebody else makes the same takes, theirs are waited for.

        Raises:
            DuologueError: see `speak_with`.
        """
        for batch in _batches([*range(start, len(self._said)), *range(start)]):
            while not all(number in self._voiced for number in batch):
                if self._others():
                    await self._take_over(batch)
                else:
                    await self._until_others(self._speak(batch))

    async def _speak(self, batch: Sequence[int]) -> None:
        def done(spoken: Spoken) -> None:
            self._found(batch[spoken.number])

        speech, _ = await speak_with(
            self._plan.voicing.engines,
            [self._said[number] for number in batch],
            self._plan.interview.language,
            self._takes,
            lexicon=self._plan.voicing.lexicon,
            done=done,
        )
        self._voiced.update(zip(batch, speech.voiced, strict=True))
        self._came.set()

    async def _until_others(self, work: Coroutine[Any, Any, None]) -> None:
        """Does the work, or leaves it where somebody else begins to do the same."""
        task = asyncio.create_task(work)
        try:
            while not task.done() and not self._others():
                await asyncio.wait({task}, timeout=_LOOK_SECONDS)
            if task.done():
                task.result()
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, DuologueError):
                await task

    async def _take_over(self, batch: Sequence[int]) -> None:
        """Finds takes that somebody else makes, in order, for as long as they do."""
        for number in batch:
            while number not in self._voiced:
                self._found(number)
                if number not in self._voiced:
                    if not self._others():
                        return
                    await asyncio.sleep(_LOOK_SECONDS)

    def _found(self, number: int) -> None:
        """Notes a take that has just been made, or was there."""
        voiced = self._there(number)
        if voiced is not None:
            self._voiced[number] = voiced
            self._came.set()
            self._tell(number)

    def _there(self, number: int) -> Voiced | None:
        """The utterance with its take, where that is in the cache."""
        utterance, voicing = self._said[number], self._plan.voicing
        one = next((each for each in voicing.engines if utterance.speaker in each.casting.voices), None)
        if one is None:
            return None
        try:
            _, key = prepared(
                utterance, one.casting, self._plan.interview.language, one.engine, voicing.lexicon
            )
        except EngineError:  # speaking says so, with its line
            return None
        info = self._cache.info(key)
        if info is None:
            return None
        voice = one.casting.voice_of(utterance.speaker)
        return Voiced(utterance, voice, key, info.samples, info.sample_rate, info.marks)

    async def voiced(self, number: int, speaking: asyncio.Task[None]) -> Voiced:
        """The utterance with its take, once that is there.

        Raises:
            DuologueError: speaking has ended without it.
        """
        while number not in self._voiced:
            self._came.clear()
            coming = asyncio.create_task(self._came.wait())
            await asyncio.wait({coming, speaking}, return_when=asyncio.FIRST_COMPLETED)
            coming.cancel()
            if speaking.done() and number not in self._voiced:
                speaking.result()
                raise EngineError("an utterance has no take")  # not reached: speaking says what is missing
        return self._voiced[number]

    async def settle(self, start: int, begun: float) -> None:
        """Waits until what follows the first take will come in time, as far as can be foreseen.

        Args:
            start: number of the utterance that is heard first; its take is there.
            begun: when it was asked for, by the loop's clock.
        """
        clock = asyncio.get_running_loop().time
        first, took = self._voiced[start], clock() - begun
        engine = self._plan.voicing.engine
        seconds = first.samples / first.sample_rate
        speed = self._measured.speed(engine.name) or engine.speed or seconds / max(took, 0.001)
        give_up_at = begun + _LONGEST_WAIT * min(took, seconds / speed)
        while clock() < give_up_at and (lack := self._lack_seconds(start, speed)) > 0:
            self._came.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), max(min(lack, give_up_at - clock()), 0.01))

    def _lack_seconds(self, start: int, speed: float) -> float:
        """How much too late the latest of the following takes would come if hearing began now."""
        pauses, ready, heard, lack = self._plan.settings.pause_rules(), 0.0, 0.0, 0.0
        for number in range(start, min(start + _LOOK_AHEAD, len(self._said))):
            utterance, there = self._said[number], self._voiced.get(number)
            if there is not None:
                seconds = there.samples / there.sample_rate
            else:
                voice = self._plan.voicing.casting.voice_of(utterance.speaker)
                seconds = self._measured.expected_seconds(utterance.written, voice)
                ready += seconds / speed
                lack = max(lack, ready - heard)
            if number + 1 < len(self._said):
                heard += seconds + pauses.between_ms(utterance, self._said[number + 1]) / 1000
        return lack

    def lead_in(self) -> Stretch:
        """The silence before the first take, without the lead of that take."""
        wanted = self._plan.settings.pause_rules().lead_in_ms * SAMPLE_RATE / 1000 / FRAME_SAMPLES
        frames = max(round(wanted), 2)
        target = self._mastering
        planned = PlannedFrames(
            None, 0, frames - self._lead, 0.0, target.target.true_peak_dbtp, target.encoding, target.tone
        )
        made, _ = self._source.pause(planned)
        return Stretch(-1, self._said[0], made.encoded, 0, 0, frames * FRAME_SAMPLES, SAMPLE_RATE, 0.0)

    def stretch(self, number: int, voiced: Voiced, at: int, waited_seconds: float) -> Stretch:
        """The frames of an utterance and its pause, `at` samples from where listening began."""
        settings = self._plan.settings
        last = number + 1 == len(self._said)
        pauses = settings.pause_rules()
        pause_ms = pauses.tail_ms
        if not last:
            pause_ms = paced_ms(pauses, voiced.utterance, self._said[number + 1], settings.pause_variation)
        samples = resampled_length(voiced.samples, voiced.sample_rate, SAMPLE_RATE)
        planned = planned_samples(samples, pause_ms, SAMPLE_RATE)
        placement = Placement(voiced, at, samples, planned - samples, SAMPLE_RATE)
        lead = self._lead if at else 0
        wanted = PlannedFrames(
            sound=None,
            samples=samples,
            frames=lead + planned // FRAME_SAMPLES + (1 if last else -self._lead),
            gain_db=round(self._gain_db(placement), 2),
            true_peak_dbtp=self._mastering.target.true_peak_dbtp,
            encoding=self._mastering.encoding,
            tone=self._mastering.tone,
            lead_frames=lead,
        )
        made, _ = self._source.frames(placement, wanted)
        return Stretch(
            number, voiced.utterance, made.encoded, at, samples, planned, SAMPLE_RATE, waited_seconds
        )

    def _gain_db(self, placement: Placement) -> float:
        """The gain of a take: as in the finished programme, or as near as is known now."""
        if self._gains is None and not self._of_voice and self._others_there:
            self._gains = self._programme_gains()
        voice = placement.voiced.voice
        if self._gains is not None:
            return self._gains.of(voice)
        if voice not in self._of_voice:
            loudness = VoiceLoudness(self._mastering.encoding.channels)
            for each in [one for one in self._voiced.values() if one.voice == voice]:
                loudness.feed(voice, self._levels_of(Placement(each, 0, 0, 0, SAMPLE_RATE)))
            self._of_voice[voice] = loudness.gains(self._mastering.target.loudness_lufs).of(voice)
        return self._of_voice[voice]

    def look(self, start: int) -> None:
        """Finds out whether every take but the one at `start` is there, with its levels; called in a thread.

        In an episode of an hour this takes a second: it goes on while the first take is made.
        """
        for number in range(len(self._said)):
            if number == start or number in self._voiced:
                continue
            found = None if self.left else self._there(number)
            if found is None:
                return
            self._levels_of(Placement(found, 0, 0, 0, SAMPLE_RATE))
            self._voiced[number] = found
        self._others_there = True

    def _levels_of(self, placement: Placement) -> TakeLevels:
        key = placement.voiced.key
        if key not in self._levels:
            self._levels[key] = self._source.levels(placement)
        return self._levels[key]

    def _programme_gains(self) -> Gains:
        in_order = [self._voiced[number] for number in range(len(self._said))]
        settings = self._plan.settings
        timeline = arrange(in_order, settings.pause_rules(), variation=settings.pause_variation)
        loudness = VoiceLoudness(self._mastering.encoding.channels)
        for placement in timeline.placements:
            loudness.feed(placement.voiced.voice, self._levels_of(placement))
        gains = loudness.gains(self._mastering.target.loudness_lufs)
        return programme_gains(timeline, self._levels_of, gains, self._mastering)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The numbers in order, few at first."""
    at = count = 0
    while at < len(numbers):
        size = _BATCHES[min(count, len(_BATCHES) - 1)]
        yield numbers[at : at + size]
        at, count = at + size, count + 1
