"""The check by ear tells what was heard otherwise, and lets such takes be voiced anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from checks.conftest import Episode
from duologue.checks import EpisodeFiles, check_episode
from duologue.checks.hearing_checks import Listener, forget
from duologue.checks.run import Check
from duologue.speech.lexicon import Entry, Lexicon
from duologue.store.takes import TakeCache


class EarThatKnows:
    """Hears the texts it is given, one for each utterance."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = iter(texts)
        self.seconds: list[float] = []

    def transcribe(self, samples: NDArray[np.int16], sample_rate: int, language: str) -> str:
        assert samples.dtype == np.int16
        assert language == "zh-CN"
        self.seconds.append(samples.size / sample_rate)
        return next(self.texts)


def said(folder: Path) -> list[str]:
    return [one.text for one in EpisodeFiles(folder).utterances]


def test_what_is_heard_as_written_passes(whole: Episode) -> None:
    ear = EarThatKnows(said(whole.folder))
    report = check_episode(whole.folder, checks=[Check("hearing", Listener(ear).check)])
    assert report.passed
    (result,) = report.results
    assert result.outcome.facts["rate"] == 0
    assert ear.seconds == [
        one.samples / EpisodeFiles(whole.folder).manifest.sample_rate
        for one in EpisodeFiles(whole.folder).utterances
    ]


def test_what_is_heard_otherwise_is_found_with_its_line(whole: Episode) -> None:
    texts = said(whole.folder)
    number = next(n for n, text in enumerate(texts) if text.startswith("夜里"))
    texts[number] = "完全不同的一句话"
    listener = Listener(EarThatKnows(texts))
    report = check_episode(whole.folder, checks=[Check("hearing", listener.check)])
    (finding,) = report.findings
    script = (whole.folder / "script.md").read_text(encoding="utf-8").splitlines()
    assert finding.line is not None
    assert "夜里" in script[finding.line - 1]
    assert "完全不同" in finding.message
    assert [one.number for one in listener.misheard[whole.folder]] == [number]


def test_a_misheard_word_or_two_is_the_ears_doing(whole: Episode) -> None:
    texts = [text.replace("箱子", "香资") + "啊" for text in said(whole.folder)]
    report = check_episode(whole.folder, checks=[Check("hearing", Listener(EarThatKnows(texts)).check)])
    assert report.passed


def test_a_lexicon_of_ones_own_counts(whole: Episode) -> None:
    own = Lexicon([Entry("箱子", say="匣子匣子匣子匣子")])
    texts = [text.replace("箱子", "匣子匣子匣子匣子") for text in said(whole.folder)]
    assert texts != said(whole.folder)
    listener = Listener(EarThatKnows(texts), lambda _: Lexicon.shipped("zh").extended(own))
    (result,) = check_episode(whole.folder, checks=[Check("hearing", listener.check)]).results
    assert result.outcome.facts["rate"] == 0


def test_takes_that_are_taken_away_are_voiced_anew(episode: Episode, tmp_path: Path) -> None:
    files = EpisodeFiles(episode.folder)
    kept, cache = TakeCache(episode.cache), TakeCache(tmp_path / "cache")
    first, second = files.utterances[:2]
    for one in (first, second):
        cache.store(one.key, kept.load(one.key))
    forget(files, [first], cache)
    assert cache.info(first.key) is None
    assert cache.info(second.key) is not None
    assert episode.manifest.fingerprint == ""
