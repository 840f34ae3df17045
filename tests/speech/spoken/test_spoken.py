"""Every written form in the tables is said as the tables say, and the alignment covers both texts."""

from pathlib import Path

import pytest

from duologue.model import Pause, Reading
from duologue.speech.lexicon import Entry, Lexicon
from duologue.speech.pronunciation import Notation
from duologue.speech.spoken import spoken_form

HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line and not line.startswith("# ")]
    return [(row[0], row[1]) for row in rows]


MANDARIN = [*cases("mandarin.tsv"), *cases("mandarin_forms.tsv")]
ENGLISH = [*cases("english.tsv"), *cases("english_forms.tsv")]


EUROPEAN = [
    (language, written, spoken)
    for language, written, spoken in (
        line.split("\t")
        for line in Path(__file__).with_name("european.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
]


JAPANESE = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("japanese.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_the_tables_are_large_enough() -> None:
    assert len(JAPANESE) >= 60
    for primary in ("es", "fr", "it", "pt"):
        assert sum(language.startswith(primary) for language, _, _ in EUROPEAN) >= 60
    assert len(MANDARIN) >= 400
    assert len(ENGLISH) >= 150


@pytest.mark.parametrize(("written", "spoken"), MANDARIN)
def test_mandarin(written: str, spoken: str) -> None:
    assert spoken_form(written, "zh-CN").text == spoken


@pytest.mark.parametrize(("written", "spoken"), ENGLISH)
def test_english(written: str, spoken: str) -> None:
    assert spoken_form(written, "en-US").text == spoken


@pytest.mark.parametrize(("written", "spoken"), JAPANESE)
def test_japanese(written: str, spoken: str) -> None:
    assert spoken_form(written, "ja-JP").text == spoken


@pytest.mark.parametrize(("language", "written", "spoken"), EUROPEAN)
def test_european(language: str, written: str, spoken: str) -> None:
    assert spoken_form(written, language).text == spoken


@pytest.mark.parametrize(
    ("written", "language"),
    [(written, language) for language, written, _ in EUROPEAN[::3]]
    + [(w, "zh-CN") for w, _ in MANDARIN[::5]]
    + [(w, "en-US") for w, _ in ENGLISH[::5]]
    + [(w, "ja-JP") for w, _ in JAPANESE[::5]],
)
def test_spans_cover_both_texts(written: str, language: str) -> None:
    form = spoken_form(written, language)
    assert form.spans[0].written_start == form.spans[0].start == 0
    assert form.spans[-1].written_end == len(written)
    assert form.spans[-1].end == len(form.text)
    for before, after in zip(form.spans, form.spans[1:], strict=False):
        assert (before.written_end, before.end) == (after.written_start, after.start)
    for span in form.spans:
        if span.verbatim:  # the same characters, one for one
            assert written[span.written_start : span.written_end] == form.text[span.start : span.end]


def test_the_way_back_to_the_written_text() -> None:
    form = spoken_form("涨了 30% 以后", "zh-CN")
    at = form.text.index("百分之三十")
    start, end = form.written_range(at, at + 5)
    assert form.written[start:end] == "30%"
    at = form.text.index("以")
    start, end = form.written_range(at, at + 1)
    assert form.written[start:end] == "以"


def test_cues_come_before_lexicon_and_rules() -> None:
    lexicon = Lexicon([Entry("混元", say="甲")])
    cues = (Reading(2, 4, "hun4 yuan2"), Pause(4, 500))
    form = spoken_form("腾讯混元 3", "zh-CN", lexicon, cues)
    assert form.text == "腾讯混元三"
    (said,) = [span for span in form.spans if span.pronunciation]
    assert said.pronunciation is not None
    assert said.pronunciation.notation is Notation.PINYIN
    assert (said.written_start, said.written_end) == (2, 4)
    assert [span.pause_ms for span in form.spans if span.pause_ms] == [500]
    assert spoken_form("他 3 岁", "zh-CN", cues=(Reading(2, 3, "仨"),)).text == "他仨岁"


def test_pauses_at_the_edges_are_told() -> None:
    form = spoken_form("好。", "zh-CN", cues=(Pause(0, 300), Pause(2, 700)))
    assert (form.pause_before_ms, form.pause_after_ms) == (300, 700)


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("To kosztuje 10 000 zł od 1998 roku.", "pl-PL"),
        ("Es kostet 3,5 Mio. € am 4. Juli.", "de-DE"),
        ("佢喺2024年返嚟香港。", "zh-HK"),
        ("यह 25 किलो है।", "hi-IN"),
    ],
)
def test_a_language_without_rules_is_said_as_it_is_written(written: str, language: str) -> None:
    form = spoken_form(written, language)
    assert form.text == written
    assert form.written_range(0, len(form.text)) == (0, len(written))


def test_lexicon_and_cues_serve_every_language() -> None:
    lexicon = Lexicon([Entry("Quillón", say="Quiyón"), Entry("ar", say="nunca")])
    form = spoken_form("Quillón habla ya.", "es-ES", lexicon, (Pause(8, 400), Reading(14, 16, "yaaa")))
    assert form.text == "Quiyón habla yaaa."
    assert [span.pause_ms for span in form.spans if span.pause_ms] == [400]
    assert spoken_form("hablar", "es-ES", lexicon).text == "hablar", "no entry begins within a word"


def test_nothing_is_said_for_nothing() -> None:
    form = spoken_form("", "zh-CN")
    assert (form.text, form.spans) == ("", ())


@pytest.mark.parametrize("written", ["17 年我们搬家了", "定在 5/30 见面"])
def test_figures_that_can_mean_two_things_are_reported(written: str) -> None:
    (doubt,) = spoken_form(written, "zh-CN").doubts
    assert "'" in doubt
    assert "write" in doubt


def test_figures_that_context_decides_are_not_reported() -> None:
    for written in ("做了 17 年了", "我们 17 年成立", "1/3 的人", "05 年", "30 年", "10:30 开会"):
        assert spoken_form(written, "zh-CN").doubts == ()


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("figures", ["7" * 5000, "700," * 2000 + "700"])
@pytest.mark.parametrize(
    "around", ["{}", "{}.5", "{}%", "${}", "10:{}", "A{}", "v1.{}", "第{}次", "{}th", "{} km"]
)
def test_figures_without_end_are_said_one_by_one(language: str, figures: str, around: str) -> None:
    form = spoken_form(around.format(figures), language, Lexicon())
    seven = "七" if language == "zh-CN" else "seven"
    assert form.text.count(seven) == figures.count("7")


def test_an_address_behind_han_characters_is_said() -> None:
    assert spoken_form("请写信到ada@mail.example.org。", "zh-CN", Lexicon()).text.count(" at ") == 1
