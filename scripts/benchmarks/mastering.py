"""Mastering: ten very different programmes, loudness and true peak as ffmpeg's ebur128 hears the MP3."""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
import soxr
from assembly import RATE, spoken

from duologue.model import Role, Take, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.target import TARGETS, Mastering
from duologue.programme.mp3.encoder import DECODER_DELAY_SAMPLES, FrameEncoder
from duologue.programme.mp3.encoding import ENCODINGS, FRAME_SAMPLES, STEREO_128, Encoding
from duologue.programme.pauses import PauseRules

Line = tuple[str, np.ndarray, int]
"""Who speaks, the samples, their rate."""


def line(speaker: str, seed: int, gain_db: float = 0.0, seconds: float | None = None) -> Line:
    samples = spoken(seed).astype(np.float64)
    if seconds is not None:
        samples = samples[: int(seconds * RATE)]
    return speaker, np.clip(samples * 10 ** (gain_db / 20), -32_768, 32_767).astype(np.int16), RATE


def whispered(speaker: str, seed: int) -> Line:
    envelope = np.abs(spoken(seed).astype(np.float64))
    smooth = np.convolve(envelope, np.ones(400) / 400, "same")
    noise = np.random.default_rng(seed).standard_normal(smooth.size)
    return speaker, np.rint(noise * smooth / smooth.max() * 150).astype(np.int16), RATE


def plosives(speaker: str, seed: int) -> Line:
    """Mostly soft, with a burst near full scale every half second."""
    speaker, samples, rate = line(speaker, seed, -18)
    samples = samples.copy()
    for at in range(3000, samples.size - 400, RATE // 2):
        burst = np.exp(-np.arange(300) / 60) * np.random.default_rng(at).standard_normal(300)
        samples[at : at + 300] = np.clip(burst * 16_000, -32_768, 32_767)
    return speaker, samples, rate


def hum(speaker: str) -> Line:
    moment = np.arange(RATE * 6) / RATE
    return speaker, np.rint(5000 * np.sin(2 * np.pi * 90 * moment)).astype(np.int16), RATE


def hiss(speaker: str) -> Line:
    noise = np.random.default_rng(5).standard_normal(48_000 * 6) * 4000
    return speaker, np.clip(noise, -32_768, 32_767).astype(np.int16), 48_000


PROGRAMMES: dict[str, list[Line]] = {
    "a conversation, one voice 20 dB softer": [line("QA"[n % 2], n, -20.0 * (n % 2)) for n in range(10)],
    "a monologue": [line("A", n) for n in range(6)],
    "whispers": [whispered("QA"[n % 2], n) for n in range(6)],
    "shouts, clipped": [line("QA"[n % 2], n, 24) for n in range(6)],
    "one whispers, one shouts": [whispered("Q", 1), line("A", 2, 20), whispered("Q", 3), line("A", 4, 20)],
    "one voice, soft and loud by turns": [line("A", n, -24.0 * (n % 2)) for n in range(6)],
    "two seconds": [line("A", 1, seconds=0.6)],
    "sixty interjections": [line("QA"[n % 2], n % 9, seconds=0.35) for n in range(60)],
    "soft with plosives": [plosives("QA"[n % 2], n) for n in range(5)],
    "a hum and a hiss": [hum("Q"), hiss("A"), hum("Q")],
}


class Takes(dict[str, Take]):
    def load(self, key: str) -> Take:
        return self[key]


def mastered(lines: list[Line], target: str, encoding: Encoding) -> tuple[bytes, Mastered]:
    takes, voiced = Takes(), []
    for number, (speaker, samples, rate) in enumerate(lines):
        role = Role.INTERVIEWER if speaker == "Q" else Role.INTERVIEWEE
        utterance = Utterance(UtteranceKind.SPEECH, speaker, role, "", 0, number)
        takes[str(number)] = Take(samples, rate)
        voiced.append(Voiced(utterance, Voice("bench", speaker), str(number), samples.size, rate))
    sink = io.BytesIO()
    result = assemble(arrange(voiced, PauseRules()), takes, Mastering(TARGETS[target], encoding), sink)
    return sink.getvalue(), result


def heard_by_ffmpeg(ffmpeg: str, mp3: bytes) -> tuple[float, float]:
    """LUFS and dBTP; of what ffmpeg reports, the last is of the whole file."""
    with tempfile.TemporaryDirectory(prefix="duologue-bench-") as folder:
        path = Path(folder) / "programme.mp3"
        path.write_bytes(mp3)
        report = subprocess.run(
            [ffmpeg, "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
            capture_output=True,
            check=True,
            text=True,
        ).stderr.split("Summary:")[1]
    found = [re.search(rf"{name}:\s+(-?[\d.]+)", report) for name in ("I", "Peak")]
    loudness, peak = (float(match.group(1)) if match else float("nan") for match in found)
    return loudness, peak


def runs_against_one_stream(encoding: Encoding) -> tuple[float, float]:
    """Signal to noise, in dB, of runs in a row and of one stream, over the same twenty utterances."""
    pieces = []
    for seed in range(20):
        sound = np.rint(soxr.resample(spoken(seed).astype(np.float32) * 0.3, RATE, 44_100)).astype(np.int16)
        frames = -(-sound.size // FRAME_SAMPLES) + 15
        pieces.append(np.pad(sound, (0, frames * FRAME_SAMPLES - sound.size)))
    whole = np.concatenate(pieces)

    def noise_ratio_db(encoded: bytes) -> float:
        heard = soundfile.read(io.BytesIO(encoded), always_2d=True)[0][DECODER_DELAY_SAMPLES:, 0]
        original = whole[: heard.size] / 32_768
        gain = np.dot(original, heard) / np.dot(original, original)
        return float(10 * np.log10(np.sum((gain * original) ** 2) / np.sum((heard - gain * original) ** 2)))

    def encoded(samples: np.ndarray) -> bytes:
        encoder = FrameEncoder(encoding, samples.size // FRAME_SAMPLES)
        encoder.write(samples)
        return encoder.finish()

    return noise_ratio_db(b"".join(encoded(piece) for piece in pieces)), noise_ratio_db(encoded(whole))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--target", choices=TARGETS, default="podcast")
    options.add_argument("--encoding", choices=ENCODINGS, default=STEREO_128.name)
    chosen = options.parse_args()
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        sys.exit("duologue: this benchmark measures with ffmpeg, which is not installed")
    encoding = ENCODINGS[chosen.encoding]
    print(f"target {TARGETS[chosen.target].loudness_lufs} LUFS, {encoding.name}")
    print("| programme | seconds | ffmpeg LUFS | ffmpeg dBTP | own LUFS | own dBTP | passes |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, lines in PROGRAMMES.items():
        mp3, result = mastered(lines, chosen.target, encoding)
        loudness, peak = heard_by_ffmpeg(ffmpeg, mp3)
        print(
            f"| {name} | {result.seconds:.1f} | {loudness:.1f} | {peak:.1f} "
            f"| {result.loudness_lufs:.2f} | {result.true_peak_dbtp:.2f} | {result.passes} |",
            flush=True,
        )
    runs, one = runs_against_one_stream(encoding)
    print(f"\nsignal to noise after decoding: runs in a row {runs:.2f} dB, one stream {one:.2f} dB")


if __name__ == "__main__":
    main()
