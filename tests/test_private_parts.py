"""Private parts of libraries that we use all the same: a change of one is seen here first."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

pytestmark = pytest.mark.filterwarnings("ignore")


def has(where: object, *names: str) -> None:
    """Fails with a sentence that says which version to keep to."""
    missing = [name for name in names if not hasattr(where, name)]
    library = (getattr(where, "__module__", None) or type(where).__module__).partition(".")[0]
    assert not missing, (
        f"{library} no longer has {', '.join(missing)}: set an upper bound in pyproject.toml, or do without"
    )


def test_markdown_its_inline_rules_take_a_state_and_whether_they_are_silent() -> None:
    from markdown_it import MarkdownIt, rules_inline
    from markdown_it.rules_inline import StateInline

    for name in ("autolink", "backtick", "entity", "escape", "html_inline", "image", "link"):
        has(rules_inline, name)
        assert list(inspect.signature(getattr(rules_inline, name)).parameters) == ["state", "silent"], name
    parser = MarkdownIt()
    state: Any = StateInline("a *b*", parser, {}, [])
    has(state, "src", "pos", "posMax", "pending", "pushPending", "push", "tokens", "cache", "linkLevel")


def test_jieba_takes_the_dictionary_it_is_given() -> None:
    jieba = pytest.importorskip("jieba", reason="the extra `offline` is not installed")
    tokenizer: Any = jieba.Tokenizer()
    has(tokenizer, "FREQ", "total", "initialized", "get_DAG", "calc", "cut")
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = {"钟": 1, "钟楼": 9, "楼": 1}, 11, True
    assert list(tokenizer.cut("钟楼", cut_all=False, HMM=False)) == ["钟楼"]


def test_hibari_asks_our_listener_for_a_word_it_does_not_know() -> None:
    g2p_of = pytest.importorskip("hibari.g2p", reason="the extra `offline` is not installed").G2P
    g2p: Any = g2p_of(british=False)
    has(g2p, "_oov", "oov", "lexicon", "tokenize", "phonemize_tokens")
    has(g2p.lexicon, "_s", "golds", "silvers")
    asked: list[str] = []
    oov = g2p.oov

    def listen(word: str) -> Any:
        asked.append(word)
        return oov(word)

    g2p._oov = listen
    g2p.phonemize_tokens(g2p.tokenize("zqxvbly"))
    assert asked, "hibari no longer calls `_oov` for an unknown word: `is_known` would call every word known"


def test_onnxruntime_keeps_the_models_bytes_where_they_are_let_go() -> None:
    onnxruntime = pytest.importorskip("onnxruntime", reason="the extra `offline` is not installed")
    made = inspect.getsource(onnxruntime.InferenceSession.__init__)
    assert "self._model_bytes" in made, "onnxruntime keeps the model elsewhere: a render holds it twice"


def test_pyloudnorms_meter_holds_its_filters() -> None:
    pyloudnorm = pytest.importorskip("pyloudnorm", reason="the extra `proof` is not installed")
    assert len(pyloudnorm.Meter(48_000, filter_class="DeMan")._filters) == 2


def test_c2pa_makes_a_manifest_for_a_file_that_others_write() -> None:
    c2pa: Any = pytest.importorskip("c2pa", reason="the extra `provenance` is not installed")
    from c2pa import c2pa as raw

    has(c2pa.Builder("{}"), "_handle")
    has(raw, "_lib", "_read_native_error")
    has(
        raw._lib,
        "c2pa_builder_data_hashed_placeholder",
        "c2pa_builder_sign_data_hashed_embeddable",
        "c2pa_free",
    )
    has(c2pa.C2paError, "ManifestNotFound")
