"""The engines' lists of voices, kept so that a list can be read while its service cannot be reached."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from difflib import get_close_matches

from pydantic import TypeAdapter

from duologue.errors import EngineError, EpisodeError, Unreachable
from duologue.speech.engines import registry
from duologue.speech.engines.base import EngineSettings, VoiceInfo, by_contract
from duologue.store.base import EntryKind, Store
from duologue.store.entry import EntryFormat, StoreEntry
from duologue.store.local import default_store

ANSWER_SECONDS = 8.0
_FORMAT = EntryFormat(EntryKind.VOICES, 1)
_VOICES = TypeAdapter(tuple[VoiceInfo, ...])
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class VoiceList:
    """What one engine offers.

    Attributes:
        engine: its name.
        voices: in its own order.
        listed: when the engine gave the list.
        why_cached: why the engine could not be asked now; empty where it was.
    """

    engine: str
    voices: tuple[VoiceInfo, ...]
    listed: datetime
    why_cached: str = ""


async def voice_list(
    engine: str,
    settings_of: Callable[[str], EngineSettings] = lambda _: EngineSettings(),
    store: Store | None = None,
) -> VoiceList:
    """The voices of an engine: from itself, else the list it gave last.

    Args:
        engine: its name.
        settings_of: the settings of an engine by its name.
        store: where lists are kept; None for the default one.

    Raises:
        UsageError: there is no such engine.
        EngineError: it cannot be asked, and no list of its own is kept.
    """
    try:
        made = registry.make_engine(engine, settings_of(engine))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                voices = await by_contract(made, made.voices())
        except TimeoutError:
            raise Unreachable(f"{engine} did not answer within {ANSWER_SECONDS:.0f} s") from None
        finally:
            await made.close()
    except EngineError as error:
        last = kept(engine, str(error), store=store)
        if last is None:
            raise
        return last
    return keep(engine, voices, store=store)


def meant(name: str, known: Iterable[str]) -> str:
    """The known voices that are most like an unknown name, as the end of a sentence; empty for none."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def keep(
    engine: str, voices: Sequence[VoiceInfo], *, at: datetime | None = None, store: Store | None = None
) -> VoiceList:
    """Keeps the list that an engine has just given, or gave `at` a time, for when it cannot be asked."""
    listed = VoiceList(engine, tuple(voices), at or datetime.now(UTC))
    facts = {"listed": listed.listed.isoformat(), "voices": [asdict(voice) for voice in listed.voices]}
    key = _key(engine)
    try:
        (store or default_store()).put(EntryKind.VOICES, key, _FORMAT.pack(key, StoreEntry(facts, b"")))
    except EpisodeError:
        # The list itself is there; a cache that cannot be written is `doctor`'s to report.
        _log.debug("the list of %s's voices cannot be kept", engine)
    return listed


def kept(engine: str, why: str = "", *, store: Store | None = None) -> VoiceList | None:
    """The list that an engine gave last, if there is a whole one; `why` says why it is not asked now."""
    key = _key(engine)
    content = (store or default_store()).get(EntryKind.VOICES, key)
    entry = None if content is None else _FORMAT.unpack(key, content)
    if entry is None:
        return None
    try:
        voices = tuple(_VOICES.validate_python(entry.facts["voices"]))
        return VoiceList(engine, voices, datetime.fromisoformat(entry.facts["listed"]), why)
    except (ValueError, KeyError, TypeError):  # another version's
        return None


def _key(engine: str) -> str:
    return hashlib.sha256(engine.encode()).hexdigest()
