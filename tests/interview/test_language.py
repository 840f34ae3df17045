"""The source's own word about its language comes first, held against its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.errors import ConfigError, UsageError
from duologue.interview import Choice, read_bytes_as, read_source, read_text
from duologue.model import Interview
from languages.interviews import samples

BY_TAG = {sample.language: sample for sample in samples()}


def article(tag: str, **front: str) -> str:
    values = "".join(f"{key}: {value}\n" for key, value in {"title": "T", **front}.items())
    return f"---\n{values}---\n\n{BY_TAG[tag].article}"


def page(tag: str, attribute: str) -> bytes:
    body = "".join(f"<p>{line.replace('**', '')}</p>" for line in BY_TAG[tag].article.split("\n\n")[1:])
    return f"<html {attribute}><body><article><h1>X</h1>{body}</article></body></html>".encode()


def doubts(interview: Interview) -> list[str]:
    return [doubt.message for doubt in interview.doubts if "language" in doubt.message]


@pytest.mark.parametrize("tag", sorted(BY_TAG))
def test_the_text_tells_where_the_source_says_nothing(tag: str) -> None:
    interview = read_text(BY_TAG[tag].article)
    assert interview.language.split("-")[0] == tag.split("-")[0]
    assert not doubts(interview)


@pytest.mark.parametrize(("said", "language"), [("de-DE", "de-DE"), ("de_at", "de-AT"), ("deutsch", "de")])
def test_front_matter_says_the_language(said: str, language: str) -> None:
    interview = read_text(article("de", language=said))
    assert interview.language == language
    assert not doubts(interview)


def test_a_language_that_is_none_is_a_doubt_at_its_line() -> None:
    interview = read_text(article("de", lang="klingon"))
    assert interview.language == "de"
    (doubt,) = [doubt for doubt in interview.doubts if "klingon" in doubt.message]
    assert doubt.line == 3


def test_front_matter_comes_first_and_a_contradiction_is_a_doubt() -> None:
    interview = read_text(article("es", language="fr-FR"))
    assert interview.language == "fr-FR"
    (message,) = doubts(interview)
    assert "says French (fr-FR), but its text reads as Spanish (es); French (fr-FR) is spoken" in message


def test_a_script_that_the_language_does_not_have_outweighs_front_matter() -> None:
    interview = read_text(article("zh-CN", language="en-US"))
    assert interview.language == "zh-CN"
    assert "Mandarin (zh-CN) is spoken" in doubts(interview)[0]


@pytest.mark.parametrize(
    ("tag", "attribute", "language", "doubtful"),
    [
        ("es", 'lang="es-MX"', "es-MX", False),
        ("es", "", "es", False),
        ("es", 'lang="en-US"', "es", True),
        ("zh-TW", 'lang="zh-Hant"', "zh-TW", False),
        ("zh-TW", 'lang="zh"', "zh-TW", False),
        ("zh-HK", 'lang="zh-Hant"', "zh-HK", False),
        ("zh-HK", 'lang="zh-TW"', "zh-TW", True),
        ("hr-like", 'lang="sr-Latn"', "sr-Latn", False),
        ("nb", 'lang="no"', "nb", False),
    ],
)
def test_a_page_says_its_language(tag: str, attribute: str, language: str, doubtful: bool) -> None:
    if tag == "hr-like":
        text = "".join(
            f"<p>{who}: {said}</p>"
            for who, said in (
                ("Nora Vey", "Koliko dugo već pečete kruh?"),
                ("Tomo Rask", "Dvadeset godina. Počinjem u četiri ujutro, kad cijela ulica još spava."),
            )
            * 3
        )
        data = f"<html {attribute}><body><article><h1>X</h1>{text}</article></body></html>".encode()
    else:
        data = page(tag, attribute)
    interview = read_bytes_as(data, ".html")
    assert interview.language == language
    assert bool(doubts(interview)) == doubtful


def test_a_person_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(article("es", language="es-ES"), encoding="utf-8")
    assert read_source(path, choice=Choice(language="es-AR")).language == "es-AR"
    other = read_source(path, choice=Choice(language="Portuguese"))
    assert other.language == "pt"
    assert "Portuguese (pt) was asked for, but its text reads as Spanish (es)" in doubts(other)[0]
    with pytest.raises(UsageError, match="'klingon' is no language known here"):
        read_source(path, choice=Choice(language="klingon"))
    named, plain = read_source(path, choice=Choice(language="es-AR")), read_source(path)
    assert named.identity == plain.identity, "the language does not make another episode of it"


def test_a_script_says_its_language_or_its_text_does() -> None:
    people = "speakers:\n- name: Nora Vey\n  role: interviewer\n- name: Tomo Rask\n"
    script = "---\nduologue: script\ntitle: T\n{}" + people + "---\n\n"
    body = "\n\n".join(line.replace("**", "") for line in BY_TAG["fr"].article.split("\n\n")[1:])
    assert read_text(script.format("") + body).language == "fr"
    assert read_text(script.format("language: fr_ca\n") + body).language == "fr-CA"
    with pytest.raises(ConfigError, match=r":4: language: 'elvish' is no language known here"):
        read_text(script.format("language: elvish\n") + body, name="s.md")
