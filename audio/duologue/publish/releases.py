"""Which episodes are out, since when, and under which number: as `show.yaml` says and as was promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from duologue.programme.manifest import Manifest
from duologue.publish.library import Published
from duologue.publish.promises import EpisodePromise, Promises
from duologue.publish.show import Show
from duologue.publish.show_values import EpisodeEntry

_APART = timedelta(minutes=1)
"""Between episodes that are first published together, so that every app keeps their order."""


@dataclass(frozen=True, slots=True)
class Release:
    """An episode as the show publishes it.

    Attributes:
        episode: where it lies.
        entry: what `show.yaml` says of it.
        published: its first publication, in UTC.
        number: in the show, if it has one.
        sound: the name under which its sound is published; empty for its own.
        sounds: the same for its further formats, by their own names.
    """

    episode: Published
    entry: EpisodeEntry
    published: datetime
    number: int | None
    sound: str = ""
    sounds: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return self.episode.folder.name

    @property
    def manifest(self) -> Manifest:
        """Its manifest, as it is published."""
        return self.as_published(self.episode.manifest)

    def as_published(self, manifest: Manifest) -> Manifest:
        """A manifest of this episode with the names under which its sounds are published."""
        if not self.sound and not self.sounds:
            return manifest
        files = manifest.files.model_copy(update={"mp3": self.sound or manifest.files.mp3})
        sounds = tuple(
            each.model_copy(update={"name": self.sounds.get(each.name, each.name)})
            for each in manifest.sounds
        )
        return manifest.model_copy(update={"files": files, "sounds": sounds})


@dataclass(frozen=True, slots=True)
class Releases:
    """All that is out, newest first; what is withheld until its date, soonest first; and what is hidden."""

    out: tuple[Release, ...] = ()
    withheld: tuple[Release, ...] = ()
    hidden: tuple[Published, ...] = ()


def releases(show: Show, episodes: Iterable[Published], promises: Promises, now: datetime) -> Releases:
    """What is out at `now`.

    An episode that has not been in a feed yet has the time of its sound, and the next number.

    Args:
        show: what its file says.
        episodes: in any order.
        promises: what has been promised.
        now: in UTC.
    """
    every = list(episodes)
    shown = [each for each in every if not show.entry(each.folder.name).hidden]
    dates = {each.manifest.guid: _date(show, each, promises, now) for each in shown}
    newest_first = sorted(shown, key=lambda each: (dates[each.manifest.guid], *_age(each)), reverse=True)
    numbers = _numbers(show, newest_first, promises)
    made = [
        Release(
            each, show.entry(each.folder.name), dates[each.manifest.guid], numbers.get(each.manifest.guid)
        )
        for each in newest_first
    ]
    return Releases(
        tuple(each for each in made if each.published <= now),
        tuple(each for each in reversed(made) if each.published > now),
        tuple(each for each in every if show.entry(each.folder.name).hidden),
    )


def promised(show: Show, episodes: Sequence[Published], promises: Promises, now: datetime) -> Promises:
    """`promises` with what goes out now for the first time: an episode's date is `show.yaml`'s, else now.

    Of several the newest interview gets this moment, each older one a minute less.
    """
    first = [each for each in episodes if each.manifest.guid not in promises.episodes]
    moment = now.replace(microsecond=0)
    given: dict[str, EpisodePromise] = {}
    for episode in sorted(first, key=_age, reverse=True):
        entry = show.entry(episode.folder.name)
        if entry.hidden or (entry.date is not None and entry.date > now):
            continue
        published = entry.date or moment
        given[episode.manifest.guid] = EpisodePromise(published=published, folder=episode.folder.name)
        if entry.date is None:
            moment -= _APART
    both = promises.model_copy(update={"episodes": {**promises.episodes, **given}})
    for release in reversed(releases(show, episodes, both, now).out):
        guid = release.episode.manifest.guid
        if guid in given:
            given[guid] = given[guid].model_copy(update={"number": release.number})
    return promises.model_copy(update={"episodes": {**promises.episodes, **given}})


def _date(show: Show, episode: Published, promises: Promises, now: datetime) -> datetime:
    said, before = show.entry(episode.folder.name).date, promises.episodes.get(episode.manifest.guid)
    if said is not None:
        return said
    if before is not None:
        return before.published
    return min(datetime.fromtimestamp(int(episode.mp3.stat().st_mtime), UTC), now)


def _age(episode: Published) -> tuple[date, str]:
    """How interviews lie in time: by the article's date, then by name."""
    return episode.manifest.published or date.min, episode.manifest.slug


def _numbers(show: Show, newest_first: Sequence[Published], promises: Promises) -> dict[str, int]:
    """Numbers by guid: as `show.yaml` says, as before, or for a full episode the next one, oldest first."""
    numbers: dict[str, int] = {}
    said = (show.entry(each.folder.name).number for each in newest_first)
    before = (each.number for each in promises.episodes.values())
    last = max((number for number in (*said, *before) if number), default=0)
    for episode in reversed(newest_first):
        entry, promise = show.entry(episode.folder.name), promises.episodes.get(episode.manifest.guid)
        number = entry.number or (promise.number if promise else None)
        if number is None and entry.type == "full":
            last += 1
            number = last
        if number is not None:
            numbers[episode.manifest.guid] = number
    return numbers
