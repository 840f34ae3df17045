"""JSON: what podcast hosts, recognisers and question/answer collections write.

The account's source is the file itself: every string literal is found by one forward scan, in the order in
which the parser meets them. `json_speeches.py` says which of them are speeches.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from duologue.errors import NoInterviewError, SourceError
from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.readers.json_speeches import Literal, Pairs, Speech, find_speeches
from duologue.interview.readers.metadata import meta_from
from duologue.interview.text import Run, Text
from duologue.limits import Budget

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_MOST_RUNS = 200
"""How much of one speaker's goes into one paragraph."""


def read_json(source: str, name: str) -> Document:
    """The blocks of a JSON transcript.

    Raises:
        SourceError: it is not JSON.
        NoInterviewError: there are no speeches in it.
    """
    try:
        values = json.loads(source, object_pairs_hook=lambda pairs: _Raw(pairs))
        root = _placed(values, iter([found.start() for found in _STRING.finditer(source)]))
        speeches = find_speeches(root)
    except (ValueError, RecursionError):
        raise SourceError(f"{name} is not valid JSON.") from None
    blocks = _blocks(source, speeches)
    if not blocks:
        raise NoInterviewError(
            f"No interview was found in {name}: no list of speakers and texts, or of questions and answers."
        )
    return Document(source, tuple(blocks), "json", _meta(root))


def _meta(root: Any) -> Meta:
    if not isinstance(root, Pairs):
        return Meta()
    meta = meta_from({key.value: value.value for key, value in root.items if isinstance(value, Literal)})
    return Meta(
        title=meta.title, published=meta.published, source=meta.source, url=meta.url, authors=meta.authors
    )


class _Raw(list[tuple[str, Any]]):
    """An object's pairs, told apart from an array."""


def _placed(root: Any, literals: Iterator[int]) -> Any:
    """The values with their strings' places; the scan and the parser meet them in the same order."""
    if isinstance(root, str):
        return Literal(root, next(literals))
    if isinstance(root, _Raw):
        return Pairs(tuple((Literal(key, next(literals)), _placed(value, literals)) for key, value in root))
    if isinstance(root, list):
        return [_placed(value, literals) for value in root]
    return root


def _blocks(source: str, speeches: list[Speech]) -> list[Block]:
    """One block for each speech; segments are cut by time, not by sense: a speaker's go together."""
    blocks: list[Block] = []
    budget = Budget()
    for speech in speeches:
        budget.spend(1 + len(speech.literals) // 4)
        text = _text(source, speech)
        if not text.string.strip():
            continue
        before = blocks[-1] if blocks else None
        goes_on = before is not None and speech.speaker is not None and before.speaker == speech.speaker
        if before is not None and goes_on and not speech.whole and len(before.text.runs) < _MOST_RUNS:
            joint = Run("\n", before.text.end, text.start)
            text = Text((*before.text.runs, joint, *text.runs))
            blocks[-1] = Block(Kind.CUE, text, before.at, speaker=speech.speaker)
        else:
            blocks.append(Block(Kind.CUE, text, text.strip().start, speaker=speech.speaker))
    return blocks


def _text(source: str, speech: Speech) -> Text:
    runs: list[Run] = []
    for literal in speech.literals:
        if runs and not speech.spaced:
            runs.append(Run(" ", runs[-1].end, literal.at))
        runs += _runs(source, literal.at)
    return Text(runs)


def _runs(source: str, start: int) -> Iterator[Run]:
    found = _STRING.match(source, start)
    assert found is not None  # noqa: S101
    at, end = start + 1, found.end() - 1
    for escape in _ESCAPE.finditer(source, at, end):
        if escape.start() > at:
            yield Run(source[at : escape.start()].replace("\xa0", " "), at, escape.start())
        yield Run(json.loads(f'"{escape.group()}"').replace("\xa0", " "), escape.start(), escape.end())
        at = escape.end()
    if at < end:
        yield Run(source[at:end].replace("\xa0", " "), at, end)
