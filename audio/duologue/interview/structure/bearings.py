"""What is known of a text before it is walked: who asks, how questions are set, its title, its ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from duologue.interview import clutter
from duologue.interview.blocks import Cut, Document, Kind
from duologue.interview.clutter import Place
from duologue.interview.people.labels import name_like
from duologue.interview.people.speakers import Labels
from duologue.interview.structure.behaviour import asker_of, measure
from duologue.interview.structure.questions import (
    Style,
    addresses,
    answered_by,
    emphasises,
    generalises,
    is_question,
    question_style,
    replies,
    speaks_to_somebody,
)
from duologue.interview.structure.titles import find_title, frames_interview
from duologue.interview.structure.units import Unit
from duologue.interview.wildcard import holds
from duologue.interview.words import INTERVIEWER, NUMBER_ONLY, QUESTION_NUMBER

_LONGEST_ADVERTISEMENT = 20
"""Units between two rules that may be one."""


class Bearings:
    """The units of a text, and what can be said about them at once.

    Attributes:
        units: all units, those that a hint leaves out apart.
        behaviour: what each labelled speaker does.
        asker: the labelled speaker who asks, if one does.
        style: how questions without a label are set, if some are.
        title_unit, title: the article's title and where it stands.
        first, last: numbers of the first and the last question or label.
    """

    def __init__(self, document: Document, units: list[Unit], labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.units = units
        self.legend_blocks = frozenset(id(document.blocks[row]) for row in labels.legend_rows)
        self.data_blocks = frozenset(id(document.blocks[row]) for row in labels.data_rows)
        self.behaviour = measure(unit for unit in units if not self.is_quoted(unit))
        self.asker = asker_of(self.behaviour)
        self._colophon: frozenset[int] = frozenset()
        self.style = self._style()
        self.title_unit, self.title = find_title(units, document.meta.title, self.style)
        self._colophon = frozenset(self._closing_lines())
        marks = [number for number, unit in enumerate(units) if self.is_mark(unit)]
        self.first = marks[0] if marks else len(units)
        self.last = marks[-1] if marks else -1

    def _style(self) -> Style | None:
        """How questions are set; nothing, where a labelled speaker asks them."""
        units = [unit for unit in self.units if not unit.block.drop]
        style = question_style(units)
        if style is None or not speaks_to_somebody(units, style):
            return None
        if self.asker is not None and self._answers_only(self.asker, style):
            self.asker = None
        if self.asker is not None:
            asks = self.behaviour[self.asker]
            if len(self.behaviour) >= 2 or (asks.turns >= 2 and any(k in INTERVIEWER for k in asks.keys)):
                return None
        questions = sum(style.fits(unit) and unit.label is None for unit in self.units)
        turns = sum(one.turns for one in self.behaviour.values())
        if len(self.behaviour) >= 2 and turns > 10 * questions and not style.name.startswith("heading"):
            return None
        return style

    def _answers_only(self, name: str, style: Style) -> bool:
        """Whether several answer one question after the other: then who asks now and then is a guest."""
        one = self.behaviour[name]
        if one.questions >= 0.6 * one.turns or any(key in INTERVIEWER for key in one.keys):
            return False
        rounds: list[list[str]] = []
        for unit in self.units:
            if unit.name is None and style.fits(unit) and is_question(unit.string):
                rounds.append([])
            elif unit.name is not None and rounds:
                rounds[-1].append(unit.name)
        answered = [round_ for round_ in rounds if round_]
        once = sum(len(set(round_)) == len(round_) for round_ in answered)
        return len(answered) >= 3 and len(answered) >= 0.6 * len(rounds) and once >= 0.8 * len(answered)

    def is_question(self, unit: Unit) -> bool:
        """Whether a unit without a label is a question."""
        if self.style is None or unit.name is not None or unit.block.drop or unit is self.title_unit:
            return False
        if not self.style.fits(unit) or not unit.string:
            return False
        if unit.block.kind is Kind.HEADING:
            if not is_question(unit.string) and frames_interview(unit.string):
                return False
        elif not is_question(unit.string) and clutter.reason(unit.string, Place.BODY) is not None:
            return False
        if self.style.name in ("bold", "italic") and (
            emphasises(unit.string) or id(unit) in self._before_questions or id(unit) in self.sayings
        ):
            return False
        return not NUMBER_ONLY.match(unit.string) and id(unit) not in self._colophon

    def is_quoted(self, unit: Unit) -> bool:
        """Whether a label in a quotation repeats what somebody says elsewhere without one."""
        return unit.block.quote > 0 and unit.name in self._unquoted

    @cached_property
    def _before_questions(self) -> frozenset[int]:
        """What is set like the questions before the first that asks, and speaks to nobody."""
        style = self.style
        if style is None:
            return frozenset()
        asked = (n for n, unit in enumerate(self.units) if style.fits(unit) and is_question(unit.string))
        return frozenset(
            id(unit)
            for number, unit in enumerate(self.units[: next(asked, 0)])
            if style.fits(unit) and not addresses(unit.string) and not self._is_answered(number)
        )

    @cached_property
    def sayings(self) -> frozenset[int]:
        """Sayings set like the questions, where nearly all of those ask: each stresses an answer."""
        style = self.style
        if style is None:
            return frozenset()
        alike = [(n, unit) for n, unit in enumerate(self.units) if style.fits(unit) and unit.string]
        asking = sum(is_question(unit.string) for _, unit in alike)
        if asking < 5 or asking < 0.75 * len(alike):
            return frozenset()
        return frozenset(
            id(unit)
            for n, unit in alike
            if generalises(unit.string)
            and not ((after := self.next(n)) and (after.name or replies(after.string)))
        )

    @cached_property
    def advertisements(self) -> frozenset[int]:
        """What stands between two rules and advertises, where nobody speaks in between."""
        found: set[int] = set()
        between: list[Unit] | None = None
        for unit in self.units:
            if unit.block.kind is Kind.RULE:
                if between and any(clutter.advertises(one.string) for one in between):
                    found |= {id(one) for one in between}
                between = []
            elif between is not None:
                between.append(unit)
                if self.is_mark(unit) or len(between) > _LONGEST_ADVERTISEMENT:
                    between = None
        return frozenset(found)

    def _is_answered(self, number: int) -> bool:
        """Whether what follows a remark answers it: somebody's labelled words, or somebody's own."""
        following = self.next(number)
        if following is None or following.block.kind is not Kind.PARAGRAPH:
            return False
        return following.name is not None or answered_by(self.units[number].string, following.string)

    @cached_property
    def _unquoted(self) -> frozenset[str]:
        """The speakers most of whose labels stand outside quotations."""
        quoted: dict[str, list[bool]] = {}
        for unit in self.units:
            if unit.name is not None:
                quoted.setdefault(unit.name, []).append(unit.block.quote > 0)
        return frozenset(name for name, one in quoted.items() if sum(one) < 0.3 * len(one))

    def is_mark(self, unit: Unit) -> bool:
        """Whether a turn begins with this unit: at a label or a question."""
        named = unit.name is not None and not self.is_quoted(unit)
        return (named or self.is_question(unit)) and not unit.block.drop

    def place(self, number: int) -> Place:
        """Whether a unit stands before, within or after the dialogue."""
        return Place.HEAD if number < self.first else Place.TAIL if number > self.last else Place.BODY

    def next(self, number: int) -> Unit | None:
        """The next unit with text or a label."""
        for unit in self.units[number + 1 : number + 12]:
            if unit.block.kind not in (Kind.IMAGE, Kind.RULE) and (unit.string or unit.name):
                return unit
        return None

    @cached_property
    def numbered(self) -> bool:
        """Whether the questions without a label begin with their numbers."""
        questions = [unit for unit in self.units if self.is_question(unit)]
        numbers = sum(QUESTION_NUMBER.match(unit.string) is not None for unit in questions)
        return numbers >= 2 and numbers >= 0.6 * len(questions)

    @cached_property
    def asker_is_bold(self) -> bool:
        """Whether labelled questions are set in bold or as headings: then plain text after one answers."""
        marked = [unit for unit in self.units if unit.name == self.asker]
        bold = sum(unit.bold or unit.block.kind is Kind.HEADING for unit in marked)
        return bold >= 0.8 * len(marked)

    @cached_property
    def guests(self) -> dict[int, str]:
        """Headings that name who answers below: the same questions come again under each of them."""
        if self.style is None or self.behaviour or self.style.name.startswith("heading"):
            return {}
        asked: dict[int, set[str]] = {}
        names: dict[int, str] = {}
        heading = -1
        for unit in self.units:
            if unit.block.kind is Kind.HEADING and unit is not self.title_unit and not unit.block.drop:
                heading = id(unit)
                names[heading] = unit.string.split("(")[0].strip()
            elif self.is_question(unit):
                asked.setdefault(heading, set()).add(unit.string)
        times = Counter(question for questions in asked.values() for question in questions)
        again = sum(times[question] > 1 for questions in asked.values() for question in questions)
        if len(asked) < 2 or again < 0.6 * sum(map(len, asked.values())):
            return {}
        return {one: names[one] for one in asked if one in names and name_like(names[one])}

    @cached_property
    def asks_alone(self) -> bool:
        """Whether only the questions carry a label: then what follows one answers."""
        one = self.behaviour.get(self.asker or "")
        return (
            one is not None
            and len(self.behaviour) == 1
            and one.turns >= 3
            and any(key in INTERVIEWER for key in one.keys)
        )

    def _closing_lines(self) -> Iterator[int]:
        """What is set like a question under the last answer, and is none: who the author is, thanks."""
        if self.style is None:
            return
        for unit in reversed(self.units):
            if unit.block.kind is Kind.HEADING and self.style.fits(unit) and unit.name is None:
                if "?" in unit.string or "？" in unit.string or not clutter.ends_article(unit.string):
                    break
                yield id(unit)
        asked = max(
            (n for n, unit in enumerate(self.units) if self.style.fits(unit) and is_question(unit.string)),
            default=-1,
        )
        closing = False
        for unit in self.units[asked + 1 :]:
            closing = closing or clutter.reason(unit.string, Place.TAIL) in clutter.ENDS
            if closing and unit.name is None and self.style.fits(unit):
                yield id(unit)
        for number in range(len(self.units) - 1, -1, -1):
            unit = self.units[number]
            if unit.block.kind in (Kind.RULE, Kind.IMAGE) or unit.block.drop or not unit.string:
                continue
            if not self.style.fits(unit) or unit.name is not None or is_question(unit.string):
                return
            ruled = number > 0 and self.units[number - 1].block.kind is Kind.RULE
            if not ruled and clutter.reason(unit.string, Place.TAIL) is None:
                return
            yield id(unit)


@dataclass(frozen=True, slots=True)
class Kept:
    """The units that a hint does not leave out, and the cuts for those that it does."""

    units: list[Unit]
    cuts: list[Cut]


def without_ignored(units: list[Unit], patterns: Sequence[str]) -> Kept:
    """Takes out the units that an `ignore:` pattern fits; ``*`` stands for anything."""
    kept: list[Unit] = []
    cuts: list[Cut] = []
    for unit in units:
        if patterns and any(holds(f"{unit.head.string}{unit.string}"[:2000], one) for one in patterns):
            cuts += unit.cut("ignored by a hint")
        else:
            kept.append(unit)
    return Kept(kept, cuts)
