"""English words are read as the sentence asks: heteronyms, names, letters, odd spellings."""

import unicodedata
from pathlib import Path

import pytest

from duologue.speech.phonemes import KokoroFrontEnd
from duologue.speech.phonemes.english import english_words, is_known
from duologue.speech.phonemes.english_pinyin import name_sound
from duologue.speech.spoken import spoken_form

FRONT_END = KokoroFrontEnd()
HETERONYMS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "heteronyms.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
SHARE = 0.95
"""Of the sentences with a heteronym so many are right; a sentence that is not is no fault of the others."""


def said(sentence: str) -> str:
    return FRONT_END.phonemes(spoken_form(sentence, "en-US"), "en-US")


def word_at(sentence: str, place: int) -> str:
    at = 0
    for word, phonemes in english_words(sentence):
        if at <= place < at + len(word):
            return phonemes.strip()
        at += len(word)
    raise AssertionError(sentence)


def test_heteronyms_are_read_by_their_sentence() -> None:
    assert len(HETERONYMS) >= 200
    wrong = [
        (word, sentence)
        for word, sound, sentence in HETERONYMS
        if word_at(sentence.replace("*", ""), sentence.index("*")) != sound
    ]
    assert len(wrong) <= (1 - SHARE) * len(HETERONYMS), wrong


@pytest.mark.parametrize(
    ("sentence", "sound"),
    [
        ("I read books every day.", "ɹˈid"),
        ("I read it yesterday.", "ɹˈɛd"),
        ("The old pipes were made of lead.", "lˈɛd"),
        ("Wind the clock on Sunday.", "wˈInd"),
        ("They object to the noise.", "əbʤˈɛkt"),
    ],
)
def test_the_commonest_ones(sentence: str, sound: str) -> None:
    assert sound in said(sentence)


def test_letters_with_points_are_letters() -> None:
    assert "ˌAˈI" in said("I work in A.I. research.")
    assert said("A I is here.").startswith("ˌAˈI")
    assert "ɐ" in said("It is a tool.")


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("Xiaoming", "ʃˌWmˈɪŋ"),
        ("Zhang", "ʤˈɑŋ"),
        ("Zhipu", "ʤˌɜɹpˈu"),
        ("Xiaohongshu", "ʃˌWhˌʊŋʃˈu"),
        ("Saoirse", "sˈɪɹʃə"),
        ("Nguyen", "wˈɪn"),
        ("Wojciech", "vˈYʧɛx"),
    ],
)
def test_names_from_other_languages(name: str, sound: str) -> None:
    assert sound in said(f"We met {name} in May.")
    assert is_known(name)


@pytest.mark.parametrize("word", ["Mandela", "Panama", "Renata", "Song", "made", "Zorblax", "Obama"])
def test_other_words_are_no_mandarin_names(word: str) -> None:
    assert name_sound(word) is None


def test_a_surname_beside_it_makes_a_short_word_a_name() -> None:
    assert name_sound("Song") is None
    assert name_sound("Song", "Meiling") == "sˈʊŋ"


def test_a_name_has_its_ending() -> None:
    assert "ʃˌWmˈɪŋz" in said("Xiaoming's mother came.").replace(" ", "")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("pre\u00adrequisite", "prerequisite"),
        ("ze\u200bro", "zero"),
        ("e\ufb03cient", "efficient"),
        (unicodedata.normalize("NFD", "señor"), "señor"),
        ("Nguyễn", "Nguyen"),
        ("Ａｎｎ", "Ann"),
    ],
)
def test_what_looks_the_same_is_said_the_same(written: str, plain: str) -> None:
    assert said(written) == said(plain)


def test_figures_that_no_dictionary_reads_break_nothing() -> None:
    assert said("In section ⑴ and 5⑥ or ٣.")
