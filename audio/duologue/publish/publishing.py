"""Publishing a show: what listeners are given of it, sent to its place, and whole there at every moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duologue.errors import EpisodeError, PublishError, UsageError
from duologue.programme.manifest import MANIFEST_NAME
from duologue.publish.export import feed_documents, media_files, text_files, with_sound_names
from duologue.publish.feed import FEED_NAME
from duologue.publish.hub import tell_hub
from duologue.publish.library import write_small_pictures
from duologue.publish.places import why
from duologue.publish.prepare import keep, prepare, utc_now
from duologue.publish.promises import PROMISES_NAME
from duologue.publish.show import SHOW_NAME
from duologue.publish.target import FolderTarget, Target
from duologue.publish.upload import Sent, Upload
from duologue.store.locks import exclusive

LOCK_NAME = ".publish.lock"
_NOT_FOR_LISTENERS = (
    SHOW_NAME,
    PROMISES_NAME,
    "script.md",
    "script.md.bak",
    "duologue.yaml",
    ".duologue-secret",
)


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing came to.

    Attributes:
        to: the place, as an address without its password.
        local: whether the place is a folder on this machine.
        feed_url: the feed's address.
        episodes: how many are in the feed.
        sent: what was sent and removed.
        withheld: folders of episodes whose date has not come.
        notes: what a person should know.
    """

    to: str
    local: bool
    feed_url: str
    episodes: int
    sent: Sent
    withheld: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def publish(
    folder: Path,
    target: Target,
    url: str | None = None,
    *,
    now: datetime | None = None,
    dry: bool = False,
    progress: Callable[[str, int], None] = lambda _name, _bytes: None,
) -> Publication:
    """Sends the show in `folder` to `target`: sounds and pictures, then texts and pages, then the feed.

    Only what has changed is sent. At every moment, and wherever it is interrupted, the feed that is there
    names files that are there whole; the same call goes on where it was.

    Args:
        folder: holds one folder for each episode.
        target: see `open_target`.
        url: where the place is on the web; None for what `show.yaml` says.
        now: in UTC; episodes that go out for the first time have this date.
        dry: whether nothing is written or sent, and only what would be is found out.
        progress: called with each file's name and length when it has been sent.

    Raises:
        UsageError: see `prepare`; or the place holds the show's own files.
        ConfigError: see `prepare`.
        PublishError: something cannot be sent.
        EpisodeError: something here cannot be read or written.
    """
    now = now or utc_now()
    _check_place(folder, target)
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    with _only_run(folder):
        return _publish(folder, target, url, now, dry=dry, progress=progress)


@contextmanager
def _only_run(folder: Path) -> Iterator[None]:
    """While this lasts, no other run publishes the show.

    Raises:
        UsageError: another run is doing it.
        EpisodeError: the folder cannot be written.
    """
    with ExitStack() as stack:
        try:
            free = stack.enter_context(exclusive(folder / LOCK_NAME))
        except OSError as error:
            raise EpisodeError(f"{folder} cannot be written ({error.strerror or error})") from None
        if not free:
            raise UsageError(f"{folder} is being published by another run: wait for it")
        yield


def _publish(
    folder: Path,
    target: Target,
    url: str | None,
    now: datetime,
    *,
    dry: bool,
    progress: Callable[[str, int], None],
) -> Publication:
    prepared = prepare(folder, url, now, lambda name: _read(target, name), dry=dry)
    site = with_sound_names(prepared.site)
    site, feeds = keep(site, prepared.url, now, dry=dry)
    for release in site.out if not dry else ():
        write_small_pictures(release.episode)
    upload = Upload(target, progress, dry=dry)
    upload.open()
    notes = [*prepared.notes, *_strangers(upload.there, target)]
    upload.send(media_files(site, prepared.cover))
    upload.send(text_files(site, prepared.url))
    upload.send(feed_documents(feeds))
    sent = upload.close(release.folder for release in site.out)
    feed_url = f"{prepared.url}/{FEED_NAME}"
    if site.show.hub and FEED_NAME in sent.sent and not dry:
        refused = tell_hub(site.show.hub, feed_url)
        notes += [f"the hub {site.show.hub} was not told of the new feed: {refused}"] if refused else []
    withheld = tuple(release.folder for release in site.releases.withheld)
    return Publication(
        target.shown, isinstance(target, FolderTarget), feed_url, len(site.out), sent, withheld, tuple(notes)
    )


def _check_place(folder: Path, target: Target) -> None:
    if not isinstance(target, FolderTarget):
        return
    place = target.folder
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is a file: name a folder to publish to")
    if (
        place.resolve() == folder.resolve()
        or (place / MANIFEST_NAME).exists()
        or (place / PROMISES_NAME).exists()
    ):
        raise UsageError(
            f"{place} holds the show's own files, which are not for listeners: name another folder"
        )


def _read(target: Target, name: str) -> bytes | None:
    try:
        return target.read(name)
    except Exception as error:  # noqa: BLE001 (every library has errors of its own)
        raise PublishError(f"{target.shown} cannot be read: {why(error)}") from None


def _strangers(names: Iterable[str], target: Target) -> list[str]:
    """What lies at the place and is not for listeners: from an earlier upload of everything, say."""
    found = [name for name in names if name.rpartition("/")[2] in _NOT_FOR_LISTENERS]
    if not found:
        return []
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return [f"{target.shown} holds {found[0]}{more}, which is not for listeners: remove it there"]
