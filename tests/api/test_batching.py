"""A catalogue by the public API: the same run as the command's."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from batch.catalogues import sounds, write_catalogue
from duologue import aio
from duologue.api.batching import BatchOptions, batch, prepared
from duologue.errors import UsageError
from speech.engine_of_tones import EngineOfTones


def test_a_catalogue_is_rendered_and_what_failed_is_named(
    tmp_path: Path, cast: Path, tones: EngineOfTones
) -> None:
    folder = write_catalogue(tmp_path / "articles", 2)
    (folder / "essay.md").write_text("# 雪\n\n昨夜下了雪。\n\n今天停了。\n", encoding="utf-8")
    out = tmp_path / "out"
    finished = batch(folder, out=out, voices=str(cast), check=False)
    assert [Path(each.source).name for each in finished.failures] == ["essay.md"]
    assert finished.totals.sources == 3
    assert len(sounds(out)) == 2
    assert finished.report == str(out / "report.json")
    assert json.loads((out / "report.json").read_text())["totals"]["done"] == 2
    again = asyncio.run(aio.batch(folder, out=out, voices=str(cast), check=False))
    assert again.totals.new_takes == 0
    assert len(tones.said) == len(set(tones.said))


def test_lines_that_episodes_share_are_new_once(tmp_path: Path, cast: Path, tones: EngineOfTones) -> None:
    """The label is said in each episode; who waited for it while another voiced it has made no take."""
    folder = write_catalogue(tmp_path / "articles", 3)
    finished = batch(folder, out=tmp_path / "out", voices=str(cast), check=False)
    assert finished.totals.new_takes == len(tones.said)


def test_a_feed_is_not_written_where_scripts_lie_at_a_url(tmp_path: Path, cast: Path) -> None:
    pytest.importorskip("fsspec")
    folder = write_catalogue(tmp_path / "articles", 1)
    options = BatchOptions(options={"voices": str(cast)}, feed="https://example.org/show")
    with pytest.raises(UsageError, match=r"beside their scripts .* `duologue publish`"):
        prepared(folder, out=f"memory://{tmp_path.name}/episodes", options=options)
