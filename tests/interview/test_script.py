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
from duologue.model import (
    NARRATOR,
    Illustration,
    Interview,
    Link,
    Paragraph,
    Pause,
    Reading,
    Role,
    Section,
    Speaker,
    Turn,
    Voice,
)

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
ADDRESSES = ("https://a.example/", "http://b.example/x_y?z=1&w=2#f", "https://c.example/%28d%29*~'@:;,")
PICTURES = (
    "a.jpg",
    "b_1/*%20%28x%29.png",
    "talk.docx#word/media/image1.png",
    "https://d.example/e.webp?x=1#y",
)
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
    shown = st.builds(Illustration, st.sampled_from(PICTURES), st.just("") | texts.map(_one_line))
    pictures = tuple(draw(st.lists(shown, max_size=2)))
    return Paragraph(text, 0, tuple(cues), draw(links(text, cues)), pictures=pictures)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@st.composite
def links(draw: st.DrawFn, text: str, cues: list[Pause | Reading]) -> tuple[Link, ...]:
    """Links that lie beside each other, none across the edge of a reading."""
    made: list[Link] = []
    at = 0
    while at < len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        made.append(Link(start, end, draw(st.sampled_from(ADDRESSES))))
        at = end
    readings = [cue for cue in cues if isinstance(cue, Reading)]
    return tuple(
        link
        for link in made
        if all(
            r.end <= link.start or link.end <= r.start or (link.start <= r.start and r.end <= link.end)
            for r in readings
        )
    )


voices = st.sampled_from(
    [
        (),
        (Voice("", "zm_yunxi"),),
        (Voice("kokoro", "af_heart", rate_percent=-5),),
        (Voice("kokoro", "zm_yunxi", pitch_hz=-10), Voice("edge", "zh-CN-YunxiNeural", volume_percent=3)),
        (Voice("openai", "a:b", model="m", instructions="Calm."),),
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
    for _ in range(draw(st.integers(0, 2))):
        title = draw(texts)
        turns = tuple(turn() for _ in range(draw(st.integers(0, 2))))
        sections.append(Section(title, turns, links=draw(links(title, []))))
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
        summary=draw(st.none() | texts),
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
            links=s.links,
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


@settings(max_examples=120, deadline=None)
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
        ("zm_yunxi", (Voice("", "zm_yunxi"),)),
        ("'kokoro:zm_yunxi'", (Voice("kokoro", "zm_yunxi"),)),
        ("{kokoro: zm_yunxi, edge: zh}", (Voice("kokoro", "zm_yunxi"), Voice("edge", "zh"))),
        ("{voice: zm_yunxi, rate: +20%, pitch: -10Hz}", (Voice("", "zm_yunxi", 20, -10),)),
        ("{voice: 'kokoro:zm_yunxi', rate: 20}", (Voice("kokoro", "zm_yunxi", 20),)),
        ("{kokoro: {voice: zm_yunxi, volume: -5 %}}", (Voice("kokoro", "zm_yunxi", volume_percent=-5),)),
    ],
)
def test_a_speakers_voice_is_read(written: str, voices: tuple[Voice, ...]) -> None:
    assert read_script(SCRIPT.format(voice=written)).speakers[0].voices == voices


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("[a, b]", r"speakers\.0\.voice: write the voice's name"),
        ("{kokoro: [a]}", r"speakers\.0\.voice\.kokoro: write the voice's name"),
        ("''", r"speakers\.0\.voice\.voice: a text is expected"),
        ("{voice: a, rate: fast}", r"speakers\.0\.voice\.rate: 'fast' is not a number of percent"),
        ("{voice: a, pitch: 2st}", r"speakers\.0\.voice\.pitch: '2st' is not a number of Hz"),
        ("{voice: a, rate: +200%}", r"speakers\.0\.voice\.rate: this must be less than or equal to 100"),
        ("{voice: a, speed: 2}", r"speakers\.0\.voice\.speed: this key is not known"),
    ],
)
def test_a_voice_that_is_none_is_refused(written: str, words: str) -> None:
    with pytest.raises(ConfigError, match=f":6: {words}"):
        read_script(SCRIPT.format(voice=written))


HEAD = """\
---
duologue: script
title: A talk
speakers:
- name: Anna Quill
  role: interviewer
  aliases: [AQ]
- name: Siobhan Achebe
  role: interviewee
---

"""


def turns_of(body: str) -> list[tuple[str, list[str]]]:
    interview = read_script(HEAD + body, name="s.md")
    return [(turn.speaker, [p.text for p in turn.paragraphs]) for turn in interview.turns()]


@pytest.mark.parametrize(
    "body",
    [
        "Anna Quill: Why wait?\nSiobhan Achebe: Because.\n",
        "**Anna Quill:** Why wait?\n\n**Siobhan Achebe**: Because.\n",
        "anna quill: Why wait?\n\nSIOBHAN  ACHEBE：Because.\n",
        "AQ: Why wait? <!-- ask again -->\n\n<!-- cut\n\nthis --> Siobhan Achebe: Because.\n",
        "  Anna Quill: Why wait?\n\n_Siobhan Achebe:_ Because.\n",
    ],
)
def test_slips_that_are_certain_are_understood(body: str) -> None:
    assert turns_of(body) == [("Anna Quill", ["Why wait?"]), ("Siobhan Achebe", ["Because."])]


def test_a_name_with_marks_in_it_is_one_whether_they_are_escaped_or_not() -> None:
    head = HEAD.replace("Anna Quill", "u/anna_q")
    for label in ("u/anna_q", "u/anna\\_q", "**u/anna\\_q**"):
        interview = read_script(f"{head}{label}: Why?\n\nSiobhan Achebe: So.\n", name="s.md")
        assert interview.turns()[0].speaker == "u/anna_q"


def test_a_section_without_blank_lines_around_it_is_one() -> None:
    body = "Anna Quill: Why?\n## The sea\nSiobhan Achebe: Because.\n"
    interview = read_script(HEAD + body, name="s.md")
    assert [section.title for section in interview.sections] == [None, "The sea"]
    assert interview.sections[1].turns[0].speaker == "Siobhan Achebe"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "Ana Quill: Why?\n\nSiobhan Achebe: Because.\n",
            r"s\.md:12: .*'Ana Quill': did you mean 'Anna Quill'",
        ),
        ("Anna Quill: Why?\n\nProducer: Cut here.\n", r"s\.md:14: .*'Producer': add the name to speakers"),
        ("Anna Quill: Why?\nSiobhan Acheba: Because.\n", r"s\.md:13: .*did you mean 'Siobhan Achebe'"),
        ("Anna Quill: Why?\n\n制片人：这里剪掉。\n", r"s\.md:14: .*'制片人'"),
        ("Anna Quill: Why? <!-- open\n\nSiobhan Achebe: Because.\n", r"s\.md:12: this comment is not closed"),
    ],
)
def test_a_label_that_names_nobody_is_refused_with_its_line(body: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        turns_of(body)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title:", "titel:", r"s\.md:3: titel: this key is not known; did you mean 'title'"),
        ("role: interviewer", "role: host", r"s\.md:6: speakers\.0\.role: "),
        (
            "title: A talk",
            "title: A talk: part two",
            r"s\.md:3: a value with a colon wants quotes: title: 'A talk",
        ),
        ("- name: Anna Quill", "- nmae: Anna Quill", r"s\.md:5: .*did you mean 'name'"),
        ("title: A talk", "title: A talk\ndate: 2024-13-01", r"s\.md:4: date"),
    ],
)
def test_an_error_in_the_front_matter_names_its_line(old: str, new: str, words: str) -> None:
    text = (HEAD + "Anna Quill: Why?\n\nSiobhan Achebe: Because.\n").replace(old, new)
    with pytest.raises(ConfigError, match=words):
        read_script(text, name="s.md")


@pytest.mark.parametrize("title", ["Yes", "007", "2024-05-30", "null", "1e3"])
def test_a_title_is_the_words_as_written(title: str) -> None:
    text = HEAD.replace("title: A talk", f"title: {title}") + "Anna Quill: Why?\n\nSiobhan Achebe: So.\n"
    assert read_script(text, name="s.md").title == title


def test_a_paragraph_that_begins_like_a_label_comes_back_as_written() -> None:
    body = "Anna Quill: Why?\n\nSiobhan Achebe: So.\n\nNote\\: it rained.\n\n比如\\：雨。\n"
    interview = read_script(HEAD + body, name="s.md")
    assert [p.text for p in interview.turns()[-1].paragraphs] == ["So.", "Note: it rained.", "比如：雨。"]
    again = read_script(write_script(interview), name="s.md")
    assert [p.text for p in again.turns()[-1].paragraphs] == ["So.", "Note: it rained.", "比如：雨。"]


def test_a_line_that_is_a_picture_is_shown_and_not_spoken() -> None:
    text = SCRIPT_WITH_PICTURES
    interview = read_script(text)
    shown = [[one.address for one in p.pictures] for turn in interview.turns() for p in turn.paragraphs]
    assert shown == [["oven.jpg"], [], ["street.jpg", "last.jpg"]]
    assert interview.turns()[0].paragraphs[0].pictures[0].alt == "An [old] oven"
    assert interview.turns()[0].paragraphs[0].pictures[0].line == 9
    assert next(one.text for one in interview.dropped if one.reason == "picture").startswith("![An ")
    assert "oven.jpg" not in "".join(p.text for turn in interview.turns() for p in turn.paragraphs)
    verify_account(interview)


SCRIPT_WITH_PICTURES = """---
duologue: script
title: T
language: en-US
speakers:
- {name: Ann, role: interviewer}
- {name: Bo, role: interviewee}
---
![An \\[old\\] oven](oven.jpg)
Ann: Why?

Bo: So.

![](street.jpg)

And because.

![](last.jpg)
"""
