"""Transcripts, written from one list of cues, always in the written form."""

from duologue.programme.contents.transcripts.cue import TranscriptCue
from duologue.programme.contents.transcripts.podcast_json import json_transcript
from duologue.programme.contents.transcripts.subrip import srt
from duologue.programme.contents.transcripts.text import plain_text
from duologue.programme.contents.transcripts.webvtt import vtt

TYPES = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
}
"""MIME type of each format in a feed."""

__all__ = ["TYPES", "TranscriptCue", "json_transcript", "plain_text", "srt", "vtt"]
