"""Which episodes of a folder can be published, and what is said of the others."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from duologue.errors import ConfigError, UsageError
from duologue.publish.in_place import write_site
from duologue.publish.library import Library, read_library
from duologue.publish.show import Show
from duologue.publish.site import read_site
from shows import manifest, write_episode

URL = "https://example.org/show"


def library(folder: Path) -> Library:
    return read_library(folder, Show())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"version": 2}', b"\xff\xfe"])
def test_a_damaged_manifest_is_one_sentence(show: Path, content: bytes) -> None:
    (show / "mian-bao/episode.json").write_bytes(content)
    found = library(show)
    assert [each.folder.name for each in found.episodes] == ["you-jian"]
    assert "episode.json" in str(found.damaged["mian-bao"])


def test_an_episode_without_sound_is_damaged(show: Path) -> None:
    (show / "mian-bao/mian-bao.mp3").unlink()
    assert "not there" in str(library(show).damaged["mian-bao"])


def test_two_of_one_guid_are_told_the_way_out_which_works(show: Path) -> None:
    shutil.copytree(show / "mian-bao", show / "zai-lai")
    with pytest.raises(ConfigError, match="same guid") as caught:
        write_site(show, URL)
    way_out = str(caught.value).partition("in show.yaml: ")[2].partition(";")[0]
    with (show / "show.yaml").open("a", encoding="utf-8") as file:
        file.write(f"# {way_out}\n")
    text = (
        (show / "show.yaml").read_text("utf-8").replace("episodes:\n", f"episodes:\n  {way_out[11:-1]}\n", 1)
    )
    (show / "show.yaml").write_text(text, encoding="utf-8")
    assert write_site(show, URL).episodes == 3


def test_what_is_not_whole_or_not_here_is_damaged(show: Path, tmp_path: Path) -> None:
    made = manifest()
    size = (show / "mian-bao/mian-bao.mp3").stat().st_size
    told = made.model_copy(update={"mp3_bytes": size + 1})
    (show / "mian-bao/episode.json").write_text(told.model_dump_json(), encoding="utf-8")
    assert f"has {size} of {size + 1} bytes" in str(library(show).damaged["mian-bao"])
    (show / "mian-bao/episode.json").write_text(made.model_dump_json(), encoding="utf-8")
    (show / "mian-bao/cover.jpg").rename(tmp_path / "cover.jpg")
    assert "its cover, cover.jpg, is not there" in str(library(show).damaged["mian-bao"])
    (tmp_path / "cover.jpg").rename(show / "mian-bao/cover.jpg")
    (show / "you-jian").rename(tmp_path / "you-jian")
    (show / "you-jian").symlink_to(tmp_path / "you-jian")
    assert "a link to an episode elsewhere" in str(library(show).damaged["you-jian"])


def test_a_damaged_episode_is_not_published_around_but_can_be_left_out(show: Path) -> None:
    (show / "mian-bao/mian-bao.mp3").unlink()
    before = sorted(show.rglob("*"))
    with pytest.raises(
        ConfigError, match=r"or leave it out, in show\.yaml: episodes: {mian-bao: {hidden: true}}"
    ):
        write_site(show, URL)
    assert sorted(show.rglob("*")) == before
    (show / "show.yaml").write_text("episodes: {mian-bao: {hidden: true}}\n", encoding="utf-8")
    assert write_site(show, URL).episodes == 1


def test_what_is_said_of_a_damaged_episode_may_be_right(show: Path) -> None:
    (show / "mian-bao/mian-bao.mp3").unlink()
    assert [release.folder for release in read_site(show).out] == ["you-jian"]


def test_a_second_run_writes_nothing(show: Path) -> None:
    assert len(write_site(show, URL).changed) == 2 * (14 + 1) + 6
    assert write_site(show, URL).changed == ()


def test_an_edit_rewrites_only_what_it_touches(show: Path) -> None:
    write_site(show, URL)
    shutil.rmtree(show / "you-jian")
    write_episode(show, manifest("you-jian", "邮差", published=date(2024, 8, 1)))
    changed = {str(path.relative_to(show)) for path in write_site(show, URL).changed}
    assert "feed.xml" in changed
    touched = {name for name in changed if name.startswith("mian-bao/")}
    described = "mian-bao/episode.json"  # it holds the pages' digests
    assert touched == {"mian-bao/index.html", described}, "its page names the episode beside it"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "example.org",
            "ftp://x",
            "https://x/?a",
            'https://x/"',
            "https://",
            "https:///x",
        ),
        *(
            "https://x:99999/",
            "https://x:y/",
            "https://[x",
            "https://me:pw@x/",
            "https://x\\y",
            "https://x\n/",
        ),
        "https://x/feed.xml",
    ],
)
def test_an_address_that_is_none_is_refused(show: Path, url: str) -> None:
    with pytest.raises(UsageError, match="address"):
        write_site(show, url)
    assert not (show / "feed.xml").exists()


def test_no_folder_and_no_episodes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        write_site(tmp_path / "none", URL)
    with pytest.raises(UsageError, match="no episode"):
        write_site(tmp_path, URL)
    with pytest.raises(UsageError, match="is an episode: name the folder that holds it"):
        write_site(write_episode(tmp_path, manifest()), URL)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://例.org/", "https://xn--fsq.org/feed.xml"),
        ("https://example.org/mein Ordner/über", "https://example.org/mein%20Ordner/%C3%BCber/feed.xml"),
        ("https://example.org/schon%20so", "https://example.org/schon%20so/feed.xml"),
        (" https://example.org/show/ ", "https://example.org/show/feed.xml"),
    ],
)
def test_an_address_is_written_as_feeds_need_it(show: Path, url: str, meant: str) -> None:
    assert write_site(show, url).feed_url == meant
    assert meant in (show / "feed.xml").read_text("ascii", errors="ignore")


def test_a_password_in_an_address_is_never_repeated(show: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_site(show, "https://me:s3cret@example.org/")
    assert "password" in str(caught.value)
    assert "s3cret" not in str(caught.value)
