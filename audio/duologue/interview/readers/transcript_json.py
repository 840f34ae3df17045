"""JSON: podcast-namespace transcripts, speaker/text lists, question/answer pairs.

The account's source is the file itself: every string literal is found by one forward scan, in the order in
which the parser meets them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duologue.errors import NoInterviewError, SourceError
from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.readers.front_matter import meta_from
from duologue.interview.text import Run, Text

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_TEXT = (
    "text",
    "body",
    "content",
    "utterance",
    "transcript",
    "speech",
    "words",
    "value",
    "message",
    "sentence",
    "paragraph",
    "内容",
    "文本",
    "文字",
    "发言",
    "发言内容",
    "對話",
    "对话",
    "発言",
    "내용",
    "발언",
)
_SPEAKER = (
    "speaker",
    "speakername",
    "speaker_name",
    "name",
    "author",
    "who",
    "role",
    "from",
    "speaker_label",
    "person",
    "说话人",
    "說話人",
    "发言人",
    "发言者",
    "讲话人",
    "角色",
    "姓名",
    "話者",
    "発言者",
    "화자",
    "발언자",
)
_QUESTION = ("question", "q", "问", "问题")
_ANSWER = ("answer", "a", "答", "回答")


@dataclass(frozen=True, slots=True)
class _String:
    value: str
    start: int


@dataclass(frozen=True, slots=True)
class _Pairs:
    items: tuple[tuple[_String, Any], ...]

    def get(self, *keys: str) -> Any:
        return next((value for key in keys for name, value in self.items if name.value.lower() == key), None)


def read_json(source: str, name: str) -> Document:
    """The blocks of a JSON transcript.

    Raises:
        SourceError: it is not JSON.
        NoInterviewError: there are no speeches in it.
    """
    try:
        values = json.loads(source, object_pairs_hook=lambda pairs: _Raw(pairs))
    except (ValueError, RecursionError):
        raise SourceError(f"{name} is not valid JSON.") from None
    literals = iter([found.start() for found in _STRING.finditer(source)])
    root = _placed(values, literals)
    reader = _Reader(source)
    for entries in _lists(root):
        reader.read(entries)
    if not reader.blocks:
        raise NoInterviewError(
            f"No interview was found in {name}: no list of speakers and texts, or of questions and answers."
        )
    plain = (
        {key.value: (value.value if isinstance(value, _String) else value) for key, value in root.items}
        if isinstance(root, _Pairs)
        else {}
    )
    meta = meta_from({key: value for key, value in plain.items() if isinstance(value, str)})
    return Document(
        source,
        tuple(reader.blocks),
        "json",
        Meta(
            title=meta.title, published=meta.published, source=meta.source, url=meta.url, authors=meta.authors
        ),
    )


class _Raw(list[tuple[str, Any]]):
    """An object's pairs, told apart from an array."""


def _placed(root: Any, literals: Iterator[int]) -> Any:
    """The values with their strings' places; the scan and the parser meet them in the same order."""
    if isinstance(root, str):
        return _String(root, next(literals))
    if isinstance(root, _Raw):
        return _Pairs(tuple((_String(key, next(literals)), _placed(value, literals)) for key, value in root))
    if isinstance(root, list):
        return [_placed(value, literals) for value in root]
    return root


def _lists(root: Any) -> Iterator[list[Any]]:
    """The lists of speeches in a document, in order."""
    if isinstance(root, list):
        if any(isinstance(entry, _Pairs) and _speech(entry) for entry in root):
            yield root
        else:
            for entry in root:
                yield from _lists(entry)
    elif isinstance(root, _Pairs):
        for _, value in root.items:
            if isinstance(value, list | _Pairs):
                yield from _lists(value)


def _speech(entry: _Pairs) -> bool:
    return isinstance(entry.get(*_TEXT), _String | list) or isinstance(entry.get(*_QUESTION), _String)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.last: str | None = None

    def read(self, entries: list[Any]) -> None:
        for entry in entries:
            if not isinstance(entry, _Pairs):
                continue
            question, answer = entry.get(*_QUESTION), entry.get(*_ANSWER)
            if isinstance(question, _String):
                self._add(question, "Q")
                for part in answer if isinstance(answer, list) else [answer]:
                    if isinstance(part, _String):
                        self._add(part, "A")
                continue
            speaker = entry.get(*_SPEAKER)
            if isinstance(speaker, _Pairs):
                speaker = speaker.get("name", "label", "id")
            name = (
                speaker.value.strip()
                if isinstance(speaker, _String)
                else str(speaker)
                if isinstance(speaker, int)
                else None
            )
            text = entry.get(*_TEXT)
            for part in text if isinstance(text, list) else [text]:
                if isinstance(part, _String):
                    self._add(part, name or self.last)
            self.last = name or self.last

    def _add(self, string: _String, speaker: str | None) -> None:
        runs = list(_runs(self.source, string.start))
        text = Text(runs)
        if not text.string.strip():
            return
        block = Block(Kind.CUE, text, text.strip().start, speaker=speaker)
        before = self.blocks[-1] if self.blocks else None
        # Segments are cut by time, not by sense: a speaker's go together.
        if (
            before is not None
            and speaker is not None
            and before.speaker == speaker
            and speaker not in ("Q", "A")
            and len(before.text.runs) < 200
        ):
            joint = Run("\n", before.text.end, text.start)
            self.blocks[-1] = Block(
                Kind.CUE, Text((*before.text.runs, joint, *text.runs)), before.at, speaker=speaker
            )
        else:
            self.blocks.append(block)


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
