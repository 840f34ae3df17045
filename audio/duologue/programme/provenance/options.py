"""What a person can set about provenance."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class SigningFiles(BaseModel):
    """A key of one's own; both files are PEM, relative to the file they are named in."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    key: Path
    """The private key (P-256), PKCS #8, without a password."""
    certificate: Path
    """Its certificate, and those above it in order."""

    def beside(self, folder: Path) -> SigningFiles:
        """The same with paths that lead from the working folder."""
        return SigningFiles(key=folder / self.key, certificate=folder / self.certificate)
