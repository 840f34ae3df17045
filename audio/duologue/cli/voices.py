"""`duologue voices`: what can speak, what a cast says, and how a voice sounds."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from duologue.cli import completion
from duologue.cli.audition import audition
from duologue.cli.console import command, console, note, print_json, printable, stdout_console
from duologue.cli.sound_file import check_sound_path, write_sound
from duologue.cli.voice_tables import cast_table, voice_table
from duologue.counting import counted
from duologue.errors import BadVoice, EngineError, NoEngineError, UsageError
from duologue.interview.language import detect_language
from duologue.model import Role, Take, Utterance, UtteranceKind, Voice
from duologue.settings import Settings, load_settings
from duologue.speech.cast import Casting, Part, load_cast, shipped_casts
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.engines.registry import advice, choose_engine, engine_names, make_engine, no_such_engine
from duologue.speech.speak import speak
from duologue.speech.voice_lists import VoiceList, meant, voice_list
from duologue.store.takes import TakeCache

voices = typer.Typer(
    help="What can speak: engines, voices and casts.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
voices.command()(audition)

_WIDE = 100
"""Columns from which on tables have room for descriptions, and for all engines side by side."""
_SENTENCES = {
    "zh-CN": "你好，很高兴认识你。这就是我的声音，今天想和你聊聊一本书。",
    "zh-TW": "你好，很高興認識你。這就是我的聲音，今天想和你聊聊一本書。",
    "zh-HK": "你好，好高興認識你。呢個就係我把聲，今日想同你傾下一本書。",
    "en": "Hello, it is good to meet you. This is my voice, and today I would like to talk about a book.",
}


class Gender(StrEnum):
    """What a voice can be looked for by."""

    FEMALE = "female"
    MALE = "male"


@voices.command("list")
def list_voices(
    engine: Annotated[str, typer.Option(help="Only this engine.", autocompletion=completion.engines)] = "",
    locale: Annotated[
        str,
        typer.Option("--locale", "--language", help="Only this locale, e.g. zh, en-GB or zh-CN-liaoning."),
    ] = "",
    gender: Annotated[Gender | None, typer.Option(help="Only these voices.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
) -> None:
    """List the voices of every engine; of one that cannot be reached, the list it gave last.

    Example: duologue voices list --locale zh --gender female
    """
    lists = asyncio.run(_lists((engine,) if engine else engine_names(), _settings()))
    rows = [
        (each, voice)
        for each in lists
        for voice in each.voices
        if f"{voice.language}-".lower().startswith(f"{locale}-".lower() if locale else "")
        and (gender is None or voice.gender == gender)
    ]
    if not rows and (locale or gender):
        raise UsageError(_nothing_like_that(lists, locale, gender))
    if as_json:
        print_json([_row(each, voice) for each, voice in rows])
        return
    out = stdout_console()
    for each in lists:
        mine = [voice for listed, voice in rows if listed is each]
        if mine:
            out.print(Text.assemble((each.engine, "bold"), f"  {counted(len(mine), 'voice')}"))
            out.print(voice_table(mine, wide=out.width >= _WIDE))
    console.print(Text(f"casts: {', '.join(shipped_casts())}"), soft_wrap=True)
    console.print(Text(f"see one with: {command('voices', 'show', 'NAME')}"), soft_wrap=True)


def _nothing_like_that(lists: list[VoiceList], locale: str, gender: Gender | None) -> str:
    wanted = f"{gender.value} voice" if gender else "voice"
    known = {voice.language.partition("-")[0] for each in lists for voice in each.voices if voice.language}
    there = f"there are voices for {', '.join(sorted(known))}" if known else "no engine lists its voices now"
    return f"there is no {wanted}{f' for {locale!r}' if locale else ''}; {there}"


async def _lists(names: tuple[str, ...], settings: Settings) -> list[VoiceList]:
    """The lists of these engines; says which could not be had, and fails where none could."""
    found = await asyncio.gather(
        *(voice_list(name, settings.engine_settings) for name in names), return_exceptions=True
    )
    lists: list[VoiceList] = []
    errors: list[EngineError] = []
    for name, each in zip(names, found, strict=True):
        if isinstance(each, EngineError):
            errors.append(each)
            if len(names) == 1:
                break
            note(f"{name}: {each}")
        elif isinstance(each, BaseException):
            raise each
        else:
            lists.append(each)
            if not each.voices:
                note(f"{name}: it does not say which voices it has")
            if each.why_cached:
                note(f"{name}: {each.why_cached}; this is the list it gave {_ago(each.listed)}")
    if errors and not lists:
        raise errors[0]
    return lists


def _ago(listed: datetime) -> str:
    hours = int((datetime.now(UTC) - listed).total_seconds() // 3600)
    if hours < 1:
        return "less than an hour ago"
    count, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _row(listed: VoiceList, voice: VoiceInfo) -> dict[str, Any]:
    return {
        "engine": listed.engine,
        "name": voice.name,
        "locale": voice.language,
        "gender": voice.gender,
        "description": voice.description,
        "listed": listed.listed.isoformat(timespec="seconds"),
        "cached": bool(listed.why_cached),
    }


def _settings() -> Settings:
    return load_settings(Path(), os.environ, {})


@voices.command()
def show(
    cast: Annotated[
        str, typer.Argument(help="A shipped cast by name, or a file.", autocompletion=completion.casts)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
) -> None:
    """Show who speaks with which voice in a cast.

    Example: duologue voices show zh-CN
    """
    loaded = load_cast(cast)
    parts: list[tuple[str, Part]] = [(role.value, loaded.roles.part_of(role)) for role in Role]
    parts += loaded.speakers.items()
    parts += [(f"pool {number}", part) for number, part in enumerate(loaded.pool, 1)]
    if as_json:
        print_json(loaded.model_dump(mode="json") | {"file": str(loaded.path)})
        return
    out = stdout_console()
    out.print(Text.assemble((printable(loaded.name), "bold"), f" ({loaded.language})"))
    out.print(Text(printable(loaded.description_in("en"))))
    out.print(cast_table(parts, loaded.engines, wide=out.width >= _WIDE))
    console.print(Text(f"file: {loaded.path} (copy it and render with --voices COPY)"), soft_wrap=True)


@voices.command()
def preview(
    voice: Annotated[
        str,
        typer.Argument(help="A voice, as VOICE or ENGINE:VOICE.", autocompletion=completion.voices),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The sound: WAV, FLAC, MP3 or OGG.  [default: VOICE.wav]"),
    ] = None,
    text: Annotated[
        str, typer.Option(help="What to say; a sentence in the voice's language if not given.")
    ] = "",
) -> None:
    """Hear one voice say a sentence.

    Example: duologue voices preview zm_yunxi -o yunxi.wav
    """
    if output is not None:
        check_sound_path(output)
    take, chosen = asyncio.run(_preview(voice, text.strip()))
    path = output or Path(f"{chosen.name.replace('/', '-')}.wav")
    write_sound(path, take)
    console.print(printable(f"{path}: {take.samples.size / take.sample_rate:.1f} s, {chosen}"), markup=False)


async def _preview(wanted: str, text: str) -> tuple[Take, Voice]:
    settings = _settings()
    voice, info = await _find(wanted, settings)
    language = info.language or detect_language(text)
    said = text or _sentence(language)
    choice = await choose_engine(voice.engine, (), settings_of=settings.engine_settings)
    cache = TakeCache()
    try:
        speech = await speak(
            [Utterance(UtteranceKind.SPEECH, voice.name, Role.INTERVIEWEE, said)],
            Casting({voice.name: voice}),
            language,
            choice.engine,
            cache,
            lexicon=settings.lexicon_for(language),
        )
    finally:
        await choice.engine.close()
    return cache.load(speech.voiced[0].key), voice


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
        UsageError: there is none.
    """
    tag = language
    while tag:
        if tag in _SENTENCES:
            return _SENTENCES[tag]
        tag = tag.rpartition("-")[0]
    raise UsageError(f"there is no sentence in {language} here: give one with --text")
