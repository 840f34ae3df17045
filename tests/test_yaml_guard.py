# ruff: noqa: E501
"""Whatever stands in a file that people write, it is read, or refused in one sentence with its line."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from duologue import yaml_guard
from duologue.errors import ConfigError, DuologueError
from duologue.interview import read_text
from duologue.interview.hints import Hints
from duologue.publish.show import Show
from duologue.settings import Settings
from duologue.speech.cast import Cast
from duologue.yaml_file import load_yaml, parse_yaml

ODD = (
    "!!bool maybe",
    "!!int ''",
    "!!int x",
    "!!float x",
    "!!timestamp x",
    "!!binary é",
    "!!set 5",
    "!!omap 5",
    "!!null x",
    "!!python/object:os.system x",
    "!x y",
    "0x" + "f" * 5000,
    "9" * 5000,
    "1:" * 300 + "1",
    ".inf",
    "-.nan",
    "1e999",
    "'a\\0b'",
    '"a\\0b"',
    '"\\ud800"',
    '"\\x07"',
    "[]",
    "{}",
    "[[[]]]",
    "{a: {b: {}}}",
    "5",
    "-1",
    "~",
    "yes",
    "2024-99-99",
    "2024-05-30",
    "&a [*a]",
    "*a",
    "<<: 5",
    "? [a]\n: b",
    "|\n  a",
    "> ",
    "@a",
    "`a",
    "%a",
    "''",
    "a: b: c",
    "- a",
    "\t",
    "\u200b",
    "…" * 300,
)
FILES: dict[str, tuple[str, Callable[[str], object]]] = {
    "settings": (
        "show: Tower\nvoice: {interviewee: zm_yunxi}\nspeakers:\n  Ann: {kokoro: af_heart}\npauses: {turn: 500}\nengine: kokoro\n"
        "engines:\n  openai: {concurrency: 2}\nlexicon: [a.yaml]\ncover: a.png\nchapter_minutes: 5\nmusic: {intro: a.mp3}\ncache_limit: 10 GB\n",
        lambda text: parse_yaml(text, Settings, "duologue.yaml"),
    ),
    "hints": (
        "speakers:\n  - {name: Ann, role: interviewer, aliases: [A]}\ninterviewer: Ann\nignore: ['a*']\nsection_level: 2\ntitle: T\nlanguage: en\n",
        lambda text: parse_yaml(text, Hints, "x.hints.yaml"),
    ),
    "cast": (
        "language: en-US\nengines: [kokoro]\nroles:\n  interviewer: {gender: female, kokoro: af_heart}\n  interviewee: {kokoro: am_michael}\n"
        "  narrator: {kokoro: bm_george}\npool:\n  - {gender: male, kokoro: am_puck}\nspeakers:\n  Ann: {kokoro: {voice: af_bella, rate: -5%}}\n",
        lambda text: parse_yaml(text, Cast, "cast.yaml"),
    ),
    "show": (
        "title: T\ndescription: D\nauthor: A\nlanguage: en\n",
        lambda text: parse_yaml(text, Show, "show.yaml"),
    ),
    "script": (
        "title: T\nlanguage: en-US\ndate: 2024-05-30\nauthors: [P]\ncover: a.png\nspeakers:\n- {name: Ann, role: interviewer, voice: 'a:b'}\n- {name: Bo, aliases: [B]}\n",
        lambda text: read_text(f"---\nduologue: script\n{text}---\n\nAnn: Why?\n\nBo: So.\n"),
    ),
    "front matter": (
        "title: T\ndate: 2024-05-30\nauthor: [P]\nimage: {url: a.png}\nhosts: Ann\nspeakers:\n- {name: Ann, role: interviewer, aliases: [A]}\nignore: [x]\nsection_level: 2\n",
        lambda text: read_text(f"---\n{text}---\n\nAnn: Why?\n\nBo: So.\n\nAnn: And?\n\nBo: No.\n"),
    ),
}
MUTATIONS = 400


def mutated(text: str, chance: random.Random) -> str:
    """The text with one to three of its values, lines or characters changed."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        place = chance.randrange(len(lines))
        key, colon, _ = lines[place].partition(": ")
        match chance.randrange(5):
            case 0:
                lines[place] = f"{key}{colon or ': '}{chance.choice(ODD)}"
            case 1:
                del lines[place]
            case 2:
                lines.insert(place, lines[chance.randrange(len(lines))])
            case 3:
                at = chance.randrange(len(lines[place]) + 1)
                lines[place] = (
                    lines[place][:at]
                    + chance.choice([*":-[]{}&*!|>'\"%@`#,\\", "\0", "\ud800", *ODD])
                    + lines[place][at:]
                )
            case _:
                at = chance.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:at] + lines[place][at + chance.randint(1, 4) :]
        text = "\n".join(lines)
    return text


@pytest.mark.parametrize("kind", FILES)
def test_no_change_of_a_file_ends_in_a_traceback(kind: str) -> None:
    good, read = FILES[kind]
    chance = random.Random(kind)  # noqa: S311
    refused = several = 0
    for _ in range(MUTATIONS):
        text = mutated(good, chance)
        try:
            read(text)
        except DuologueError as error:
            refused += "\n" not in str(error)
            several += "\n" in str(error)
    assert several == 0
    assert 0 < refused < MUTATIONS or kind == "front matter"


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILES)
def test_ten_thousand_changes_end_in_no_traceback(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "MUTATIONS", 10_000 // len(FILES))
    test_no_change_of_a_file_ends_in_a_traceback(kind)


class Anything(BaseModel, extra="allow"):
    pass


@pytest.mark.parametrize(
    "value",
    [one for one in ODD if one.startswith(("!!", "0x", "9", '"a\\0', '"\\ud', "&a", "1:", "2024-99"))],
)
def test_a_value_that_cannot_be_is_refused_with_its_line(value: str) -> None:
    if value in ("!!null x",):
        pytest.skip("whatever stands there is nothing")
    with pytest.raises(ConfigError) as error:
        parse_yaml(f"a: 1\nb: {value}\n", Anything, "x.yaml")
    assert str(error.value).startswith("x.yaml:2: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: " + "[" * 60 + "]" * 60, "nested"),
        (
            "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)),
            "aliases",
        ),
        ("a: b\n" * 200_001, "twice|longer"),
    ],
)
def test_more_than_a_file_may_cost_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse_yaml(text, Anything, "x.yaml")


def test_values_as_they_were_written() -> None:
    node = yaml_guard.compose("a: Yes\nb: 007\nc: [2024-05-30, 'x', ~]\nd: {1: 1.10}\n")
    assert yaml_guard.written(node) == {
        "a": "Yes",
        "b": "007",
        "c": ["2024-05-30", "x", "~"],
        "d": {"1": "1.10"},
    }


def test_values_are_those_that_yaml_gives() -> None:
    text = "a: yes\nb: 7\nc: &x [1.5, 2024-05-30, null]\nd: *x\n"
    assert yaml_guard.load(text) == yaml.safe_load(text)


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_file(path: str) -> None:
    with pytest.raises(ConfigError, match="not a regular file"):
        load_yaml(Path(path), Anything)
