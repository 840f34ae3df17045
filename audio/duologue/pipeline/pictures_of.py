"""The pictures that an article's chapters show: one for each, found, looked at, and refused with its line."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from duologue.counting import counted
from duologue.errors import EpisodeError, SourceError, UsageError
from duologue.interview.fetch import fetch
from duologue.interview.pictures import with_changed_pictures
from duologue.interview.sources import is_packed, part_of, read_bytes
from duologue.model import Illustration, Interview, Role
from duologue.programme.cover.illustrations import ShownPicture, shown_picture
from duologue.settings import Settings

_MOST_BYTES = 20_000_000
"""Of one picture's file."""
_MOST = 60
"""Pictures of an episode."""
_MOST_SECONDS = 120.0
"""That fetching all pictures may take."""
_MOST_TOLD = 8
"""Refused pictures that are named one by one."""


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What the chapters show.

    Attributes:
        interview: with the chosen pictures alone, by the names of their files beside the sound.
        pictures: the files.
        notes: what a person should know: each picture that was refused, with its line.
    """

    interview: Interview
    pictures: tuple[ShownPicture, ...] = ()
    notes: tuple[str, ...] = ()


def pictures_of(settings: Settings, interview: Interview) -> PictureChoice:
    """Chooses for each stretch that can be a chapter the first picture that players show.

    Files are read below the article's folder alone, as parts of the article's own file, or out of the address
    itself; the web is asked only where the settings say so.

    Args:
        settings: `pictures` says which, `chapter_minutes` what can be a chapter.
        interview: as it was read.
    """
    if settings.pictures == "none":
        return PictureChoice(with_changed_pictures(interview, lambda _: ()))
    search = _Search(interview, web=settings.pictures == "web")
    kept: dict[int, Illustration] = {}
    for stretch in _stretches(interview, divided=settings.chapter_minutes is not None):
        for picture in stretch:
            if (shown := search.shown(picture)) is not None:
                kept[id(picture)] = replace(picture, address=shown.name, alt=shown.alt)
                break
    chosen = with_changed_pictures(
        interview, lambda each: tuple(kept[id(one)] for one in each if id(one) in kept)
    )
    return PictureChoice(chosen, tuple(search.found.values()), search.notes())


def _stretches(interview: Interview, *, divided: bool) -> Iterator[list[Illustration]]:
    """The pictures of each section, or from each question to the next where sections may be divided."""
    for section in interview.sections:
        stretch: list[Illustration] = []
        for turn in section.turns:
            if divided and turn.role is Role.INTERVIEWER:
                yield stretch
                stretch = []
            for paragraph in turn.paragraphs:
                stretch += paragraph.pictures
        yield stretch


@dataclass(slots=True)
class _Search:
    """Finds pictures where the article says they are.

    Attributes:
        interview: which names them.
        web: whether addresses are fetched.
        found: what was found, by the names of the files to be.
    """

    interview: Interview
    web: bool
    found: dict[str, ShownPicture] = field(default_factory=dict)
    _refused: list[str] = field(default_factory=list)
    _on_the_web: list[int] = field(default_factory=list)
    _too_many: list[int] = field(default_factory=list)
    _until: float = 0.0

    def shown(self, picture: Illustration) -> ShownPicture | None:
        """The picture as it will be shown; None where it is refused, of which `notes` will tell."""
        address = picture.address
        if len(self.found) >= _MOST:
            self._too_many.append(picture.line)
            return None
        if not self.web and _is_web(address):
            self._on_the_web.append(picture.line)
            return None
        try:
            made = shown_picture(self._data(address), _name(address), picture.alt)
        except (EpisodeError, SourceError, UsageError) as error:
            self._refused.append(f"line {picture.line}: {_name(address)} is not shown: {error}")
            return None
        return self.found.setdefault(made.name, made)

    def notes(self) -> tuple[str, ...]:
        """What was refused."""
        told = self._refused[:_MOST_TOLD]
        if more := len(self._refused) - len(told):
            told.append(f"{counted(more, 'further picture')} of the article cannot be shown")
        if count := len(self._on_the_web):
            told.append(
                f"line {self._on_the_web[0]}: {counted(count, 'picture')} on the web "
                f"{'was' if count == 1 else 'were'} not fetched (pictures: web in duologue.yaml does)"
            )
        if count := len(self._too_many):
            told.append(
                f"line {self._too_many[0]}: {counted(count, 'picture')} {'is' if count == 1 else 'are'} "
                f"not shown: an episode has at most {_MOST}"
            )
        name = Path(self.interview.origin).name or "the article"
        return tuple(f"{name}, {each}" for each in told)

    def _data(self, address: str) -> bytes:
        """The bytes of a picture.

        Raises:
            SourceError: it may not be read, is too large, or is not there.
        """
        if address[:5].lower() == "data:":
            return _written_data(address)
        if _is_web(address):
            return self._fetched(address)
        origin = self.interview.origin
        if not origin or "://" in origin[:16]:
            raise SourceError("nobody knows in which folder it is")
        return _below(Path(origin).parent, address)

    def _fetched(self, address: str) -> bytes:
        self._until = self._until or time.monotonic() + _MOST_SECONDS
        if time.monotonic() > self._until:
            raise SourceError("the others took all the time there is")
        return fetch(f"https:{address}" if address.startswith("//") else address).data


def _is_web(address: str) -> bool:
    return "://" in address.partition("#")[0][:16] or address.startswith("//")


def _name(address: str) -> str:
    """What errors call a picture."""
    if address[:5].lower() == "data:":
        return "the picture in the text"
    return address if _is_web(address) else unquote(address.rpartition("#")[2])


def _below(folder: Path, address: str) -> bytes:
    """A file of the folder or of those in it, or a part of such a file: ``article.docx#word/media/1.png``.

    Raises:
        SourceError: it lies elsewhere, or there is no such part.
    """
    folder = folder.resolve()
    file, mark, part = address.partition("#")
    path = _inside(folder, file)
    data = read_bytes(path)
    if not mark:
        return _limited(data)
    found = part_of(data, part, path.name) if is_packed(data) else None
    if found is None:
        raise SourceError(f"{path.name} has no such part")
    return _limited(found)


def _inside(folder: Path, written: str) -> Path:
    """The file that a path means as it is written, else without its percents and what follows a `?`."""
    try:
        paths = [folder / written, folder / unquote(written), folder / unquote(written.partition("?")[0])]
        path = next((each for each in paths if each.is_file()), paths[-1]).resolve()
    except (OSError, ValueError):
        raise SourceError("it is no path") from None
    if not path.is_file():
        raise SourceError("there is no such file")
    if not path.is_relative_to(folder):
        raise SourceError("it is not in the article's folder")
    return path


def _limited(data: bytes) -> bytes:
    if len(data) > _MOST_BYTES:
        raise SourceError(f"it has more than {_MOST_BYTES // 1_000_000} MB")
    return data


def _written_data(address: str) -> bytes:
    """The bytes that are written into a `data:` address (RFC 2397)."""
    head, comma, body = address[5:].partition(",")
    if not comma or len(body) > 2 * _MOST_BYTES:
        raise SourceError("it is cut off, or too large")
    try:
        if head.lower().endswith(";base64"):
            return base64.b64decode(unquote_to_bytes(body), validate=False)
        return unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        raise SourceError("it is damaged") from None
