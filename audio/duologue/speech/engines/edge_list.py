"""The list of voices of the online service, read with a limit on its size.

`edge_tts.list_voices` reads whatever is sent. The address, the headers and the token are edge-tts's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import aiohttp
from edge_tts import voices
from edge_tts.constants import SEC_MS_GEC_VERSION, VOICE_HEADERS
from edge_tts.drm import DRM

from duologue.errors import NoAudio
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.engines.network import parsed_json

_MOST_BYTES = 2_000_000
_MOST_VOICES = 5_000
_LONGEST_FIELD = 200
_GENDERS = ("female", "male")


def list_address() -> str:
    """Where edge-tts finds the list."""
    return str(vars(voices)["VOICE_LIST"])


async def listed_voices(proxy: str | None, who: str) -> tuple[VoiceInfo, ...]:
    """The voices that the service offers; a wrong clock is corrected once, as edge-tts does.

    Raises:
        NoAudio: what it sent is no list of voices.
        aiohttp.ClientError, OSError: it cannot be reached, or refuses.
        EdgeTTSException: it refuses the clock, and does not say what time it is.
    """
    try:
        content = await _content(proxy, who)
    except aiohttp.ClientResponseError as error:
        if error.status != 403:
            raise
        DRM.handle_client_response_error(error)
        content = await _content(proxy, who)
    document = parsed_json(content)
    if not isinstance(document, list):
        raise NoAudio(f"{who} sent no list of voices")
    return tuple(_voices(document[:_MOST_VOICES]))


async def _content(proxy: str | None, who: str) -> bytes:
    token = f"Sec-MS-GEC={DRM.generate_sec_ms_gec()}&Sec-MS-GEC-Version={SEC_MS_GEC_VERSION}"
    certificates = vars(voices)["_SSL_CTX"]
    headers = DRM.headers_with_muid(VOICE_HEADERS)
    content = bytearray()
    async with (
        aiohttp.ClientSession() as session,
        session.get(
            f"{list_address()}&{token}", headers=headers, proxy=proxy, ssl=certificates, raise_for_status=True
        ) as answer,
    ):
        async for part in answer.content.iter_any():
            content += part
            if len(content) > _MOST_BYTES:
                raise NoAudio(f"{who} sent more than any list of voices is long")
    return bytes(content)


def _voices(document: list[Any]) -> Iterator[VoiceInfo]:
    for entry in document:
        field = entry.get if isinstance(entry, dict) else {}.get
        name, locale, gender, title = (
            _text(field(key)) for key in ("ShortName", "Locale", "Gender", "FriendlyName")
        )
        if name and locale:
            multilingual = "Multilingual" in name
            gender = gender.lower() if gender.lower() in _GENDERS else ""
            yield VoiceInfo(name, locale, gender, title, multilingual=multilingual)


def _text(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST_FIELD and value.isprintable() else ""
