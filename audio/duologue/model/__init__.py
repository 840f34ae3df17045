"""The frozen values that pass between stages. It imports no stage and costs next to nothing to import."""

from duologue.model.episode import AUDITION_SUFFIX, SCRIPT_NAME, Chapter, Cue, Episode
from duologue.model.interview import (
    NARRATOR,
    Account,
    Doubt,
    Dropped,
    Identity,
    Illustration,
    Interview,
    Link,
    Paragraph,
    Pause,
    Reading,
    Role,
    Section,
    Span,
    Speaker,
    Turn,
)
from duologue.model.take import Mark, Take, TakeSource, Voiced
from duologue.model.timeline import Placement, Timeline, resampled_length
from duologue.model.utterance import Utterance, UtteranceKind
from duologue.model.voice import Voice

__all__ = [
    "AUDITION_SUFFIX",
    "NARRATOR",
    "SCRIPT_NAME",
    "Account",
    "Chapter",
    "Cue",
    "Doubt",
    "Dropped",
    "Episode",
    "Identity",
    "Illustration",
    "Interview",
    "Link",
    "Mark",
    "Paragraph",
    "Pause",
    "Placement",
    "Reading",
    "Role",
    "Section",
    "Span",
    "Speaker",
    "Take",
    "TakeSource",
    "Timeline",
    "Turn",
    "Utterance",
    "UtteranceKind",
    "Voice",
    "Voiced",
    "resampled_length",
]
