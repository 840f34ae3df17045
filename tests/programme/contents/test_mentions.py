"""What the article links to is mentioned once, with the words and the moment in which it is heard."""

from __future__ import annotations

from dataclasses import replace

from duologue.model import Chapter, Interview, Link, Paragraph, Role, Section, Speaker, Turn
from duologue.programme.contents.mentions import Mention, mentions_of, with_pages
from duologue.programme.manifest import CueEntry

FIRST = "Bread needs time. Bread, says the baker, needs a stone oven, not time."
SECOND = "More at https://bread.example/x?y=1. Or at (http://oven.example/), or ftp://z.example or https://."


def interview() -> Interview:
    links = (
        Link(0, 5, "https://bread.example/"),
        Link(18, 23, "https://bread.example/again"),
        Link(FIRST.index("stone"), FIRST.index(", not"), "https://oven.example/"),
    )
    turn = Turn("Ben", Role.INTERVIEWEE, 1, (Paragraph(FIRST, 1, links=links), Paragraph(SECOND, 2)))
    return Interview("T", "en", (Speaker("Ben", Role.INTERVIEWEE),), (Section(None, (turn,)),))


def cues() -> tuple[CueEntry, ...]:
    def cue(text: str, start_ms: int, paragraph: int, kind: str = "speech", turn: int = 0) -> CueEntry:
        return CueEntry.model_validate(
            {
                "speaker": "Ben",
                "text": text,
                "start_ms": start_ms,
                "end_ms": start_ms + 900,
                "turn": turn,
                "kind": kind,
                "paragraph": paragraph,
            }
        )

    return (
        cue("Bread", 0, 0, "title", -1),
        cue("Bread needs time.", 1000, 0),
        cue(FIRST[18:], 2000, 0),
        cue("More at https://bread.example/x?y=1.", 3000, 1),
        cue(SECOND.partition(". ")[2], 4000, 1),
    )


def test_every_link_is_found_in_the_sentence_that_has_it() -> None:
    assert mentions_of(interview(), cues()) == (
        Mention("Bread", "https://bread.example/", 1000),
        Mention("Bread", "https://bread.example/again", 2000),
        Mention("stone oven", "https://oven.example/", 2000),
        Mention("https://bread.example/x?y=1", "https://bread.example/x?y=1", 3000),
        Mention("http://oven.example/", "http://oven.example/", 4000),
    )


def test_a_sentence_that_is_not_said_mentions_nothing() -> None:
    assert [each.start_ms for each in mentions_of(interview(), cues()[:2])] == [1000]


def test_a_page_is_mentioned_once() -> None:
    twice = Paragraph(FIRST, 1, links=(Link(0, 5, "https://a.example/"), Link(18, 23, "https://a.example/")))
    talk = replace(interview(), sections=(Section(None, (Turn("Ben", Role.INTERVIEWEE, 1, (twice,)),)),))
    assert mentions_of(talk, cues()[1:3]) == (Mention("Bread", "https://a.example/", 1000),)


def test_a_chapter_has_the_first_page_that_is_mentioned_in_it() -> None:
    chapters = (Chapter("A", 0, 1500), Chapter("B", 1500, 4500), Chapter("C", 4500, 9000))
    assert [chapter.url for chapter in with_pages(chapters, mentions_of(interview(), cues()))] == [
        "https://bread.example/",
        "https://bread.example/again",
        None,
    ]
