"""Putting a signed manifest into an MP3: a GEOB frame in its tag of version 2.3, in place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.programme.manifest import Manifest
from duologue.programme.mp3.frame_edit import read_frames, rewrite_frames
from duologue.programme.provenance.claim import claim_of
from duologue.programme.provenance.keys import signatory
from duologue.programme.provenance.native import DetachedManifest
from duologue.programme.provenance.options import SigningFiles

_HEAD = b"\0application/x-c2pa-manifest-store\0c2pa\0c2pa manifest store\0"
"""Encoding, MIME type, file name and description (ID3v2.3, 4.16; C2PA 2.2, A.3.6)."""
_FRAME_HEADER_BYTES = 10
_BLOCK_BYTES = 1 << 20


def room_for(cues: int) -> int:
    """Bytes that a manifest takes in a tag, at most: it is kept free, so that the sound need not move."""
    return 24_000 + 40 * cues


def signing_files(manifest: Manifest) -> SigningFiles | None:
    """The user's key that an episode is signed with; None for this machine's."""
    named = manifest.private.signing
    return SigningFiles(key=Path(named["key"]), certificate=Path(named["certificate"])) if named else None


def sign_mp3(path: Path, manifest: Manifest, files: SigningFiles | None = None) -> int:
    """Signs the sound at `path`, in the place of an earlier signature; its length then.

    Args:
        path: the MP3, finished: every later change of it breaks the signature.
        manifest: of the episode.
        files: the user's key; None for this machine's.

    Raises:
        EpisodeError: it cannot be signed or written.
    """
    detached = DetachedManifest(claim_of(manifest), signatory(files))
    placeholder = detached.placeholder()
    content = _HEAD + placeholder
    frame = b"GEOB" + len(content).to_bytes(4, "big") + b"\0\0" + content
    try:
        frames = [each for each in read_frames(path) if not each.startswith(b"GEOB")]
        length = rewrite_frames(path, [*frames, frame])
        hole = _place(path, frame), len(placeholder)
        signed = detached.signed(_sha256_without(path, hole), hole)
        if len(signed) != len(placeholder):
            raise EpisodeError("the episode cannot be signed (the manifest is longer than was said)")
        with path.open("r+b") as file:
            file.seek(hole[0])
            file.write(signed)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
    return length


def _place(path: Path, frame: bytes) -> int:
    """Where the manifest begins in the file."""
    at = _FRAME_HEADER_BYTES  # the tag's own header is as long as a frame's
    for each in read_frames(path):
        if each == frame:
            return at + _FRAME_HEADER_BYTES + len(_HEAD)
        at += len(each)
    raise AssertionError("the frame was just written")


def _sha256_without(path: Path, hole: tuple[int, int]) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = hole[0]
        while block := file.read(min(_BLOCK_BYTES, left)):
            digest.update(block)
            left -= len(block)
        file.seek(hole[0] + hole[1])
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.digest()
