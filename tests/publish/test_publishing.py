"""Publishing to real servers: all of it, only what changed, and whole wherever it is interrupted."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from duologue.errors import DuologueError, PublishError, UsageError
from duologue.publish.places import open_target, shown
from duologue.publish.publishing import Publication, publish
from duologue.store.places import _parts
from publish.places import KINDS, PlaceToPublish, place
from shows import manifest, write_episode, write_show

URL = "https://example.org/show"
MONDAY = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
RECORD = ".duologue.json"
EPISODE = {
    *("cover.jpg", "cover-small.jpg", "cover-320.webp", "share.jpg"),
    *("episode.json", "index.html", "embed.html", "oembed.json", "notes.md", "chapters.json"),
    *(f"transcript.{kind}" for kind in ("vtt", "srt", "json", "html", "txt", "md")),
}
SHOW = {
    *("feed.xml", "feed.css", "index.html", "episodes.json", "cover.jpg", "cover-320.webp", "share.jpg"),
}


@pytest.fixture(params=KINDS)
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PlaceToPublish]:
    with place(request.param, tmp_path) as made:
        yield made


def send(show: Path, there: PlaceToPublish, days: int = 0) -> Publication:
    return publish(show, open_target(there.to), URL, now=MONDAY + timedelta(days=days))


def enclosures(there: PlaceToPublish) -> list[tuple[str, int]]:
    """What the feed at the place names: each sound and its length."""
    feed = there.read("feed.xml")
    assert feed is not None
    found = etree.fromstring(feed).iter("enclosure")
    return [(str(e.get("url")).removeprefix(f"{URL}/"), int(e.get("length") or 0)) for e in found]


def test_a_show_is_there_whole_and_a_second_run_sends_nothing(show: Path, there: PlaceToPublish) -> None:
    done = send(show, there)
    folders = ("mian-bao", "you-jian")
    assert there.names() == {
        *(f"{folder}/{name}" for folder in folders for name in {*EPISODE, f"{folder}.mp3"}),
        *SHOW,
        RECORD,
    }
    assert set(done.sent.sent) == there.names() - {RECORD}
    sounds = [name for name in done.sent.sent if name.endswith(".mp3")]
    assert done.sent.sent[-1] == "feed.xml"
    assert max(map(done.sent.sent.index, sounds)) < done.sent.sent.index("index.html")
    for name, length in enclosures(there):
        sound = there.read(name)
        assert sound == (show / name).read_bytes()
        assert len(sound) == length
    again = send(show, there, days=1)
    assert (again.sent.sent, again.sent.removed, again.sent.bytes) == ((), (), 0)


def test_only_what_changed_is_sent_and_what_is_gone_is_taken_away(show: Path, there: PlaceToPublish) -> None:
    send(show, there)
    write_episode(show, manifest("xin", "新的一集"))
    done = send(show, there, days=1)
    beside = [name for name in done.sent.sent if name.startswith(("mian-bao/", "you-jian/"))]
    assert set(beside) == {"you-jian/index.html", "you-jian/episode.json"}, "its page names the one after it"
    assert {"xin/xin.mp3", "index.html", "feed.xml"} <= set(done.sent.sent)
    shutil.rmtree(show / "xin")
    done = send(show, there, days=2)
    assert set(done.sent.removed) == {f"xin/{name}" for name in {*EPISODE, "xin.mp3"}}
    assert not any(name.startswith("xin/") for name in there.names())


def test_a_sound_made_anew_gets_a_new_name_and_the_old_one_stays_a_while(
    show: Path, there: PlaceToPublish
) -> None:
    send(show, there)
    sound = show / "mian-bao/mian-bao.mp3"
    old, new = sound.read_bytes(), sound.read_bytes() + b"more"
    sound.write_bytes(new)
    name = f"mian-bao/mian-bao-{hashlib.sha256(new).hexdigest()[:8]}.mp3"
    done = send(show, there, days=1)
    assert done.sent.removed == ()
    assert (name, len(new)) in enclosures(there)
    assert there.read("mian-bao/mian-bao.mp3") == old, "somebody may be loading it"
    assert there.read(name) == new
    page = there.read("mian-bao/index.html") or b""
    assert name.rpartition("/")[2].encode() in page
    assert send(show, there, days=2).sent.removed == ("mian-bao/mian-bao.mp3",)
    assert send(show, there, days=3).sent == send(show, there, days=3).sent


def test_what_was_changed_or_lost_there_is_sent_again(show: Path, tmp_path: Path) -> None:
    with place("folder", tmp_path) as there:
        send(show, there)
        (tmp_path / "public/mian-bao/mian-bao.mp3").write_bytes(b"cut")
        (tmp_path / "public/you-jian/index.html").unlink()
        (tmp_path / "public/mian-bao/mian-bao.mp3.duologue-part").write_bytes(b"of a killed run")
        done = send(show, there)
        assert set(done.sent.sent) == {"mian-bao/mian-bao.mp3", "you-jian/index.html"}
        assert "mian-bao/mian-bao.mp3.duologue-part" not in there.names()


KILLS = int(os.environ.get("DUOLOGUE_KILLS", "4"))
"""Of each target with each signal; docs/measurements.md was measured with 10."""
CHILD = """
import sys
from pathlib import Path
from duologue.publish.places import open_target
from duologue.publish.publishing import publish
def tell(name, size):
    print(name, flush=True)
publish(Path(sys.argv[1]), open_target(sys.argv[2]), sys.argv[3], progress=tell)
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_wherever_it_is_killed_the_feed_names_only_whole_files(
    tmp_path: Path, there: PlaceToPublish, stop: signal.Signals
) -> None:
    """Some kills each: of a first run, then of runs that bring sounds and episodes and take some away."""
    chance = random.Random(int(stop))  # noqa: S311
    show = write_show(tmp_path / "show")
    whole: set[str] = set()
    killed = sent_before_kills = 0
    for number in range(KILLS):
        _change(show, number, chance)
        whole |= {_behind_the_tag(path.read_bytes()) for path in show.glob("*/*.mp3")}
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(show), there.to, URL], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        last = ""
        for _ in range(chance.randrange(1, 12)):
            last = child.stdout.readline()
            sent_before_kills += 1
        time.sleep(chance.random() * 0.1)
        child.send_signal(stop)
        rest = child.stdout.read()
        child.wait(20)
        killed += child.returncode != 0
        assert last or child.returncode == 0
        _check_live(there, whole)
        del rest
    assert killed >= 0.7 * KILLS, "the runs were killed, not finished"
    done = publish(show, open_target(there.to), URL)
    _check_live(there, whole)
    assert len(enclosures(there)) == len(list(show.glob("*/episode.json")))
    sounds = sum(name.endswith(".mp3") for name in done.sent.sent)
    assert sounds <= len(list(show.glob("*/episode.json"))), "no sound is sent twice by one run"


def _change(show: Path, number: int, chance: random.Random) -> None:
    if number:
        write_episode(show, manifest(f"neu-{number}", f"第 {number} 集"))
    sound = show / "mian-bao/mian-bao.mp3"
    sound.write_bytes(sound.read_bytes()[:1_000_000] + chance.randbytes(3_000_000))
    if number > 3:
        shutil.rmtree(show / f"neu-{number - 3}", ignore_errors=True)


def _check_live(there: PlaceToPublish, whole: set[str]) -> None:
    if there.read("feed.xml") is None:
        return
    for name, length in enclosures(there):
        sound = there.read(name)
        assert sound is not None, f"{name} is named and not there"
        assert len(sound) == length, name
        assert _behind_the_tag(sound) in whole, name


def _behind_the_tag(mp3: bytes) -> str:
    """The hash of a sound without its tag, which a run may set."""
    size = sum(byte << shift for byte, shift in zip(mp3[6:10], (21, 14, 7, 0), strict=True))
    return hashlib.sha256(mp3[10 + size :]).hexdigest()


def test_an_interrupted_run_goes_on_where_it_was(
    show: Path, there: PlaceToPublish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duologue.publish.upload._WAIT_SECONDS", 0.0)
    first = []

    def stop(name: str, size: int) -> None:
        first.append(name)
        if len(first) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(show, open_target(there.to), URL, now=MONDAY, progress=stop)
    assert there.read("feed.xml") is None
    done = send(show, there)
    assert not set(first) & set(done.sent.sent)
    assert len(enclosures(there)) == 2


def test_a_dry_run_writes_nothing_anywhere(show: Path, there: PlaceToPublish) -> None:
    before = {path: path.read_bytes() for path in show.rglob("*") if path.is_file()}
    done = publish(show, open_target(there.to), URL, now=MONDAY, dry=True)
    assert len(done.sent.sent) == 2 * len(EPISODE | {"mp3"}) + len(SHOW)
    assert there.names() == set()
    assert {path: path.read_bytes() for path in show.rglob("*") if path.is_file()} == before


def test_a_place_that_fails_is_a_sentence_without_a_password(
    show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duologue.publish.upload._WAIT_SECONDS", 0.0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for to in ("sftp://me:s3cret@127.0.0.1:1/x", "webdav+http://me:s3cret@127.0.0.1:1/x"):
        with pytest.raises(PublishError) as caught:
            publish(show, open_target(to), URL)
        assert "127.0.0.1" in str(caught.value)
        assert "s3cret" not in str(caught.value)
    with place("sftp", tmp_path) as there:
        monkeypatch.setenv("DUOLOGUE_PUBLISH_PASSWORD", "wr0ng")
        with pytest.raises(PublishError) as caught:
            publish(show, open_target(there.to), URL)
        assert "wr0ng" not in str(caught.value)


def test_an_unknown_host_is_not_trusted(show: Path, tmp_path: Path) -> None:
    with place("sftp", tmp_path) as there:
        (Path(os.environ["HOME"]) / ".ssh/known_hosts").unlink()
        with pytest.raises(PublishError, match="cannot be reached"):
            open_target(there.to)
    assert there.names() == set()


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("", "--to is empty"),
        ("s3://", "name a bucket"),
        ("sftp://", "names no host"),
        ("webdav://", "names no host"),
        ("nothing://x/y", "nothing cannot be used"),
    ],
)
def test_what_is_no_place_is_refused(to: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        open_target(to)


@pytest.mark.parametrize(
    ("written", "host", "path"),
    [
        ("sftp://me@host:22/var/www", "host", "/var/www"),
        ("sftp:me@host:/var/www", "host", "/var/www"),
        ("sftp:me@host:www/show", "host", "/~/www/show"),
        ("https://[::1]:8080/a b", "::1", "/a b"),
    ],
)
def test_addresses_are_understood_as_people_write_them(written: str, host: str, path: str) -> None:
    parts = _parts(written)
    assert (parts.hostname, parts.path) == (host, path)


def test_the_show_s_own_folder_is_no_place_for_listeners(show: Path) -> None:
    for to in (show, show / "mian-bao"):
        with pytest.raises(UsageError, match="own files"):
            publish(show, open_target(str(to)), URL)
    with pytest.raises(UsageError, match="is a file"):
        publish(show, open_target(str(show / "show.yaml")), URL)


def test_another_show_s_place_is_not_written_over(show: Path, tmp_path: Path) -> None:
    with place("folder", tmp_path) as there:
        send(show, there)
        before = there.read("feed.xml")
        other = tmp_path / "other"
        write_episode(other, manifest("bie-chu", "别处", show="别的节目"))
        for _ in range(2):
            with pytest.raises(UsageError, match="feed of another show, '街角对话'"):
                publish(other, open_target(there.to), "https://other.example")
        assert there.read("feed.xml") == before
        assert not (other / "show.yaml").exists()


def test_a_lost_memory_is_taken_from_the_feed_that_is_out(show: Path, there: PlaceToPublish) -> None:
    (show / "show.yaml").write_text("title: x\n", encoding="utf-8")
    send(show, there)
    feed = there.read("feed.xml")
    (show / "published.json").unlink()
    done = send(show, there, days=30)
    assert any("published.json is missing" in note for note in done.notes)
    assert [line for line in (there.read("feed.xml") or b"").splitlines() if b"pubDate" in line] == [
        line for line in (feed or b"").splitlines() if b"pubDate" in line
    ]


def test_two_runs_at_once_do_not_meet(show: Path, tmp_path: Path) -> None:
    with place("folder", tmp_path) as there:

        def second(name: str, size: int) -> None:
            with pytest.raises(UsageError, match="another run"):
                send(show, there)

        publish(show, open_target(there.to), URL, now=MONDAY, progress=second)


def test_private_files_of_an_earlier_upload_are_named(show: Path, tmp_path: Path) -> None:
    shutil.copytree(show, tmp_path / "public")
    done = publish(show, open_target(str(tmp_path / "public")), URL, now=MONDAY)
    assert any("which is not for listeners: remove it there" in note for note in done.notes)


def test_a_record_that_names_files_elsewhere_removes_nothing_there(show: Path, tmp_path: Path) -> None:
    with place("folder", tmp_path) as there:
        send(show, there)
        precious = tmp_path / "precious"
        precious.write_text("x", encoding="utf-8")
        record = tmp_path / "public" / RECORD
        text = record.read_text("utf-8").replace(
            '"files": {', '"files": {"../precious": {"sha256": "", "bytes": 1},'
        )
        record.write_text(text, encoding="utf-8")
        send(show, there)
        assert precious.exists()


def test_s3_is_told_what_each_file_is(show: Path, tmp_path: Path) -> None:
    with place("s3", tmp_path) as there:
        send(show, there)
        import boto3

        bucket = there.to.split("/")[2]
        client = boto3.client("s3", endpoint_url=there.environment["AWS_ENDPOINT_URL"])
        kinds = {
            name: client.head_object(Bucket=bucket, Key=f"a/show/{name}")["ContentType"]
            for name in (
                "feed.xml",
                "mian-bao/mian-bao.mp3",
                "mian-bao/chapters.json",
                "mian-bao/transcript.srt",
            )
        }
        assert kinds == {
            "feed.xml": "application/rss+xml; charset=utf-8",
            "mian-bao/mian-bao.mp3": "audio/mpeg",
            "mian-bao/chapters.json": "application/json+chapters",
            "mian-bao/transcript.srt": "application/x-subrip; charset=utf-8",
        }


def test_addresses_are_shown_without_passwords() -> None:
    assert shown("sftp://me:pw@host/x") == "sftp://me@host/x"
    assert shown("webdav://me:p%40w@host") == "webdav://me@host"
    assert issubclass(PublishError, DuologueError)
