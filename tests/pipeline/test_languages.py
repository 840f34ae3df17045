"""Nobody is read by the wrong voice: an interview in many languages, spoken by a stand-in of the service."""

from __future__ import annotations

import asyncio
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from duologue.errors import NoEngineError
from duologue.interview import read_text
from duologue.languages import espeak
from duologue.languages.page import page_words
from duologue.languages.tags import spoken_language
from duologue.model import Episode, Interview
from duologue.pipeline import Plan, plan, render
from duologue.settings import Settings
from duologue.speech.online_voices import online_locales
from duologue.store.takes import TakeCache
from languages.interviews import Sample, samples
from speech.edge_service import EdgeService, running

VOICES = tuple(voice for each in online_locales() for voice in (*each.women, *each.men))
PACKS = [
    "zh-CN",
    "zh-TW",
    "zh-HK",
    "en-US",
    "es",
    "fr",
    "de",
    "it",
    "pt",
    "nl",
    "pl",
    "tr",
    "ru",
    "ja",
    "ko",
    "hi",
    "ar",
    "vi",
    "id",
]


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))


def spoken(
    interview: Interview, out: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Plan, Episode, EdgeService]:
    service = EdgeService(voices=VOICES)

    async def whole() -> tuple[Plan, Episode]:
        async with running(service, monkeypatch):
            made = await plan(interview, Settings.model_validate({"out": out}))
            return made, await render(made, TakeCache())

    made, episode = asyncio.run(whole())
    return made, episode, service


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: str(sample.language))
def test_an_interview_is_spoken_in_its_language_by_voices_of_it(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = read_text(sample.article)
    made, episode, service = spoken(interview, tmp_path, monkeypatch)
    assert episode.engine == "edge"
    own = spoken_language(sample.language)
    assert {spoken_language(voice.rpartition("-")[0]) for voice in service.spoken_by} == {own}
    assert len(set(service.spoken_by)) >= 2
    for said in (sample.title, *sample.said):
        assert any(said in each for each in service.said), "what is written is what is sent"
    words = page_words(interview.language)
    page = (episode.folder / "index.html").read_text(encoding="utf-8")
    assert words.disclosure.badge in page
    if sample.language in PACKS:
        assert spoken_language(words.language) in (own, "zh")
    else:
        assert words.language == "en"
        assert any("pages, notes and the spoken disclosure are in English" in note for note in made.notes)


def planned(text: str, monkeypatch: pytest.MonkeyPatch, *, engine: str, language: str | None = None) -> None:
    async def whole() -> None:
        async with running(EdgeService(gone_after=0), monkeypatch):
            made = await plan(read_text(text, language=language), Settings(engine=engine))
            await made.close()

    asyncio.run(whole())


def of(tag: str) -> str:
    return next(sample.article for sample in samples() if sample.language == tag)


@pytest.mark.parametrize(
    ("tag", "name"), [("es", "Spanish (es)"), ("zh-HK", "Cantonese (zh-HK)"), ("ru", "Russian (ru)")]
)
@pytest.mark.parametrize("engine", ["kokoro", "auto"])
def test_offline_a_language_is_refused_with_the_reason(
    tag: str, name: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    with pytest.raises(NoEngineError) as refused:
        planned(of(tag), monkeypatch, engine=engine)
    assert re.search(
        rf"kokoro: it speaks Mandarin(,| and) English.*, not {re.escape(name)}", str(refused.value)
    )
    assert ("pip install 'duologue[espeak]'" in str(refused.value)) == (tag == "es"), "the way on"
    assert refused.value.exit_code == 4
    if engine == "auto":
        assert "it needs the internet" in str(refused.value), "the way on"


def test_a_language_that_nobody_speaks_is_refused_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = (
        "Zenbat urte daramatzazu ogia egiten?",
        "Hogei urte. Goizeko lauretan hasten naiz, kalea lo dagoenean.",
    )
    text = Sample("eu", "Okindegia", said * 2).article
    with pytest.raises(NoEngineError, match=r"no engine here speaks Basque \(eu\)"):
        planned(text, monkeypatch, engine="auto")


def test_traditional_characters_are_spoken_offline_by_mandarin_voices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planned(of("zh-TW"), monkeypatch, engine="kokoro")


SPANISH = "No hablo inglés con mi madre. Ella dice que la casa es para el español y la calle para lo demás."


def with_spanish() -> str:
    said = (
        "How long have you lived in this street?",
        "For twenty years, and I have never wanted to leave it.",
        "What do you say when somebody asks where you are from?",
        SPANISH,
    )
    return Sample("en-GB", "The street", said).article


def test_who_speaks_two_languages_has_a_voice_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, episode, service = spoken(read_text(with_spanish(), language="en-GB"), tmp_path, monkeypatch)
    voices = dict(zip(service.said, service.spoken_by, strict=True))
    assert "Multilingual" in voices[SPANISH]
    assert voices["For twenty years, and I have never wanted to leave it."] == voices[SPANISH], "he keeps it"
    assert voices["How long have you lived in this street?"] == "en-GB-SoniaNeural"
    (note,) = [note for note in made.notes if "Spanish" in note]
    assert "speaks both languages" in note
    transcript = (episode.folder / "transcript.html").read_text(encoding="utf-8")
    assert f'<p dir="auto" lang="es">{SPANISH}</p>' in transcript
    assert transcript.count(' lang="es"') == 2, "both times he says it, and nowhere else"


def test_a_voice_that_a_person_gave_stays_and_what_it_does_not_speak_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def notes() -> tuple[str, ...]:
        async with running(EdgeService(voices=VOICES), monkeypatch):
            interview = read_text(with_spanish(), language="en-GB")
            made = await plan(interview, Settings(), voice={"Tomo Rask": "en-GB-ThomasNeural"})
            await made.close()
            return made.notes

    (note,) = [note for note in asyncio.run(notes()) if "Spanish" in note]
    assert "Tomo Rask says lines 9, 17 in Spanish (es), which en-GB-ThomasNeural does not speak" in note


@pytest.mark.skipif(find_spec("espeakng_loader") is None, reason="needs duologue[espeak]")
@pytest.mark.parametrize("language", ["es-ES", "fr-FR", "it-IT", "pt-BR"])
def test_offline_a_language_of_the_extra_is_spoken(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(of(language.partition("-")[0]), monkeypatch, engine="kokoro")


def test_offline_what_the_voice_does_not_speak_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)

    async def notes() -> tuple[str, ...]:
        made = await plan(read_text(with_spanish()), Settings(engine="kokoro"))
        await made.close()
        return made.notes

    assert any("in Spanish (es), which am_michael does not speak" in note for note in asyncio.run(notes()))


def test_a_contradiction_is_said_before_anything_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    async def notes() -> tuple[str, ...]:
        async with running(EdgeService(voices=VOICES), monkeypatch):
            made = await plan(read_text(f"---\ntitle: T\nlanguage: fr\n---\n\n{of('es')}"), Settings())
            await made.close()
            return made.notes

    (note,) = [note for note in asyncio.run(notes()) if "the source says" in note]
    assert note.startswith(
        "line 3: language: the source says French (fr), but its text reads as Spanish (es)"
    )
