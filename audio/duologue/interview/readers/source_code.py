"""Source code: a page that it holds as its one long string; else its lines are no speech."""

from __future__ import annotations

import re
from dataclasses import replace

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Document
from duologue.interview.readers.html import read_html

_STRING = re.compile(r"`(?P<template>(?:[^`\\\\]|\\\\.)*+)`", re.DOTALL)
_LEAST = 0.5
"""Of the file, that a string must make up to be what it holds."""


def read_program(source: str, name: str) -> Document:
    """The page that a program holds as its one long string; lines are the program's.

    Raises:
        NoInterviewError: it holds none: whatever else stands in it, its lines are no speech.
    """
    longest = max(_STRING.finditer(source), key=lambda found: len(found.group()), default=None)
    if longest is None or len(longest.group()) < _LEAST * len(source) or "</" not in longest.group():
        raise NoInterviewError(
            f"{name} is source code, so there is no interview in it; if its strings hold one, save them as "
            ".html or .md."
        )
    document = read_html(longest["template"], whole=True)
    first = source.count("\n", 0, longest.start())
    return replace(document, lines=tuple(first + line for line in document.lines))
