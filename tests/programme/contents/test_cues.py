"""Cues begin where their sentences sound, and chapters where questions are asked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import webvtt

from duologue.model import (
    Interview,
    Mark,
    Placement,
    Role,
    Section,
    Timeline,
    Utterance,
    UtteranceKind,
    Voice,
    Voiced,
)
from duologue.programme.contents.cues import chapters_of, cues_of, shown_cues
from duologue.programme.contents.transcripts import json_transcript, srt, vtt
from duologue.programme.mp3.encoding import FRAME_SAMPLES

RATE = 44_100
SECOND = RATE


def placed(text: str, start: int, marks: Sequence[Mark] = (), **about: object) -> Placement:
    said = {
        "kind": UtteranceKind.SPEECH,
        "speaker": "沈砚",
        "role": Role.INTERVIEWEE,
        "section": 0,
        "turn": 0,
        **about,
    }
    utterance = Utterance(written=text, **said)  # type: ignore[arg-type]
    voiced = Voiced(utterance, Voice("tones", "low"), "key", 10 * SECOND, RATE, tuple(marks))
    return Placement(voiced, start, 10 * SECOND, FRAME_SAMPLES, RATE)


def timeline(*placements: Placement) -> Timeline:
    return Timeline(RATE, placements, placements[-1].start_sample + placements[-1].planned_samples)


def mark(text: str, part: str, start: float, end: float) -> Mark:
    at = text.index(part)
    return Mark(round(start * SECOND), round(end * SECOND), at, at + len(part))


def test_marks_of_words_make_cues_of_sentences_with_their_times_inside() -> None:
    text = "“浆糊要淡。”师傅说，像米汤。"
    words = ("浆糊", "要淡", "师傅", "说", "像", "米汤")
    marks = [mark(text, word, number, number + 0.9) for number, word in enumerate(words)]
    cues = list(cues_of(timeline(placed(text, 0, marks)), "zh-CN"))
    assert [(c.text, c.start_ms, c.end_ms) for c in cues] == [
        ("“浆糊要淡。”", 0, 1900),
        ("师傅说，像米汤。", 2000, 5900),
    ]
    assert cues[1].inside == ((2, 3000), (4, 4000), (5, 5000))


def test_a_card_begins_when_its_first_word_is_heard() -> None:
    text = "纸的厚度要一张一张地量，颜色要对着光看，急不来的，学徒头两年都在洗刷子、打浆糊、看别人做。"
    parts = (("纸的厚度", 0, 1), ("颜色", 1.2, 2), ("急不来", 6.1, 7), ("学徒", 7.5, 9.8))
    marks = [mark(text, part, start, end) for part, start, end in parts]
    cues = shown_cues(cues_of(timeline(placed(text, 0, marks)), "zh-CN"), "zh-CN")
    assert len(cues) == 1
    starts = {block.splitlines()[2]: block.splitlines()[1][:12] for block in srt(cues).split("\n\n")}
    assert starts["学徒头两年都在洗刷子、"] == "00:00:07,500"
    shown = vtt(cues, "zh-CN")
    assert re.search(r"^00:00:06\.100 --> .*\n<v 沈砚>急不来的，学徒头两年", shown, re.MULTILINE)


def test_closing_quotes_stay_with_what_they_close() -> None:
    text = "他问：“为什么？”她说：“没有为什么。”"
    marks = [Mark(0, SECOND, 0, 7), Mark(2 * SECOND, 3 * SECOND, 8, len(text))]
    assert text[7] == "？"
    assert [c.text for c in cues_of(timeline(placed(text, 0, marks)), "zh-CN")] == [
        "他问：“为什么？”",
        "她说：“没有为什么。”",
    ]


def test_an_abbreviation_ends_no_cue() -> None:
    text = "Dr. Lin came. She left."
    marks = [
        mark(text, word, number, number + 0.5)
        for number, word in enumerate(("Dr.", "Lin", "came.", "She", "left."))
    ]
    assert [c.text for c in cues_of(timeline(placed(text, 0, marks)), "zh-CN")] == [
        "Dr. Lin came.",
        "She left.",
    ]


def test_no_character_is_lost_and_times_ascend() -> None:
    text = "（笑）一、二……三——四。「五」！"
    marks = [mark(text, word, number, number + 1.2) for number, word in enumerate("一二三四五")]
    cues = list(cues_of(timeline(placed(text, 0, marks), placed(text, 11 * SECOND, marks, turn=1)), "zh-CN"))
    assert "".join(c.text for c in cues) == text * 2
    times = [ms for c in cues for ms in (c.start_ms, *(at for _, at in c.inside), c.end_ms)]
    assert times == sorted(times)


def test_transcripts_say_where_words_are_in_another_language() -> None:
    text = "他只回了一句。It takes ten thousand hours to learn. 然后就挂了。"
    parts = ("他只回了一句。", "It takes ten thousand hours to learn.", "然后就挂了。")
    marks = [mark(text, part, number, number + 0.9) for number, part in enumerate(parts)]
    cues = shown_cues(cues_of(timeline(placed(text, 0, marks)), "zh-CN"), "zh-CN")
    assert [cue.language for cue in cues] == ["", "en-US", ""]
    segments = json.loads(json_transcript(cues))["segments"]
    assert [segment.get("lang") for segment in segments] == [None, "en-US", None]
    captions = webvtt.from_string(vtt(cues, "zh-CN"), strict=True).captions
    assert [caption.raw_text for caption in captions] == [
        f"<v 沈砚>{parts[0]}",
        f"<v 沈砚><lang en-US>{parts[1]}</lang>",
        f"<v 沈砚>{parts[2]}",
    ]
    assert [(caption.voice, caption.text) for caption in captions] == [("沈砚", part) for part in parts]


def test_a_whole_turn_in_another_language_says_so_and_a_title_does_not() -> None:
    def language(text: str, own: str) -> str:
        return next(iter(cues_of(timeline(placed(text, 0)), own))).language

    assert language("I start at four, before anybody in the street is awake.", "zh-TW") == "en-US"
    assert language("朝は四時に始めます。", "en-US") == "ja-JP"
    assert language("I like «Cien años de soledad» best.", "en-US") == ""


def test_a_long_chapter_is_divided_where_a_question_is_asked() -> None:
    asks: dict[str, Any] = {"role": Role.INTERVIEWER, "speaker": "林一舟"}
    placements = [
        placed("修书", 0, kind=UtteranceKind.SECTION, turn=-1),
        *(
            placed(
                f"问题{turn}？" if turn % 2 == 0 else "回答。",
                (turn + 1) * 11 * SECOND,
                turn=turn,
                **(asks if turn % 2 == 0 else {}),
            )
            for turn in range(20)
        ),
    ]
    interview = Interview("题", "zh-CN", (), (Section("修书", ()),))
    whole = chapters_of(interview, timeline(*placements))
    divided = chapters_of(interview, timeline(*placements), longest_ms=100_000)
    assert [c.title for c in whole] == ["修书"]
    assert [c.title for c in divided] == ["修书", "问题4？", "问题10？"]
    assert divided[0].start_ms == 0
    assert divided[-1].end_ms == whole[-1].end_ms
    assert all(a.end_ms == b.start_ms for a, b in pairwise(divided))
