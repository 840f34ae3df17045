"""What a render tells a person, and the same as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from duologue import DuologueError, Episode, Plan
from duologue.api.rendering import engines_that_speak, expectation
from duologue.cli.console import command, printable
from duologue.clock import short
from duologue.counting import counted
from duologue.languages.tags import language_name
from duologue.model import SCRIPT_NAME
from duologue.redaction import public_address


def episode_json(episode: Episode) -> dict[str, Any]:
    """One entry of `episodes` in the JSON of `render`."""
    return {
        "mp3": str(episode.mp3),
        "folder": str(episode.folder),
        "title": episode.title,
        "engine": episode.engine,
        "voices": dict(episode.voices),
        "duration_ms": episode.duration_ms,
        "samples": episode.samples,
        "sample_rate": episode.sample_rate,
        "utterances": episode.utterances,
        "takes": {"new": episode.new_takes, "reused": episode.reused_takes},
        "loudness_lufs": episode.loudness_lufs,
        "true_peak_dbtp": episode.true_peak_dbtp,
        "chapters": [{"title": chapter.title, "start_ms": chapter.start_ms} for chapter in episode.chapters],
        "seconds": {name: round(value, 3) for name, value in episode.seconds.items()},
        "source": episode.source,
    }


def failure_json(source: str, error: DuologueError) -> dict[str, Any]:
    """One entry of `failures` in the JSON of `render`."""
    return {"source": public_address(source), "error": str(error), "exit_code": error.exit_code}


def episode_summary(plan: Plan, episode: Episode) -> RenderableType:
    """Who speaks, how long, which chapters, how loud, where it is and how to hear it."""
    table = _grid()
    role_of = {speaker.name: speaker.role.value for speaker in plan.interview.speakers}
    for name, voice in episode.voices.items():
        role = role_of.get(name, "narrator")
        table.add_row(role, printable(voice if role == "narrator" else f"{name}  {voice}"))
    if " + " in episode.engine:
        table.add_row("engines", Text(f"mixed: {episode.engine}", style="yellow"))
    table.add_row("length", f"{short(episode.duration_ms)}, {counted(episode.utterances, 'utterance')}")
    table.add_row("takes", f"{episode.new_takes} new, {episode.reused_takes} reused")
    for number, chapter in enumerate(episode.chapters):
        table.add_row(
            "chapters" if number == 0 else "", printable(f"{short(chapter.start_ms):>7}  {chapter.title}")
        )
    table.add_row(
        "loudness", f"{episode.loudness_lufs:.1f} LUFS, true peak {episode.true_peak_dbtp:.1f} dBTP"
    )
    if episode.unchanged:
        table.add_row("", Text("nothing has changed since the last render", style="green"))
    else:
        seconds = sum(episode.seconds.values())
        table.add_row("made in", f"{short(round(seconds * 1000))} with {episode.engine}")
    table.add_row("file", Text(str(episode.mp3), style="bold", overflow="fold"))
    script = episode.folder / SCRIPT_NAME
    table.add_row("script", Text(f"{script}  (edit it, then: {command('render', script)})"))
    serve = command("serve", episode.folder.parent, "--lan")
    table.add_row("listen", Text(f"any player; on a phone: {serve}"))
    return Panel(table, title=Text(printable(episode.title), style="bold"), title_align="left", expand=False)


def plan_json(plan: Plan) -> dict[str, Any]:
    """What would be rendered: an entry of `episodes` with what is expected."""
    voicing, folder, expected = plan.voicing, plan.destination.folder, expectation(plan)
    return {
        "mp3": str(folder / f"{plan.destination.slug}.mp3"),
        "folder": str(folder),
        "title": plan.interview.title,
        "engine": engines_that_speak(plan),
        "voices": {name: str(voice) for name, voice in voicing.casting.voices.items()},
        "duration_ms": expected.duration_ms,
        "utterances": len(voicing.said),
        "takes": {"new": expected.new_takes, "cached": expected.cached_takes},
        "characters_sent": expected.characters_sent,
        "expected_seconds": None if expected.wall_seconds is None else round(expected.wall_seconds, 1),
        "source": plan.interview.origin,
    }


def plan_summary(plan: Plan) -> RenderableType:
    """What would be rendered."""
    interview, voicing, expected = plan.interview, plan.voicing, expectation(plan)
    table = _grid()
    table.add_row("language", language_name(interview.language))
    for speaker in interview.speakers:
        turns = sum(turn.speaker == speaker.name for turn in interview.turns())
        voice = voicing.casting.voice_of(speaker.name)
        table.add_row(
            speaker.role.value,
            printable(f"{speaker.name}  {voice}  {counted(turns, 'turn')}"),
        )
    if len(voicing.engines) > 1:
        names = ", then ".join(one.engine.name for one in voicing.engines)
        table.add_row("engines", f"{names} for a speaker whom one fails")
    table.add_row("utterances", str(len(voicing.said)))
    table.add_row("length", f"about {short(expected.duration_ms)}")
    table.add_row("takes", f"{expected.new_takes} new, {expected.cached_takes} in the cache")
    if expected.characters_sent:
        table.add_row("sent", f"{expected.characters_sent:,} characters to {voicing.engine.name}")
    if expected.wall_seconds is not None:
        table.add_row("time", f"about {short(round(expected.wall_seconds * 1000))}")
    table.add_row("folder", str(plan.destination.folder))
    note = Text("dry run: nothing was written", style="yellow")
    return Group(
        Panel(table, title=Text(printable(interview.title), style="bold"), title_align="left", expand=False),
        note,
    )


def source_folder(source: str) -> Path:
    """The folder whose duologue.yaml counts for a source."""
    return Path() if "://" in source else Path(source).parent


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    return table
