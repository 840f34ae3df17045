"""The pages in a real browser play, follow the sound, let readers read, share, fit, and are accessible."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pylopdf_fonts_zh_cn import sans_path, serif_path

from duologue.programme.manifest import CueEntry, Manifest
from serving import need, npm_install, serving
from shows import HOSTILE, manifest, write_episode, write_show

pytestmark = pytest.mark.client


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("chromium")
    return npm_install(tmp_path_factory.mktemp("npm"), "playwright-core@1", "axe-core@4")


def drive(tools: Path, script: str, *arguments: str) -> Any:
    """What the browser saw when `script` drove it."""
    fonts = tools / "share" / "fonts"  # where Chromium finds Chinese characters without a system font
    fonts.mkdir(parents=True, exist_ok=True)
    for font in (sans_path(), serif_path()):
        if not (fonts / font.name).exists():
            (fonts / font.name).symlink_to(font)
    path = Path(__file__).parent / script
    done = subprocess.run(
        [need("node"), str(path), str(tools), need("chromium"), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "XDG_DATA_HOME": str(tools / "share")},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def long_interview() -> Manifest:
    """Sixty sentences of a second each, so that the page is longer than the window."""
    cues = tuple(
        CueEntry(
            speaker="陈晓" if n % 3 == 0 else "林川",
            text=f"这是第 {n} 句话，说的是面包为什么要慢慢地发，急不来的。",
            start_ms=n * 1000 + 50,
            end_ms=n * 1000 + 950,
            turn=n // 3 * 2 + (n % 3 > 0),
        )
        for n in range(60)
    )
    return manifest("chang", "一段很长的对话", cues=cues)


@pytest.fixture(scope="module")
def played(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = write_show(tmp_path_factory.mktemp("played") / "show")
    with serving(root) as url:
        return drive(tools, "player.mjs", f"{url}/mian-bao/")


@pytest.fixture(scope="module")
def read(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = write_show(tmp_path_factory.mktemp("read") / "show")
    write_episode(root, long_interview())
    with serving(root) as url:
        return drive(tools, "reading.mjs", f"{url}/chang/") | {"url": f"{url}/"}


@pytest.fixture(scope="module")
def listed(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = write_show(tmp_path_factory.mktemp("listed") / "show")
    sound = (root / "mian-bao/mian-bao.mp3").read_bytes()
    cover = (root / "mian-bao/cover.jpg").read_bytes()
    for number in range(1, 61):
        made = manifest(f"e{number:02}", f"第 {number} 个题目", published=None)
        folder = root / made.slug
        folder.mkdir()
        (folder / "episode.json").write_text(made.model_dump_json(), encoding="utf-8")
        (folder / made.files.mp3).write_bytes(sound)
        (folder / made.files.cover).write_bytes(cover)
        published = datetime(2020, 1, 1, tzinfo=UTC).timestamp() + number * 86_400
        os.utime(folder / made.files.mp3, (published, published))  # in no feed yet: its sound's time counts
    with serving(root) as url:
        return drive(tools, "listing.mjs", f"{url}/")


@pytest.fixture(scope="module")
def looked_at(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = write_show(tmp_path_factory.mktemp("looks") / "show")
    write_episode(root, manifest("ivrit", "שיחה ארוכה על לחם ועל זמן", language="he"))
    with serving(root) as url:
        return drive(tools, "looks.mjs", f"{url}/", os.environ.get("DUOLOGUE_PICTURES", ""))


def test_it_plays_without_a_word_in_the_console(played: Any) -> None:
    assert played["plays"] == ["暂停", "0:00"]
    assert played["console"] == ["Failed to load resource: net::ERR_FAILED"] * len(played["console"])


def test_the_sentence_shown_is_the_one_that_sounds(played: Any) -> None:
    assert len(played["highlights"]) == 10
    assert all(abs(late_ms) <= 150 for late_ms in played["highlights"]), played["highlights"]


def test_the_waveform_shows_who_speaks_and_where_chapters_begin(played: Any) -> None:
    assert played["wave"]["bars"] > 100
    assert played["wave"]["colours"] == ["narrator", "s0", "s1"]
    assert played["wave"]["ticks"] == 2


def test_it_seeks_by_chapter_sentence_address_key_and_bar(played: Any) -> None:
    assert played["chapter"] == [pytest.approx(12.3, abs=0.5), "一、面要睡觉"]
    assert played["sentence"] == pytest.approx(0.5 + 4 * 5.9, abs=0.5)
    assert played["address"] == pytest.approx(42.5, abs=0.05)
    assert played["key"] == pytest.approx(27.5, abs=0.05)
    assert played["bar"] == [pytest.approx(32.5, abs=0.05), "0:32 / 1:00, 一、面要睡觉"]
    assert played["middle"] == pytest.approx(30, abs=1)
    assert played["hint"] == "0:45  二、手"
    assert played["deep"] == pytest.approx(36, abs=0.05)


def test_keys_work_wherever_the_focus_is(played: Any) -> None:
    assert played["afterFocus"] == [pytest.approx(50, abs=0.05)] * 3


def test_an_address_in_a_pause_shows_the_text_there(played: Any) -> None:
    seconds, in_sight, text = played["pause"]
    assert seconds == pytest.approx(53.3, abs=0.05)
    assert in_sight
    assert text == "烫的。每天都有新的。"


def test_it_remembers_place_and_speed(played: Any) -> None:
    assert played["rate"] == 1.5
    *seen, seconds = played["again"]
    assert seen == ["1.5", True, "从 0:27 继续"]
    assert seconds in (27, 28)
    assert played["restarted"] == [True, False]
    assert played["tracks"] == len(manifest().cues)


def test_it_does_what_it_can_without_a_script_a_sound_or_an_address(played: Any) -> None:
    assert played["odd"] == pytest.approx(30, abs=0.05)
    assert played["plain"] == {
        "audio": True,
        "text": True,
        "deck": False,
        "chapters": 3,
        "buttons": ["subscribe"],
        "subscribe": True,
    }
    assert played["trouble"] == "声音文件打不开：mian-bao.mp3"


def test_the_embedded_player_plays_from_a_time_and_fits_its_frame(played: Any) -> None:
    assert played["embed"] == [pytest.approx(12.3, abs=0.05), "一、面要睡觉", True]


def test_the_line_that_sounds_is_kept_in_sight(read: Any) -> None:
    assert read["follows"] == [True, False]
    assert read["console"] == []


@pytest.mark.parametrize("way", ["wheel", "home", "pageUp", "scrollbar"])
def test_a_reader_who_scrolls_is_left_where_they_are_and_offered_a_way_back(read: Any, way: str) -> None:
    stayed, in_sight, offered = read["left"][way]
    assert stayed
    assert (in_sight, offered) == (False, True)


def test_a_finger_stops_the_following_too(read: Any) -> None:
    assert read["touch"] == [True, True]


def test_it_follows_again_from_the_button_and_when_the_line_is_in_sight(read: Any) -> None:
    assert read["back"] == [True, False]
    assert read["byHand"] == [True, False]


def test_search_finds_steps_and_closes(read: Any) -> None:
    assert read["found"] == [1, "1 / 1"]
    assert read["many"] == "1 / 60"
    assert read["next"] == ["2 / 60", "这是第 1 句话，说的是面包为什么要慢慢地发，急不来的。", True]
    assert read["marked"] == ["句话", "句话"]
    assert read["none"] == "没有找到"
    assert (read["closed"], read["opened"]) == (False, True)


def test_a_sentence_is_quoted_and_a_moment_shared_with_its_address(read: Any) -> None:
    page = f"{read['url']}chang/"
    said = "这是第 4 句话，说的是面包为什么要慢慢地发，急不来的。"
    assert read["quote"] == f"“{said}”——林川, 一段很长的对话\n{page}#t=4.05"
    assert read["fromHere"] == [True, f"{page}#t=4"]
    assert read["link"] == f"{page}#t=4"
    assert read["whole"] == page
    assert read["code"].startswith(f'<iframe src="{page}embed.html" width="100%" height="180"')
    assert read["offered"].strip() == "从 0:21 开始"
    assert (read["unchecked"], read["now"]) == (page, f"{page}#t=21")


def test_the_feed_s_address_is_copied(read: Any) -> None:
    assert read["feed"] == f"{read['url']}feed.xml"


def test_the_list_plays_one_episode_at_a_time(listed: Any) -> None:
    assert listed["console"] == []
    assert listed["hidden"] is False
    shown, title, address, sounds = listed["first"]
    assert (shown, title, sounds) == (True, "邮差：一条路走三十年 & <更久>", True)
    assert address.endswith("/you-jian/")
    assert listed["on"] == [True, False, False]
    assert listed["second"] == ["面包师的早晨：慢就是快", [False, True, False]]


def test_the_search_looks_through_all_pages(listed: Any) -> None:
    assert listed["found"] == [["第 3 个题目", "e03/", "第 3 期陈晓 × 林川2020年1月4日1 分钟"]]
    assert listed["none"] == [0, True]
    assert listed["all"] == [50, True]
    assert listed["page"] == ["2", 12]


def test_it_fits_a_phone_and_a_desk(looked_at: Any) -> None:
    assert set(looked_at["overflow"].values()) == {0}, looked_at["overflow"]
    assert looked_at["shift"] < 0.01


def test_forced_colours_hide_nothing(looked_at: Any) -> None:
    assert looked_at["forced"] == {"line": True, "wave": True}


def test_axe_finds_nothing(looked_at: Any) -> None:
    assert looked_at["axe"] == []
    assert looked_at["console"] == []


def test_a_hostile_interview_runs_nothing(tools: Path, tmp_path: Path) -> None:
    made = manifest()
    hostile = made.model_copy(
        update={
            "title": HOSTILE,
            "show": HOSTILE,
            "cues": tuple(cue.model_copy(update={"text": cue.text + HOSTILE}) for cue in made.cues),
        }
    )
    write_episode(tmp_path, hostile)
    with serving(tmp_path) as url:
        seen = drive(tools, "player.mjs", f"{url}/mian-bao/")
    assert seen["console"] == ["Failed to load resource: net::ERR_FAILED"] * len(seen["console"])
