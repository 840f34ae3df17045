"""`render --listen`: the programme is played while it is made."""

from __future__ import annotations

import asyncio
import queue
import shutil
import subprocess
import threading

from duologue import Plan, aio
from duologue.errors import UsageError

_PLAYERS = (
    ("mpv", "--no-video", "--really-quiet", "-"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error", "-i", "-"),
    ("mpg123", "-q", "-"),
)
"""Players that take an MP3 stream from their standard input."""


class StreamPlayer:
    """A player of this machine that is given frames as they come; whoever gives them does not wait for it.

    Raises:
        UsageError: no player is installed that can.
    """

    def __init__(self) -> None:
        command = next((each for each in _PLAYERS if shutil.which(each[0])), None)
        if command is None:
            names = ", ".join(each[0] for each in _PLAYERS)
            raise UsageError(f"nothing here can play a stream; install one of {names}, or leave --listen out")
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603
        self._frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._thread.start()

    def play(self, frames: bytes) -> None:
        """Takes frames, to be heard behind those before."""
        self._frames.put(frames)

    def wait(self) -> None:
        """Returns once all has been heard, or the player was closed."""
        self._frames.put(b"")
        self._thread.join()
        self._process.wait()

    def stop(self) -> None:
        """Ends it at once."""
        self._process.terminate()
        self.wait()

    def _feed(self) -> None:
        stdin = self._process.stdin
        if stdin is None:
            return
        try:
            while frames := self._frames.get():
                stdin.write(frames)
                stdin.flush()
            stdin.close()
        except OSError:  # it was closed: the person has heard enough
            return


async def listen(plan: Plan, player: StreamPlayer) -> None:
    """Voices everything and plays it from the start; returns when all is voiced, however much is heard.

    Raises:
        DuologueError: see `aio.listen`.
    """
    async for stretch in aio.listen(plan):
        player.play(stretch.frames)
        await asyncio.sleep(0)
