"""Connecting to a cluster, and comparing what its workers have with what is here, before anything is done."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import dask
from distributed import Client, LocalCluster, Security

from duologue.batch.cluster.facts import differences
from duologue.batch.cluster.tasks import Room, facts_here
from duologue.batch.options import Cluster
from duologue.errors import EpisodeError, UsageError
from duologue.store.places import scheme_of
from duologue.store.whole_file import write_whole

_LONGEST_WAIT_SECONDS = 60.0
"""For a first worker."""
_LOGS = {"distributed.admin.low-level-log-length": 50}
"""Messages that Dask keeps for its developers: of a thousand with many texts each it grows for an hour."""


@asynccontextmanager
async def connected(where: Cluster, room: Room) -> AsyncIterator[Client]:
    """A client of the cluster, whose workers were checked.

    Args:
        where: how it is reached; ``local`` for workers on this machine.
        room: what each worker keeps.

    Raises:
        UsageError: it cannot be reached, has no worker, or a worker has something else than this machine.
    """
    _say_less()
    dask.config.set(_LOGS)
    security = _security(where)
    local: LocalCluster | None = None
    try:
        if where.address == "local":
            local = await LocalCluster(
                n_workers=where.workers or os.cpu_count() or 1,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.WARNING if _is_verbose() else logging.CRITICAL + 1,
                asynchronous=True,
                security=security,
            )
        client = await Client(local or where.address, asynchronous=True, security=security, timeout=20)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"no scheduler answers at {where.address} ({error})") from None
    try:
        await _wait_for_a_worker(client, where)
        await client.register_plugin(room)
        await _check(client, room)
        yield client
    finally:
        await client.close(timeout=5)
        if local is not None:
            await local.close(timeout=10)


async def _wait_for_a_worker(client: Client, where: Cluster) -> None:
    try:
        await client.wait_for_workers(1, timeout=_LONGEST_WAIT_SECONDS)
    except TimeoutError:
        raise UsageError(
            f"the cluster at {where.address} has no worker; start one with: dask worker {where.address}"
        ) from None


async def _check(client: Client, room: Room) -> None:
    """Compares what all workers have with what is here.

    Raises:
        UsageError: one has something else, or does not reach cache or folder.
    """
    markers = dict(_marked(place) for place in (room.cache_url, room.out) if not scheme_of(place))
    try:
        answers = await client.run(facts_here, markers)
    finally:
        _remove(markers)
    for address, (there, fault) in answers.items():
        if wrong := differences(there):
            raise UsageError(f"the worker {address} has {wrong}: install the same there")
        if fault:
            raise UsageError(
                f"the worker {address} does not reach what is shared: {fault}. Give --cache and --out as "
                "URLs, or as folders that every machine has"
            )


def _marked(folder: str) -> tuple[str, str]:
    """A file in a folder of this machine, by which a worker sees that it has the same folder."""
    content = uuid4().hex
    path = Path(folder).absolute() / f".duologue-{content[:8]}"
    try:
        write_whole(path, content.encode())
    except OSError as error:
        raise EpisodeError(f"{folder} cannot be written ({error.strerror or error})") from None
    return str(path), content


def _say_less() -> None:
    """What goes wrong with the cluster is said in sentences of ours; with `-v` Dask says it too."""
    if not _is_verbose():
        for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict):
            if name.partition(".")[0] in (
                "distributed",
                "tornado",
                "asyncio",
            ):  # some have levels of their own
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _is_verbose() -> bool:
    return logging.getLogger("duologue").isEnabledFor(logging.DEBUG)


def _remove(paths: Iterable[str]) -> None:
    for path in paths:
        Path(path).unlink(missing_ok=True)


def _security(where: Cluster) -> Security | None:
    """TLS, where it is given; else what Dask's own configuration says.

    Raises:
        UsageError: a file is missing.
    """
    if not (where.tls_ca or where.tls_cert or where.tls_key):
        return None
    for path in (where.tls_ca, where.tls_cert, where.tls_key):
        if path is None or not path.is_file():
            raise UsageError("TLS needs --tls-ca, --tls-cert and --tls-key, each a file (PEM)")
    ca, cert, key = str(where.tls_ca), str(where.tls_cert), str(where.tls_key)
    return Security(
        require_encryption=True,
        tls_ca_file=ca,
        tls_client_cert=cert,
        tls_client_key=key,
        tls_scheduler_cert=cert,
        tls_scheduler_key=key,
        tls_worker_cert=cert,
        tls_worker_key=key,
    )
