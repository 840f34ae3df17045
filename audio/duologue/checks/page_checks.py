"""Checks of notes and page: they are this episode's, whole, and the page runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from duologue.checks.files import EpisodeFiles
from duologue.checks.notes_text import markdown_text
from duologue.checks.report import Broken, CheckOutcome, Finding

_POLICY = "content-security-policy"
_HASH = re.compile(r"'sha256-([A-Za-z0-9+/=]+)'")
_FOREIGN = ("iframe", "object", "embed", "frame", "applet", "base")
"""Elements that would show or run what is not the page's."""
_JSON_TYPES = ("application/ld+json", "application/json")
"""Scripts that are data: they are not run."""


def pages(files: EpisodeFiles) -> CheckOutcome:
    """Notes and page name the episode; the page plays its sound, and shows its chapters and every cue."""
    found = [
        *(Finding(files.manifest.files.notes, message) for message in _notes_errors(files)),
        *(Finding(files.manifest.files.page, message) for message in _page_errors(files)),
        *(Finding(files.manifest.files.html, message) for message in _transcript_errors(files)),
    ]
    return CheckOutcome("notes and page are this episode's, and run nothing else", tuple(found))


def _notes_errors(files: EpisodeFiles) -> Iterator[str]:
    manifest = files.manifest
    notes = markdown_text(files.text(manifest.files.notes))
    people = (speaker.name for speaker in manifest.speakers if speaker.role != "narrator")
    for each in (manifest.title, manifest.source or "", *people):
        if " ".join(each.split()) not in notes:
            yield f"does not name “{each}”"


def _page_errors(files: EpisodeFiles) -> Iterator[str]:
    manifest = files.manifest
    page = _parsed(files, manifest.files.page)
    sounds = {unquote(element.get("src", "")) for element in page.iter("audio", "source")}
    if manifest.files.mp3 not in sounds:
        yield f"does not play {manifest.files.mp3}"
    shown = _bare(page.text_content())
    for each in (manifest.title, *(chapter.title for chapter in manifest.chapters)):
        if _bare(each) not in shown:
            yield f"does not show “{each}”"
            break
    at = 0
    for cue in manifest.cues:
        text = _bare(cue.text)
        found = shown.find(text, at)
        if found < 0:
            yield f"does not show “{cue.text[:20]}” in its place"
            break
        at = found + len(text)
    yield from _whole_and_own(files.text(manifest.files.page), page)


def _transcript_errors(files: EpisodeFiles) -> Iterator[str]:
    name = files.manifest.files.html
    yield from _whole_and_own(files.text(name), _parsed(files, name))


def _whole_and_own(text: str, page: Any) -> Iterator[str]:
    """Whether a page ends as pages end, and runs nothing but what its own policy names by its hash."""
    if not text.rstrip().endswith("</html>"):
        yield "is cut off: it has no end"
    policies = [
        element.get("content", "")
        for element in page.iter("meta")
        if element.get("http-equiv", "").lower() == _POLICY
    ]
    named = set(_HASH.findall(policies[0])) if policies else set()
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and element.get("type") not in _JSON_TYPES:
            digest = hashlib.sha256((element.text or "").encode()).digest()
            if element.get("src") is not None or base64.b64encode(digest).decode() not in named:
                yield "runs a script that is not its own"
                return
        if element.tag in _FOREIGN:
            yield f"has an element <{element.tag}>, which shows what is not its own"
            return
        for name, value in element.attrib.items():
            if name.startswith("on") or _bare(value).lower().startswith("javascript:"):
                yield f"runs a script in the attribute {name}"
                return


def _parsed(files: EpisodeFiles, name: str) -> Any:
    try:
        return lxml_html.document_fromstring(files.text(name))
    except (etree.ParserError, ValueError):
        raise Broken(name, "is no HTML") from None


def _bare(text: str) -> str:
    return "".join(text.split())
