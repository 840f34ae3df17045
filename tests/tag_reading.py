"""The ID3 tag of an MP3 file, read with mutagen and without the code that wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mutagen.id3 import APIC, CHAP, COMM, CTOC, ID3, TXXX, USLT, CTOCFlags, Frame, PictureType, TextFrame

from duologue.model import Chapter


@dataclass(frozen=True, slots=True)
class TagsRead:
    """What a file's tag says.

    Attributes:
        version: e.g. ``(2, 3, 0)``.
        size_bytes: of the whole tag, header and padding included.
        frames: frame ids in file order.
        texts: the first text of each text frame by its id; `TXXX` frames by ``TXXX:name``; COMM and USLT too.
        language: of the comment, ISO 639-2.
        chapters: by the table of contents, in its order; empty without a table.
        chapters_in_file_order: as the frames lie in the file, table or not.
        cover_jpeg: the front cover's bytes.
    """

    version: tuple[int, ...]
    size_bytes: int
    frames: tuple[str, ...]
    texts: dict[str, str]
    language: str
    chapters: tuple[Chapter, ...]
    chapters_in_file_order: tuple[Chapter, ...]
    cover_jpeg: bytes | None = field(default=None, repr=False)


def read_tags(path: Path) -> TagsRead:
    """The ID3v2 tag of an MP3 file, as it is written there."""
    tag = ID3(path, translate=False, load_v1=False)
    frames: list[Frame] = list(tag.values())
    chaps = {frame.element_id: _chapter_read(frame) for frame in frames if isinstance(frame, CHAP)}
    covers = [f.data for f in frames if isinstance(f, APIC) and f.type == PictureType.COVER_FRONT]
    return TagsRead(
        version=tag.version,
        size_bytes=tag.size,
        frames=tuple(frame.FrameID for frame in frames),
        texts=dict(_texts_read(frames)),
        language=next((frame.lang for frame in frames if isinstance(frame, COMM)), ""),
        chapters=tuple(chaps[name] for name in _listed(frames) if name in chaps),
        chapters_in_file_order=tuple(chaps.values()),
        cover_jpeg=bytes(covers[0]) if covers else None,
    )


def _chapter_read(frame: CHAP) -> Chapter:
    title = frame.sub_frames.get("TIT2")
    link = frame.sub_frames.get("WXXX:")
    return Chapter(
        str(title.text[0]) if title else "", frame.start_time, frame.end_time, link.url if link else None
    )


def _texts_read(frames: Iterable[Frame]) -> Iterator[tuple[str, str]]:
    for frame in frames:
        if isinstance(frame, TXXX):
            yield f"TXXX:{frame.desc}", str(frame.text[0])
        elif isinstance(frame, USLT):
            yield "USLT", str(frame.text)
        elif isinstance(frame, TextFrame) and frame.text:
            yield frame.FrameID, str(frame.text[0])


def _listed(frames: Iterable[Frame]) -> Iterator[str]:
    """Element ids of the chapters, by the table of contents, nested tables unfolded."""
    tables = {frame.element_id: frame for frame in frames if isinstance(frame, CTOC)}
    tops = [name for name, table in tables.items() if table.flags & CTOCFlags.TOP_LEVEL]

    def unfold(name: str, seen: frozenset[str]) -> Iterator[str]:
        for child in tables[name].child_element_ids:
            if child in tables and child not in seen:
                yield from unfold(child, seen | {child})
            else:
                yield child

    for top in tops[:1]:
        yield from unfold(top, frozenset({top}))
