"""The human names of voices, for those who listen: `Ava (Microsoft)` for `en-US-AvaMultilingualNeural`."""

from __future__ import annotations

import re

from duologue.model import Voice

_MAKERS = {"edge": "Microsoft", "kokoro": "Kokoro", "openai": ""}
"""Whose voices an engine's are; an engine that is not here gives its own name."""
_LOCALE = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z]{2,})+-(?=[A-Z])")
_KIND = re.compile(r"^[a-z]{2}_(?=[a-z])")
"""Kokoro's names begin with accent and gender: ``zf_xiaobei``."""
_SUFFIX = re.compile(r"(?:Multilingual|Dragon|HD|Latest|Turbo|Expressive|Neural)+$")


def voice_title(voice: Voice) -> str:
    """The human name of a voice, and whose it is.

    >>> voice_title(Voice("edge", "zh-CN-liaoning-XiaobeiNeural", rate_percent=-5))
    'Xiaobei (Microsoft)'
    >>> voice_title(Voice("kokoro", "zm_yunxi"))
    'Yunxi (Kokoro)'
    >>> voice_title(Voice("openai", "nova"))
    'Nova'
    """
    name = voice.name.rpartition("/")[2].partition(":")[0] or voice.name
    short = _SUFFIX.sub("", _LOCALE.sub("", name))
    short = _KIND.sub("", short).replace("_", " ").strip() or voice.name
    maker = _MAKERS.get(voice.engine, voice.engine)
    title = short[:1].upper() + short[1:]
    return f"{title} ({maker})" if maker else title
