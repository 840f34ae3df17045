"""Chapters: one list, from which every place that shows chapters is written.

The ID3 frames are in `tags`; here are the chapters file of the podcast namespace, the list of times for a
description, and the Podlove elements of a feed. All of them start at 0 and leave no gap.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from duologue.clock import hms
from duologue.model import Chapter

JSON_CHAPTERS_TYPE = "application/json+chapters"
"""MIME type of the file that `json_chapters` writes."""

DESCRIPTION_WIDTH = 40
"""Longest line of a list of times that players still recognise."""

TITLE_WIDTH = 40
"""Longest title made of a question; a section's own title stays as written."""

_SHORTEST_QUESTION = 6
"""Shorter ones (`为什么？`) say nothing without what stands before them."""
_SENTENCE = re.compile(r"[^。！？.!?।۔؟]+[。！？.!?।۔؟]*[”’」』）)]*")


def check_chapters(chapters: Sequence[Chapter], duration_ms: int) -> None:
    """Refuse a list that players would show wrongly.

    Raises:
        ValueError: the list does not start at 0, leaves a gap, overlaps, holds an empty chapter or title, or
            does not end at `duration_ms`.
    """
    expected_ms = 0
    for number, chapter in enumerate(chapters):
        if chapter.start_ms != expected_ms:
            raise ValueError(f"chapter {number} starts at {chapter.start_ms} ms, not at {expected_ms} ms")
        if chapter.end_ms <= chapter.start_ms:
            raise ValueError(f"chapter {number} ends at {chapter.end_ms} ms, before it has begun")
        if not chapter.title.strip():
            raise ValueError(f"chapter {number} has no title")
        expected_ms = chapter.end_ms
    if chapters and expected_ms != duration_ms:
        raise ValueError(f"the last chapter ends at {expected_ms} ms, the programme at {duration_ms} ms")


def chapters_from_starts(
    starts: Iterable[tuple[str, int]], duration_ms: int, *, opening: str
) -> tuple[Chapter, ...]:
    """Chapters from titles and starts in ms, in order; each ends where the next starts.

    A list that starts later gets a chapter `opening` at 0. A chapter that would be empty, because the next
    starts with it, is left out.
    """
    items = list(starts)
    if items and items[0][1] > 0:
        items.insert(0, (opening, 0))
    ends = [*(start for _, start in items[1:]), duration_ms][: len(items)]
    return tuple(
        Chapter(title.strip() or opening, start, end)
        for (title, start), end in zip(items, ends, strict=True)
        if end > start
    )


def divided_by_question(
    chapters: Sequence[Chapter], questions: Iterable[tuple[str, int]], *, longest_ms: int
) -> tuple[Chapter, ...]:
    """Chapters longer than `longest_ms` divided where a question is asked.

    Args:
        chapters: without gaps.
        questions: what is asked and when, in ms, in order.
        longest_ms: a chapter up to this length stays whole; parts of a longer one are at least half as long.
    """
    asked = list(questions)
    made: list[Chapter] = []
    for chapter in chapters:
        starts = [(chapter.title, chapter.start_ms)]
        if chapter.end_ms - chapter.start_ms > longest_ms:
            for text, start_ms in asked:
                far = start_ms - starts[-1][1] >= longest_ms // 2
                if far and chapter.end_ms - start_ms >= longest_ms // 2:
                    starts.append((" ".join(text.split()), start_ms))
        ends = [*(start for _, start in starts[1:]), chapter.end_ms]
        made.extend(
            Chapter(title, start, end, chapter.url if title == chapter.title else None)
            for (title, start), end in zip(starts, ends, strict=True)
        )
    return tuple(made)


def question_title(said: str) -> str:
    """A chapter's title from what an interviewer says: all of it, else its question, in one short line."""
    flat = " ".join(said.split())
    if len(flat) <= TITLE_WIDTH:
        return flat
    asked = (sentence.strip() for sentence in _SENTENCE.findall(flat))
    title = next((s for s in asked if s.endswith(("？", "?")) and len(s) >= _SHORTEST_QUESTION), flat)
    return _shortened(title, TITLE_WIDTH)


def json_chapters(chapters: Sequence[Chapter], *, title: str | None = None) -> str:
    """The chapters file of the podcast namespace, version 1.2.0; times in seconds.

    The format knows no words for a picture; `alt` stands beside it for players that read it all the same.
    """
    document: dict[str, object] = {"version": "1.2.0"}
    if title:
        document["title"] = title
    document["chapters"] = [
        {
            "startTime": chapter.start_ms / 1000,
            "endTime": chapter.end_ms / 1000,
            "title": chapter.title,
            **({"url": chapter.url} if chapter.url else {}),
            **({"img": chapter.picture.address} if chapter.picture else {}),
            **({"alt": chapter.picture.alt} if chapter.picture and chapter.picture.alt else {}),
        }
        for chapter in chapters
    ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def description_lines(chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """`00:00:00 Title` for each chapter, at most `DESCRIPTION_WIDTH` characters a line.

    Players make chapters of such a list from three entries on; a shorter one would only be noise, so it is
    left out.
    """
    if len(chapters) < 3:
        return ()
    return tuple(_shortened(f"{hms(c.start_ms)} {c.title}", DESCRIPTION_WIDTH) for c in chapters)


def _shortened(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
