"""A proxy on this machine that passes plain HTTP and websockets on and writes down what it was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


@asynccontextmanager
async def proxy() -> AsyncIterator[tuple[str, list[str]]]:
    """Its address, and the addresses it is asked for as they come."""
    asked: list[str] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readline()).decode()
        method, url, version = line.split()
        asked.append(url)
        parts = urlsplit(url)
        there, back = await asyncio.open_connection(parts.hostname, parts.port)
        back.write(f"{method} {parts.path}?{parts.query} {version}\r\n".encode())
        await asyncio.gather(pump(reader, back), pump(there, writer), return_exceptions=True)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}", asked
    finally:
        server.close()
