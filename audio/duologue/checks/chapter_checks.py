"""Checks of the chapters: one list in all its places, and every section is one."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mutagen.id3 import CHAP

from duologue.checks.files import EpisodeFiles
from duologue.checks.notes_text import markdown_text
from duologue.checks.report import SCRIPT, Broken, CheckOutcome, Finding
from duologue.counting import counted
from duologue.model import Chapter
from duologue.programme.contents.chapters import check_chapters, description_lines
from duologue.programme.manifest import MANIFEST_NAME


def chapters(files: EpisodeFiles) -> CheckOutcome:
    """One list in all its places: episode.json, ID3, chapters.json, the notes; sections are chapters."""
    manifest = files.manifest
    wanted = [(chapter.title, chapter.start_ms, chapter.end_ms) for chapter in manifest.chapters]
    found: list[Finding] = []
    try:
        check_chapters([Chapter(*chapter) for chapter in wanted], manifest.duration_ms)
    except ValueError as error:
        found.append(Finding(MANIFEST_NAME, str(error)))
    tagged = [
        (
            str(frame.sub_frames["TIT2"].text[0]) if "TIT2" in frame.sub_frames else "",
            frame.start_time,
            frame.end_time,
        )
        for frame in files.tag
        if isinstance(frame, CHAP)
    ]
    for name, shown in ((files.mp3.name, tagged), (manifest.files.chapters, _json_chapters(files))):
        if (message := _first_difference(wanted, shown)) is not None:
            found.append(Finding(name, message))
    notes = markdown_text(files.text(manifest.files.notes))
    for line in description_lines([Chapter(*chapter) for chapter in wanted]):
        if line not in notes:
            found.append(Finding(manifest.files.notes, f"does not list the chapter “{line}”"))
            break
    found += _sections(files)
    return CheckOutcome(
        f"{len(wanted)} chapter{'s' * (len(wanted) != 1)}, the same in four places",
        tuple(found),
        {"chapters": [{"title": title, "start_ms": start_ms} for title, start_ms, _ in wanted]},
    )


def _json_chapters(files: EpisodeFiles) -> list[tuple[str, int, int]]:
    name = files.manifest.files.chapters
    try:
        return [
            (str(each["title"]), round(each["startTime"] * 1000), round(each["endTime"] * 1000))
            for each in json.loads(files.text(name))["chapters"]
        ]
    except (ValueError, KeyError, TypeError):
        raise Broken(name, "is not a list of chapters") from None


def _first_difference(wanted: list[tuple[str, int, int]], shown: list[tuple[str, int, int]]) -> str | None:
    if len(wanted) != len(shown):
        return f"has {counted(len(shown), 'chapter')}, not {len(wanted)} as episode.json says"
    for number, (one, other) in enumerate(zip(wanted, shown, strict=True), 1):
        if one != other:
            return (
                f"chapter {number} is “{other[0]}” from {other[1]} to {other[2]} ms, "
                f"not “{one[0]}” from {one[1]} to {one[2]} ms as episode.json says"
            )
    return None


def _sections(files: EpisodeFiles) -> Iterator[Finding]:
    """Each titled section of the script is a chapter, and its title is said in it."""
    at = 0
    titles = [chapter.title for chapter in files.manifest.chapters]
    for section in files.script.sections:
        if not section.title or not section.turns:
            continue
        if section.title not in titles[at:]:
            yield Finding(SCRIPT, f"the section “{section.title}” is not a chapter", section.line)
            return
        at = titles.index(section.title, at) + 1
        said = [cue for cue in files.manifest.cues if cue.kind == "section" and cue.text == section.title]
        start_ms = files.manifest.chapters[at - 1].start_ms
        if said and not any(
            start_ms <= cue.start_ms < files.manifest.chapters[at - 1].end_ms for cue in said
        ):
            message = f"“{section.title}” is said at {said[0].start_ms} ms, its chapter is at {start_ms} ms"
            yield Finding(SCRIPT, message, section.line)
