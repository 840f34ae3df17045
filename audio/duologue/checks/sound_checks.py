"""Checks of the MP3 as sound: whole, as long as it says, as loud as it should be, not clipped."""

from __future__ import annotations

from collections.abc import Iterator

from mutagen import MutagenError
from mutagen.mp3 import MP3, BitrateMode

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import CheckOutcome, Finding
from duologue.clock import hms_millis, short
from duologue.programme.mastering.target import TARGETS
from duologue.programme.mp3.encoding import SAMPLE_RATE

LOUDNESS_TOLERANCE_LU = 0.5
SHORTEST_FOR_LOUDNESS_SECONDS = 3
"""A programme shorter than this has too few blocks for its loudness to mean much."""
_SAID_TOLERANCE = 0.15
"""How far the manifest's figures, rounded and from another meter, may be from what is measured here."""


def decodes(files: EpisodeFiles) -> CheckOutcome:
    """Every frame is whole and unchanged, all of it decodes, and the length is the manifest's, exactly."""
    mp3, manifest, frames, sound = files.mp3, files.manifest, files.frames, files.sound
    info = frames.info
    found: list[Finding] = []

    def wrong(message: str) -> None:
        found.append(Finding(mp3.name, message))

    if manifest.mp3_bytes and mp3.stat().st_size != manifest.mp3_bytes:
        wrong(f"is {mp3.stat().st_size} bytes long, not {manifest.mp3_bytes} as episode.json says")
    if frames.broken_at is not None:
        wrong(f"at byte {frames.broken_at} no whole MPEG frame begins")
    if frames.frames != info.frames:
        wrong(f"has {frames.frames} frames, not {info.frames} as its Info header says")
    elif (
        frames.crc16 != frames.info.crc16 or frames.audio_bytes + frames.info_bytes != frames.info.total_bytes
    ):
        wrong("the frames are not those that were written: their checksum is another")
    if len(frames.bitrates_kbps) > 1:
        wrong("the bit rate is not constant, so players seek wrongly")
    if sound.sample_rate != SAMPLE_RATE or manifest.sample_rate != SAMPLE_RATE:
        wrong(f"the sample rate is {sound.sample_rate} Hz, not {SAMPLE_RATE} Hz")
    if sound.samples != manifest.samples:
        wrong(f"decodes to {sound.samples} samples, not {manifest.samples} as episode.json says")
    found += [Finding(mp3.name, message) for message in _other_reader_errors(files)]
    return CheckOutcome(
        f"{short(manifest.duration_ms)}, {sound.samples} samples, {frames.frames} frames",
        tuple(found),
        {
            "samples": sound.samples,
            "sample_rate": sound.sample_rate,
            "channels": sound.channels,
            "frames": frames.frames,
            "bitrate_kbps": max(frames.bitrates_kbps, default=0),
        },
    )


def _other_reader_errors(files: EpisodeFiles) -> Iterator[str]:
    """What another's reader of MP3, mutagen's, makes of the file, where it is not what we wrote."""
    try:
        info = MP3(files.mp3).info
    except MutagenError as error:
        yield f"mutagen cannot read it as MP3 ({error})"
        return
    samples = round(info.length * info.sample_rate)
    if samples != files.manifest.samples or info.sample_rate != files.manifest.sample_rate:
        yield (
            f"mutagen reads {samples} samples at {info.sample_rate} Hz from its Info header, "
            f"not {files.manifest.samples} at {files.manifest.sample_rate} Hz"
        )
    if info.sketchy or info.bitrate_mode != BitrateMode.CBR:
        yield "mutagen does not know it as an MP3 of a constant bit rate"


def loudness(files: EpisodeFiles) -> CheckOutcome:
    """Loudness and true peak of the decoded MP3 are those of the target the episode was mastered to."""
    sound, manifest = files.sound, files.manifest
    measured = f"{sound.loudness_lufs:.1f} LUFS, true peak {sound.true_peak_dbtp:.1f} dBTP"
    return CheckOutcome(
        f"{measured}, by {sound.judge}",
        tuple(Finding(files.mp3.name, message) for message in _loudness_errors(files)),
        {
            "target": manifest.target,
            "judge": sound.judge,
            "loudness_lufs": round(sound.loudness_lufs, 2),
            "true_peak_dbtp": round(sound.true_peak_dbtp, 2),
        },
    )


def _loudness_errors(files: EpisodeFiles) -> Iterator[str]:
    sound, manifest = files.sound, files.manifest
    target = TARGETS.get(manifest.target)
    if target is None:
        yield f"there is no loudness target {manifest.target!r}"
        return
    error = sound.loudness_lufs - target.loudness_lufs
    long_enough = sound.samples >= SHORTEST_FOR_LOUDNESS_SECONDS * sound.sample_rate
    if long_enough and abs(error) > LOUDNESS_TOLERANCE_LU:
        yield f"is {abs(error):.1f} LU too {'loud' if error > 0 else 'soft'} for the target {target.name!r}"
    if round(sound.true_peak_dbtp, 2) > target.true_peak_dbtp:
        yield f"the true peak is {sound.true_peak_dbtp:.1f} dBTP, above {target.true_peak_dbtp:.0f} dBTP"
    said = manifest.loudness_lufs
    if long_enough and said is not None and abs(said - sound.loudness_lufs) > _SAID_TOLERANCE:
        yield f"has {sound.loudness_lufs:.2f} LUFS, not {said:.2f} as episode.json says"


def clipping(files: EpisodeFiles) -> CheckOutcome:
    """No three samples in a row are at full scale."""
    sound = files.sound
    found = [
        Finding(files.mp3.name, f"clips at {hms_millis(at * 1000 // sound.sample_rate)}")
        for at in sound.clipped[:5]
    ]
    return CheckOutcome(
        f"{len(sound.clipped) or 'no'} clipped places", tuple(found), {"clipped": len(sound.clipped)}
    )
