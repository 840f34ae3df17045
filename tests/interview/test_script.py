# ruff: noqa: E501
"""script.md gives the same interview back, whatever its text looks like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.errors import ConfigError
from duologue.interview.account import verify_account
from duologue.interview.script import read_script, write_script
from duologue.model import NARRATOR, Interview, Paragraph, Pause, Reading, Role, Section, Speaker, Turn

AWKWARD = [
    "# head",
    "Ann: no",
    "> quote",
    "1. one",
    "**bold**",
    "[pause 800ms]",
    "{a|b}",
    "a|b",
    "back\\slash",
    "- item",
    "narrator: x",
    "博：不",
    "---",
    "\\",
]
ALPHABET = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"])
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(ALPHABET, min_size=1, max_size=30),
    st.text("ab: 1.#*\\{}|[]\n：中>-", min_size=1, max_size=12),
)
texts = texts.map(lambda text: text.strip()).filter(bool)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    text = draw(texts)
    cues: list[Pause | Reading] = []
    if draw(st.booleans()):
        cues.append(Pause(draw(st.integers(0, len(text))), draw(st.integers(0, 9000))))
    elif draw(st.booleans()):
        start = draw(st.integers(0, len(text) - 1))
        cues.append(Reading(start, draw(st.integers(start + 1, len(text))), draw(texts)))
    return Paragraph(text, 0, tuple(cues))


voices = st.sampled_from(
    [
        (),
        (("", "zm_yunxi"),),
        (("kokoro", "af_heart"),),
        (("kokoro", "zm_yunxi"), ("edge", "zh-CN-YunxiNeural")),
        (("openai", "a:b"),),
    ]
)
NAMES = ("Ann", "博", "J. R: Smith", "Q", NARRATOR)


@st.composite
def interviews(draw: st.DrawFn) -> Interview:
    roles = {name: draw(st.sampled_from([Role.INTERVIEWER, Role.INTERVIEWEE])) for name in NAMES}
    roles[NARRATOR] = Role.NARRATOR

    def turn() -> Turn:
        name = draw(st.sampled_from(NAMES))
        return Turn(name, roles[name], 0, tuple(draw(st.lists(paragraphs(), min_size=1, max_size=3))))

    first = Turn("Ann", roles["Ann"], 0, (draw(paragraphs()),))
    sections = [Section(None, (first, *(turn() for _ in range(draw(st.integers(0, 3))))))]
    sections += [
        Section(draw(texts), tuple(turn() for _ in range(draw(st.integers(0, 2)))))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Interview(
        title=draw(texts),
        language="zh-CN",
        speakers=tuple(
            Speaker(name, role, ("Annie",) if name == "Ann" else (), voices=draw(voices))
            for name, role in roles.items()
        ),
        sections=tuple(sections),
        published=draw(st.sampled_from([None, date(2024, 7, 4)])),
        source=draw(st.none() | texts),
        url=draw(st.none() | st.just("https://example.org/a?b=c#d")),
        authors=tuple(draw(st.lists(texts, max_size=2))),
    )


def bare(interview: Interview) -> Interview:
    """Without lines, evidence and what was dropped."""
    sections = tuple(
        Section(
            s.title,
            tuple(
                replace(t, line=0, paragraphs=tuple(replace(p, line=0) for p in t.paragraphs))
                for t in s.turns
            ),
        )
        for s in interview.sections
    )
    return replace(
        interview,
        sections=sections,
        speakers=tuple(replace(s, evidence=()) for s in interview.speakers),
        dropped=(),
        doubts=(),
        account=None,
    )


@settings(max_examples=300, deadline=None)
@given(interviews())
def test_reading_a_script_gives_the_interview_back(interview: Interview) -> None:
    again = read_script(write_script(interview))
    assert bare(again) == bare(interview)
    verify_account(again)


def test_a_person_may_break_lines_and_write_seconds() -> None:
    script = "---\nduologue: script\ntitle: T\nlanguage: en-US\nspeakers:\n- {name: Ann, role: interviewer}\n- {name: Bo, role: interviewee}\n---\n\nAnn: One\ntwo?\n\nBo: Yes. [pause 1.5s] {NASA|nasa}\n"
    turns = read_script(script).turns()
    assert turns[0].paragraphs[0].text == "One two?"
    assert turns[1].paragraphs[0].cues == (Pause(5, 1500), Reading(6, 10, "nasa"))


SCRIPT = """---
duologue: script
title: T
language: en-US
speakers:
- {{name: Ann, role: interviewer, voice: {voice}}}
- {{name: Bo, role: interviewee}}
---

Ann: Why?

Bo: So.
"""


@pytest.mark.parametrize(
    ("written", "voices"),
    [
        ("zm_yunxi", (("", "zm_yunxi"),)),
        ("'kokoro:zm_yunxi'", (("kokoro", "zm_yunxi"),)),
        ("{kokoro: zm_yunxi, edge: zh}", (("kokoro", "zm_yunxi"), ("edge", "zh"))),
    ],
)
def test_a_speakers_voice_is_read(written: str, voices: tuple[tuple[str, str], ...]) -> None:
    assert read_script(SCRIPT.format(voice=written)).speakers[0].voices == voices


@pytest.mark.parametrize("written", ["7", "[a, b]", "{kokoro: 3}", "''"])
def test_a_voice_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ConfigError, match="voice of Ann"):
        read_script(SCRIPT.format(voice=written))
