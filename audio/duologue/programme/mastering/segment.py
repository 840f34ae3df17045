"""pydub's segment, imported without its search for ffmpeg: samples go in and out as PCM."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # It misses ffmpeg, audioop leaves the standard library, its regular expressions are old-fashioned (from
    # Python 3.12 on that is warned of): none of it concerns a user.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

__all__ = ["AudioSegment"]
