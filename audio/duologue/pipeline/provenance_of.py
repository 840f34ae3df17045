"""Whether an episode can be signed, before anything is said."""

from __future__ import annotations

from duologue.programme.provenance.keys import missing_for_signing
from duologue.programme.provenance.options import SigningFiles
from duologue.settings import Settings


def check_provenance(settings: Settings) -> None:
    """Refuses a wish for a signature that cannot be met.

    Raises:
        ConfigError: C2PA's library or a file is missing; names file and line.
    """
    wanted = settings.provenance
    if wanted is False:
        return
    missing = missing_for_signing()
    if missing is not None:
        raise settings.place("provenance").error(f"provenance: {missing}")
    if isinstance(wanted, SigningFiles):
        for name, path in (("key", wanted.key), ("certificate", wanted.certificate)):
            if not path.is_file():
                raise settings.place("provenance", name).error(f"provenance: there is no file {path}")
