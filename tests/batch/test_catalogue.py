import asyncio
import os
from pathlib import Path

import pytest

from duologue.batch.catalogue import catalogue_of
from duologue.batch.census import census_of, walk
from duologue.errors import UsageError


def places(place: Path, out: Path | None = None) -> list[str]:
    return [str(Path(source.place).relative_to(place)) for source in catalogue_of(place, out)]


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")


def test_articles_are_found_in_folders_of_folders_in_order_of_their_paths(tmp_path: Path) -> None:
    write(*(tmp_path / name for name in ("b/two.html", "a.md", "b/c/three.docx", "picture.png", "b/one.txt")))
    assert places(tmp_path) == ["a.md", "b/c/three.docx", "b/one.txt", "b/two.html"]


def test_hidden_files_hints_locks_and_episodes_are_passed_over(tmp_path: Path) -> None:
    write(*(tmp_path / name for name in (".a.md", ".git/b.md", "~$c.docx", "d.md.hints.yaml", "e.md")))
    write(tmp_path / "made" / "episode.json", tmp_path / "made" / "script.md")
    assert places(tmp_path) == ["e.md"]


def test_the_folder_of_episodes_within_the_catalogue_holds_no_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.md", tmp_path / "episodes" / "report.json", tmp_path / "episodes" / "b.md")
    assert places(tmp_path, tmp_path / "episodes") == ["a.md"]


def test_articles_beside_their_episodes_are_found_and_the_pages_of_the_show_are_not(tmp_path: Path) -> None:
    names = (
        "a.md",
        "index.html",
        "index-2.html",
        "episodes.json",
        "published.json",
        "report.html",
        "report.json",
    )
    write(*(tmp_path / name for name in names))
    assert places(tmp_path, tmp_path) == ["a.md"]
    assert "index.html" in places(tmp_path, tmp_path / "elsewhere")


def test_a_linked_folder_is_not_walked_for_it_may_lead_back(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert places(tmp_path) == ["a.md"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_a_source_with_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "a.md", tmp_path / "b" / "c.md")
    (tmp_path / "b").chmod(0)
    try:
        faults = [source.fault for source in catalogue_of(tmp_path, None)]
    finally:
        (tmp_path / "b").chmod(0o755)
    assert faults[0] == ""
    assert "b cannot be read" in faults[1]


def test_a_list_names_sources_relative_to_itself_and_addresses(tmp_path: Path) -> None:
    write(tmp_path / "texts" / "a.md")
    listed = tmp_path / "texts" / "list.txt"
    listed.write_text(
        "# mine\n\na.md\nhttps://example.org/talk\n  a.md  \nmissing.md\n", encoding="utf-8-sig"
    )
    assert [source.place for source in catalogue_of(listed, None)] == [
        str(tmp_path / "texts" / "a.md"),
        "https://example.org/talk",
        str(tmp_path / "texts" / "missing.md"),
    ]


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"list.txt cannot be read \(it is not UTF-8 text\)"):
        list(catalogue_of(tmp_path / "list.txt", None))


def test_no_catalogue_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="neither a folder nor a list"):
        census_of(tmp_path / "nowhere", None)
    with pytest.raises(UsageError, match="no article in"):
        census_of(tmp_path, None)


def test_walking_gives_what_is_counted(tmp_path: Path) -> None:
    write(*(tmp_path / f"{number:03}.md" for number in range(70)))

    async def walked() -> list[str]:
        return [source.place async for source in walk(tmp_path, None)]

    found = asyncio.run(walked())
    assert len(found) == census_of(tmp_path, None).sources == 70
    assert found == sorted(found)
