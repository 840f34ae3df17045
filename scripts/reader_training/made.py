# ruff: noqa: E501
"""Articles made by chance from sentences of our own: every way of setting labels, questions and titles with everything that stands around.

Each is written together with its annotation, so that its truth is known to the line.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from duologue.interview.sources import text_document
from reader_training.corpus import Example
from reader_training.gold import Entry, Gold
from reader_training.normal import norm
from reader_training.truth import LineTruth

_POOLS = Path(__file__).with_name("pools")
_PLAIN = re.compile(r"(?:\*\*)?[^\W\d_][^\n]*$")
_LANGUAGES = ["zh"] * 7 + ["en"] * 6 + ["es", "fr", "de", "ja", "ko", "ru", "pt"]


@cache
def pool(language: str) -> dict[str, Any]:
    """The sentences of a language."""
    values: dict[str, Any] = yaml.safe_load((_POOLS / f"{language}.yaml").read_text(encoding="utf-8"))
    return values


def articles(count: int, *, seed: int = 1, weight: float = 0.25) -> Iterator[Example]:
    """`count` articles; the same for the same seed."""
    for number in range(count):
        maker = Maker(random.Random(seed * 100_003 + number))
        source, gold = maker.make()
        document = text_document(source, suffix=maker.suffix, name=f"made {number}")
        yield Example(f"made {number}", "made", document, LineTruth(document, gold), weight)


@dataclass
class Setting:
    """How one article is set: functions that write a question or an answer, and what a title looks like."""

    ask: Callable[[str, str], str]
    answer: Callable[[str, str], str]
    labelled: bool
    bold_questions: bool = False
    answers_labelled: bool = True
    plain: bool = False


@dataclass
class Maker:
    """Writes one article."""

    rng: random.Random
    rows: list[str] = field(default_factory=list)
    gold: Gold = field(default_factory=Gold)
    suffix: str = ".md"
    dense: bool = False
    """Whether paragraphs stand in lines of their own without empty lines between."""
    plain_before: bool = False
    named: bool = False
    """Whether the front matter names the guest, who speaks first without a label."""

    # Small things

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, key: str, default: str = "") -> Any:
        values = self.words.get(key) or [default]
        return self.rng.choice(values)

    def maybe(self, key: str, why: str) -> None:
        """Something that is not spoken, if the language has any."""
        values = self.words.get(key)
        if values:
            self.add(self.fill(values if isinstance(values, str) else self.rng.choice(values)), "-", why=why)

    def fill(self, text: str) -> str:
        return (
            text.replace("{host}", self.hosts[0])
            .replace("{guest}", self.guests[0])
            .replace("{paper}", self.paper)
            .replace("{author}", self.author)
        )

    def add(
        self, text: str, tag: str, *, speaker: str = "", label: str = "", why: str = "", tight: bool = False
    ) -> None:
        """A block and what it is."""
        if self.dense and _PLAIN.match(text) and self.plain_before and self.rows and not self.rows[-1]:
            self.rows.pop()
        self.plain_before = bool(_PLAIN.match(text))
        first = len(self.rows) + 1
        lines = text.split("\n")
        self.rows += lines
        while lines and not lines[-1].strip():
            lines.pop()
        self.gold.entries.append(Entry(first, first + len(lines) - 1, tag, speaker, norm(label), why=why))
        if not tight:
            self.rows.append("")

    def sentences(self, key: str, low: int, high: int) -> str:
        values = self.words[key]
        count = min(len(values), self.rng.randint(low, high))
        return str(self.words.get("sentence_join", " ").join(self.rng.sample(values, count)))

    # The whole

    def make(self) -> tuple[str, Gold]:
        rng = self.rng
        self.language = rng.choice(_LANGUAGES)
        self.words = pool(self.language)
        self.wide = self.language in ("zh", "ja")
        names = rng.sample(self.words["names"], min(6, len(self.words["names"])))
        self.hosts = names[: 2 if self.chance(0.15) else 1]
        self.guests = names[2 : 2 + rng.choice([1, 1, 1, 1, 2, 2, 3])]
        self.paper, self.author = self.pick("papers"), rng.choice(self.words["names"])
        self.colon = self.words.get("colon", ": ")
        if self.wide and self.chance(0.2):
            self.colon = ": "
        self.setting = self._setting()
        self.titles = self._section_titles()
        self.other = self._other_language()
        self.used: set[str] = set()
        self.dense = self.chance(0.15)
        self._head()
        self._talk()
        self._tail()
        return "\n".join(self.rows) + "\n", self.gold

    def _other_language(self) -> dict[str, Any] | None:
        if not (self.setting.labelled and self.setting.answers_labelled) or not self.chance(0.08):
            return None
        return pool("en" if self.language != "en" else "zh")

    def _section_titles(self) -> list[list[str]]:
        """The titles of the sections, some over two lines."""
        rng = self.rng
        if not self.chance(0.6):
            return []
        titles = [
            [one]
            for one in rng.sample(self.words["titles"], min(len(self.words["titles"]), rng.randint(2, 7)))
        ]
        if self.words.get("long_titles") and self.chance(0.45):
            for place in rng.sample(range(len(titles)), min(len(titles), rng.randint(1, 3))):
                titles[place] = (
                    [*self.pick("long_titles"), self.pick("titles")]
                    if self.chance(0.2)
                    else list(self.pick("long_titles"))
                )
        if self.chance(0.12):
            titles[rng.randrange(len(titles))] = [
                f"{self.rng.choice(self.guests)}{self.colon}{self.pick('titles')}"
            ]
        if self.words.get("colon_titles") and self.chance(0.3):
            titles[rng.randrange(len(titles))] = [self.pick("colon_titles")]
        return titles

    def _bold_in(self, name: str, text: str) -> str:
        gap = "" if self.wide and not self.chance(0.3) else " "
        return f"**{name}{self.colon.rstrip()}**{gap}{text}"

    def _setting(self) -> Setting:
        rng, c = self.rng, self.colon
        plain = lambda name, text: f"{name}{c}{text}"  # noqa: E731
        bold_in = self._bold_in
        bold_out = lambda name, text: f"**{name}**{c}{text}"  # noqa: E731
        bold_gap = lambda name, text: f"**{name}** {c}{text}"  # noqa: E731
        whole = lambda name, text: f"**{name}{c}{text}**"  # noqa: E731
        broken = lambda name, text: f"**{name}{c.rstrip()}****{text}**"  # noqa: E731
        above = lambda name, text: f"**{name}{c.rstrip()}**\n{text}"  # noqa: E731
        timed = lambda name, text: f"{name} {self._clock()}\n{text}"  # noqa: E731
        before = lambda name, text: f"[{self._clock()}] {name}{c}{text}"  # noqa: E731
        bracket = lambda name, text: f"【{name}】{text}"  # noqa: E731
        heading = lambda name, text: f"### {name}{c}{text}"  # noqa: E731
        quoted = lambda name, text: f"> **{name}{c.rstrip()}** {text}"  # noqa: E731
        dot = lambda name, text: f"**{name}.** {text}"  # noqa: E731
        bare = lambda name, text: text  # noqa: E731
        kind = rng.random()
        if kind < 0.62:
            ask, answer, bold, flat = rng.choice([
                (plain, plain, False, True), (plain, plain, False, True), (bold_in, bold_in, False, False), (bold_in, bold_in, False, False),
                (bold_out, bold_out, False, False), (bold_gap, bold_gap, False, False), (whole, bold_in, True, False), (whole, bold_in, True, False),
                (whole, bold_out, True, False), (whole, plain, True, False), (broken, bold_in, True, False), (above, above, False, False),
                (timed, timed, False, True), (before, before, False, True), (bracket, bracket, False, False), (heading, bold_in, True, False),
                (quoted, bold_in, False, False), (plain, plain, False, False), (dot, dot, False, False),
            ])  # fmt: skip
            return Setting(ask, answer, True, bold, plain=flat)
        if kind < 0.68:
            return Setting(rng.choice([whole, bold_in]), bare, True, True, answers_labelled=False)
        asked_alone = rng.choice(
            [
                lambda _, text: f"**{text}**",
                lambda _, text: f"### {text}",
                lambda _, text: f"### {len(self.gold.entries)}. {text}",
                lambda _, text: f"## {text}",
            ]
        )
        if kind < 0.74:
            return Setting(asked_alone, rng.choice([plain, bold_in, bold_out]), False, True)
        asked = rng.choice([
            lambda _, text: f"**{text}**", lambda _, text: f"**{text}**", lambda _, text: f"**{text}**", lambda _, text: f"## {text}", lambda _, text: f"### {text}",
            lambda _, text: f"#### {text}", lambda _, text: f"*{text}*", lambda _, text: f"***{text}***", lambda _, text: f"> {text}",
            lambda _, text: f"**{len(self.gold.entries)}. {text}**", lambda _, text: f"—— {text}", lambda _, text: f"▶ {text}",
        ])  # fmt: skip
        return Setting(asked, bare, False, True, answers_labelled=False)

    def _clock(self) -> str:
        minutes = len(self.rows) // 4
        return (
            f"{minutes // 60:02d}:{minutes % 60:02d}:{self.rng.randint(0, 59):02d}"
            if self.chance(0.3)
            else f"{minutes % 60:02d}:{self.rng.randint(0, 59):02d}"
        )

    # Before the talk

    def _head(self) -> None:
        title = self.fill(self.pick("article_titles"))
        self._title(title)
        steps: list[Callable[[], None]] = [
            lambda: self.maybe("clip", "clipper line"),
            lambda: self.add("![](https://img.example.com/1.png)", "-", why="picture"),
            self._credits,
            lambda: self.add(self.pick("headers"), "-", why="page header"),
            self._card,
            lambda: self.maybe("ads", "advert"),
        ]
        self.rng.shuffle(steps)
        for step in steps:
            if self.chance(0.3):
                step()
        if self.chance(0.15) and self.words.get("prefaces"):
            mark = self.colon.rstrip()
            lead = self.pick("prefaces")
            text = self.sentences("prose", 2, 4)
            self.add(self.rng.choice([f"**{lead}{mark}** {text}", f"{lead}{mark} {text}", f"*{text}*"]), "N")
        if self.chance(0.15):
            self.add(self.pick("prose"), "N")
        for _ in range(self.rng.choice([0, 1, 1, 2, 3, 5])):
            text = self.sentences("prose", 1, 5)
            if self.chance(0.12):
                text = f"{text}{self.words.get('sentence_join', ' ')}{self.pick('questions')}"
            if self.chance(0.1):
                text = f"*{text}*"
            elif self.chance(0.12):
                text = f"**{text}**"
            elif self.chance(0.1):
                text = f"> {text}"
            self.add(text, "N")
            if self.chance(0.15):
                self._picture()
        if self.chance(0.06):
            mark = self.rng.choice(["• {}", "•{}", "-- {}"])
            for _ in range(self.rng.randint(2, 4)):
                self.add(mark.format(self.sentences("prose", 1, 2)), "N")
        blocks = [self._contents, self._biographies, self._key_points, self._glossary, self._participants]
        self.rng.shuffle(blocks)
        for block in blocks:
            if self.chance(0.14):
                block()
        if self.chance(0.3):
            text = self.fill(self.pick("hand_overs"))
            self.add(f"**{text}**" if self.chance(0.3) else text, "N")
        if self.chance(0.15):
            self._picture()
        if self.chance(0.15):
            self._card()

    def _title(self, title: str) -> None:
        kind = self.rng.random()
        self.named = kind < 0.05 and self.setting.labelled and self.setting.answers_labelled
        if kind < 0.25:
            meta = (
                [f"speakers: ['{self.guests[0]}']", "layout: post"]
                if self.named
                else [f"author: {self.author}", "date: 2024-04-09", "tags:", "- harbour", "- talk"]
            )
            self.add("---", "-", tight=True)
            self.add(f'title: "{title}"', "T", tight=True)
            for row in self.rng.sample(meta[:2], 2) + meta[2:] + ["---"]:
                self.add(row, "-", tight=True)
            self.rows.append("")
            if self.chance(0.2):
                self.add(f"# {title}", "?")
        elif kind < 0.32:
            self.add("{", "-", tight=True)
            self.add(f'  "title" : "{title}",', "T", tight=True)
            for row in (
                '  "tags" : [',
                '    "talk"',
                "  ],",
                '  "date" : "2016-03-02T09:00:00",',
                f'  "description" : "{self.words["prose"][0]}"',
                "}",
            ):
                self.add(row, "-", tight=True)
            self.rows.append("")
        elif kind < 0.36:
            for row in (
                f'[#]: subject: "{title}"',
                '[#]: via: "https://news.example.com/"',
                f'[#]: author: "{self.author} https://news.example.com/author/"',
                '[#]: url: " "',
            ):
                self.add(row, "-", tight=True)
            self.rows.append("")
            self.add(f"{title}\n======", "T")
        elif kind < 0.55:
            self.add(f"{title}\n" + "=" * min(40, 2 * len(title)), "T")
        elif kind < 0.6:
            self.add(f"**{title}**", "T")
        else:
            self.add(f"# {title}", "T")

    def _credits(self) -> None:
        for row in self.rng.sample(
            self.words["credits"], min(len(self.words["credits"]), self.rng.randint(1, 3))
        ):
            self.add(
                f"**{row}**" if self.chance(0.3) else f"*{row}*" if self.chance(0.1) else row,
                "-",
                why="credit",
            )

    def _card(self) -> None:
        if not self.words.get("accounts"):
            return
        name = self.pick("accounts")
        style = self.rng.random()
        if self.language != "zh":
            return
        if style < 0.65:
            rows = [
                f"**{name}**",
                self.pick("mottos"),
                f"{self.rng.randint(12, 999)}篇原创内容",
                "公众号",
                "，",
            ]
            if self.chance(0.4):
                rows.insert(3, "<br />")
            if self.chance(0.4):
                rows.append("点击关注，每周更新海边的故事")
        else:
            rows = [name, f"，赞 {self.rng.randint(2, 99)}"]
        for row in rows:
            self.add(row, "-", why="account card")

    def _picture(self) -> None:
        self.add("![](https://img.example.com/2.png)", "-", why="picture")
        if self.chance(0.6):
            text = self.pick("captions")
            self.add(f"*{text}*" if self.chance(0.3) else text, "-", why="caption")

    def _contents(self) -> None:
        if not self.titles:
            return
        head = self.pick("contents")
        self.add(self.rng.choice([head, f"## {head}", f"**{head}**"]), "-", why="contents")
        mark = self.rng.choice(
            ["- {}", "{n:02d} {}", "• {}", "{n}. {}", "**{n:02d} {}**", "* [{}](#a)", "[00:0{n}:12] {}"]
        )
        for number, title in enumerate(self.titles, 1):
            self.add(
                mark.format("".join(title), n=number), "-", why="contents", tight=mark.startswith(("-", "* "))
            )
        self.rows.append("")

    def _biographies(self) -> None:
        head = self.pick("biographies")
        self.add(self.rng.choice([f"## {head}", f"**{head}**", head]), "-", why="biographies")
        for name in (*self.hosts, *self.guests):
            text = self.pick("bios")
            self.add(
                self.rng.choice(
                    [
                        f"**{name}{self.colon.rstrip()}** {text}",
                        f"{name}{self.colon}{text}",
                        f"- {name}{self.colon}{text}",
                        f"**{name}**, {text}",
                    ]
                ),
                "-",
                why="biography",
            )

    def _key_points(self) -> None:
        head = self.pick("key_points")
        self.add(self.rng.choice([f"**{head}**", head, f"## {head}"]), "?", why="key points")
        for number in range(self.rng.randint(2, 4)):
            text = self.pick("statements")
            self.add(
                self.rng.choice([f"- {text}", f"{'①②③④⑤'[number]}{text}", f"* **{text}**"]),
                "?",
                why="key points",
            )

    def _glossary(self) -> None:
        head = self.pick("glossary")
        self.add(self.rng.choice([f"## {head}", f"**{head}**"]), "-", why="glossary")
        style = self.rng.choice(["**{}{c}**{}", "- **{}{c}** {}", "{}{c}{}", "- {}{c}{}"])
        for term, text in self.rng.sample(
            self.words["terms"], min(len(self.words["terms"]), self.rng.randint(2, 4))
        ):
            self.add(style.format(term, text, c=self.colon.rstrip()), "-", why="glossary")

    def _participants(self) -> None:
        for row in self.rng.sample(self.words["participants"], min(2, len(self.words["participants"]))):
            text = self.fill(row)
            self.add(f"**{text}**" if self.chance(0.2) else text, "-", why="participants")

    # The talk

    def _lecture(self) -> None:
        """What somebody says before anybody has a label: the source names him."""
        guest = self.guests[0]
        self.gold.roles[guest] = "interviewee"
        for number in range(self.rng.randint(2, 7)):
            if number and self.chance(0.3) and self.titles:
                self._section(self.titles.pop(0), number, "## {}", 1.0)
            self.add(self.sentences("statements", 2, 5), "+" if number else "=", speaker=guest)

    def _talk(self) -> None:
        rng = self.rng
        if self.named:
            self._lecture()
        exchanges = rng.randint(5, 22)
        places = sorted(rng.sample(range(exchanges), min(exchanges, len(self.titles)))) if self.titles else []
        if places and self.chance(0.6):
            places[0] = 0
        style, number_style = self._title_style(), rng.random()
        if len(self.titles) > 3 and self.chance(0.25):
            self._background(style, number_style)
            places = sorted(rng.sample(range(exchanges), min(exchanges, len(self.titles))))
        speakers = self._labels()
        section = 0
        previous: str | None = None
        beside = (
            len(self.hosts) > 1
            and self.setting.labelled
            and self.setting.answers_labelled
            and self.chance(0.5)
        )
        for number in range(exchanges):
            if number in places and section < len(self.titles):
                self._section(self.titles[section], section + 1, style, number_style)
                section += 1
            host = self.hosts[0] if beside else rng.choice(self.hosts)
            self._say(host, self._asked(number, exchanges), speakers, asks=True)
            if beside and (number == 0 or self.chance(0.4)):
                text = (
                    self.fill(self.pick("greetings")).replace(self.hosts[0], self.hosts[1])
                    if number == 0
                    else self.pick("remarks")
                )
                self._say(self.hosts[1], [text], speakers, asks=True)
            answering = (
                rng.sample(self.guests, rng.randint(1, len(self.guests)))
                if len(self.guests) > 1 and self.setting.answers_labelled
                else self.guests[:1]
            )
            for guest in answering:
                self._answer(guest, number, speakers)
            previous = host
        del previous

    def _background(self, style: str, number_style: float) -> None:
        """Sections that the narrator reads before anybody speaks."""
        count = self.rng.randint(1, 2)
        for number in range(count):
            self._section(self.titles[number], number + 1, style, number_style)
            for _ in range(self.rng.randint(1, 4)):
                text = self.sentences("prose", 1, 4)
                self.add(f"• {text}" if self.chance(0.2) else text, "N")
                if self.chance(0.2):
                    self._picture()
        self.titles = self.titles[count:]

    def _labels(self) -> dict[str, list[str]]:
        """The labels of each speaker: the first time, afterwards."""
        rng = self.rng
        found: dict[str, list[str]] = {}
        kind = rng.random()
        single = len(self.hosts) == 1 and len(self.guests) == 1
        for name in (*self.hosts, *self.guests):
            words = name.split()
            if not self.wide and len(words) > 1 and self.chance(0.3):
                short = rng.choice([words[0], "".join(word[0] for word in words)])
                found[name] = [name, short]
            elif not self.wide and len(words) > 1 and self.chance(0.2):
                found[name] = [words[0]]
            else:
                found[name] = [name]
        if (
            not self.setting.labelled
            and self.setting.answers_labelled
            and len(self.guests) == 1
            and kind < 0.5
        ):
            found[self.guests[0]] = [rng.choice([self.pick("a"), self.pick("guest_parts")])]
        elif single and kind < 0.28:
            pair = rng.choice(
                [(self.pick("q"), self.pick("a")), (self.pick("host_parts"), self.pick("guest_parts"))]
            )
            found = {self.hosts[0]: [pair[0]], self.guests[0]: [pair[1]]}
        elif kind < 0.42 and len(self.hosts) == 1:
            marks = rng.choice(["{}", "{}", "「{}」", "《{}》"]) if self.wide else "{}"
            found[self.hosts[0]] = [marks.format(self.paper)]
        elif kind < 0.5 and len(self.hosts) == 1:
            found[self.hosts[0]] = [self.pick("host_parts")]
        elif kind < 0.56 and self.language == "zh":
            found = {name: [("主持人" if name in self.hosts else "嘉宾") + name] for name in found}
        return found

    def _asked(self, number: int, exchanges: int) -> list[str]:
        if number == 0 and self.setting.labelled and self.chance(0.4):
            return [self.fill(self.pick("greetings"))]
        if number == exchanges - 1 and self.setting.labelled and self.chance(0.4):
            return [self.pick("thanks")]
        if self.chance(0.2) and (self.setting.labelled or self.chance(0.5)):
            return [self.pick("remarks")]
        join = self.words.get("sentence_join", " ")
        text = self.pick("questions")
        if self.chance(0.25):
            text = f"{self.pick('statements')}{join}{text}"
        if self.chance(0.1):
            return [self.pick("statements"), text]
        return [text]

    def _say(self, name: str, paragraphs: list[str], speakers: dict[str, list[str]], *, asks: bool) -> None:
        labels = speakers[name]
        label = labels[0] if name not in self.used or len(labels) == 1 else labels[-1]
        self.used.add(name)
        role = "interviewer" if name in self.hosts else "interviewee"
        self.gold.roles[name] = role
        write = self.setting.ask if asks else self.setting.answer
        if len(label) >= 5 and name in self.gold.roles and not self.wide and self.chance(0.015):
            place = self.rng.randrange(1, len(label) - 2)
            label = label[:place] + label[place + 1] + label[place] + label[place + 2 :]
        text = write(label, paragraphs[0])
        labelled = self.setting.labelled if asks else self.setting.answers_labelled
        spoken = label if labelled and norm(label) in norm(text) else ""
        if self.other is not None and self.chance(0.5):
            self._in_other_language(label, asks=asks)
            self.add(text, "=", speaker=name, label=spoken)
        else:
            self.add(text, "=", speaker=name, label=spoken)
            if self.other is not None:
                self._in_other_language(label, asks=asks)
        for more in paragraphs[1:]:
            bold = asks and self.setting.bold_questions and not text.startswith("#")
            self.add(
                write("", more) if bold and not labelled else f"**{more}**" if bold else more,
                "+" if labelled or bold else "=",
                speaker=name,
            )

    def _in_other_language(self, label: str, *, asks: bool) -> None:
        assert self.other is not None  # noqa: S101
        text = self.rng.choice(self.other["questions" if asks else "statements"])
        write = self.setting.ask if asks else self.setting.answer
        self.add(write(label, text), "-", why="other language")

    def _answer(self, name: str, number: int, speakers: dict[str, list[str]]) -> None:
        rng = self.rng
        opening = (
            self.pick("replies")
            if number == 0 and self.chance(0.3)
            else self.pick("short")
            if self.chance(0.15)
            else self.sentences("statements", 1, 5)
        )
        if self.words.get("asides") and self.chance(0.06) and "(" in self.pick("asides"):
            opening = f"{opening} {self.pick('asides')}"
        if self.chance(0.08):
            head, _, rest = opening.partition("。" if self.wide else ". ")
            opening = f"**{head}{'。' if self.wide else '.'}** {rest}" if rest else opening
        self._say(name, [opening], speakers, asks=False)
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
            self._between()
            text = self.sentences("statements", 1, 5)
            if self.chance(0.07):
                text = f"**{text}**"
            elif self.chance(0.07):
                text = f"- {text}"
            elif self.chance(0.05):
                first, *rest = text.split("。" if self.wide else ". ", 1)
                text = f"**{first}{'。' if self.wide else '.'}** {rest[0] if rest else ''}".strip()
            self.add(text, "+", speaker=name)
            if self.other is not None:
                self.add(self.rng.choice(self.other["statements"]), "-", why="other language")
        if self.chance(0.04):
            self._between(always=True)

    def _between(self, *, always: bool = False) -> None:
        """What stands within an answer and is no part of it."""
        if not always and not self.chance(0.16):
            return
        kind = self.rng.random()
        said = [row for row in self.rows if len(row) > 30]
        if kind < 0.4:
            self._picture()
        elif kind < 0.45 and self.words.get("scenes"):
            self.add(self.pick("scenes"), "-", why="stage direction")
        elif kind < 0.52 and said:
            row = self.rng.choice(said[-30:])
            text = row.split(self.colon)[-1].strip("*>#- ")
            self.add(f"> {text}", "-", why="pull quote")
        elif kind < 0.6:
            text = f"{self.pick('more_items')}{self.pick('statements')}"
            self.add(f"[{text}](https://news.example.com/c)", "-", why="link card")
        elif kind < 0.72 and self.words.get("notes"):
            self.add(self.pick("notes"), "-", why="editor's note")
        elif kind < 0.8:
            self._card() if self.language == "zh" else self.add(self.pick("ads"), "-", why="advert")
        elif kind < 0.9 and self.language == "zh":
            self.add("💡", "-", why="glossary")
            term, text = self.pick("terms")
            self.add(
                self.rng.choice(
                    [f"{term} 是一种{text}", f"**{term}：** {text}", f"{term}{self.colon}{text}"]
                ),
                "-",
                why="glossary",
            )
        elif self.words.get("ads"):
            self.add(self.pick("ads"), "-", why="advert")

    # Titles of sections

    def _title_style(self) -> str:
        rng = self.rng
        styles = [
            "## {}",
            "## {}",
            "### {}",
            "## {n}. {}",
            "**{}**",
            "**{}**",
            "**{n}. {}**",
            "**{n:02d} {}**",
            "****{}****",
            "**{}**\n------",
            "{n}. {}\n------",
            "▍{}",
            "## **{}**",
            "#{}",
        ]
        heading = self.setting.ask("x", "y").startswith("#")
        if heading:
            return (
                rng.choice(["## {}", "**{}**"])
                if not self.setting.ask("x", "y").startswith("## ")
                else "# {}"
            )
        if not self.setting.labelled:
            styles = (
                ["## {}", "## {}", "### {}", "## {n}. {}", "**{n}. {}**"]
                if self.setting.ask("", "y").startswith("**")
                else styles
            )
        return rng.choice(styles)

    def _section(self, title: list[str], number: int, style: str, number_style: float) -> None:
        if self.chance(0.12):
            self.add("![](https://img.example.com/3.png)", "-", why="picture")
        if "{n" not in style and number_style < 0.2:
            mark = (
                self.rng.choice(["**{:02d}**", "**{:02d}.**", "{:02d}"])
                if number_style < 0.1
                else "**{:02d}**\n-----"
            )
            self.add(mark.format(number), "-", why="number")
        first = len(self.rows) + 1
        for place, row in enumerate(title):
            text = (
                style.format(row, n=number)
                if place == 0 or "{n" not in style
                else style.replace("{n}. ", "").replace("{n:02d} ", "").format(row)
            )
            self.rows += [*text.split("\n"), ""]
        self.plain_before = False
        self.gold.entries.append(Entry(first, len(self.rows) - 1, "S"))

    # After the talk

    def _tail(self) -> None:
        if self.chance(0.12):
            if self.chance(0.5):
                self.add("---", "-", why="rule")
            self.add(self.pick("afterwords"), "N")
        steps = [
            lambda: self.add(self.pick("end_marks"), "-", why="end mark"),
            self._credits,
            self._more,
            lambda: self.maybe("end_notes", "editor's note"),
            self._footers,
            self._card,
            self._author,
            lambda: self.add("![](https://img.example.com/9.png)", "-", why="picture"),
            lambda: self.maybe("ads", "advert"),
            self._glossary,
        ]
        if self.chance(0.4):
            self.add(self.rng.choice(["---", "*** ** * ** ***", "* * *"]), "-", why="rule")
        self.rng.shuffle(steps)
        for step in steps:
            if self.chance(0.28):
                step()
        if self.words.get("clip_end") and self.chance(0.2):
            self.add(self.words["clip_end"], "-", why="clipper line")

    def _footers(self) -> None:
        for row in self.rng.sample(self.words["footers"], min(2, len(self.words["footers"]))):
            self.add(row, "-", why="footer")

    def _more(self) -> None:
        head = self.pick("more")
        self.add(self.rng.choice([f"**{head}**", f"## {head}", head]), "-", why="read more")
        link = self.rng.choice(
            ["[{}](https://news.example.com/b)", "- [{}](https://news.example.com/b)", "{}", "* {}"]
        )
        for row in self.rng.sample(
            self.words["more_items"], min(len(self.words["more_items"]), self.rng.randint(1, 3))
        ):
            self.add(link.format(row), "-", why="read more")

    def _author(self) -> None:
        text = f"{self.author}{self.rng.choice([', ', self.colon])}{self.pick('bios')}"
        self.add(
            self.rng.choice([f"*{text}*", text, f"**{self.author}** {self.pick('bios')}"]),
            "-",
            why="biography",
        )
