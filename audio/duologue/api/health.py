"""What works on this machine, and what to do about what does not."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

from duologue.counting import counted, listed
from duologue.errors import Denied, DuologueError, EngineError, Failing
from duologue.languages import front_ends
from duologue.languages.tags import language_name, spoken_language
from duologue.settings import Settings, load_settings
from duologue.speech.engines import registry
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.engines.kokoro_forms import form_of
from duologue.speech.engines.kokoro_model import model_bytes, style_table, voice_sums
from duologue.speech.online_voices import online_locales
from duologue.store.local import default_cache_dir
from duologue.version import __version__

ANSWER_SECONDS = 6.0
"""How long a service may take to answer here; a render is more patient."""
FREE_BYTES = 1_000_000_000
"""An hour's episode with its takes and frames needs about a third of this."""
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 14)
_EXTRA = re.compile(r"""([A-Za-z0-9._-]+)[^;]*;.*extra == ['"]([\w-]+)['"]""")
_TOOLS = {"ffmpeg": "other programs' sound", "ffprobe": "looking into files by hand"}


class HealthState(StrEnum):
    """How a check ended."""

    OK = "ok"
    OFF = "off"
    """Not there, and nothing that is needed depends on it."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """One thing that was looked at: what was found, and what to do where it is not right."""

    name: str
    state: HealthState
    detail: str
    advice: str = ""


@dataclass(frozen=True)
class Health:
    """Everything that was looked at."""

    findings: tuple[HealthFinding, ...]
    engines: tuple[str, ...]
    """The engines that can speak now."""


async def examine(environment: Mapping[str, str], working: Path | None = None) -> Health:
    """Looks at everything at once; whatever breaks is a finding, never an error.

    Args:
        environment: where `DUOLOGUE_*` variables are looked up.
        working: the folder whose `duologue.yaml` counts; None for the current one.
    """
    settings, configuration = _configuration(environment, working or Path())
    names = registry.engine_names()
    engines = asyncio.gather(*(_engine(name, settings) for name in names))
    checks: list[tuple[str, Callable[[], Iterable[HealthFinding]]]] = [
        ("python", _python),
        ("fonts", _fonts),
        ("languages", _languages),
        ("cache", _cache),
        ("output", lambda: _output(settings.out)),
        ("extras", _extras),
        ("tools", _tools),
    ]
    others = await asyncio.gather(*(asyncio.to_thread(_safely, name, check) for name, check in checks))
    spoken = await engines
    findings = (
        *others[0],
        configuration,
        *spoken,
        *(finding for found in others[1:] for finding in found),
    )
    able = tuple(name for name, found in zip(names, spoken, strict=True) if found.state is HealthState.OK)
    return Health(findings, able)


def _safely(name: str, check: Callable[[], Iterable[HealthFinding]]) -> tuple[HealthFinding, ...]:
    """The check's findings; whatever it raises is one."""
    try:
        return tuple(check())
    except Exception as error:  # noqa: BLE001 - what is broken here is unknown; saying so is the task
        return (_broken(name, error),)


def _broken(name: str, error: Exception) -> HealthFinding:
    if isinstance(error, DuologueError):
        return HealthFinding(name, HealthState.WRONG, str(error))
    return HealthFinding(
        name,
        HealthState.WRONG,
        f"{type(error).__name__}: {error}",
        "reinstall: pip install --force-reinstall duologue",
    )


def _configuration(environment: Mapping[str, str], working: Path) -> tuple[Settings, HealthFinding]:
    try:
        settings = load_settings(working, environment, {}, working=working)
    except DuologueError as error:
        return Settings(), HealthFinding("configuration", HealthState.WRONG, str(error), "correct that line")
    where = str(settings.path) if settings.path else "built-in settings; no duologue.yaml here"
    return settings, HealthFinding("configuration", HealthState.OK, where)


async def _engine(name: str, settings: Settings) -> HealthFinding:
    """Whether an engine can speak here and now."""
    label = f"engine {name}"
    hint = ""
    try:
        engine = registry.make_engine(name, settings.engine_settings(name))
        hint = engine.hint
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await engine.ready()
                voices = await engine.voices()
        finally:
            await engine.close()
        detail = f"can speak, {counted(len(voices), 'voice')}"
        if name == "kokoro":
            detail += await asyncio.to_thread(_whole_model)
        return HealthFinding(label, HealthState.OK, detail)
    except TimeoutError:
        return HealthFinding(label, HealthState.OFF, f"no answer within {ANSWER_SECONDS:.0f} s", hint)
    except EngineError as error:
        said = isinstance(error, Failing | Denied)
        return HealthFinding(
            label, HealthState.OFF, str(error), "" if said else hint or "reinstall its package, or remove it"
        )
    except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
        return _broken(label, error)


def _whole_model() -> str:
    """Compares the checksums of the offline model and of every voice; says in which form it speaks.

    Raises:
        EngineError: one is missing or differs.
    """
    model = model_bytes()
    for voice in voice_sums():
        style_table(voice)
    return f"; model ({len(model) / 1e6:.0f} MB) and voices whole, {form_of(model)}"


def _python() -> Iterable[HealthFinding]:
    version = sys.version_info[:2]
    detail = (
        f"{platform.python_version()} on {platform.system()} {platform.machine()}, duologue {__version__}"
    )
    if version < OLDEST_PYTHON:
        yield HealthFinding("python", HealthState.WRONG, detail, "install Python 3.11 or newer")
    elif version > NEWEST_PYTHON:
        yield HealthFinding("python", HealthState.OK, f"{detail}; newer than what Duologue is tested with")
    else:
        yield HealthFinding("python", HealthState.OK, detail)


def _fonts() -> Iterable[HealthFinding]:
    from PIL import ImageFont
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    from duologue.programme.cover.fonts import EXTRA, FEWEST_FAMILIES, families

    for path in (sans_path(), serif_path()):
        ImageFont.truetype(str(path), 20).getmask("播客 podcast")
    further = len(families()) - FEWEST_FAMILIES
    yield HealthFinding(
        "fonts",
        HealthState.OK,
        "covers in Chinese, Japanese and the letters of Europe"
        + (f"; {counted(further, 'further script')}" if further else ""),
        ""
        if further
        else f"pip install 'duologue[{EXTRA}]' for Arabic, Hebrew, Indian, Korean and Thai letters",
    )


def _languages() -> Iterable[HealthFinding]:
    online = {spoken_language(each.locale) for each in online_locales()}
    offline = listed([language_name(tag).partition(" (")[0] for tag in KokoroEngine().limits.languages])
    yield HealthFinding(
        "languages",
        HealthState.OK,
        f"{offline} offline, which has no front end for others; {len(online)} online",
        "; ".join(_more_offline()),
    )


def _more_offline() -> Iterable[str]:
    """What further languages the offline voice would read, and what each needs."""
    needs: dict[str, list[str]] = {}
    for tag in front_ends.packs():
        reader = front_ends.front_end(tag)
        if reader and (lacking := reader.lacking()):
            needs.setdefault(lacking, []).append(language_name(tag).partition(" (")[0])
    return (f"{listed(names)} offline: {lacking}" for lacking, names in needs.items())


def _cache() -> Iterable[HealthFinding]:
    folder = default_cache_dir()
    files = [Path(at) / name for at, _, names in os.walk(folder) for name in names]
    size = sum(path.stat().st_size for path in files if path.exists())
    detail = f"{folder}: {size / 1e6:.0f} MB in {counted(len(files), 'file')}"
    yield _place("cache", folder, detail, "set DUOLOGUE_CACHE to a folder that can be written")


def _output(folder: Path) -> Iterable[HealthFinding]:
    yield _place("output", folder, f"{folder.resolve()}", "choose another folder with --out")


def _place(name: str, folder: Path, detail: str, advice: str) -> HealthFinding:
    """Whether a folder, or the one it would be made in, can be written and has room."""
    there = folder.resolve()
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        free = shutil.disk_usage(there).free
    except OSError as error:
        return HealthFinding(
            name, HealthState.WRONG, f"{detail}; cannot be written ({error.strerror})", advice
        )
    detail += f", {free / 1e9:.1f} GB free"
    if free < FREE_BYTES:
        return HealthFinding(
            name, HealthState.WRONG, detail, f"make room: {FREE_BYTES / 1e9:.0f} GB should be free"
        )
    return HealthFinding(name, HealthState.OK, detail)


def _extras() -> Iterable[HealthFinding]:
    """The optional extras of the package, with what is missing of each."""
    try:
        wanted = requires("duologue") or []
    except PackageNotFoundError:
        yield HealthFinding(
            "extras", HealthState.WRONG, "duologue is not installed as a package", "pip install duologue"
        )
        return
    packages: dict[str, list[str]] = {}
    for requirement in wanted:
        if found := _EXTRA.match(requirement):
            packages.setdefault(found[2], []).append(found[1])
    for extra, names in sorted(packages.items()):
        missing = [name for name in names if not _installed(name)]
        if extra == "dev" and missing:
            continue
        if missing:
            advice = f"pip install 'duologue[{extra}]', if you want it"
            yield HealthFinding(f"extra {extra}", HealthState.OFF, f"without {', '.join(missing)}", advice)
        else:
            yield HealthFinding(f"extra {extra}", HealthState.OK, "installed")


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _tools() -> Iterable[HealthFinding]:
    for tool, use in _TOOLS.items():
        path = shutil.which(tool)
        if path:
            yield HealthFinding(tool, HealthState.OK, path)
        else:
            yield HealthFinding(
                tool, HealthState.OFF, f"not installed; Duologue does not need it, it is for {use}"
            )
