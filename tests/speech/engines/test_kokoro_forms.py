"""The form of the model is chosen by what it is here: exact first, then fast; and kept."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duologue.speech.engines import kokoro_forms, kokoro_graphs
from duologue.speech.engines.kokoro_forms import ModelForm, form_here, form_of, load, measured
from duologue.speech.engines.kokoro_graphs import Kernels, Tensors, tensors
from duologue.speech.engines.kokoro_model import model_bytes
from duologue.store.base import EntryKind
from duologue.store.local import LocalStore, default_store

ORIGINAL = "original"


@pytest.fixture(scope="module")
def weights() -> Tensors:
    return tensors(model_bytes())


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path))
    return default_store()


def pretend(
    monkeypatch: pytest.MonkeyPatch, *, inexact: tuple[Kernels, ...] = (), seconds: tuple[float, ...] = (1.0,)
) -> None:
    """A processor on which some forms are inexact, and the others take these seconds, the original first."""
    runner = kokoro_forms._runner
    order = iter([ORIGINAL, *Kernels])

    def made(model: bytes) -> Callable[[], np.ndarray[Any, Any]]:
        form, run = next(order), runner(model)
        return (lambda: run() + np.float32(0.01)) if form in inexact else run

    monkeypatch.setattr(kokoro_forms, "_runner", made)
    monkeypatch.setattr(kokoro_forms, "_seconds", lambda runs: list(seconds[: len(runs)]))


def test_the_forms_are_exact_here_and_one_is_chosen(weights: Tensors) -> None:
    form = measured(weights)
    assert (form.kernels is None) == bool(form.why)
    assert form.share <= 1


def test_the_fastest_exact_form_is_chosen(weights: Tensors, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, seconds=(1.0, 0.5, 0.8))
    assert measured(weights) == ModelForm(Kernels.INT8, 0.5)


def test_a_processor_that_cuts_products_off_takes_the_form_that_is_exact(
    weights: Tensors, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, inexact=(Kernels.INT8,), seconds=(1.0, 0.8))
    assert measured(weights) == ModelForm(Kernels.UINT8, 0.8)


def test_the_original_is_used_and_said_where_no_form_is_exact_or_faster(
    weights: Tensors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    for number, (inexact, why) in enumerate(((tuple(Kernels), "other sound"), ((), "slower"))):
        with monkeypatch.context() as patch:
            pretend(patch, inexact=inexact, seconds=(1.0, 1.1, 1.2))
            form = form_here(weights, LocalStore(tmp_path / str(number)))
        assert form.kernels is None
        assert why in form.why
        assert f"uses its original model: {form.why}" in caplog.text


def test_a_result_is_kept_and_not_measured_again(
    weights: Tensors, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = form_here(weights)
    assert store.usage()[EntryKind.FORM].entries == 1
    monkeypatch.setattr(kokoro_forms, "measured", lambda _: pytest.fail("measured again"))
    assert form_here(weights) == first
    monkeypatch.setattr(kokoro_forms, "_machine", lambda: "0" * 64)
    monkeypatch.setattr(kokoro_forms, "measured", lambda _: ModelForm(Kernels.UINT8, 0.9))
    assert form_here(weights) == ModelForm(Kernels.UINT8, 0.9)


def test_a_result_that_the_original_is_faster_is_kept_too(
    weights: Tensors, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = ModelForm(None, why="on this processor its faster form is slower")
    monkeypatch.setattr(kokoro_forms, "measured", lambda _: slow)
    assert form_here(weights) == slow
    monkeypatch.setattr(kokoro_forms, "measured", lambda _: pytest.fail("measured again"))
    assert form_here(weights) == slow


def test_a_damaged_result_is_measured_again(
    weights: Tensors, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    form_here(weights)
    store.put(EntryKind.FORM, kokoro_forms._machine(), b"damaged")
    monkeypatch.setattr(kokoro_forms, "measured", lambda _: ModelForm(Kernels.UINT8, 0.9))
    assert form_here(weights) == ModelForm(Kernels.UINT8, 0.9)


def test_a_cache_that_cannot_be_written_is_no_matter(weights: Tensors, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert form_here(weights, LocalStore(tmp_path / "file")).share <= 1


def test_without_its_graphs_the_original_speaks_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    for module in (kokoro_graphs, kokoro_forms):
        monkeypatch.setattr(module, "GRAPHS", tmp_path / "nowhere.zip")
    with caplog.at_level(logging.WARNING):
        made = load()
    assert [each.name for each in made.get_inputs()] == ["tokens", "style", "speed"]
    assert "uses its original model, which is slower: nowhere.zip cannot be read" in caplog.text


def test_doctor_is_told_the_form_whatever_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert str(form_of(model_bytes())).startswith(("faster form (", "original form (on this processor"))
    monkeypatch.setattr(kokoro_forms, "GRAPHS", tmp_path / "nowhere.zip")
    assert "original form (nowhere.zip cannot be read" in str(form_of(model_bytes()))


def test_what_the_runtime_cannot_load_is_said_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(kokoro_forms, "joined", lambda *_: b"no model")
    assert load() is not None
    assert "uses its original model" in caplog.text
