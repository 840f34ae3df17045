# ruff: noqa: E501
"""Small dialogues made by chance: a few brief turns with hardly anything around them, and the layouts of the tests with other words."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from duologue.interview.sources import document_of, text_document
from interview import layouts
from reader_training.corpus import Example, layout_truth
from reader_training.gold import Gold
from reader_training.made import Maker, Setting, pool
from reader_training.truth import LineTruth

_LANGUAGES = ["zh", "zh", "zh", "en", "en", "en", "es", "fr", "de", "ja", "ko", "ru", "pt"]
_LABELS: dict[str, tuple[str, str]] = {
    "en": ("Q", "A"), "zh": ("问", "答"), "ja": ("問", "答"), "ko": ("문", "답"), "es": ("P", "R"), "fr": ("Q", "R"), "de": ("F", "A"), "ru": ("В", "О"), "pt": ("P", "R"),
}  # fmt: skip


def dialogues(count: int, *, seed: int = 5, weight: float = 0.15) -> Iterator[Example]:
    """`count` small dialogues; the same for the same seed."""
    for number in range(count):
        maker = Small(random.Random(seed * 100_019 + number))
        source, gold = maker.make()
        document = text_document(source, suffix=maker.suffix, name=f"small {number}")
        yield Example(f"small {number}", "small", document, LineTruth(document, gold), weight)


def layouts_again(each: int, *, seed: int = 7, weight: float = 0.1) -> Iterator[Example]:
    """Every layout of the tests with `each` dialogues made by chance."""
    for place, (name, (suffix, _, write)) in enumerate(layouts.LAYOUTS.items()):
        for number in range(each):
            rng = random.Random(seed * 100_003 + 1009 * place + number)
            dialogue = _dialogue(rng)
            source = write(dialogue)
            document = document_of(source.encode(), suffix=suffix, name=name)
            yield Example(
                f"again {number}: {name}", "again", document, layout_truth(dialogue, source), weight
            )


def _dialogue(rng: random.Random) -> layouts.Dialogue:
    language = rng.choice(_LANGUAGES)
    words = pool(language)
    like = (
        next(iter(layouts.DIALOGUES.values()))
        if language not in layouts.DIALOGUES
        else layouts.DIALOGUES[language]
    )
    asker, answerer = rng.sample(words["names"], 2)
    join = words.get("sentence_join", " ")
    count = rng.randint(2, 6)
    questions = rng.sample(words["questions"], min(count, len(words["questions"])))
    statements = rng.sample(words["statements"], len(words["statements"]))
    pairs = []
    for question in questions:
        paragraphs = tuple(
            join.join(statements.pop() for _ in range(rng.randint(1, 2)) if statements)
            for _ in range(rng.choice([1, 1, 2]))
        )
        pairs.append((question, tuple(filter(None, paragraphs)) or (words["short"][0],)))
    q, a = _LABELS[language]
    title = rng.choice([one for one in words["article_titles"] if "{" not in one] or [words["titles"][0]])
    host, guest = rng.choice(words["host_parts"]), rng.choice(words["guest_parts"])
    return layouts.Dialogue(
        title,
        rng.choice(words["prose"]),
        asker,
        answerer,
        tuple(pairs),
        rng.choice(words["titles"]),
        like.colon if language in layouts.DIALOGUES else ": ",
        q,
        a,
        host,
        guest,
    )


def _letters(name: str) -> str:
    """The first letters of the words of a name."""
    return "".join(word[0] for word in name.split() if word[:1].isupper())


@dataclass
class Small(Maker):
    """Writes one small dialogue."""

    def make(self) -> tuple[str, Gold]:
        """The text and what every line of it is."""
        rng = self.rng
        self.language = rng.choice(_LANGUAGES)
        self.words = pool(self.language)
        self.wide = self.language in ("zh", "ja")
        self.colon = self.words.get("colon", ": ")
        self.names = [
            name if self.wide or self.chance(0.4) else name.split()[0]
            for name in rng.sample(self.words["names"], 4)
        ]
        self.hosts, self.guests = self.names[:1], self.names[1:2]
        self.paper, self.author = self.pick("papers"), self.names[3]
        if not self.wide and self.names[0] == self.names[1]:
            self.hosts = ["Ida"]
        if not self.wide and len(self.guests[0]) >= 6 and self.chance(0.12):
            place = rng.randrange(2, len(self.guests[0]) - 1)
            self.hosts = [self.guests[0][:place] + self.guests[0][place + 1 :]]
        self.titles, self.other, self.used = [], None, set()
        labels = self._small_labels()
        self.setting = self._small_setting()
        declared = self.setting.labelled and self.setting.answers_labelled and self.chance(0.12)
        if declared:
            for row in (
                "---",
                "speakers:",
                *(
                    f"  - {{name: {one[0]}, role: {role}}}"
                    for one, role in zip(labels.values(), ("interviewer", "interviewee"), strict=True)
                ),
                "---",
            ):
                self.add(row, "-", tight=True)
            self.rows.append("")
        if self.chance(0.5):
            self.add(f"# {self.pick('titles')}", "T")
            if self.chance(0.4):
                self.add(self.pick("prose"), "N")
            elif self.chance(0.2):
                self.add(self.pick("headers"), "-", why="page header")
            if self.chance(0.15):
                self._credits()
        pairs = rng.randint(2, 4)
        brief = self.chance(0.55)
        asked = rng.sample(self.words["brief_questions" if brief else "questions"], pairs)
        said = [
            (one, str(self.pick("brief_answers")) if brief else self.sentences("statements", 1, 2))
            for one in asked
        ]
        if declared and self.chance(0.6):
            said = [(one.rstrip("?？. "), other.rstrip(".。 ")) for one, other in said]
        said *= rng.choice([1, 1, 1, 1, 1, 2, 4])
        sections = self.chance(0.15)
        for number, (question, answer) in enumerate(said):
            if sections and number % 2 == 0:
                self.add(f"## {self.pick('titles')}", "S")
            self._say(self.hosts[0], [question], labels, asks=True)
            self._say(self.guests[0], [answer], labels, asks=False)
            if self.chance(0.2) or (number + 1 == len(said) and self.chance(0.2)):
                self.add(self.sentences("statements", 1, 2), "+", speaker=self.guests[0])
            if self.chance(0.08):
                self._picture()
            elif self.chance(0.06) and self.words.get("scenes") and number + 1 < len(said):
                self.add(self.pick("scenes"), "-", why="stage direction")
                if self.chance(0.5):
                    self._say(self.guests[0], [self.sentences("statements", 1, 1)], labels, asks=False)
        if self.chance(0.15) and self.words.get("end_notes"):
            self.add(self.pick("end_notes"), "-", why="editor's note")
        elif self.chance(0.1) and self.words.get("notes"):
            self.add(self.pick("notes"), "-", why="editor's note")
        elif self.chance(0.1):
            self._more()
        elif self.chance(0.1):
            self._credits()
        return "\n".join(self.rows) + "\n", self.gold

    def _small_labels(self) -> dict[str, list[str]]:
        rng = self.rng
        host, guest = self.hosts[0], self.guests[0]
        kind = rng.random()
        if kind < 0.2:
            pair = rng.choice(
                [
                    _LABELS[self.language],
                    (self.pick("q"), self.pick("a")),
                    (self.pick("host_parts"), self.pick("guest_parts")),
                ]
            )
        elif kind < 0.35 and not self.wide and " " in self.paper:
            full = next(name for name in self.words["names"] if name.split()[0] == guest.split()[0])
            return {host: [self.paper, _letters(self.paper)], guest: [full, _letters(full)]}
        elif kind < 0.35:
            pair = (self.paper, guest)
        else:
            pair = (host, guest)
        return {host: [pair[0]], guest: [pair[1]]}

    def _small_setting(self) -> Setting:
        c = self.colon
        forms: list[tuple[Callable[[str, str], str], bool]] = [
            (lambda name, text: f"{name}{c}{text}", True), (lambda name, text: f"{name}{c}{text}", True), (lambda name, text: f"**{name}{c.rstrip()}** {text}", True),
            (lambda name, text: f"**{name}**{c}{text}", True), (lambda name, text: f"[{name}] {text}", True), (lambda name, text: f"【{name}】{text}", True),
            (lambda name, text: f"### {name}\n\n{text}", True), (lambda name, text: f"## {name}\n\n{text}", True), (lambda name, text: f"{name} 00:{len(self.rows) % 60:02d}\n{text}", True),
            (lambda name, text: f"**{name}**\n\n{text}", True), (lambda name, text: f"@{name}{c}{text}", True), (lambda name, text: f"{name.upper()}. {text}", True),
        ]  # fmt: skip
        if self.chance(0.12):
            ask: Callable[[str, str], str] = self.rng.choice(
                [
                    lambda name, text: f"**{name}{c}{text}**",
                    lambda name, text: f"**{name}{c.rstrip()}** **{text}**",
                ]
            )
            return Setting(
                ask, lambda name, text: f"{name}{c}{text}" if self.chance(0.6) else text, True, True
            )
        if self.chance(0.75):
            write, _ = self.rng.choice(forms if not self.wide else forms[:-1])
            return Setting(write, write, True)
        asked: Callable[[str, str], str] = self.rng.choice([
            lambda _, text: f"**{text}**", lambda _, text: f"## {text}", lambda _, text: f"### {text}", lambda _, text: f"*{text}*", lambda _, text: f"👉 {text}", lambda _, text: f"◆ {text}", lambda _, text: f"> {text}",
        ])  # fmt: skip
        return Setting(asked, lambda _, text: text, False, answers_labelled=False)
