"""What is known of a language's words before a library reads them."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from duologue.languages.front_ends import front_end

pytestmark = pytest.mark.skipif(find_spec("espeakng_loader") is None, reason="needs duologue[espeak]")


def said(text: str, language: str) -> str:
    reader = front_end(language)
    assert reader is not None
    return " ".join(sound.phonemes for sound in reader.sounds(text, language))


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("Mathilde", "matˈild"),
        ("le rythme", "lə ʁˈitm"),
        ("un sac à dos", "œ̃ sˈak a dˈo"),
        ("le Danemark", "lə danmˈaʁk"),
        ("Judith", "ʒydˈit"),
    ],
)
def test_french_words_are_not_read_as_english_ones(written: str, sound: str) -> None:
    assert said(written, "fr-FR") == sound


def test_a_portuguese_word_of_one_letter_is_no_letter() -> None:
    assert said("é", "pt-BR") == "ˈɛ"
    assert said("à", "pt-BR") == "ˈa"


def test_a_region_sounds_its_own_way() -> None:
    assert "θ" in said("la plaza", "es-ES")
    assert "θ" not in said("la plaza", "es-MX")
    assert said("a noite", "pt-PT") == said("a noite", "pt-BR")
