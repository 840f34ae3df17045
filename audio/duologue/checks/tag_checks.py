"""Checks of the tag: frames, chapters in all their places, the cover, and what is said of the voices."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mutagen.id3 import APIC, CHAP, COMM, CTOC, TXXX, CTOCFlags, Encoding, Frame, PictureType, TextFrame
from PIL import Image, UnidentifiedImageError

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import SCRIPT, Broken, Finding, Outcome
from duologue.model import Chapter
from duologue.programme.contents.chapters import check_chapters, description_lines
from duologue.programme.folder.manifest import MANIFEST_NAME
from duologue.programme.mp3.iso639 import iso639_2
from duologue.programme.mp3.tags import MAX_CHILDREN

_NO_OFFSET = 0xFFFFFFFF
_ORDER = (
    *("TIT2", "TPE1", "TPE2", "TALB", "TCON", "TRCK", "TYER", "TLAN", "TLEN"),
    *("PCST", "TGID", "TDES", "COMM", "USLT", "TXXX", "APIC", "CTOC", "CHAP"),
)
"""The order that shows right in every player: chapters last, after their table of contents."""
_NEEDED = ("TIT2", "TPE1", "TALB", "TLAN", "TLEN", "TGID", "COMM", "APIC", "CTOC", "CHAP")
_FEED_PX, _EMBEDDED_PX = (1400, 3000), (600, 1400)
_FEED_BYTES = 512 * 1024
AIGC_KEYS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)
"""The implicit label's keys, in the order of the Chinese rule of 2025-09-01."""


def tags(files: EpisodeFiles) -> Outcome:
    """Version 2.3, UTF-16, the frames in order and with the manifest's values, one table of contents."""
    found = tuple(Finding(files.mp3.name, message) for message in _tag_errors(files))
    return Outcome(
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
    if unknown := [name for name in ids if name not in _ORDER]:
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


def chapters(files: EpisodeFiles) -> Outcome:
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
    return Outcome(
        f"{len(wanted)} chapters, the same in four places",
        tuple(found),
        {"chapters": [{"title": title, "start_ms": start_ms} for title, start_ms, _ in wanted]},
    )


def markdown_text(notes: str) -> str:
    """Markdown without its escapes."""
    return re.sub(r"\\([^\w\s])", r"\1", notes)


def _json_chapters(files: EpisodeFiles) -> list[tuple[str, int, int]]:
    name = files.manifest.files.chapters
    try:
        return [
            (str(each["title"]), round(each["startTime"] * 1000), round(each["endTime"] * 1000))
            for each in json.loads(files.text(name))["chapters"]
        ]
    except (ValueError, KeyError, TypeError):
        raise Broken(name, "is no list of chapters") from None


def _first_difference(wanted: list[tuple[str, int, int]], shown: list[tuple[str, int, int]]) -> str | None:
    if len(wanted) != len(shown):
        return f"has {len(shown)} chapters, not {len(wanted)} as episode.json says"
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
            yield Finding(SCRIPT, f"the section “{section.title}” is no chapter", section.line)
            return
        at = titles.index(section.title, at) + 1
        said = [cue for cue in files.manifest.cues if cue.kind == "section" and cue.text == section.title]
        start_ms = files.manifest.chapters[at - 1].start_ms
        if said and not any(
            start_ms <= cue.start_ms < files.manifest.chapters[at - 1].end_ms for cue in said
        ):
            message = f"“{section.title}” is said at {said[0].start_ms} ms, its chapter is at {start_ms} ms"
            yield Finding(SCRIPT, message, section.line)


def cover(files: EpisodeFiles) -> Outcome:
    """The cover's file is what feeds accept, and the one in the tag what players show."""
    name = files.manifest.files.cover
    data = files.data(name)
    found = [Finding(name, message) for message in _picture_errors(data, *_FEED_PX)]
    if len(data) > _FEED_BYTES:
        found.append(
            Finding(name, f"is {len(data) // 1024} kB large; feeds take up to {_FEED_BYTES // 1024} kB")
        )
    pictures = [
        frame.data for frame in files.tag if isinstance(frame, APIC) and frame.type == PictureType.COVER_FRONT
    ]
    if len(pictures) != 1:
        found.append(Finding(files.mp3.name, f"has {len(pictures)} front covers, not one"))
    for picture in pictures[:1]:
        found += [Finding(files.mp3.name, f"its cover {m}") for m in _picture_errors(picture, *_EMBEDDED_PX)]
    return Outcome(f"{len(data) // 1024} kB, and one in the tag", tuple(found), {"bytes": len(data)})


def _picture_errors(data: bytes, least_px: int, most_px: int) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            width, height = picture.size
            kind, mode, progressive = picture.format, picture.mode, "progression" in picture.info
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        yield "is no picture that can be read"
        return
    if kind != "JPEG" or mode != "RGB" or progressive:
        yield f"is {'a progressive' if progressive else 'a'} {kind} in {mode}, not a baseline JPEG in RGB"
    if width != height or not least_px <= width <= most_px:
        yield f"is {width} × {height} px, not a square of {least_px} to {most_px} px"


def disclosure(files: EpisodeFiles) -> Outcome:
    """That the voices are synthetic is said aloud, in comment, description and notes, and for machines."""
    manifest = files.manifest
    said = manifest.disclosure
    found: list[Finding] = []
    comments = [str(frame.text[0]) for frame in files.tag if isinstance(frame, COMM) and frame.text]
    if said.comment not in comments:
        found.append(Finding(files.mp3.name, "the comment (COMM) does not say that the voices are synthetic"))
    tagged = texts(files.tag)
    if said.comment not in tagged.get("TDES", ""):
        found.append(
            Finding(files.mp3.name, "the description (TDES) does not say that the voices are synthetic")
        )
    found += [Finding(files.mp3.name, message) for message in _aigc_errors(files)]
    for name in (manifest.files.notes, manifest.files.page):
        text = files.text(name)
        if said.comment not in (markdown_text(text) if name == manifest.files.notes else text):
            found.append(Finding(name, "does not say that the voices are synthetic"))
    aloud = " ".join(cue.text for cue in manifest.cues if cue.kind == "disclosure")
    if "".join((said.spoken or "").split()) != "".join(aloud.split()):
        found.append(Finding(MANIFEST_NAME, f"“{said.spoken or ''}” is to be said aloud, “{aloud}” is said"))
    spoken = "said aloud" if said.spoken else "not said aloud (switched off)"
    return Outcome(
        f"{spoken}; in the tag, the description and the notes", tuple(found), {"spoken": said.spoken}
    )


def _aigc_errors(files: EpisodeFiles) -> Iterator[str]:
    """The implicit label, read back: one Latin-1 frame of ASCII JSON with these keys, for this episode."""
    labels = [frame for frame in files.tag if isinstance(frame, TXXX) and frame.desc == "AIGC"]
    if len(labels) != 1:
        yield f"has {len(labels)} implicit labels (TXXX:AIGC), not one"
        return
    text = str(labels[0].text[0])
    try:
        label = json.loads(text)
    except ValueError:
        label = None
    if labels[0].encoding != Encoding.LATIN1 or not text.isascii() or not isinstance(label, dict):
        yield "the implicit label (TXXX:AIGC) is not ASCII JSON in a Latin-1 frame"
    elif tuple(label) != AIGC_KEYS or label["Label"] != "1" or not label["ContentProducer"]:
        yield "the implicit label (TXXX:AIGC) has not the keys and values that the rule asks for"
    elif label["ProduceID"] != files.manifest.guid or text != files.manifest.disclosure.aigc:
        yield "the implicit label (TXXX:AIGC) is another episode's"
