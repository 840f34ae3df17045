"""Who asks and who answers: decided from what the speakers do and what the text says about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from duologue.interview.blocks import Meta
from duologue.interview.people.labels import key_of
from duologue.interview.words import INTERVIEWEE, INTERVIEWER, QUESTION_END
from duologue.model import Role

SINGLE = frozenset(("a", "r"))
"""Letters that stand for the answer where another stands for the question; else they are initials."""


@dataclass(slots=True)
class Behaviour:
    """What one speaker does in the text."""

    name: str
    keys: tuple[str, ...] = ()
    turns: int = 0
    questions: int = 0
    characters: int = 0
    first: int = 0
    bracketed: bool = False
    evidence: list[str] = field(default_factory=list)
    score: float = 0.0

    def note(self, points: float, why: str) -> None:
        """Adds evidence: points above zero for asking, below for answering."""
        self.score += points
        self.evidence.append(why)


def decide(people: list[Behaviour], meta: Meta, *, asked_elsewhere: bool = False) -> dict[str, Role]:
    """The role of each speaker.

    Args:
        people: the speakers, in order of appearance.
        meta: what the source says about itself.
        asked_elsewhere: whether the questions have no label, so that every labelled speaker answers.
    """
    if not people:
        return {}
    for number, one in enumerate(people):
        _weigh(one, number, people, meta)
    if asked_elsewhere:
        return {one.name: Role.INTERVIEWER if one.score >= 8 else Role.INTERVIEWEE for one in people}
    best = max(people, key=lambda one: (one.score, -one.first))
    roles = {one.name: Role.INTERVIEWEE for one in people}
    roles[best.name] = Role.INTERVIEWER
    if len(people) > 2:
        sizes = median(one.characters / max(1, one.turns) for one in people)
        rate = best.questions / max(1, best.turns)
        for one in people:
            own = one.questions / max(1, one.turns)
            # Beside somebody whose label says so, who now and then asks back is a guest.
            often = 0.5 if best.score < 10 else 0.8
            asks = (
                one.turns >= 2 and own >= often and own >= 0.7 * rate and one.characters / one.turns <= sizes
            )
            if one.score >= 5 or (asks and one.score > 0):
                roles[one.name] = Role.INTERVIEWER
        if all(role is Role.INTERVIEWER for role in roles.values()):
            roles[max(people, key=lambda one: one.characters).name] = Role.INTERVIEWEE
    return roles


def _weigh(one: Behaviour, number: int, people: list[Behaviour], meta: Meta) -> None:
    keys = {key_of(one.name), *one.keys}
    answers = keys & INTERVIEWEE
    if answers <= SINGLE and not any(asking_letter(other.keys) for other in people):
        answers = set()
    if keys & INTERVIEWER or any(_asks_by_name(key) for key in keys):
        one.note(10, "the label says interviewer")
    elif answers or any(key.endswith(("嘉宾", "先生", "女士", "教授", "さん", "氏")) for key in keys):
        one.note(-10 if answers else -1, "the label says interviewee")
    for names, points, why in (
        ((*meta.hosts, *meta.interviewers), 9.0, "named as host or interviewer by the source"),
        (meta.guests, -9.0, "named as guest by the source"),
        (meta.authors, 3.0, "wrote the article"),
    ):
        if any(_same(one.name, name) for name in names):
            one.note(points, why)
    if one.bracketed or (meta.source and key_of(meta.source) in keys):
        one.note(6, "carries the name of the publication")
    # Two turns more than there are: of a few turns, one question proves little.
    rate = one.questions / (one.turns + 2)
    one.note(6 * rate, f"ends {one.questions} of {one.turns} turns with a question")
    if number == 0:
        one.note(2, "speaks first")
    mean = one.characters / max(1, one.turns)
    others = [other.characters / max(1, other.turns) for other in people if other is not one]
    if sum(other.turns for other in people) < 5:
        others = []
    if others and mean < 0.6 * max(others):
        one.note(1, "speaks more briefly")
    elif others and mean > 1.6 * max(others):
        one.note(-1, "speaks longer")
    title = meta.title or ""
    if len(one.name) > 1 and one.name in title:
        one.note(-1.5, "named in the title")


def _asks_by_name(key: str) -> bool:
    return key.startswith("audience ") or key.endswith(("记者", "主持人", "記者", "编辑", "기자"))


def asking_letter(keys: Iterable[str]) -> bool:
    """Whether one of the keys is the letter or word that stands for the question."""
    return any(key in ("q", "question", "问", "問", "문") for key in keys)


def _same(one: str, other: str) -> bool:
    a, b = key_of(one), key_of(other.split("(")[0])
    return a == b or (len(a) > 2 and (b.startswith(a + " ") or b.endswith(" " + a) or a.startswith(b + " ")))


def asks(string: str) -> bool:
    """Whether a turn ends with a question."""
    return bool(QUESTION_END.search(string.strip()[-40:]))
