"""Transcripts keep every character, in time order, within the widths that players show."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.programme.contents.linebreak import CLOSING, OPENING, pieces, width
from duologue.programme.contents.lines import lines
from duologue.programme.contents.transcripts import TranscriptCue, json_transcript, plain_text, srt, vtt
from duologue.programme.contents.transcripts.text import between

ZH = (
    "其实是「外松内紧」。外面看来不着急，感觉出来得比较晚，但坦白来讲，"
    "这是一个非常拥挤的赛道，我们自己的节奏是非常紧张的。"
)
EN = "Bread is patience made edible: you mix, you wait, and then you wait again."
CUES = (
    TranscriptCue("narrator", "所有声音均由人工智能合成。", 500, 3_000),
    TranscriptCue("张鹏", "为什么 10:30 才开始？", 3_500, 5_250, turn=0),
    TranscriptCue("刘煜宏", ZH, 5_800, 21_040, turn=1),
    TranscriptCue("刘煜宏", "OpenAI 也是 <这样> & 那样。", 21_040, 23_000, turn=1),
    TranscriptCue("Ada & Bob > C", EN, 3_600_000, 3_606_500, turn=2),
)
TIMING = re.compile(r"(\d\d):(\d\d):(\d\d)[.,](\d{3}) --> (\d\d):(\d\d):(\d\d)[.,](\d{3})")


def times(text: str) -> list[tuple[int, int]]:
    found = []
    for match in TIMING.finditer(text):
        h, m, s, ms, h2, m2, s2, ms2 = map(int, match.groups())
        found.append((((h * 60 + m) * 60 + s) * 1000 + ms, ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2))
    return found


def letters(text: str) -> str:
    return "".join(text.split())


def test_vtt_has_a_header_and_one_labelled_line_a_cue() -> None:
    blocks = vtt(CUES, "zh-CN").split("\n\n")
    assert blocks[:2] == ["WEBVTT", "NOTE Language: zh-CN"]
    assert blocks[2] == "00:00:00.500 --> 00:00:03.000\n<v narrator>所有声音均由人工智能合成。"
    assert all(re.match(r"<v [^&<>\n]+>[^<>]+$", block.splitlines()[1]) for block in blocks[2:])
    assert "&lt;这样&gt; &amp; 那样" in vtt(CUES, "zh-CN")


def test_vtt_times_ascend_and_meet_the_cues_they_came_from() -> None:
    found = times(vtt(CUES, "zh-CN"))
    assert all(start < end for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert {cue.start_ms for cue in CUES} <= {start for start, _ in found}
    assert {cue.end_ms for cue in CUES} <= {end for _, end in found}


def test_no_vtt_line_is_wider_than_65() -> None:
    for line in vtt(CUES, "zh-CN").splitlines()[3:]:
        assert width(re.sub(r"^<v [^>]*>", "", line)) <= 65 + 8  # entities are longer than what they show


def test_srt_cards_are_two_lines_of_32_with_the_name_in_front() -> None:
    cards = srt(CUES).strip().split("\n\n")
    assert [card.splitlines()[0] for card in cards] == [str(n + 1) for n in range(len(cards))]
    for card in cards:
        text = card.splitlines()[2:]
        assert 1 <= len(text) <= 2
        assert all(width(line) <= 32 for line in text)
    assert cards[1].splitlines()[2] == "张鹏: 为什么 10:30 才开始？"
    assert all("," in card.splitlines()[1] for card in cards)
    first_of_each = [c.splitlines()[2] for c in cards if ": " in c.splitlines()[2]]
    assert [line.split(":")[0] for line in first_of_each] == ["narrator", "张鹏", "刘煜宏", "Ada & Bob ＞ C"]


def test_no_text_is_lost_in_vtt_or_srt() -> None:
    shown = "".join(
        re.sub(r"^<v [^>]*>", "", b.splitlines()[1]) for b in vtt(CUES, "zh").strip().split("\n\n")[2:]
    )
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert letters(shown) == letters("".join(cue.text for cue in CUES))
    cards = srt(CUES).strip().split("\n\n")
    spoken = "".join(re.sub(r"^[^:]*: ", "", "\n".join(card.splitlines()[2:])) for card in cards)
    assert letters(ZH) in letters(spoken)
    assert letters(EN) in letters(spoken)


def test_json_is_the_namespace_s_own_shape() -> None:
    read = json.loads(json_transcript(CUES))
    assert read["version"] == "1.0.0"
    assert read["segments"][1] == {
        "speaker": "张鹏",
        "startTime": 3.5,
        "endTime": 5.25,
        "body": "为什么 10:30 才开始？",
    }


def test_only_what_looks_like_a_name_at_the_beginning_of_a_line_loses_its_colon() -> None:
    cues = (
        TranscriptCue("Ada", "Note: wait until 10:30, then ask her: why?", 0, 3000),
        TranscriptCue("Ada", "Look at https://example.org/a:b now.", 3000, 6000),
        TranscriptCue("Ada", "注意：别急。", 6000, 9000),
    )
    text = [line for card in srt(cues).split("\n\n") for line in card.strip().splitlines()[2:]]
    assert text[0].startswith("Ada: Note∶ wait")
    assert "10:30" in " ".join(text)
    assert any("https://example.org/a:b" in line for line in text)
    assert "注意：别急。" in text


def test_a_short_cue_is_shown_for_a_second_unless_the_next_begins() -> None:
    cues = (
        TranscriptCue("a", "对。", 1_000, 1_400),
        TranscriptCue("b", "嗯。", 1_700, 2_000),
        TranscriptCue("a", "那就这样。", 6_000, 6_300),
        TranscriptCue("b", "好。", 9_000, 9_200),
    )
    wanted = [(1_000, 1_700), (1_700, 2_700), (6_000, 7_000), (9_000, 10_000)]
    assert times(vtt(cues, "zh")) == wanted
    assert times(srt(cues)) == wanted
    said = [(s["startTime"], s["endTime"]) for s in json.loads(json_transcript(cues))["segments"]]
    assert said == [(cue.start_ms / 1000, cue.end_ms / 1000) for cue in cues]


def test_no_card_holds_a_lone_word_where_the_lines_could_be_even() -> None:
    for text, columns in (
        ("Bread is patience made edible, so you wait and then you wait again, my friend.", 65),
        ("纸的厚度要一张一张地量，颜色要对着光看，急不来的，学徒都知道。", 56),
    ):
        made = lines(text, columns)
        assert len(made) == 2
        assert min(map(width, made)) > 0.6 * max(map(width, made)), made


def test_an_address_too_long_for_a_line_is_cut_at_its_joints() -> None:
    made = lines("请到 https://archive.example.org/ledgers/2024/07/04?page=12&line=7 看看。", 32)
    assert all(width(line) <= 32 for line in made)
    assert "https://archive.example.org/ledgers/2024/07/04?page=12&line=7 看看。" in "".join(made)
    assert all(line[-1] in "/?&=#-_." for line in made[1:-1])


def test_plain_text_reads_like_the_interview() -> None:
    assert plain_text(CUES).startswith("narrator: 所有声音")
    assert f"刘煜宏：{ZH}OpenAI 也是" in plain_text(CUES)
    assert plain_text(()) == ""


@pytest.mark.parametrize("write", [lambda c: vtt(c, "zh"), srt, json_transcript])
def test_cues_that_overlap_or_have_no_length_are_refused(write: object) -> None:
    assert callable(write)
    for bad in (
        (TranscriptCue("a", "x", 10, 10),),
        (TranscriptCue("a", "x", 0, 10), TranscriptCue("a", "y", 9, 20)),
    ):
        with pytest.raises(ValueError, match="cue"):
            write(bad)


@given(st.text(max_size=300), st.integers(min_value=4, max_value=70))
def test_lines_keep_every_letter_and_never_exceed_their_width(text: str, columns: int) -> None:
    made = lines(text, columns)
    assert letters("".join(made)) == letters(text)
    assert all(width(line) <= columns for line in made)


@given(st.text(alphabet="中文字，。「」《》（）abc 12.—…！", max_size=80))
def test_pieces_obey_the_rules_of_chinese_lines(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    for before, after in pairwise(cut):
        assert after[0] not in CLOSING
        assert before[-1] not in OPENING
        assert not (
            before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
        )


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=40), st.text(max_size=200)), max_size=8),
)
def test_any_text_gives_a_well_formed_vtt(turns: list[tuple[str, str]]) -> None:
    cues = [TranscriptCue(name, text, n * 5000, n * 5000 + 4000) for n, (name, text) in enumerate(turns)]
    blocks = vtt(cues, "zh").rstrip("\n").split("\n\n")
    for block in blocks[2:]:
        timing, payload = block.split("\n")
        assert TIMING.fullmatch(timing)
        assert "-->" not in payload


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [
        ("二十年了。", "每天四点。", ""),
        ("二十年です。", "朝です。", ""),
        ("십 년 됐습니다.", "새벽입니다.", " "),
        ("हूँ।", "फिर", " "),
    ],
)
def test_sentences_are_joined_as_their_script_does(before: str, after: str, gap: str) -> None:
    assert between(before, after) == gap
