"""What a render tells a person, and the same as JSON."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from duologue.cli.console import printable
from duologue.model import NARRATOR
from duologue.pipeline import Plan, Rendered
from duologue.programme.contents.clock import short


def rendered_json(rendered: Rendered) -> dict[str, Any]:
    """One entry of the JSON of `render`."""
    manifest = rendered.manifest
    return {
        "mp3": str(rendered.mp3),
        "folder": str(rendered.folder),
        "title": manifest.title,
        "engine": manifest.engine,
        "voices": {speaker.name: speaker.voice for speaker in manifest.speakers},
        "duration_ms": manifest.duration_ms,
        "samples": manifest.samples,
        "sample_rate": manifest.sample_rate,
        "utterances": manifest.utterances,
        "takes": {"new": rendered.new_takes, "reused": rendered.reused_takes},
        "loudness_lufs": manifest.loudness_lufs,
        "true_peak_dbtp": manifest.true_peak_dbtp,
        "chapters": [{"title": chapter.title, "start_ms": chapter.start_ms} for chapter in manifest.chapters],
        "seconds": {name: round(value, 3) for name, value in rendered.seconds.items()},
    }


def rendered_summary(planned: Plan, rendered: Rendered) -> RenderableType:
    """Who speaks, how long, which chapters, how loud, where it is and how to hear it."""
    manifest = rendered.manifest
    table = _grid()
    for speaker in manifest.speakers:
        name = "" if speaker.name == NARRATOR else f"{speaker.name}  "
        table.add_row(speaker.role, printable(f"{name}{speaker.voice}"))
    if " + " in manifest.engine:
        table.add_row("engines", Text(f"mixed: {manifest.engine}", style="yellow"))
    table.add_row("length", f"{short(manifest.duration_ms)}, {manifest.utterances} utterances")
    table.add_row("takes", f"{rendered.new_takes} new, {rendered.reused_takes} reused")
    for number, chapter in enumerate(manifest.chapters):
        table.add_row(
            "chapters" if number == 0 else "", printable(f"{short(chapter.start_ms):>7}  {chapter.title}")
        )
    table.add_row(
        "loudness", f"{manifest.loudness_lufs:.1f} LUFS, true peak {manifest.true_peak_dbtp:.1f} dBTP"
    )
    if not rendered.unchanged:
        seconds = sum(rendered.seconds.values())
        table.add_row("made in", f"{short(round(seconds * 1000))} with {manifest.engine}")
    else:
        table.add_row("", Text("nothing has changed since the last render", style="green"))
    table.add_row("file", Text(str(rendered.mp3), style="bold", overflow="fold"))
    table.add_row("script", Text(f"{rendered.folder / manifest.files.script}  (edit it and render it)"))
    table.add_row("listen", Text(f"any player; on a phone: duologue serve {rendered.folder.parent} --lan"))
    return Panel(table, title=Text(printable(manifest.title), style="bold"), title_align="left", expand=False)


def plan_table(planned: Plan) -> RenderableType:
    """What would be rendered."""
    interview = planned.interview
    table = _grid()
    for speaker in interview.speakers:
        turns = sum(turn.speaker == speaker.name for turn in interview.turns())
        voice = planned.casting.voice_of(speaker.name)
        table.add_row(
            speaker.role.value,
            printable(f"{speaker.name}  {voice}  {turns} {'turn' if turns == 1 else 'turns'}"),
        )
    if planned.others:
        names = [planned.engine.name, *(other.engine.name for other in planned.others)]
        table.add_row("engines", f"{', then '.join(names)} for a speaker whom one fails")
    table.add_row("utterances", str(len(planned.said)))
    table.add_row("length", f"about {short(round(planned.expected_seconds * 1000))}")
    table.add_row("folder", str(planned.folder))
    note = Text("dry run: nothing was written", style="yellow")
    return Group(
        Panel(table, title=Text(printable(interview.title), style="bold"), title_align="left", expand=False),
        note,
    )


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    return table
