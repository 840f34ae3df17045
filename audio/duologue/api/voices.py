"""Voices: which there are, how one sounds, and the casts that use them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duologue.api.running import run
from duologue.errors import BadVoice, EngineError, NoEngineError, UsageError
from duologue.languages.detect import detect_language
from duologue.languages.page import page_words
from duologue.languages.tags import spoken_language
from duologue.model import Role, Take, Utterance, UtteranceKind, Voice
from duologue.resources import voices_dir
from duologue.settings import Settings
from duologue.speech import voice_lists
from duologue.speech.cast import Cast, Casting, Part
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.engines.registry import advice, choose_engine, engine_names, make_engine, no_such_engine
from duologue.speech.find_cast import load_cast, made_names, shipped_casts
from duologue.speech.voice_lists import VoiceList, meant, voice_list
from duologue.speech.voice_titles import voice_title

__all__ = [
    "Cast",
    "Listing",
    "Part",
    "Preview",
    "VoiceInfo",
    "VoiceList",
    "engine_names",
    "known_voices",
    "list_voices",
    "list_voices_async",
    "load_cast",
    "made_names",
    "preview",
    "preview_async",
    "shipped_casts",
    "voice_title",
]

_SENTENCES = {
    "zh-CN": "你好，很高兴认识你。这就是我的声音，今天想和你聊聊一本书。",
    "zh-TW": "你好，很高興認識你。這就是我的聲音，今天想和你聊聊一本書。",
    "zh-HK": "你好，好高興認識你。呢個就係我把聲，今日想同你傾下一本書。",
    "en": "Hello, it is good to meet you. This is my voice, and today I would like to talk about a book.",
}


@dataclass(frozen=True)
class Listing:
    """The voices of several engines.

    Attributes:
        lists: one for each engine that answered, or whose last list is in the cache.
        failed: engine → why it has no list.
    """

    lists: tuple[VoiceList, ...]
    failed: Mapping[str, EngineError]

    def select(self, *, locale: str = "", gender: str = "") -> Listing:
        """The voices of a locale and a gender; an empty one stands for all.

        Args:
            locale: a tag or its beginning: ``zh``, ``en-GB``, ``zh-CN-liaoning``.
            gender: ``female`` or ``male``.

        Raises:
            UsageError: there is no such voice.
        """

        def wanted(voice: VoiceInfo) -> bool:
            of_locale = not locale or f"{voice.language}-".lower().startswith(f"{locale}-".lower())
            return of_locale and (not gender or voice.gender == gender)

        chosen = tuple(
            VoiceList(each.engine, tuple(filter(wanted, each.voices)), each.listed, each.why_cached)
            for each in self.lists
        )
        if (locale or gender) and not any(each.voices for each in chosen):
            raise UsageError(self._nothing_like_that(locale, gender))
        return Listing(chosen, self.failed)

    def _nothing_like_that(self, locale: str, gender: str) -> str:
        wanted = f"{gender} voice" if gender else "voice"
        known = {voice.language.partition("-")[0] for each in self.lists for voice in each.voices}
        known.discard("")
        there = (
            f"there are voices for {', '.join(sorted(known))}" if known else "no engine lists its voices now"
        )
        return f"there is no {wanted}{f' for {locale!r}' if locale else ''}; {there}"


@dataclass(frozen=True)
class Preview:
    """One voice saying a sentence."""

    voice: Voice
    take: Take


async def list_voices_async(engine: str = "", *, settings: Settings | None = None) -> Listing:
    """See `list_voices`."""
    names = (engine,) if engine else engine_names()
    settings_of = (settings or Settings()).engine_settings
    found = await asyncio.gather(*(voice_list(name, settings_of) for name in names), return_exceptions=True)
    lists: list[VoiceList] = []
    failed: dict[str, EngineError] = {}
    for name, each in zip(names, found, strict=True):
        if isinstance(each, VoiceList):
            lists.append(each)
        elif isinstance(each, EngineError) and not engine:
            failed[name] = each
        else:
            raise each
    return Listing(tuple(lists), failed)


def list_voices(engine: str = "", *, settings: Settings | None = None) -> Listing:
    """The voices of every engine; of one that cannot be reached, the list it gave last.

    Args:
        engine: only this engine; all that are installed if empty.
        settings: engines and proxy; None for the built-in defaults.

    Returns:
        The lists, and why an engine has none.

    Raises:
        UsageError: there is no such engine.
        EngineError: the one engine that is asked does not answer, and has no list in the cache.
    """
    return run(list_voices_async(engine, settings=settings))


def known_voices() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every engine with the names of its voices that are known here; no service is asked."""
    for engine in engine_names():
        listed = voice_lists.kept(engine)
        names = tuple(info.name for info in listed.voices) if listed else ()
        if engine == "kokoro":
            names = tuple(sorted(path.stem for path in (voices_dir() / "kokoro").glob("*.bin")))
        yield engine, names


async def preview_async(voice: str, text: str = "", *, settings: Settings | None = None) -> Preview:
    """See `preview`."""
    from duologue.speech.speak import speak
    from duologue.store.takes import TakeCache

    settings = settings or Settings()
    chosen, info = await _find(voice, settings)
    language = info.language or detect_language(text)
    said = text or _sentence(language)
    choice = await choose_engine(chosen.engine, (), settings_of=settings.engine_settings)
    cache = TakeCache()
    try:
        speech = await speak(
            [Utterance(UtteranceKind.SPEECH, chosen.name, Role.INTERVIEWEE, said)],
            Casting({chosen.name: chosen}),
            language,
            choice.engine,
            cache,
            lexicon=settings.lexicon_for(language),
        )
    finally:
        await choice.engine.close()
    return Preview(chosen, cache.load(speech.voiced[0].key))


def preview(voice: str, text: str = "", *, settings: Settings | None = None) -> Preview:
    """One voice says a sentence; its take goes into the cache.

    Args:
        voice: ``VOICE`` or ``ENGINE:VOICE``; the offline engine is asked first.
        text: what to say; if empty, a sentence in the voice's language.
        settings: engines, proxy and lexicons; None for the built-in defaults.

    Raises:
        BadVoice: no engine has such a voice.
        UsageError: there is no such engine, or no sentence in the voice's language.
        NoEngineError, EngineError: the engine cannot speak.
    """
    return run(preview_async(voice, text.strip(), settings=settings))


async def _find(wanted: str, settings: Settings) -> tuple[Voice, VoiceInfo]:
    """The voice called `wanted`, which may name its engine; the offline engine is asked first."""
    engine, colon, name = wanted.partition(":")
    if colon and engine not in engine_names():
        raise no_such_engine(engine)
    names = (engine,) if colon else tuple(sorted(engine_names(), key=lambda each: each != "kokoro"))
    name = name if colon else wanted
    known: list[str] = []
    silent: list[str] = []
    for each in names:
        try:
            listed = await voice_list(each, settings.engine_settings)
        except EngineError as error:
            if colon:
                made = make_engine(each, settings.engine_settings(each))
                raise NoEngineError(f"{each} cannot speak here: {error}{advice(made, error)}") from None
            silent.append(each)
            continue
        if colon and not listed.voices:  # a server that lists none tells when it is asked to speak
            return Voice(each, name), VoiceInfo(name, "")
        for info in listed.voices:
            if info.name == name:
                return Voice(each, name), info
        known += [info.name for info in listed.voices]
    unasked = f"; {' and '.join(silent)} cannot be asked now" if silent else ""
    who = f"{engine} has no voice {name!r}" if colon else f"no engine has a voice called {name!r}"
    raise BadVoice(f"{who}{meant(name, known)}{unasked}")


def _sentence(language: str) -> str:
    """A sentence in the language.

    Raises:
        UsageError: there is no such sentence.
    """
    tag = language
    while tag:
        if tag in _SENTENCES:
            return _SENTENCES[tag]
        tag = tag.rpartition("-")[0]
    words = page_words(language)
    if spoken_language(words.language) == spoken_language(language):
        return words.disclosure.spoken
    raise UsageError(f"there is no sentence in {language} here: give one with --text")
