"""Transcripts in four formats, written from one list of cues, always in the written form."""

from duologue.programme.transcripts.cue import Cue
from duologue.programme.transcripts.html import html
from duologue.programme.transcripts.podcast_json import json_transcript
from duologue.programme.transcripts.subrip import srt
from duologue.programme.transcripts.text import plain_text
from duologue.programme.transcripts.webvtt import vtt

TYPES = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
}
"""MIME type of each format in a feed."""

__all__ = ["TYPES", "Cue", "html", "json_transcript", "plain_text", "srt", "vtt"]
