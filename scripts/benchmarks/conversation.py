"""A finished episode as a conversation: its pauses, how fast people speak, and whether it is ever silent."""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np

from duologue.checks.files import EpisodeFiles
from duologue.checks.sound import blocks
from duologue.checks.utterances import SpokenUtterance
from duologue.programme.manifest import Manifest
from duologue.speech.phonemes import KokoroFrontEnd
from duologue.speech.spoken import spoken_form
from duologue.speech.utterance_language import utterance_language

VOWELS = frozenset("AIOWYQæɑɒɔəɛɜɪiʊuʌᵊaeoɐᵻ")
"""Of the offline voice's alphabet: each is a syllable of English."""
WINDOW_SECONDS = 0.005
SOUNDING = 0.01
"""Of full scale, −40 dB: softer windows at the edges of a take are heard as part of the pause."""


def syllables(text: str, language: str, front_end: KokoroFrontEnd) -> int:
    """How many syllables a text is said in."""
    said_in = utterance_language(text, language)
    form = spoken_form(text, said_in)
    if said_in.startswith("zh"):
        return sum("\u3400" <= character <= "\u9fff" for character in form.text)
    chunks = front_end.chunks(form, said_in)
    return sum(character in VOWELS for chunk in chunks for character in chunk.phonemes)


def what_meets(one: SpokenUtterance, other: SpokenUtterance, roles: dict[str, str]) -> str:
    """The name of a pause, after what is before and behind it."""
    if one.kind != "speech" or other.kind != "speech":
        return f"{one.kind} → {other.kind}"
    if one.speaker == other.speaker:
        return "next paragraph"
    return f"{roles.get(one.speaker, 'narrator')} → {roles.get(other.speaker, 'narrator')}"


def levels_of(path: Path) -> tuple[np.ndarray, int]:
    """RMS of every 5 ms of the first channel as a player of 16 bits hears it, and their length in samples."""
    window = round(44_100 * WINDOW_SECONDS)
    found, left = [], np.zeros(0, np.float32)
    for block in blocks(path):
        mono = np.concatenate((left, np.rint(block[:, 0] * 32_768) / 32_768))
        whole = mono[: mono.size // window * window].reshape(-1, window)
        left = mono[whole.size :]
        found.append(np.sqrt(np.mean(np.square(whole), axis=1)))
    return np.concatenate(found), window


def spread(values: Iterable[float]) -> str:
    """Number, median, mean, standard deviation and extremes, as columns."""
    said = list(values)
    deviation = statistics.stdev(said) if len(said) > 1 else 0.0
    return (
        f"{len(said)} | {statistics.median(said):.0f} | {statistics.mean(said):.0f} | {deviation:.0f} "
        f"| {min(said):.0f} | {max(said):.0f}"
    )


def report(folder: Path) -> None:
    files = EpisodeFiles(folder)
    manifest: Manifest = files.manifest
    roles = {speaker.name: speaker.role for speaker in manifest.speakers}
    levels, window = levels_of(files.mp3)
    print(f"## {manifest.title}\n")
    print(
        f"{manifest.duration_ms / 60_000:.1f} minutes, {manifest.loudness_lufs:.1f} LUFS, "
        f"{manifest.true_peak_dbtp:.1f} dBTP; of {levels.size} windows of 5 ms, "
        f"{int((levels == 0).sum())} are digital silence, the softest is at "
        f"{20 * np.log10(max(levels.min(), 1e-6)):.0f} dBFS\n"
    )
    pauses: dict[str, list[float]] = defaultdict(list)
    for one, other in pairwise(files.utterances):
        planned = (other.start_sample - one.end_sample) / manifest.sample_rate * 1000
        pauses[what_meets(one, other, roles)].append(planned)
        between = levels[one.start_sample // window : other.end_sample // window]
        middle = (one.end_sample + other.start_sample) // 2 // window - one.start_sample // window
        loud = np.flatnonzero(between > SOUNDING * between.max())
        before, behind = loud[loud <= middle], loud[loud > middle]
        if before.size and behind.size and what_meets(one, other, roles) == "interviewer → interviewee":
            pauses["the same, as heard"].append((behind[0] - before[-1]) * WINDOW_SECONDS * 1000)
    print("| pause, ms | | median | mean | SD | least | most |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, values in sorted(pauses.items(), key=lambda item: -len(item[1])):
        print(f"| {name} | {spread(values)} |")
    print("\n| who | voice | syllables | seconds | syllables a second |")
    print("| --- | --- | --- | --- | --- |")
    front_end = KokoroFrontEnd()
    said: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in files.utterances:
        if one.kind == "speech" and one.has_words:
            said[one.speaker][0] += syllables(one.text, manifest.language, front_end)
            said[one.speaker][1] += one.samples / manifest.sample_rate
    for name, (count, seconds) in said.items():
        voice = next((each.voice for each in manifest.speakers if each.name == name), "")
        role = roles.get(name, "narrator")
        print(f"| {role} | {voice} | {count:.0f} | {seconds:.0f} | {count / seconds:.2f} |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("episodes", nargs="+", type=Path, help="folders of finished episodes")
    for folder in parser.parse_args().episodes:
        report(folder)


if __name__ == "__main__":
    main()
