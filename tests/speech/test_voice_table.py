"""The offline voices' table: every voice, every pair, and what it decides."""

from __future__ import annotations

from itertools import combinations

import pytest

from duologue.model import Role, Speaker, Voice
from duologue.speech.casting.assign import assign
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.engines.kokoro_model import voice_sums
from duologue.speech.find_cast import load_cast, shipped_casts
from duologue.speech.voice_table import VoiceTable, voice_table

TABLE = voice_table()
OFFERED = [VoiceInfo(name, "", gender) for name, gender in TABLE.genders.items()]


def kokoro(name: str) -> Voice:
    return Voice("kokoro", name)


def test_every_voice_of_the_pack_is_measured_against_every_other() -> None:
    assert set(TABLE.genders) == set(voice_sums())
    assert set(TABLE.distances) == set(combinations(sorted(voice_sums()), 2))
    assert all(0 < value < 1 for value in TABLE.distances.values())


def test_gender_is_what_is_heard_not_what_a_name_says() -> None:
    assert TABLE.genders["zm_yunxia"] == "female"
    others = {name: gender for name, gender in TABLE.genders.items() if name != "zm_yunxia"}
    assert all(gender == {"f": "female", "m": "male"}[name[1]] for name, gender in others.items())


def test_near_voices_are_near_both_ways_and_only_where_they_were_measured() -> None:
    assert TABLE.near(kokoro("zf_xiaoyi"), kokoro("zm_yunxia"))
    assert TABLE.near(kokoro("zm_yunxia"), kokoro("zf_xiaoyi"))
    assert not TABLE.near(kokoro("zf_xiaoxiao"), kokoro("zm_yunxi"))
    assert TABLE.near(Voice("kokoro", "zm_yunxi", rate_percent=15), kokoro("zm_yunxi"))
    assert not TABLE.near(Voice("edge", "zf_xiaoyi"), Voice("edge", "zm_yunxia"))
    assert not VoiceTable({}, {}, {}, 0.2).near(kokoro("a"), kokoro("b"))


@pytest.mark.parametrize("name", shipped_casts())
def test_the_roles_of_a_shipped_cast_are_told_apart(name: str) -> None:
    voices = [load_cast(name).roles.part_of(role).voice_of("kokoro") for role in Role]
    for one, other in combinations([voice for voice in voices if voice is not None], 2):
        assert not TABLE.near(one, other), f"{one} and {other}"


@pytest.mark.parametrize("name", "甲乙丙丁戊己庚辛壬癸")
def test_a_further_guest_is_told_apart_from_all_while_a_voice_is_free(name: str) -> None:
    people = [Speaker("问", Role.INTERVIEWER), *(Speaker(each, Role.INTERVIEWEE) for each in ("答", name))]
    voices = list(assign(load_cast("zh-CN"), people, "kokoro", offered=OFFERED).voices.values())
    assert len(voices) == 4
    for one, other in combinations(voices, 2):
        assert not TABLE.near(one, other), f"{one} and {other}"


def test_near_voices_meet_before_one_voice_is_given_twice() -> None:
    people = [Speaker("问", Role.INTERVIEWER), *(Speaker(each, Role.INTERVIEWEE) for each in "甲乙丙丁戊己")]
    voices = assign(load_cast("zh-CN"), people, "kokoro", offered=OFFERED).voices.values()
    assert len({voice.name for voice in voices}) == len(people) + 1
