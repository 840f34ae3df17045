"""`duologue batch` as a program sees it: exit codes, JSON, the estimate; and the table that a person sees."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console

from batch.catalogues import article, cast_beside, with_plugin, write_catalogue
from duologue.batch.catalogue import Source
from duologue.batch.census import Census
from duologue.batch.outcome import Outcome, State
from duologue.cli.batch_table import BatchTable


def duologue(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duologue", *map(str, words)],
        capture_output=True,
        text=True,
        env=with_plugin(folder),
        cwd=folder,
        check=False,
        timeout=120,
    )


def test_a_partly_failed_catalogue_exits_with_5_and_says_what_failed(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path / "articles", 1)
    (folder / "essay.md").write_text("# 雪\n\n昨夜下了雪。\n\n今天停了。\n", encoding="utf-8")
    call = ("batch", folder, "--voices", cast_beside(tmp_path), "--engine", "tones", "--json", "--no-check")
    done = duologue(tmp_path, *call)
    assert done.returncode == 5, done.stderr
    report = json.loads(done.stdout)
    assert report == json.loads((tmp_path / "episodes" / "report.json").read_text())
    assert [Path(each["source"]).name for each in report["failures"]] == ["essay.md"]
    assert report["failures"][0]["exit_code"] == 3
    assert "1 done, 1 failed" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_dry_run_estimates_hours_work_and_characters(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path / "articles", 2)
    call = ("batch", folder, "--voices", cast_beside(tmp_path), "--engine", "tones", "--dry-run", "--json")
    done = duologue(tmp_path, *call)
    assert done.returncode == 0, done.stderr
    totals = json.loads(done.stdout)["totals"]
    assert totals["planned"] == 2
    assert totals["duration_ms"] > 2000
    assert totals["characters_sent"] > 40
    said = " ".join(done.stderr.split())
    assert re.search(r"[1-9]\d* s of sound", said)
    assert "characters to send" in said
    assert "Nothing was written" in said
    assert not (tmp_path / "episodes").exists()


def test_a_folder_without_articles_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = duologue(tmp_path, "batch", "empty")
    assert done.returncode == 2
    assert "there is no article in empty" in done.stderr


def table_of(sources: list[Source], seconds: list[float]) -> tuple[BatchTable, Console, StringIO]:
    out = StringIO()
    console = Console(file=out, width=100, highlight=False, markup=False)
    census = Census(len(sources), sum(source.size_bytes for source in sources))
    return BatchTable(console, census, lambda: seconds[0]), console, out


def test_the_time_left_follows_from_the_work_that_was_done() -> None:
    sources = [Source(f"{number}.md", 1000) for number in range(10)]
    seconds = [0.0]
    table, _, _ = table_of(sources, seconds)
    assert table.left_seconds is None
    for source in sources[:2]:
        table.begun(source)
        table.ended(source, Outcome(source=source.place, state=State.UNCHANGED))
    seconds[0] = 100.0
    assert table.left_seconds is None, "what is passed over says nothing of what is left"
    for source in sources[2:4]:
        table.begun(source)
        table.ended(source, Outcome(source=source.place, state=State.DONE))
    assert table.left_seconds == 300.0


def test_the_table_shows_what_runs_what_failed_and_how_far_it_is() -> None:
    sources = [Source("one.md", 1000), Source("two.md", 1000), Source("three.md", 1000)]
    table, console, out = table_of(sources, [0.0])
    for source in sources:
        table.begun(source)
    table.speaking(sources[0], "灯塔", 4)
    table.spoken(sources[0], 2.0, reused=False)
    table.speaking(sources[1], "[b]月亮\x1b[31m", 2)
    table.mastering(sources[1], 1, 2)
    table.ended(sources[2], Outcome(source="three.md", state=State.FAILED, error="no interview", exit_code=3))
    out.truncate(0)
    console.print(table.shown())
    shown = out.getvalue()
    assert "1 of 3" in shown
    assert "1 failed" in shown
    assert "灯塔" in shown
    assert "1/4" in shown
    assert "mastering" in shown
    assert "[b]月亮 [31m" in shown, "titles are no markup, and no commands to the terminal"
    assert "three.md: no interview" in shown


def test_a_log_has_a_line_for_each_that_was_made_or_failed() -> None:
    sources = [Source("one.md", 1000), Source("two.md", 1000)]
    table, _, out = table_of(sources, [0.0])
    table.ended(sources[0], Outcome(source="one.md", state=State.UNCHANGED))
    table.ended(sources[1], Outcome(source="two.md", state=State.DONE, duration_ms=61_000))
    assert out.getvalue() == "[2/2] done: two.md, 1:01\n"


def test_an_article_is_never_called_twice_in_a_catalogue(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path / "articles", 1)
    (folder / "twin.md").write_bytes((folder / "0000.md").read_bytes())
    (folder / "other.md").write_text(article("守夜人谈第0盏灯", about="雪"), encoding="utf-8")
    call = ("batch", folder, "--voices", cast_beside(tmp_path), "--engine", "tones", "--no-check")
    done = duologue(tmp_path, *call, "--feed", "https://example.org/show")
    assert done.returncode == 5, done.stderr
    assert "0000.md is the same interview" in " ".join(done.stderr.split())
    assert (tmp_path / "episodes" / "feed.xml").read_text().count("<item>") == 2
