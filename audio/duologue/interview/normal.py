r"""Text made normal once, at the door.

What changes: letters are composed (NFC); compatibility forms of letters and digits become the letters
(full width, ligatures, Kangxi radicals, mathematical alphabets); no-break spaces become spaces; characters
that nobody sees go (zero-width spaces, marks of direction, soft hyphens, byte order marks, controls).

What stays: line breaks, so that lines keep their numbers; full-width punctuation; superscripts; joiners
between letters of scripts that join, and within emoji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from duologue.interview.blocks import Block, Cut, Document, Meta
from duologue.interview.text import Edit, Run, Text
from duologue.limits import MAX_EDITS, Beyond

INVISIBLE = "invisible character"
_SPACES = "\u00a0\u2007\u202f"
_UNSEEN = (
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
r"""Unicode's Default_Ignorable_Code_Point and controls; not variation selectors 1 to 16, tab, line feed."""
_FORMS = (
    "\u0132\u0133\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u2102-\u2115\u2119-\u211d\u2124\u2128\u212c-\u2134"
    "\u2e80-\u2fd5\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdfb\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\uff9d\U0001d400-\U0001d7ff"
)
"""Where the compatibility forms of letters and digits stand; other characters among them have none."""
_ODD = re.compile(f"[{_SPACES}{_UNSEEN}\ud800-\udfff]|[\uff66-\uff9d][\uff9e\uff9f]?|[{_FORMS}]")
_NOT_SEEN = re.compile(f"(?!\ufffd)[{_UNSEEN}]")
_JOINERS = "\u200c\u200d"
_REPLACEMENT = "\ufffd"


def edits_of(text: str) -> list[Edit]:
    """What becomes of a text, in order and apart; nothing for nearly every text.

    Raises:
        Beyond: it is far too much.
    """
    found = list(islice(_odd(text), MAX_EDITS + 1))
    if not unicodedata.is_normalized("NFC", applied(text, found)):
        found = list(islice(_composed(text, found), MAX_EDITS + 1))
    if len(found) > MAX_EDITS:
        raise Beyond(f"has more than {MAX_EDITS:,} characters in another form than their own, or not seen")
    return found


def plain(text: str) -> str:
    """The text in its normal form."""
    return applied(text, edits_of(text))


def applied(text: str, edits: list[Edit]) -> str:
    """The text after its edits."""
    if not edits:
        return text
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.at], edit.new)
        at = edit.at + edit.old
    return "".join((*pieces, text[at:]))


def _odd(text: str) -> Iterator[Edit]:
    for found in _ODD.finditer(text):
        old = found.group()
        if old in _SPACES:
            new = " "
        elif "\ud800" <= old <= "\udfff":
            new = _REPLACEMENT
        elif _has_form(old[0]):
            new = unicodedata.normalize("NFKC", old)
        elif _NOT_SEEN.match(old) is None or (old in _JOINERS and _joins(text, found.start())):
            continue
        else:
            new = ""
        if new != old:
            yield Edit(found.start(), len(old), new)


def _has_form(char: str) -> bool:
    """Whether a character is the form of a letter or a digit (radicals stand for letters) and can be seen."""
    if char in "\u115f\u1160\u3164\uffa0":
        return False
    return "\u2e80" <= char <= "\u2fd5" or unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd")


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands between letters of a script that joins, or between two pictures."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before and after) and all(
        "\u0600" <= char <= "\u1fff" or char == "\ufe0f" or unicodedata.category(char) in ("So", "Sk")
        for char in (before, after)
    )


def _composed(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits, and those that compose letters, merged with the ones that they touch."""
    rest = {edit.at: edit for edit in edits}
    at = 0
    while at < len(text):
        end = at + (rest[at].old if at in rest else 1)
        while (after := _past_unseen(text, end, rest)) < len(text) and _continues(text[after]):
            end = after + (rest[after].old if after in rest else 1)
        inside = [rest[place] for place in range(at, end) if place in rest]
        if end - at == 1 or not inside:
            new = unicodedata.normalize("NFC", text[at:end])
            if inside and end - at == inside[0].old:
                yield inside[0]
            elif new != text[at:end]:
                yield Edit(at, end - at, new)
        else:
            moved = [Edit(edit.at - at, edit.old, edit.new) for edit in inside]
            yield Edit(at, end - at, unicodedata.normalize("NFC", applied(text[at:end], moved)))
        at = end


def _past_unseen(text: str, at: int, edits: dict[int, Edit]) -> int:
    """The place behind what is taken out from `at` on."""
    while at < len(text) and at in edits and not edits[at].new:
        at += edits[at].old
    return at


def _continues(char: str) -> bool:
    """Whether a character may compose with the one before it."""
    return char >= "\u0300" and (
        unicodedata.combining(char) > 0
        or "\u1161" <= char <= "\u1175"
        or "\u11a8" <= char <= "\u11c2"
        or unicodedata.category(char) == "Mc"
    )


def cleaned(document: Document) -> Document:
    """The document with the texts of its blocks, and what it says about itself, in their normal form."""
    cuts: list[Cut] = []
    blocks: list[Block] = []
    places: list[int] = []
    """For each block of the document, its number among those that are kept."""
    changed = False
    for block in document.blocks:
        places.append(len(blocks))
        text = _clean_text(block.text, cuts)
        if len(cuts) > MAX_EDITS:
            raise Beyond(f"has more than {MAX_EDITS:,} characters that are not seen")
        speaker = plain(block.speaker).strip() if block.speaker else block.speaker
        if text is block.text and speaker == block.speaker:
            blocks.append(block)
            continue
        changed = True
        if text.string.strip() or not block.text.string.strip():
            blocks.append(replace(block, text=text, speaker=speaker or None))
    meta = _clean_meta(document.meta)
    if not changed and meta is document.meta:
        return document
    places.append(len(blocks))
    pictures = tuple(
        replace(each, block=places[min(each.block, len(places) - 1)]) for each in document.pictures
    )
    return replace(document, blocks=tuple(blocks), cuts=(*document.cuts, *cuts), meta=meta, pictures=pictures)


def _clean_meta(meta: Meta) -> Meta:
    def strings(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, (plain(value).strip() for value in values)))

    made = replace(
        meta,
        title=plain(meta.title).strip() if meta.title else meta.title,
        source=plain(meta.source) if meta.source else meta.source,
        authors=strings(meta.authors),
        people=strings(meta.people),
        hosts=strings(meta.hosts),
        guests=strings(meta.guests),
        interviewers=strings(meta.interviewers),
        ignore=strings(meta.ignore),
        aliases=tuple(
            (plain(name).strip(), strings(others)) for name, others in meta.aliases if plain(name).strip()
        ),
    )
    return meta if made == meta else made


def _clean_text(text: Text, cuts: list[Cut]) -> Text:
    string = text.string
    if _ODD.search(string) is None and unicodedata.is_normalized("NFC", string):
        return text
    runs: list[Run] = []
    for run in text.runs:
        if runs and run.text and _continues(run.text[0]) and runs[-1].text:
            last = runs.pop()
            if len(last.text) > 1 and last.divisible:
                runs.append(Run(last.text[:-1], last.start, last.end - 1, last.style))
                last = Run(last.text[-1], last.end - 1, last.end, last.style)
            run = Run(last.text + run.text, last.start, run.end, last.style)
        runs += _clean_run(run, cuts)
    made = Text(runs)
    return text if made.string == string else made


def _clean_run(run: Run, cuts: list[Cut]) -> Iterator[Run]:
    edits = edits_of(run.text)
    if not edits:
        yield run
        return
    if not run.divisible:
        new = applied(run.text, edits)
        if new:
            yield Run(new, run.start, run.end, run.style)
        elif run.end > run.start:
            cuts.append(Cut(run.start, run.end, INVISIBLE))
        return
    at = 0
    for edit in edits:
        if edit.at > at:
            yield Run(run.text[at : edit.at], run.start + at, run.start + edit.at, run.style)
        at = edit.at + edit.old
        place = run.start + edit.at
        if edit.new:
            yield Run(edit.new, place, place + edit.old, run.style)
        else:
            cuts.append(Cut(place, place + edit.old, INVISIBLE))
    if at < len(run.text):
        yield Run(run.text[at:], run.start + at, run.end, run.style)
