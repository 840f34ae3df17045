import asyncio
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duologue.errors import BadVoice, Denied, EngineError, NoAudio, SpeechIncomplete, Throttled, Unreachable
from duologue.model import Mark, Paragraph, Pause, Role, Take, Utterance, UtteranceKind, Voice
from duologue.speech import jobs, requests
from duologue.speech.cast import Casting
from duologue.speech.concurrency import Patience
from duologue.speech.engines.base import Limits, SpeechRequest
from duologue.speech.lexicon import Lexicon
from duologue.speech.plausible import check_plausible
from duologue.speech.speak import Speech, Spoken, speak
from duologue.speech.utterances import divide
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones, request

CASTING = Casting({"问": Voice("tones", "low"), "答": Voice("tones", "high")})
TEXTS = ("你是谁？", "我是我。", "为什么？", "因为如此。", "谢谢。")


def said(*texts: str) -> list[Utterance]:
    return [
        Utterance(UtteranceKind.SPEECH, "问答"[n % 2], Role.INTERVIEWER, text, line=n + 1)
        for n, text in enumerate(texts)
    ]


def run(engine: EngineOfTones, cache: TakeCache, *texts: str, told: list[Spoken] | None = None) -> Speech:
    return asyncio.run(
        speak(
            said(*(texts or TEXTS)),
            CASTING,
            "zh-CN",
            engine,
            cache,
            lexicon=Lexicon(),
            done=None if told is None else told.append,
            patience=NO_WAITING,
        )
    )


NO_WAITING = Patience(first_wait_seconds=0.0)


def test_every_utterance_is_voiced_in_order(tmp_path: Path) -> None:
    told: list[Spoken] = []
    speech = run(EngineOfTones(), TakeCache(tmp_path), told=told)
    assert [voiced.utterance.written for voiced in speech.voiced] == list(TEXTS)
    assert (speech.new, speech.reused) == (5, 0)
    assert sorted(spoken.number for spoken in told) == [0, 1, 2, 3, 4]
    for voiced in speech.voiced:
        assert TakeCache(tmp_path).load(voiced.key).samples.size == voiced.samples


def test_a_second_run_says_nothing_and_an_edit_says_one(tmp_path: Path) -> None:
    run(EngineOfTones(), TakeCache(tmp_path))
    again = EngineOfTones()
    assert run(again, TakeCache(tmp_path)).reused == 5
    assert again.said == []
    edited = EngineOfTones()
    speech = run(edited, TakeCache(tmp_path), *TEXTS[:2], "为啥？", *TEXTS[3:])
    assert edited.said == ["为啥？"]
    assert (speech.new, speech.reused) == (1, 4)


def test_the_same_words_in_the_same_voice_are_said_once(tmp_path: Path) -> None:
    engine = EngineOfTones()
    speech = run(engine, TakeCache(tmp_path), "对。", "对。", "对。", "对。")
    assert len(engine.said) == 2
    assert len({voiced.key for voiced in speech.voiced}) == 2


def test_never_more_at_once_than_the_engine_takes(tmp_path: Path) -> None:
    engine = EngineOfTones()
    run(engine, TakeCache(tmp_path), *(f"第{n}句话。" for n in range(20)))
    assert engine.most_at_once == engine.limits.concurrency


@pytest.mark.parametrize("error", [Throttled("slow down"), Unreachable("gone"), NoAudio("silent")])
def test_a_passing_fault_is_tried_again(tmp_path: Path, error: Exception) -> None:
    engine = EngineOfTones(fault=lambda number, _: error if number in (2, 3) else None)  # type: ignore[arg-type, return-value]
    assert run(engine, TakeCache(tmp_path)).new == 5
    assert len(engine.said) == 7


def test_one_failing_utterance_keeps_all_others_and_names_its_line(tmp_path: Path) -> None:
    engine = EngineOfTones(fault=lambda _, text: NoAudio("no sound") if text == TEXTS[2] else None)
    with pytest.raises(
        SpeechIncomplete, match=r"1 of 5 utterances .* \(line 3\): no sound\. All others are kept"
    ):
        run(engine, TakeCache(tmp_path))
    assert run(EngineOfTones(), TakeCache(tmp_path)).new == 1


def test_an_engine_that_would_answer_the_same_is_not_asked_again(tmp_path: Path) -> None:
    engine = EngineOfTones(fault=lambda _, text: NoAudio("no sound") if text == TEXTS[2] else None)
    engine.deterministic = True
    with pytest.raises(SpeechIncomplete):
        run(engine, TakeCache(tmp_path))
    assert engine.said.count(TEXTS[2]) == 1


def test_a_text_that_is_refused_holds_nobody_up(tmp_path: Path) -> None:
    engine = EngineOfTones(fault=lambda _, text: EngineError("too rude") if text == TEXTS[0] else None)
    with pytest.raises(SpeechIncomplete, match=r"\(line 1\): too rude") as error:
        run(engine, TakeCache(tmp_path))
    assert error.value.missing == (0,)
    assert engine.said.count(TEXTS[0]) == 1
    assert len(engine.said) == 5


def test_an_engine_that_breaks_down_on_a_text_is_told_in_a_sentence(tmp_path: Path) -> None:
    engine = EngineOfTones(fault=lambda _, text: KeyError("x") if text == TEXTS[0] else None)  # type: ignore[arg-type, return-value]
    with pytest.raises(SpeechIncomplete, match=r"\(line 1\): the tones engine broke down \(KeyError: 'x'\)"):
        run(engine, TakeCache(tmp_path))
    assert len(engine.said) == 5


@pytest.mark.parametrize("samples", [np.ones((9000, 2), np.int16), np.ones(9000, np.float32)])
def test_a_take_of_another_kind_than_promised_is_never_kept(
    samples: np.ndarray[tuple[int, ...], np.dtype[np.int16]], tmp_path: Path
) -> None:
    class Odd(EngineOfTones):
        async def speak(self, request: SpeechRequest) -> Take:
            return Take(samples, 24_000)

    with pytest.raises(SpeechIncomplete, match="gave a take that is not mono int16"):
        run(Odd(), TakeCache(tmp_path))
    assert not list(tmp_path.rglob("*.take"))


def test_a_key_that_is_refused_ends_it(tmp_path: Path) -> None:
    engine = EngineOfTones(fault=lambda _n, _t: Denied("no key"))
    with pytest.raises(Denied):
        run(engine, TakeCache(tmp_path), *(f"第{n}句话。" for n in range(200)))
    assert len(engine.said) <= 2


def test_a_text_longer_than_the_engine_takes_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SpeechIncomplete, match="more than tones takes at once"):
        run(EngineOfTones(), TakeCache(tmp_path), "啊" * 101)


def test_what_cannot_be_said_never_reaches_an_engine(tmp_path: Path) -> None:
    engine = EngineOfTones()
    run(engine, TakeCache(tmp_path), "你\ud800好\x00吗\x1b？")
    assert engine.said == ["你好吗？"]


def test_a_service_that_is_gone_is_not_asked_for_ever(tmp_path: Path) -> None:
    engine = EngineOfTones(fault=lambda number, _: Unreachable("gone") if number > 3 else None)
    with pytest.raises(SpeechIncomplete, match="gone"):
        run(engine, TakeCache(tmp_path), *(f"第{n}句话。" for n in range(200)))
    assert len(engine.said) < 30
    assert sum(1 for _ in tmp_path.rglob("*.take")) == 3


def test_an_unknown_voice_is_not_tried_again(tmp_path: Path) -> None:
    engine = EngineOfTones(fault=lambda _n, _t: BadVoice("no such voice"))
    with pytest.raises(BadVoice):
        run(engine, TakeCache(tmp_path))
    assert len(engine.said) <= 2


def test_a_take_that_cannot_be_right_is_refused() -> None:
    form = request("这句话说得不长也不短，大约三秒。").form
    good = np.full(24_000 * 3, 5000, np.int16)
    check_plausible(Take(good, 24_000), form)
    for wrong in (good[:0], good // 100, good[:6_000], np.tile(good, 20)):
        with pytest.raises(NoAudio):
            check_plausible(Take(wrong, 24_000), form)


@pytest.mark.parametrize(
    "marks",
    [
        (Mark(0, 80_000, 0, 16),),
        (Mark(0, 1000, 0, 99),),
        (Mark(5000, 9000, 0, 4), Mark(0, 5000, 4, 16)),
        (Mark(0, 1000, 8, 16), Mark(2000, 9000, 0, 8)),
    ],
)
def test_a_take_whose_marks_cannot_be_right_is_refused(marks: tuple[Mark, ...]) -> None:
    form = request("这句话说得不长也不短，大约三秒。").form
    with pytest.raises(NoAudio, match="marks"):
        check_plausible(Take(np.full(72_000, 5000, np.int16), 24_000, marks), form)


def test_a_damaged_take_is_said_again(tmp_path: Path) -> None:
    cache = TakeCache(tmp_path)
    speech = run(EngineOfTones(), cache)
    (path,) = tmp_path.rglob(f"{speech.voiced[0].key}.take")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert run(EngineOfTones(), cache).new == 1


@pytest.mark.parametrize("text", ["……", "——", "😀"])
def test_a_text_without_a_word_is_a_moment_of_silence(tmp_path: Path, text: str) -> None:
    engine = EngineOfTones()
    speech = run(engine, TakeCache(tmp_path), "你怎么看？", text)
    assert engine.said == ["你怎么看？"]
    take = TakeCache(tmp_path).load(speech.voiced[1].key)
    assert take.samples.size
    assert not take.samples.any()
    assert take.marks[0].written_end == len(text)


def test_pauses_of_the_script_are_silence_around_the_words(tmp_path: Path) -> None:
    cache = TakeCache(tmp_path)
    utterance = Utterance(
        UtteranceKind.SPEECH, "问", Role.INTERVIEWER, "等一等。", cues=(Pause(0, 800), Pause(4, 300))
    )
    plain = asyncio.run(speak(said("等一等。"), CASTING, "zh-CN", EngineOfTones(), cache, lexicon=Lexicon()))
    paused = asyncio.run(speak([utterance], CASTING, "zh-CN", EngineOfTones(), cache, lexicon=Lexicon()))
    take = cache.load(paused.voiced[0].key)
    assert take.samples.size == plain.voiced[0].samples + 24_000 * 1100 // 1000
    assert not take.samples[: 24_000 * 800 // 1000].any()
    assert take.marks[0].start_sample == 24_000 * 800 // 1000


@pytest.mark.slow
def test_100_kb_without_punctuation_is_voiced_in_parts_and_nothing_is_lost(tmp_path: Path) -> None:
    class Quick(EngineOfTones):
        limits = Limits(concurrency=2, longest_text=510, sample_rate=8000)

        async def speak(self, request: SpeechRequest) -> Take:
            self.said.append(request.form.text)
            times = np.arange(len(request.form.text) * 560) / 8000
            return Take((9000 * np.sin(800 * times)).astype(np.int16), 8000)

    text = "长" * 34_000
    engine = Quick()
    parts = [part.text for part in divide(Paragraph(text, 1), 500)]
    speech = run(engine, TakeCache(tmp_path), *(f"{part}{n}" for n, part in enumerate(parts[:-1])), parts[-1])
    assert "".join(parts) == text
    assert len(speech.voiced) == 68
    assert max(map(len, engine.said)) <= 510


class Stumbling(EngineOfTones):
    """Cannot prepare what it is told of trouble."""

    def wording(self, request: SpeechRequest) -> str:
        if "难" in request.form.text:
            raise ValueError("invalid literal for int(): '⑴'")
        return super().wording(request)


def test_a_front_end_that_breaks_down_is_told_with_its_line_and_the_others_go_on(
    tmp_path: Path,
) -> None:
    engine, texts = Stumbling(), ("你好。", "这很难。", "再见。")
    with pytest.raises(SpeechIncomplete) as error:
        run(engine, TakeCache(tmp_path), *texts)
    assert re.search(r"1 of 3 .* by tones \(line 2\): .*ValueError: invalid literal", str(error.value))
    assert error.value.missing == (1,)
    assert error.value.made == 2
    assert error.value.texts_refused
    assert sorted(engine.said) == sorted([texts[0], texts[2]])


def test_a_spoken_form_that_breaks_down_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = requests.speech_request

    def stumbling(written: str, *rest: Any) -> SpeechRequest:
        if "难" in written:
            raise RecursionError("too deep")
        return whole(written, *rest)

    monkeypatch.setattr(jobs, "speech_request", stumbling)
    with pytest.raises(SpeechIncomplete, match=r"\(line 2\): its spoken form .* \(RecursionError"):
        run(EngineOfTones(), TakeCache(tmp_path), *("你好。", "这很难。"))


def test_different_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    faults = {"这难。": EngineError("too hard"), "那难。": EngineError("too long")}
    engine = EngineOfTones(fault=lambda _, text: faults.get(text))
    with pytest.raises(SpeechIncomplete, match=r"too hard \(line 1\); too long \(line 3\)\. All others"):
        run(engine, TakeCache(tmp_path), *("这难。", "好。", "那难。"))
