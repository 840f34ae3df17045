"""Languages whose front end lies in their folder: sentences, marks, mixtures; nothing is lost on the way."""

from __future__ import annotations

import re
from importlib.util import find_spec

import pytest

from duologue.errors import EngineError, UsageError
from duologue.languages import espeak, front_ends
from duologue.model import Pause
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.lexicon import Entry, Lexicon
from duologue.speech.phonemes import LONGEST, VOCABULARY, KokoroFrontEnd
from duologue.speech.phonemes.alphabet import only_known
from duologue.speech.pronunciation import ipa
from duologue.speech.requests import form_of

FRONT_END = KokoroFrontEnd()
needs_espeak = pytest.mark.skipif(find_spec("espeakng_loader") is None, reason="needs duologue[espeak]")

SENTENCES = {
    "es-ES": ("¿Cuándo llegó usted? «Fue un día largo», dijo García.", "kwˈando ʎeɣˈo ustˈed? fwˈe ˈun dˈia"),
    "es-MX": ("Caza en la plaza, y llueve.", "kˈasa en la plˈasa, i ʝuˈeβe."),
    "fr-FR": ("Les amis d’Hélène sont là…", "lez amˈi delˈɛn sˈɔ̃ lˈa…"),
    "it-IT": ("Perché no? Gli zii l'hanno mangiato.", "perkˌe nˈɔ?"),
    "pt-BR": ("Não põe os pães, mãe.", "nˌɐ̃ʊ̃ pˈõj ʊs pˈɐ̃ys, mˈɐ̃y."),
}


def said(written: str, language: str, lexicon: Lexicon | None = None) -> str:
    return FRONT_END.phonemes(form_of(written, language, lexicon or Lexicon()), language)


@needs_espeak
@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_read_with_its_marks(language: str) -> None:
    written, sound = SENTENCES[language]
    assert sound in said(written, language)


@needs_espeak
@pytest.mark.parametrize("language", SENTENCES)
def test_chunks_cover_what_is_written_and_hold_known_symbols_alone(language: str) -> None:
    written = SENTENCES[language][0] * 9
    chunks = FRONT_END.chunks(form_of(written, language, Lexicon()), language)
    assert len(chunks) > 1
    assert [chunk.written_start for chunk in chunks] == [0, *(chunk.written_end for chunk in chunks[:-1])]
    assert chunks[-1].written_end == len(written)
    assert {symbol for chunk in chunks for symbol in chunk.phonemes} <= set(VOCABULARY)


@needs_espeak
@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("es", "vergüenza paella jamás examen guitarra pingüino niño chocolate yate hierro ahí búho"),
        ("es-419", "vergüenza zapato cielo llave yegua examen"),
        ("fr", "un bon vin blanc, l'œil, grenouille, vingt, hauteur, yaourt, gnocchi, pneu, oui, lui, août"),
        ("it", "gnocchi sciare pizza azzurro zaino ciascuno quaglia figlio uomo città perché"),
        ("pt-br", "põem mães muito três gente tia carro rio trabalho ninhos órgão ônibus bênção"),
    ],
)
def test_the_voice_knows_every_sound_of_the_language(voice: str, text: str) -> None:
    for word in re.findall(r"[^\W_]+(?:'[^\W_]+)?", text):
        phonemes = espeak.phonemes(word, voice)
        assert phonemes
        assert only_known(phonemes) == phonemes, word


@needs_espeak
def test_english_inside_french_leaves_no_sign_of_its_own() -> None:
    assert "(" not in said("Le marketing et le week-end.", "fr-FR")


@needs_espeak
def test_marks_of_figures_and_abbreviations_end_no_clause() -> None:
    chunks = FRONT_END.chunks(form_of("La O.N.U. no vino, y ya.", "es-ES", Lexicon()), "es-ES")
    assert [chunk.ends for chunk in chunks] == ["."]


@needs_espeak
def test_a_fixed_pronunciation_and_a_pause_stay_where_they_are() -> None:
    lexicon = Lexicon([Entry("Zorb", pronunciation=ipa("/zɔrp/"))])
    assert "zɔrp " in said("La casa de Zorb es grande.", "es-ES", lexicon)
    form = form_of("Uno. Dos.", "es-ES", Lexicon(), [Pause(4, 900)])
    first, second = FRONT_END.chunks(form, "es-ES")
    assert first.pause_ms == 900
    assert second.phonemes == "dˈos."


@needs_espeak
def test_each_part_is_read_by_the_front_end_of_its_language() -> None:
    mixed = said("Me dijo: «It takes many hours to learn this», y yo no le creí.", "es-ES")
    assert "me ðˈixo:" in mixed
    assert "ɪt tˈAks" in mixed
    assert "i ʝˈo nˈo le kɾeˈi." in mixed
    quoted = said("She wrote: “El pan sale del horno a las cuatro de la mañana.” I agreed.", "en-US")
    assert "el pˈan sˈale ðel ˈoɾno" in quoted
    assert "əɡɹˈid." in quoted
    assert "wo↓" in said("She said “我们等了三天”, and laughed.", "en-US")


@needs_espeak
def test_a_mark_behind_a_quotation_ends_the_words_before_it() -> None:
    form = form_of("Escribió «I will be back by six or seven». Y se fue.", "es-ES", Lexicon())
    assert "." in FRONT_END.phonemes(form, "es-ES").split("i se")[0]


@needs_espeak
def test_a_long_clause_without_marks_is_cut_between_words() -> None:
    written = "la casa que se ve desde la calle y el árbol que da sombra al banco " * 20
    chunks = FRONT_END.chunks(form_of(written, "es-ES", Lexicon()), "es-ES")
    assert len(chunks) > 2
    assert all(len(chunk.phonemes) <= LONGEST for chunk in chunks)
    assert all(" " in written[c.written_end - 1 : c.written_end + 1] for c in chunks[:-1])


@needs_espeak
def test_another_script_is_a_doubt() -> None:
    form = form_of("La palabra мир significa paz.", "es-ES", Lexicon())
    assert any("'мир'" in doubt for doubt in FRONT_END.doubts(form, "es-ES"))
    assert not FRONT_END.doubts(form_of("La paz.", "es-ES", Lexicon()), "es-ES")


def test_a_language_without_front_end_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"does not speak Polish \(pl\)"):
        said("Nie wiem.", "pl")


def test_what_is_missing_is_said_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    with pytest.raises(
        EngineError, match=r"cannot read Spanish \(es-ES\) here: pip install 'duologue\[espeak"
    ):
        said("No sé.", "es-ES")
    engine = KokoroEngine()
    assert "es" not in engine.limits.languages
    assert engine.why_not("es") == (
        "it speaks Mandarin and English, not Spanish (es) (pip install 'duologue[espeak]')"
    )


@pytest.mark.parametrize("tag", front_ends.packs())
def test_every_front_end_of_a_folder_can_be_asked(tag: str) -> None:
    reader = front_ends.front_end(tag)
    assert reader is not None
    assert (reader.lacking() == "") == (tag in front_ends.readable())
    reader.release()
