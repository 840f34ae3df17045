"""The engine of tones as a plug-in, for other processes; a file says what it has voiced."""

from __future__ import annotations

import asyncio
import os

from duologue.model import Take
from duologue.speech.engines.base import EngineSettings, SpeechRequest
from speech.engine_of_tones import EngineOfTones


class InstalledTones(EngineOfTones):
    """Takes `TONES_SECONDS` for each utterance, and appends its text to the file `TONES_LOG`."""

    def __init__(self, settings: EngineSettings) -> None:
        super().__init__()
        del settings

    async def speak(self, request: SpeechRequest) -> Take:
        if log := os.environ.get("TONES_LOG"):
            descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.write(descriptor, f"{request.form.text}\n".encode())
            os.close(descriptor)
        await asyncio.sleep(float(os.environ.get("TONES_SECONDS", "0")))
        return await super().speak(request)
