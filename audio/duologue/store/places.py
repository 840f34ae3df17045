"""Places by URL, over fsspec: a folder, S3 and what speaks it, SFTP, WebDAV, memory and others.

Whatever the place, a file appears there whole or not at all: an object store shows an object when it is
complete; elsewhere a file is written beside its place and renamed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import uuid4

from duologue.errors import PublishError, UsageError

USER_VARIABLE, PASSWORD_VARIABLE = "DUOLOGUE_PUBLISH_USER", "DUOLOGUE_PUBLISH_PASSWORD"
BESIDE = ".duologue-part"
"""How the name of a file ends while it is sent."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
"""Two letters or more: `C:` is a drive."""
_LINES = 4
EXAMPLES = "a folder, s3://bucket/show, sftp://me@example.org/var/www/show or webdav://example.org/show"


class Place:
    """A folder that fsspec reaches. Its methods raise what the library raises.

    Args:
        filesystem: fsspec's.
        root: the folder in it.
        shown: its address, without a password.
        lines: how many files may be sent at once.
        rename: puts a file in another's place; None for an object store, which needs no such thing.
        is_s3: whether files may be given attributes as S3 knows them.
    """

    def __init__(
        self,
        filesystem: Any,
        root: str,
        shown: str,
        *,
        lines: int = 1,
        rename: Callable[[str, str], None] | None = None,
        is_s3: bool = False,
    ) -> None:
        self.shown, self.lines, self.is_s3 = shown, lines, is_s3
        self._files = filesystem
        self._root = root.rstrip("/")
        self._rename = rename
        self._folders: set[str] = set()

    def read(self, name: str) -> bytes | None:
        """The content of a small file; None where there is none."""
        try:
            return bytes(self._files.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        """The length of a file; None where there is none."""
        try:
            return int(self._files.info(self._path(name))["size"])
        except FileNotFoundError:
            return None

    def sizes(self) -> Mapping[str, int]:
        """The length of every file below the place, by name."""
        self._files.invalidate_cache()
        try:
            found = self._files.find(self._root, detail=True)
        except FileNotFoundError:
            return {}
        strip = len(self._files._strip_protocol(self._root).rstrip("/")) + 1 if self._root else 0
        return {str(path)[strip:].lstrip("/"): int(each["size"] or 0) for path, each in found.items()}

    def write(self, name: str, content: bytes, attributes: Mapping[str, str] | None = None) -> None:
        """Writes a file, whole."""
        self._whole(name, lambda path: self._files.pipe_file(path, content, **(attributes or {})))

    def send(self, name: str, source: Path, attributes: Mapping[str, str] | None = None) -> None:
        """Copies a file of this machine there, whole."""
        self._whole(name, lambda path: self._files.put_file(str(source), path, **(attributes or {})))

    def remove(self, name: str) -> None:
        """Takes a file away, and its folder where that is empty then."""
        path = self._path(name)
        try:
            self._files.rm_file(path)
        except FileNotFoundError:
            return
        folder = path.rpartition("/")[0]
        if self._rename is not None and folder != self._root:
            self._files.invalidate_cache()
            if not self._files.ls(folder, detail=False):
                self._files.rmdir(folder)
                self._folders.discard(folder)

    def _whole(self, name: str, send: Callable[[str], None]) -> None:
        path = self._path(name)
        if self._rename is None:
            send(path)
            return
        folder = path.rpartition("/")[0]
        if folder and folder not in self._folders:
            self._files.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        beside = f"{path}.{uuid4().hex[:8]}{BESIDE}"  # another may be writing the same file
        send(beside)
        self._rename(beside, path)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root else name


def scheme_of(written: str) -> str:
    """The scheme of an address, in small letters; empty for a folder of this machine."""
    found = _SCHEME.match(written)
    return found.group(1).lower() if found else ""


def folder_of(written: str) -> Path:
    """The folder that a path or a ``file:`` address names."""
    return Path(unquote(urlsplit(written).path)) if written.startswith("file:") else Path(written)


def open_place(written: str) -> Place:
    """The place that an address names.

    A password may stand in it, but is better given by `DUOLOGUE_PUBLISH_PASSWORD`: other people on a machine
    can read the command lines of all.

    Args:
        written: an address such as ``s3://bucket/show``, ``sftp://me@host/path``, ``webdav://host/path``, or
            of any other file system of fsspec.

    Raises:
        UsageError: it names no place, or a package for it is missing.
        PublishError: it cannot be reached.
    """
    scheme = scheme_of(written)
    opened = _OPENERS.get(scheme)
    return opened(written) if opened is not None else _any(written, scheme)


def shown(written: str) -> str:
    """An address without its password."""
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1@", written)


def _s3(written: str) -> Place:
    s3fs = _package("s3fs", "s3", written)
    root = written.partition("://")[2].strip("/")
    if not root:
        raise UsageError(f"{written}: name a bucket, like s3://bucket/show")
    files = _opened(written, lambda: s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True))
    return Place(files, root, written, lines=_LINES, is_s3=True)


def _sftp(written: str) -> Place:
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
    return Place(files, path, shown(written), rename=files.mv)


def _webdav(written: str) -> Place:
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

    return Place(files, unquote(parts.path).strip("/"), shown(written), lines=_LINES, rename=move)


def _file(written: str) -> Place:
    local = _package("fsspec.implementations.local", "s3", written)
    folder = str(folder_of(written).absolute())
    return Place(local.LocalFileSystem(), folder, written, rename=os.replace)  # its own would copy


def _any(written: str, scheme: str) -> Place:
    core = _package("fsspec.core", "s3", written)
    try:
        files, root = core.url_to_fs(written)
    except (ValueError, ImportError) as error:
        raise UsageError(f"{shown(written)}: {scheme} cannot be used ({error}); name {EXAMPLES}") from None
    if _is_object_store(files):
        return Place(files, str(root), shown(written))
    return Place(files, str(root), shown(written), rename=files.mv)


def _is_object_store(files: Any) -> bool:
    names = files.protocol if isinstance(files.protocol, tuple) else (files.protocol,)
    return bool({"s3", "gs", "gcs", "abfs", "az", "oss", "oci", "memory"} & set(names))


_OPENERS: dict[str, Callable[[str], Place]] = {
    "file": _file,
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
    raise UsageError(f"{shown(written)} names no host: name {EXAMPLES}")


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
