"""Publishing: a ten-hour episode's text files, and the feed of a large show, written and written again."""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import resource
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

from duologue.interview.identity import guid_of
from duologue.programme.cover import draw, icon, jpeg, thumbnail
from duologue.programme.manifest import (
    MANIFEST_NAME,
    ChapterEntry,
    CueEntry,
    DisclosureEntry,
    Files,
    Manifest,
    SpeakerEntry,
    manifest_json,
)
from duologue.programme.mp3.tags import tag_of_frames
from duologue.publish.in_place import write_site
from duologue.publish.library import companion_file, read_episode, small_pictures
from duologue.publish.network import listen, server
from duologue.publish.server import create_app

SENTENCE = "这是第 {} 句，说的是面包为什么要慢慢地发，急不来的。"
URL = "https://example.org/show"


def episode(number: int, utterances: int, hours: float) -> Manifest:
    """Utterances of five sentences by two speakers, a chapter every ten minutes."""
    duration_ms = round(hours * 3_600_000)
    sentences = utterances * 5
    step = duration_ms // sentences
    chapters = max(1, round(hours * 6))
    title = f"第 {number} 期"
    return Manifest(
        guid=guid_of(url=None, source=title),
        slug=f"e{number:04}",
        title=title,
        show="街角对话",
        language="zh-CN",
        summary=title,
        published=date(2020, 1, 1) + timedelta(days=number),
        engine="none",
        speakers=(SpeakerEntry(name="甲", role="interviewer"), SpeakerEntry(name="乙", role="interviewee")),
        chapters=tuple(
            ChapterEntry(
                title=f"第 {n} 章",
                start_ms=duration_ms * n // chapters,
                end_ms=duration_ms * (n + 1) // chapters,
            )
            for n in range(chapters)
        ),
        cues=tuple(
            CueEntry(
                speaker="甲乙"[n // 5 % 2],
                text=SENTENCE.format(n),
                start_ms=n * step,
                end_ms=(n + 1) * step - 100,
                turn=n // 5,
            )
            for n in range(sentences)
        ),
        disclosure=DisclosureEntry(comment="合成", aigc="{}"),
        files=Files(mp3=f"e{number:04}.mp3"),
        duration_ms=duration_ms,
        samples=duration_ms * 441 // 10,
        sample_rate=44_100,
        utterances=utterances,
    )


def write(root: Path, made: Manifest, picture: bytes, *small: bytes) -> Path:
    folder = root / made.slug
    folder.mkdir()
    (folder / MANIFEST_NAME).write_text(manifest_json(made), encoding="utf-8")
    (folder / made.files.mp3).write_bytes(
        (tag_of_frames([], padding_bytes=1000) or b"") + b"\xff\xfb\x90\x00"
    )
    (folder / made.files.cover).write_bytes(picture)
    for name, content in zip(small_pictures(made), small, strict=True):
        (folder / name).write_bytes(content)
    return folder


def site(root: str) -> tuple[float, int, int]:
    """Seconds, files changed and the process's peak in MB."""
    started = time.perf_counter()
    written = write_site(Path(root), URL)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return time.perf_counter() - started, len(written.changed), peak // 1024


def polls(root: Path) -> None:
    """What a poll of the feed costs: an unchanged one, a whole one, and the first after a change."""
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        running = server(create_app(root, f"http://127.0.0.1:{port}"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", port)
        time.sleep(3)  # what has just been written is read again

        def ask(**headers: str) -> tuple[float, int, http.client.HTTPResponse]:
            started = time.perf_counter()
            connection.request("GET", "/feed.xml", headers=headers)
            answer = connection.getresponse()
            size = len(answer.read())
            return (time.perf_counter() - started) * 1000, size, answer

        first = ask(**{"Accept-Encoding": "gzip"})
        ask(**{"Accept-Encoding": "gzip"})
        packed = [ask(**{"Accept-Encoding": "gzip"}) for _ in range(50)]
        plain = [ask() for _ in range(50)]
        known = [ask(**{"If-None-Match": str(first[2].headers["etag"])}) for _ in range(50)]
        for name, found in (("unchanged, 304", known), ("whole, gzip", packed), ("whole", plain)):
            times = sorted(each[0] for each in found)
            print(f"| {name} | {found[-1][1] / 1000:.0f} | {times[len(times) // 2]:.1f} | {times[-3]:.1f} |")
        print(f"| the first of an edition, gzip | {first[1] / 1000:.0f} | {first[0]:.0f} | |")
        running.should_exit = True
        thread.join(10)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=10)
    options.add_argument("--utterances", type=int, default=5000)
    options.add_argument("--episodes", type=int, default=500, help="of an hour and 200 utterances each")
    options.add_argument("--polls", type=int, default=300, help="episodes of the feed that is polled")
    wanted = options.parse_args()
    picture = draw("街角对话", size_px=1400)
    covers = jpeg(picture), thumbnail(picture), icon(picture), icon(picture)
    print(
        f"| file of {wanted.hours:g} h, {wanted.utterances} utterances | kB | seconds |\n| --- | --- | --- |"
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = write(Path(temporary), episode(0, wanted.utterances, wanted.hours), *covers)
        for name in ("transcript.vtt", "transcript.srt", "transcript.json", "transcript.html", "index.html"):
            started = time.perf_counter()
            text = companion_file(read_episode(folder), name)
            seconds = time.perf_counter() - started
            print(f"| {name} | {len((text or '').encode()) // 1000} | {seconds:.2f} |")
    print(f"\n| `feed` of {wanted.episodes} episodes | files written | seconds | peak MB |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(wanted.episodes):
            write(Path(temporary), episode(number, 200, 1), *covers)
        for run in ("first", "again"):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                seconds, changed, peak = pool.apply(site, (temporary,))
            print(f"| {run} | {changed} | {seconds:.1f} | {peak} |")
    print(f"\n| poll of a feed of {wanted.polls} | kB | ms, median | ms, 48th of 50 |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(wanted.polls):
            write(Path(temporary), episode(number, 200, 1), *covers)
        polls(Path(temporary))


if __name__ == "__main__":
    main()
