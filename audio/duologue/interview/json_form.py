"""The JSON of `duologue script`."""

from __future__ import annotations

from typing import Any

from duologue.model import Interview


def interview_json(interview: Interview) -> dict[str, Any]:
    """The interview as the JSON that programs rely on."""
    return {
        "title": interview.title,
        "language": interview.language,
        "published": interview.published.isoformat() if interview.published else None,
        "source": interview.source,
        "url": interview.url,
        "speakers": [
            {"name": one.name, "role": one.role.value, "aliases": list(one.aliases)}
            for one in interview.speakers
        ],
        "sections": [
            {
                "title": section.title,
                "turns": [
                    {
                        "speaker": turn.speaker,
                        "role": turn.role.value,
                        "line": turn.line,
                        "paragraphs": [paragraph.text for paragraph in turn.paragraphs],
                    }
                    for turn in section.turns
                ],
            }
            for section in interview.sections
        ],
        "dropped": [{"line": one.line, "reason": one.reason, "text": one.text} for one in interview.dropped],
        "doubts": [{"line": one.line, "message": one.message} for one in interview.doubts],
    }
