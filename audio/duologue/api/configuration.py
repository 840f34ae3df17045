"""What a program writes into a person's `duologue.yaml` and lexicon: one key or entry, and no other byte."""

from __future__ import annotations

from pathlib import Path

import yaml

from duologue.api.files import write_file
from duologue.errors import ConfigError, UsageError
from duologue.settings import FILE_NAME, Settings
from duologue.speech.lexicon import Lexicon, reading
from duologue.speech.pronunciation import Notation, check_length
from duologue.yaml_edit import with_entry, with_key
from duologue.yaml_file import parse_yaml, read_utf8

__all__ = ["keep_reading", "keep_setting", "with_setting"]

_NEW_LEXICON = "lexicon.yaml"


def keep_setting(path: Path, key: str, value: str | bool) -> None:
    """Sets one key of a `duologue.yaml`; a file that is not there is made.

    Args:
        path: the file. A link stays one.
        key: a setting's name.
        value: as it is written in the file.

    Raises:
        ConfigError: the file is wrong, or is written so that the key cannot be set alone.
        EpisodeError: the file cannot be written.
    """
    target = path.resolve()
    before = _text(target)
    after = with_setting(before, key, value, path)
    if after != before:
        _write(target, after)


def with_setting(text: str, key: str, value: str | bool, path: Path) -> str:
    """The text of a configuration, with `key` set and nothing else changed.

    Raises:
        ConfigError: see `keep_setting`.
    """
    before = parse_yaml(text, Settings, path)
    after = with_key(text, key, value)
    try:
        settings = parse_yaml(after, Settings, path)
    except ConfigError:
        settings = None
    wanted = getattr(Settings.model_validate({key: value}), key)
    if settings is None or settings != before.model_copy(update={key: wanted}):
        raise ConfigError(f"this cannot be written here; set it by hand: {key}: {value}", path)
    return after


def keep_reading(settings: Settings, written: str, say: str) -> Path:
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
    path = settings.lexicon[-1] if settings.lexicon else configuration.with_name(_NEW_LEXICON)
    text = _text(path)
    after = with_entry(text, written, entry)
    if yaml.safe_load(after) != (yaml.safe_load(text) or {}) | {written: entry}:
        raise ConfigError(f"the entry cannot be written here; set it by hand: {written}: {entry}", path)
    _write(path, after)
    Lexicon.load(path)
    if not settings.lexicon:
        keep_setting(configuration, "lexicon", _NEW_LEXICON)
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


def _text(path: Path) -> str:
    """The file's text, with its line ends as they are; empty for none."""
    if not path.is_file():
        return ""
    read_utf8(path)  # the same errors as for every file
    return path.read_bytes().decode("utf-8")


def _write(path: Path, text: str) -> None:
    write_file(path, text.encode("utf-8"), mode=path.stat().st_mode if path.is_file() else 0o644)
