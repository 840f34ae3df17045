"""The JSON of a script and of the list of episodes."""

from __future__ import annotations

from typing import Any

from duologue.api.scripts import Line, lines_of, manifest_of, script_sha256, write_body
from duologue.errors import DuologueError
from duologue.model import NARRATOR, Pause, Reading
from duologue.studio.desk import Desk, Snapshot
from duologue.studio.notes import found_in, nearest


def script_json(seen: Snapshot) -> dict[str, Any]:
    """The script with its version, its lines, what is doubted, and what was left out."""
    interview, lines = seen.interview, lines_of(seen.interview)
    found = found_in(seen.notes, lines)
    now = {line.text for line in lines}
    doubts: dict[int, list[str]] = {}
    for one in seen.notes.doubts:
        if not one.done and lines:
            doubts.setdefault(max(nearest(found, one.at), 0), []).append(one.message)
    return {
        "slug": seen.slug,
        "version": seen.version,
        "title": interview.title,
        "language": interview.language,
        "url": interview.url,
        "source": seen.notes.source,
        "summary": interview.summary or "",
        "cover": interview.picture,
        "speakers": [
            {"name": one.name, "role": one.role.value, "aliases": list(one.aliases)}
            for one in interview.speakers
            if one.name != NARRATOR
        ],
        "lines": [_line(number, line, doubts.get(number, [])) for number, line in enumerate(lines)],
        "dropped": [
            {"number": number, "after": nearest(found, one.at), "reason": one.message, "text": one.text}
            for number, one in enumerate(seen.notes.dropped)
            if " ".join(one.text.split()) not in now
        ],
        "doubts": sum(map(len, doubts.values())),
        "undo": seen.history.undone,
        "redo": seen.history.redone,
    }


def _line(number: int, line: Line, doubts: list[str]) -> dict[str, Any]:
    cues = line.paragraph.cues
    return {
        "number": number,
        "speaker": line.speaker or None,
        "text": line.text,
        "written": line.text if line.is_heading else write_body(line.paragraph),
        "opens": line.opens,
        "pause_ms": next((cue.milliseconds for cue in cues if isinstance(cue, Pause) and cue.at == 0), 0),
        "pace": line.paragraph.pace,
        "readings": [
            {"start": cue.start, "end": cue.end, "say": cue.say} for cue in cues if isinstance(cue, Reading)
        ],
        "doubts": doubts,
    }


def episode_json(desk: Desk, slug: str) -> dict[str, Any]:
    """One episode of the list: read, rendered, or changed since it was rendered."""
    folder = desk.folder(slug)
    manifest = manifest_of(folder)
    if manifest is None:
        try:
            title = desk.snapshot(slug).interview.title
        except DuologueError as error:
            return {"slug": slug, "title": slug, "state": "broken", "message": str(error)}
        return {"slug": slug, "title": title, "state": "read"}
    text = (folder / manifest.files.script).read_bytes().decode("utf-8", "replace")
    same = script_sha256(text) == manifest.private.script_sha256
    return {
        "slug": slug,
        "title": manifest.title,
        "state": "rendered" if same else "changed",
        "thumbnail": manifest.files.thumbnail,
        "duration_ms": manifest.duration_ms,
        "loudness_lufs": manifest.loudness_lufs,
        "true_peak_dbtp": manifest.true_peak_dbtp,
        "chapters": [{"title": one.title, "start_ms": one.start_ms} for one in manifest.chapters],
        "engine": manifest.engine,
        "files": {
            "mp3": manifest.files.mp3,
            "notes": manifest.files.notes,
            "cover": manifest.files.cover,
            "transcript": manifest.files.vtt,
            "script": manifest.files.script,
        },
    }
