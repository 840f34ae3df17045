"""The text account in `episode.json`: enough to build the source again, and so to prove nothing was lost.

What was dropped stands there in full. What is spoken is only counted, because it is in `script.md`: with it
in its places, the source comes out again to the character, and its checksum says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from duologue.interview import interview_json
from duologue.model import Account, Interview


def account_entry(interview: Interview) -> dict[str, Any]:
    """What was left out of the source, and why; and the proof that the rest is spoken."""
    document = interview_json(interview)
    made = {"dropped": document["dropped"], "doubts": document["doubts"]}
    return made if interview.account is None else made | {"source": account_json(interview.account)}


def account_json(account: Account) -> dict[str, Any]:
    """The account as JSON: `characters` and `sha256` of the source, and `spans` that cover it.

    A span is a number (so many spoken characters, as they are in the source), ``[number, source]`` (so many
    spoken characters, which the source writes otherwise) or ``[reason, source]`` (dropped).
    """
    spans: list[Any] = []
    for span in account.spans:
        source = account.source[span.start : span.end]
        if span.reason is not None:
            spans.append([span.reason, source])
        elif span.text != source:
            spans.append([len(span.text), source])
        elif spans and isinstance(spans[-1], int):
            spans[-1] += len(source)
        else:
            spans.append(len(source))
    return {"characters": len(account.source), "sha256": _digest(account.source), "spans": spans}


def spoken_of(interview: Interview) -> Iterator[str]:
    """Everything that is spoken: section titles and paragraphs, in order."""
    for section in interview.sections:
        yield section.title or ""
        for turn in section.turns:
            for paragraph in turn.paragraphs:
                yield paragraph.text


def account_error(document: Mapping[str, Any], spoken: str) -> str | None:
    """Why the account does not close with what is spoken; None where it does.

    Raises:
        ValueError: the document is no account.
    """
    try:
        characters, sha256, spans = int(document["characters"]), document["sha256"], document["spans"]
        source: list[str] = []
        at = 0
        for span in spans:
            if isinstance(span, int):
                source.append(spoken[at : at + span])
                at += span
            else:
                what, text = span
                source.append(str(text))
                at += what if isinstance(what, int) else 0
    except (KeyError, TypeError, ValueError):
        raise ValueError("no text account") from None
    if at != len(spoken):
        return f"{len(spoken)} characters are spoken, but {at} of the source's are"
    built = "".join(source)
    if len(built) != characters:
        return f"spoken and dropped text are {len(built)} characters together, the source {characters}"
    if _digest(built) != sha256:
        return "spoken and dropped text together are not the source"
    return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
