"""What a signed MP3 proves of itself, without its folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duologue.programme.provenance.claim import LABEL
from duologue.programme.provenance.native import read_manifest_store

_UNKNOWN_SIGNER = "signingCredential.untrusted"
"""No list of authorities has the signer: who it is must be known from elsewhere, by its serial number."""
_WORDS = {
    "assertion.dataHash.mismatch": "is not as it was signed: sound or tag were changed",
    "claimSignature.mismatch": "its signature is not of what it says",
    "signingCredential.expired": "the certificate of its signer has run out",
    "signingCredential.invalid": "the certificate of its signer is not valid",
    "assertion.hashedURI.mismatch": "what it says of itself was changed",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an MP3 says of itself, and whether that holds.

    Attributes:
        faults: what is wrong, a sentence each; none where signature and file agree.
        signer: the name in the certificate.
        serial: the certificate's number, by which the signer is told from others of that name.
        says: our assertion, see `claim_of`; empty where another program has signed.
    """

    faults: tuple[str, ...]
    signer: str
    serial: str
    title: str
    says: dict[str, Any] = field(repr=False)


def read_provenance(path: Path) -> Provenance | None:
    """The provenance of an MP3; None where it has none.

    Raises:
        EpisodeError: its manifest cannot be read.
    """
    found = read_manifest_store(str(path))
    if found is None:
        return None
    state, codes, manifest = found
    faults = [_WORDS.get(code, f"fails with {code}") for code in codes if code != _UNKNOWN_SIGNER]
    if state not in ("Valid", "Trusted") and not faults:
        faults = [f"C2PA's library calls it {state}"]
    signature = manifest.get("signature_info", {})
    says: dict[str, Any] = next(
        (each["data"] for each in manifest.get("assertions", []) if each["label"] == LABEL), {}
    )
    return Provenance(
        tuple(faults),
        signer=str(signature.get("common_name") or signature.get("issuer") or "nobody who says so"),
        serial=str(signature.get("cert_serial_number", "")),
        title=str(manifest.get("title", "")),
        says=says,
    )
