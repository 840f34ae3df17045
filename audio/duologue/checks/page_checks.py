"""Checks of what is read: every file is there, and notes and page are this episode's."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import Broken, Finding, Outcome
from duologue.checks.tag_checks import markdown_text


def complete(files: EpisodeFiles) -> Outcome:
    """Every file that `episode.json` names is there and not empty."""
    names = sorted(set(files.manifest.files.model_dump().values()))
    found = []
    for name in names:
        path = files.folder / name
        if not path.is_file():
            found.append(Finding(name, "no such file"))
        elif not path.stat().st_size:
            found.append(Finding(name, "is empty"))
    return Outcome(f"{len(names) + 1} files", tuple(found), {"files": len(names) + 1})


def pages(files: EpisodeFiles) -> Outcome:
    """The notes have the title, people and source; the page plays the sound and shows title and chapters."""
    manifest = files.manifest
    found: list[Finding] = []
    notes = markdown_text(files.text(manifest.files.notes))
    wanted = [
        manifest.title,
        manifest.source or "",
        *(s.name for s in manifest.speakers if s.role != "narrator"),
    ]
    found += [
        Finding(manifest.files.notes, f"does not name “{each}”")
        for each in wanted
        if " ".join(each.split()) not in notes
    ]
    name = manifest.files.page
    try:
        page: Any = lxml_html.document_fromstring(files.text(name))
    except (etree.ParserError, ValueError):
        raise Broken(name, "is no HTML") from None
    sounds = {unquote(element.get("src", "")) for element in page.iter("audio", "source")}
    if manifest.files.mp3 not in sounds:
        found.append(Finding(name, f"does not play {manifest.files.mp3}"))
    shown = "".join(page.text_content().split())
    for each in (manifest.title, *(chapter.title for chapter in manifest.chapters)):
        if "".join(each.split()) not in shown:
            found.append(Finding(name, f"does not show “{each}”"))
            break
    return Outcome("notes and page are this episode's", tuple(found))
