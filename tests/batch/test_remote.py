"""Cache and episodes at a URL: made here, whole there, passed over by whoever comes next."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from batch.catalogues import sounds, write_catalogue
from duologue.batch.census import walk
from duologue.batch.options import BatchOptions, Watcher
from duologue.batch.outcome import State
from duologue.batch.run import Run
from duologue.batch.shelf import FolderShelf, RemoteShelf, Shelf, open_shelf
from duologue.checks import check_episode
from duologue.errors import EpisodeError, UsageError
from duologue.store.opening import open_store
from duologue.store.takes import TakeCache
from publish.places import PlaceToPublish, place
from speech.engine_of_tones import EngineOfTones


def batch(catalogue: Path, cast: Path, cache: str | None, shelf: Shelf) -> Run:
    options = BatchOptions({"voices": str(cast)}, check=False)
    run = Run(options, Watcher(), TakeCache(open_store(cache)), shelf)
    asyncio.run(run.over(walk(catalogue, shelf.folder)))
    run.report.write()
    return run


def states(run: Run) -> list[State]:
    return [outcome.state for outcome in run.spool]


def fetched(there: PlaceToPublish, below: str, folder: Path) -> Path:
    for name in there.names():
        if name.startswith(below):
            path = folder / name.removeprefix(below)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(there.read(name) or b"")
    return folder


@pytest.mark.parametrize("kind", ["s3", "gcs"])
def test_a_catalogue_is_made_at_a_url_and_a_second_machine_has_nothing_to_do(
    tmp_path: Path, cast: Path, tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    catalogue = write_catalogue(tmp_path / "articles", 2)
    with place(kind, tmp_path) as there:
        cache, out = f"{there.to}/cache", f"{there.to}/episodes"
        first = batch(catalogue, cast, cache, open_shelf(out))
        assert states(first) == [State.DONE] * 2
        said = len(tones.said)
        made = fetched(there, "episodes/", tmp_path / "fetched")
        assert {"report.json", "report.html"} <= {path.name for path in made.iterdir()}
        for outcome in first.spool:
            assert outcome.folder == f"{out}/{Path(outcome.source).stem}"
            assert check_episode(made / Path(outcome.source).stem).passed
        shelf = first.shelf.folder
        assert not list(shelf.glob("*/*.mp3")), "nothing that was sent stays here"
        monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "another machine"))
        second = batch(catalogue, cast, cache, open_shelf(out))
        assert states(second) == [State.UNCHANGED] * 2
        here = batch(catalogue, cast, cache, FolderShelf(tmp_path / "here"))
        assert states(here) == [State.DONE] * 2
        assert len(tones.said) == said, "the takes are in the shared cache"
        assert sounds(tmp_path / "here") == sounds(made)


def test_an_episode_that_was_not_sent_whole_is_made_again(
    tmp_path: Path, cast: Path, tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setattr("duologue.store.retry._WAIT_SECONDS", 0.0)
    catalogue = write_catalogue(tmp_path / "articles", 1)
    shelf = open_shelf(f"memory://{tmp_path.name}/episodes")
    assert isinstance(shelf, RemoteShelf)
    send = shelf._place.send

    def failing(name: str, source: Path, attributes: object = None) -> None:
        if name.endswith(".mp3"):
            raise OSError(5, "the line is cut")
        send(name, source)

    with monkeypatch.context() as patched:
        patched.setattr(shelf._place, "send", failing)
        run = batch(catalogue, cast, None, shelf)
    (outcome,) = run.spool
    assert outcome.state is State.FAILED
    assert "cannot be written to memory://" in outcome.error
    assert shelf._place.size("0000/episode.json") is None, "the manifest comes last"
    assert states(batch(catalogue, cast, None, shelf)) == [State.DONE]
    assert len(tones.said) == len(set(tones.said))
    assert states(batch(catalogue, cast, None, shelf)) == [State.UNCHANGED]


def test_a_script_edited_at_the_url_is_not_replaced(tmp_path: Path, cast: Path, tones: EngineOfTones) -> None:
    pytest.importorskip("fsspec")
    catalogue = write_catalogue(tmp_path / "articles", 1)
    shelf = open_shelf(f"memory://{tmp_path.name}/episodes")
    assert isinstance(shelf, RemoteShelf)
    batch(catalogue, cast, None, shelf)
    script = (shelf._place.read("0000/script.md") or b"").decode()
    shelf._place.write("0000/script.md", script.replace("等什么", "盼什么").encode())
    article = catalogue / "0000.md"
    article.write_text(article.read_text().replace("第2夜，你", "第二夜里，你"), encoding="utf-8")
    (outcome,) = batch(catalogue, cast, None, shelf).spool
    assert outcome.state is State.FAILED
    assert "was edited by hand" in outcome.error


@pytest.mark.parametrize("out", ["", "  ", "s3://", "nil://a/b"])
def test_a_place_that_is_none_is_refused(out: str) -> None:
    pytest.importorskip("s3fs")
    with pytest.raises((UsageError, EpisodeError)):
        open_shelf(out)
