"""Encoding: MP3 by LAME, the sounding frames of one take at a time.

A take and its pause are encoded as a stream of their own: its bit reservoir starts empty, so its frames need
none before them, and takes can be encoded in any order, in parallel, and kept. LAME emits exactly ``n``
frames for ``(n - 1)`` frames of input. In a row, the frames decode to the same sound as one stream, 1,105
samples late, which the Info header says and players cut.

LAME works on silence too, and not even all of it comes out as zeros. So it is given a take only as far as the
sound can be heard; the frames of the pause behind it are written without it (`frames.silent_frames`,
`tone_frames.tone_frames`). More frames than are asked for are cut off: none needs bits of those behind it.
"""

from __future__ import annotations

import lameenc
import numpy as np
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.programme.mp3.encoding import FEWEST_FRAMES, FRAME_SAMPLES, SAMPLE_RATE, Encoding
from duologue.programme.mp3.frames import frame_count

DECODER_DELAY_SAMPLES = 1105
"""LAME's 576 and a decoder's 529: where the first sample of a take is heard in its frames."""
ATTENUATION = 0.95
"""What LAME scales its input by at constant bit rates up to 160 kbit/s; 1 / 0.95 before it makes up for
that.
"""


class FrameEncoder:
    """Encodes sound into a number of frames. Not shared between threads; many may work side by side.

    Args:
        encoding: the format.
        frames: how many frames there are to be, two or more.

    Raises:
        ValueError: fewer than two frames.
    """

    def __init__(self, encoding: Encoding, frames: int) -> None:
        if frames < FEWEST_FRAMES:
            raise ValueError(f"a take has at least {FEWEST_FRAMES} frames, not {frames}")
        self._frames = frames
        self._encoding = encoding
        self._channels = encoding.channels
        self._written = 0
        self._encoded = bytearray()
        self._lame = lameenc.Encoder()
        self._lame.silence()
        self._lame.set_bit_rate(encoding.bitrate_kbps)
        self._lame.set_in_sample_rate(SAMPLE_RATE)
        self._lame.set_out_sample_rate(SAMPLE_RATE)
        self._lame.set_channels(encoding.channels)
        self._lame.set_quality(encoding.quality)

    def write(self, samples: NDArray[np.int16]) -> None:
        """Takes samples at 44.1 kHz: shape (n,), the same for all channels, or (n, channels).

        Those more than a frame behind the last frame's input are not heard.
        """
        samples = samples[: (self._frames + 1) * FRAME_SAMPLES - self._written]
        if not samples.size:
            return
        self._written += len(samples)
        if samples.ndim == 1 and self._channels > 1:
            samples = np.repeat(samples, self._channels)
        self._encoded += self._lame.encode(samples.tobytes())

    def finish(self) -> bytes:
        """Fills the frames with silence and gives them.

        Raises:
            EpisodeError: the encoder gave fewer than the planned number of frames.
        """
        self.write(np.zeros(max((self._frames - 1) * FRAME_SAMPLES - self._written, 0), np.int16))
        encoded = bytes(self._encoded + self._lame.flush())[: self._encoding.bytes_of(self._frames)]
        got = frame_count(encoded)
        if got != self._frames:
            raise EpisodeError(f"the MP3 encoder gave {got} frames where {self._frames} were planned")
        return encoded
