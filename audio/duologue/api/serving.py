"""Serving: a show over HTTP, on this machine or in its network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from duologue.publish.media_types import media_type
from duologue.publish.network import is_this_machine, lan_address, listen, secret_of
from duologue.publish.network import run as serve_app

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["Serving", "is_this_machine", "lan_address", "listen", "media_type", "serve_app", "serving"]


@dataclass(frozen=True)
class Serving:
    """A show that is ready to be served.

    Attributes:
        folder: holds one folder for each episode.
        home: the address of the show's page, with a slash at its end.
        feed_url: the address that a podcast app subscribes to.
        episodes: how many are out.
        withheld: folders of episodes that are not out yet → their dates in UTC.
        local: whether this machine alone reaches it.
    """

    folder: Path
    home: str
    feed_url: str
    episodes: int
    withheld: dict[str, datetime]
    local: bool
    _app: Starlette
    _listening: socket
    _behind_proxy: bool

    def run(self) -> None:
        """Serves until interrupted."""
        serve_app(self._app, self._listening, behind_proxy=self._behind_proxy)


@contextmanager
def serving(
    folder: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8010,
    lan: bool = False,
    url: str | None = None,
    on_fault: Callable[[str], None] = lambda _: None,
) -> Iterator[Serving]:
    """Opens a port for the show in `folder`; `Serving.run` answers there.

    Only this machine is answered, unless `lan`, `host` or `url` opens it. What other machines reach lies
    under a secret path.

    Args:
        folder: holds one folder for each episode.
        host: the address to listen on.
        port: 0 takes a free one.
        lan: whether to listen in the local network.
        url: where a proxy on the web makes it public.
        on_fault: called once with each thing that is wrong with the show.

    Raises:
        UsageError: no such folder, no episode in it, an invalid URL, no network, or the port is taken.
        ConfigError: show.yaml, published.json or an episode.json is wrong.
    """
    from duologue.publish.feed import FEED_NAME
    from duologue.publish.server import create_app
    from duologue.publish.site import check_not_empty, folder_address, read_site

    folder = Path(folder)
    public = folder_address(url) if url is not None else None
    if lan and is_this_machine(host):
        host = lan_address()
    only_here = is_this_machine(host)
    site = read_site(folder)
    check_not_empty(site)
    secret = secret_of(folder) if not only_here and public is None else ""
    with listen(host, port) as listening:
        base = public or f"http://{_reached(host)}:{listening.getsockname()[1]}"
        home = f"{base}/{secret}/" if secret else f"{base}/"
        yield Serving(
            folder=site.folder,
            home=home,
            feed_url=f"{home}{FEED_NAME}",
            episodes=len(site.out),
            withheld={each.folder: each.published for each in site.releases.withheld},
            local=only_here and public is None,
            _app=create_app(folder, base, secret=secret, tell=on_fault),
            _listening=listening,
            _behind_proxy=public is not None,
        )


def _reached(host: str) -> str:
    """The host as a part of a URL; of one that stands for all addresses, that in the network."""
    at = lan_address() if host in ("0.0.0.0", "::") else host  # noqa: S104 (the user's own choice)
    return f"[{at}]" if ":" in at else at
