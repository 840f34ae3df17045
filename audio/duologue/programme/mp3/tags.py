"""The ID3 tag of an episode, built whole in memory.

Version 2.3, UTF-16 with byte order mark, no unsynchronisation, no extended header, no version 1. The order of
the frames is ours: mutagen builds each frame, but would sort them by size when saving, and some players
list chapters in file order.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    PCST,
    TALB,
    TCON,
    TDES,
    TGID,
    TIT2,
    TLAN,
    TLEN,
    TPE1,
    TPE2,
    TRCK,
    TXXX,
    TYER,
    USLT,
    WXXX,
    CTOCFlags,
    Encoding,
    Frame,
    PictureType,
    TextFrame,
)

from duologue.errors import EpisodeError
from duologue.model import Chapter
from duologue.programme.contents.chapters import check_chapters
from duologue.programme.mp3.iso639 import iso639_2

MAX_CHILDREN = 255
"""A CTOC counts its children in one byte."""

PADDING_BYTES = 16_384
"""Room for later edits of the tag without moving the sound."""

_HEADER_BYTES = 10
_NO_OFFSET = 0xFFFFFFFF
"""A chapter's byte offset that says: use the times."""


@dataclass(frozen=True, slots=True)
class EpisodeTags:
    """Everything the tag says. Empty texts and None leave their frame out.

    Attributes:
        title: the episode's title.
        show: the podcast's title (album).
        artist: who talks, as one line.
        album_artist: who makes the show.
        language: BCP 47.
        duration_ms: length of the decoded sound.
        guid: the episode's UUID.
        date: when the interview was published.
        track: number of the episode in the show, or None.
        description: what it is about, plain text; the podcast description.
        comment: what most players show as comment: the disclosure of synthetic voices.
        lyrics: the transcript as plain text.
        credits: people, voices and makers, plain text.
        source: the publication of the interview.
        url: address of the interview.
        producer: the software that made the file.
        aigc: the implicit label (`disclosure.aigc_label`), ASCII JSON.
        chapters: in time order, from 0 to `duration_ms` without gap.
        cover_jpeg: baseline JPEG, 600 to 1400 px.
        pictures: small baseline JPEGs by the addresses of the chapters' pictures.
    """

    title: str
    show: str
    artist: str
    language: str
    duration_ms: int
    guid: str
    album_artist: str = ""
    date: date | None = None
    track: int | None = None
    description: str = ""
    comment: str = ""
    lyrics: str = ""
    credits: str = ""
    source: str = ""
    url: str = ""
    producer: str = "Duologue"
    aigc: str = ""
    chapters: tuple[Chapter, ...] = ()
    cover_jpeg: bytes | None = field(default=None, repr=False)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)


_UTF16 = Encoding.UTF16
_LATIN1 = Encoding.LATIN1


def _text(frame: Callable[..., TextFrame], value: str) -> Iterator[Frame]:
    if value:
        yield frame(encoding=_UTF16, text=[value])


def _user_text(name: str, value: str, encoding: Encoding = _UTF16) -> Iterator[Frame]:
    if value:
        yield TXXX(encoding=encoding, desc=name, text=[value])


def _comment(tags: EpisodeTags) -> Iterator[Frame]:
    if tags.comment:
        yield COMM(encoding=_UTF16, lang=iso639_2(tags.language), desc="", text=[tags.comment])


def _lyrics(tags: EpisodeTags) -> Iterator[Frame]:
    if tags.lyrics:
        yield USLT(encoding=_UTF16, lang=iso639_2(tags.language), desc="", text=tags.lyrics)


def _cover(tags: EpisodeTags) -> Iterator[Frame]:
    if tags.cover_jpeg:
        # Latin-1 and no description: some players misread a UTF-16 description before the picture.
        yield APIC(
            encoding=_LATIN1,
            mime="image/jpeg",
            type=PictureType.COVER_FRONT,
            desc="",
            data=tags.cover_jpeg,
        )


def _contents(tags: EpisodeTags) -> Iterator[Frame]:
    """The table of contents; more than 255 chapters hang under tables of their own."""
    if not tags.chapters:
        return
    ids = [f"chp{number}" for number in range(len(tags.chapters))]
    ordered = CTOCFlags.ORDERED
    if len(ids) <= MAX_CHILDREN:
        yield _table("toc", CTOCFlags.TOP_LEVEL | ordered, ids, tags.title)
        return
    groups = [ids[start : start + MAX_CHILDREN] for start in range(0, len(ids), MAX_CHILDREN)]
    names = [f"toc{number}" for number in range(len(groups))]
    if len(groups) > MAX_CHILDREN:
        raise EpisodeError(f"an ID3 tag holds at most {MAX_CHILDREN**2} chapters, not {len(ids)}")
    yield _table("toc", CTOCFlags.TOP_LEVEL | ordered, names, tags.title)
    for name, group in zip(names, groups, strict=True):
        first = tags.chapters[int(group[0].removeprefix("chp"))]
        yield _table(name, ordered, group, first.title)


def _table(element_id: str, flags: CTOCFlags, children: Sequence[str], title: str) -> Frame:
    return CTOC(
        element_id=element_id,
        flags=flags,
        child_element_ids=list(children),
        sub_frames=list(_text(TIT2, title)),
    )


def _chapters(tags: EpisodeTags) -> Iterator[Frame]:
    for number, chapter in enumerate(tags.chapters):
        inside = list(_text(TIT2, chapter.title))
        if chapter.url:
            inside.append(WXXX(encoding=_UTF16, desc="", url=chapter.url))
        if chapter.picture and (jpeg := tags.pictures.get(chapter.picture.address)):
            inside.append(
                APIC(encoding=_LATIN1, mime="image/jpeg", type=PictureType.OTHER, desc="", data=jpeg)
            )
        yield CHAP(
            element_id=f"chp{number}",
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=inside,
        )


_FRAMES: tuple[Callable[[EpisodeTags], Iterable[Frame]], ...] = (
    lambda t: _text(TIT2, t.title),
    lambda t: _text(TPE1, t.artist),
    lambda t: _text(TPE2, t.album_artist or t.show),
    lambda t: _text(TALB, t.show),
    lambda t: _text(TCON, "Podcast"),
    lambda t: _text(TRCK, str(t.track) if t.track is not None else ""),
    lambda t: _text(TYER, f"{t.date.year:04}" if t.date else ""),
    lambda t: _text(TLAN, iso639_2(t.language)),
    lambda t: _text(TLEN, str(t.duration_ms)),
    lambda t: (PCST(value=1),),
    lambda t: _text(TGID, t.guid),
    lambda t: _text(TDES, t.description),
    _comment,
    _lyrics,
    lambda t: _user_text("published", t.date.isoformat() if t.date else ""),
    lambda t: _user_text("source", t.source),
    lambda t: _user_text("url", t.url),
    lambda t: _user_text("credits", t.credits),
    lambda t: _user_text("producer", t.producer),
    lambda t: _user_text("AIGC", t.aigc, _LATIN1),
    _cover,
    _contents,
    _chapters,
)
"""The frames in the order in which they are written."""


FRAME_ORDER = (
    *("TIT2", "TPE1", "TPE2", "TALB", "TCON", "TRCK", "TYER", "TLAN", "TLEN"),
    *("PCST", "TGID", "TDES", "COMM", "USLT", "TXXX", "GEOB", "APIC", "CTOC", "CHAP"),
)
"""The names of frames in the order in which they are written; those that are no one's come last."""


def id3_tag(tags: EpisodeTags, *, padding_bytes: int = PADDING_BYTES) -> bytes:
    """The complete tag, to be written before the first MPEG frame; the same `tags` give the same bytes.

    Raises:
        EpisodeError: the tag cannot be written: chapters with gaps, an AIGC label outside ASCII, a size over
            the format's 256 MiB.
    """
    try:
        check_chapters(tags.chapters, tags.duration_ms)
    except ValueError as error:
        raise EpisodeError(f"the chapters cannot be tagged: {error}") from None
    if not tags.aigc.isascii():
        raise EpisodeError("the AIGC label must be ASCII")
    frames = [_frame_bytes(frame) for build in _FRAMES for frame in build(tags)]
    made = tag_of_frames(frames, padding_bytes=padding_bytes)
    if made is None:
        raise EpisodeError("the ID3 tag is larger than the 256 MiB the format can say")
    return made


def tag_of_frames(
    frames: Sequence[bytes], *, padding_bytes: int = 0, total_bytes: int | None = None
) -> bytes | None:
    """A tag of version 2.3 of whole frames; None where they have no room.

    Args:
        frames: in the order in which they are written.
        padding_bytes: zeros behind them.
        total_bytes: the length of the whole tag, which the padding fills; over `padding_bytes`.
    """
    body = b"".join(frames)
    if total_bytes is not None:
        padding_bytes = total_bytes - _HEADER_BYTES - len(body)
    size = len(body) + padding_bytes
    if padding_bytes < 0 or size >= 1 << 28:
        return None
    return b"ID3\x03\x00\x00" + _syncsafe(size) + body + bytes(padding_bytes)


def text_frame(frame: Callable[..., TextFrame], value: str) -> bytes:
    """A whole text frame; empty where there is no text."""
    return b"".join(map(_frame_bytes, _text(frame, value)))


def _frame_bytes(frame: Frame) -> bytes:
    """One frame as version 2.3 writes it: mutagen's tag of this frame alone, without the tag's header."""
    tag, buffer = ID3(), io.BytesIO()
    tag.add(frame)
    tag.save(buffer, v1=0, v2_version=3, padding=lambda info: 0)
    return buffer.getvalue()[_HEADER_BYTES:]


def _syncsafe(size: int) -> bytes:
    """Seven bits in each of four bytes (ID3v2.3 section 3.1)."""
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
