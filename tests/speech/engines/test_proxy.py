import asyncio
from pathlib import Path

import pytest

from duologue.errors import ConfigError, Unreachable
from duologue.settings import load_settings
from duologue.speech.engines.proxy import proxy_for
from duologue.speech.engines.registry import choose_engine


@pytest.mark.parametrize(
    ("environment", "url", "setting", "proxy"),
    [
        ({}, "wss://a.example/x", "", None),
        ({"HTTPS_PROXY": "http://p:1"}, "wss://a.example/x", "", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, "wss://a.example/x", "", None),
        ({"HTTP_PROXY": "p:1"}, "ws://a.example/x", "", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.example"}, "wss://a.example/x", "", None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, "https://a.example/x", "http://q:2", "http://q:2"),
    ],
)
def test_the_proxy_is_the_setting_or_the_environments(
    environment: dict[str, str], url: str, setting: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(url, setting) == proxy


WRONG = ["socks5://p:1", "http://", "file:///etc", "http://p:port"]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_setting_that_is_no_http_proxy_names_file_and_line(wrong: str, tmp_path: Path) -> None:
    for text, line in ((f"proxy: {wrong}\n", 1), (f"engines:\n  edge:\n    proxy: {wrong}\n", 3)):
        (tmp_path / "duologue.yaml").write_text(text)
        with pytest.raises(ConfigError, match="must be http://HOST:PORT") as error:
            load_settings(tmp_path, {}, {})
        assert (error.value.path, error.value.line) == (tmp_path / "duologue.yaml", line)


@pytest.mark.parametrize("wrong", WRONG)
def test_an_environment_without_an_http_proxy_leaves_other_engines_to_speak(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", wrong)
    monkeypatch.setenv("NO_PROXY", "")
    with pytest.raises(Unreachable, match=r"the environment's proxy .* cannot be used: set proxy"):
        proxy_for("wss://a.example", "")
    choice = asyncio.run(choose_engine("auto", ("edge", "kokoro")))
    assert choice.engine.name == "kokoro"
    assert [name for name, _ in choice.refused] == ["edge"]
