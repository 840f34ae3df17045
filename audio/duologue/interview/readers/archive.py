"""Zip archives (Word, OpenDocument, EPUB): what is unpacked is limited, whatever they say of themselves."""

from __future__ import annotations

import io
import zipfile
import zlib
from urllib.parse import unquote

from duologue.errors import SourceError

MAX_PART_BYTES = 60_000_000
"""Unpacked, of one part and of all parts that are read together."""
MAX_PARTS = 20_000
"""Files in an archive."""


class Archive:
    """An archive whose parts are read one by one.

    Args:
        data: the file's bytes.
        name: how errors call the file.
        kind: what it is, such as ``Word document``.

    Raises:
        SourceError: it is damaged, or has more parts than any document.
    """

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self._name, self._kind = name, kind
        self._left = MAX_PART_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
            raise SourceError(f"{name} is a damaged {kind}.") from None
        if len(self._names) > MAX_PARTS:
            raise SourceError(f"{name} has more than {MAX_PARTS:,} parts; it was not opened.")

    def __contains__(self, part: str) -> bool:
        return part in self._names

    def names(self, folder: str) -> list[str]:
        """The parts in a folder, in the archive's order."""
        return [name for name in self._names if name.startswith(folder)]

    def read(self, part: str) -> bytes | None:
        """The part's bytes; None if there is no such part.

        Raises:
            SourceError: it is damaged or locked, or all that was read so far is more than any interview.
        """
        info = self._names.get(part) or self._names.get(unquote(part))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise SourceError(f"{self._name} is protected by a password.")
        if info.file_size > self._left:
            size = f"{info.file_size // 1_000_000} MB"
            raise SourceError(f"{self._name} unpacks to {size}, more than any interview; it was not opened.")
        try:
            with self._zip.open(info) as file:
                # The size in the directory may lie: read no more than the limit.
                data = file.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
        ):
            raise SourceError(f"{self._name} is a damaged {self._kind}.") from None
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(f"{self._name} unpacks to more than any interview; it was not opened.")
        return data
