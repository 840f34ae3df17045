"""Checks of what an episode says about its voices, to people and to machines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mutagen.id3 import COMM, TXXX, Encoding

from duologue.checks.files import EpisodeFiles
from duologue.checks.notes_text import markdown_text
from duologue.checks.report import CheckOutcome, Finding
from duologue.checks.tag_checks import texts
from duologue.languages.labels import chinese_characters, unnamed
from duologue.programme.label_pace import FASTEST, SLOWEST
from duologue.programme.manifest import MANIFEST_NAME

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


def disclosure(files: EpisodeFiles) -> CheckOutcome:
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
    found += [Finding(MANIFEST_NAME, message) for message in _label_errors(files, aloud)]
    spoken = "said aloud" if said.spoken else "not said aloud (switched off)"
    return CheckOutcome(
        f"{spoken}; in the tag, the description and the notes", tuple(found), {"spoken": said.spoken}
    )


def _label_errors(files: EpisodeFiles, aloud: str) -> Iterator[str]:
    """What is said names AI and generation; in Chinese it is said as slowly as GB 45438-2025 asks for."""
    if not aloud:
        return
    missing = unnamed(aloud, files.manifest.language)
    if missing:
        yield f"“{aloud}” does not name {' and '.join(missing)}"
    cues = [cue for cue in files.manifest.cues if cue.kind == "disclosure"]
    characters = chinese_characters(aloud)
    if characters:
        minutes = (cues[-1].end_ms - cues[0].start_ms) / 60_000
        pace = round(characters / minutes)
        if not SLOWEST <= pace <= FASTEST:
            yield (
                f"“{aloud}” is said at {pace} characters a minute, not {SLOWEST} to {FASTEST} as "
                "GB 45438-2025 asks; commas divide it, and it is slower between them"
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
