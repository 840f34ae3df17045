"""Opening the place that `--to` names."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from duologue.errors import PublishError, UsageError
from duologue.publish.target import FolderTarget, RemoteTarget, Target, s3_attributes

USER_VARIABLE, PASSWORD_VARIABLE = "DUOLOGUE_PUBLISH_USER", "DUOLOGUE_PUBLISH_PASSWORD"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
"""Two letters or more: `C:` is a drive."""
_LINES = 4
_EXAMPLES = "a folder, s3://bucket/show, sftp://me@example.org/var/www/show or webdav://example.org/show"


def open_target(written: str) -> Target:
    """The place that `written` names.

    A password may stand in it, but is better given by `DUOLOGUE_PUBLISH_PASSWORD`: other people on a machine
    can read the command lines of all.

    Args:
        written: a folder, or an address such as ``s3://bucket/show``, ``sftp://me@host/path``,
            ``webdav://host/path``, or of any other file system of fsspec.

    Raises:
        UsageError: it names no place, or a package for it is missing.
        PublishError: it cannot be reached.
    """
    found = _SCHEME.match(written)
    scheme = found.group(1).lower() if found else ""
    if not written.strip():
        raise UsageError(f"--to is empty: name {_EXAMPLES}")
    if not scheme or scheme == "file":
        return FolderTarget(_folder(written))
    opened = _OPENERS.get(scheme)
    if opened is not None:
        return opened(written)
    return _any(written, scheme)


def shown(written: str) -> str:
    """An address without its password."""
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1@", written)


def _folder(written: str) -> Path:
    if not written.startswith("file:"):
        return Path(written)
    return Path(unquote(urlsplit(written).path))


def _s3(written: str) -> Target:
    s3fs = _package("s3fs", "s3", written)
    root = written.partition("://")[2].strip("/")
    if not root:
        raise UsageError(f"{written}: name a bucket, like s3://bucket/show")
    files = _opened(written, lambda: s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True))
    return RemoteTarget(files, root, written, lines=_LINES, attributes=s3_attributes)


def _sftp(written: str) -> Target:
    sshfs = _package("sshfs", "sftp", written)
    parts = _parts(written)
    options: dict[str, Any] = {"known_hosts": ()}  # those of ~/.ssh/known_hosts; an unknown host is refused
    user, password = _user(parts)
    if user:
        options["username"] = user
    if password:
        options["password"] = password
    if parts.port:
        options["port"] = parts.port
    files = _opened(written, lambda: sshfs.SSHFileSystem(parts.hostname, skip_instance_cache=True, **options))
    path = unquote(parts.path).removeprefix("/~/").rstrip("/")
    return RemoteTarget(files, path, shown(written), rename=files.mv)


def _webdav(written: str) -> Target:
    module = _package("webdav4.fsspec", "webdav", written)
    address = written.partition(":")[2]
    if address.startswith("//"):
        secure = not written.lower().startswith("webdav+http:")
        address = f"{'https' if secure else 'http'}:{address}"
    parts = _parts(address)
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"{shown(written)}: write it like webdav://example.org/show")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    base = f"{parts.scheme}://{host}{port}"
    user, password = _user(parts)
    auth = (user or "", password or "") if user or password else None
    files = _opened(
        written, lambda: module.WebdavFileSystem(base, auth=auth, timeout=60, skip_instance_cache=True)
    )

    def move(one: str, other: str) -> None:
        files.client.move(one, other, overwrite=True)

    return RemoteTarget(files, unquote(parts.path).strip("/"), shown(written), lines=_LINES, rename=move)


def _any(written: str, scheme: str) -> Target:
    core = _package("fsspec.core", "s3", written)
    try:
        files, root = core.url_to_fs(written)
    except (ValueError, ImportError) as error:
        raise UsageError(f"{shown(written)}: {scheme} cannot be used ({error}); name {_EXAMPLES}") from None
    return RemoteTarget(
        files, str(root), shown(written), rename=None if _is_object_store(files) else files.mv
    )


def _is_object_store(files: Any) -> bool:
    names = files.protocol if isinstance(files.protocol, tuple) else (files.protocol,)
    return bool({"s3", "gs", "gcs", "abfs", "az", "oss", "oci", "memory"} & set(names))


_OPENERS: dict[str, Callable[[str], Target]] = {
    "s3": _s3,
    "s3a": _s3,
    "sftp": _sftp,
    "ssh": _sftp,
    "webdav": _webdav,
    "webdavs": _webdav,
    "webdav+http": _webdav,
    "dav": _webdav,
    "davs": _webdav,
}


def _parts(written: str) -> SplitResult:
    """An address in parts; `sftp:me@host:path` is understood like `sftp://me@host/~/path`."""
    scheme, _, rest = written.partition(":")
    if not rest.startswith("//"):
        host, colon, path = rest.partition(":")
        written = f"{scheme}://{host}{path if path.startswith('/') else f'/~/{path}' if colon else ''}"
    try:
        parts = urlsplit(written)
        if parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise UsageError(f"{shown(written)} names no host: name {_EXAMPLES}")


def _user(parts: SplitResult) -> tuple[str | None, str | None]:
    user = unquote(parts.username) if parts.username else os.environ.get(USER_VARIABLE)
    password = unquote(parts.password) if parts.password else os.environ.get(PASSWORD_VARIABLE)
    return user, password


def _package(name: str, extra: str, written: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise UsageError(
            f"{shown(written)} needs a package that is not installed: pip install 'duologue[{extra}]'"
        ) from None


def _opened(written: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except Exception as error:  # noqa: BLE001 (every library has errors of its own)
        raise PublishError(f"{shown(written)} cannot be reached: {why(error)}") from None


def why(error: BaseException) -> str:
    """What a library's error says, in one line."""
    said = " ".join(str(error).split()) or type(error).__name__
    return shown(said)
