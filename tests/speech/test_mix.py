import asyncio
from pathlib import Path

import pytest

from duologue.errors import BadVoice, NoAudio, SpeechIncomplete
from duologue.model import Role, Utterance, UtteranceKind, Voice
from duologue.speech.cast import Casting
from duologue.speech.concurrency import Patience
from duologue.speech.lexicon import Lexicon
from duologue.speech.mix import CastEngine, engines_of, speak_with
from duologue.speech.speak import Speech, Spoken
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones

TEXTS = ("你是谁？", "我是我。", "为什么？", "因为如此。", "谢谢。")
SAID = [
    Utterance(UtteranceKind.SPEECH, "问答"[n % 2], Role.INTERVIEWER, text, line=n + 1)
    for n, text in enumerate(TEXTS)
]


def pair(name: str, *unsayable: str) -> tuple[EngineOfTones, CastEngine]:
    engine = EngineOfTones(fault=lambda _, text: NoAudio("no sound") if text in unsayable else None)
    engine.name = name
    return engine, CastEngine(engine, Casting({"问": Voice(name, "low"), "答": Voice(name, "high")}))


def run(tmp_path: Path, *engines: CastEngine, told: list[Spoken] | None = None) -> tuple[Speech, Casting]:
    return asyncio.run(
        speak_with(
            engines,
            SAID,
            "zh-CN",
            TakeCache(tmp_path),
            lexicon=Lexicon(),
            done=None if told is None else told.append,
            patience=Patience(first_wait_seconds=0.0),
        )
    )


def test_one_engine_that_can_say_all_is_never_mixed(tmp_path: Path) -> None:
    second, following = pair("second")
    speech, casting = run(tmp_path, pair("first")[1], following)
    assert second.said == []
    assert {voiced.voice.engine for voiced in speech.voiced} == {"first"}
    assert engines_of(casting) == "first"


def test_a_speaker_goes_over_as_a_whole_and_the_others_stay(tmp_path: Path) -> None:
    first, one = pair("first", TEXTS[3])
    second, two = pair("second")
    told: list[Spoken] = []
    speech, casting = run(tmp_path, one, two, told=told)
    assert [voiced.utterance.written for voiced in speech.voiced] == list(TEXTS)
    assert [voiced.voice.engine for voiced in speech.voiced] == [
        "first",
        "second",
        "first",
        "second",
        "first",
    ]
    assert sorted(second.said) == sorted([TEXTS[1], TEXTS[3]])
    assert engines_of(casting) == "first + second"
    assert sorted(spoken.number for spoken in told) == [0, 1, 2, 3, 4]
    assert (speech.new, speech.reused) == (5, 0)
    assert first.said.count(TEXTS[0]) == 1


def test_what_no_engine_can_say_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SpeechIncomplete, match=r"by second \(line 4\)") as error:
        run(tmp_path, pair("first", TEXTS[3])[1], pair("second", TEXTS[3])[1])
    assert error.value.missing == (3,)


def test_an_unknown_voice_is_no_reason_to_mix(tmp_path: Path) -> None:
    engine, one = pair("first")
    engine.fault = lambda _n, _t: BadVoice("no such voice")
    second, two = pair("second")
    with pytest.raises(BadVoice):
        run(tmp_path, one, two)
    assert second.said == []
