"""The main job: from an interview to an episode, stage by stage. `plan` decides, `render` does.

The names are imported when they are asked for, so that one module of the pipeline does not load all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duologue.pipeline.destination import Destination
    from duologue.pipeline.planning import Plan, plan
    from duologue.pipeline.rendering import Progress, render
    from duologue.pipeline.voicing import Voicing

__all__ = ["Destination", "Plan", "Progress", "Voicing", "plan", "render"]

_HOME_OF = {
    "Destination": "destination",
    "Plan": "planning",
    "Progress": "rendering",
    "Voicing": "voicing",
    "plan": "planning",
    "render": "rendering",
}


def __getattr__(name: str) -> Any:
    """The public name, from the module it is defined in."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
