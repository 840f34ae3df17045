"""Checks that every utterance is heard where the timeline says, at a plausible pace, with silence between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np
import soxr
from numpy.typing import NDArray

from duologue.checks.files import SEARCHED_MS, EpisodeFiles
from duologue.checks.report import SCRIPT, CheckOutcome, Finding
from duologue.checks.sound import HOP_MS, EpisodeSound
from duologue.checks.utterances import SpokenUtterance
from duologue.clock import hms_millis
from duologue.counting import counted
from duologue.model import Take
from duologue.programme.manifest import MANIFEST_NAME
from duologue.programme.mastering.stitch import faded_segment
from duologue.programme.mp3.encoding import FRAME_SAMPLES
from duologue.speech.plausible import expected_seconds

Floats = NDArray[np.float32]

LATEST_ONSET_MS = 60
"""How long after its start an utterance may begin to sound."""
_BEFORE_MS = 30
"""An encoder smears a sound by up to a frame, 26 ms, before it."""
_SOUNDING_BELOW_LOUDEST_DB = 40
_SILENT_BELOW_DB = -60.0
"""A pause is silent when nothing in it is louder."""
_LONGEST_GAP_MS = 3000
"""Silence inside an utterance that no pause of the script explains."""
LARGEST_LAG_MS = 2.0
_LEAST_CORRELATION = 0.7
_AS_GOOD = 0.97
FASTEST, SLOWEST = 0.35, 3.0
"""An utterance may last this many times what its text usually takes, and a second longer."""
_HISTOGRAM_MS = (0, 200, 400, 600, 800, 1000, 1500, 2000, 3000, 5000)


def timeline(files: EpisodeFiles) -> CheckOutcome:
    """Utterances lie one after the other, their cues within them, and sound begins with them."""
    sound, music = files.sound, _music(files)
    found: list[Finding] = []
    for one, following in pairwise((*files.utterances, None)):
        assert one is not None  # noqa: S101  (only the last is)
        end = following.start_sample if following else files.manifest.samples
        message = _place_error(one, end, files.manifest.sample_rate)
        if not message and not _under_music(one, music):
            message = _onset_error(one, sound)
        if message:
            found.append(_finding(one, message))
    return CheckOutcome(
        f"{counted(len(files.utterances), 'utterance')} where they should be",
        tuple(found),
        {"utterances": len(files.utterances)},
    )


def _finding(one: SpokenUtterance, message: str) -> Finding:
    said = f"“{one.text[:20]}{'…' if len(one.text) > 20 else ''}” {message}"
    return Finding(SCRIPT, said, one.line) if one.line else Finding(MANIFEST_NAME, said)


def _place_error(one: SpokenUtterance, end: int, rate: int) -> str | None:
    if one.end_sample > end:
        return f"ends at {_at(one.end_sample, rate)}, after the next begins"
    for cue in one.cues:
        start_ms, end_ms = one.start_sample * 1000 / rate, one.end_sample * 1000 / rate
        if cue.start_ms < start_ms - 1 or cue.end_ms > end_ms + len(one.cues) + 1:
            return f"has a cue at {hms_millis(cue.start_ms)}, but is said from {_at(one.start_sample, rate)}"
    return None


def _under_music(one: SpokenUtterance, music: Sequence[tuple[int, int]]) -> bool:
    """Whether a bed plays where it begins, so that its level does not show it."""
    return any(start < one.start_sample < end for start, end in music)


def _onset_error(one: SpokenUtterance, sound: EpisodeSound) -> str | None:
    """Sound begins with the first cue: not before, and not more than 60 ms after."""
    if not one.has_words:
        return None
    rate = sound.sample_rate
    first, last = sound.hop(one.start_sample), sound.hop(one.end_sample)
    levels = sound.levels_db[first:last]
    if not levels.size or levels.max() <= _SILENT_BELOW_DB:
        return f"is silent at {_at(one.start_sample, rate)}"
    threshold = max(float(levels.max()) - _SOUNDING_BELOW_LOUDEST_DB, _SILENT_BELOW_DB)
    cue_sample = one.cues[0].start_ms * rate // 1000
    onset = first + int(np.argmax(levels > threshold))
    late_ms = (onset - sound.hop(cue_sample)) * HOP_MS
    if late_ms > LATEST_ONSET_MS:
        return f"sounds {late_ms} ms after {_at(cue_sample, rate)}, where it should"
    if late_ms < -LATEST_ONSET_MS:
        return f"sounds {-late_ms} ms before {_at(cue_sample, rate)}, where it should"
    return None


def _at(sample: int, rate: int) -> str:
    return hms_millis(sample * 1000 // rate)


def takes(files: EpisodeFiles) -> CheckOutcome:
    """Some takes, where the cache holds them, are heard exactly where the timeline says."""
    if not files.listened:
        return CheckOutcome("no take in the cache to compare with", (), {"compared": 0})
    found: list[Finding] = []
    largest_ms = 0.0
    for one, heard in zip(files.listened, files.sound.excerpts, strict=True):
        assert files.takes is not None  # noqa: S101  (else nothing was listened to)
        try:
            take = files.takes.load(one.key)
        except KeyError:
            continue
        lag_ms, likeness = _lag(take, one, heard, files.manifest.sample_rate)
        largest_ms = max(largest_ms, abs(lag_ms))
        if likeness < _LEAST_CORRELATION:
            found.append(_finding(one, f"does not sound like its take {one.key[:12]}"))
        elif abs(lag_ms) > LARGEST_LAG_MS:
            found.append(_finding(one, f"is heard {abs(lag_ms):.0f} ms {'late' if lag_ms > 0 else 'early'}"))
    return CheckOutcome(
        f"{counted(len(files.listened), 'take')} found, within {largest_ms:.1f} ms",
        tuple(found),
        {"compared": len(files.listened), "largest_lag_ms": round(largest_ms, 2)},
    )


def _lag(take: Take, one: SpokenUtterance, heard: Floats, rate: int) -> tuple[float, float]:
    """How much later than planned the take is heard, in ms, and how alike both are, from 0 to 1."""
    onset = one.onset_sample(rate)
    around = min(rate * SEARCHED_MS // 1000, onset)
    begin = onset - one.start_sample
    samples = np.frombuffer(faded_segment(take).raw_data, np.int16).astype(np.float32)
    wanted = soxr.resample(samples, take.sample_rate, rate)[begin : begin + max(heard.size - 2 * around, 0)]
    if not wanted.size or not heard.size:
        return 0.0, 0.0
    size = 1 << (heard.size + wanted.size).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size))
    correlation = np.fft.irfft(spectrum, size)[: 2 * around + 1]

    def likeness(at: int) -> float:
        part = heard[at : at + wanted.size]
        norm = float(np.linalg.norm(part) * np.linalg.norm(wanted[: part.size]))
        return float(correlation[at]) / norm if norm else 0.0

    best = int(np.argmax(correlation))
    if likeness(around) >= _AS_GOOD * likeness(best):  # a steady tone is like itself a period later, too
        best = around
    return 1000 * (best - around) / rate, likeness(best)


def pace(files: EpisodeFiles) -> CheckOutcome:
    """Every utterance lasts about as long as its text takes to say."""
    rate = files.manifest.sample_rate
    speeds: dict[str, list[float]] = defaultdict(list)
    found: list[Finding] = []
    for one in files.utterances:
        letters = sum(character.isalnum() for character in one.text)
        spoken = [(cue.end_ms - cue.start_ms) / 1000 for cue in one.cues]
        seconds = min(sum(spoken), one.samples / rate)
        if not letters or seconds <= 0:
            continue
        speeds[one.speaker].append(letters / seconds)
        expected = expected_seconds(one.text)
        if not FASTEST * expected - 1 <= seconds <= SLOWEST * expected + 1:
            message = f"lasts {seconds:.1f} s, but its text about {expected:.1f} s"
            found.append(_finding(one, f"{message} ({letters / seconds:.1f} characters per second)"))
    every = [speed for each in speeds.values() for speed in each]
    return CheckOutcome(
        f"{median(every):.1f} characters per second ({min(every):.1f} to {max(every):.1f})"
        if every
        else "no speech",
        tuple(found),
        {
            "characters_per_second": {
                name: {
                    "median": round(median(each), 2),
                    "slowest": round(min(each), 2),
                    "fastest": round(max(each), 2),
                }
                for name, each in speeds.items()
            }
        },
    )


def pauses(files: EpisodeFiles) -> CheckOutcome:
    """Between utterances nothing sounds, and within them silence has a reason; with a histogram of pauses."""
    sound, rate = files.sound, files.manifest.sample_rate
    found: list[Finding] = []
    lengths_ms: list[int] = []
    for one, following in pairwise((*files.utterances, None)):
        assert one is not None  # noqa: S101
        end = following.start_sample if following else files.manifest.samples
        lengths_ms += [(end - one.end_sample) * 1000 // rate] if following else []
        for start, stop in _without(one.end_sample, end, _music(files)):
            margin = rate * _BEFORE_MS // 1000
            level = sound.level_db(start + margin, stop - margin)
            if level > _SILENT_BELOW_DB:
                found.append(_finding(one, f"is followed by a pause that is not silent ({level:.0f} dB)"))
                break
        found += [_finding(one, message) for message in _gaps(one, sound)]
    return CheckOutcome(
        f"{len(lengths_ms)} pauses, {_seconds(lengths_ms)} s, half of them over {_median_s(lengths_ms)} s",
        tuple(found),
        {"pauses_ms": histogram(lengths_ms)},
    )


def histogram(lengths_ms: Sequence[int]) -> list[dict[str, int]]:
    """How many pauses are how long, in steps that people hear as different."""
    edges = (*_HISTOGRAM_MS, 1 << 62)
    return [
        {"from_ms": low, "count": sum(low <= length < high for length in lengths_ms)}
        for low, high in pairwise(edges)
    ]


def _seconds(lengths_ms: Sequence[int]) -> str:
    return f"{min(lengths_ms) / 1000:.2f} to {max(lengths_ms) / 1000:.2f}" if lengths_ms else "0"


def _median_s(lengths_ms: Sequence[int]) -> str:
    return f"{median(lengths_ms) / 1000:.2f}" if lengths_ms else "0"


def _music(files: EpisodeFiles) -> tuple[tuple[int, int], ...]:
    """Where music plays, in samples, with a frame before and after that an encoder smears it to."""
    return tuple(
        (each.start_sample - FRAME_SAMPLES, each.start_sample + each.samples + FRAME_SAMPLES)
        for each in files.manifest.music
    )


def _without(start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of a stretch when others, in order, are taken out."""
    for first, last in taken:
        if last <= start or first >= end:
            continue
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _gaps(one: SpokenUtterance, sound: EpisodeSound) -> Iterator[str]:
    """Silences inside the words of an utterance; those that a script asks for lie outside of its cues."""
    rate = sound.sample_rate
    for cue in one.cues:
        start, end = sound.hop(cue.start_ms * rate // 1000), sound.hop(cue.end_ms * rate // 1000)
        silent = sound.levels_db[start:end] <= _SILENT_BELOW_DB
        edges = np.flatnonzero(np.diff(np.concatenate(([False], silent, [False])).astype(np.int8)))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if (last - first) * HOP_MS > _LONGEST_GAP_MS:
                at = hms_millis(int(start + first) * HOP_MS)
                yield f"is silent for {(last - first) * HOP_MS / 1000:.1f} s at {at}"
