"""Settings: built-in defaults, then `duologue.yaml`, then `DUOLOGUE_*` variables, then options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from duologue.errors import ConfigError
from duologue.programme.contents.disclosure import PRODUCER
from duologue.programme.mastering.loudness import TARGETS
from duologue.programme.mp3.encoder import ENCODINGS
from duologue.programme.music.rules import Music
from duologue.programme.pauses import LONGEST_PAUSE_MS, PauseRules
from duologue.speech.cast import Cast, Part, refuse_misspelt_engines
from duologue.speech.casting import ShowSpeakers
from duologue.speech.engines.base import EngineSettings
from duologue.speech.engines.proxy import http_proxy
from duologue.speech.engines.registry import engine_names, no_such_engine
from duologue.speech.lexicon import Lexicon
from duologue.store.cache import DEFAULT_LIMIT, parse_size
from duologue.yaml_file import Location, Place, fault, load_yaml

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


class AigcSettings(BaseModel):
    """Who the implicit label of synthetic sound names (China, 2025-09-01)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    producer: str = PRODUCER
    """Name or code of whoever makes the show."""
    propagator: str = ""
    """Name or code of whoever spreads it, if that is known."""
    propagate_id: str = ""
    """The number the propagator gives the work; the episode's guid where empty."""


class Settings(BaseModel):
    """What `duologue.yaml` can say. Paths are relative to the file they stand in."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    show: str = ""
    """The podcast's title; the publication's name where empty."""
    author: str = ""
    """Who makes the show."""
    voices: str = ""
    """A cast by name or file; the shipped cast of the article's language where empty."""
    voice: dict[str, str] = {}
    """Speaker or role → voice, over the cast."""
    speakers: dict[str, Part] = {}
    """The show's own people, by name: a voice that is theirs in every episode, or wishes for one."""
    engine: str = "auto"
    engines: dict[str, EngineSettings] = {}
    """Settings of engines, by name."""
    mix_engines: bool = False
    """Whether a speaker goes over to another engine of the cast when one cannot go on."""
    proxy: str = ""
    """A proxy for all engines that use the network, over `HTTPS_PROXY` and `HTTP_PROXY`."""
    out: Path = Path("episodes")
    disclosure: bool | str = True
    """The line said at the start: true for the default, false for none, or its wording."""
    title_spoken: bool = True
    """Whether the narrator says the episode's title at the start."""
    sections_spoken: bool = True
    """Whether the narrator says each section's title."""
    pauses: dict[str, Annotated[int, Field(ge=0, le=LONGEST_PAUSE_MS)]] = {}
    """Pauses in milliseconds, by the names of `PauseRules`."""
    loudness: str = "podcast"
    encoding: str = "stereo-128k"
    lexicon: tuple[Path, ...] = ()
    """Further pronunciation files, later over earlier."""
    cover: Path | Literal["article"] | None = None
    """A picture to use instead of the drawn cover; `article`: the article's own, where it has one."""
    chapter_minutes: Annotated[float, Field(gt=0)] | None = None
    """A chapter longer than this is divided where a question is asked; unset, chapters are the sections."""
    music: Music = Music()
    cache_limit: str | int = DEFAULT_LIMIT
    """How large the cache may be after a render, e.g. `10 GB`; `none` for any size."""
    aigc: AigcSettings = AigcSettings()
    _path: Path | None = PrivateAttr(None)
    _voice_of_file: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def path(self) -> Path | None:
        """The `duologue.yaml` that was read, if there was one."""
        return self._path

    @property
    def book(self) -> ShowSpeakers:
        """What the file says about people."""
        return ShowSpeakers(self.speakers, self._voice_of_file, self._path)

    @model_validator(mode="before")
    @classmethod
    def _one_lexicon(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("lexicon"), str):
            value = {**value, "lexicon": [value["lexicon"]]}
        return value

    @field_validator("loudness", "encoding")
    @classmethod
    def _a_known_name(cls, value: str, info: ValidationInfo) -> str:
        known = TARGETS if info.field_name == "loudness" else ENCODINGS
        if value not in known:
            raise ValueError(f"there is no {value!r}; there are {', '.join(known)}")
        return value

    @field_validator("pauses")
    @classmethod
    def _known_pauses(cls, value: dict[str, int]) -> dict[str, int]:
        known = PauseRules.__dataclass_fields__
        if wrong := [name for name in value if name not in known]:
            raise ValueError(f"there is no pause called {', '.join(wrong)}; there are {', '.join(known)}")
        return value

    @field_validator("proxy")
    @classmethod
    def _http(cls, value: str) -> str:
        return http_proxy(value) if value else value

    @field_validator("cache_limit")
    @classmethod
    def _a_size(cls, value: str | int) -> str | int:
        parse_size(value)
        return value

    @property
    def cache_limit_bytes(self) -> int | None:
        """How large the cache may be; None for any size."""
        return parse_size(self.cache_limit)

    def engine_settings(self, name: str, jobs: int | None = None, cast: Cast | None = None) -> EngineSettings:
        """What the engine called `name` is made with.

        Args:
            name: the engine's.
            jobs: the most calls to make at once, over all other limits.
            cast: whose limits count where the file names none.
        """
        own = self.engines.get(name, EngineSettings())
        over = {"concurrency": jobs or own.concurrency, "proxy": own.proxy or self.proxy}
        made = own.model_copy(update=over).placed(Place(self._path, ("engines", name)))
        if cast is not None and name in cast.limits:
            return made.within(cast.limits[name], cast.place("limits", name))
        return made

    def lexicon_for(self, language: str) -> Lexicon:
        """How names and terms are said: the shipped lexicon of the language, and one's own over it.

        Raises:
            ConfigError: a file is missing or wrong; names file and line.
        """
        return Lexicon.shipped(language).extended(Lexicon.load(*self.lexicon))

    def pause_rules(self) -> PauseRules:
        """The pauses of the programme."""
        return PauseRules(**self.pauses)


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
        given = _with_absolute_paths(load_yaml(path, Settings), path.parent)
        unsaid = not options.get("engine") and not environment.get("DUOLOGUE_ENGINE")
        if unsaid and given.get("engine", "auto") not in ("auto", *engine_names()):
            raise Place(path, ("engine",)).error(str(no_such_engine(given["engine"], auto=True)))
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
    settings._voice_of_file = settings.voice
    if path is not None:
        _check_engines(settings, path)
    return settings


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


def _check_engines(settings: Settings, path: Path) -> None:
    """Refuses names of engines that are nearly another's; others may be plug-ins that are not here."""
    written: list[tuple[Location, str]] = [(("engines", name), name) for name in settings.engines]
    for person, part in settings.speakers.items():
        written += [(("speakers", person, name), name) for name in part.voices]
    refuse_misspelt_engines(written, path)


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
