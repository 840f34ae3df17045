"""Mastering: from a timeline and its takes to the frames of one MP3, in memory that does not grow.

Takes are measured, gains are set, each take is encoded with its pause, what was encoded is decoded and
measured, and where that misses the target all is encoded once more. The same timeline and takes give
the same bytes, with or without a cache, for any number of workers.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from duologue.errors import EpisodeError
from duologue.model import Placement, Take, TakeSource, Timeline
from duologue.programme.arrange import FRAME_SAMPLES
from duologue.programme.mastering.encode_take import RunPlan, encode_run, levels_key, measure_take
from duologue.programme.mastering.levels import Gains, VoiceLevels, programme_gains
from duologue.programme.mastering.limiter import STRETCH_SAMPLES, STRETCHES_PER_FRAME
from duologue.programme.mastering.loudness import SILENCE_LUFS, GatedLoudness, LoudnessTarget, decibels
from duologue.programme.mp3.encoder import SAMPLE_RATE, STEREO_128, Encoding
from duologue.programme.mp3.info_header import info_header, joined_crc16
from duologue.store.frames import FrameCache, FrameRun, Levels
from duologue.store.takes import TakeCache

TOLERANCE_LU = 0.18
"""How far the decoded programme may be from its target before it is corrected and encoded again."""
_PASSES = 3
_T = TypeVar("_T")
_R = TypeVar("_R")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Mastered:
    """What was written; loudness and true peak are those of the decoded MP3.

    Attributes:
        loudness_lufs: integrated; −70 where all is silence or shorter than 400 ms.
        true_peak_dbtp: of the loudest moment; −120 for digital silence.
        samples: the programme's length at `sample_rate` once delay and padding are cut.
        sample_rate: in Hz.
        frames: MP3 frames without the Info header.
        bytes: all that was written, Info header included.
        encoded_runs: how many runs were encoded, in all passes.
        reused_runs: how many came from the cache.
        passes: how often the programme was encoded to meet the target.
    """

    loudness_lufs: float
    true_peak_dbtp: float
    samples: int
    sample_rate: int
    frames: int
    bytes: int
    encoded_runs: int
    reused_runs: int
    passes: int

    @property
    def seconds(self) -> float:
        """The programme's length in seconds."""
        return self.samples / self.sample_rate


def keep_levels(cache: FrameCache, key: str, take: Take) -> None:
    """Measures a take as soon as there is one, so that assembling need not: a tenth of its time.

    Args:
        cache: the one that `assemble` will be given.
        key: of the take.
        take: the take.

    Raises:
        EpisodeError: the cache cannot be written.
    """
    if cache.levels(levels_key(key)) is None:
        cache.keep_levels(levels_key(key), measure_take(take))


class MeasuredTakes(TakeCache):
    """A cache of takes that measures each take it is given, so that assembling it need not.

    Args:
        takes: the cache whose folder it shares.
        frames: keeps the levels; the one that `assemble` will be given.
    """

    def __init__(self, takes: TakeCache, frames: FrameCache) -> None:
        self.folder = takes.folder
        self._frames = frames

    def store(self, key: str, take: Take) -> None:
        """Keeps the take and its levels.

        Raises:
            EpisodeError: a cache cannot be written (disk full, read-only).
        """
        super().store(key, take)
        keep_levels(self._frames, key, take)


def assemble(
    timeline: Timeline,
    takes: TakeSource,
    target: LoudnessTarget,
    sink: BinaryIO,
    *,
    encoding: Encoding = STEREO_128,
    cache: FrameCache | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> Mastered:
    """Masters and encodes a programme.

    Args:
        timeline: where every take is; its rate is 44.1 kHz.
        takes: where the takes' sound is.
        target: loudness and true peak to meet after decoding.
        sink: takes the Info header and the frames, from where it stands; it can seek. After an error it is
            as it was.
        encoding: the MP3 format.
        cache: keeps levels and runs for the next time; without one, a temporary folder is used.
        workers: how many threads encode.
        progress: called with steps done and steps in all, two for each take; a correction adds more.

    Raises:
        EpisodeError: a take is missing, the encoder failed, or a folder cannot be written.
    """
    if timeline.sample_rate != SAMPLE_RATE:
        raise EpisodeError(f"a programme is encoded at {SAMPLE_RATE} Hz, not at {timeline.sample_rate} Hz")
    temporary = tempfile.TemporaryDirectory(prefix="duologue-") if cache is None else nullcontext("")
    with temporary as folder, ThreadPoolExecutor(max(workers, 1)) as pool:
        kept = FrameCache(Path(folder)) if cache is None else cache
        return _Assembly(timeline, takes, target, encoding, kept, pool, max(workers, 1), progress).write(sink)


@dataclass(frozen=True, slots=True)
class _Encoded:
    """What one pass over all runs gave."""

    loudness_lufs: float
    true_peak: float
    audio_bytes: int
    crc16: int


class _Assembly:
    """One programme on its way."""

    def __init__(
        self,
        timeline: Timeline,
        takes: TakeSource,
        target: LoudnessTarget,
        encoding: Encoding,
        cache: FrameCache,
        pool: ThreadPoolExecutor,
        workers: int,
        progress: Progress | None,
    ) -> None:
        self._timeline = timeline
        self._takes = takes
        self._target = target
        self._encoding = encoding
        self._cache = cache
        self._pool = pool
        self._ahead = 2 * workers
        self._progress = progress
        self._steps_done = 0
        self._steps = 2 * len(timeline.placements)
        self._encoded_runs = 0
        self._reused_runs = 0

    def write(self, sink: BinaryIO) -> Mastered:
        start = sink.tell()
        try:
            return self._write(sink, start)
        except BaseException:
            sink.seek(start)
            sink.truncate()
            raise

    def _write(self, sink: BinaryIO, start: int) -> Mastered:
        gains = programme_gains(
            self._timeline, self._levels, self._voice_gains(), self._target, self._encoding
        )
        passes = 1
        encoded = self._encode(gains, sink, start)
        while abs(error := self._error_lu(encoded)) > TOLERANCE_LU and passes < _PASSES:
            corrected = gains.louder(error)
            if corrected.programme_db == gains.programme_db:
                break
            gains = corrected
            self._steps += len(self._timeline.placements)
            encoded = self._encode(gains, sink, start)
            passes += 1
        frames = self._timeline.samples // FRAME_SAMPLES + 1
        header = info_header(self._encoding, frames, encoded.audio_bytes, encoded.crc16)
        end = sink.tell()
        sink.seek(start)
        sink.write(header)
        sink.seek(end)
        return Mastered(
            loudness_lufs=encoded.loudness_lufs,
            true_peak_dbtp=decibels(encoded.true_peak),
            samples=self._timeline.samples,
            sample_rate=self._timeline.sample_rate,
            frames=frames,
            bytes=len(header) + encoded.audio_bytes,
            encoded_runs=self._encoded_runs,
            reused_runs=self._reused_runs,
            passes=passes,
        )

    def _error_lu(self, encoded: _Encoded) -> float:
        if encoded.loudness_lufs <= SILENCE_LUFS:
            return 0.0
        return self._target.loudness_lufs - encoded.loudness_lufs

    def _voice_gains(self) -> Gains:
        levels = VoiceLevels(self._encoding.channels)
        placements = self._timeline.placements
        for placement, measured in zip(placements, self._in_order(self._levels, placements), strict=True):
            levels.feed(placement.voiced.voice, measured)
            self._step()
        return levels.gains(self._target.loudness_lufs)

    def _levels(self, placement: Placement) -> Levels:
        """The levels of a take: kept ones, or measured now and kept."""
        key = levels_key(placement.voiced.key)
        levels = self._cache.levels(key)
        if levels is None:
            levels = measure_take(self._take(placement.voiced.key))
            self._cache.keep_levels(key, levels)
        return levels

    def _encode(self, gains: Gains, sink: BinaryIO, start: int) -> _Encoded:
        """Writes every run behind room for the Info header; says what they decode to."""
        sink.seek(start)
        sink.truncate()
        sink.write(bytes(self._encoding.frame_bytes))
        loudness = GatedLoudness(STRETCH_SAMPLES, SAMPLE_RATE, self._encoding.channels)
        true_peak, audio_bytes, crc = 0.0, 0, 0
        for plan, (run, reused) in self._in_order(lambda plan: (plan, self._run(plan)), self._plans(gains)):
            sink.write(run.encoded)
            loudness.feed(run.energies)
            true_peak = max(true_peak, run.true_peak)
            crc = joined_crc16(crc, run.crc16, len(run.encoded))
            audio_bytes += len(run.encoded)
            self._reused_runs += reused
            self._encoded_runs += not reused
            if plan.take_key is not None:
                self._step()
        return _Encoded(loudness.lufs(), true_peak, audio_bytes, crc)

    def _plans(self, gains: Gains) -> Iterator[RunPlan]:
        """The runs in order. The last has one frame more, which the delay of encoder and decoder takes up."""
        lead_in_frames = self._timeline.lead_in_samples // FRAME_SAMPLES
        peak = self._target.true_peak_dbtp
        if lead_in_frames:
            yield RunPlan(None, 0, lead_in_frames, 0.0, peak, self._encoding)
        last = self._timeline.placements[-1]
        for placement in self._timeline.placements:
            yield RunPlan(
                placement.voiced.key,
                placement.samples,
                placement.run_samples // FRAME_SAMPLES + (placement is last),
                round(gains.of(placement.voiced.voice), 2),
                peak,
                self._encoding,
            )

    def _run(self, plan: RunPlan) -> tuple[FrameRun, bool]:
        """The run of `plan`, and whether it was there already."""
        key = plan.key()
        kept = self._cache.run(key)
        if kept is not None and kept.energies.size == plan.frames * STRETCHES_PER_FRAME:
            return kept, True
        if plan.take_key is None:
            run = encode_run(plan, None, None)
        else:
            take = self._take(plan.take_key)
            levels = self._cache.levels(levels_key(plan.take_key))
            run = encode_run(plan, take, levels or measure_take(take))
        self._cache.keep_run(key, run)
        return run, False

    def _take(self, key: str) -> Take:
        try:
            return self._takes.load(key)
        except KeyError:
            raise EpisodeError(
                f"the take {key[:12]} is missing or damaged; render again to voice it anew"
            ) from None

    def _step(self) -> None:
        self._steps_done += 1
        if self._progress is not None:
            self._progress(self._steps_done, self._steps)

    def _in_order(self, function: Callable[[_T], _R], items: Iterable[_T]) -> Iterator[_R]:
        """`function` of each item, in order, a few at work ahead of the one that is waited for."""
        waiting: deque[Future[_R]] = deque()
        try:
            for item in items:
                waiting.append(self._pool.submit(function, item))
                if len(waiting) > self._ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
