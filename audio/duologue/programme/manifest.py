"""`episode.json`: what the feed, the pages and `check` need to know of an episode.

`render` writes it beside the MP3; nothing else of an episode's making is needed to publish it. It holds no
clock times of the run, so the same episode has the same bytes.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from duologue.errors import ConfigError
from duologue.programme.seal import sealed
from duologue.yaml_file import fault

MANIFEST_NAME = "episode.json"

_MODEL = ConfigDict(frozen=True, extra="ignore")
"""Unknown keys are passed over, so that a folder rendered by a later version can still be published."""

_Ms = Annotated[int, Field(ge=0)]
_FileName = Annotated[str, Field(min_length=1, pattern=r"^[^/\\\x00]+$")]
"""A name in the episode's own folder: never a path."""


def _without_controls(text: str) -> str:
    """The text without what no page, feed or transcript can hold: controls, surrogates, non-characters."""
    return "".join(c for c in text if c in "\n\t" or not _is_control(c))


def _is_control(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in ("Cc", "Cs") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    )


_Words = Annotated[str, AfterValidator(_without_controls)]
"""What a person reads."""


class SpeakerEntry(BaseModel):
    """A person and the voice that speaks for them."""

    model_config = _MODEL
    name: _Words
    role: Literal["interviewer", "interviewee", "narrator"]
    voice: str = ""
    """Engine and voice, e.g. ``kokoro:zm_yunxi``."""
    voice_title: _Words = ""
    """The voice's human name, which listeners read."""


class ChapterEntry(BaseModel):
    """A chapter; the next starts where it ends."""

    model_config = _MODEL
    title: _Words
    start_ms: _Ms
    end_ms: _Ms
    url: str | None = None
    """A page about it, if there is one."""
    picture: _FileName | None = None
    """What is shown meanwhile: a file of `Manifest.pictures`."""


class PictureEntry(BaseModel):
    """A picture of the article, in the episode's own folder."""

    model_config = _MODEL
    name: _FileName
    alt: _Words = ""
    """What stands for it where it is not seen."""
    width: Annotated[int, Field(gt=0)]
    """In pixels, as is its height."""
    height: Annotated[int, Field(gt=0)]


class LinkEntry(BaseModel):
    """An address that the article links to."""

    model_config = _MODEL
    title: _Words
    url: str

    @property
    def host(self) -> str:
        """Where it leads, for people."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


CueKind = Literal["speech", "disclosure", "title", "section"]


class CueEntry(BaseModel):
    """One sentence or paragraph of one speaker, as written."""

    model_config = _MODEL
    speaker: _Words
    text: _Words
    start_ms: _Ms
    end_ms: _Ms
    turn: int = -1
    """Number of the turn, so that pages can set paragraphs; -1 for what belongs to no turn."""
    kind: CueKind = "speech"
    paragraph: int = 0
    inside: tuple[tuple[_Ms, _Ms], ...] = ()
    """Further times: a character of the text and when it sounds, where the engine marks words or clauses."""
    source: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] | None = None
    """Begin and end of what it says in the source, in characters."""
    language: str = ""
    """BCP 47 of its words where they are in another language than the episode; else empty."""


class Files(BaseModel):
    """Names of the episode's files, in its own folder."""

    model_config = _MODEL
    mp3: _FileName
    script: _FileName = "script.md"
    cover: _FileName = "cover.jpg"
    thumbnail: _FileName = "cover-small.jpg"
    icon: _FileName = "cover-320.webp"
    share: _FileName = "share.jpg"
    vtt: _FileName = "transcript.vtt"
    srt: _FileName = "transcript.srt"
    json_transcript: _FileName = "transcript.json"
    html: _FileName = "transcript.html"
    text: _FileName = "transcript.txt"
    markdown: _FileName = "transcript.md"
    chapters: _FileName = "chapters.json"
    notes: _FileName = "notes.md"
    page: _FileName = "index.html"
    embed: _FileName = "embed.html"


class DisclosureEntry(BaseModel):
    """What the episode says about its voices."""

    model_config = _MODEL
    spoken: str | None = None
    comment: str
    aigc: str


class PlacedEntry(BaseModel):
    """Where an utterance's take lies, in samples of the programme, and how many of the cues are its."""

    model_config = _MODEL
    start_sample: Annotated[int, Field(ge=0)]
    samples: Annotated[int, Field(ge=0)]
    cues: Annotated[int, Field(ge=0)]


class MusicEntry(BaseModel):
    """Where music plays, in samples of the programme."""

    model_config = _MODEL
    role: Literal["intro", "outro", "sting", "bed"]
    start_sample: Annotated[int, Field(ge=0)]
    samples: Annotated[int, Field(ge=0)]


class SoundEntry(BaseModel):
    """The episode in another format than MP3, in its own folder."""

    model_config = _MODEL
    kind: Literal["m4b", "opus", "wav"]
    name: _FileName
    media_type: str
    bytes: Annotated[int, Field(gt=0)]
    bitrate: Annotated[int, Field(gt=0)]
    """Bits a second, as it was asked for."""


class PrivateEntry(BaseModel):
    """What nobody but whoever makes the episode is to know; left out of what is published.

    Whatever shows a part of the source that is not spoken belongs here.
    """

    model_config = _MODEL
    source: str = ""
    """The file or address it was rendered from; a file is relative to the folder of episodes."""
    from_script: bool = False
    """Whether that was a script, which a person may have edited."""
    script_sha256: str = ""
    """Of script.md as it was written, to see whether a person has edited it since."""
    voice: dict[str, str] = {}
    """Voices that were given for the render, by speaker, alias or role."""
    signing: dict[Literal["key", "certificate"], str] = {}
    """The user's own key and certificate, where the sound is signed with them."""
    account: dict[str, Any] = {}
    """The text account: what was spoken and what was left out, for `check`."""


class Manifest(BaseModel):
    """The content of `episode.json`."""

    model_config = _MODEL
    version: Literal[1] = 1
    guid: Annotated[str, Field(min_length=1)]
    """A UUID that stays the same for as long as the episode is the same conversation."""
    slug: str
    title: _Words
    show: _Words
    show_author: _Words = ""
    """Who makes the show."""
    number: Annotated[int, Field(ge=1)] | None = None
    """Of the episode in the show, where it has been published."""
    language: str
    summary: _Words = ""
    """Plain text, one paragraph."""
    published: date | None = None
    source: _Words | None = None
    url: str | None = None
    authors: tuple[_Words, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    """What the article links to, in its order."""
    engine: str
    speakers: tuple[SpeakerEntry, ...]
    chapters: tuple[ChapterEntry, ...]
    cues: tuple[CueEntry, ...]
    """Every sentence in time order: what the pages show and the transcripts are written from."""
    disclosure: DisclosureEntry
    files: Files
    duration_ms: Annotated[int, Field(gt=0)]
    samples: Annotated[int, Field(gt=0)]
    sample_rate: Annotated[int, Field(gt=0)]
    utterances: int
    target: str = "podcast"
    """The loudness it was mastered to, by the names of `loudness.TARGETS`."""
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    takes: tuple[str, ...] = ()
    """Keys of the takes, in order."""
    placed: tuple[PlacedEntry, ...] = ()
    """The utterances, in order; each has its key in `takes`."""
    music: tuple[MusicEntry, ...] = ()
    music_credit: str = ""
    waveform: Annotated[str, Field(pattern=r"^[0-9a-z]*$")] = ""
    """The programme's shape for players: a level for each of equal parts, `0` to `z`."""
    versions: dict[str, str] = {}
    fingerprint: str = ""
    """Hash of all that shaped the episode; a render with the same one leaves the folder as it is."""
    mp3_bytes: int = 0
    sounds: tuple[SoundEntry, ...] = ()
    """The same in further formats."""
    pictures: tuple[PictureEntry, ...] = ()
    """Of the article; some are shown by chapters."""
    digests: dict[str, str] = {}
    """Name → SHA-256 of every public file of the episode."""
    signed: bool = False
    """Whether the MP3 holds a signed manifest of its provenance (C2PA)."""
    own_cover: bool = False
    """Whether the cover is the article's or the user's picture, not a drawn one."""
    private: PrivateEntry = PrivateEntry()
    seal: str = ""
    """SHA-256 of all else in the file."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all its files but this one."""
        sounds = (sound.name for sound in self.sounds)
        pictures = (picture.name for picture in self.pictures)
        return (*self.files.model_dump().values(), *sounds, *pictures)

    def picture(self, name: str | None) -> PictureEntry | None:
        """The picture called `name`; None where there is none."""
        return next((each for each in self.pictures if each.name == name), None)


def manifest_json(manifest: Manifest, *, public: bool = False) -> str:
    """The text of `episode.json`, sealed; the public half of it is what may be published."""
    return sealed(manifest.model_dump_json(indent=2, exclude={"private"} if public else None) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the episode in `folder`.

    Raises:
        ConfigError: there is no manifest, or it is invalid; names the file and the field.
    """
    path = folder / MANIFEST_NAME
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise ConfigError("no such file: this folder holds no rendered episode", path) from None
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror})", path) from None
    except ValidationError as error:
        raise ConfigError(fault(error, Manifest)[1], path) from None
