"""Loudness and true peak are judged by other people's code where it is installed; the report says whose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from checks.conftest import Episode
from duologue.checks import judges
from duologue.checks.judges import IndependentJudge, Judge, OwnJudge, integrated
from duologue.checks.sound import measure_sound
from duologue.programme.mastering.loudness import SILENCE_LUFS, decibels
from programme.measuring import noise, tone, true_peak_dbtp
from programme.sound import conversation, full_scale_1, speech_like

RATE = 44_100


def judged(
    judge: Judge, signal: np.ndarray[tuple[int], np.dtype[np.float32]], cut: int = 110_250
) -> tuple[float, float]:
    for at in range(0, signal.size, cut):
        judge.feed(signal[at : at + cut])
    energies, true_peak = judge.finish()
    return integrated(energies, 1), decibels(true_peak)


def test_pyloudnorm_still_has_its_filters_where_we_take_them() -> None:
    filters = pyloudnorm.Meter(RATE, filter_class="DeMan")._filters
    assert [len(each.b) for each in filters.values()] == [3, 3], (
        "pyloudnorm keeps its K-weighting elsewhere now: mend IndependentJudge, then raise the bound"
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("cut", [1000, 110_250, 10_000_000])
def test_the_independent_judge_says_what_pyloudnorm_says_of_the_whole(seed: int, cut: int) -> None:
    signal = full_scale_1(speech_like(12, seed, sample_rate=RATE))
    whole = pyloudnorm.Meter(RATE, filter_class="DeMan").integrated_loudness(signal.astype(np.float64))
    loudness, _ = judged(IndependentJudge(RATE), signal, cut)
    assert loudness == pytest.approx(whole, abs=0.02)


@pytest.mark.parametrize("make", [IndependentJudge, OwnJudge])
def test_either_judge_knows_the_standards_tone_and_silence(make: type[IndependentJudge | OwnJudge]) -> None:
    """BS.1770-5: 0 dBFS at 997 Hz on one channel reads −3.01 LKFS."""
    loudness, peak = judged(make(RATE), tone(997, 5, RATE, -6))
    assert loudness == pytest.approx(-9.01, abs=0.03)
    assert peak == pytest.approx(-6, abs=0.02)
    assert judged(make(RATE), np.zeros(RATE, np.float32)) == (SILENCE_LUFS, -120)
    assert judged(make(RATE), np.zeros(0, np.float32)) == (SILENCE_LUFS, -120)
    assert judged(make(RATE), tone(997, 0.3, RATE, -6))[0] == SILENCE_LUFS


@pytest.mark.parametrize("make", [IndependentJudge, OwnJudge])
@pytest.mark.parametrize("seed", range(4))
def test_either_judge_finds_the_peak_between_samples(
    make: type[IndependentJudge | OwnJudge], seed: int
) -> None:
    signal = noise(seed, 50, 15_000)
    assert judged(make(RATE), signal, 5001)[1] == pytest.approx(true_peak_dbtp(signal), abs=0.3)


def test_without_the_extra_our_own_meter_judges_and_the_report_says_so(
    episode: Episode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mp3, mastered = conversation(4).mp3()
    (tmp_path / "a.mp3").write_bytes(mp3)
    independent = measure_sound(tmp_path / "a.mp3")
    assert independent.judge.startswith("pyloudnorm 0.")
    (said,) = [r.outcome for r in episode.report().results if r.name == "loudness"]
    assert f"by {independent.judge}" in said.summary
    assert said.facts["judge"] == independent.judge
    monkeypatch.setattr(judges, "independent", lambda: False)
    own = measure_sound(tmp_path / "a.mp3")
    assert own.judge == "Duologue's own meter; pip install 'duologue[proof]' for an independent one"
    assert own.loudness_lufs == pytest.approx(independent.loudness_lufs, abs=0.05)
    assert own.loudness_lufs == pytest.approx(mastered.loudness_lufs, abs=0.05)
    assert own.true_peak_dbtp == pytest.approx(independent.true_peak_dbtp, abs=0.15)
    report = episode.report()
    assert report.passed
    (said,) = [r.outcome for r in report.results if r.name == "loudness"]
    assert "own meter" in said.summary
