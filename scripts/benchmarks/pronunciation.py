"""Pronunciation: what a recogniser hears in the offline voices; and the front end's speed"""

# Takes and transcripts are kept in a folder (--keep), under what shapes them: after a change of the front end
# only the sentences it changes are voiced and heard again. --minutes stops early; the next run goes on.
from __future__ import annotations

import argparse
import asyncio
import itertools
import subprocess
import sys
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from duologue.errors import DuologueError
from duologue.model import Voice
from duologue.speech.ear import Difference, Ear, ReadingSource, compare
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.phonemes import VOCABULARY, Chunk, KokoroFrontEnd
from duologue.speech.spoken import SpokenForm, spoken_form
from duologue.speech.take_keys import take_key
from duologue.store.local import default_cache_dir
from duologue.store.takes import TakeCache
from duologue.store.whole_file import write_whole

# The voices that the shipped casts give to interviewee, interviewer and narrator.
VOICES = {
    "zh": ("zm_yunxi", "zf_xiaobei", "zm_yunjian"),
    "en": ("am_michael", "af_heart", "bm_george", "bf_emma"),
}
CLASSES = ("plain", "mixed", "english")
FRONT_ENDS = ("duologue", "misaki")
TARGETS = {"plain": 2, "mixed": 5, "english": 2}
SENTENCES = Path(__file__).with_name("pronunciation_sentences.txt")
WARM_UP = """
import time
began = time.perf_counter()
from duologue.speech.phonemes import KokoroFrontEnd
from duologue.speech.spoken import spoken_form
KokoroFrontEnd().chunks(spoken_form({line!r}, {language!r}), {language!r})
print(time.perf_counter() - began)
"""


class MisakiFrontEnd:
    """The raw misaki front end for Mandarin, for comparison: pip install misaki cn2an ordered-set."""

    def __init__(self) -> None:
        from misaki.zh import ZHG2P

        self._g2p = ZHG2P()

    def chunks(self, form: SpokenForm, language: str, british: bool = False) -> tuple[Chunk, ...]:
        phonemes = "".join(c for c in self._g2p(form.written)[0] if c in VOCABULARY)[:510]
        return (Chunk(phonemes, 0, len(form.written), 0, "."),)


@dataclass(frozen=True)
class Case:
    """One sentence in one voice through one front end."""

    kind: str
    part: str
    front: str
    line: str
    request: SpeechRequest
    key: str


@dataclass(frozen=True)
class Outcome:
    case: Case
    heard: str
    difference: Difference
    independent: Difference  # with the characters of both sides read by pypinyin's phrases alone


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


def part_of(line: str) -> str:
    """A is what the front end may be tuned on, B is held out; a checksum decides."""
    return "AB"[zlib.crc32(line.encode()) % 2]


def cases(options: argparse.Namespace, front: str, engine: KokoroEngine) -> Iterable[Case]:
    """Every sentence in every voice; the held-out part first, one voice after the other."""
    for part, kind in itertools.product(options.parts, options.classes):
        if front == "misaki" and kind == "english":
            continue
        primary = "en" if kind == "english" else "zh"
        for name in (options.misaki_voices if front == "misaki" else None) or VOICES[primary]:
            if options.voices and name not in options.voices:
                continue
            language = "zh-CN" if primary == "zh" else "en-GB" if name.startswith("b") else "en-US"
            for line in sentences()[kind]:
                if part_of(line) == part:
                    request = SpeechRequest(spoken_form(line, language), Voice("kokoro", name), language)
                    yield Case(kind, part, front, line, request, take_key(engine, request))


async def voice(engine: KokoroEngine, wanted: list[Case], takes: TakeCache, until: float) -> None:
    """Voices what has no take yet, two at a time, until the time is up."""
    missing = {case.key: case for case in wanted if takes.info(case.key) is None}
    queue = iter(missing.values())

    async def caller() -> None:
        for case in queue:
            if time.monotonic() > until:
                return
            takes.store(case.key, await engine.speak(case.request))

    await asyncio.gather(caller(), caller())


def listen(wanted: list[Case], takes: TakeCache, folder: Path, until: float) -> list[Outcome]:
    """What is heard in the takes that are there, until the time is up."""
    folder.mkdir(parents=True, exist_ok=True)
    ear: Ear | None = None
    outcomes = []
    for case in wanted:
        note = folder / f"{case.key}.txt"
        if not note.exists():
            if takes.info(case.key) is None or time.monotonic() > until:
                continue
            ear = ear or Ear()
            take = takes.load(case.key)
            heard = ear.transcribe(take.samples, take.sample_rate, case.request.language)
            write_whole(note, heard.encode())
        heard = note.read_text(encoding="utf-8")
        form, language = case.request.form, case.request.language
        both = compare(form, heard, language), compare(form, heard, language, ReadingSource.DICTIONARIES)
        outcomes.append(Outcome(case, heard, *both))
    return outcomes


def table(outcomes: list[Outcome], options: argparse.Namespace) -> None:
    print("| class | voice | front end | part | sentences | units | errors | rate | by pypinyin | target |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    groups: dict[tuple[str, str, str, str], list[Outcome]] = {}
    for outcome in outcomes:
        case = outcome.case
        for voice_name in (case.request.voice.name, "all"):
            for part in {case.part, "".join(sorted(options.parts))}:
                groups.setdefault((case.kind, case.front, voice_name, part), []).append(outcome)
    for (kind, front, name, part), rows in sorted(
        groups.items(), key=lambda item: (CLASSES.index(item[0][0]), item[0][1:])
    ):
        units = sum(len(row.difference.expected) for row in rows)
        errors = sum(row.difference.errors for row in rows)
        others = sum(row.independent.errors for row in rows)
        other_units = sum(len(row.independent.expected) for row in rows)
        print(
            f"| {kind} | {name} | {front} | {part} | {len(rows)} | {units} | {errors} "
            f"| {100 * errors / units:.2f} % | {100 * others / other_units:.2f} % | {TARGETS[kind]} % |"
        )


def worst(outcomes: list[Outcome], count: int) -> None:
    """The sentences of ours with the highest rate, over all voices; every other front end beside it."""
    by_line: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_line.setdefault(outcome.case.line, []).append(outcome)

    def rate(rows: list[Outcome]) -> float:
        ours = [row.difference.rate for row in rows if row.case.front == "duologue"]
        return sum(ours) / max(1, len(ours))

    for line, rows in sorted(by_line.items(), key=lambda item: -rate(item[1]))[:count]:
        print(f"{100 * rate(rows):5.1f} %  {rows[0].case.kind} {rows[0].case.part}: {line}")
        for row in rows:
            edits = ", ".join(f"{said or '-'} > {heard or '-'}" for said, heard in row.difference.edits)
            print(f"         {row.case.front[:4]} {row.case.request.voice.name:10} {row.heard}   [{edits}]")


def warm_up() -> None:
    """Import and first text, each time in a fresh process."""
    for language, line in (("zh-CN", "好 OK"), ("en-US", "Zorblax")):
        script = WARM_UP.format(line=line, language=language)
        times = [
            float(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)
            for _ in range(5)
        ]
        print(f"import and warm-up, {language}: {min(times):.2f} s (best of 5)")


async def speed() -> None:
    """The warm front end against the synthesis it feeds, both in processor time."""
    ours = KokoroFrontEnd()
    engine = KokoroEngine()
    for kind, lines in sentences().items():
        primary = "en" if kind == "english" else "zh"
        language = "en-US" if primary == "en" else "zh-CN"
        warm, fresh = lines[-1], lines[:6]
        ours.chunks(spoken_form(warm, language), language)
        requests = []
        began = time.process_time()
        for line in lines[:-1]:
            form = spoken_form(line, language)
            ours.chunks(form, language)
            requests.append(SpeechRequest(form, Voice("kokoro", VOICES[primary][0]), language))
        front = (time.process_time() - began) / len(requests)
        await engine.speak(SpeechRequest(spoken_form(warm, language), requests[0].voice, language))
        began = time.process_time()
        for request in requests[: len(fresh)]:
            await engine.speak(request)
        model = (time.process_time() - began) / len(fresh)
        print(
            f"{kind}: {1000 * front:.2f} ms of processor time per sentence in the front end, "
            f"{1000 * model:.0f} ms in the model: {model / front:.0f} x"
        )
    await engine.close()


async def run(options: argparse.Namespace) -> None:
    takes = TakeCache(options.keep)
    until = time.monotonic() + 60 * options.minutes
    voiced_until = time.monotonic() + 60 * options.minutes * 0.6  # the rest is for listening
    wanted: list[Case] = []
    for label in options.front_ends:
        engine = KokoroEngine()
        if label == "misaki":
            try:
                engine._front_end = MisakiFrontEnd()
            except ImportError as error:
                print(
                    f"misaki is not measured: {error} (pip install misaki cn2an ordered-set)", file=sys.stderr
                )
                continue
        mine = list(cases(options, label, engine))
        await voice(engine, mine, takes, voiced_until)
        await engine.close()
        wanted += mine
    outcomes = listen(wanted, takes, options.keep / "heard", until)
    if len(outcomes) < len(wanted):
        print(
            f"{len(wanted) - len(outcomes)} of {len(wanted)} are still to be done: run it again",
            file=sys.stderr,
        )
    table(outcomes, options)
    print()
    worst(outcomes, options.worst)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", nargs="*", help="only these voices")
    parser.add_argument("--misaki-voices", nargs="*", default=["zm_yunxi"], help="where misaki is heard")
    parser.add_argument("--classes", nargs="*", choices=CLASSES, default=CLASSES)
    parser.add_argument("--parts", nargs="*", choices=["A", "B"], default=["B", "A"])
    parser.add_argument(
        "--front-ends", nargs="*", choices=["duologue", "misaki"], default=["duologue", "misaki"]
    )
    parser.add_argument("--minutes", type=float, default=600, help="stop voicing and listening after so long")
    parser.add_argument("--keep", type=Path, default=default_cache_dir() / "pronunciation")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--speed", action="store_true", help="only the front end's speed")
    options = parser.parse_args()
    if not options.speed:
        try:
            asyncio.run(run(options))
        except DuologueError as error:
            sys.exit(f"duologue: {error}")
    if options.speed or options.minutes > 60:
        warm_up()
        asyncio.run(speed())


if __name__ == "__main__":
    main()
