"""A render that is killed at any moment loses nothing: the next one ends with the undisturbed bytes."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import TONES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "episodes" / "shen-yan.md"
RENDER = """
import asyncio, sys
from pathlib import Path
from duologue.errors import DuologueError
from duologue.interview import read_source
from duologue.pipeline import plan, render
from duologue.settings import Settings
from duologue.speech.engines import registry
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones

registry.make_engine = lambda name, settings=None: EngineOfTones()

async def whole():
    settings = Settings(voices=sys.argv[2], out=Path(sys.argv[3]))
    return await render(await plan(read_source(sys.argv[1]), settings), TakeCache())

print("ready", flush=True)
try:
    asyncio.run(whole())
except DuologueError as error:
    sys.exit(str(error))
"""


def started(place: Path) -> subprocess.Popen[bytes]:
    cast = place / "tones.yaml"
    cast.write_text(TONES)
    environment = {
        **os.environ,
        "DUOLOGUE_CACHE": str(place / "cache"),
        "PYTHONPATH": f"{ROOT / 'tests'}",
        "PYTHONHASHSEED": "random",
    }
    source = place / "shen-yan.md"
    if not source.exists():
        shutil.copy(SOURCE, source)
    run = subprocess.Popen(
        [sys.executable, "-c", RENDER, str(source), str(cast), str(place / "out")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdout is not None
    run.stdout.readline()
    return run


def digests(out: Path) -> dict[str, str]:
    """Every file below `out`, strays and hidden ones included."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def killed_and_resumed(folder: Path, kills: int, seed: int = 1) -> list[str]:
    """What went wrong: nothing, if the promise holds."""
    undisturbed = folder / "undisturbed"
    undisturbed.mkdir(parents=True)
    begun = time.monotonic()
    run = started(undisturbed)
    _, errors = run.communicate()
    assert run.returncode == 0, errors.decode()
    lasts_seconds = time.monotonic() - begun
    wanted = digests(undisturbed / "out")
    moments, faults = random.Random(seed), []  # noqa: S311 - moments, not secrets
    for number in range(kills):
        place = folder / f"kill-{number}"
        place.mkdir()
        how = signal.SIGTERM if number % 5 == 4 else signal.SIGKILL
        if number % 2:  # what stands there is an older episode, with all takes
            shutil.copytree(undisturbed / "cache", place / "cache")
            shutil.copytree(undisturbed / "out", place / "out")
            (place / "out" / "shen-yan" / "chapters.json").unlink()
        run = started(place)
        time.sleep(moments.random() * lasts_seconds)
        run.send_signal(how)
        run.communicate()
        again = started(place)
        _, errors = again.communicate()
        if again.returncode != 0:
            faults.append(f"kill {number}: {errors.decode()[-300:]}")
        elif digests(place / "out") != wanted:
            faults.append(
                f"kill {number}: {sorted(set(digests(place / 'out').items()) ^ set(wanted.items()))}"
            )
        shutil.rmtree(place)
    return faults


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_after_kills_every_next_run_gives_the_undisturbed_episode(tmp_path: Path) -> None:
    assert killed_and_resumed(tmp_path, int(os.environ.get("DUOLOGUE_KILLS", "6"))) == []


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_of_two_renders_at_once_one_is_refused_in_one_sentence(tmp_path: Path) -> None:
    runs = [started(tmp_path), started(tmp_path)]
    ends = [(run.communicate()[1].decode(), run.returncode) for run in runs]
    assert sorted(code for _, code in ends) in ([0, 0], [0, 1])  # one after the other is well, too
    for errors, code in ends:
        assert code == 0 or errors.startswith("another run is writing")
    assert not [name for name in digests(tmp_path / "out") if Path(name).parts[0].startswith(".")]
