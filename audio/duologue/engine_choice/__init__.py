"""Which engines speak an episode, with which voices, and what a person can do when one cannot go on."""

from duologue.engine_choice.cast_for import cast_for
from duologue.engine_choice.choose import EngineChoice, Refused, choose, ways_on
from duologue.engine_choice.opening import Wanted

__all__ = ["EngineChoice", "Refused", "Wanted", "cast_for", "choose", "ways_on"]
