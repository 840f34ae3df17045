"""Which show an episode is rendered for: as show.yaml says, else duologue.yaml, else the article."""

from __future__ import annotations

from pathlib import Path

from duologue.model import Interview
from duologue.programme.manifest import Manifest
from duologue.programme.mp3.show_tags import ShowTags
from duologue.publish.promises import read_promises
from duologue.publish.show import SHOW_NAME, load_show
from duologue.publish.tagging import tag_folder
from duologue.settings import Settings

_NO_NAME = "Duologue"


def for_show(settings: Settings, interview: Interview, folder: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings with the show's title and author, and what a person should know of them.

    Args:
        settings: of the render.
        interview: its publication names the show where nothing else does.
        folder: of the show, which holds its show.yaml if it has one.

    Raises:
        ConfigError: show.yaml is wrong.
    """
    said = load_show(folder)
    title = said.title or settings.show or interview.source or _NO_NAME
    author = said.author or settings.author or title
    notes = []
    if settings.show and settings.show != title:
        notes.append(f"the show is {title!r}, as {folder / SHOW_NAME} says, not {settings.show!r}")
    return settings.model_copy(update={"show": title, "author": author}), tuple(notes)


def numbered(folder: Path, manifest: Manifest, show: Path) -> Manifest:
    """An episode just rendered into `folder`, with the number that it has been published under.

    Raises:
        ConfigError: the show's show.yaml or published.json is wrong.
        EpisodeError: it cannot be written.
    """
    promises = read_promises(show)
    guid = load_show(show).entry(manifest.slug).guid or manifest.guid
    promise = promises.episodes.get(guid) if promises else None
    if promise is None or promise.number is None:
        return manifest
    return tag_folder(folder, manifest, ShowTags(manifest.show, manifest.show_author, promise.number))
