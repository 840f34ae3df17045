"""The desk: the scripts of a show's folder, each with its version, its history and what the reader said.

A script is changed by whoever names the version that they saw: another window's, an editor's or the command
line's work is never overwritten unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from duologue.api.files import write_file
from duologue.api.reading import read, slug_of, write_script
from duologue.api.scripts import episode_folder, lines_of, locked, rewritten
from duologue.errors import ConfigError, UsageError
from duologue.model import SCRIPT_NAME, Interview
from duologue.studio.edits import HEAD_EDITS, LINE_EDITS, Cover, Drop, Restore, edited, head_edited, restored
from duologue.studio.history import History, HistoryFolder, Step, version_of
from duologue.studio.notes import (
    Notes,
    found_in,
    left_out,
    looked_at,
    nearest,
    notes_of,
    read_notes,
    write_notes,
)
from duologue.studio.people import PEOPLE_EDITS, people_edited

KEPT_NAME = ".studio"
"""The folder in a show's folder in which histories and notes are kept."""


class NoSuchScript(UsageError):
    """There is no script of this name in the folder."""


class Changed(UsageError):
    """The script is not the version that was seen any more."""


@dataclass(frozen=True)
class Snapshot:
    """A script at one moment."""

    slug: str
    path: Path
    text: str
    version: str
    interview: Interview
    history: History
    notes: Notes


AnyEdit = LINE_EDITS | PEOPLE_EDITS | HEAD_EDITS | Restore


class Desk:
    """The scripts of a show.

    Args:
        root: the show's folder, which holds one folder for each episode.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> tuple[str, ...]:
        """The folders that hold a script, in order of their names."""
        if not self.root.is_dir():
            return ()
        return tuple(sorted(path.parent.name for path in self.root.glob(f"[!.]*/{SCRIPT_NAME}")))

    def folder(self, slug: str) -> Path:
        """The folder of an episode.

        Raises:
            NoSuchScript: there is none, or the name leads elsewhere.
        """
        folder = self._place(slug)
        if folder.is_symlink() or not (folder / SCRIPT_NAME).is_file():
            raise NoSuchScript(f"there is no script {slug!r} in {self.root}")
        return folder

    def snapshot(self, slug: str) -> Snapshot:
        """The script as it is now.

        Raises:
            NoSuchScript: there is none.
            ConfigError: it is wrong; names file and line.
        """
        with locked(self._place(slug)):
            path = self.folder(slug) / SCRIPT_NAME
            interview = read(path)
            text = path.read_bytes().decode("utf-8", "surrogatepass")
        if not interview.is_script:
            raise ConfigError("is no script: bring it as an article", path)
        version = version_of(text)
        return Snapshot(
            slug,
            path,
            text,
            version,
            interview,
            self._history(slug).load(version),
            read_notes(self._notes(slug)),
        )

    def bring(self, interview: Interview, source: str) -> tuple[str, bool]:
        """Takes an article in: writes its script, unless the folder has that episode's already.

        Returns:
            The name of its folder, and whether it was there before.

        Raises:
            UsageError, EpisodeError: there is no place for it.
        """
        folder = episode_folder(interview, self.root)
        slug, path = folder.name, folder / SCRIPT_NAME
        with locked(folder):
            if path.is_file():
                return slug, True
            text = write_script(interview)
            _write(path, text)
        write_notes(self._notes(slug), notes_of(interview, source))
        self._history(slug).keep(text)
        self._history(slug).order(History((Step(version_of(text), ""),), 0))
        return slug, False

    def edit(self, slug: str, version: str, edit: AnyEdit) -> Snapshot:
        """Changes the script.

        Raises:
            Changed: it is not of this version any more.
            UsageError: it cannot be changed like this.
        """
        seen = self._seen(slug, version)
        after = _after(seen, edit)
        notes = seen.notes
        lines = lines_of(seen.interview)
        if isinstance(edit, LINE_EDITS):
            notes = looked_at(notes, lines, edit.line)
            if isinstance(edit, Drop):
                notes = left_out(notes, lines, edit.line)
        text = rewritten(seen.text, seen.interview, after)
        if text == seen.text:
            return seen
        step = Step(version_of(text), edit.op)
        made = self._written(
            seen, text, History((*seen.history.steps[: seen.history.now + 1], step), seen.history.now + 1)
        )
        if notes != seen.notes:
            write_notes(self._notes(slug), notes)
        return replace(made, notes=notes)

    def undo(self, slug: str, version: str, by: int) -> Snapshot:
        """Goes a step back (`by` −1) or on again (1).

        Raises:
            Changed: the script is not of this version any more.
            UsageError: there is no such step.
        """
        seen = self._seen(slug, version)
        now = seen.history.now + by
        steps = seen.history.steps
        text = self._history(slug).text(steps[now].version) if 0 <= now < len(steps) else None
        if text is None:
            raise UsageError("there is nothing to undo" if by < 0 else "there is nothing to do again")
        return self._written(seen, text, History(steps, now))

    def settle(self, slug: str, line: int) -> Snapshot:
        """A person has looked at a line, and it is right."""
        seen = self.snapshot(slug)
        notes = looked_at(seen.notes, lines_of(seen.interview), line)
        write_notes(self._notes(slug), notes)
        return replace(seen, notes=notes)

    def _seen(self, slug: str, version: str) -> Snapshot:
        seen = self.snapshot(slug)
        if seen.version != version:
            raise Changed(
                f"{SCRIPT_NAME} of {slug} was changed meanwhile, in another window or by another program: "
                "it is shown as it is now; make your change again"
            )
        return seen

    def _written(self, seen: Snapshot, text: str, history: History) -> Snapshot:
        """Writes a version, if the script is still the one that was seen."""
        kept = self._history(seen.slug)
        kept.keep(seen.text)
        kept.keep(text)
        with locked(seen.path.parent):
            if not seen.path.is_file() or version_of(_text(seen.path)) != seen.version:
                raise Changed(
                    f"{SCRIPT_NAME} of {seen.slug} was changed at the same moment; make your change again"
                )
            _write(seen.path, text)
        kept.order(history)
        return replace(self.snapshot(seen.slug), history=history)

    def _place(self, slug: str) -> Path:
        if slug_of(slug) != slug:
            raise NoSuchScript(f"there is no script {slug!r} in {self.root}")
        return self.root / slug

    def _history(self, slug: str) -> HistoryFolder:
        return HistoryFolder(self.root / KEPT_NAME / slug)

    def _notes(self, slug: str) -> Path:
        return self.root / KEPT_NAME / slug / "notes.json"


def _after(seen: Snapshot, edit: AnyEdit) -> Interview:
    if isinstance(edit, HEAD_EDITS):
        if isinstance(edit, Cover) and edit.name and not (seen.path.parent / edit.name).is_file():
            raise UsageError(f"there is no picture {edit.name}")
        return head_edited(seen.interview, edit)
    if isinstance(edit, Restore):
        if edit.dropped >= len(seen.notes.dropped):
            raise UsageError("there is no such stretch")
        place = seen.notes.dropped[edit.dropped]
        found = found_in(seen.notes, lines_of(seen.interview))
        return restored(seen.interview, place.text, nearest(found, place.at))
    if isinstance(edit, LINE_EDITS):
        return edited(seen.interview, edit)
    return people_edited(seen.interview, edit)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogatepass")


def _write(path: Path, text: str) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    write_file(path, text.encode("utf-8", "surrogatepass"), mode=mode)
