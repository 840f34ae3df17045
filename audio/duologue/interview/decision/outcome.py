# ruff: noqa: E501
"""What the best sequence means: sections with what is said in them, and what is left out and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duologue.interview.blocks import Cut, Kind
from duologue.interview.evidence.columns import is_silent
from duologue.interview.evidence.units import Unit
from duologue.interview.hypotheses.same import Person
from duologue.interview.hypotheses.tally import CHEVRON
from duologue.interview.labels.names import NARRATORS
from duologue.interview.marks import QUESTION_NUMBER, TITLE_NUMBER
from duologue.interview.text import Text, joined
from duologue.model import NARRATOR

ASKER = "\0asker"
ANSWERER = "\0answerer"
_MARKS = "▍▌▎█■◆◼◾#✦★●○◇□▪丨|｜ "
"""What sites set before a section's title."""
_DASHED = re.compile(r"(?:[―─—]{1,3}|[-–]{1,2})\s{0,2}(?=[^\s\d―─—–-])")
"""The dash that stands for the name of whoever asks."""
_ORNAMENT = re.compile(r"[👉➤➜▶►◆◇■□●○★☆＊※▍▌]\ufe0f?\s{0,3}(?=\w|[“「《])")


@dataclass(slots=True)
class Spoken:
    """One paragraph of one speaker (or the narrator's); `number` is its first unit's among those decided."""

    speaker: str
    text: Text
    at: int
    number: int


@dataclass(slots=True)
class Part:
    """A section in the making."""

    title: Text | None
    at: int
    number: int = -1
    spoken: list[Spoken] = field(default_factory=list)


class Outcome:
    """One pass over the units with their tags.

    Attributes:
        parts: the sections.
        cuts: what is not spoken.
        title: the article's title, where a unit is one.
        dropped: for each unit that is left out, its number among those decided.
        voices: who speaks in each unit; empty where nobody does.
    """

    def __init__(
        self,
        every: Sequence[Unit],
        tags: Sequence[str],
        reasons: Sequence[str],
        people: Mapping[str, Person],
        guest: str | None,
        guests: Mapping[int, str],
    ) -> None:
        self.parts = [Part(None, 0)]
        self.cuts: list[Cut] = []
        self.titles: list[Text] = []
        self.voices: list[str] = []
        self._people = people
        self._guest = guest
        self._guests = guests
        self._asked_here: str | None = None
        self._pair = introduced(" ".join(unit.string for unit in every[:60]))
        self._turn = 0
        self._speaker: str | None = None
        self._last: str | None = None
        self._tags = tags
        self._numbered = self._all_numbered(every)
        number = 0
        for unit in every:
            if is_silent(unit):
                self._leave_out_silently(unit)
                continue
            self._take(number, unit, tags[number], reasons[number])
            self._last = tags[number]
            number += 1

    @property
    def title(self) -> str | None:
        """The article's title, over its lines."""
        return joined(self.titles).string.strip() or None if self.titles else None

    def _all_numbered(self, every: Sequence[Unit]) -> bool:
        """Whether the questions without a label begin with their numbers."""
        decided = [unit for unit in every if not is_silent(unit)]
        asked = [unit for unit, tag in zip(decided, self._tags, strict=True) if tag == "Q"]
        return len(asked) >= 2 and sum(
            QUESTION_NUMBER.match(unit.string) is not None for unit in asked
        ) >= 0.6 * len(asked)

    def _leave_out_silently(self, unit: Unit) -> None:
        if unit.block.kind is Kind.IMAGE:
            return
        reason = unit.block.drop or ("code" if unit.block.kind is Kind.CODE else "markup")
        self.cuts += unit.cut(reason)

    def _take(self, number: int, unit: Unit, tag: str, reason: str) -> None:
        voice = ""
        match tag:
            case "T":
                self.titles.append(_whole(unit))
                self.cuts += unit.cut("title")
            case "S" | "s":
                self._section(number, unit, goes_on=tag == "s")
                self._asked_here = self._guests.get(number, self._asked_here if tag == "s" else None)
            case "D":
                self.cuts += unit.cut(reason)
            case "N":
                voice = self._speaker = NARRATOR
                if unit.head and unit.label is not None and unit.label.key in NARRATORS:
                    self._begin(number, unit, "L", NARRATOR)
                else:
                    self._speak(number, NARRATOR, unit, _whole(unit))
            case "C":
                voice = self._speaker or NARRATOR
                self._speak(number, voice, unit, _whole(unit), goes_on=True)
            case _:
                voice = self._speaker = self._who(unit, tag)
                self._begin(number, unit, tag, voice)
        self.voices.append(voice)

    def _who(self, unit: Unit, tag: str) -> str:
        if tag == "Q":
            return ASKER
        if tag == "A":
            return self._asked_here or self._guest or self._other() or ANSWERER
        assert unit.label is not None  # noqa: S101 - the state asks for one
        key = unit.label.key
        if key == CHEVRON:
            self._turn += 1
            return self._pair[(self._turn - 1) % 2]
        return (
            NARRATOR
            if key in NARRATORS
            else self._people[key].name
            if key in self._people
            else unit.label.name
        )

    def _other(self) -> str | None:
        """Whoever of two people did not speak last."""
        names = {person.name for person in self._people.values()}
        left = names - {self._speaker}
        return left.pop() if len(names) == 2 and len(left) == 1 else None

    def _begin(self, number: int, unit: Unit, tag: str, voice: str) -> None:
        text = joined(unit.rows).strip() if tag == "L" else _whole(unit)
        if tag == "L" and unit.head:
            self.cuts.append(Cut(unit.head.start, unit.head.end, "label"))
        elif tag != "L":
            text = self._bare(text, tag)
        self._speak(number, voice, unit, text)

    def _bare(self, text: Text, tag: str) -> Text:
        """A question or an answer without its dash, mark or number."""
        marks = (
            ((QUESTION_NUMBER, "question number"),)
            if self._numbered and tag == "Q"
            else ((_DASHED, "label"), (_ORNAMENT, "ornament"))
        )
        for mark, why in marks:
            found = mark.match(text.string)
            if found and found.end() < len(text):
                self.cuts.append(Cut(text.start, text.cut(0, found.end()).end, why))
                text = text.cut(found.end()).strip()
        return text

    def _speak(self, number: int, voice: str, unit: Unit, text: Text, *, goes_on: bool = False) -> None:
        spoken = self.parts[-1].spoken
        if not text:
            return
        same = unit.run_in or (unit.joins and unit.label is not None)
        if (
            goes_on
            and same
            and spoken
            and spoken[-1].speaker == voice
            and self._last not in (None, "D", "S", "s", "T")
        ):
            spoken[-1].text = (
                joined([spoken[-1].text, text])
                if not unit.run_in
                else Text((*spoken[-1].text.runs, *text.runs))
            )
            return
        spoken.append(Spoken(voice, text, unit.at, number))

    def _section(self, number: int, unit: Unit, *, goes_on: bool) -> None:
        text = self._without(_whole(unit), len(unit.string) - len(unit.string.lstrip(_MARKS)), "ornament")
        found = TITLE_NUMBER.match(text.string)
        text = self._without(text, found.end() if found else 0, "section number")
        part = self.parts[-1]
        if goes_on and part.title is not None and not part.spoken:
            part.title = joined([part.title, text])
            return
        self.parts.append(Part(text, unit.at, number))

    def _without(self, text: Text, end: int, why: str) -> Text:
        if not 0 < end < len(text):
            return text
        self.cuts.append(Cut(text.start, text.cut(0, end).end, why))
        return text.cut(end).strip()


def _whole(unit: Unit) -> Text:
    """All of a unit's text; what might have been a label is part of it."""
    if not unit.head:
        return joined(unit.rows).strip()
    return joined([unit.head + unit.rows[0], *unit.rows[1:]]).strip()


_NAME = r"((?:[A-Z][\w'’-]{1,20})(?:\s[A-Z][\w'’-]{1,20}){1,2})"
_HOST = re.compile(rf"(?:I'm|I am|my name is)\s(?:your host,?\s|the host,?\s)?{_NAME}")
_GUEST = re.compile(
    rf"(?:[Ww]ith (?:me|us)[^.?!]{{0,50}} is|joined by|my guest[^.?!]{{0,30}} is|welcome,?|here with)\s{_NAME}"
)


def introduced(text: str) -> tuple[str, str]:
    """The names of a host and a guest who are said aloud at the beginning."""
    host, guest = _HOST.search(text), _GUEST.search(text)
    first = host[1] if host else "Speaker 1"
    return first, guest[1] if guest and guest[1] != first else "Speaker 2"
