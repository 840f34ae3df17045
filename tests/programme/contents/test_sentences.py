"""Addresses, abbreviations, numbers and names with dots stay whole, wherever an engine sets its marks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from duologue.model import Mark, Placement, Role, Timeline, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.contents.cues import cues_of, shown_cues
from duologue.programme.contents.sentences import sentence_ends
from duologue.programme.contents.transcripts import srt, vtt
from duologue.programme.mp3.encoding import FRAME_SAMPLES
from programme.contents.sentences_table import EN, OTHERS, ZH

RATE = 44_100
ALL = [(text, whole, count, "zh-CN") for text, whole, count in ZH] + [
    (text, whole, count, "en-US") for text, whole, count in EN
]
ALL += [(text, whole, count, language) for language, text, whole, count in OTHERS]


def sentences(text: str, language: str) -> list[str]:
    ends = [0, *sentence_ends(text, language)]
    return [text[a:b].strip() for a, b in pairwise(ends)]


def marked_everywhere(text: str) -> Timeline:
    """The text as said by an engine that marks it behind every mark of punctuation: the worst there is."""
    cuts = [0, *(match.end() for match in re.finditer(r"[.。！？!?…:/,，]", text)), len(text)]
    stretches = [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]
    marks = tuple(Mark(a * RATE // 4, b * RATE // 4, a, b) for a, b in stretches)
    utterance = Utterance(UtteranceKind.SPEECH, "林川", Role.INTERVIEWEE, text, section=0, turn=0)
    samples = (len(text) + 4) * RATE // 4
    voiced = Voiced(utterance, Voice("tones", "low"), "key", samples, RATE, marks)
    placement = Placement(voiced, 0, samples, FRAME_SAMPLES, RATE)
    return Timeline(RATE, (placement,), placement.planned_samples)


def test_there_are_a_hundred() -> None:
    assert len(ZH) + len(EN) == 100


@pytest.mark.parametrize(("text", "whole", "count", "language"), ALL, ids=[text[:20] for text, *_ in ALL])
def test_what_belongs_together_is_in_one_sentence_one_cue_and_one_line(
    text: str, whole: tuple[str, ...], count: int, language: str
) -> None:
    found = sentences(text, language)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert len(found) == count, found
    entries = list(cues_of(marked_everywhere(text), language))
    cues = shown_cues(entries, language)
    assert "".join(cue.text for cue in cues).replace(" ", "") == text.replace(" ", "")
    blocks = vtt(cues, language).strip().split("\n\n")[2:]
    bodies = [re.sub(r"^<v [^>]*>", "", block.split("\n")[1]) for block in blocks]
    cards = [block.split("\n", 2)[2] for block in srt(cues).strip().split("\n\n")]
    lines = [line for card in cards for line in card.split("\n")]
    for part in whole:
        assert any(part in cue.text for cue in cues), (part, [cue.text for cue in cues])
        assert any(part in body.replace("&amp;", "&").replace("&lt;", "<") for body in bodies), (part, bodies)
        if " " not in part and len(part) <= 25:  # beside a name, in a line of 32 columns
            assert any(part in line for line in lines), (part, lines)


def test_times_of_cues_are_those_of_the_marks() -> None:
    text = "我用 Next.js。他用 v1.2。"
    cues = list(cues_of(marked_everywhere(text), "zh-CN"))
    assert [(cue.text, cue.start_ms, cue.end_ms) for cue in cues] == [
        ("我用 Next.js。", 0, 2750),
        ("他用 v1.2。", 2750, 4750),
    ]
    assert [at for at, _ in cues[0].inside] == [text.index("js")]
