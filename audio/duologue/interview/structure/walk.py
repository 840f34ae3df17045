"""One pass over the units: label, question, section, narrator, continuation, or dropped."""

from __future__ import annotations

import re

from duologue.interview import clutter
from duologue.interview.blocks import Cut, Kind
from duologue.interview.clutter import Place
from duologue.interview.structure.bearings import Bearings
from duologue.interview.structure.parts import Part, Spoken
from duologue.interview.structure.questions import DASHED, is_question
from duologue.interview.structure.quotations import is_pulled
from duologue.interview.structure.sections import (
    MARKS,
    after_number,
    among_bold_questions,
    is_number,
    names_section,
)
from duologue.interview.structure.titles import frames_interview, same_title, titled
from duologue.interview.structure.units import Unit
from duologue.interview.structure.unnamed import ANSWERER, ASKER
from duologue.interview.text import Style, Text, joined
from duologue.interview.words import QUESTION_NUMBER, TITLE_NUMBER
from duologue.model import NARRATOR, Doubt

_ORNAMENT = re.compile(r"[👉➤➜▶►◆◇■□●○★☆＊※▍▌]\ufe0f?\s{0,3}(?=\w|[“「《])")
"""What a page sets before its questions."""
_LONG = 12
"""Paragraphs without a label after which it is no longer certain who speaks."""
_LONG_TEXT = 160
"""Characters of a paragraph that is more than a line under an article."""


def _is_rule(string: str) -> bool:
    """Whether a plain text draws a rule: ``--``, ``* * *``."""
    return len(string) > 1 and not string.strip("-–—*_=·~ ")


class Walk:
    """The pass and what it knows at each unit.

    Attributes:
        parts: the sections so far.
        cuts: what is not spoken.
        credits: the texts of credits, for the authors' names.
        doubts: what was decided on thin evidence.
    """

    def __init__(self, bearings: Bearings) -> None:
        self.bearings = bearings
        self.parts = [Part(None, 0)]
        self.cuts: list[Cut] = []
        self.credits: list[str] = []
        self.doubts: list[Doubt] = []
        self._speaker: str | None = None
        self._guest: str | None = None
        self._question_set_apart = False
        self._awaiting = False
        self._section_number: int | None = None
        self._ended = False
        self._after_image = False
        self._unlabelled = 0
        self._slanted = False
        self._dashed = False
        for number, unit in enumerate(bearings.units):
            self._take(number, unit)
        self._drop_silent_end()

    def _take(self, number: int, unit: Unit) -> None:
        block, bearings = unit.block, self.bearings
        image, self._after_image = self._after_image, False
        if block.drop:
            self._drop(unit, block.drop)
        elif block.kind is Kind.IMAGE:
            self._after_image = True
        elif block.kind is Kind.RULE:
            self._drop(unit, "markup")
            self._ended |= number > bearings.last >= 0
        elif block.kind is Kind.CODE:
            self._drop(unit, "code")
        elif unit is bearings.title_unit or self._repeats_title(number, unit):
            self._drop(unit, "title")
        elif unit.name is None and id(block) in bearings.legend_blocks:
            self._drop(unit, "legend")
        elif unit.name is None and self._is_data(unit):
            self._drop(unit, "page data")
        elif unit.name is not None and bearings.is_quoted(unit):
            self._drop(unit, "pull quote")
        elif unit.name is not None:
            self._turn(unit, unit.name)
        elif bearings.is_question(unit):
            if self._speaker != ASKER and among_bold_questions(bearings, number):
                self._bold_section(number, unit)
            else:
                self._question(number, unit)
        elif not unit.string:
            self._drop(unit, "markup")
        elif block.kind is Kind.HEADING:
            self._guest = bearings.guests.get(id(unit))
            self._heading(number, unit)
        else:
            self._paragraph(number, unit, image)

    def _repeats_title(self, number: int, unit: Unit) -> bool:
        title = self.bearings.title
        return bool(
            title and unit.name is None and number <= self.bearings.first and same_title(unit.string, title)
        )

    def _is_data(self, unit: Unit) -> bool:
        return id(unit.block) in self.bearings.data_blocks and clutter.reason(unit.string, Place.BODY) is None

    # Speech

    def _turn(self, unit: Unit, name: str, why: str = "a label") -> None:
        self._ended = False
        self._unlabelled = 0
        if unit.head:
            self.cuts.append(Cut(unit.head.start, unit.head.end, "label"))
        self._speaker = name
        self._question_set_apart = unit.bold or unit.block.kind is Kind.HEADING
        self._awaiting = not unit.string
        self._speak(unit, name, why)

    def _question(self, number: int, unit: Unit) -> None:
        """A question without a label, told by the way it is set."""
        style = self.bearings.style
        if not is_question(unit.string):
            self._doubt(unit, "this is set like the questions but does not ask; it is taken as one")
        self._turn(self._unnumbered(unit), ASKER, f"set like the questions: {style.name if style else ''}")

    def _unnumbered(self, unit: Unit) -> Unit:
        """A question without its dash; without its number, where the questions of a text are numbered."""
        if self.bearings.numbered:
            return self._without_mark(unit, QUESTION_NUMBER, "question number")
        self._dashed = DASHED.match(unit.string) is not None
        return self._without_mark(self._without_mark(unit, DASHED, "label"), _ORNAMENT, "ornament")

    def _without_mark(self, unit: Unit, mark: re.Pattern[str], reason: str) -> Unit:
        found = mark.match(unit.string) if unit.rows else None
        row = unit.rows[0] if unit.rows else Text()
        if not found or not row.string.startswith(found.group()) or found.end() >= len(row):
            return unit
        self.cuts.append(Cut(row.start, row.cut(0, found.end()).end, reason))
        return Unit(unit.block, [row.cut(found.end()), *unit.rows[1:]])

    def _speak(self, unit: Unit, name: str, why: str) -> None:
        text = joined(unit.rows).strip()
        if text:
            self._slanted = unit.italic
            self.parts[-1].spoken.append(Spoken(name, text, unit.at, why))

    def _continue(self, unit: Unit, speaker: str) -> None:
        """A paragraph without a label: the speaker's before it, or the answer to a question set apart."""
        bearings = self.bearings
        asked = speaker == ASKER or (
            speaker == bearings.asker
            and not self._awaiting
            and (bearings.asks_alone or (self._question_set_apart and bearings.asker_is_bold))
        )
        why = "continues the speaker before it"
        if self._awaiting:
            why = "follows the label"
        elif asked and unit.bold and self._question_set_apart:
            why = "more of the bold question before it"
        elif asked:
            if self._dashed:
                unit = self._without_mark(unit, DASHED, "label")
            speaker = self._speaker = self._answerer(speaker)
            self._question_set_apart = False
            why = "answers the question before it"
        self._speak(unit, speaker, why)
        self._awaiting = False
        self._weigh_continuation(unit)

    def _weigh_continuation(self, unit: Unit) -> None:
        """Doubts a speech that goes on long without a label, and a bold question within an answer."""
        self._unlabelled += 1
        if self.bearings.style is None and self._unlabelled == _LONG:
            self._doubt(
                unit, f"this is the {_LONG}th paragraph since the last label; somebody else may speak"
            )
        if unit.bold and self._speaker not in (ASKER, self.bearings.asker) and is_question(unit.string):
            self._doubt(unit, "this bold question is taken as part of the answer")
        if id(unit) in self.bearings.sayings and self._speaker != ASKER:
            self._doubt(unit, "this is set like the questions; it is taken as part of the answer")

    def _answerer(self, asker: str) -> str:
        if asker == ASKER:
            return self._guest or ANSWERER
        others = [name for name in self.bearings.behaviour if name != asker]
        return others[0] if len(others) == 1 else ANSWERER

    # Sections

    def _heading(self, number: int, unit: Unit) -> None:
        after = number > self.bearings.last >= 0
        level = self.bearings.document.meta.section_level
        if after and clutter.ends_article(unit.string):
            self._ended = True
        if self._ended:
            self._drop(unit, "footer")
        elif self._numbers_heading(number, unit):
            self._drop(unit, "section number")
        elif level is not None and unit.block.level > level:
            self._drop(unit, "heading below the section level")
        elif after and not frames_interview(unit.string):
            self._ended = True
            self._drop(unit, "another part of the page")
        else:
            if self.bearings.asker is not None and unit.string.rstrip().endswith(("?", "？")):
                self._doubt(
                    unit, "this heading asks, but a speaker asks too; it is taken as a section's title"
                )
            self._section(number, unit, "a heading")

    def _numbers_heading(self, number: int, unit: Unit) -> bool:
        """Whether a heading is only the number of the one below it: ``## 01``."""
        following = self.bearings.next(number)
        return (
            is_number(self.bearings, number)
            and following is not None
            and following.block.kind is Kind.HEADING
        )

    def _bold_section(self, number: int, unit: Unit) -> None:
        if unit.block.item or TITLE_NUMBER.match(unit.string) or after_number(self.bearings, number):
            self._section(number, unit, "a numbered bold line")
            return
        if self._section_number != number - 1:
            self._doubt(unit, "this bold line is taken as a section's title")
        self._section(number, unit, "a short bold line before a question")

    def _section(self, number: int, unit: Unit, why: str) -> None:
        text = self._unmarked(joined(unit.rows).strip())
        found = TITLE_NUMBER.match(text.string)
        if found and found.end() < len(text):
            self.cuts.append(Cut(text.start, text.cut(0, found.end()).end, "section number"))
            text = text.cut(found.end()).strip()
        part = self.parts[-1]
        self._speaker = None
        continues = self._section_number is not None and number == self._section_number + 1
        self._section_number = number
        if part.title is not None and not part.spoken:
            if continues:
                part.title = joined([part.title, text])
                return
            # Nothing is said in it: a chapter without sound.
            self.cuts.append(Cut(part.title.start, part.title.end, "section without speech"))
            self.parts.pop()
        self.parts.append(Part(text, unit.at, why))

    def _unmarked(self, title: Text) -> Text:
        """A title without the mark that a site sets before it."""
        end = len(title) - len(title.string.lstrip(MARKS))
        if 0 < end < len(title):
            self.cuts.append(Cut(title.start, title.cut(0, end).end, "ornament"))
            return title.cut(end).strip()
        return title

    def _names_section(self, number: int) -> bool:
        within_question = self._question_set_apart and self._speaker in (self.bearings.asker, ASKER)
        if within_question and self._speaker is not None:
            return False
        return names_section(self.bearings, number)

    # Prose

    def _paragraph(self, number: int, unit: Unit, image: bool) -> None:
        if is_number(self.bearings, number):
            self._drop(unit, "section number")
            self._speaker = None
            return
        place = self.bearings.place(number)
        if id(unit) in self.bearings.advertisements:
            self._drop(unit, "advertisement")
            return
        if place is Place.TAIL and unit.bold and titled(unit.string) and clutter.ends_article(unit.string):
            self._ended = True
        why = None if self._awaiting else self._why_not(number, unit, place, image)
        if why is not None:
            if why == "credit":
                self.credits.append(unit.string)
            self._ended |= place is Place.TAIL and (why in clutter.ENDS or _is_rule(unit.string))
            if clutter.is_weak(why, unit.string):
                self._doubt(unit, f"this is left out as “{why}”, but nothing in its words says so")
            self._drop(unit, why)
        elif place is not Place.TAIL and self._names_section(number):
            self._bold_section(number, unit)
        elif self._ended:
            if len(unit.string) > _LONG_TEXT:
                self._doubt(unit, "this long paragraph stands after the end of the interview and is left out")
            self._drop(unit, "footer")
        elif self._speaker is None:
            self._narrate(unit, place)
        else:
            self._continue(unit, self._speaker)

    def _narrate(self, unit: Unit, place: Place) -> None:
        if place is Place.HEAD:
            self._speak(unit, NARRATOR, "before the first question or label")
            return
        self._doubt(unit, "no label follows the heading; the narrator reads this")
        self._speak(unit, NARRATOR, "after a heading, without a label")

    def _why_not(self, number: int, unit: Unit, place: Place, image: bool) -> str | None:
        string = unit.string
        if (unit.block.image or unit.block.hint == "caption") and len(string) <= 160:
            return "caption"
        if unit.block.hint in ("name", "time"):
            return "label"
        if place is not Place.BODY and len(string) <= 160 and unit.share(Style.LINK) > 0.95:
            if place is Place.TAIL:
                return "read more"
            if unit.block.item:
                return "contents"
        why = clutter.reason(string, place, after_image=image, emphasised=unit.italic)
        if why is None and place is Place.TAIL and unit.italic and not self._slanted:
            return "closing remarks"
        if (
            why is None
            and unit.block.quote
            and place is Place.BODY
            and is_pulled(self.bearings, number, self._speaker)
        ):
            return "pull quote"
        if why == "page header" and self._names_section(number):
            return None
        return why

    def _doubt(self, unit: Unit, message: str) -> None:
        self.doubts.append(Doubt(self.bearings.document.line_of(unit.at), message))

    def _drop(self, unit: Unit, reason: str) -> None:
        self.cuts += unit.cut(reason)

    def _drop_silent_end(self) -> None:
        last = self.parts[-1]
        if last.title is not None and not last.spoken and len(self.parts) > 1:
            self.cuts.append(Cut(last.title.start, last.title.end, "section without speech"))
            self.parts.pop()
