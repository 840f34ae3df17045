"""A damaged entry of any kind costs its own work and nothing else: the next run heals it."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from duologue.model import Role, Utterance, UtteranceKind, Voice
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.programme.mastering.target import Mastering
from duologue.programme.pauses import PauseRules
from duologue.speech.cast import Casting
from duologue.speech.lexicon import Lexicon
from duologue.speech.speak import speak
from duologue.store.local import LocalStore
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones
from store.damage import DAMAGES

CASTING = Casting({"问": Voice("tones", "low"), "答": Voice("tones", "high")})
TEXTS = ("谁？", "我。", "好。")
PAUSES = PauseRules(lead_in_ms=60, tail_ms=60, other_speaker_ms=60)


def run(folder: Path) -> tuple[bytes, int, int]:
    """The MP3, the takes that were voiced, and the takes that were encoded."""
    store = LocalStore(folder)
    takes, frames = TakeCache(store), FrameCache(store)
    said = [
        Utterance(UtteranceKind.SPEECH, "问答"[n % 2], Role.INTERVIEWER, text, section=0, turn=n)
        for n, text in enumerate(TEXTS)
    ]
    speech = asyncio.run(
        speak(said, CASTING, "zh-CN", EngineOfTones(), MeasuredTakes(takes, frames), lexicon=Lexicon())
    )
    sink = io.BytesIO()
    mastered = assemble(arrange(speech.voiced, PAUSES), takes, Mastering(), sink, cache=frames, workers=1)
    return sink.getvalue(), speech.new, mastered.encoded


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in entries(folder)
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A cache with everything in it, and what it gives."""
    folder = tmp_path_factory.mktemp("whole")
    mp3, new, _ = run(folder)
    assert new == 3
    assert run(folder) == (mp3, 0, 0)
    assert {path.suffix for path in entries(folder)} == {".take", ".levels", ".frames"}
    return folder, mp3


def damage(place: Path, number: int) -> None:
    """Damages one entry of the cache; every fourth takes the place of another."""
    random = Random(number)  # noqa: S311
    files = entries(place)
    path = random.choice(files)
    if number % 4 == 0:
        other = random.choice([file for file in files if file != path])
        path.write_bytes(other.read_bytes())
    else:
        path.write_bytes(random.choice(list(DAMAGES.values()))(path.read_bytes(), random))


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_random_damages_heal(whole: tuple[Path, bytes], tmp_path: Path, hundred: int) -> None:
    folder, mp3 = whole
    healthy = contents(folder)
    place = tmp_path / "cache"
    shutil.copytree(folder, place)
    for number in range(hundred * 100, hundred * 100 + 100):
        damage(place, number)
        assert contents(place) != healthy
        healed, new, encoded = run(place)
        assert healed == mp3
        assert new + encoded <= 1
        assert contents(place) == healthy


@pytest.mark.parametrize("suffix", [".take", ".levels", ".frames"])
def test_all_entries_of_a_kind_may_be_damaged_at_once(
    whole: tuple[Path, bytes], tmp_path: Path, suffix: str
) -> None:
    folder, mp3 = whole
    place = tmp_path / "cache"
    shutil.copytree(folder, place)
    for path in entries(place):
        if path.suffix == suffix:
            path.write_bytes(path.read_bytes()[:-1])
    assert run(place)[0] == mp3
    assert contents(place) == contents(folder)


def swapped(place: Path) -> None:
    one, other = [path for path in entries(place) if path.suffix == ".take"][:2]
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


@pytest.mark.parametrize("change", [swapped, lambda place: shutil.rmtree(place / "frames")])
def test_swapped_takes_and_missing_frames_are_made_anew(
    whole: tuple[Path, bytes], tmp_path: Path, change: Callable[[Path], None]
) -> None:
    folder, mp3 = whole
    place = tmp_path / "cache"
    shutil.copytree(folder, place)
    change(place)
    assert run(place)[0] == mp3
    assert run(place) == (mp3, 0, 0)


def test_what_is_used_stays_young(whole: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, _ = whole
    place = tmp_path / "cache"
    shutil.copytree(folder, place)
    for path in entries(place):
        os.utime(path, (1000, 1000))
    run(place)
    assert all(path.stat().st_mtime > 1_000_000 for path in entries(place))
