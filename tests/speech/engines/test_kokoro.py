import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duologue.errors import BadVoice, EngineError, Unreachable
from duologue.model import Take, Voice
from duologue.speech.engines import kokoro_model
from duologue.speech.engines.base import EngineSettings, SpeechRequest
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.lexicon import Lexicon
from duologue.speech.plausible import check_plausible
from duologue.speech.spoken import spoken_form
from voice_table.pitch import median_hz

ZH = "我们从 2024 年 5 月开始，用 GPT-4o 做了 3 个实验。结果怎么样？比想象的好！"
EN = "We started in May 2024, with three experiments. How did it go? Better than we hoped!"


def request(text: str, language: str = "zh-CN", voice: str = "zm_yunxi", rate: int = 0) -> SpeechRequest:
    return SpeechRequest(spoken_form(text, language, Lexicon()), Voice("kokoro", voice, rate), language)


def speak(*requests: SpeechRequest, jobs: int = 2) -> list[Take]:
    async def run() -> list[Take]:
        engine = KokoroEngine(EngineSettings(concurrency=jobs))
        await engine.ready()
        try:
            return list(await asyncio.gather(*(engine.speak(each) for each in requests)))
        finally:
            await engine.close()

    return asyncio.run(run())


def test_every_voice_of_the_pack_is_whole() -> None:
    assert len(kokoro_model.voice_sums()) == 34
    for voice in kokoro_model.voice_sums():
        assert kokoro_model.style_table(voice).shape == (510, 256)


def test_an_unknown_voice_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadVoice, match=r"no voice 'zm_nobody'; it has af_bella, "):
        speak(request(ZH, voice="zm_nobody"))


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_script_it_cannot_read_is_refused_in_words(language: str) -> None:
    with pytest.raises(EngineError, match="can read nothing of 'שלום עולם'"):
        speak(request("שלום עולם", language))


def test_a_missing_or_damaged_model_is_said_before_anything_is_rendered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kokoro_model, "MODEL_SHA256", "0" * 64)
    with pytest.raises(Unreachable, match="damaged"):
        kokoro_model.model_bytes()
    monkeypatch.setattr(kokoro_model, "_PARTS", ("kokoro_of_nowhere",))
    with pytest.raises(Unreachable, match="not installed"):
        asyncio.run(KokoroEngine().ready())


def test_a_damaged_voice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = {**kokoro_model.voice_sums(), "zm_yunxi": "0" * 64}
    monkeypatch.setattr(kokoro_model, "voice_sums", lambda: sums)
    kokoro_model.style_table.cache_clear()
    with pytest.raises(BadVoice, match="damaged"):
        kokoro_model.style_table("zm_yunxi")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language", "voice"), [(ZH, "zh-CN", "zf_xiaobei"), (EN, "en-US", "bm_george")]
)
def test_the_same_text_and_voice_are_the_same_samples(text: str, language: str, voice: str) -> None:
    first, second = speak(*[request(text, language, voice)] * 2)
    (alone,) = speak(request(text, language, voice), jobs=1)
    assert np.array_equal(first.samples, second.samples)
    assert np.array_equal(first.samples, alone.samples)
    check_plausible(first, request(text, language, voice).form)


@pytest.mark.slow
def test_a_long_paragraph_is_said_to_its_end() -> None:
    sentences = [f"这是第{n}句话，说的是一件小事" for n in "一二三四五六七八九十"]
    text = "；".join(sentences) + "。" + "，".join(sentences) + "。"
    (take,) = speak(request(text))
    assert take.marks[0].written_start == 0
    assert take.marks[-1].written_end == len(text)
    assert all(a.written_end <= b.written_start for a, b in zip(take.marks, take.marks[1:], strict=False))
    letters = sum(character.isalnum() for character in text)
    assert 3.0 <= letters / (take.samples.size / take.sample_rate) <= 7.0


@pytest.mark.slow
def test_a_faster_rate_is_shorter() -> None:
    slow, fast = speak(request("今天我们聊一聊时间。"), request("今天我们聊一聊时间。", rate=30))
    assert fast.samples.size < 0.9 * slow.samples.size


def test_a_new_pronunciation_changes_only_the_wordings_it_is_in(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("重重: {pinyin: zhong4 zhong4}\n")
    engine = KokoroEngine()

    def wording(text: str, lexicon: Lexicon) -> str:
        form = spoken_form(text, "zh-CN", lexicon)
        return engine.wording(SpeechRequest(form, Voice("kokoro", "zm_yunxi"), "zh-CN"))

    for text, same in (("重重来了。", False), ("你好。", True)):
        assert (wording(text, Lexicon()) == wording(text, Lexicon.load(path))) is same


@pytest.mark.slow
def test_a_voice_is_made_lower_and_stays_about_as_long() -> None:
    plain = request(EN, "en-US", "af_heart")
    lower = replace(plain, voice=replace(plain.voice, pitch_hz=-40))
    one, other = speak(plain, lower)
    assert other.samples.size == pytest.approx(one.samples.size, rel=0.12)
    hertz = [median_hz(take.samples.astype(np.float32), take.sample_rate) for take in (one, other)]
    assert hertz[1] == pytest.approx(hertz[0] - 40, abs=12)
