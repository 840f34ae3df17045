"""A run over a catalogue, in this process: what is rendered, passed over, refused, and told."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batch.catalogues import article, sounds, write_catalogue
from duologue.batch.catalogue import Source
from duologue.batch.census import walk
from duologue.batch.options import BatchOptions, Watcher
from duologue.batch.outage import Outage
from duologue.batch.outcome import Outcome, State
from duologue.batch.report import exit_code
from duologue.batch.run import Run
from duologue.batch.shelf import FolderShelf
from duologue.errors import BadVoice, Unreachable
from duologue.interview import read_source
from duologue.limits import MAX_FILE_BYTES
from duologue.model import Take
from duologue.pipeline import voicing
from duologue.speech.concurrency import Patience
from duologue.speech.engines.base import SpeechRequest
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones


def batch(catalogue: Path, out: Path, cast: Path, watcher: Watcher | None = None, **options: object) -> Run:
    options = {"check": False, **options}
    given = BatchOptions(options={"voices": str(cast)}, **options)  # type: ignore[arg-type]
    run = Run(given, watcher or Watcher(), TakeCache(), FolderShelf(out))
    asyncio.run(run.over(walk(catalogue, out)))
    run.report.write()
    return run


def outcomes(run: Run) -> dict[str, Outcome]:
    return {Path(outcome.source).name: outcome for outcome in run.spool}


def states(run: Run) -> dict[str, State]:
    return {name: outcome.state for name, outcome in outcomes(run).items()}


@pytest.fixture
def catalogue(tmp_path: Path, tones: EngineOfTones) -> Path:
    return write_catalogue(tmp_path / "articles", 4)


def test_every_article_becomes_an_episode_that_passes_check(
    catalogue: Path, cast: Path, tmp_path: Path
) -> None:
    run = batch(catalogue, tmp_path / "out", cast, check=True)
    assert set(states(run).values()) == {State.DONE}
    assert exit_code(run.spool, run.ending()) == 0
    assert len(sounds(tmp_path / "out")) == 4
    for outcome in run.spool:
        assert outcome.check is not None
        assert outcome.check.findings == ()


def test_episodes_are_those_that_render_makes(
    catalogue: Path, cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duologue

    batch(catalogue, tmp_path / "side by side", cast)
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "another cache"))
    for path in sorted(catalogue.iterdir()):
        duologue.render(path, out=tmp_path / "one by one", voices=str(cast))
    assert sounds(tmp_path / "side by side") == sounds(tmp_path / "one by one")


def test_what_is_up_to_date_is_passed_over_by_content_not_by_time(
    catalogue: Path, cast: Path, tmp_path: Path, tones: EngineOfTones
) -> None:
    batch(catalogue, tmp_path / "out", cast)
    said = len(tones.said)
    for path in catalogue.iterdir():
        os.utime(path, (2**31, 2**31))
    second = batch(catalogue, tmp_path / "out", cast)
    assert set(states(second).values()) == {State.UNCHANGED}
    assert len(tones.said) == said
    changed = catalogue / "0002.md"
    stamp = changed.stat().st_mtime_ns
    changed.write_text(changed.read_text().replace("第1夜，你", "第一夜里，你"), encoding="utf-8")
    os.utime(changed, ns=(stamp, stamp))
    third = batch(catalogue, tmp_path / "out", cast)
    assert {name for name, state in states(third).items() if state is State.DONE} == {"0002.md"}
    assert len(tones.said) == said + 1


def test_the_report_of_a_second_run_says_what_the_first_one_found(
    catalogue: Path, cast: Path, tmp_path: Path
) -> None:
    batch(catalogue, tmp_path / "out", cast, check=True)
    second = batch(catalogue, tmp_path / "out", cast)
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["totals"]["unchanged"] == 4
    for episode in report["episodes"]:
        assert episode["check"] == {"passed": True, "findings": []}
        assert Path(episode["mp3"]).is_file()
        assert episode["finished"]
    assert "4 unchanged" in (tmp_path / "out" / "report.html").read_text()
    assert exit_code(second.spool, second.ending()) == 0


@pytest.mark.parametrize("what", ["mp3", "folder", "record"])
def test_what_is_missing_of_an_episode_is_made_again(
    catalogue: Path, cast: Path, tmp_path: Path, what: str
) -> None:
    out = tmp_path / "out"
    before = batch(catalogue, out, cast)
    folder = Path(outcomes(before)["0001.md"].folder)
    made = sounds(out)
    if what == "mp3":
        (folder / f"{folder.name}.mp3").write_bytes(b"cut")
    elif what == "folder":
        shutil.rmtree(folder)
    else:
        for path in (out / ".duologue-batch").rglob("*.json"):
            path.write_text(path.read_text()[:-20])
    batch(catalogue, out, cast)
    assert sounds(out) == made


def test_settings_casts_and_hints_are_part_of_the_content(
    catalogue: Path, cast: Path, tmp_path: Path
) -> None:
    batch(catalogue, tmp_path / "out", cast)
    (catalogue / "0001.md.hints.yaml").write_text("title: 另一盏灯\n", encoding="utf-8")
    hinted = batch(catalogue, tmp_path / "out", cast)
    assert states(hinted)["0001.md"] is State.DONE
    assert states(hinted)["0002.md"] is State.UNCHANGED
    cast.write_text(cast.read_text().replace("{tones: high}", "{tones: middle}"))
    recast = batch(catalogue, tmp_path / "out", cast)
    assert set(states(recast).values()) == {State.DONE}


def test_a_dry_run_says_what_would_come_and_writes_nothing(
    catalogue: Path, cast: Path, tmp_path: Path, tones: EngineOfTones
) -> None:
    out = tmp_path / "out"
    options = BatchOptions(options={"voices": str(cast)}, dry_run=True)
    run = Run(options, Watcher(), TakeCache(), FolderShelf(out))
    asyncio.run(run.over(walk(catalogue, out)))
    assert set(states(run).values()) == {State.PLANNED}
    assert run.spool.totals.new_takes > 4
    assert run.spool.totals.characters_sent > 50, "this engine is not on this machine"
    assert run.spool.totals.duration_ms > 4000
    assert not out.exists()
    assert tones.said == []


def test_the_poisoned_catalogue(tmp_path: Path, cast: Path, tones: EngineOfTones) -> None:
    """The good ones are rendered; the report names each of the others, and says why."""
    folder = write_catalogue(tmp_path / "articles", 2)
    bad: dict[str, str] = {}

    def poison(name: str, content: bytes, why: str) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        bad[name] = why

    poison("empty.md", b"", "empty")
    poison("zeros.md", bytes(5000), "is empty")
    poison("broken.docx", b"PK\x03\x04" + b"\x00" * 300, "damaged|cannot be read")
    poison("broken.pdf", b"%PDF-1.7\n%%EOF", "PDF|pdf|read")
    poison("essay.md", "# 雪\n\n昨夜下了雪。\n\n今天停了。\n".encode(), "No interview")
    poison("huge.txt", b"word " * (MAX_FILE_BYTES // 5 + 10), "too large")
    poison("deep.html", b"<div>" * 200_000, ".")
    poison("wrong.md", b"---\nspeakers: [1\n---\n\n**A:** x\n", ".")
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    bad["gone.md"] = "no file"
    os.mkfifo(folder / "pipe.md")
    bad["pipe.md"] = "not a regular file"
    (folder / "copy.md").write_bytes((folder / "0000.md").read_bytes())
    bad["copy.md"] = "0000.md is the same interview"
    korean = "**기자:** 무엇을 기다립니까?\n\n**파수꾼:** 새벽을 기다립니다.\n\n" * 2
    poison("bam.md", f"# 밤\n\n{korean}".encode(), "ko")
    (folder / "same one.md").write_text(article("A/B: ../../夜"), encoding="utf-8")
    (folder / "same two.md").write_text(article("A/B: ../../夜", about="月亮"), encoding="utf-8")
    (folder / "line\nbreak.md").write_text(article("换行", about="风"), encoding="utf-8")
    tones.limits = type(tones.limits)(2, 100, 24_000, languages=("zh", "en"))
    run = batch(folder, tmp_path / "out", cast)
    found = outcomes(run)
    good = {"0000.md", "0001.md", "same one.md", "same two.md", "line\nbreak.md"}
    assert {name for name, outcome in found.items() if outcome.state is State.DONE} == good
    assert {name for name, outcome in found.items() if outcome.state is State.FAILED} == set(bad)
    for name, why in bad.items():
        assert found[name].error, name
        assert re.search(why, found[name].error), (name, found[name].error)
        assert "fault of Duologue's own" not in found[name].error, (name, found[name].error)
    assert len(sounds(tmp_path / "out")) == len(good)
    assert exit_code(run.spool, run.ending()) == 5
    assert {path.parent for path in (tmp_path / "out").glob("*/*.mp3")} == {
        path.parent for path in tmp_path.rglob("*.mp3")
    }, "a title is no path"
    page = (tmp_path / "out" / "report.html").read_text()
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert {Path(each["source"]).name for each in report["failures"]} == set(bad)
    for name in bad:
        assert name in page


def test_a_voice_that_is_not_there_stops_its_own_episode_only(
    catalogue: Path, cast: Path, tmp_path: Path, tones: EngineOfTones
) -> None:
    tones.fault = lambda _, text: BadVoice("tones has no such voice") if "二盏灯" in text else None
    run = batch(catalogue, tmp_path / "out", cast)
    assert {name for name, state in states(run).items() if state is State.FAILED} == {"0002.md"}


def test_a_fault_in_the_code_stops_its_own_episode_only(
    catalogue: Path, cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(source: str) -> object:
        if source.endswith("0001.md"):
            raise RecursionError("too deep")
        return read_source(source)

    monkeypatch.setattr("duologue.batch.episode.read_source", stumbling)
    run = batch(catalogue, tmp_path / "out", cast)
    assert {name for name, state in states(run).items() if state is State.FAILED} == {"0001.md"}
    assert "RecursionError: too deep" in outcomes(run)["0001.md"].error


def test_a_line_that_all_episodes_share_is_voiced_once(
    catalogue: Path, cast: Path, tmp_path: Path, tones: EngineOfTones
) -> None:
    batch(catalogue, tmp_path / "out", cast, at_once=4)
    assert len(tones.said) == len(set(tones.said))


def test_the_engine_is_never_asked_more_at_once_than_it_bears(
    catalogue: Path, cast: Path, tmp_path: Path, tones: EngineOfTones
) -> None:
    batch(catalogue, tmp_path / "out", cast, at_once=4)
    assert tones.most_at_once == tones.limits.concurrency


def test_one_is_mastered_while_another_is_voiced(tmp_path: Path, cast: Path, tones: EngineOfTones) -> None:
    happened: list[tuple[str, str]] = []

    class Listening(Watcher):
        def spoken(self, source: Source, seconds: float, *, reused: bool) -> None:
            happened.append(("spoken", Path(source.place).name))

        def mastering(self, source: Source, done: int, of: int) -> None:
            happened.append(("mastered", Path(source.place).name))

    class Slow(EngineOfTones):
        async def speak(self, request: SpeechRequest) -> Take:
            await asyncio.sleep(0.05)
            return await super().speak(request)

    tones.__class__ = Slow
    batch(write_catalogue(tmp_path / "articles", 4), tmp_path / "out", cast, Listening())
    first = happened.index(("mastered", "0000.md"))
    last = len(happened) - 1 - happened[::-1].index(("spoken", "0003.md"))
    assert first < last, "mastering began before all was voiced"


def test_what_is_cancelled_is_told_and_goes_on(
    catalogue: Path, cast: Path, tmp_path: Path, tones: EngineOfTones
) -> None:
    options, shelf = BatchOptions({"voices": str(cast)}, check=False), FolderShelf(tmp_path / "out")

    async def stopped_after(count: int) -> Run:
        run: Run
        task: asyncio.Task[None]

        class Stopping(Watcher):
            def ended(self, source: Source, outcome: Outcome) -> None:
                if run.spool.totals.sources == count:
                    task.cancel()

        run = Run(options, Stopping(), TakeCache(), shelf, expected=4)
        task = asyncio.create_task(run.over(walk(catalogue, shelf.folder)))
        await asyncio.gather(task, return_exceptions=True)
        return run

    run = asyncio.run(stopped_after(2))
    assert run.ending().interrupted
    assert run.ending().left == 2
    assert exit_code(run.spool, run.ending()) == 130
    run.report.write()
    assert json.loads((tmp_path / "out" / "report.json").read_text())["totals"]["interrupted"] is True
    second = batch(catalogue, tmp_path / "out", cast)
    assert list(states(second).values()).count(State.UNCHANGED) >= 2
    assert State.FAILED not in states(second).values()
    assert len(tones.said) - len(set(tones.said)) <= tones.limits.concurrency, "those under way, at most"


def test_the_next_source_is_asked_for_when_there_is_room(catalogue: Path, cast: Path, tmp_path: Path) -> None:
    paths = sorted(catalogue.iterdir())
    given = 0
    ended = 0
    ahead = 0

    class Counting(Watcher):
        def ended(self, source: Source, outcome: Outcome) -> None:
            nonlocal ended
            ended += 1

    async def sources() -> AsyncIterator[Source]:
        nonlocal given, ahead
        for path in paths:
            given += 1
            ahead = max(ahead, given - ended)
            yield Source(str(path))

    options = BatchOptions({"voices": str(cast)}, at_once=2, check=False)
    run = Run(options, Counting(), TakeCache(), FolderShelf(tmp_path / "out"))
    asyncio.run(run.over(sources()))
    assert given == 4
    assert ahead <= 3


def test_the_feed_follows_the_episodes(catalogue: Path, cast: Path, tmp_path: Path) -> None:
    run = batch(catalogue, tmp_path / "out", cast, feed="https://example.org/show")
    assert run.feed.fault is None
    assert (tmp_path / "out" / "feed.xml").read_text().count("<item>") == 4


def test_a_feed_that_cannot_be_written_is_said(catalogue: Path, cast: Path, tmp_path: Path) -> None:
    run = batch(catalogue, tmp_path / "out", cast, feed="no address")
    assert run.feed.fault is not None
    assert set(states(run).values()) == {State.DONE}


def test_a_service_that_is_gone_is_waited_for_and_then_goes_on(
    catalogue: Path, cast: Path, tmp_path: Path, tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        tones.fault = lambda _n, _t: None
        run.outage._until = 0.0

    tones.fault = lambda _n, _t: Unreachable("no answer")
    monkeypatch.setattr(voicing, "PATIENCE", Patience(first_wait_seconds=0.001, rounds=2))
    options = BatchOptions({"voices": str(cast)}, at_once=1, check=False)
    run = Run(options, Watcher(), TakeCache(), FolderShelf(tmp_path / "out"))
    run.outage = Outage(lambda _: None, sleep=sleep)
    asyncio.run(run.over(walk(catalogue, tmp_path / "out")))
    assert waited == [pytest.approx(60, abs=1)]
    assert sorted(states(run).values()) == [State.DONE] * 3 + [State.FAILED]
