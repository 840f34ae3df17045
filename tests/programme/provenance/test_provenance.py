"""A signed MP3 proves alone that it is as it was signed, and of which words of which source it is made."""

from __future__ import annotations

import asyncio
import hashlib
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from duologue.checks import Report, check_copy, check_episode
from duologue.cli.app import app
from duologue.errors import ConfigError, EpisodeError, UsageError
from duologue.interview import read_source
from duologue.model import Episode
from duologue.pipeline import plan, render
from duologue.programme.manifest import read_manifest
from duologue.programme.provenance import keys
from duologue.programme.provenance.verify import read_provenance
from duologue.publish.in_place import write_site
from duologue.settings import Settings, load_settings
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones
from tag_reading import read_tags

URL = "https://example.org/show"
SECRET = "Qx7secret"
TALK = f"""\
---
title: 面包
url: https://example.org/bread
---

[Editor's note: {SECRET}, he called from 555-0199]

**陈晓：为什么要慢？**

**林川：**因为面要&nbsp;睡觉。急不来\\*的。

**陈晓：你的手怎么了？**

**林川：**烫的，每天都有新的。再见。
"""


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUOLOGUE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


def rendered(folder: Path, cast: Path, provenance: object = True) -> Episode:
    article = folder / "bread.md"
    article.write_text(TALK, encoding="utf-8")
    settings = Settings.model_validate(
        {"voices": str(cast), "out": folder / "show", "provenance": provenance}
    )

    async def whole() -> Episode:
        return await render(await plan(read_source(article), settings), TakeCache())

    return asyncio.run(whole())


def test_a_copy_alone_proves_sound_source_and_synthesis(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    episode = rendered(tmp_path, cast)
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(episode.mp3.read_bytes())
    found = read_provenance(copy)
    assert found is not None
    assert found.faults == ()
    assert (found.title, found.signer) == ("面包", "Duologue episodes")
    says = found.says
    assert says["synthetic"] is True
    assert says["voices"]["林川"].startswith("tones:")
    text = TALK
    assert says["source"] == {
        "kind": "article",
        "url": "https://example.org/bread",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "characters": len(text),
    }
    said = {cue.text: text[slice(*cue.source)] for cue in read_manifest(episode.folder).cues if cue.source}
    assert said["为什么要慢？"] == "为什么要慢？"
    assert said["烫的，每天都有新的。再见。"] == "烫的，每天都有新的。再见。"
    assert said["因为面要 睡觉。急不来*的。"] == "因为面要&nbsp;睡觉。急不来\\*的。"
    dropped = [(text[begin:end], reason) for begin, end, reason in says["dropped"]]
    assert any(SECRET in words for words, _ in dropped), "its place is known"
    assert SECRET.encode() not in copy.read_bytes(), "and its words are not"
    assert check_copy(copy).passed


def test_the_tag_stays_version_2_3_and_the_sound_where_it_was(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    signed, plain = rendered(tmp_path, cast), None
    tags = read_tags(signed.mp3)
    assert tags.version == (2, 3, 0)
    assert tags.frames.index("GEOB") < tags.frames.index("APIC")
    heard, _ = soundfile.read(signed.mp3)
    assert check_episode(signed.folder).passed
    plain = rendered(tmp_path, cast, provenance=False)
    assert "GEOB" not in read_tags(plain.mp3).frames
    assert np.array_equal(heard, soundfile.read(plain.mp3)[0])
    assert read_tags(plain.mp3).chapters == tags.chapters


@pytest.mark.parametrize("place", [-1000, 300, "title"])
def test_any_change_is_found(tones: EngineOfTones, cast: Path, tmp_path: Path, place: int | str) -> None:
    episode = rendered(tmp_path, cast)
    data = bytearray(episode.mp3.read_bytes())
    at = data.index("面包".encode("utf-16-le")) if isinstance(place, str) else place
    data[at] ^= 1
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(data)
    report = check_copy(copy)
    assert not report.passed
    assert "is not as it was signed" in str(report.findings[0])


def test_what_it_says_of_itself_cannot_be_changed(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    episode = rendered(tmp_path, cast)
    data = episode.mp3.read_bytes()
    engine = data.index(b"tones:low")
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(data[:engine] + b"human:low" + data[engine + 9 :])
    report = check_copy(copy)
    assert not report.passed
    assert "what it says of itself was changed" in " ".join(map(str, report.findings))


def test_the_show_s_name_is_set_and_signed_again(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    episode = rendered(tmp_path, cast)
    (tmp_path / "show" / "show.yaml").write_text("title: 街角\n", encoding="utf-8")
    write_site(tmp_path / "show", URL)
    assert read_tags(episode.mp3).texts["TALB"] == "街角"
    assert check_episode(episode.folder).passed
    assert check_copy_of(episode.mp3, tmp_path).passed


def check_copy_of(mp3: Path, folder: Path) -> Report:
    copy = folder / "copy.mp3"
    copy.write_bytes(mp3.read_bytes())
    return check_copy(copy)


@pytest.mark.parametrize("signed", [True, False])
def test_what_is_left_out_may_change_alone(
    tones: EngineOfTones, cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: bool
) -> None:
    first = rendered(tmp_path, cast, signed)
    assert rendered(tmp_path, cast, signed).unchanged
    monkeypatch.setattr(__name__ + ".TALK", TALK.replace("555-0199", "another number, which nobody has"))
    second = rendered(tmp_path, cast, signed)
    assert second.unchanged != signed
    assert second.guid == first.guid
    said = {cue.text: TALK[slice(*cue.source)] for cue in read_manifest(second.folder).cues if cue.source}
    assert said["为什么要慢？"] == "为什么要慢？"
    assert check_episode(second.folder).passed


def test_the_key_is_made_once_and_is_nobody_else_s(
    tones: EngineOfTones, cast: Path, tmp_path: Path, own_keys: Path
) -> None:
    episode = rendered(tmp_path, cast)
    first = read_provenance(episode.mp3)
    mode = (own_keys / keys.KEY_NAME).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    (episode.folder / "episode.json").unlink()
    second = read_provenance(rendered(tmp_path, cast).mp3)
    assert first is not None
    assert second is not None
    assert first.serial == second.serial


def test_of_many_who_want_the_key_at_once_one_makes_it(own_keys: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keys.signatory(None), range(16)))
    assert len(found) == 1


def test_a_key_of_one_s_own_signs(tones: EngineOfTones, cast: Path, tmp_path: Path, own_keys: Path) -> None:
    keys.signatory(None)
    (own_keys / keys.KEY_NAME).rename(tmp_path / "mine.pem")
    (own_keys / keys.CERTIFICATE_NAME).rename(tmp_path / "chain.pem")
    yaml = tmp_path / "duologue.yaml"
    yaml.write_text("provenance: {key: mine.pem, certificate: chain.pem}\n", encoding="utf-8")
    files = load_settings(tmp_path, {}, {}).provenance
    episode = rendered(tmp_path, cast, files)
    assert check_copy_of(episode.mp3, tmp_path).passed
    assert not (own_keys / keys.KEY_NAME).exists()
    (tmp_path / "show" / "show.yaml").write_text("title: 街角\n", encoding="utf-8")
    write_site(tmp_path / "show", URL)
    assert check_copy_of(episode.mp3, tmp_path).passed
    assert not (own_keys / keys.KEY_NAME).exists(), "the name of the show is signed with the same key"
    assert str(tmp_path) not in json.dumps(
        read_manifest(episode.folder).model_dump(mode="json", exclude={"private"})
    )


def test_what_is_missing_is_said_with_its_line(
    tones: EngineOfTones, cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = tmp_path / "bread.md"
    article.write_text(TALK, encoding="utf-8")
    yaml = tmp_path / "duologue.yaml"
    yaml.write_text(
        f"voices: {cast}\nprovenance:\n  key: mine.pem\n  certificate: chain.pem\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=r"duologue\.yaml:3: provenance: there is no file .*mine\.pem"):
        asyncio.run(plan(read_source(article), load_settings(tmp_path, {}, {})))
    monkeypatch.setattr(keys, "find_spec", lambda _: None)
    yaml.write_text(f"voices: {cast}\nprovenance: true\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: provenance: .*duologue\[provenance\]"):
        asyncio.run(plan(read_source(article), load_settings(tmp_path, {}, {})))
    with pytest.raises(UsageError, match=r"duologue\[provenance\]"):
        check_copy(tmp_path / "copy.mp3")


def test_a_key_that_is_none_is_one_sentence(
    tones: EngineOfTones, cast: Path, tmp_path: Path, own_keys: Path
) -> None:
    keys.signatory(None)
    (own_keys / keys.KEY_NAME).write_text("-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n")
    with pytest.raises(EpisodeError, match="the episode cannot be signed"):
        rendered(tmp_path, cast)
    assert not (tmp_path / "show" / "bread").exists()


def test_the_command_takes_a_copy(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    episode = rendered(tmp_path, cast)
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(episode.mp3.read_bytes())
    done = CliRunner().invoke(app, ["check", str(copy), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)["episodes"][0]
    assert told["checks"][0]["facts"]["says"]["guid"] == episode.guid
    plain = tmp_path / "plain.mp3"
    plain.write_bytes(rendered(tmp_path, cast, provenance=False).mp3.read_bytes())
    done = CliRunner().invoke(app, ["check", str(plain)])
    assert done.exit_code == 1
