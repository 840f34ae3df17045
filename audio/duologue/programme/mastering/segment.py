"""pydub's segment, imported without its search for ffmpeg: samples go in and out as PCM."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", RuntimeWarning)  # "Couldn't find ffmpeg or avconv"
    warnings.simplefilter("ignore", DeprecationWarning)  # audioop leaves the standard library in 3.13
    from pydub import AudioSegment

__all__ = ["AudioSegment"]
