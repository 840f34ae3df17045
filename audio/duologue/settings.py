"""Settings: built-in defaults, then `duologue.yaml`, then `DUOLOGUE_*` variables, then options."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from duologue.errors import ConfigError, UsageError
from duologue.programme.options import ProgrammeOptions
from duologue.programme.provenance.options import SigningFiles
from duologue.speech.options import SpeechOptions
from duologue.store.sizes import DEFAULT_LIMIT, parse_size
from duologue.yaml_file import fault, load_yaml

FILE_NAME = "duologue.yaml"
ENVIRONMENT = (
    "show",
    "author",
    "voices",
    "engine",
    "mix_engines",
    "proxy",
    "out",
    "disclosure",
    "loudness",
    "encoding",
    "cache_limit",
)
"""Settings that `DUOLOGUE_<NAME>` can give."""
_OTHER_VARIABLES = ("DUOLOGUE_CACHE", "DUOLOGUE_KEYS")


class Settings(SpeechOptions, ProgrammeOptions, BaseModel):
    """What `duologue.yaml` can say. Paths are relative to the file they stand in."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    out: Path = Path("episodes")
    cache_limit: str | int = DEFAULT_LIMIT
    """How large the cache may be after a render, e.g. `10 GB`; `none` for any size."""

    @field_validator("cache_limit")
    @classmethod
    def _a_size(cls, value: str | int) -> str | int:
        parse_size(value)
        return value

    @property
    def cache_limit_bytes(self) -> int | None:
        """How large the cache may be; None for any size."""
        return parse_size(self.cache_limit)


def load_settings(
    source_folder: Path,
    environment: Mapping[str, str],
    options: Mapping[str, Any],
    *,
    working: Path | None = None,
) -> Settings:
    """The settings for a source in `source_folder`.

    Args:
        source_folder: where the article lies; its `duologue.yaml` is read, else the working folder's.
        environment: where `DUOLOGUE_*` variables are looked up.
        options: what the command line gave; None means not given.
        working: the working folder; None for the current one.

    Raises:
        ConfigError: a file or value is wrong; names the file and line.
    """
    given: dict[str, Any] = {}
    path = settings_path(source_folder, working)
    if path is not None:
        written = load_yaml(path, Settings)
        written._path = path
        overridden = {name for name in ("engine", "voices") if _is_given(name, environment, options)}
        written.check_written(overridden)
        given = _with_absolute_paths(written, path.parent)
    _refuse_misspelt_variables(environment)
    for name in ENVIRONMENT:
        value = environment.get(f"DUOLOGUE_{name.upper()}")
        if value:
            given[name] = _as_bool(value) if name == "disclosure" else value
    given |= {name: value for name, value in options.items() if value is not None}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise ConfigError(fault(error, Settings)[1]) from None
    settings._path = path
    return settings


def _is_given(name: str, environment: Mapping[str, str], options: Mapping[str, Any]) -> bool:
    return bool(options.get(name) or environment.get(f"DUOLOGUE_{name.upper()}"))


def _refuse_misspelt_variables(environment: Mapping[str, str]) -> None:
    """Refuses a variable whose name is nearly that of a setting: it would have no effect.

    Raises:
        UsageError: there is one.
    """
    names = [f"DUOLOGUE_{name.upper()}" for name in ENVIRONMENT]
    for name in environment:
        if name.startswith("DUOLOGUE_") and name not in names and name not in _OTHER_VARIABLES:
            for meant in get_close_matches(name, names, n=1, cutoff=0.9):
                raise UsageError(f"the variable {name} has no effect; did you mean {meant}?")


def with_options(settings: Settings | None, options: Mapping[str, Any]) -> Settings:
    """Settings with options over them; an option that is None is not given.

    Raises:
        ConfigError: a value is wrong.
    """
    base = settings or Settings()
    given = {name: value for name, value in options.items() if value is not None}
    if not given:
        return base
    try:
        checked = Settings.model_validate(given)
    except ValidationError as error:
        raise ConfigError(fault(error, Settings)[1]) from None
    return base.model_copy(update={name: getattr(checked, name) for name in given})


def settings_path(source_folder: Path, working: Path | None = None) -> Path | None:
    """The `duologue.yaml` that counts for a source in `source_folder`, if there is one."""
    paths = (folder / FILE_NAME for folder in (source_folder, working or Path()))
    return next((path for path in paths if path.is_file()), None)


def _with_absolute_paths(settings: Settings, folder: Path) -> dict[str, Any]:
    """What the file sets, with its paths made relative to the working folder through `folder`."""
    given: dict[str, Any] = {name: getattr(settings, name) for name in settings.model_fields_set}
    if "out" in given:
        given["out"] = folder / given["out"]
    if isinstance(given.get("cover"), Path):
        given["cover"] = folder / given["cover"]
    if isinstance(given.get("provenance"), SigningFiles):
        given["provenance"] = given["provenance"].beside(folder)
    if "music" in given:
        given["music"] = given["music"].beside(folder)
    if given.get("lexicon"):
        given["lexicon"] = tuple(folder / path for path in given["lexicon"])
    if given.get("voices") and (folder / given["voices"]).is_file():
        given["voices"] = str(folder / given["voices"])
    return given


def _as_bool(value: str) -> bool | str:
    return {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(
        value.lower(), value
    )
