"""A word's reading for the whole show: an entry of the lexicon that the configuration names."""

from __future__ import annotations

from pathlib import Path

import yaml

from duologue.errors import ConfigError, EpisodeError, UsageError
from duologue.settings import FILE_NAME, Settings
from duologue.speech.lexicon import Lexicon, reading
from duologue.speech.pronunciation import Notation, check_length
from duologue.store.whole_file import write_whole
from duologue.yaml_edit import with_entry, with_key
from duologue.yaml_file import read_utf8

_NEW_NAME = "lexicon.yaml"


def keep(settings: Settings, written: str, say: str) -> Path:
    """Writes how a word is said, into the last lexicon of the configuration; makes one if there is none.

    Args:
        settings: of the script; a new lexicon lies beside their file, or in the working folder.
        written: the word.
        say: pinyin, IPA between slashes, or words.

    Returns:
        The lexicon's file.

    Raises:
        UsageError: it is no reading of this word.
        ConfigError: a file is wrong, or cannot be changed by a program.
        EpisodeError: a file cannot be written.
    """
    entry = _entry(written, say)
    configuration = settings.path or Path(FILE_NAME)
    path = settings.lexicon[-1] if settings.lexicon else configuration.with_name(_NEW_NAME)
    text = read_utf8(path) if path.is_file() else ""
    after = with_entry(text, written, entry)
    if yaml.safe_load(after) != (yaml.safe_load(text) or {}) | {written: entry}:
        raise ConfigError(f"the entry cannot be written here; set it by hand: {written}: {entry}", path)
    _write(path, after)
    Lexicon.load(path)
    if not settings.lexicon:
        before = read_utf8(configuration) if configuration.is_file() else ""
        _write(configuration, with_key(before, "lexicon", _NEW_NAME))
    return path


def _entry(written: str, say: str) -> dict[str, str]:
    try:
        found = reading(say)
        if found.pronunciation is None:
            return {"say": say.strip()}
        check_length(written, found.pronunciation)
    except ValueError as error:
        raise UsageError(str(error)) from None
    kind = "pinyin" if found.pronunciation.notation is Notation.PINYIN else "ipa"
    return {kind: found.pronunciation.value}


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode("utf-8"))
        path.chmod(0o644)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
