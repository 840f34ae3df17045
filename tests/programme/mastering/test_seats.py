"""Seats: a little left and right, as loud as in the middle, in stereo and in mono."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import pytest

from duologue.model import Role, Timeline, UtteranceKind
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.loudness import decibels
from duologue.programme.mastering.room_tone import RoomTone
from duologue.programme.mastering.seats import SEAT_DB, channel_gains
from duologue.programme.mastering.target import TARGETS, Mastering
from duologue.programme.mp3.encoding import MONO_64, STEREO_128, Encoding
from duologue.store.local import LocalStore
from programme.measuring import true_lufs, true_peak_dbtp
from programme.sound import Programme, conversation, decoded

Sound = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def mastered(
    programme: Programme,
    *,
    seats: bool,
    target: str = "podcast",
    encoding: Encoding = STEREO_128,
    cache: FrameCache | None = None,
) -> tuple[Sound, Mastered, Timeline]:
    sink = io.BytesIO()
    mastering = Mastering(TARGETS[target], encoding, RoomTone.at(-70), seats)
    timeline = programme.timeline()
    result = assemble(timeline, programme, mastering, sink, cache=cache)
    return decoded(sink.getvalue()), result, timeline


def right_db(sound: Sound) -> float:
    left, right = np.sqrt(np.mean(np.square(sound), axis=0))
    return decibels(float(right)) - decibels(float(left))


def in_stereo(sound: Sound) -> float:
    """The loudness of both channels together; each is gated by itself, which is nearly the same."""
    return 10 * math.log10(sum(10 ** (true_lufs(channel, 44_100, 1) / 10) for channel in sound.T))


def test_who_asks_is_left_who_answers_right_and_all_else_in_the_middle() -> None:
    sound, _, timeline = mastered(conversation(6), seats=True)
    roles = set()
    for placement in timeline.placements:
        said = placement.voiced.utterance
        seat = {Role.INTERVIEWER: -SEAT_DB, Role.INTERVIEWEE: SEAT_DB}.get(said.role, 0.0)
        expected = seat if said.kind is UtteranceKind.SPEECH else 0.0
        assert right_db(sound[placement.start_sample : placement.end_sample]) == pytest.approx(
            expected, abs=0.3
        )
        roles.add(said.role)
        pause = sound[placement.end_sample + 4000 : placement.end_sample + placement.pause_samples - 2000]
        assert right_db(pause) == pytest.approx(0, abs=0.01)
    assert roles >= {Role.INTERVIEWER, Role.INTERVIEWEE}


def test_no_seat_is_more_than_3_db_off_and_the_power_is_that_of_the_middle() -> None:
    assert SEAT_DB <= 3
    left, right = channel_gains(SEAT_DB)
    assert left**2 + right**2 == pytest.approx(2)
    assert decibels(right) - decibels(left) == pytest.approx(SEAT_DB)
    assert channel_gains(0.0) == pytest.approx((1, 1))


def test_seats_are_as_loud_as_the_middle_in_stereo_and_in_mono() -> None:
    programme = conversation(8)
    seated, result, _ = mastered(programme, seats=True, target="ebu")
    middle, _, _ = mastered(programme, seats=False, target="ebu")
    loudness_lufs = in_stereo(seated)
    assert loudness_lufs == pytest.approx(in_stereo(middle), abs=0.1)
    assert result.loudness_lufs == pytest.approx(loudness_lufs, abs=0.1)
    in_mono = [true_lufs(sound.mean(axis=1), 44_100, 2) for sound in (seated, middle)]
    assert in_mono[0] == pytest.approx(in_mono[1], abs=0.1)


def test_the_louder_channel_keeps_the_peak_too() -> None:
    sound, result, _ = mastered(conversation(4, seconds=(3, 2)), seats=True)
    assert result.true_peak_dbtp <= -1
    assert result.true_peak_dbtp == pytest.approx(max(map(true_peak_dbtp, sound.T)), abs=0.15)
    assert result.loudness_lufs == pytest.approx(-16, abs=0.3)


def test_seats_change_nothing_in_mono() -> None:
    programme = conversation(3)
    one, other = (mastered(programme, seats=seats, encoding=MONO_64)[0] for seats in (True, False))
    assert np.array_equal(one, other)


def test_seats_are_kept_apart_from_the_middle_in_the_cache(tmp_path: Path) -> None:
    cache = FrameCache(LocalStore(tmp_path))
    programme = conversation(4)
    middle, _, _ = mastered(programme, seats=False, cache=cache)
    seated, _, _ = mastered(programme, seats=True, cache=cache)
    again, result, _ = mastered(programme, seats=True, cache=cache)
    assert not np.array_equal(middle, seated)
    assert np.array_equal(seated, again)
    assert result.encoded == 0
