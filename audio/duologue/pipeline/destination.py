"""Where an episode lands, and which of a person's edits lie there already."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from duologue.errors import DuologueError, UsageError
from duologue.interview import slug_of, write_script
from duologue.interview.identity import identity_of
from duologue.interview.script import script_identity
from duologue.model import SCRIPT_NAME, Identity, Interview
from duologue.programme.manifest import MANIFEST_NAME, Manifest, read_manifest


@dataclass(frozen=True)
class Destination:
    """The folder of an episode, and what it will be known by.

    Attributes:
        folder: where it is written.
        slug: the folder's name, and the MP3's.
        guid: see `Identity`.
        source: the interview's origin, as the manifest keeps it.
        previous: the manifest of the episode that is there now.
        edited: the text of a script.md there that a person has edited, to be kept beside the new one.
        notes: what a person should know of the choice.
    """

    folder: Path
    slug: str
    guid: str
    source: str = ""
    previous: Manifest | None = None
    edited: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A folder that another source of the same run is rendered into, and the guid of that episode."""

    source: str
    guid: str


Claimed = Callable[[Path], Claim | None]
"""Who else is rendered into a folder."""


def nobody(folder: Path) -> Claim | None:
    """No folder is claimed."""
    del folder
    return None


def destination_of(
    interview: Interview, out: Path, *, in_place: bool, claimed: Claimed = nobody
) -> Destination:
    """The first folder for the interview that is free or holds this very episode.

    It is the same episode where the guid is the same, or the source: an article may have changed since. So is
    a folder in which nothing is rendered yet, but lies a script of the same guid. A folder that holds another
    episode, or files of somebody else's, is passed over.

    Args:
        interview: what will be rendered.
        out: the folder of episodes.
        in_place: whether a script that lies in its episode's folder is rendered there, wherever `out` is.
        claimed: who else is rendered into a folder; such a folder is another episode's. It is asked before
            the folder is looked at.

    Raises:
        UsageError: every folder that its name could have is taken, or another source is the same interview.
    """
    identity = _identity(interview)
    if own := _own_folder(interview):
        folder, identity = own
        if in_place:
            out = folder.parent
    source = _source(interview.origin, out)
    passed: list[str] = []
    for slug in _names(identity, interview.origin):
        folder = out / slug
        claim, previous = claimed(folder), existing(folder)
        if claim is not None and claim.guid == identity.guid:
            raise UsageError(f"{claim.source} is the same interview, so this one was not rendered again")
        if claim is not None:
            passed.append(f"{folder} is the episode of {claim.source}")
        elif previous is None:
            if not _foreign(folder) or script_guid(folder) == identity.guid:
                return Destination(folder, slug, identity.guid, source, None, None, _passed(passed, folder))
            passed.append(f"{folder} holds files that are no episode")
        elif previous.guid == identity.guid or (source and previous.private.source == source):
            return Destination(folder, slug, previous.guid, source, previous, None, _passed(passed, folder))
        else:
            passed.append(f"{folder} is another episode, {previous.title!r}")
    raise UsageError(f"{passed[-1]}: choose another --out, or rename the source")


def guard_edits(interview: Interview, destination: Destination, *, fresh: bool) -> str | None:
    """The text of a script.md that a person has edited and this render would replace; None for none.

    Args:
        interview: as it will be rendered.
        destination: where it will be written.
        fresh: whether the edited script may be replaced.

    Raises:
        UsageError: there is one, and it may not be replaced.
    """
    previous = destination.previous
    path = destination.folder / (previous.files.script if previous else SCRIPT_NAME)
    if interview.is_script and interview.origin and is_same_file(Path(interview.origin), path):
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if text == write_script(interview):
        return None
    if previous is not None:
        touched = script_sha256(text) != previous.private.script_sha256
        if not touched and (interview.is_script or not previous.private.from_script):
            return None
    if not fresh:
        raise UsageError(
            f"{path} was edited by hand, and rendering {interview.origin or 'this text'} would replace it: "
            f"render {path} to keep the edit, or add --fresh to begin anew (the edited script stays as "
            f"{path.name}.bak)"
        )
    return text


def script_sha256(text: str) -> str:
    """The checksum of a script's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def existing(folder: Path) -> Manifest | None:
    """The manifest of the episode that is in `folder`, if a whole one is."""
    if not (folder / MANIFEST_NAME).is_file():
        return None
    try:
        return read_manifest(folder)
    except DuologueError:
        return None


def _identity(interview: Interview) -> Identity:
    if interview.identity is not None:
        return interview.identity
    return identity_of(name=interview.title, url=interview.url, source=write_script(interview))


def script_guid(folder: Path) -> str | None:
    """The guid that a script in `folder` says it is of; None where there is no script, or it names none."""
    try:
        text = (folder / SCRIPT_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    identity = script_identity(text)
    return identity.guid if identity else None


def _own_folder(interview: Interview) -> tuple[Path, Identity] | None:
    """The folder of the episode that a script lies in, and what the episode is known by."""
    if not interview.is_script or not interview.origin or "://" in interview.origin:
        return None
    path = Path(interview.origin).resolve()
    manifest = existing(path.parent)
    if manifest is not None:
        own = path.name == manifest.files.script
        return (path.parent, Identity(manifest.slug, manifest.guid)) if own else None
    identity = interview.identity
    unrendered = path.name == SCRIPT_NAME and identity is not None and path.parent.name == identity.slug
    return (path.parent, identity) if unrendered and identity else None


def _source(origin: str, out: Path) -> str:
    """The origin as the manifest keeps it: a file relative to `out`, so that both can be moved together."""
    if not origin or "://" in origin:
        return origin
    try:
        return Path(os.path.relpath(Path(origin).resolve(), out.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return Path(origin).resolve().as_posix()


def _names(identity: Identity, origin: str) -> Iterator[str]:
    """The names that the folder may have: the slug; with the source's folder; with the guid."""
    yield identity.slug
    if origin and "://" not in origin:
        yield slug_of(f"{identity.slug} {Path(origin).resolve().parent.name}")
    yield f"{identity.slug}-{identity.guid[:8]}"


def _foreign(folder: Path) -> bool:
    """Whether something is there that is no episode, not even a damaged one."""
    if folder.is_dir():
        return not (folder / MANIFEST_NAME).exists() and any(folder.iterdir())
    return folder.exists()


def _passed(passed: list[str], folder: Path) -> tuple[str, ...]:
    return tuple(f"{why}; this one goes to {folder}" for why in passed[-1:])


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both paths lead to one file that is there."""
    try:
        return one.samefile(other)
    except OSError:
        return False
