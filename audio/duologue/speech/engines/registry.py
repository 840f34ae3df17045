"""Finding engines by name, and choosing the one that speaks an episode."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from duologue.errors import (
    Denied,
    DuologueError,
    EngineError,
    Failing,
    NoAudio,
    NoEngineError,
    NoSuchEngine,
    Throttled,
)
from duologue.speech.engines.base import EngineSettings, broken, by_contract

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duologue.speech.engines.base import Engine

GROUP = "duologue.engines"
"""The entry-point group that plug-ins join."""


@dataclass(frozen=True)
class ChosenEngine:
    """The engine chosen for an episode, and those tried before it with why they could not speak."""

    engine: Engine
    refused: tuple[tuple[str, str], ...]


def engine_names() -> tuple[str, ...]:
    """The names of all installed engines."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def no_such_engine(name: str, *, auto: bool = False) -> NoSuchEngine:
    """The error for a name that no installed engine has; `auto`: whether that could have been said too."""
    names = [*engine_names(), *(("auto",) if auto else ())]
    return NoSuchEngine(
        f"there is no engine called {name!r}; there are {', '.join(names[:-1])} and {names[-1]}"
    )


def misspelt(name: str, names: Sequence[str]) -> str:
    """The one of `names` that `name` is nearly; empty where it may be another engine, which is not here."""
    close = get_close_matches(name, names, n=1, cutoff=0.75) if name.isalpha() and name not in names else ()
    return next((each for each in close if abs(len(each) - len(name)) <= 1), "")


def make_engine(name: str, settings: EngineSettings | None = None) -> Engine:
    """The engine called `name`, made with its settings.

    Raises:
        NoSuchEngine: there is none of this name.
        ConfigError: its settings are wrong.
        EngineError: it is there but cannot be loaded (its extra is not installed, or it is broken).
    """
    for point in entry_points(group=GROUP):
        if point.name == name:
            try:
                engine: Engine = point.load()(settings or EngineSettings())
                (settings or EngineSettings()).refuse_ignored(engine)
            except ImportError as error:
                raise EngineError(f"the {name} engine is not installed ({error})") from None
            except DuologueError:
                raise
            except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
                raise broken(name, error) from None
            return engine
    raise no_such_engine(name)


def advice(engine: Engine | None, error: EngineError) -> str:
    """What to do about an engine that cannot be reached, as the end of a sentence; empty where it is said."""
    reached = isinstance(error, Denied | Failing | NoAudio | Throttled)
    return f"; {engine.hint}" if engine is not None and engine.hint and not reached else ""


def no_engine(refused: Sequence[tuple[str, str]], *, auto: bool) -> NoEngineError:
    """The error where none of the engines that were tried can speak."""
    tried = "; ".join(f"{name}: {why}" for name, why in refused)
    others = "" if auto else "; --engine auto takes what can speak"
    return NoEngineError(f"no engine can speak here. {tried}{others}")


async def choose_engine(
    wanted: str,
    preference: Sequence[str],
    *,
    language: str | None = None,
    settings_of: Callable[[str], EngineSettings] = lambda _: EngineSettings(),
) -> ChosenEngine:
    """The engine called `wanted`, or for ``auto`` the first of `preference` that can speak now.

    Args:
        wanted: an engine's name, or ``auto``.
        preference: the order in which ``auto`` tries.
        language: BCP 47; an engine that cannot speak it is passed over. None where it does not matter.
        settings_of: the settings of an engine by its name.

    Raises:
        NoSuchEngine: `wanted` is the name of none.
        NoEngineError: none can speak; the message says what was tried and what to do.
    """
    refused: list[tuple[str, str]] = []
    for name in preference if wanted == "auto" else (wanted,):
        engine: Engine | None = None
        try:
            engine = make_engine(name, settings_of(name))
            if language is not None and not engine.limits.speaks(language):
                raise Failing(engine.why_not(language))
            await by_contract(engine, engine.ready())
        except NoSuchEngine:
            if wanted != "auto":
                raise no_such_engine(name, auto=True) from None
            refused.append((name, "no engine of this name is installed"))
        except EngineError as error:
            refused.append((name, f"{error}{advice(engine, error)}"))
            if engine is not None:
                await engine.close()
        else:
            return ChosenEngine(engine, tuple(refused))
    raise no_engine(refused, auto=wanted == "auto")
