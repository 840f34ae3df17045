"""The front end loses nothing, stays in the model's alphabet and limit, and reads what context asks for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.errors import EngineError, UsageError
from duologue.model import Pause, Reading
from duologue.speech.phonemes import LONGEST, VOCABULARY, KokoroFrontEnd, tokens
from duologue.speech.phonemes.mandarin import words_of
from duologue.speech.spoken import spoken_form

FRONT_END = KokoroFrontEnd()
ALPHABET = st.sampled_from(
    "我们的一不行长重得了3 2019年%，。！？、…—「」（）(AIGPT-4o.,?!'\"ab \n😀儿点0:/+$℃"
)


def pinyin(text: str) -> str:
    return " ".join(s for word in words_of(text) for s in word.syllables)


@settings(deadline=None, max_examples=150)
@given(st.text(ALPHABET, max_size=120), st.sampled_from(["zh-CN", "en-US"]))
def test_chunks_cover_the_written_text_in_the_models_alphabet(written: str, language: str) -> None:
    form = spoken_form(written, language)
    chunks = FRONT_END.chunks(form, language)
    if chunks:
        assert "".join(written[c.written_start : c.written_end] for c in chunks) == written
    for chunk in chunks:
        assert 0 < len(tokens(chunk.phonemes)) <= LONGEST
        assert chunk.pause_ms >= 0
    for before, after in zip(form.spans, form.spans[1:], strict=False):
        assert before.written_end == after.written_start
        assert before.end == after.start


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_long_paragraph_is_divided_and_every_word_is_said(language: str) -> None:
    word = {"zh-CN": "大模型", "en-US": "model "}[language]
    written = word * 400
    chunks = FRONT_END.chunks(spoken_form(written, language), language)
    assert len(chunks) > 3
    said = "".join(c.phonemes for c in chunks).replace(" ", "")
    one = FRONT_END.chunks(spoken_form(word, language), language)[0].phonemes.replace(" ", "")
    assert said.count(one) == 400


def test_short_sentences_share_a_chunk_and_long_ones_are_cut_at_clause_ends() -> None:
    short = FRONT_END.chunks(spoken_form("对。没错。我也这么想。", "zh-CN"), "zh-CN")
    assert len(short) == 1
    clause = "我们把最重要的工作放在最前面去做，"
    long = FRONT_END.chunks(spoken_form(clause * 8 + "就这样。", "zh-CN"), "zh-CN")
    assert len(long) > 1
    assert {c.ends for c in long[:-1]} == {","}


def test_a_question_ends_as_a_question() -> None:
    (chunk,) = FRONT_END.chunks(spoken_form("你觉得难吗？", "zh-CN"), "zh-CN")
    assert chunk.ends == "?"
    assert chunk.phonemes.endswith("?")


def test_a_pause_cue_cuts_and_lasts_as_long_as_it_says() -> None:
    form = spoken_form("好的我们开始", "zh-CN", cues=(Pause(2, 800),))
    chunks = FRONT_END.chunks(form, "zh-CN")
    assert [(c.written_start, c.written_end) for c in chunks] == [(0, 2), (2, 6)]
    assert chunks[0].pause_ms == 800


def test_a_reading_cue_is_said_as_it_says() -> None:
    plain = FRONT_END.phonemes(spoken_form("他叫单。", "zh-CN"), "zh-CN")
    read = FRONT_END.phonemes(spoken_form("他叫单。", "zh-CN", cues=(Reading(2, 3, "shan4"),)), "zh-CN")
    assert "ʂa↘n" in read
    assert "ʂa↘n" not in plain
    english = spoken_form("Ask Nguyen now.", "en-US", cues=(Reading(4, 10, "/wˈɪn/"),))
    assert "wˈɪn" in FRONT_END.phonemes(english, "en-US")


def test_nothing_to_say_gives_no_chunks() -> None:
    for written in ("", "……", "？！", "😀"):
        assert FRONT_END.chunks(spoken_form(written, "zh-CN"), "zh-CN") == ()


def test_other_languages_are_refused() -> None:
    form = spoken_form("好", "zh-CN")
    with pytest.raises(UsageError, match="ko"):
        FRONT_END.chunks(form, "ko-KR")
    with pytest.raises(EngineError, match=r"Japanese .* not proven"):
        FRONT_END.chunks(form, "ja-JP")


def test_threads_get_the_same_chunks() -> None:
    lines = [f"第 {n} 次，OpenAI 的 API 涨了 {n}%，得重新来。" for n in range(30)] * 2

    def chunks(line: str) -> object:
        return KokoroFrontEnd().chunks(spoken_form(line, "zh-CN"), "zh-CN")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(chunks, lines)) == [chunks(line) for line in lines]


def test_guessed_words_are_reported() -> None:
    form = spoken_form("他们用 Zorblax 训练 model。", "zh-CN")
    doubts = FRONT_END.doubts(form, "zh-CN")
    assert len(doubts) == 1
    assert "Zorblax" in doubts[0]
    assert FRONT_END.doubts(spoken_form("I'll... I've said so, and we'll see.", "en-US"), "en-US") == ()


def test_english_inside_mandarin_has_the_voices_own_consonants() -> None:
    assert "tʰ" in FRONT_END.phonemes(spoken_form("每个 token 都要钱。", "zh-CN"), "zh-CN")
    assert "tʰ" not in FRONT_END.phonemes(spoken_form("Every token costs.", "en-US"), "en-US")
    # A fixed pinyin reading is no English: the t of de5 stays without breath.
    form = spoken_form("好的。", "zh-CN", cues=(Reading(1, 2, "de5"),))
    assert "tɤ" in FRONT_END.phonemes(form, "zh-CN")


def test_a_word_of_the_lexicon_stands_apart_from_its_neighbours() -> None:
    said = FRONT_END.phonemes(spoken_form("We use Redis, and Llama too.", "en-US"), "en-US").split()
    assert "ɹˈɛdɪs," in said
    assert "lˈɑmə" in said


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("BERT", "pˈɜɻtʰ"),
        ("SOTA", "sˈoutə"),
        ("SIM", "sˈɪm"),
        ("API", "ei→pʰi→ai→"),
        ("α", "a→ɚ↗fa↓"),
        ("β", "pei↘tʰa↓"),
    ],
)
def test_capitals_are_letters_unless_people_read_them(word: str, said: str) -> None:
    assert said in FRONT_END.phonemes(spoken_form(f"用 {word} 的", "zh-CN"), "zh-CN").split()


def test_the_alphabet_has_114_symbols() -> None:
    assert len(VOCABULARY) == 114
    assert tokens("a→ə") == [43, 171, 83]


READINGS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "readings.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_readings_in_context(text: str, expected: str) -> None:
    assert pinyin(text) == expected
