"""What is written and has no effect is said, with file and line."""

import asyncio
from pathlib import Path

import pytest

from duologue.interview import read_source
from duologue.pipeline import Plan, plan
from duologue.settings import load_settings
from speech.edge_service import EdgeService, running

SCRIPT = """\
---
duologue: script
title: 灯塔
language: zh-CN
speakers:
- {name: 林一, role: interviewer}
- {name: 周舟, role: interviewee}
---

林一: 你用过 Zorblax 吗？

周舟: 用过 {Quux|/kwʌks/}，没用过 Blarg。
"""
LEXICON = "Blarg: {say: 布拉格, ipa: blɑɹɡ}\nZorblax: {ipa: ˈzɔɹblæks}\nNowhere: {ipa: noʊ}\n"


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty cache, and the show's files."""
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "script.md").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "names.yaml").write_text(LEXICON, encoding="utf-8")


def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, yaml: str) -> list[str]:
    (tmp_path / "duologue.yaml").write_text(yaml, encoding="utf-8")

    async def whole() -> Plan:
        async with running(EdgeService(), monkeypatch):
            settings = load_settings(tmp_path, {}, {"engine": engine, "out": tmp_path / "out"})
            made = await plan(read_source(tmp_path / "script.md"), settings)
            await made.close()
            return made

    return [note.replace(f"{tmp_path}/", "") for note in asyncio.run(whole()).notes]


def test_phonemes_for_an_engine_that_is_given_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = notes(tmp_path, monkeypatch, "edge", "lexicon: names.yaml\n")
    assert said == [
        "names.yaml:2: Zorblax: ipa has no effect, for edge is given text: add say",
        "script.md:12: the reading /kwʌks/ has no effect, for edge is given text",
    ]
    assert notes(tmp_path, monkeypatch, "kokoro", "lexicon: names.yaml\n") == []


def test_voices_for_engines_that_do_not_speak_or_are_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yaml = (
        "speakers:\n  周舟: {edge: zh-CN-YunyangNeural}\n  林一: {colour: red, kokoro: zf_xiaoni}\n"
        "  谁也不是: {edge: x}\nengines:\n  piper: {key: 1}\n"
    )
    assert notes(tmp_path, monkeypatch, "kokoro", yaml) == [
        "duologue.yaml:3: no engine called 'colour' is installed: what is written for it has no effect",
        "duologue.yaml:6: no engine called 'piper' is installed: what is written for it has no effect",
        "duologue.yaml:2: 周舟 has no kokoro voice here (edge): the cast decides",
    ]


def test_a_voice_of_the_script_for_another_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SCRIPT.replace("role: interviewee}", "role: interviewee, voice: 'edge:zh-CN-YunyangNeural'}")
    (tmp_path / "script.md").write_text(text, encoding="utf-8")
    (note,) = notes(tmp_path, monkeypatch, "kokoro", "show: x\n")
    assert note == "周舟 has edge:zh-CN-YunyangNeural in the script, but kokoro speaks: the cast decides"


def test_seats_in_a_programme_of_one_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    yaml = "stereo: seats\nencoding: mono-64k\n"
    told = notes(tmp_path, monkeypatch, "kokoro", yaml)
    assert any("duologue.yaml:1: mono-64k has one channel" in note for note in told), told
    assert not notes(tmp_path, monkeypatch, "kokoro", yaml.replace("mono-64k", "stereo-128k"))
