"""Two calls of C2PA's library that its Python package leaves out: a manifest for a file that others write.

Its own `Builder.sign` writes the file too, and with it a tag of ID3 version 2.4, whose chapters players lose.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from duologue.errors import EpisodeError
from duologue.programme.provenance.keys import Signatory

_KIND = b"application/c2pa"
_ALGORITHM = b"es256"
_Bytes = ctypes.POINTER(ctypes.c_ubyte)


class DetachedManifest:
    """A C2PA manifest that is put into a file by whoever writes it.

    Args:
        claim: the definition, see `claim_of`.
        signs: who signs it.

    Raises:
        EpisodeError: the key or the certificate is none that C2PA takes.
    """

    def __init__(self, claim: dict[str, Any], signs: Signatory) -> None:
        self._c2pa: Any = import_module("c2pa")  # an extra
        self._raw: Any = import_module("c2pa.c2pa")
        try:
            info = self._c2pa.C2paSignerInfo(_ALGORITHM, signs.certificates, signs.key, None)
            self._signer: Any = self._c2pa.Signer.from_info(info)
            self._builder: Any = self._c2pa.Builder(json.dumps(claim))
        except self._c2pa.C2paError as error:
            raise _failed(error) from None

    def placeholder(self) -> bytes:
        """Bytes as many as the signed manifest will have."""
        call = self._raw._lib.c2pa_builder_data_hashed_placeholder
        call.restype = ctypes.c_int64
        call.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.POINTER(_Bytes)]
        found = _Bytes()
        size = call(self._builder._handle, self._signer.reserve_size(), _KIND, ctypes.byref(found))
        return self._taken(found, size)

    def signed(self, sha256: bytes, hole: tuple[int, int]) -> bytes:
        """The manifest of a file.

        Args:
            sha256: of the file without the hole.
            hole: begin and length of the stretch that the manifest fills.
        """
        call = self._raw._lib.c2pa_builder_sign_data_hashed_embeddable
        call.restype = ctypes.c_int64
        call.argtypes = [
            *[ctypes.c_void_p] * 2,
            *[ctypes.c_char_p] * 2,
            ctypes.c_void_p,
            ctypes.POINTER(_Bytes),
        ]
        binding = {
            "exclusions": [{"start": hole[0], "length": hole[1]}],
            "name": "jumbf manifest",
            "alg": "sha256",
            "hash": list(sha256),
            "pad": [],
        }
        found = _Bytes()
        size = call(
            self._builder._handle,
            self._signer._handle,
            json.dumps(binding).encode(),
            _KIND,
            None,
            ctypes.byref(found),
        )
        return self._taken(found, size)

    def _taken(self, found: Any, size: int) -> bytes:
        if size < 0:
            raise _failed(self._raw._read_native_error())
        content = bytes(found[:size])
        self._raw._lib.c2pa_free(found)
        return content


def _failed(why: object) -> EpisodeError:
    return EpisodeError(f"the episode cannot be signed ({why})")


def read_manifest_store(path: str) -> tuple[str, Sequence[str], dict[str, Any]] | None:
    """What C2PA's library says of a file: its state, the codes of what is wrong, and the active manifest.

    None where the file has no manifest.

    Raises:
        EpisodeError: its manifest cannot be read.
    """
    c2pa: Any = import_module("c2pa")
    try:
        with open(path, "rb") as file, c2pa.Reader("audio/mpeg", file) as reader:  # noqa: PTH123 (it wants a name)
            document = json.loads(reader.json())
            state = str(reader.get_validation_state())
    except c2pa.C2paError.ManifestNotFound:
        return None
    except c2pa.C2paError as error:
        raise EpisodeError(f"{path}: its C2PA manifest cannot be read ({error})") from None
    codes = [str(each["code"]) for each in document.get("validation_status", [])]
    return state, codes, document["manifests"][document["active_manifest"]]
