"""The audition's page: one HTML file with players side by side, its sound, style and script inside.

A Content-Security-Policy lets nothing run but the one script, named by its hash, and nothing load but what is
inside the file. Opened from the disk it shows the command that chooses; served (`server.py`), its buttons
choose by themselves.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duologue.api.audition import Audition, AuditionedCast
from duologue.api.pages import document, speaker_colours
from duologue.clock import short
from duologue.languages.detect import detect_language
from duologue.languages.page import PageWords, page_words
from duologue.model import NARRATOR, Utterance, Voice


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """A paragraph of the exchange; `who` only before the first of each speaker."""

    who: str
    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class CastVoice:
    """A person and the voice that they have in a cast."""

    name: str
    about: str
    colour: str


@dataclass(frozen=True, slots=True)
class CastCard:
    """A cast as the page shows it; `sound` is an MP3 in base 64."""

    name: str
    description: str
    description_language: str
    in_use: bool
    voices: tuple[CastVoice, ...]
    label: str
    sound: str
    command: str


def audition_page(audition: Audition, *, commands: Sequence[str], served: bool = False) -> str:
    """The page.

    Args:
        audition: the exchange in its casts.
        commands: for each cast, the command line that chooses it.
        served: whether the page is served by `server.py`, which can write the choice.
    """
    interview = audition.interview
    words = page_words(interview.language)
    colours = speaker_colours(utterance.speaker for utterance in audition.said)
    return document(
        "audition.html",
        interview.language,
        script="audition",
        policy=("connect-src 'self'",) if served else (),
        interview=interview,
        engine=audition.engine,
        served=served,
        lines=tuple(_lines(audition.said, colours)),
        casts=tuple(
            _card(each, command, colours, words, in_use=audition.in_use)
            for each, command in zip(audition.casts, commands, strict=True)
        ),
    )


def _lines(said: Sequence[Utterance], colours: Mapping[str, str]) -> Iterator[ExchangeLine]:
    before = None
    for utterance in said:
        who = utterance.speaker if utterance.speaker != before else ""
        yield ExchangeLine(who, utterance.written, colours[utterance.speaker])
        before = utterance.speaker


def _card(
    auditioned: AuditionedCast, command: str, colours: Mapping[str, str], words: PageWords, *, in_use: str
) -> CastCard:
    cast, genders = auditioned.candidate.cast, auditioned.candidate.genders
    people = [(colours[name], name, voice) for name, voice in auditioned.candidate.voices]
    narrator = auditioned.candidate.casting.voices.get(NARRATOR)
    if narrator is not None:
        people.append(("narrator", words.people.narrator, narrator))
    description = cast.description_in(words.language)
    return CastCard(
        name=cast.name,
        description=description,
        description_language=detect_language(description) if description else "",
        in_use=cast.name == in_use,
        voices=tuple(
            CastVoice(name, _voice(voice, genders.get(voice.name, ""), words), colour)
            for colour, name, voice in people
        ),
        label=f"{cast.name}, {short(round(auditioned.seconds * 1000))}",
        sound=base64.b64encode(auditioned.mp3).decode("ascii"),
        command=command,
    )


def _voice(voice: Voice, gender: str, words: PageWords) -> str:
    """The voice in the page's language: its kind, its name, and how it differs from its own way."""
    said = words.audition
    genders = {"female": said.female, "male": said.male}
    prosody = (
        (said.rate, voice.rate_percent),
        (said.pitch, voice.pitch_hz),
        (said.volume, voice.volume_percent),
    )
    differs = [form.format(f"{value:+d}".replace("-", "−")) for form, value in prosody if value]
    return " · ".join(filter(None, (genders.get(gender, ""), voice.name, *differs)))
