"""The key that episodes are signed with: the user's, or one of this machine's, made when it is needed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import platformdirs
from filelock import FileLock

from duologue.errors import EpisodeError
from duologue.programme.provenance.options import SigningFiles
from duologue.store.whole_file import write_whole

KEY_NAME, CERTIFICATE_NAME = "signing-key.pem", "signing-certificate.pem"
_LOCK_NAME = "signing.lock"
_YEARS = 10
_NAME = "Duologue"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: certificates in PEM, its own first, and the private key."""

    certificates: bytes
    key: bytes = field(repr=False)


def missing_for_signing() -> str | None:
    """What has to be installed to sign and to verify; None for nothing."""
    if find_spec("c2pa") is None:
        return "this needs C2PA's library, which is not installed: pip install 'duologue[provenance]'"
    return None


def key_folder() -> Path:
    """Where the key of this machine's lies; `DUOLOGUE_KEYS` names another place."""
    return Path(os.environ.get("DUOLOGUE_KEYS") or platformdirs.user_data_dir("duologue"))


def signatory(files: SigningFiles | None) -> Signatory:
    """The user's key, or else this machine's, which is made if there is none.

    Raises:
        EpisodeError: a file cannot be read or written.
    """
    found = files or SigningFiles(key=key_folder() / KEY_NAME, certificate=key_folder() / CERTIFICATE_NAME)
    try:
        if files is None:
            _make_once(found)
        return Signatory(found.certificate.read_bytes(), found.key.read_bytes())
    except OSError as error:
        raise EpisodeError(
            f"{error.filename or found.key} cannot be read or made ({error.strerror})"
        ) from None


def _make_once(files: SigningFiles) -> None:
    """Makes the key of this machine's if there is none; of many who want it, one makes it.

    Raises:
        OSError: it cannot be written.
    """
    files.key.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(files.key.with_name(_LOCK_NAME)):
        if not (files.key.is_file() and files.certificate.is_file()):
            _make(files)


def _make(files: SigningFiles) -> None:
    """A key and its certificate under an authority of its own, whose key is forgotten.

    C2PA takes no certificate that signs itself (C2PA 2.2, 14.5.1), so there are two.
    """
    from cryptography import x509  # an extra
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    above, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def named(name: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, _NAME),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )

    authority = named(f"{_NAME} on this machine")
    now = datetime.now(UTC)

    def begun(subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, signs: bool) -> x509.CertificateBuilder:
        usage = x509.KeyUsage(
            digital_signature=not signs,
            key_cert_sign=signs,
            crl_sign=signs,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365 * _YEARS))
            .add_extension(x509.BasicConstraints(ca=signs, path_length=0 if signs else None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False
            )
        )

    root = begun(authority, above, signs=True).sign(above, hashes.SHA256())
    leaf = (
        begun(named(f"{_NAME} episodes"), own, signs=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .sign(above, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    key = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_whole(files.certificate, leaf.public_bytes(pem) + root.public_bytes(pem))
    write_whole(files.key, key)  # as a temporary file it is nobody else's, and stays so
