"""Pronunciation: what a recogniser hears in the offline voices; and the front end's speed"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path

import numpy as np

from duologue.speech.ear import Ear, compare
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.model import Voice
from duologue.speech.phonemes import VOCABULARY, Chunk, KokoroFrontEnd
from duologue.speech.spoken import SpokenForm, spoken_form

ZH = ("zm_yunxi", "zf_xiaobei", "zm_yunjian")
EN = ("am_michael", "af_heart", "bm_george")
SENTENCES = Path(__file__).with_name("pronunciation_sentences.txt")


class MisakiFrontEnd:
    """The raw misaki front end for Chinese, for comparison (needs misaki, cn2an and ordered-set)."""

    def __init__(self) -> None:
        from misaki.zh import ZHG2P

        self._g2p = ZHG2P()

    def chunks(self, form: SpokenForm, language: str, british: bool = False) -> tuple[Chunk, ...]:
        phonemes = "".join(c for c in self._g2p(form.written)[0] if c in VOCABULARY)[:510]
        return (Chunk(phonemes, 0, len(form.written), 0, "."),)


def sentences() -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    name = ""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            name = line[2:]
            classes[name] = []
        elif line:
            classes[name].append(line)
    return classes


async def run(options: argparse.Namespace) -> None:
    ear = Ear()
    ours = KokoroFrontEnd()
    fronts = [("duologue", ours)]
    try:
        fronts.append(("misaki", MisakiFrontEnd()))  # type: ignore[list-item]
    except ImportError as error:
        print(f"misaki is not importable ({error}); only ours is measured", file=sys.stderr)
    for line, language in (("好 OK", "zh-CN"), ("Zorblax", "en-US")):  # word lists and networks load once
        ours.chunks(spoken_form(line, language), language)
    engine = KokoroEngine()
    speech_seconds = front_seconds = 0.0
    print(f"{'class':8} {'voice':12} {'front end':10} {'units':>6} {'errors':>6} {'rate':>7}")
    worst = []
    for name, lines in sentences().items():
        if options.classes and name not in options.classes:
            continue
        language = "en-US" if name == "english" else "zh-CN"
        voices = options.voices or (EN if name == "english" else ZH)
        for voice in voices:
            for label, front in fronts:
                if label == "misaki" and name == "english":
                    continue
                engine._front_end = front
                errors = total = 0
                for line in lines[:: options.every]:
                    form = spoken_form(line, language)
                    if label == "duologue":
                        began = time.perf_counter()
                        ours.chunks(spoken_form(line, language), language)
                        front_seconds += time.perf_counter() - began
                    began = time.perf_counter()
                    take = await engine.speak(SpeechRequest(form, Voice("kokoro", voice), language))
                    if label == "duologue":
                        speech_seconds += time.perf_counter() - began
                    heard = ear.transcribe(np.asarray(take.samples), take.sample_rate, language)
                    found = compare(form, heard, language)
                    errors += found.errors
                    total += len(found.expected)
                    if found.errors and label == "duologue":
                        worst.append((found.rate, name, voice, line, heard, found.edits))
                print(
                    f"{name:8} {voice:12} {label:10} {total:6} {errors:6} {100 * errors / total:6.2f}%",
                    flush=True,
                )
    worst.sort(key=lambda row: -row[0])
    for rate, name, voice, line, heard, edits in worst[: options.worst]:
        print(f"{100 * rate:5.1f}% {name} {voice}: {line}\n       {heard}  {edits}")
    print(
        f"front end: {speech_seconds / front_seconds:.0f} x faster than the synthesis it feeds (two callers)"
    )
    await engine.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", nargs="*")
    parser.add_argument("--classes", nargs="*", choices=["plain", "mixed", "english"])
    parser.add_argument("--every", type=int, default=1, help="take only every n-th sentence")
    parser.add_argument("--worst", type=int, default=10)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
