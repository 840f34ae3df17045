"""Checks of the tag: its version, its frames, and that they say what `episode.json` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mutagen.id3 import CHAP, CTOC, TXXX, CTOCFlags, Encoding, Frame, TextFrame

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import CheckOutcome, Finding
from duologue.programme.mp3.iso639 import iso639_2
from duologue.programme.mp3.tags import MAX_CHILDREN

_NO_OFFSET = 0xFFFFFFFF
_ORDER = (
    *("TIT2", "TPE1", "TPE2", "TALB", "TCON", "TRCK", "TYER", "TLAN", "TLEN"),
    *("PCST", "TGID", "TDES", "COMM", "USLT", "TXXX", "GEOB", "APIC", "CTOC", "CHAP"),
)
"""The order that shows right in every player: chapters last, after their table of contents."""
_NEEDED = ("TIT2", "TPE1", "TALB", "TLAN", "TLEN", "TGID", "COMM", "APIC", "CTOC", "CHAP")


def tags(files: EpisodeFiles) -> CheckOutcome:
    """Version 2.3, UTF-16, the frames in order and with the manifest's values, one table of contents."""
    found = tuple(Finding(files.mp3.name, message) for message in _tag_errors(files))
    return CheckOutcome(
        f"ID3v2.{files.tag_version[1]}, {len(files.tag)} frames", found, {"frames": len(files.tag)}
    )


def _tag_errors(files: EpisodeFiles) -> Iterator[str]:
    manifest, frames = files.manifest, files.tag
    if files.tag_version != (2, 3, 0):
        yield f"the tag is of version 2.{files.tag_version[1]}, not 2.3"
    if files.frames.ends_with_id3v1:
        yield "has an ID3v1 tag at its end, which is cut to 30 characters"
    ids = [frame.FrameID for frame in frames]
    for missing in (name for name in _NEEDED if name not in ids):
        yield f"the tag has no {missing}"
    places = [_ORDER.index(name) for name in ids if name in _ORDER]
    if places != sorted(places):
        wrong = next(b for a, b in pairwise(places) if b < a)
        yield f"the frame {_ORDER[wrong]} stands too late: some players list chapters out of order"
    known = _ORDER if manifest.signed else tuple(name for name in _ORDER if name != "GEOB")
    if unknown := [name for name in ids if name not in known]:
        yield f"has a frame {unknown[0]}, which some players misread"
    for frame in frames:
        if isinstance(frame, TextFrame) and frame.encoding not in (Encoding.UTF16, Encoding.LATIN1):
            yield f"the text of {frame.FrameID} is in an encoding that version 2.3 does not have"
    said = texts(frames)
    for name, wanted in (
        ("TIT2", manifest.title),
        ("TALB", manifest.show),
        ("TLAN", iso639_2(manifest.language)),
        ("TLEN", str(manifest.duration_ms)),
        ("TGID", manifest.guid),
        ("TDES", manifest.summary),
    ):
        if name in ids and said.get(name, "") != wanted:
            yield f"{name} says “{said.get(name, '')[:40]}”, episode.json “{wanted[:40]}”"
    yield from _contents_errors(frames)


def texts(frames: Sequence[Frame]) -> dict[str, str]:
    """The first text of each text frame by its id, `TXXX` frames by ``TXXX:name``."""
    return {
        f"TXXX:{frame.desc}" if isinstance(frame, TXXX) else frame.FrameID: str(frame.text[0])
        for frame in frames
        if isinstance(frame, TextFrame) and frame.text
    }


def _contents_errors(frames: Sequence[Frame]) -> Iterator[str]:
    """The rules of the chapter addendum, and those that players add to them."""
    chapters = [frame for frame in frames if isinstance(frame, CHAP)]
    tables = {frame.element_id: frame for frame in frames if isinstance(frame, CTOC)}
    tops = [table for table in tables.values() if table.flags & CTOCFlags.TOP_LEVEL]
    if len(tops) != 1:
        yield f"has {len(tops)} top-level tables of contents, not one"
        return
    for table in tables.values():
        if not table.flags & CTOCFlags.ORDERED:
            yield f"the table of contents {table.element_id} is not ordered"
        if len(table.child_element_ids) > MAX_CHILDREN:
            yield f"the table of contents {table.element_id} has over {MAX_CHILDREN} entries"
    listed = [
        name
        for child in tops[0].child_element_ids
        for name in (tables[child].child_element_ids if child in tables else [child])
    ]
    if listed != [chapter.element_id for chapter in chapters]:
        yield "the table of contents does not list the chapters in their order"
    if any((chapter.start_offset, chapter.end_offset) != (_NO_OFFSET, _NO_OFFSET) for chapter in chapters):
        yield "a chapter states byte offsets, which seek wrongly"
    if any("TIT2" not in frame.sub_frames for frame in (*chapters, *tops)):
        yield "a chapter or the table of contents has no title"
