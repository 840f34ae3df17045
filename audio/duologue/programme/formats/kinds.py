"""The formats that an episode can have, and what each of them needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

Kind = Literal["m4b", "opus", "wav"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format beside the MP3.

    Attributes:
        kind: its name, and the ending of its files.
        title: its name for people.
        media_type: its MIME type.
        codec: how libav calls it; empty where we write it ourselves.
        sample_rate: in Hz.
        bitrate_kbps: by channels, 1 and 2; none where it is not chosen.
    """

    kind: Kind
    title: str
    media_type: str
    codec: str = ""
    sample_rate: int = 44_100
    bitrate_kbps: tuple[int, int] | None = None

    def bitrate(self, channels: int) -> int:
        """Bits a second with so many channels."""
        if self.bitrate_kbps is None:
            return self.sample_rate * 16 * channels
        return self.bitrate_kbps[channels - 1] * 1000


FORMATS: dict[Kind, Format] = {
    "m4b": Format("m4b", "M4B", "audio/mp4", "aac", bitrate_kbps=(64, 96)),
    "opus": Format("opus", "Opus", "audio/ogg", "libopus", 48_000, (40, 64)),
    "wav": Format("wav", "WAV", "audio/wav"),
}
"""Both sides of a stereo programme are the same, which takes hardly more bits than one."""


def missing_for(kinds: Iterable[str]) -> str | None:
    """What has to be installed for some of these formats; None for nothing."""
    wanting = [kind for kind, made in FORMATS.items() if kind in set(kinds) and made.codec]
    if wanting and find_spec("av") is None:
        return f"{wanting[0]} needs PyAV, which is not installed: pip install 'duologue[formats]'"
    return None
