"""Real servers to publish to, on this machine's loopback: S3 (moto), WebDAV (wsgidav), SFTP (asyncssh)."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

KINDS = ("folder", "s3", "webdav", "sftp")


@dataclass(frozen=True)
class PlaceToPublish:
    """A place: how `--to` names it, what reaches it needs in its environment, and what lies there."""

    to: str
    environment: dict[str, str]
    read: Callable[[str], bytes | None]
    names: Callable[[], set[str]]


@contextmanager
def place(kind: str, folder: Path) -> Iterator[PlaceToPublish]:
    """A place of this kind; what it needs lies in `folder`."""
    kinds = {"folder": _folder, "s3": _s3, "gcs": _gcs, "webdav": _webdav, "sftp": _sftp}
    with kinds[kind](folder) as made:
        before = {name: os.environ.get(name) for name in made.environment}
        os.environ.update(made.environment)
        try:
            yield made
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def _below(root: Path, to: str, environment: dict[str, str]) -> PlaceToPublish:
    def read(name: str) -> bytes | None:
        path = root / name
        return path.read_bytes() if path.is_file() else None

    def names() -> set[str]:
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

    return PlaceToPublish(to, environment, read, names)


@contextmanager
def _folder(folder: Path) -> Iterator[PlaceToPublish]:
    yield _below(folder / "public", str(folder / "public"), {})


@contextmanager
def _s3(folder: Path) -> Iterator[PlaceToPublish]:
    del folder
    server_module = pytest.importorskip("moto.server")
    pytest.importorskip("s3fs")
    import boto3

    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    environment = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "no_proxy": "127.0.0.1",
    }
    bucket = f"shows-{port}"
    client: Any = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=bucket)

    def read(name: str) -> bytes | None:
        try:
            return bytes(client.get_object(Bucket=bucket, Key=f"a/show/{name}")["Body"].read())
        except client.exceptions.NoSuchKey:
            return None

    def names() -> set[str]:
        found = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {each["Key"].removeprefix("a/show/") for page in found for each in page.get("Contents", [])}

    try:
        yield PlaceToPublish(f"s3://{bucket}/a/show", environment, read, names)
    finally:
        server.stop()


@contextmanager
def _gcs(folder: Path) -> Iterator[PlaceToPublish]:
    """Google's storage, by an emulator; runs where `gcsfs` and `gcp-storage-emulator` are installed."""
    del folder
    emulator = pytest.importorskip("gcp_storage_emulator.server")
    pytest.importorskip("gcsfs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = emulator.create_server("127.0.0.1", port, in_memory=True, default_bucket="shows")
    server.start()
    endpoint = f"http://127.0.0.1:{port}"
    objects = f"{endpoint}/storage/v1/b/shows/o"

    def read(name: str) -> bytes | None:
        answer = httpx.get(f"{objects}/{quote(f'a/show/{name}', safe='')}", params={"alt": "media"})
        return answer.content if answer.status_code == 200 else None

    def names() -> set[str]:
        return {each["name"].removeprefix("a/show/") for each in httpx.get(objects).json().get("items", [])}

    environment = {
        "STORAGE_EMULATOR_HOST": endpoint,
        "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
        "no_proxy": "127.0.0.1",
    }
    try:
        yield PlaceToPublish("gs://shows/a/show", environment, read, names)
    finally:
        server.stop()


@contextmanager
def _webdav(folder: Path) -> Iterator[PlaceToPublish]:
    wsgi = pytest.importorskip("cheroot.wsgi")
    dav = pytest.importorskip("wsgidav.wsgidav_app")
    pytest.importorskip("webdav4")
    root = folder / "dav"
    root.mkdir()
    application = dav.WsgiDAVApp(
        {
            "provider_mapping": {"/": str(root)},
            "simple_dc": {"user_mapping": {"*": {"me": {"password": "s3cret"}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), application)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    environment = {
        "DUOLOGUE_PUBLISH_USER": "me",
        "DUOLOGUE_PUBLISH_PASSWORD": "s3cret",
        "no_proxy": "127.0.0.1",
    }
    try:
        to = f"webdav+http://127.0.0.1:{server.bind_addr[1]}/my show"
        yield _below(root / "my show", to, environment)
    finally:
        server.stop()
        thread.join(10)


@contextmanager
def _sftp(folder: Path) -> Iterator[PlaceToPublish]:
    asyncssh = pytest.importorskip("asyncssh")
    pytest.importorskip("sshfs")
    root, home = folder / "sftp", folder / "home"
    root.mkdir()
    (home / ".ssh").mkdir(parents=True)
    key = asyncssh.generate_private_key("ssh-ed25519")

    class Passwords(asyncssh.SSHServer):  # type: ignore[misc, name-defined]
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("me", "s3cret")

    loop = asyncio.new_event_loop()

    async def start() -> Any:
        return await asyncssh.create_server(
            Passwords, "127.0.0.1", 0, server_host_keys=[key], sftp_factory=True, allow_scp=False
        )

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(start(), loop).result(20)
    port = server.sockets[0].getsockname()[1]
    known = f"[127.0.0.1]:{port} {key.export_public_key().decode()}"
    (home / ".ssh/known_hosts").write_text(known, encoding="ascii")
    environment = {"HOME": str(home), "DUOLOGUE_PUBLISH_PASSWORD": "s3cret"}
    try:
        yield _below(root / "show", f"sftp://me@127.0.0.1:{port}{root}/show", environment)
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
