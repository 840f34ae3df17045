"""The JSON transcript of the podcast namespace, version 1.0.0."""

from __future__ import annotations

import json
from collections.abc import Sequence

from duologue.programme.contents.transcripts.cue import TranscriptCue, check_cues


def json_transcript(cues: Sequence[TranscriptCue]) -> str:
    """One segment a cue; times in seconds; `lang` where its words are not in the episode's language.

    Raises:
        ValueError: see `check_cues`.
    """
    check_cues(cues)
    segments = [
        {
            "speaker": cue.speaker,
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": cue.text,
            **({"lang": cue.language} if cue.language else {}),
        }
        for cue in cues
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"
