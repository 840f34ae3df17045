"""Sound for the page: voices to choose from, samples, and the programme while it is made."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duologue import Plan, Settings, aio, load_settings
from duologue.api.listening import Stretch, divide
from duologue.api.reading import with_reading_doubts
from duologue.api.rendering import KeptEngines
from duologue.api.saying import expected_seconds, readings_of
from duologue.api.scripts import line_of, lines_of, numbers_of_lines
from duologue.api.voices import VoiceInfo, voice_title
from duologue.errors import UsageError
from duologue.model import NARRATOR, Role, Utterance, UtteranceKind, Voice
from duologue.studio.desk import Snapshot
from duologue.studio.worker import Worker

_SAMPLE_SECONDS = 4.0
"""How long a person's own sentence is, at most, where it can be cut."""


@dataclass(frozen=True)
class Prepared:
    """The plan of one version of a script, and which line each utterance says (-1 for none)."""

    key: tuple[str, str]
    plan: Plan
    lines: tuple[int, ...]
    offered: tuple[VoiceInfo, ...]


class Sound:
    """Plans of scripts, kept open for as long as the script and the settings stay as they are.

    Args:
        root: the show's folder.
        engine: which engine speaks; None for what the settings say.
        worker: where engines work.
    """

    def __init__(self, root: Path, engine: str | None, worker: Worker) -> None:
        self._root = root
        self._engine = engine
        self._engines = KeptEngines()
        self._worker = worker
        self._kept: dict[str, Prepared] = {}
        self._lock = asyncio.Lock()

    def settings(self, seen: Snapshot) -> Settings:
        """What a render of this script by the command line would count with.

        Raises:
            ConfigError: a file is wrong; names file and line.
        """
        return load_settings(seen.path.parent, os.environ, {"out": self._root, "engine": self._engine})

    async def _other(self, seen: Snapshot, kept: Prepared) -> bool:
        """Whether the settings are others than those of a plan."""
        return _settings_key(await asyncio.to_thread(self.settings, seen)) != kept.key[1]

    async def prepared(self, seen: Snapshot) -> Prepared:
        """The plan of a script; the one before goes once no one can be using it.

        Raises:
            DuologueError: see `aio.plan`.
        """
        async with self._lock:
            settings = await asyncio.to_thread(self.settings, seen)
            key = (seen.version, _settings_key(settings))
            kept = self._kept.get(seen.slug)
            if kept is not None and kept.key == key:
                return kept
            made = await self._worker.do(self._plan(seen, settings, key))
            self._kept[seen.slug] = made
            return made

    async def plan(self, seen: Snapshot, settings: Settings) -> Plan:
        """A plan with the studio's engines; asked for in the thread of the worker.

        Raises:
            DuologueError: see `aio.plan`.
        """
        return await aio.plan(seen.interview, settings=settings, engines=self._engines)

    async def _plan(self, seen: Snapshot, settings: Settings, key: tuple[str, str]) -> Prepared:
        plan = await self.plan(seen, settings)
        offered = await self._engines.voices_when_ready(plan.voicing.engine)
        numbers = numbers_of_lines(seen.interview)
        return Prepared(key, plan, tuple(line_of(each, numbers) for each in plan.voicing.said), offered)

    async def cast(self, seen: Snapshot) -> dict[str, Any]:
        """Who speaks with which voice, and which voices there are.

        Raises:
            DuologueError: see `aio.plan`.
        """
        made = await self.prepared(seen)
        plan, language = made.plan, seen.interview.language.split("-")[0].lower()
        engine = plan.voicing.engine.name
        people = [(one.name, one.role) for one in seen.interview.speakers if one.name != NARRATOR]
        return {
            "engine": engine,
            "pitch": plan.voicing.engine.limits.pitch,
            "refused": [{"engine": name, "why": why} for name, why in plan.voicing.refused],
            "speakers": [
                _person(seen, name, role, plan.voicing.casting.voice_of(name))
                for name, role in (*people, (NARRATOR, Role.NARRATOR))
            ],
            "voices": [
                {
                    "voice": f"{engine}:{info.name}",
                    "title": voice_title(Voice(engine, info.name)),
                    "gender": info.gender,
                    "language": info.language,
                }
                for info in made.offered
                if info.multilingual or not info.language or info.language.split("-")[0].lower() == language
            ],
        }

    async def sample(self, seen: Snapshot, speaker: str, voice: Voice | None) -> bytes:
        """A sentence of the speaker's own, in a voice.

        Raises:
            UsageError: nobody is called so.
            DuologueError: it could not be voiced.
        """
        made = await self.prepared(seen)
        said = _own_sentence(seen, speaker)
        return await self._worker.do(aio.sample(made.plan, said, voice))

    async def line(self, seen: Snapshot, number: int) -> bytes:
        """One line as it will be heard.

        Raises:
            UsageError: there is no such line.
            DuologueError: it could not be voiced.
        """
        lines = lines_of(seen.interview)
        if not 0 <= number < len(lines) or not lines[number].text.strip():
            raise UsageError(f"nothing is said at line {number}")
        line, kept = lines[number], self._kept.get(seen.slug)
        if (
            kept is None
            or kept.plan.interview.speakers != seen.interview.speakers
            or await self._other(seen, kept)
        ):
            kept = await self.prepared(seen)
        # The plan of an earlier version will do: the same people, voices and settings.
        longest = min(one.engine.limits.longest_text for one in kept.plan.voicing.engines)
        kind = UtteranceKind.SECTION if line.is_heading else UtteranceKind.SPEECH
        who = line.speaker or NARRATOR
        role = next((one.role for one in seen.interview.speakers if one.name == who), Role.NARRATOR)
        said = [
            Utterance(kind, who, role, part.text, cues=part.cues, pace=part.pace)
            for part in divide(line.paragraph, longest)
        ]
        parts = [await self._worker.do(aio.sample(kept.plan, each)) for each in said]
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def readings(self, seen: Snapshot, number: int, start: int, end: int) -> dict[str, Any]:
        """How the engine says a stretch of a line, and how else it could be said.

        Raises:
            UsageError: there is no such stretch.
            DuologueError: see `aio.plan`.
        """
        lines = lines_of(seen.interview)
        text = lines[number].text[start:end] if 0 <= number < len(lines) else ""
        if not text.strip():
            raise UsageError("there is no such stretch")
        made = await self.prepared(seen)
        speaker = lines[number].speaker or NARRATOR
        said, choices = await asyncio.to_thread(readings_of, made.plan, speaker, text)
        return {"said": said, "choices": choices}

    async def guesses(self, seen: Snapshot) -> list[dict[str, Any]]:
        """Words whose reading is a guess, each with the number of the line where it first comes up.

        Raises:
            ConfigError: a lexicon is wrong.
        """
        settings = await asyncio.to_thread(self.settings, seen)
        bare = replace(seen.interview, doubts=())
        found = (await asyncio.to_thread(with_reading_doubts, bare, settings=settings)).doubts
        numbers = {line.paragraph.line: number for number, line in enumerate(lines_of(seen.interview))}
        return [{"line": numbers.get(one.line, 0), "message": one.message} for one in found]

    async def listen(
        self, seen: Snapshot, first: int, spoken: Callable[[int, int], None], others: Callable[[], bool]
    ) -> AsyncIterator[tuple[Stretch, int]]:
        """The programme from line `first` on (-1: from the start), each stretch with its line.

        Args:
            seen: the script.
            first: number of the line, from 0.
            spoken: told how many utterances have their take, and how many there are; in another thread.
            others: whether a render makes the same takes now; asked in another thread.

        Raises:
            DuologueError: see `aio.listen`.
        """
        made = await self.prepared(seen)
        start = next((at for at, line in enumerate(made.lines) if line >= first), 0) if first >= 0 else 0
        have: set[int] = set()

        def count(number: int) -> None:
            have.add(number)
            spoken(len(have), len(made.lines))

        stretches = aio.listen(made.plan, start, spoken=count, others=others)
        async for stretch in self._worker.each(stretches):
            yield stretch, made.lines[stretch.number] if stretch.number >= 0 else -1

    async def close(self) -> None:
        """Closes all engines."""
        self._kept.clear()
        await self._worker.do(self._engines.close())


def _settings_key(settings: Settings) -> str:
    """What changes with the settings, and with the lexicons that they name."""
    files = [path.stat().st_mtime_ns for path in settings.lexicon if path.is_file()]
    return f"{settings.model_dump_json()} {files}"


def _person(seen: Snapshot, name: str, role: Role, voice: Voice) -> dict[str, Any]:
    speaker = next((one for one in seen.interview.speakers if one.name == name), None)
    return {
        "name": name,
        "role": role.value,
        "voice": f"{voice.engine}:{voice.name}",
        "title": voice_title(voice),
        "rate": voice.rate_percent,
        "pitch": voice.pitch_hz,
        "own": bool(speaker and speaker.voices),
        "sentence": _own_sentence(seen, name).written,
    }


def _own_sentence(seen: Snapshot, name: str) -> Utterance:
    """The first words of a person that are not very short; a narrator without any says the title.

    Raises:
        UsageError: nobody is called so.
    """
    roles = {one.name: one.role for one in seen.interview.speakers} | {NARRATOR: Role.NARRATOR}
    if name not in roles:
        raise UsageError(f"nobody is called {name!r}")
    said = [line for line in lines_of(seen.interview) if line.speaker == name]
    said.sort(key=lambda line: expected_seconds(line.text) < 2)  # stable: the first long enough comes first
    if not said:
        return Utterance(UtteranceKind.SPEECH, name, roles[name], seen.interview.title)
    part = next(divide(said[0].paragraph, _characters(said[0].text)))
    return Utterance(UtteranceKind.SPEECH, name, roles[name], part.text, cues=part.cues, pace=part.pace)


def _characters(text: str) -> int:
    seconds = expected_seconds(text)
    return max(20, round(len(text) * min(1.0, _SAMPLE_SECONDS / max(seconds, 0.1))))


def voice_given(name: str, rate: int, pitch: int) -> Voice:
    """A voice from ENGINE:VOICE, pace and pitch.

    Raises:
        UsageError: it names none.
    """
    engine, _, voice = name.partition(":")
    if not voice:
        raise UsageError(f"{name!r} is not a voice: write ENGINE:VOICE")
    return replace(
        Voice(engine, voice), rate_percent=max(-50, min(rate, 100)), pitch_hz=max(-100, min(pitch, 100))
    )
