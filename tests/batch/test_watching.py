from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from watchfiles import Change

from batch.catalogues import article, write_catalogue
from duologue.batch.watching import Counting, walk_and_watch


async def gathered(place: Path, out: Path, act: object, count: int) -> list[str]:
    """The first `count` sources; `act` is called when the catalogue was walked."""
    found: list[str] = []
    idle = asyncio.Event()

    async def take() -> None:
        async for source in walk_and_watch(place, out, idle.set):
            found.append(Path(source.place).name)
            if len(found) == count:
                return

    task = asyncio.create_task(take())
    await idle.wait()
    await asyncio.sleep(0.3)
    act()  # type: ignore[operator]
    await asyncio.wait_for(task, 30)
    return found


def test_what_comes_and_what_changes_follows_what_was_there(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path / "articles", 2)

    def come() -> None:
        (folder / "later.md").write_text(article("后来"), encoding="utf-8")
        (folder / "0001.md").write_text(article("改了"), encoding="utf-8")
        (folder / "picture.png").write_bytes(b"no article")

    found = asyncio.run(gathered(folder, tmp_path / "out", come, 4))
    assert found[:2] == ["0000.md", "0001.md"]
    assert set(found[2:]) == {"later.md", "0001.md"}


@pytest.mark.parametrize("name", ["0001.md.hints.yaml", "duologue.yaml", "more/0009.md"])
def test_what_shapes_several_makes_it_walk_again(tmp_path: Path, name: str) -> None:
    folder = write_catalogue(tmp_path / "articles", 2)

    def come() -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("{}", encoding="utf-8")

    found = asyncio.run(gathered(folder, tmp_path / "out", come, 4))
    assert found == ["0000.md", "0001.md", "0000.md", "0001.md"]


def test_a_list_that_changes_is_walked_again(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path / "articles", 2)
    listed = tmp_path / "list.txt"
    listed.write_text("articles/0000.md\n")

    def come() -> None:
        beside = tmp_path / "list.new"
        beside.write_text("articles/0000.md\narticles/0001.md\n")
        beside.replace(listed)

    found = asyncio.run(gathered(listed, folder / "out", come, 3))
    assert found == ["0000.md", "0000.md", "0001.md"]


def test_episodes_and_hidden_files_are_no_news(tmp_path: Path) -> None:
    out = tmp_path / "episodes"
    (out / "one").mkdir(parents=True)
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "episode.json").write_text("{}")
    counts = Counting(tmp_path, out)
    assert counts(Change.added, str(tmp_path / "sub" / "a.md"))
    assert not counts(Change.deleted, str(tmp_path / "a.md"))
    assert not counts(Change.added, str(out / "one" / "script.md"))
    assert not counts(Change.added, str(tmp_path / "made" / "script.md"))
    assert not counts(Change.added, str(tmp_path / ".made.new-1" / "script.md"))
    assert not counts(Change.added, str(tmp_path / ".a.md.swp"))
    beside = Counting(tmp_path, tmp_path)
    assert beside(Change.added, str(tmp_path / "a.md"))
    assert not beside(Change.added, str(tmp_path / "report.json"))
