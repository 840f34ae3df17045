from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Thread

import pytest

from duologue.store.locks import alone, exclusive, shared

Lock = Callable[[Path], AbstractContextManager[object]]
HOLD = """
import signal, sys
from pathlib import Path
from duologue.store import locks
with getattr(locks, sys.argv[1])(Path(sys.argv[2])) as held:
    print(held, flush=True)
    signal.pause()
"""


def holder(kind: str, path: Path) -> subprocess.Popen[str]:
    """Another process that has the lock until it is killed."""
    other = subprocess.Popen([sys.executable, "-c", HOLD, kind, str(path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() in ("True\n", "None\n")
    return other


def test_one_has_an_exclusive_lock_and_its_file_is_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with exclusive(path) as first:
        began = time.monotonic()
        with exclusive(path) as second:
            assert (first, second) == (True, False)
        assert time.monotonic() - began < 0.5
        assert path.exists()
    assert not path.exists()
    with exclusive(path) as again:
        assert again


def test_whoever_does_not_get_the_lock_leaves_its_file(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with exclusive(path):
        with exclusive(path) as second:
            assert not second
        assert path.exists()
        with exclusive(path) as third:
            assert not third


def test_an_error_releases_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with pytest.raises(ZeroDivisionError), exclusive(path):
        raise ZeroDivisionError
    with exclusive(path) as free:
        assert free


def test_a_killed_process_has_no_lock(tmp_path: Path) -> None:
    for kind, mine in (("exclusive", exclusive), ("shared", alone), ("alone", alone)):
        path = tmp_path / kind
        with holder(kind, path) as other:
            with mine(path) as free:
                assert not free
            other.kill()
        with mine(path) as free:
            assert free


def test_any_number_share_a_lock_and_none_has_it_alone_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "in-use"
    with shared(path), shared(path), alone(path) as free:
        assert not free
    with alone(path) as free, alone(path) as second:
        assert (free, second) == (True, False)
    assert path.exists()


def test_who_shares_waits_for_who_has_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "in-use"
    entered: list[float] = []

    def share() -> None:
        with shared(path):
            entered.append(time.monotonic())

    with alone(path):
        waiting = Thread(target=share)
        waiting.start()
        time.sleep(0.3)
        released = time.monotonic()
        assert not entered
    waiting.join(10)
    assert entered
    assert entered[0] >= released


@pytest.mark.parametrize("lock", [shared, alone])
def test_what_is_in_the_way_of_a_lock_is_an_os_error(tmp_path: Path, lock: Lock) -> None:
    (tmp_path / "file").write_text("this is no lock")
    with pytest.raises(OSError, match="not a database"), lock(tmp_path / "file"):
        pass
    with pytest.raises(OSError, match="directory"), lock(tmp_path / "file" / "lock"):
        pass
