"""The main job: from an interview to an episode, stage by stage. `plan` decides, `render` does."""

from duologue.pipeline.destination import Destination
from duologue.pipeline.planning import Plan, Voicing, plan
from duologue.pipeline.rendering import Progress, render

__all__ = ["Destination", "Plan", "Progress", "Voicing", "plan", "render"]
