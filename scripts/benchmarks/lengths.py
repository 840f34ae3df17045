"""How long takes last against what is expected of their texts: fits speaking_rates.yaml, or judges it."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from collections import defaultdict
from pathlib import Path

import numpy as np

from duologue.errors import DuologueError
from duologue.interview import read_source
from duologue.model import Voice
from duologue.speech.engines.base import EngineSettings
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.lexicon import Lexicon
from duologue.speech.plausible import expected_seconds
from duologue.speech.requests import speech_request
from duologue.speech.speaking_rates import PARTS, counts
from duologue.speech.utterances import utterances

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = ROOT / "tests" / "interview" / "articles"
CHARACTERS = {"zh": 700, "en": 2000}
"""Of texts for each voice: two minutes of sound."""
JOINED = (1, 4, 2, 6)
"""So many texts in a row make a paragraph, in turn: titles and one sentence, and paragraphs of many."""
ROUNDS = 30


def texts(language: str) -> list[str]:
    """Paragraphs and titles of our own articles in a language."""
    found: list[str] = []
    for path in sorted(ARTICLES.iterdir()):
        try:
            interview = read_source(path)
        except DuologueError:
            continue
        if interview.language.startswith(language):
            said = utterances(interview, disclosure=None, longest_text=400)
            found += [utterance.written for utterance in said if len(utterance.written) > 3]
    return list(dict.fromkeys(found))


async def takes(jobs: int) -> list[tuple[str, str, float]]:
    """Voice, spoken text and seconds of takes of every offline voice."""
    engine = KokoroEngine(EngineSettings(concurrency=jobs))
    made: list[tuple[str, str, float]] = []
    for voice in await engine.voices():
        language = voice.language.partition("-")[0]
        pool, left = texts(language), CHARACTERS[language]
        random.Random(voice.name).shuffle(pool)
        for number in range(len(pool)):
            count = JOINED[number % len(JOINED)]
            text = " ".join(pool.pop() for _ in range(min(count, len(pool))))
            if left < 0 or not text:
                break
            left -= len(text)
            lexicon = Lexicon.shipped(voice.language)
            request = speech_request(text, Voice("kokoro", voice.name), voice.language, lexicon)
            take = await engine.speak(request)
            made.append((voice.name, request.form.text, take.samples.size / take.sample_rate))
    await engine.close()
    return made


def fit(rows: list[tuple[str, str, float]]) -> None:
    """Prints the figures for speaking_rates.yaml by least squares, voices and parts in turn."""
    for script, own in (("han", "z"), ("latin", "ab")):
        mine = [row for row in rows if row[0][0] in own]
        names = [name for name in PARTS if (name != "han" or script == "han") and name != "digit"]
        counted = np.array([[*(counts(text)[name] for name in names), 1] for _, text, _ in mine], float)
        seconds = np.array([each for _, _, each in mine])
        voices = sorted({name for name, _, _ in mine})
        tempo = dict.fromkeys(voices, 1.0)
        for _ in range(ROUNDS):
            factor = np.array([tempo[name] for name, _, _ in mine])
            parts, *_ = np.linalg.lstsq(counted * factor[:, None], seconds, rcond=None)
            expected = counted @ parts
            for name in voices:
                of_voice = np.array([row[0] == name for row in mine])
                tempo[name] = float(seconds[of_voice].sum() / expected[of_voice].sum())
            middle = float(np.mean(list(tempo.values())))
            tempo = {name: value / middle for name, value in tempo.items()}
        print(script, dict(zip([*names, "take"], parts.round(4).tolist(), strict=True)))
        print(script, {name: round(value, 3) for name, value in tempo.items()})


def judge(rows: list[tuple[str, str, float]]) -> None:
    """Prints how far the figures in use are off, for each voice and in the mean of single takes."""
    by_voice: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for name, text, seconds in rows:
        by_voice[name].append((seconds, expected_seconds(text, Voice("kokoro", name))))
    print("| voice | takes | seconds | expected / measured | mean error of a take |")
    print("| --- | --- | --- | --- | --- |")
    for name, pairs in sorted(by_voice.items()):
        measured = sum(pair[0] for pair in pairs)
        off = sum(abs(one - other) for one, other in pairs) / measured
        ratio = sum(pair[1] for pair in pairs) / measured
        print(f"| {name} | {len(pairs)} | {measured:.0f} | {ratio:.3f} | {off:.1%} |")


def main() -> None:
    """Measures, or takes what was measured before, and prints both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--takes", type=Path, help="JSON lines of takes; written if not there")
    given = parser.parse_args()
    if given.takes and given.takes.is_file():
        rows = [tuple(json.loads(line)) for line in given.takes.read_text().splitlines()]
    else:
        rows = asyncio.run(takes(given.jobs))
        if given.takes:
            lines = (json.dumps(row, ensure_ascii=False) for row in rows)
            given.takes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fit(rows)
    judge(rows)


if __name__ == "__main__":
    main()
