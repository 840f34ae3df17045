"""What M4B and Opus say of themselves, with the cover; and which show they are of, set anew in place."""

from __future__ import annotations

import base64
from pathlib import Path

from mutagen import MutagenError
from mutagen.flac import Picture
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from mutagen.oggopus import OggOpus

from duologue.clock import hms_millis
from duologue.errors import EpisodeError
from duologue.programme.mp3.show_tags import ShowTags
from duologue.programme.mp3.tags import EpisodeTags

_LABEL = "----:com.apple.iTunes:AIGC"
_COVER_FRONT = 3


def write_comments(path: Path, kind: str, tags: EpisodeTags) -> None:
    """Writes title, people, dates, disclosure and cover into an M4B or Opus file; a WAV has its own.

    Raises:
        EpisodeError: it cannot be written.
    """
    try:
        if kind == "m4b":
            _m4b(path, tags)
        elif kind == "opus":
            _opus(path, tags)
    except (MutagenError, OSError) as error:
        raise EpisodeError(f"{path} cannot be tagged ({error})") from None
    retag_sound(path, kind, ShowTags(tags.show, tags.album_artist or tags.show, tags.track))


def retag_sound(path: Path, kind: str, tags: ShowTags) -> None:
    """Sets the show, its author and the episode's number, as in the MP3.

    Raises:
        EpisodeError: it cannot be written.
    """
    try:
        if kind == "m4b":
            file = MP4(path)
            file["\xa9alb"], file["aART"] = tags.show, tags.author
            if tags.number:
                file["trkn"] = [(tags.number, 0)]
            else:
                file.pop("trkn", None)
            file.save()
        elif kind == "opus":
            ogg = OggOpus(path)
            ogg["album"], ogg["albumartist"] = tags.show, tags.author
            ogg["tracknumber"] = [str(tags.number)] if tags.number else []
            ogg.save()
    except (MutagenError, OSError) as error:
        raise EpisodeError(f"{path} cannot be tagged ({error})") from None


def _m4b(path: Path, tags: EpisodeTags) -> None:
    file = MP4(path)
    words = {
        "\xa9nam": tags.title,
        "\xa9ART": tags.artist,
        "\xa9gen": "Podcast",
        "\xa9day": tags.date.isoformat() if tags.date else "",
        "\xa9cmt": tags.comment,
        "\xa9lyr": tags.lyrics,
        "\xa9too": tags.producer,
        "desc": tags.description,
    }
    for key, text in words.items():
        if text:
            file[key] = text
    file["pcst"] = True
    if tags.aigc:
        file[_LABEL] = MP4FreeForm(tags.aigc.encode())
    if tags.cover_jpeg:
        file["covr"] = [MP4Cover(tags.cover_jpeg, MP4Cover.FORMAT_JPEG)]
    file.save()


def _opus(path: Path, tags: EpisodeTags) -> None:
    file = OggOpus(path)
    words = {
        "title": tags.title,
        "artist": tags.artist,
        "genre": "Podcast",
        "date": tags.date.isoformat() if tags.date else "",
        "comment": tags.comment,
        "synopsis": tags.description,  # DESCRIPTION would take the place of the comment in players
        "language": tags.language,
        "encoded-by": tags.producer,
        "aigc": tags.aigc,
    }
    for key, text in words.items():
        if text:
            file[key] = text
    for number, chapter in enumerate(tags.chapters):  # Xiph's chapter extension
        file[f"chapter{number:03}"] = hms_millis(chapter.start_ms)
        file[f"chapter{number:03}name"] = chapter.title
    if tags.cover_jpeg:
        file["metadata_block_picture"] = [base64.b64encode(_picture(tags.cover_jpeg)).decode()]
    file.save()


def _picture(jpeg: bytes) -> bytes:
    """The cover as a FLAC picture block, which Ogg files hold too; sizes stand in the JPEG."""
    picture = Picture()
    picture.type, picture.mime, picture.data = _COVER_FRONT, "image/jpeg", jpeg
    block: bytes = picture.write()
    return block
