"""The main job: from an interview to an episode, stage by stage. `plan` decides, `render` does."""

from duologue.pipeline.destination import Destination
from duologue.pipeline.planning import Plan, plan
from duologue.pipeline.rendering import Progress, render
from duologue.pipeline.voicing import Voicing

__all__ = ["Destination", "Plan", "Progress", "Voicing", "plan", "render"]
