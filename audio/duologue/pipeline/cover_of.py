"""The picture that becomes an episode's cover, by the settings and what the article names."""

from __future__ import annotations

from duologue.interview.fetch import fetch
from duologue.interview.sources import read_bytes
from duologue.model import Interview
from duologue.programme.cover.own_picture import CoverChoice, Named, PictureSource, own_picture
from duologue.settings import Settings


def cover_of(settings: Settings, interview: Interview) -> CoverChoice:
    """The choice, with what a person should know of it; a picture that a script names comes first.

    Raises:
        ConfigError: there is no such file, it may not be used, or it is not a picture; names its line.
    """
    source = PictureSource(read_bytes, lambda address: fetch(address).data)
    named = Named(settings.place("cover"), interview.origin, _line_of_picture(interview))
    wanted = "article" if interview.is_script and interview.picture else settings.cover
    return own_picture(wanted, interview.picture, named, source)


def _line_of_picture(interview: Interview) -> int | None:
    """The first line of the source that names the article's picture; None where none does, as in a page."""
    account = interview.account
    if account is None or interview.picture is None:
        return None
    for number, line in enumerate(account.source.split("\n"), 1):
        if interview.picture in line:
            return account.lines[number - 1] if account.lines else number
    return None
