"""What was heard is compared with what was to be said, by sound."""

import asyncio
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.errors import ConfigError, UsageError
from duologue.model import Voice
from duologue.speech.ear import Ear, ReadingSource, compare, units
from duologue.speech.ear.whisper import _windows
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.spoken import spoken_form


def test_characters_that_sound_alike_are_the_same() -> None:
    form = spoken_form("他走了 30% 的路。", "zh-CN")
    assert compare(form, "她走了百分之三十的路", "zh-CN").errors == 0
    assert compare(form, "她走了30%的路", "zh-CN").errors == 0
    assert compare(form, "他走了的路", "zh-CN").errors == 5
    assert compare(form, "", "zh-CN").rate == 1


def test_the_script_is_read_by_context_on_both_sides() -> None:
    form = spoken_form("如果重来一次，我们差点儿放弃。", "zh-CN")
    assert compare(form, "如果重来一次,我们差点放弃。", "zh-CN").errors == 0
    assert compare(form, "如果充来一次,我们差点放弃。", "zh-CN").errors == 0
    assert compare(form, "如果中来一次,我们差点放弃。", "zh-CN").errors == 1


def test_a_time_with_a_point_is_a_time() -> None:
    assert (
        compare(spoken_form("I wake up at 5:30 daily.", "en-US"), "I wake up at 5.30 daily", "en-US").errors
        == 0
    )


def test_english_is_compared_by_words() -> None:
    form = spoken_form("We have 12 APIs, don't we?", "en-US")
    assert compare(form, "we have twelve APIs don't we", "en-US").errors == 0
    difference = compare(form, "We had 12 APIs, don't we?", "en-US")
    assert difference.errors == 1
    assert difference.edits == (("have", "had"),)
    assert units("the A P I", "en-US") == ("the", "api")


def test_sounds_that_writing_hides_count_either_way() -> None:
    form = spoken_form("他慢慢地走了 2 里，说得对。", "zh-CN")
    assert compare(form, "他慢慢的走了兩里，說的對", "zh-CN").errors == 0
    assert compare(form, "他慢慢地走了二里，说得队", "zh-CN").errors == 0
    assert compare(form, "他慢慢大走了两里，说得对", "zh-CN").edits == (("de/di", "da"),)
    books = spoken_form("The bookshop sold every note book.", "en-US")
    assert compare(books, "The book shop sold every notebook.", "en-US").errors == 0


def test_letters_inside_mandarin_are_heard_as_letters_words_or_syllables() -> None:
    form = spoken_form("我们做 API 和 GitHub，V1。", "zh-CN")
    assert compare(form, "我们做API和Github,V1", "zh-CN").errors == 0
    assert compare(form, "我们做api和Git Hub,位一", "zh-CN").errors == 0
    assert compare(form, "我们做AI和Git Hub,位一", "zh-CN").edits == (("P/pi", ""),)
    assert units("西安 xian", "zh-CN") == ("xi", "an", "XIAN")


def test_differences_name_what_was_left_out_and_what_was_added() -> None:
    form = spoken_form("我们今天开会。", "zh-CN")
    assert compare(form, "我们开会吧", "zh-CN").edits == (("jin tian", ""), ("", "ba"))
    assert compare(form, "我们开会吧", "zh-CN").errors == 3


def test_a_long_take_is_heard_in_parts_cut_where_it_is_quiet() -> None:
    rate = 8000
    sound = np.full(60 * rate, 1000, dtype=np.int16)
    sound[20 * rate : 20 * rate + 2400] = 0
    parts = _windows(sound, rate)
    assert sum(part.size for part in parts) == sound.size
    assert max(part.size for part in parts) <= 28 * rate
    assert 20 * rate <= parts[0].size <= 20 * rate + 2400


@pytest.mark.extra
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    with pytest.raises(ConfigError, match="cannot be loaded"):
        Ear(tmp_path)
    with pytest.raises(ConfigError, match="there is no folder"):
        Ear(tmp_path / "nothing")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(UsageError, match=r"pip install 'duologue\[proof\]'"):
        Ear()


@pytest.mark.slow
@pytest.mark.extra
@pytest.mark.parametrize(
    ("written", "language", "voice"),
    [
        ("我们的用户里有 30% 是学生。", "zh-CN", "zm_yunxi"),
        ("2019 年，API 的价格降了 50%，用量涨了 3 倍。", "zh-CN", "zf_xiaobei"),
        ("银行的行长说，重新开始不难，难的是坚持下去。", "zh-CN", "zm_yunjian"),
        ("In 2019 we lost 15% of our users, and then they came back.", "en-US", "af_heart"),
    ],
)
def test_the_offline_voices_are_understood(written: str, language: str, voice: str) -> None:
    pytest.importorskip("faster_whisper", reason="the extra `proof` is not installed")
    form = spoken_form(written, language)
    samples, rate = asyncio.run(_speak(SpeechRequest(form, Voice("kokoro", voice), language)))
    heard = Ear().transcribe(samples, rate, language)
    assert compare(form, heard, language).rate <= 0.1, heard


async def _speak(request: SpeechRequest) -> tuple[NDArray[np.int16], int]:
    engine = KokoroEngine()
    take = await engine.speak(request)
    await engine.close()
    return take.samples, take.sample_rate


@pytest.mark.skipif(find_spec("espeakng_loader") is None, reason="needs duologue[espeak]")
def test_words_of_further_languages_are_the_same_where_they_sound_alike() -> None:
    form = spoken_form("Je suis arrivé le 3 mai, nous travaillions.", "fr-FR")
    assert compare(form, "Je suis arrivée le 3 mai nous travaillons", "fr-FR").errors == 0
    assert compare(form, "Je suis arrivé le 13 mai nous travaillons", "fr-FR").errors == 1
    spelled = compare(form, "Je suis arrivée le 3 mai", "fr-FR", ReadingSource.DICTIONARIES)
    assert spelled.errors == 3
    italian = spoken_form("La nonna l'ho vista.", "it-IT")
    assert compare(italian, "La nonna lo vista", "it-IT").errors == 0
    assert compare(italian, "La nona lo vista", "it-IT").errors == 1
