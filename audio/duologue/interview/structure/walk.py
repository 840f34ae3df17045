"""One pass over the units: label, question, section, narrator, continuation, or dropped."""

from __future__ import annotations

from dataclasses import dataclass, field

from duologue.interview import clutter
from duologue.interview.blocks import Cut, Kind
from duologue.interview.clutter import Place
from duologue.interview.model import NARRATOR
from duologue.interview.structure.bearings import Bearings
from duologue.interview.structure.sections import among_bold_questions, is_number, names_section
from duologue.interview.structure.titles import frames_interview, same_title
from duologue.interview.structure.units import Unit
from duologue.interview.structure.unnamed import ANSWERER, ASKER
from duologue.interview.text import Text, joined
from duologue.interview.words import TITLE_NUMBER

_ENDS = frozenset(("footer", "read more", "share or subscribe", "closing remarks", "end mark", "credit"))
"""What ends the interview where it stands after the last question."""


@dataclass(slots=True)
class Spoken:
    """One paragraph of one speaker (or the narrator's)."""

    speaker: str
    text: Text
    at: int


@dataclass(slots=True)
class Part:
    """A section in the making."""

    title: Text | None
    at: int
    spoken: list[Spoken] = field(default_factory=list)


class Walk:
    """The pass and what it knows at each unit.

    Attributes:
        parts: the sections so far.
        cuts: what is not spoken.
        credits: the texts of credits, for the authors' names.
    """

    def __init__(self, bearings: Bearings) -> None:
        self.bearings = bearings
        self.parts = [Part(None, 0)]
        self.cuts: list[Cut] = []
        self.credits: list[str] = []
        self._speaker: str | None = None
        self._question_set_apart = False
        self._awaiting = False
        self._section_number: int | None = None
        self._ended = False
        self._after_image = False
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
        elif unit.name is None and id(block) in bearings.data_blocks:
            self._drop(unit, "page data")
        elif unit.name is not None:
            self._turn(unit, unit.name)
        elif bearings.is_question(unit):
            if self._speaker != ASKER and among_bold_questions(bearings, number):
                self._section(number, unit)
            else:
                self._turn(unit, ASKER)
        elif not unit.string:
            self._drop(unit, "markup")
        elif block.kind is Kind.HEADING:
            self._heading(number, unit)
        else:
            self._paragraph(number, unit, image)

    def _repeats_title(self, number: int, unit: Unit) -> bool:
        title = self.bearings.title
        return bool(
            title and unit.name is None and number <= self.bearings.first and same_title(unit.string, title)
        )

    # Speech

    def _turn(self, unit: Unit, name: str) -> None:
        self._ended = False
        if unit.head:
            self.cuts.append(Cut(unit.head.start, unit.head.end, "label"))
        self._speaker = name
        self._question_set_apart = unit.bold or unit.block.kind is Kind.HEADING
        self._awaiting = not unit.string
        self._speak(unit, name)

    def _speak(self, unit: Unit, name: str) -> None:
        text = joined(unit.rows).strip()
        if text:
            self.parts[-1].spoken.append(Spoken(name, text, unit.at))

    def _continue(self, unit: Unit, speaker: str) -> None:
        """A paragraph without a label: the speaker's before it, or the answer to a question set apart."""
        bearings = self.bearings
        asked = speaker == ASKER or (
            speaker == bearings.asker
            and self._question_set_apart
            and not self._awaiting
            and bearings.asker_is_bold
        )
        if asked and not (unit.bold and self._question_set_apart):
            speaker = self._speaker = self._answerer(speaker)
            self._question_set_apart = False
        self._speak(unit, speaker)
        self._awaiting = False

    def _answerer(self, asker: str) -> str:
        if asker == ASKER:
            return ANSWERER
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
        elif level is not None and unit.block.level > level:
            self._drop(unit, "heading below the section level")
        elif after and not frames_interview(unit.string):
            self._ended = True
            self._drop(unit, "another part of the page")
        else:
            self._section(number, unit)

    def _section(self, number: int, unit: Unit) -> None:
        text = joined(unit.rows).strip()
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
        self.parts.append(Part(text, unit.at))

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
        why = self._why_not(number, unit, place, image)
        if why is not None:
            if why == "credit":
                self.credits.append(unit.string)
            self._ended |= place is Place.TAIL and why in _ENDS
            self._drop(unit, why)
        elif place is not Place.TAIL and self._names_section(number):
            self._section(number, unit)
        elif self._ended:
            self._drop(unit, "footer")
        elif self._speaker is None:
            self._speak(unit, NARRATOR)
        else:
            self._continue(unit, self._speaker)

    def _why_not(self, number: int, unit: Unit, place: Place, image: bool) -> str | None:
        string = unit.string
        if (unit.block.image or unit.block.hint == "caption") and len(string) <= 160:
            return "caption"
        if unit.block.hint in ("name", "time"):
            return "label"
        why = clutter.reason(string, place, after_image=image, emphasised=unit.italic)
        if why is None and unit.block.quote and place is Place.BODY and self._pulled(number, unit):
            return "pull quote"
        if why == "page header" and self._names_section(number):
            return None
        return why

    def _pulled(self, number: int, unit: Unit) -> bool:
        """A quotation in the body repeats what is said, unless the quotation itself is the answer."""
        style = self.bearings.style
        if style is not None and style.name == "quote":
            return False
        answering = style is not None and self._speaker in (ASKER, ANSWERER)
        if answering and all(one.block.quote for one in self._answer_around(number)):
            return False
        return len(unit.string) <= 200 or unit.string[0] in '“"「『'

    def _answer_around(self, number: int) -> list[Unit]:
        """What stands between the question before and the next mark."""
        units, is_mark = self.bearings.units, self.bearings.is_mark
        begin = number
        while begin and number - begin < 200 and not is_mark(units[begin - 1]):
            begin -= 1
        end = number + 1
        while end < len(units) and not is_mark(units[end]) and end - begin < 200:
            end += 1
        kinds = (Kind.PARAGRAPH, Kind.CUE)
        return [one for one in units[begin:end] if one.block.kind in kinds and one.string]

    def _drop(self, unit: Unit, reason: str) -> None:
        self.cuts += unit.cut(reason)

    def _drop_silent_end(self) -> None:
        last = self.parts[-1]
        if last.title is not None and not last.spoken and len(self.parts) > 1:
            self.cuts.append(Cut(last.title.start, last.title.end, "section without speech"))
            self.parts.pop()
