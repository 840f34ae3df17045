"""Duologue turns a written interview into a podcast episode.

    interview = duologue.read("article.md")
    episode = duologue.render(interview, out="episodes", engine="kokoro")
    take = duologue.say("行长来了。", voice="kokoro:zm_yunxi")
    report = duologue.check(episode.folder)
    duologue.publish_show("episodes", to="public", url="https://example.org/show")

Values are frozen and typed; `duologue.errors` is the tree of errors; `duologue.aio` has the same functions
to be awaited. Every name is loaded when it is first used, so importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from duologue.version import __version__

if TYPE_CHECKING:
    from duologue import aio, errors
    from duologue.api.checking import check
    from duologue.api.publishing import feed, publish_show
    from duologue.api.reading import read
    from duologue.api.rendering import plan, render
    from duologue.api.saying import say, spoken_form
    from duologue.errors import DuologueError
    from duologue.interview import Hints, write_script
    from duologue.model import Episode, Interview, Role, Take, Utterance, Voice
    from duologue.pipeline import Plan, Progress
    from duologue.settings import Settings, load_settings

_HOMES = {
    "duologue.api.checking": ("check",),
    "duologue.api.publishing": ("feed", "publish_show"),
    "duologue.api.reading": ("read",),
    "duologue.api.rendering": ("plan", "render"),
    "duologue.api.saying": ("say", "spoken_form"),
    "duologue.errors": ("DuologueError",),
    "duologue.interview": ("Hints", "write_script"),
    "duologue.model": ("Episode", "Interview", "Role", "Take", "Utterance", "Voice"),
    "duologue.pipeline": ("Plan", "Progress"),
    "duologue.settings": ("Settings", "load_settings"),
}
_MODULES = ("aio", "errors")
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DuologueError",
    "Episode",
    "Hints",
    "Interview",
    "Plan",
    "Progress",
    "Role",
    "Settings",
    "Take",
    "Utterance",
    "Voice",
    "__version__",
    "aio",
    "check",
    "errors",
    "feed",
    "load_settings",
    "plan",
    "publish_show",
    "read",
    "render",
    "say",
    "spoken_form",
    "write_script",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"duologue.{name}")
    if name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'duologue' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
