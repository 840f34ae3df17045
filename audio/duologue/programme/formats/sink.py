"""What takes a programme's samples and makes a file of them."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Sink(Protocol):
    """A file in the making."""

    def write(self, block: NDArray[np.int16]) -> None:
        """Takes the next samples, mono, shape (n,).

        Raises:
            EpisodeError: they cannot be encoded or written.
        """

    def finish(self) -> None:
        """Ends the file.

        Raises:
            EpisodeError: it cannot be written.
        """
