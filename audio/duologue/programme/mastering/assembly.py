"""Mastering: from a timeline and its takes to the frames of one MP3, in memory that does not grow.

Takes are measured, gains are set, each take is encoded with its pause, what was encoded is decoded and
measured, and where that misses the target all is encoded once more. The same timeline and takes give
the same bytes, with or without a cache, for any number of workers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from duologue.errors import EpisodeError
from duologue.model import Placement, TakeSource, Timeline
from duologue.programme.mastering.encode_take import EncodedFrames, PlannedFrames
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.frame_source import FrameSource
from duologue.programme.mastering.gains import Gains, VoiceLoudness, programme_gains
from duologue.programme.mastering.in_order import InOrder
from duologue.programme.mastering.loudness import SILENCE_LUFS, GatedLoudness, decibels
from duologue.programme.mastering.meter import HOP_SAMPLES
from duologue.programme.mastering.room_tone import LEAD_FRAMES
from duologue.programme.mastering.seats import seat_db
from duologue.programme.mastering.target import Mastering
from duologue.programme.mastering.waveform import Waveform
from duologue.programme.mp3.crc16 import joined_crc16
from duologue.programme.mp3.encoding import FRAME_SAMPLES, SAMPLE_RATE
from duologue.programme.mp3.info_header import info_header
from duologue.store.local import LocalStore

TOLERANCE_LU = 0.18
"""How far the decoded programme may be from its target before it is corrected and encoded again."""
_PASSES = 3

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
        encoded: how many takes were encoded, in all passes; the silence before the first counts as one.
        reused: how many came from the cache.
        passes: how often the programme was encoded to meet the target.
        waveform: its shape; see `Waveform.levels`.
        gains: what every voice was amplified by.
    """

    loudness_lufs: float
    true_peak_dbtp: float
    samples: int
    sample_rate: int
    frames: int
    bytes: int
    encoded: int
    reused: int
    passes: int
    waveform: str
    gains: Gains = field(compare=False, repr=False)

    @property
    def seconds(self) -> float:
        """The programme's length in seconds."""
        return self.samples / self.sample_rate


def assemble(
    timeline: Timeline,
    takes: TakeSource,
    mastering: Mastering,
    sink: BinaryIO,
    *,
    cache: FrameCache | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> Mastered:
    """Masters and encodes a programme.

    Args:
        timeline: where every take is; its rate is 44.1 kHz.
        takes: where the takes' sound is.
        mastering: loudness and true peak to meet after decoding, and the MP3 format.
        sink: takes the Info header and the frames, from where it stands; it can seek. After an error it is
            as it was.
        cache: keeps levels and frames for the next time; without one, a temporary folder is used.
        workers: how many threads encode.
        progress: called with steps done and steps in all, two for each take; a correction adds more.

    Raises:
        EpisodeError: a take is missing, the encoder failed, or a folder cannot be written.
    """
    if timeline.sample_rate != SAMPLE_RATE:
        raise EpisodeError(f"a programme is encoded at {SAMPLE_RATE} Hz, not at {timeline.sample_rate} Hz")
    temporary = tempfile.TemporaryDirectory(prefix="duologue-") if cache is None else nullcontext("")
    with temporary as folder, InOrder(max(workers, 1)) as in_order:
        source = FrameSource(takes, cache or FrameCache(LocalStore(Path(folder))))
        assembly = _Assembly(timeline, source, mastering, in_order, progress or (lambda _done, _all: None))
        start = sink.tell()
        try:
            return assembly.write(sink, start)
        except BaseException:
            sink.seek(start)
            sink.truncate()
            raise


@dataclass(frozen=True, slots=True)
class _Pass:
    """What encoding the whole programme once gave."""

    loudness_lufs: float
    true_peak: float
    audio_bytes: int
    crc16: int
    waveform: str


class _Assembly:
    """One programme on its way."""

    def __init__(
        self,
        timeline: Timeline,
        source: FrameSource,
        mastering: Mastering,
        in_order: InOrder,
        progress: Progress,
    ) -> None:
        self._timeline = timeline
        self._source = source
        self._mastering = mastering
        self._in_order = in_order
        self._progress = progress
        self._steps_done = 0
        self._steps = 2 * len(timeline.placements)
        self._encoded = self._reused = 0

    def write(self, sink: BinaryIO, start: int) -> Mastered:
        """Writes the programme from `start` of `sink`."""
        gains = programme_gains(self._timeline, self._source.levels, self._voice_gains(), self._mastering)
        passes = 1
        done = self._encode(gains, sink, start)
        while abs(error := self._error_lu(done)) > TOLERANCE_LU and passes < _PASSES:
            corrected = gains.louder(error)
            if corrected.programme_db == gains.programme_db:
                break
            gains = corrected
            self._steps += len(self._timeline.placements)
            done = self._encode(gains, sink, start)
            passes += 1
        frames = self._timeline.samples // FRAME_SAMPLES + 1
        header = info_header(self._mastering.encoding, frames, done.audio_bytes, done.crc16)
        end = sink.tell()
        sink.seek(start)
        sink.write(header)
        sink.seek(end)
        return Mastered(
            loudness_lufs=done.loudness_lufs,
            true_peak_dbtp=decibels(done.true_peak),
            samples=self._timeline.samples,
            sample_rate=self._timeline.sample_rate,
            frames=frames,
            bytes=len(header) + done.audio_bytes,
            encoded=self._encoded,
            reused=self._reused,
            passes=passes,
            waveform=done.waveform,
            gains=gains,
        )

    def _error_lu(self, done: _Pass) -> float:
        tone = self._mastering.tone
        quietest = SILENCE_LUFS if tone is None else tone.loudness_lufs(self._mastering.encoding.channels)
        if done.loudness_lufs <= quietest + TOLERANCE_LU:
            return 0.0
        return self._mastering.target.loudness_lufs - done.loudness_lufs

    def _voice_gains(self) -> Gains:
        loudness = VoiceLoudness(self._mastering.encoding.channels)
        placements = self._timeline.placements
        measured = self._in_order.map(self._source.levels, placements)
        for placement, levels in zip(placements, measured, strict=True):
            loudness.feed(placement.voiced.voice, levels)
            self._step()
        return loudness.gains(self._mastering.target.loudness_lufs)

    def _encode(self, gains: Gains, sink: BinaryIO, start: int) -> _Pass:
        """Writes all frames behind room for the Info header; says what they decode to."""
        encoding = self._mastering.encoding
        sink.seek(start)
        sink.truncate()
        sink.write(bytes(encoding.frame_bytes))
        loudness = GatedLoudness(encoding.channels)
        waveform = Waveform(self._timeline.samples // HOP_SAMPLES)
        true_peak, audio_bytes, crc = 0.0, 0, 0
        for take, (frames, reused) in self._in_order.map(self._frames, self._planned(gains)):
            sink.write(frames.encoded)
            loudness.feed(frames.energies)
            waveform.feed(frames.energies)
            true_peak = max(true_peak, frames.true_peak)
            crc = joined_crc16(crc, frames.crc16, len(frames.encoded))
            audio_bytes += len(frames.encoded)
            self._reused += reused
            self._encoded += not reused
            if take:
                self._step()
        return _Pass(loudness.lufs(), true_peak, audio_bytes, crc, waveform.levels())

    def _frames(
        self, item: tuple[Placement | None, PlannedFrames]
    ) -> tuple[bool, tuple[EncodedFrames, bool]]:
        """Whether it is a take, and its frames."""
        placement, planned = item
        if placement is None:
            return False, self._source.pause(planned)
        return True, self._source.frames(placement, planned)

    def _planned(self, gains: Gains) -> Iterator[tuple[Placement | None, PlannedFrames]]:
        """Silence and takes in order. The last has one frame more: delay takes it up.

        With room tone, the last frame of each pause is the lead of the next take.
        """
        target, encoding, tone = self._mastering.target, self._mastering.encoding, self._mastering.tone
        lead_in_frames = self._timeline.lead_in_samples // FRAME_SAMPLES
        seated = self._mastering.seats and encoding.channels == 2
        each_lead = LEAD_FRAMES if tone is not None else 0
        lead = each_lead if lead_in_frames else 0
        if lead_in_frames:
            yield (
                None,
                PlannedFrames(None, 0, lead_in_frames - lead, 0.0, target.true_peak_dbtp, encoding, tone),
            )
        for placement in self._timeline.placements:
            last = placement is self._timeline.placements[-1]
            frames = lead + placement.planned_samples // FRAME_SAMPLES + (1 if last else -each_lead)
            yield (
                placement,
                PlannedFrames(
                    sound=None,
                    samples=placement.samples,
                    frames=frames,
                    gain_db=round(gains.of(placement.voiced.voice), 2),
                    true_peak_dbtp=target.true_peak_dbtp,
                    encoding=encoding,
                    tone=tone,
                    lead_frames=lead,
                    right_db=seat_db(placement) if seated else 0.0,
                ),
            )
            lead = each_lead

    def _step(self) -> None:
        self._steps_done += 1
        self._progress(self._steps_done, self._steps)
