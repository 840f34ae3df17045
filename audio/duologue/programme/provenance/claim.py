"""What an episode says of where it comes from, as C2PA's library takes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duologue.programme.manifest import Manifest

LABEL = "io.github.duologue.interview"
"""Of our assertion; the others are C2PA's own."""
_SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's name for what a trained model has made (C2PA 2.2, 18.15.3)."""


def claim_of(manifest: Manifest) -> dict[str, Any]:
    """The definition of the episode's C2PA manifest.

    Of what was left out of the source stand only its places and the reasons, never its words.
    """
    agent = {"name": manifest.engine, "version": manifest.versions.get("duologue", "")}
    action = {"action": "c2pa.created", "digitalSourceType": _SYNTHETIC, "softwareAgent": agent}
    return {
        "claim_generator_info": [{"name": "Duologue", "version": manifest.versions.get("duologue", "")}],
        "title": manifest.title,
        "format": "audio/mpeg",
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [action]}},
            {"label": LABEL, "data": _interview(manifest)},
        ],
    }


def _interview(manifest: Manifest) -> dict[str, Any]:
    source = manifest.private.account.get("source", {})
    return {
        "guid": manifest.guid,
        "synthetic": True,
        "disclosure": manifest.disclosure.comment,
        "engine": manifest.engine,
        "voices": {speaker.name: speaker.voice for speaker in manifest.speakers},
        "versions": manifest.versions,
        "source": {
            "kind": "script" if manifest.private.from_script else "article",
            "url": manifest.url or "",
            "sha256": source.get("sha256", ""),
            "characters": source.get("characters", 0),
        },
        "cues": [[cue.start_ms, cue.end_ms, *(cue.source or ())] for cue in manifest.cues],
        "dropped": [list(each) for each in _dropped(source.get("spans", []))],
    }


def _dropped(spans: list[Any]) -> Iterator[tuple[int, int, str]]:
    """Begin, end and reason of what is not spoken, in characters of the source."""
    at = 0
    for span in spans:
        if isinstance(span, int):
            at += span
            continue
        what, text = span
        if isinstance(what, str):
            yield at, at + len(text), what
        at += len(text)
