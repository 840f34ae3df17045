"""The asynchronous twins of `duologue`'s functions: the same names, arguments and errors, to be awaited.

episode = await duologue.aio.render("article.md", engine="kokoro")
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from duologue.api import checking, publishing, reading
from duologue.api.batching import batch_async as batch
from duologue.api.checking import Report
from duologue.api.listening import listen_async as listen
from duologue.api.listening import sample_async as sample
from duologue.api.publishing import Publication, SiteWritten
from duologue.api.rendering import plan_async as plan
from duologue.api.rendering import render_async as render
from duologue.api.saying import say_async as say
from duologue.model import Interview

__all__ = ["batch", "check", "feed", "listen", "plan", "publish_show", "read", "render", "sample", "say"]


async def read(source: str | Path | None = None, **options: Any) -> Interview:
    """`duologue.read` in a thread of its own: a page may take a while to arrive."""
    return await asyncio.to_thread(reading.read, source, **options)


async def check(episode: str | Path, **options: Any) -> Report:
    """`duologue.check` in a thread of its own."""
    return await asyncio.to_thread(checking.check, episode, **options)


async def feed(folder: str | Path, *, url: str | None = None) -> SiteWritten:
    """`duologue.feed` in a thread of its own."""
    return await asyncio.to_thread(publishing.feed, folder, url=url)


async def publish_show(folder: str | Path, *, to: str | Path, **options: Any) -> Publication:
    """`duologue.publish_show` in a thread of its own."""
    return await asyncio.to_thread(publishing.publish_show, folder, to=to, **options)
