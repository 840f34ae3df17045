"""Offline languages: what a recogniser hears in 60 sentences of each; and the front ends' speed"""

# Takes and transcripts are kept (--keep) under what shapes them, as in the benchmark of pronunciation.
from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from pronunciation import Case, Outcome, listen, voice

from duologue.errors import DuologueError
from duologue.languages.front_ends import Withheld
from duologue.languages.tags import spoken_language
from duologue.model import Voice
from duologue.speech.engines.base import SpeechRequest, VoiceInfo
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.lexicon import Lexicon
from duologue.speech.phonemes import KokoroFrontEnd
from duologue.speech.requests import form_of
from duologue.speech.take_keys import take_key
from duologue.store.local import default_cache_dir
from duologue.store.takes import TakeCache

SENTENCES = Path(__file__).with_name("offline_languages.tsv")
TARGET_PERCENT = 5


def sentences() -> dict[str, list[str]]:
    """Language (BCP 47) → its sentences."""
    found: dict[str, list[str]] = {}
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, sentence = line.split("\t")
            found.setdefault(language, []).append(sentence)
    return found


def cases(options: argparse.Namespace, engine: KokoroEngine, offered: Iterable[VoiceInfo]) -> list[Case]:
    """Every sentence in every voice of its language, one voice after the other."""
    made = []
    for language, lines in sentences().items():
        if options.languages and spoken_language(language) not in options.languages:
            continue
        own = [info.name for info in offered if spoken_language(info.language) == spoken_language(language)]
        for spec in options.voices or own:
            name, _, prosody = spec.partition(":")
            rate, _, pitch = prosody.partition(",")
            speaker = Voice("kokoro", name, rate_percent=int(rate or 0), pitch_hz=int(pitch or 0))
            for line in lines[: options.limit]:
                request = SpeechRequest(form_of(line, language, Lexicon()), speaker, language)
                made.append(Case(language, spec, "duologue", line, request, take_key(engine, request)))
    return made


def rate(rows: list[Outcome], kind: str) -> float:
    differences = [row.difference if kind == "sound" else row.independent for row in rows]
    return 100 * sum(each.errors for each in differences) / sum(len(each.expected) for each in differences)


def table(outcomes: list[Outcome]) -> None:
    print("| language | voice | sentences | words | by spelling | by sound | target |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for language, spec in dict.fromkeys((row.case.kind, row.case.part) for row in outcomes):
        rows = [row for row in outcomes if (row.case.kind, row.case.part) == (language, spec)]
        words = sum(len(row.difference.expected) for row in rows)
        by_spelling, by_sound = rate(rows, "spelling"), rate(rows, "sound")
        print(
            f"| {language} | {spec} | {len(rows)} | {words} | {by_spelling:.1f} % | {by_sound:.1f} % "
            f"| {TARGET_PERCENT} % |"
        )


def errors(outcomes: list[Outcome]) -> None:
    for row in outcomes:
        if row.difference.errors:
            edits = ", ".join(f"{said or '-'} > {heard or '-'}" for said, heard in row.difference.edits)
            print(f"{row.case.kind} {row.case.part}: {row.case.line}\n    {row.heard}\n    [{edits}]")


def speed(options: argparse.Namespace) -> None:
    """The warm front end, spoken form and phonemes, in processor time."""
    front_end = KokoroFrontEnd()
    for language, lines in sentences().items():
        if options.languages and spoken_language(language) not in options.languages:
            continue
        front_end.chunks(form_of(lines[0], language, Lexicon()), language)
        began = time.process_time()
        forms = [form_of(line, language, Lexicon()) for line in lines]
        middle = time.process_time()
        for form in forms:
            front_end.chunks(form, language)
        end = time.process_time()
        count = len(lines)
        print(
            f"{language}: spoken form {1000 * (middle - began) / count:.2f} ms, phonemes "
            f"{1000 * (end - middle) / count:.2f} ms of processor time per sentence"
        )


async def run(options: argparse.Namespace) -> None:
    engine = KokoroEngine()
    takes = TakeCache(options.keep)
    wanted = cases(options, engine, await engine.voices())
    until = time.monotonic() + 60 * options.minutes
    await voice(engine, wanted, takes, until)
    await engine.close()
    outcomes = listen(wanted, takes, options.keep / "heard", until)
    if len(outcomes) < len(wanted):
        print(
            f"{len(wanted) - len(outcomes)} of {len(wanted)} are still to be done: run it again",
            file=sys.stderr,
        )
    table(outcomes)
    if options.errors:
        errors(outcomes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", nargs="*", help="only these, as primary subtags")
    parser.add_argument("--voices", nargs="*", help="only these: NAME or NAME:rate,pitch (percent, Hz)")
    parser.add_argument("--limit", type=int, help="only so many sentences of each")
    parser.add_argument("--minutes", type=float, default=600, help="stop voicing and listening after so long")
    parser.add_argument("--keep", type=Path, default=default_cache_dir() / "pronunciation")
    parser.add_argument("--errors", action="store_true", help="what was heard otherwise")
    parser.add_argument("--speed", action="store_true", help="only the front ends' speed")
    parser.add_argument("--withheld", action="store_true", help="languages too that are not offered yet")
    options = parser.parse_args()
    Withheld.offered = options.withheld
    if options.speed:
        speed(options)
        return
    try:
        asyncio.run(run(options))
    except DuologueError as error:
        sys.exit(f"duologue: {error}")


if __name__ == "__main__":
    main()
