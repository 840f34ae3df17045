# ruff: noqa: E501
"""From a document to an interview: what each unit is, decided in one pass over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from duologue.interview import clutter, roles
from duologue.interview.blocks import Cut, Document, Kind
from duologue.interview.clutter import Place
from duologue.interview.divide import divide, rows_of
from duologue.interview.labels import Form
from duologue.interview.layout import Style as QuestionStyle
from duologue.interview.layout import is_question, question_style
from duologue.interview.model import NARRATOR, Doubt, Role
from duologue.interview.roles import Behaviour
from duologue.interview.speakers import Labels, find_labels
from duologue.interview.text import Text, joined
from duologue.interview.units import Unit
from duologue.interview.words import INTERVIEWEE, INTERVIEWER, NUMBER_ONLY, SENTENCE_END, TITLE_NUMBER

ASKER = "\0asker"
ANSWERER = "\0answerer"
_QUOTES = "“”\"「」『』‘’'«» "


@dataclass(slots=True)
class Spoken:
    """One paragraph of one speaker (or the narrator's)."""

    speaker: str
    text: Text
    at: int
    fresh: bool
    """Whether a label or a question stands before it, so that a new turn begins."""


@dataclass(slots=True)
class Part:
    """A section in the making."""

    title: Text | None
    at: int
    spoken: list[Spoken] = field(default_factory=list)


@dataclass(slots=True)
class Understanding:
    """What the reader made of a document."""

    parts: list[Part]
    cuts: list[Cut]
    doubts: list[Doubt]
    roles: dict[str, Role]
    labels: Labels
    behaviour: dict[str, Behaviour]
    title: str | None
    credits: list[str]


def understand(document: Document) -> Understanding:
    """Decides what every unit of the document is."""
    rows = [rows_of(block) for block in document.blocks]
    labels = find_labels(document, rows)
    meta = document.meta
    document = replace(
        document,
        meta=replace(
            meta, interviewers=(*meta.interviewers, *labels.hosts), guests=(*meta.guests, *labels.guests)
        ),
    )
    units = divide(document, rows, labels)
    return _Walk(document, units, labels).result()


class _Walk:
    def __init__(self, document: Document, units: list[Unit], labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.units = units
        self.cuts: list[Cut] = []
        self.doubts: list[Doubt] = []
        self.credits: list[str] = []
        self.behaviour: dict[str, Behaviour] = {}
        self._ignored()
        self._chevrons()
        self._measure()
        self.asker = self._asker()
        self.colophon: set[int] = set()
        self.style = self._question_style()
        self.title_unit, self.title = self._title()
        self.colophon = self._colophon()
        marks = [number for number, unit in enumerate(self.units) if self._is_mark(unit)]
        self.first = marks[0] if marks else len(self.units)
        self.last = marks[-1] if marks else -1
        self.parts = [Part(None, 0)]
        self.section_number: int | None = None
        self.awaiting = False
        self.speaker: str | None = None
        self.fresh = False
        self.bold_question = False
        self.ended = False
        self.after_image = False

    # What is known before the walk

    def _ignored(self) -> None:
        patterns = [
            re.compile(re.escape(entry).replace(r"\*", ".{0,200}"), re.IGNORECASE)
            for entry in self.document.meta.ignore
        ]
        if not patterns:
            return
        kept = []
        for unit in self.units:
            if any(pattern.search(f"{unit.head.string}{unit.string}"[:2000]) for pattern in patterns):
                self._drop(unit, "ignored by a hint")
            else:
                kept.append(unit)
        self.units = kept

    def _chevrons(self) -> None:
        """``>>`` marks a change between unnamed speakers: two of them take turns."""
        marked = [unit for unit in self.units if unit.label is not None and unit.label.form is Form.CHEVRON]
        if not marked:
            return
        opens = next((unit for unit in self.units if unit.string), None)
        people = _introduced(" ".join(unit.string for unit in self.units[:60]))
        turn = 0 if opens is marked[0] else 1
        if turn:
            assert opens is not None  # noqa: S101
            opens.name = people[0]
        for unit in marked:
            unit.name = people[turn % 2]
            turn += 1

    def _measure(self) -> None:
        last: str | None = None
        said = ""
        for number, unit in enumerate([*self.units, None]):
            if unit is not None and unit.name is None:
                if last is not None and unit.block.kind is Kind.PARAGRAPH and not unit.block.quote:
                    said = f"{said}\n{unit.string}".strip() if len(said) < 20000 else said
                continue
            if last is not None:
                one = self.behaviour.setdefault(last, Behaviour(last, first=number))
                one.turns += 1
                one.characters += len(said)
                one.questions += roles.asks(said) or (
                    (said.count("?") + said.count("？")) > 0 and len(said) < 300
                )
            if unit is None:
                break
            last, said = unit.name, unit.string
            if last is not None:
                one = self.behaviour.setdefault(last, Behaviour(last, first=number))
                label = unit.label
                if label is not None:
                    if label.key not in one.keys:
                        one.keys = (*one.keys, label.key)
                    one.bracketed |= label.form is Form.BRACKET and unit.head.string.strip()[:1] in "「《『"

    def _asker(self) -> str | None:
        """The labelled speaker who asks, if one of them does."""
        best: tuple[float, str] | None = None
        for one in self.behaviour.values():
            rate = one.questions / max(1, one.turns)
            if any(key in INTERVIEWER for key in one.keys):
                rate += 1
            if any(key in INTERVIEWEE for key in one.keys):
                rate -= 1
            if (one.turns >= 2 or rate >= 1) and rate >= 0.3 and (best is None or rate > best[0]):
                best = (rate, one.name)
        return best[1] if best else None

    def _question_style(self) -> QuestionStyle | None:
        style = question_style([unit for unit in self.units if not unit.block.drop])
        if style is None:
            return None
        if len(self.behaviour) >= 2 and self.asker is not None:
            return None
        if (
            self.asker is not None
            and self.behaviour[self.asker].turns >= 2
            and any(k in INTERVIEWER for k in self.behaviour[self.asker].keys)
        ):
            return None
        questions = sum(style.fits(unit) and unit.label is None for unit in self.units)
        turns = sum(one.turns for one in self.behaviour.values())
        if len(self.behaviour) >= 2 and turns > 4 * questions and not style.name.startswith("heading"):
            return None
        return style

    def _is_question(self, unit: Unit) -> bool:
        if self.style is None or unit.name is not None or unit.block.drop or unit is self.title_unit:
            return False
        if not self.style.fits(unit) or not unit.string:
            return False
        if unit.block.kind is Kind.HEADING and not is_question(unit.string) and _wordless(unit.string):
            return False
        return not NUMBER_ONLY.match(unit.string) and id(unit) not in self.colophon

    def _is_mark(self, unit: Unit) -> bool:
        return (unit.name is not None or self._is_question(unit)) and not unit.block.drop

    def _title(self) -> tuple[Unit | None, str | None]:
        known = self.document.meta.title
        early = []
        for unit in self.units[:40]:
            if unit.name is not None and unit.label is not None and unit.label.form is not Form.ALONE:
                break
            early.append(unit)
        headings = [
            unit for unit in early if unit.block.kind is Kind.HEADING and unit.string and unit.name is None
        ]
        top = next((unit for unit in headings if unit.block.level == 1), None)
        if known:
            found = next((unit for unit in headings if _same_text(unit.string, known)), None)
            return found or (
                top if top is not None and not (self.style and self.style.fits(top)) else None
            ), known
        if top is None and headings and not (self.style and self.style.fits(headings[0])):
            first = next((unit for unit in early if unit.string), None)
            others = sum(
                unit.block.kind is Kind.HEADING and unit.block.level == headings[0].block.level
                for unit in self.units
            )
            top = headings[0] if first is headings[0] and others == 1 else None
        if top is not None and not (
            self.style and self.style.fits(top) and sum(self.style.fits(u) for u in self.units) > 1
        ):
            return top, top.string.replace("\n", " ")
        first = next((unit for unit in early if unit.string), None)
        if (
            first is not None
            and first.name is None
            and first.block.kind is Kind.PARAGRAPH
            and not (self.style and self.style.fits(first) and is_question(first.string))
        ):
            line = first.string
            if (
                len(line) <= 90
                and "\n" not in line
                and not line.endswith(("。", ".", "：", ":", "，", "」。"))
                and first.block.at < 400
            ):
                return first, line
        return None, None

    def _colophon(self) -> set[int]:
        """What is set like a question under the last answer, and is none: who the author is, thanks."""
        found: set[int] = set()
        if self.style is None:
            return found
        for number in range(len(self.units) - 1, -1, -1):
            unit = self.units[number]
            if unit.block.kind in (Kind.RULE, Kind.IMAGE) or unit.block.drop or not unit.string:
                continue
            if not self.style.fits(unit) or unit.name is not None or is_question(unit.string):
                return found
            ruled = number > 0 and self.units[number - 1].block.kind is Kind.RULE
            if not ruled and clutter.reason(unit.string, Place.TAIL) is None:
                return found
            found.add(id(unit))
        return found

    # The walk

    def result(self) -> Understanding:
        for number, unit in enumerate(self.units):
            self._take(number, unit)
        return self._named()

    def _take(self, number: int, unit: Unit) -> None:
        block = unit.block
        image, self.after_image = self.after_image, False
        if block.drop:
            self._drop(unit, block.drop)
        elif block.kind is Kind.IMAGE:
            self.after_image = True
        elif block.kind is Kind.RULE:
            self._drop(unit, "markup")
            if number > self.last >= 0:
                self.ended = True
        elif block.kind is Kind.CODE:
            self._drop(unit, "code")
        elif unit is self.title_unit or (
            unit.name is None and number <= self.first and self.title and _same_text(unit.string, self.title)
        ):
            self._drop(unit, "title")
        elif (
            unit.label is None
            and unit.name is None
            and any(block is self.document.blocks[row] for row in self.labels.legend_rows)
        ):
            self._drop(unit, "legend")
        elif unit.name is not None:
            self._turn(unit, unit.name)
        elif self._is_question(unit):
            if self._bold_section(number, unit):
                self._section(number, unit)
            else:
                self._turn(unit, ASKER)
        elif not unit.string:
            self._drop(unit, "markup")
        elif block.kind is Kind.HEADING:
            self._heading(number, unit)
        else:
            self._paragraph(number, unit, image)

    def _turn(self, unit: Unit, name: str) -> None:
        self.ended = False
        if unit.head:
            self.cuts.append(Cut(unit.head.start, unit.head.end, "label"))
        self.speaker, self.fresh = name, True
        self.bold_question = unit.bold or unit.block.kind is Kind.HEADING
        self.awaiting = not unit.string
        self._speak(unit, name)

    def _speak(self, unit: Unit, name: str) -> None:
        text = joined(unit.rows).strip()
        if not text:
            return
        part = self.parts[-1]
        part.spoken.append(Spoken(name, text, unit.at, self.fresh))
        self.fresh = False

    def _heading(self, number: int, unit: Unit) -> None:
        if number > self.last >= 0 and clutter.ends_article(unit.string):
            self.ended = True
            self._drop(unit, "footer")
            return
        if self.ended:
            self._drop(unit, "footer")
            return
        level = self.document.meta.section_level
        if level is not None and unit.block.level > level:
            self._drop(unit, "heading below the section level")
            return
        if number > self.last >= 0 and not _wordless(unit.string):
            self.ended = True
            self._drop(unit, "another part of the page")
            return
        self._section(number, unit)

    def _section(self, number: int, unit: Unit) -> None:
        text = joined(unit.rows).strip()
        found = TITLE_NUMBER.match(text.string)
        if found and found.end() < len(text):
            self.cuts.append(Cut(text.start, text.cut(0, found.end()).end, "section number"))
            text = text.cut(found.end()).strip()
        part = self.parts[-1]
        self.speaker = None
        joins = self.section_number is not None and number == self.section_number + 1
        self.section_number = number
        if part.title is not None and not part.spoken:
            if joins:
                part.title = joined([part.title, text])
                return
            # Nothing is said in it: a chapter without sound.
            self.cuts.append(Cut(part.title.start, part.title.end, "section without speech"))
            self.parts.pop()
        self.parts.append(Part(text, unit.at))

    def _bold_section(self, number: int, unit: Unit) -> bool:
        """A short bold line that is no question, with a label or a bold question after it, names a section."""
        if self.style is None or self.style.name != "bold" or not _titled(unit.string):
            return False
        following = self._next(number)
        return following is not None and self._is_question(following) and self.speaker != ASKER

    def _next(self, number: int) -> Unit | None:
        for unit in self.units[number + 1 : number + 12]:
            if unit.block.kind not in (Kind.IMAGE, Kind.RULE) and (unit.string or unit.name):
                return unit
        return None

    def _paragraph(self, number: int, unit: Unit, image: bool) -> None:
        string = unit.string
        place = Place.HEAD if number < self.first else Place.TAIL if number > self.last else Place.BODY
        if NUMBER_ONLY.match(string) and len(string) <= 16 and self._before_title(number):
            self._drop(unit, "section number")
            self.speaker = None
            return
        why = self._why_not(unit, place, image, number)
        if why is None and place is not Place.TAIL and self._names_section(number, unit):
            self._section(number, unit)
            return
        if why is not None:
            if why == "credit":
                self.credits.append(string)
            if place is Place.TAIL and why in (
                "footer",
                "read more",
                "share or subscribe",
                "closing remarks",
                "end mark",
                "credit",
            ):
                self.ended = True
            self._drop(unit, why)
            return
        if self.ended:
            self._drop(unit, "footer")
            return
        if self.speaker is None:
            self.fresh = False
            self._speak(unit, NARRATOR)
            return
        self._continue(unit)

    def _continue(self, unit: Unit) -> None:
        assert self.speaker is not None  # noqa: S101
        answers = self.speaker == ASKER or (
            self.speaker == self.asker and self.bold_question and not self.awaiting and self._bold_asker()
        )
        if answers and not (unit.bold and self.bold_question):
            self.speaker, self.fresh = self._answerer(self.speaker), True
            self.bold_question = False
        self._speak(unit, self.speaker)
        self.awaiting = False

    def _bold_asker(self) -> bool:
        marked = [unit for unit in self.units if unit.name == self.asker]
        bold = sum(unit.bold or unit.block.kind is Kind.HEADING for unit in marked)
        return bold >= 0.8 * len(marked)

    def _answerer(self, asker: str) -> str:
        others = [one for one in self.behaviour.values() if one.name != asker]
        if asker == ASKER:
            return ANSWERER
        if len(others) == 1:
            return others[0].name
        return ANSWERER

    def _why_not(self, unit: Unit, place: Place, image: bool, number: int) -> str | None:
        string = unit.string
        if (unit.block.image or unit.block.hint == "caption") and len(string) <= 160:
            return "caption"
        if unit.block.hint in ("name", "time"):
            return "label"
        why = clutter.reason(string, place, after_image=image, emphasised=unit.italic)
        if (
            why is None
            and unit.block.quote
            and place is Place.BODY
            and self.style_name != "quote"
            and self._pulled(number, unit)
        ):
            return "pull quote"
        if why == "page header" and self._names_section(number, unit):
            return None
        return why

    @property
    def style_name(self) -> str:
        return self.style.name if self.style else ""

    def _pulled(self, number: int, unit: Unit) -> bool:
        """A quotation in the body repeats what is said, unless the quotation itself is the answer."""
        if self.style is not None and self.speaker in (ASKER, ANSWERER):
            answer = self._answer_around(number)
            if all(one.block.quote for one in answer):
                return False
        return len(unit.string) <= 200 or unit.string[0] in '“"「『'

    def _answer_around(self, number: int) -> list[Unit]:
        """What stands between the question before and the next mark."""
        begin = number
        while begin and number - begin < 200 and not self._is_mark(self.units[begin - 1]):
            begin -= 1
        end = number + 1
        while end < len(self.units) and not self._is_mark(self.units[end]) and end - begin < 200:
            end += 1
        kinds = (Kind.PARAGRAPH, Kind.CUE)
        return [one for one in self.units[begin:end] if one.block.kind in kinds and one.string]

    def _before_title(self, number: int) -> bool:
        following = self._next(number)
        return following is not None and following.name is None

    def _names_section(self, number: int, unit: Unit) -> bool:
        if not unit.bold or unit.block.item or not self._title_line(number):
            return False
        if self.bold_question and self.speaker is not None and self.speaker in (self.asker, ASKER):
            return False
        if number == 0 or (self.title_unit is None and number < 2):
            return False
        for following in self.units[number + 1 : number + 8]:
            if following.block.kind in (Kind.IMAGE, Kind.RULE):
                continue
            if self._is_mark(following):
                return True
            if not following.bold or not _titled(following.string):
                return bool(TITLE_NUMBER.match(unit.string)) or self._after_number(number)
        return False

    def _title_line(self, number: int) -> bool:
        """A title, or the first line of one that is set in two and broken after a comma."""
        string = self.units[number].string
        if _titled(string):
            return True
        following = self._next(number)
        return (
            string.endswith(("，", ",", "、"))
            and _titled(string[:-1])
            and following is not None
            and following.name is None
            and following.bold
            and _titled(following.string)
        )

    def _after_number(self, number: int) -> bool:
        before = self.units[number - 1]
        return bool(NUMBER_ONLY.match(before.string))

    def _drop(self, unit: Unit, reason: str) -> None:
        texts = [text for text in (unit.head, *unit.rows) if text]
        if texts:
            self.cuts.append(Cut(texts[0].start, texts[-1].end, reason))

    def _named(self) -> Understanding:
        last = self.parts[-1]
        if last.title is not None and not last.spoken and len(self.parts) > 1:
            self.cuts.append(Cut(last.title.start, last.title.end, "section without speech"))
            self.parts.pop()
        used = [
            name
            for name in dict.fromkeys(s.speaker for p in self.parts for s in p.spoken)
            if name != NARRATOR
        ]
        people = sorted(
            (self.behaviour[name] for name in used if name in self.behaviour), key=lambda one: one.first
        )
        lede = " ".join(s.text.string for s in self.parts[0].spoken if s.speaker == NARRATOR)[:4000]
        meta = self.document.meta
        decided = roles.decide(people, meta, lede, asked_elsewhere=ASKER in used)
        if ANSWERER in used and ASKER not in used:
            decided[ANSWERER] = Role.INTERVIEWEE
        if ASKER in used:
            decided[ASKER] = Role.INTERVIEWER
            decided[ANSWERER] = Role.INTERVIEWEE
        return Understanding(
            self.parts, self.cuts, self.doubts, decided, self.labels, self.behaviour, self.title, self.credits
        )


def _titled(string: str) -> bool:
    wide = sum(1 for char in string if char > "\u2e7f")
    return "\n" not in string and len(string) <= (32 if wide else 70) and not SENTENCE_END.search(string)


def _wordless(string: str) -> bool:
    """Headings that frame an interview and ask nothing."""
    return bool(
        re.match(
            r"(?:introduction|intro|background|about|wrap|conclusion|summary|closing|final thoughts|the interview|interview|q\s?&\s?a|a summary|前言|引言|导语|结语|后记|背景|简介|关于|访谈|正文|总结|写在)",
            string,
            re.IGNORECASE,
        )
    ) or clutter.ends_article(string)


def _same_text(one: str, other: str) -> bool:
    def plain(string: str) -> str:
        return re.sub(r"[\W_]+", "", string).casefold()

    a, b = plain(one), plain(other)
    return bool(a) and (
        a == b or (len(a) > 8 and (b.startswith(a) or a.startswith(b)) and abs(len(a) - len(b)) < 16)
    )


def _introduced(text: str) -> Sequence[str]:
    """The names of a host and a guest who are said aloud at the beginning."""
    name = r"((?:[A-Z][\w'’-]{1,20})(?:\s[A-Z][\w'’-]{1,20}){1,2})"
    host = re.search(rf"(?:I'm|I am|my name is)\s(?:your host,?\s|the host,?\s)?{name}", text)
    guest = re.search(
        rf"(?:with (?:me|us)[^.?!]{{0,50}} is|joined by|my guest[^.?!]{{0,30}} is|welcome,?|here with)\s{name}",
        text,
    )
    first = host.group(1) if host else "Speaker 1"
    second = guest.group(1) if guest and guest.group(1) != first else "Speaker 2"
    return first, second
