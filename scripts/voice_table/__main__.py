"""Has every offline voice say a few paragraphs, and writes what they measure to voices/kokoro/table.yaml."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from duologue.model import Take, Voice
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.lexicon import Lexicon
from duologue.speech.requests import speech_request
from duologue.speech.voice_table import TABLE
from voice_table.encoder import SpeakerEncoder, read_weights
from voice_table.pitch import median_hz

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
SENTENCES = BENCHMARKS / "pronunciation_sentences.txt"
FURTHER = BENCHMARKS / "offline_languages.tsv"
PARAGRAPHS = 6
"""Two sentences each."""
WOMEN_FROM_HZ = 165
"""Halfway between the means of men, 120 Hz, and women, 210 Hz (Traunmüller and Eriksson 1995)."""
HEAD = """\
# What the offline voices measure: scripts/voice-table makes this file.
#
# hz is the median fundamental frequency; who speaks above {women} Hz is heard as a woman.
# distances are 1 − cosine of speaker embeddings (GE2E, Resemblyzer 0.1.4). Halves of one voice's takes are at
# most {within:.3f} apart. Voices nearer than `too_near` do not meet in an episode while others are free.
"""


def paragraphs(language: str) -> list[str]:
    """The first paragraphs of a benchmark's sentences in a language; English ones where it has none."""
    rows = (line.split("\t") for line in FURTHER.read_text(encoding="utf-8").splitlines())
    own = [sentence for tag, *rest in rows if tag == language for sentence in rest]
    if own:
        return [" ".join(own[at : at + 2]) for at in range(0, 2 * PARAGRAPHS, 2)]
    kind = "plain" if language == "zh-CN" else "english"
    lines: list[str] = []
    name = ""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            name = line[2:]
        elif line and name == kind:
            lines.append(line)
    joined = "" if kind == "plain" else " "
    return [joined.join(lines[at : at + 2]) for at in range(0, 2 * PARAGRAPHS, 2)]


async def takes_of(engine: KokoroEngine, folder: Path) -> dict[str, list[NDArray[np.float32]]]:
    """Every voice's takes, mono at 24 kHz; those in the folder are read, others made and kept there."""
    found: dict[str, list[NDArray[np.float32]]] = {}
    for voice in await engine.voices():
        found[voice.name] = []
        language = voice.language if engine.limits.speaks(voice.language) else "en-US"
        for number, text in enumerate(paragraphs(language)):
            path = folder / f"{voice.name}-{number}.flac"
            if not path.is_file():
                lexicon = Lexicon.shipped(language)
                request = speech_request(text, Voice("kokoro", voice.name), language, lexicon)
                take: Take = await engine.speak(request)
                soundfile.write(path, take.samples, take.sample_rate)
            found[voice.name].append(soundfile.read(path, dtype="float32")[0])
    await engine.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--takes", type=Path, help="keeps the takes in this folder")
    given = parser.parse_args()
    spec = find_spec("resemblyzer")
    if spec is None or spec.origin is None:
        sys.exit("the encoder's weights are missing: pip install --no-deps resemblyzer==0.1.4")
    encoder = SpeakerEncoder(read_weights(Path(spec.origin).with_name("pretrained.pt").read_bytes()))
    with tempfile.TemporaryDirectory() as scratch:
        takes = asyncio.run(takes_of(KokoroEngine(), given.takes or Path(scratch)))
    TABLE.write_text(table(encoder, takes), encoding="utf-8", newline="\n")


def table(encoder: SpeakerEncoder, takes: dict[str, list[NDArray[np.float32]]]) -> str:
    """The file's text."""
    rate = KokoroEngine().limits.sample_rate
    embedded = {name: np.stack([encoder.embed(each, rate) for each in said]) for name, said in takes.items()}
    within = max(distance(each[: PARAGRAPHS // 2], each[PARAGRAPHS // 2 :]) for each in embedded.values())
    lines = [HEAD.format(women=WOMEN_FROM_HZ, within=within), "too_near: 0.18", "", "voices:"]
    for name, said in takes.items():
        hertz = round(float(np.median([median_hz(each, rate) for each in said])))
        gender = "female" if hertz >= WOMEN_FROM_HZ else "male"
        lines.append(f"  {name}: {{hz: {hertz}, gender: {gender}}}")
    lines += ["", "distances:"]
    for one, other in combinations(takes, 2):
        lines.append(f"  {one} {other}: {distance(embedded[one], embedded[other]):.3f}")
    return "\n".join(lines) + "\n"


def distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Between the means of two groups of embeddings, 0 to 1."""
    first, second = one.mean(axis=0), other.mean(axis=0)
    return 1 - float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second)))


if __name__ == "__main__":
    main()
