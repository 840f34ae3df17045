"""The engines' lists of voices, kept so that a list can be read while its service cannot be reached."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from duologue.errors import EngineError, Unreachable
from duologue.speech.engines import registry
from duologue.speech.engines.base import EngineSettings, VoiceInfo, by_contract
from duologue.store.takes import default_cache_dir
from duologue.store.whole_file import write_whole

ANSWER_SECONDS = 8.0


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
    folder: Path | None = None,
) -> VoiceList:
    """The voices of an engine: from itself, else the list it gave last.

    Args:
        engine: its name.
        settings_of: the settings of an engine by its name.
        folder: where lists are kept; None for the cache.

    Raises:
        UsageError: there is no such engine.
        EngineError: it cannot be asked, and no list of its own is kept.
    """
    path = (folder or default_cache_dir()) / "voices" / f"{engine}.json"
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
        kept = _kept(path, engine, str(error))
        if kept is None:
            raise
        return kept
    listed = VoiceList(engine, voices, datetime.now(UTC))
    _keep(path, listed)
    return listed


def meant(name: str, known: Iterable[str]) -> str:
    """The known voices that are most like an unknown name, as the end of a sentence; empty for none."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _keep(path: Path, listed: VoiceList) -> None:
    document = {"listed": listed.listed.isoformat(), "voices": [asdict(voice) for voice in listed.voices]}
    try:
        write_whole(path, json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))
    except OSError:
        # The list itself is there; a cache that cannot be written is `doctor`'s to report.
        return


def _kept(path: Path, engine: str, why: str) -> VoiceList | None:
    """The list that was kept, if there is a whole one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        voices = tuple(VoiceInfo(**voice) for voice in document["voices"])
        return VoiceList(engine, voices, datetime.fromisoformat(document["listed"]), why)
    except (OSError, ValueError, KeyError, TypeError):
        return None
