"""How a catalogue is rendered, and what is told while it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from duologue.batch.catalogue import Source
from duologue.batch.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Cluster:
    """How a Dask cluster is reached.

    Attributes:
        address: of the scheduler, as ``tcp://host:8786`` or ``tls://…``; ``local`` for workers here.
        workers: how many, for ``local``; None for one for each core.
        tls_ca, tls_cert, tls_key: PEM files; None for what Dask's own configuration says.
    """

    address: str
    workers: int | None = None
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None


@dataclass(frozen=True, slots=True)
class SharedPlaces:
    """Places that all machines of a cluster reach: URLs, or folders that each of them has.

    Attributes:
        cache: as `open_store` takes it.
        out: as `open_shelf` takes it.
    """

    cache: str
    out: str


@dataclass(frozen=True)
class BatchOptions:
    """How a catalogue is rendered.

    Attributes:
        options: settings over those of each source's duologue.yaml, as the command line gives them.
        environment: where `DUOLOGUE_*` variables are looked up.
        at_once: sources under way at once: while one is mastered, another is voiced; None for as many as keep
            everybody busy.
        jobs: how many requests an engine is made at once; None for its own choice.
        check: whether each episode is proved when it is made.
        dry_run: only says what would be rendered.
        fresh: whether a script.md that was edited by hand may be replaced.
        feed: where the show is on the web, when its feed is written as episodes end; None for no feed.
        cache_limit_bytes: how large the cache may be; None for any size.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    at_once: int | None = None
    jobs: int | None = None
    check: bool = True
    dry_run: bool = False
    fresh: bool = False
    feed: str | None = None
    cache_limit_bytes: int | None = None


class Watcher:
    """Who watches a run; nobody. All methods are called in the thread of the event loop."""

    def __enter__(self) -> Self:
        """The run begins."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """It has ended."""

    def begun(self, source: Source) -> None:
        """A source is looked at."""

    def speaking(self, source: Source, title: str, utterances: int) -> None:
        """So many utterances of it are to be voiced; again where another engine begins anew."""

    def spoken(self, source: Source, seconds: float, *, reused: bool) -> None:
        """One more of them is there, so many seconds long."""

    def mastering(self, source: Source, done: int, of: int) -> None:
        """So much of it is mastered and encoded."""

    def ended(self, source: Source, outcome: Outcome) -> None:
        """Nothing more happens to it."""

    def told(self, message: str) -> None:
        """A sentence that a person should read while it goes on."""
