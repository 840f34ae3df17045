"""Checks of the folder: every file is there and is the one that was written, and no text holds controls."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from mutagen.id3 import CHAP, COMM, CTOC, USLT, Frame, TextFrame

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import SCRIPT, Broken, CheckOutcome, Finding
from duologue.programme.folder.digests import sha256_of, sha256_of_file
from duologue.programme.manifest import MANIFEST_NAME
from duologue.programme.seal import seal_holds

_ALLOWED = "\n\t"


def complete(files: EpisodeFiles) -> CheckOutcome:
    """Every file that `episode.json` names is there, not empty, and the one that was written."""
    names = sorted(set(files.manifest.names))
    found = [finding for name in names if (finding := _fault(files, name)) is not None]
    if not seal_holds(files.text(MANIFEST_NAME)):
        found.append(Finding(MANIFEST_NAME, "is not as it was written: render the episode again"))
    return CheckOutcome(
        f"{len(names) + 1} files, each as it was written", tuple(found), {"files": len(names) + 1}
    )


def _fault(files: EpisodeFiles, name: str) -> Finding | None:
    path = files.folder / name
    if not path.is_file():
        return Finding(name, "no such file")
    if not path.stat().st_size:
        return Finding(name, "is empty")
    if name == files.manifest.files.script:  # a person may edit it: no public file, and no fault of the disk
        wanted = files.manifest.private.script_sha256
        if wanted and sha256_of(files.data(name)) != wanted:
            return Finding(name, "was edited since the episode was rendered: render it again")
        return None
    wanted = files.manifest.digests.get(name, "")
    try:
        digest = sha256_of_file(path)
    except OSError as error:
        raise Broken(name, f"cannot be read ({error.strerror})") from None
    if not wanted:
        return Finding(name, f"has no digest in {MANIFEST_NAME}: render the episode again")
    return None if digest == wanted else Finding(name, "is not as it was written: render the episode again")


def characters(files: EpisodeFiles) -> CheckOutcome:
    """No text, in files or tag, holds a control character: terminals and players would obey it."""
    found: list[Finding] = []
    named = files.manifest.files
    texts = (
        SCRIPT,
        named.vtt,
        named.srt,
        named.html,
        named.text,
        named.markdown,
        named.notes,
        named.page,
        named.embed,
    )
    for name in texts:
        for number, line in enumerate(files.text(name).split("\n"), 1):
            if (control := _control(line)) is not None:
                found.append(Finding(name, f"holds the control character {control}", number))
                break
    for name in (named.json_transcript, named.chapters, MANIFEST_NAME):
        try:
            document = json.loads(files.text(name))
        except ValueError:
            raise Broken(name, "is no JSON") from None
        if (control := _first(_strings(document))) is not None:
            found.append(Finding(name, f"holds the control character {control}"))
    for frame in files.tag:
        if (control := _first(_frame_texts(frame))) is not None:
            found.append(Finding(files.mp3.name, f"{frame.FrameID} holds the control character {control}"))
            break
    return CheckOutcome("no control characters", tuple(found))


def _first(texts: Iterator[str]) -> str | None:
    return next((control for text in texts if (control := _control(text)) is not None), None)


def _control(text: str) -> str | None:
    """The first control character, as people name it."""
    if text.isprintable():
        return None
    for character in text:
        if unicodedata.category(character) == "Cc" and character not in _ALLOWED:
            return f"U+{ord(character):04X}"
    return None


def _strings(value: Any) -> Iterator[str]:
    """All strings of a JSON document, keys too."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each


def _frame_texts(frame: Frame) -> Iterator[str]:
    if isinstance(frame, TextFrame | COMM):
        yield from map(str, frame.text)
    elif isinstance(frame, USLT):
        yield frame.text
    elif isinstance(frame, CHAP | CTOC):
        for inside in frame.sub_frames.values():
            yield from _frame_texts(inside)
