"""The studio: how soon and how smoothly one hears a fresh interview, and what an edit costs."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np
from pydantic import TypeAdapter

from duologue import Episode, Plan, Take, aio, load_settings, read, write_script
from duologue.errors import DuologueError
from duologue.interview import read_source
from duologue.interview.script.lines import Line, lines_of
from duologue.model import Interview
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, Limits, SpeechRequest, VoiceInfo
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.engines.kokoro_model import voice_sums
from duologue.speech.lexicon import Lexicon
from duologue.speech.plausible import expected_seconds
from duologue.speech.requests import speech_request
from duologue.speech.utterances import utterances
from duologue.studio.desk import AnyEdit, Desk
from duologue.studio.sound import Sound
from duologue.studio.view import script_json
from duologue.studio.worker import Worker

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = ROOT / "tests" / "interview" / "articles"
CHARACTERS_A_MINUTE = 900
"""Of English, roughly."""


def interview_of(minutes: float) -> Interview:
    """An interview of about so many minutes, of our own sentences."""
    found: list[str] = []
    for path in sorted(ARTICLES.iterdir()):
        try:
            article = read_source(path)
        except DuologueError:
            continue
        if article.language.startswith("en"):
            found += [each.written for each in utterances(article, disclosure=None, longest_text=400)]
    sentences = [text for text in dict.fromkeys(found) if len(text) > 20]
    turns, length, at = ["# A long talk"], 0, 0
    while length < minutes * CHARACTERS_A_MINUTE:
        count = 2 + at % 4
        answer = " ".join(sentences[(at + n) % len(sentences)] for n in range(1, count))
        # No two paragraphs are the same: each is to be a take of its own.
        turns.append(f"Ann Ray: Number {at}: {sentences[at % len(sentences)]}")
        turns.append(f"Bo Lind: {answer} That was {at}.")
        length += len(turns[-1]) + len(turns[-2])
        at += count
    return read(text="\n\n".join(turns))


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[str]:
    """The API of a studio in a process of its own, with an empty cache."""
    process = subprocess.Popen(
        [sys.executable, "-m", "duologue", "studio", "show", "--no-open", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield (process.stdout.readline() if process.stdout else "").strip() + "api"
    finally:
        process.terminate()
        process.wait()


def first_sound(folder: Path, minutes: float, *, whole: bool) -> dict[str, float]:
    """Seconds from asking for the programme to its first sound, and of the first sentence alone.

    Both begin in a process that has said nothing yet.
    """
    interview = interview_of(minutes)
    script = folder / "show" / "a-long-talk" / "script.md"
    script.parent.mkdir(parents=True)
    script.write_text(write_script(interview), encoding="utf-8")
    settings = load_settings(script.parent, os.environ, {"engine": "kokoro", "out": folder / "show"})
    plan = asyncio.run(aio.plan(read(script), settings=settings))
    said = plan.voicing.said[0]
    voice = plan.voicing.casting.voice_of(said.speaker)
    asked = json.dumps([said.written, voice.name, interview.language])
    command = [sys.executable, __file__, "--alone", asked]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds: dict[str, float] = json.loads(done.stdout)
    with serving(folder, "--engine", "kokoro") as api:
        begun = time.monotonic()
        address = f"{api}/episodes/{quote(script.parent.name)}/listen.mp3"
        with urllib.request.urlopen(address) as stream:  # noqa: S310 - of this machine
            silence = len(stream.read(16_000 * 500 // 1000))
            stream.read(4_000)
            seconds["first sound"] = time.monotonic() - begun
            if not whole:
                return seconds
            heard, waits, least = time.monotonic(), 0, 0.0
            got = silence + 4_000
            while block := stream.read1(65_536):
                got += len(block)
                ahead = got / 16_000 - (time.monotonic() - heard)
                waits += ahead < 0 <= least
                least = min(least, ahead) if ahead < 0 else ahead
            seconds["of sound"] = got / 16_000
            seconds["waits"] = waits
    return seconds


class Steady(Engine):
    """Makes so many seconds of sound in a second, one utterance at a time."""

    name, version = "kokoro", "steady"
    limits = Limits(concurrency=1, longest_text=2000, sample_rate=24_000)
    pace = 1.2

    async def voices(self) -> tuple[VoiceInfo, ...]:
        """Those that the cast names."""
        return tuple(VoiceInfo(name, "en-US", multilingual=True) for name in voice_sums())

    def wording(self, request: SpeechRequest) -> str:
        """The text."""
        return request.form.text

    async def speak(self, request: SpeechRequest) -> Take:
        """A tone as long as the text would be."""
        seconds = expected_seconds(request.form.text)
        await asyncio.sleep(seconds / self.pace)
        times = np.arange(round(seconds * 24_000)) / 24_000
        return Take((9000 * np.sin(1200 * times)).astype(np.int16), 24_000)


async def gapless(minutes: float) -> dict[str, float]:
    """Waits of a listener in real time, of an engine at 1.2 times real time, and the first sound's ratio."""
    registry.make_engine = lambda _name, _settings=None: Steady()
    settings = load_settings(Path(), {}, {"engine": "kokoro", "out": Path("show")})
    interview = interview_of(minutes)
    begun = time.monotonic()
    plan = await aio.plan(interview, settings=settings)
    ends, waits, late, first = 0.0, 0, 0.0, 0.0
    async for stretch in aio.listen(plan):
        now = time.monotonic()
        if not first:
            first, ends = now - begun, now
        elif now > ends + 0.05:
            waits, late, ends = waits + 1, late + now - ends, now
        ends += stretch.planned_samples / stretch.sample_rate
    sentence = expected_seconds(plan.voicing.said[0].written) / Steady.pace
    return {
        "first sound": first,
        "times the first take": first / sentence,
        "waits": waits,
        "seconds late": late,
        "of sound": ends - begun - first,
    }


class Quiet(KokoroEngine):
    """The offline voice with its own front end; its sound is a tone made at once, or its own."""

    at_once = True

    def __init__(self) -> None:
        super().__init__()
        self.really_said: set[str] = set()

    async def speak(self, request: SpeechRequest) -> Take:
        """A tone as long as the text would be; what was really said once is really said again."""
        if not self.at_once:
            self.really_said.add(request.form.text)
        if request.form.text in self.really_said:
            return await super().speak(request)
        samples = np.full(round(expected_seconds(request.form.text) * 24_000), 3000, np.int16)
        samples[::40] = -len(request.form.text) * 50 % 3000
        return Take(samples, 24_000)


def asked_of(plan: Plan, line: Line, text: str = "") -> SpeechRequest:
    """What the engine is asked to say of a line, or instead of it."""
    voice = plan.voicing.casting.voice_of(line.speaker)
    return speech_request(text or line.text, voice, plan.interview.language, plan.voicing.lexicon)


_EDITS = 5
"""Words that are changed, one after the other; figures are medians."""


async def edit_cost(minutes: float) -> dict[str, float]:
    """What a changed word costs in a long episode: until it is heard, and until the episode is right.

    Other takes are tones; what is changed is spoken by the offline voice.
    """
    engine = Quiet()
    registry.make_engine = lambda _name, _settings=None: engine
    desk, worker = Desk(Path("show")), Worker()
    sound = Sound(desk.root, "kokoro", worker)
    slug, _ = desk.bring(interview_of(minutes), "")
    seen = desk.snapshot(slug)
    settings = sound.settings(seen)

    async def rendered() -> tuple[Episode, float]:
        begun = time.monotonic()
        planned = await worker.do(sound.plan(desk.snapshot(slug), settings))
        return await worker.do(aio.render(planned)), time.monotonic() - begun

    plan = (await sound.prepared(seen)).plan
    lines = lines_of(seen.interview)
    numbers = [n for n in range(len(lines) * 3 // 4, len(lines)) if len(lines[n].text) > 150]
    numbers = numbers[: _EDITS + 1]
    for number in numbers:
        engine.really_said.add(asked_of(plan, lines[number]).form.text)
    episode, whole = await rendered()
    Quiet.at_once = False
    found: dict[str, list[float]] = {"the take alone": [], "the line": [], "the programme from there": []}

    async def timed(name: str, number: int, words: str) -> None:
        nonlocal seen
        text = lines[number].text.replace("That was", f"That {words} was")
        edit = TypeAdapter(AnyEdit).validate_python({"op": "words", "line": number, "text": text})
        begun = time.monotonic()
        if name == "the take alone":
            await worker.do(engine.speak(asked_of(plan, lines[number], text)))
        else:
            seen = desk.edit(slug, seen.version, edit)
            script_json(seen)
        if name == "the line":
            await sound.line(seen, number)
        elif name != "the take alone":
            async for _ in sound.listen(seen, number, lambda _done, _of: None, lambda: False):
                break
        found[name].append(time.monotonic() - begun)

    for number in numbers:
        for name, words in zip(found, ("still", "once", "then"), strict=True):
            await timed(name, number, words)
    again, seconds = await rendered()
    Quiet.at_once = True
    os.environ["DUOLOGUE_CACHE"] = "another-cache"
    fresh = await aio.render(seen.path, settings=settings.model_copy(update={"out": Path("another")}))
    await sound.close()
    worker.stop()
    alone = statistics.median(found["the take alone"][1:])
    heard = {name: statistics.median(each[1:]) for name, each in found.items()}
    return {
        "minutes": episode.duration_ms / 60_000,
        "utterances": episode.utterances,
        **heard,
        **{f"{name}, times the take": value / alone for name, value in heard.items()},
        "rendered the first time": whole,
        "rendered again": seconds,
        "new takes": again.new_takes,
        "the fresh bytes": float(again.mp3.read_bytes() == fresh.mp3.read_bytes()),
    }


def alone(text: str, voice: str, language: str) -> None:
    """Prints how long the first sentence takes by itself: cold, and once the model is loaded."""

    async def say() -> dict[str, float]:
        from duologue.model import Voice

        request = speech_request(text, Voice("kokoro", voice), language, Lexicon.shipped(language))
        engine, found = KokoroEngine(), {}
        for name in ("alone, cold", "alone, warm"):
            begun = time.monotonic()
            await engine.speak(request)
            found[name] = time.monotonic() - begun
        await engine.close()
        return found

    print(json.dumps(asyncio.run(say())))


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--whole", action="store_true", help="listen to the end, and count the waits")
    parser.add_argument("--steady", action="store_true", help="an engine at 1.2 times real time instead")
    parser.add_argument("--edit", action="store_true", help="what a changed word costs instead")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        alone(*json.loads(given.alone))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUOLOGUE_CACHE"] = str(Path(folder) / "cache")
        os.chdir(folder)
        if given.edit:
            found = asyncio.run(edit_cost(given.minutes))
        elif given.steady:
            found = asyncio.run(gapless(given.minutes))
        else:
            found = first_sound(Path(folder), given.minutes, whole=given.whole)
        print(json.dumps({name: round(value, 3) for name, value in found.items()}, indent=2))


if __name__ == "__main__":
    main()
