"""HTTP as the standards have it (RFC 9110), and nothing but the show, ever."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import os
import shutil
import socket
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from duologue.errors import UsageError
from duologue.publish.network import listen, secret_of
from duologue.publish.server import create_app
from serving import serving
from shows import manifest, write_episode

Answer = tuple[int, dict[str, str], bytes]
MP3 = "/mian-bao/mian-bao.mp3"


def ask(url: str, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, {k.lower(): v for k, v in response.getheaders()}, body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/cover.jpg", "image/jpeg"),
        ("/cover-320.webp", "image/webp"),
        ("/share.jpg", "image/jpeg"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/episodes.json", "application/json"),
        ("/feed.css", "text/css; charset=utf-8"),
        (MP3, "audio/mpeg"),
        ("/mian-bao/", "text/html; charset=utf-8"),
        ("/mian-bao/index.html", "text/html; charset=utf-8"),
        ("/mian-bao/cover.jpg", "image/jpeg"),
        ("/mian-bao/cover-320.webp", "image/webp"),
        ("/mian-bao/share.jpg", "image/jpeg"),
        ("/mian-bao/embed.html", "text/html; charset=utf-8"),
        ("/mian-bao/oembed.json", "application/json"),
        ("/mian-bao/transcript.txt", "text/plain; charset=utf-8"),
        ("/mian-bao/transcript.md", "text/markdown; charset=utf-8"),
        ("/mian-bao/chapters.json", "application/json+chapters"),
        ("/mian-bao/transcript.vtt", "text/vtt; charset=utf-8"),
        ("/mian-bao/transcript.srt", "application/x-subrip; charset=utf-8"),
        ("/mian-bao/transcript.json", "application/json"),
        ("/mian-bao/transcript.html", "text/html; charset=utf-8"),
        ("/mian-bao/notes.md", "text/markdown; charset=utf-8"),
    ],
)
def test_everything_has_its_type_an_etag_and_a_head(served: tuple[str, Path], path: str, kind: str) -> None:
    url, _ = served
    status, headers, body = ask(url, path, Origin="https://player.example")
    assert (status, headers["content-type"]) == (200, kind)
    assert "access-control-allow-origin" not in headers, "no other site reads what is not published"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert int(headers["content-length"]) == len(body)
    head_status, head, nothing = ask(url, path, "HEAD")
    assert (head_status, nothing, head["content-length"]) == (200, b"", str(len(body)))
    again, _, empty = ask(url, path, If_None_Match=headers["etag"])
    assert (again, empty) == (304, b"")


def test_a_page_that_a_short_show_does_not_have_is_not_there(served: tuple[str, Path]) -> None:
    assert ask(served[0], "/index-2.html")[0] == 404


def test_a_browser_gets_the_feed_as_what_it_shows_with_its_style_sheet(served: tuple[str, Path]) -> None:
    url, _ = served
    asked = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    _, headers, body = ask(url, "/feed.xml", Accept=asked)
    assert headers["content-type"] == "application/xml; charset=utf-8"
    assert b'<?xml-stylesheet type="text/css" href="feed.css"?>' in body
    for accept in ({}, {"Accept": "*/*"}, {"Accept": "application/rss+xml"}):
        _, headers, same = ask(url, "/feed.xml", **accept)
        assert (headers["content-type"], same) == ("application/rss+xml; charset=utf-8", body)
        assert "Accept" in headers["vary"]


def test_ranges_of_every_kind(served: tuple[str, Path]) -> None:
    url, root = served
    data = (root / MP3[1:]).read_bytes()
    size = len(data)
    for asked, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        (f"bytes={size - 5}-", size - 5, size - 1),
        ("bytes=-7", size - 7, size - 1),
        (f"bytes=10-{size * 2}", 10, size - 1),
    ):
        status, headers, body = ask(url, MP3, Range=asked)
        assert (status, body) == (206, data[first : last + 1]), asked
        assert headers["content-range"] == f"bytes {first}-{last}/{size}"
    status, headers, body = ask(url, MP3, Range="bytes=0-3,10-13")
    assert status == 206
    assert headers["content-type"].startswith("multipart/byteranges")
    assert data[0:4] in body
    assert data[10:14] in body
    status, headers, _ = ask(url, MP3, Range=f"bytes={size}-")
    assert status == 416
    assert headers["content-range"].endswith(f"*/{size}")


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("HEAD", "bytes=0-3"),
        ("GET", "items=0-3"),
        ("GET", "bytes=abc"),
        ("GET", "bytes=5-2"),
        ("GET", "bytes="),
        ("GET", "bytes=-"),
        ("GET", "bytes=0-3,x"),
        ("GET", "0-3"),
        ("GET", "bytes=" + "9" * 4000 + "-"),
        ("GET", "bytes=" + ",".join(f"{n * 10}-{n * 10 + 1}" for n in range(500))),
    ],
)
def test_a_range_that_is_none_is_passed_over(served: tuple[str, Path], method: str, asked: str) -> None:
    url, root = served
    status, headers, _ = ask(url, MP3, method, Range=asked)
    assert status == 200
    assert int(headers["content-length"]) == (root / MP3[1:]).stat().st_size


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-3,2-6", slice(0, 7)),
        ("Bytes=0-3", slice(0, 4)),
        ("bytes= 1-2", slice(1, 3)),
        ("bytes=0-1,99999999-", slice(0, 2)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
def test_ranges_that_overlap_or_reach_over_the_end(served: tuple[str, Path], asked: str, part: slice) -> None:
    url, root = served
    status, _, body = ask(url, MP3, Range=asked)
    assert (status, body) == (206, (root / MP3[1:]).read_bytes()[part])


@pytest.mark.parametrize("asked", ["bytes=-0", "bytes=99999999-", "bytes=99999999-,88888888-99999999"])
def test_nothing_to_send_is_416(served: tuple[str, Path], asked: str) -> None:
    url, root = served
    status, headers, _ = ask(url, MP3, Range=asked)
    assert status == 416
    assert headers["content-range"] == f"bytes */{(root / MP3[1:]).stat().st_size}"


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"x", W/{etag}'}, 304),
        ({"If-None-Match": '"x"', "If-Modified-Since": "{date}"}, 200),
        ({"If-None-Match": "{etag}", "Range": "bytes=0-3"}, 304),
        ({"If-Modified-Since": "{date}"}, 304),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200),
        ({"If-Range": "{date}", "Range": "bytes=0-3"}, 206),
        ({"If-Range": "Thu, 01 Jan 1970 00:00:00 GMT", "Range": "bytes=0-3"}, 200),
        ({"If-Range": "W/{etag}", "Range": "bytes=0-3"}, 200),
    ],
)
def test_conditions_in_the_order_of_the_standard(
    served: tuple[str, Path], conditions: dict[str, str], status: int
) -> None:
    url, _ = served
    _, known, _ = ask(url, MP3, "HEAD")
    filled = {
        name: value.format(etag=known["etag"], date=known["last-modified"])
        for name, value in conditions.items()
    }
    assert ask(url, MP3, **filled)[0] == status


def test_if_range_sends_everything_when_the_file_is_another(served: tuple[str, Path]) -> None:
    url, root = served
    _, headers, _ = ask(url, MP3, "HEAD")
    assert headers["accept-ranges"] == "bytes"
    assert ask(url, MP3, Range="bytes=0-3", If_Range=headers["etag"])[0] == 206
    status, _, body = ask(url, MP3, Range="bytes=0-3", If_Range='"other"')
    assert (status, len(body)) == (200, (root / MP3[1:]).stat().st_size)
    assert ask(url, MP3, If_Modified_Since=headers["last-modified"])[0] == 304


def test_the_addresses_in_the_feed_are_all_there(served: tuple[str, Path]) -> None:
    url, _ = served
    feed = etree.fromstring(ask(url, "/feed.xml")[2])
    every = {str(v) for element in feed.iter() for k, v in element.attrib.items() if k in ("url", "href")}
    addresses = {address for address in every if address.startswith(url)}
    assert len(addresses) >= 16
    for address in addresses:
        assert ask(url, urlsplit(address).path, "HEAD")[0] == 200, address


@pytest.mark.parametrize(
    "path",
    [
        "/../show.yaml",
        "/show.yaml",
        "/mian-bao/episode.json",
        "/mian-bao/../show.yaml",
        "/mian-bao/%2e%2e/show.yaml",
        "/mian-bao/..%2fshow.yaml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/mian-bao/%00",
        "/%00/cover.jpg",
        "/mian-bao/link.html",
        "/outside/cover.jpg",
        "/.duologue-secret",
        "/.hidden/cover.jpg",
        "/nothing/",
        "/nothing",
        "/nothing.html",
        "/show.yaml.json",
        "/mian-bao/%252e%252e/show.yaml",
        "/mian-bao/..%5cshow.yaml",
        "/%c0%ae%c0%ae/show.yaml",
        "/mian-bao//mian-bao.mp3",
        "/mian-bao/mian-bao.mp3/",
        "/mian-bao/mian-bao.mp3%00.html",
        "/%2fetc/passwd",
        "/nothing%0d%0aSet-Cookie:x",
        "/" + "a" * 8000,
        "/mian-bao/" + "a" * 8000,
        "/mian-bao\\..\\show.yaml",
    ],
)
def test_nothing_else_is_served(served: tuple[str, Path], path: str) -> None:
    url, root = served
    outside = root.parent / "outside"
    if not outside.exists():
        write_episode(root.parent, manifest("outside", "外面"))
        (root / "outside").symlink_to(outside)
        write_episode(root, manifest(".hidden", "藏"))
        (root / "mian-bao/link.html").symlink_to("/etc/passwd")
    try:
        assert ask(url, path)[0] in (404, 400)
    finally:
        if path == "/mian-bao\\..\\show.yaml":
            (root / "outside").unlink()


def test_a_file_that_links_outside_is_not_served(tmp_path: Path, served: tuple[str, Path]) -> None:
    url, root = served
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    page = root / "you-jian/notes.md"
    page.unlink(missing_ok=True)
    page.symlink_to(tmp_path / "secret")
    try:
        assert ask(url, "/you-jian/notes.md")[0] == 404
    finally:
        page.unlink()


def test_methods_that_would_change_something_are_refused(served: tuple[str, Path]) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert ask(served[0], MP3, method)[0] == 405


def test_the_feed_follows_the_folder(served: tuple[str, Path]) -> None:
    url, root = served
    before = ask(url, "/feed.xml")
    write_episode(root, manifest("xin", "新的一集"))
    after = ask(url, "/feed.xml")
    assert before[2].count(b"<item>") + 1 == after[2].count(b"<item>")
    assert before[1]["etag"] != after[1]["etag"]


def test_a_damaged_episode_is_left_out_and_the_others_are_served(show: Path) -> None:
    told: list[str] = []
    (show / "mian-bao/mian-bao.mp3").unlink()
    (show / "kaputt").mkdir()
    (show / "kaputt/episode.json").write_text("{", encoding="utf-8")
    shutil.copytree(show / "you-jian", show / "zz-copy")
    with serving(show, tell=told.append) as url:
        for _ in range(2):
            status, _, body = ask(url, "/feed.xml")
            assert status == 200
            assert body.count(b"<item>") == 1
            assert b"you-jian" in ask(url, "/")[2]
        assert ask(url, "/you-jian/you-jian.mp3", "HEAD")[0] == 200
        for gone in ("/mian-bao/", "/kaputt/", "/zz-copy/", "/mian-bao/cover.jpg"):
            assert ask(url, gone)[0] == 404
    assert len(told) == 3, "each once"
    assert any("mian-bao.mp3, is not there" in line for line in told)
    assert any("same guid" in line for line in told)


def test_an_episode_that_becomes_whole_is_served_however_it_was_copied(show: Path) -> None:
    sound = show / "mian-bao/mian-bao.mp3"
    whole = sound.read_bytes()
    made = manifest().model_copy(update={"mp3_bytes": len(whole)})
    (show / "mian-bao/episode.json").write_text(made.model_dump_json(), encoding="utf-8")
    sound.write_bytes(whole[:1000])
    with serving(show) as url:
        assert ask(url, "/feed.xml")[2].count(b"<item>") == 1
        with sound.open("ab") as file:  # in place: the folder's own time does not change
            file.write(whole[1000:])
        assert ask(url, "/feed.xml")[2].count(b"<item>") == 2


def test_a_show_file_that_is_wrong_is_told_once_and_listeners_only_get_a_503(show: Path) -> None:
    told: list[str] = []
    (show / "show.yaml").write_text("titel: x\n", encoding="utf-8")
    with serving(show, tell=told.append) as url:
        answers = [ask(url, path) for path in ("/feed.xml", "/", "/feed.xml")]
    assert [status for status, _, _ in answers] == [503] * 3
    assert len(told) == 1
    assert not any(b"titel" in body for _, _, body in answers)


def test_what_is_withheld_or_hidden_is_not_served_until_its_moment(show: Path) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=3)
    (show / "show.yaml").write_text(
        f"episodes:\n  mian-bao: {{hidden: true}}\n  you-jian: {{date: {soon.isoformat()}}}\n",
        encoding="utf-8",
    )
    with serving(show) as url:
        assert ask(url, "/feed.xml")[2].count(b"<item>") == 0
        assert ask(url, MP3)[0] == ask(url, "/you-jian/you-jian.mp3")[0] == 404
        time.sleep(max(0.0, (soon - datetime.now(UTC)).total_seconds()) + 0.1)
        assert ask(url, "/feed.xml")[2].count(b"<item>") == 1
        assert ask(url, "/you-jian/you-jian.mp3", "HEAD")[0] == 200
        assert ask(url, MP3)[0] == 404


def test_scripts_are_never_served(served: tuple[str, Path]) -> None:
    url, root = served
    assert (root / "mian-bao/script.md").is_file()
    assert ask(url, "/mian-bao/script.md")[0] == 404


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:80", "localhost:{port}", "LOCALHOST", "[::1]:{port}"]
)
def test_this_machine_answers_to_its_own_names(served: tuple[str, Path], host: str) -> None:
    port = urlsplit(served[0]).port
    assert ask_as(served[0], host.format(port=port))[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "",
    ],
)
def test_this_machine_answers_to_no_other_name(served: tuple[str, Path], host: str) -> None:
    port = urlsplit(served[0]).port
    status, _, body = ask_as(served[0], host.format(port=port))
    assert status in (400, 421)
    assert b"<rss" not in body


def ask_as(url: str, host: str) -> Answer:
    """What is answered to who calls the server by another name."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.putrequest("GET", "/feed.xml", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, {k.lower(): v for k, v in response.getheaders()}, body


def test_what_is_public_is_open_to_every_site_and_names_its_own_address(show: Path) -> None:
    with serving(show, public="https://example.org/pod cast") as url:
        status, headers, body = ask(url, "/feed.xml", Origin="https://player.example")
        assert (status, headers["access-control-allow-origin"]) == (200, "*")
        assert "ETag" in headers["access-control-expose-headers"]
        assert "cross-origin-resource-policy" not in headers
        assert ask_as(url, "example.org")[0] == 200
        assert ask(url, "/mian-bao")[1]["location"] == "mian-bao/", "wherever the proxy has put it"
    with serving(show, public="https://example.org/show") as url:
        body = ask(url, "/feed.xml")[2]
        assert b'href="https://example.org/show/feed.xml"' in body
        assert b"127.0.0.1" not in body


@pytest.mark.parametrize(
    "path", ["/feed.xml", "/", "/mian-bao/", "/mian-bao/transcript.vtt", "/episodes.json"]
)
def test_text_is_packed_for_who_takes_it_and_sound_never(served: tuple[str, Path], path: str) -> None:
    url, _ = served
    _, plain, whole = ask(url, path)
    status, headers, packed = ask(url, path, Accept_Encoding="br, gzip;q=0.8")
    assert status == 200
    if len(whole) >= 1000:
        assert headers["content-encoding"] == "gzip"
        assert len(packed) == int(headers["content-length"]) < len(whole)
        assert gzip.decompress(packed) == whole
        assert headers["etag"] != plain["etag"], "two forms are two things"
    assert "Accept-Encoding" in headers["vary"]
    for etag in (headers["etag"], plain["etag"]):
        assert ask(url, path, If_None_Match=etag, Accept_Encoding="gzip")[0] == 304
    for refused in ("identity", "gzip;q=0", "*;q=0", ""):
        assert "content-encoding" not in ask(url, path, Accept_Encoding=refused)[1]
    assert "content-encoding" not in ask(url, MP3, Accept_Encoding="gzip")[1]


def test_an_unchanged_poll_of_a_long_feed_costs_next_to_nothing(tmp_path: Path) -> None:
    """300 episodes; at most 20 ms, asked again and again by one who has the feed. The best of many counts."""
    root = long_show(tmp_path, 300)
    with serving(root) as url:
        _, headers, body = ask(url, "/feed.xml")
        assert body.count(b"<item>") == 250
        time.sleep(2.1)  # what has just been written is read again
        ask(url, "/feed.xml")
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
        times = []
        for _ in range(50):
            started = time.perf_counter()
            connection.request("GET", "/feed.xml", headers={"If-None-Match": headers["etag"]})
            response = connection.getresponse()
            assert (response.status, response.read()) == (304, b"")
            times.append(time.perf_counter() - started)
        packed = []
        for _ in range(20):
            started = time.perf_counter()
            connection.request("GET", "/feed.xml", headers={"Accept-Encoding": "gzip"})
            assert connection.getresponse().read()
            packed.append(time.perf_counter() - started)
        connection.close()
    assert sorted(times)[5] < 0.020, f"{sorted(times)[5] * 1000:.1f} ms"
    assert sorted(packed)[5] < 0.020, f"{sorted(packed)[5] * 1000:.1f} ms: is Nagle's algorithm off?"


def long_show(root: Path, count: int) -> Path:
    """A show of many episodes, all with the same sound and cover."""
    first = write_episode(root, manifest("e-0", "第 0 集"))
    for number in range(1, count):
        folder = root / f"e-{number}"
        folder.mkdir()
        made = manifest(f"e-{number}", f"第 {number} 集")
        os.link(first / "e-0.mp3", folder / made.files.mp3)
        os.link(first / "cover.jpg", folder / "cover.jpg")
        (folder / "episode.json").write_text(made.model_dump_json(), encoding="utf-8")
    return root


def test_two_hundred_listeners_and_a_slow_one_at_once(served: tuple[str, Path]) -> None:
    url, root = served
    data = (root / MP3[1:]).read_bytes()
    port = urlsplit(url).port or 0

    async def listener(number: int) -> bool:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        first = number * 100
        wanted = f"Range: bytes={first}-{first + 9999}"
        lines = (f"GET {MP3} HTTP/1.1", "Host: 127.0.0.1", wanted, "Connection: close", "", "")
        writer.write("\r\n".join(lines).encode())
        answer = await reader.read()
        writer.close()
        return answer.partition(b"\r\n\r\n")[2] == data[first : first + 10_000]

    async def all_at_once() -> list[bool]:
        return await asyncio.gather(*(listener(number) for number in range(200)))

    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(f"GET {MP3} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())  # and never finishes
        assert all(asyncio.run(all_at_once()))


def test_slow_readers_get_everything_and_hold_up_nobody(served: tuple[str, Path]) -> None:
    url, root = served
    data = (root / MP3[1:]).read_bytes()
    port = urlsplit(url).port or 0
    request = f"GET {MP3} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()

    async def slow() -> bool:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
        writer.write(request)
        answer = bytearray()
        while piece := await reader.read(30_000):
            answer += piece
            await asyncio.sleep(0.01)
        writer.close()
        return answer.partition(b"\r\n\r\n")[2] == data

    async def meanwhile() -> bool:
        return (await asyncio.to_thread(ask, url, "/feed.xml"))[0] == 200

    async def both() -> list[bool]:
        return await asyncio.gather(*(slow() for _ in range(20)), *(meanwhile() for _ in range(20)))

    half_open = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    try:
        for each in half_open:
            each.sendall(b"GET / HTTP/1.1\r\nHo")
        assert all(asyncio.run(both()))
    finally:
        for each in half_open:
            each.close()


def test_everything_lies_under_the_secret_path(show: Path) -> None:
    paths = {getattr(route, "path", "") for route in create_app(show, "http://x", secret="s3cret").routes}
    assert all(path.startswith("/s3cret") for path in paths)


def test_the_secret_is_kept_private_and_stays(tmp_path: Path) -> None:
    made = secret_of(tmp_path)
    assert len(made) >= 20
    assert secret_of(tmp_path) == made
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / ".duologue-secret").stat().st_mode) == 0o600
    (tmp_path / ".duologue-secret").write_text("../..", encoding="ascii")
    assert "/" not in secret_of(tmp_path)


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(UsageError, match="cannot listen"):
        listen("127.0.0.1", taken.getsockname()[1])
