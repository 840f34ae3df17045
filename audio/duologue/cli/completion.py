"""What the shell offers when a person presses Tab: engines, casts, voices, speakers.

Nothing is asked of a service, and whatever goes wrong offers nothing: a shell shows no errors here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MOST_BYTES = 2_000_000
"""A larger article is not read for the names of its speakers."""


def engines(incomplete: str) -> list[str]:
    """Names of engines, and `auto`."""
    from duologue.api.voices import engine_names

    return [name for name in ("auto", *engine_names()) if name.startswith(incomplete)]


def casts(incomplete: str) -> list[str]:
    """Names of the shipped casts, and YAML files here."""
    from duologue.api.voices import shipped_casts

    files = sorted(str(path) for path in Path().glob("*.yaml") if path.name != "duologue.yaml")
    return [name for name in (*shipped_casts(), *files) if name.startswith(incomplete)]


def voices(incomplete: str) -> list[str]:
    """Names of voices; with their engine, once one is written."""
    from duologue.api.voices import known_voices

    known = dict(known_voices())
    engine, colon, name = incomplete.partition(":")
    if colon:
        return [f"{engine}:{each}" for each in known.get(engine, ()) if each.startswith(name)]
    return [each for names in known.values() for each in names if each.startswith(incomplete)]


def speaker_voices(ctx: Any, incomplete: str) -> list[str]:
    """`SPEAKER=` for roles and the speakers of the sources so far; behind the sign, voices."""
    speaker, equals, voice = incomplete.partition("=")
    if equals:
        return [f"{speaker}={each}" for each in voices(voice)]
    names = dict.fromkeys(("interviewer", "interviewee", "narrator", *_speakers(ctx)))
    return [f"{name}=" for name in names if name.startswith(incomplete)]


def _speakers(ctx: Any) -> Iterator[str]:
    """The people of the files that are already on the command line."""
    from duologue import DuologueError, read

    # A line that is not finished is not parsed to its end: what is left over are the sources.
    for source in (*(ctx.params.get("sources") or ()), *ctx.args):
        path = Path(source)
        if path.is_dir():
            path /= "script.md"
        try:
            if path.stat().st_size <= _MOST_BYTES:
                yield from (speaker.name for speaker in read(path).speakers)
        except (DuologueError, OSError):
            continue
