"""Which episode a source becomes, and that no edit of a person is lost."""

import asyncio
import shutil
from pathlib import Path

import pytest

import duologue
from duologue.errors import UsageError
from duologue.model import Episode
from duologue.programme.manifest import read_manifest
from duologue.settings import Settings
from speech.engine_of_tones import EngineOfTones

SAMPLE = Path(__file__).parent.parent.parent / "episodes" / "shen-yan.md"
TALK = """\
# The tide clerk

Ann Ray: What is a tide?

Bo Lind: The sea, coming and going. {own}

Ann Ray: Who counts them?

Bo Lind: I do, every day of the year.
"""


def article(path: Path, own: str = "", title: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = TALK.replace("{own}", own)
    path.write_text(text.replace("The tide clerk", title) if title else text, encoding="utf-8")
    return path


def run(source: Path, cast: Path, out: Path | None, **options: object) -> Episode:
    settings = Settings.model_validate({"voices": str(cast), **({"out": out} if out else {})})
    return asyncio.run(duologue.aio.render(source, settings=settings, **options))  # type: ignore[arg-type]


def edit(episode: Episode, old: str = "every day", new: str = "every night") -> Path:
    script = episode.folder / "script.md"
    text = script.read_text(encoding="utf-8")
    assert old in text
    script.write_text(text.replace(old, new), encoding="utf-8")
    return script


def test_an_edited_script_is_not_replaced_by_rendering_its_article_again(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    source = article(tmp_path / "one.md")
    script = edit(run(source, cast, tmp_path / "out"))
    kept = script.read_bytes()
    with pytest.raises(UsageError, match=r"script\.md was edited by hand.*--fresh"):
        run(source, cast, tmp_path / "out")
    with pytest.raises(UsageError, match="was edited by hand"):
        run(source, cast, tmp_path / "out", voice={"Bo Lind": "low"})
    assert script.read_bytes() == kept


def test_fresh_replaces_the_script_and_keeps_the_edited_one_beside(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    source = article(tmp_path / "one.md")
    script = edit(run(source, cast, tmp_path / "out"))
    edited = script.read_text(encoding="utf-8")
    run(source, cast, tmp_path / "out", fresh=True)
    assert "every day" in script.read_text(encoding="utf-8")
    assert script.with_name("script.md.bak").read_text(encoding="utf-8") == edited
    again = edit(run(source, cast, tmp_path / "out"), "Who counts", "Who ever counts")
    other = again.read_text(encoding="utf-8")
    run(source, cast, tmp_path / "out", fresh=True)
    assert script.with_name("script.md.bak").read_text(encoding="utf-8") == edited
    assert script.with_name("script.md.bak-2").read_text(encoding="utf-8") == other


def test_an_edit_that_was_rendered_is_kept_too(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    source = article(tmp_path / "one.md")
    script = edit(run(source, cast, tmp_path / "out"))
    assert not run(script, cast, tmp_path / "out").unchanged
    with pytest.raises(UsageError, match="was edited by hand"):
        run(source, cast, tmp_path / "out")
    assert "every night" in script.read_text(encoding="utf-8")


def test_a_script_elsewhere_does_not_replace_an_edited_one(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    exported = tmp_path / "exported.md"
    exported.write_text(duologue.write_script(duologue.read(article(tmp_path / "one.md"))), encoding="utf-8")
    script = edit(run(exported, cast, tmp_path / "out"))
    with pytest.raises(UsageError, match="was edited by hand"):
        run(exported, cast, tmp_path / "out")
    assert "every night" in script.read_text(encoding="utf-8")


def test_a_changed_article_renders_into_its_episode_with_the_same_guid(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    first = run(article(tmp_path / "one.md"), cast, tmp_path / "out")
    second = run(article(tmp_path / "one.md", "It never stops."), cast, tmp_path / "out")
    assert (second.folder, second.guid) == (first.folder, first.guid)
    assert "It never stops." in (second.folder / "script.md").read_text(encoding="utf-8")


def test_scripts_of_two_articles_are_two_episodes_wherever_they_lie(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    script = tmp_path / "script.md"
    episodes = []
    for name in ("one", "two"):
        interview = duologue.read(article(tmp_path / f"{name}.md", title=f"Tide {name}"))
        script.write_text(duologue.write_script(interview), encoding="utf-8")
        episodes.append(run(script, cast, tmp_path / "out"))
    assert [episode.folder.name for episode in episodes] == ["one", "two"]
    assert len({episode.guid for episode in episodes}) == 2
    assert all(episode.mp3.is_file() for episode in episodes)


@pytest.mark.parametrize(
    "names", [("a/week1.md", "b/week1.md"), ("talk.md", "talk.txt"), ("a/x.md", "b/c/x.md")]
)
def test_articles_of_one_name_or_title_are_two_episodes(
    tones: EngineOfTones, cast: Path, tmp_path: Path, names: tuple[str, str]
) -> None:
    one, two = (article(tmp_path / name, f"In {n}.") for n, name in enumerate(names))
    first, second = run(one, cast, tmp_path / "out"), run(two, cast, tmp_path / "out")
    assert first.folder != second.folder
    assert first.guid != second.guid
    assert "In 0." in (first.folder / "script.md").read_text(encoding="utf-8")
    assert run(two, cast, tmp_path / "out").unchanged
    assert run(one, cast, tmp_path / "out").unchanged


def test_where_another_episode_lies_it_is_said(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    run(article(tmp_path / "a" / "week1.md", "In a."), cast, tmp_path / "out")
    settings = Settings(voices=str(cast), out=tmp_path / "out")
    plan = duologue.plan(article(tmp_path / "b" / "week1.md", "In b."), settings=settings)
    assert plan.destination.folder.name == "week1-b"
    assert "week1 is another episode, 'The tide clerk'" in plan.notes[0]


def test_a_folder_with_files_of_somebody_else_is_left_alone(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "out" / "one" / "my notes.txt"
    notes.parent.mkdir(parents=True)
    notes.write_text("mine")
    episode = run(article(tmp_path / "one.md"), cast, tmp_path / "out")
    assert episode.folder.name != "one"
    assert notes.read_text() == "mine"


def test_files_put_beside_an_episode_stay_there(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    source = article(tmp_path / "one.md")
    folder = run(source, cast, tmp_path / "out").folder
    (folder / "photo.jpg").write_bytes(b"mine")
    (folder / "drafts").mkdir()
    (folder / "drafts" / "a.txt").write_text("mine too")
    assert not run(article(source, "More."), cast, tmp_path / "out").unchanged
    assert (folder / "photo.jpg").read_bytes() == b"mine"
    assert (folder / "drafts" / "a.txt").read_text() == "mine too"


def test_voices_given_for_one_render_are_kept_for_the_next(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    source = article(tmp_path / "one.md")
    first = run(source, cast, tmp_path / "out", voice={"interviewee": "low", "interviewer": "high"})
    assert first.voices["Bo Lind"] == "tones:low"
    assert "voice: low" in (first.folder / "script.md").read_text(encoding="utf-8")
    assert run(first.folder / "script.md", cast, tmp_path / "out").voices == first.voices
    assert run(source, cast, tmp_path / "out").voices == first.voices
    assert run(source, cast, tmp_path / "out", fresh=True).voices["Bo Lind"] == "tones:high"


def test_a_script_in_its_episodes_folder_is_rendered_there(
    tones: EngineOfTones, cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(article(tmp_path / "one.md"), cast, tmp_path / "show")
    script = edit(first)
    monkeypatch.chdir(tmp_path)
    second = run(script, cast, None)
    assert second.folder.resolve() == first.folder.resolve()
    assert not (tmp_path / "episodes").exists()


def test_an_episode_can_be_moved_and_keeps_its_guid(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    first = run(article(tmp_path / "here" / "one.md"), cast, tmp_path / "here" / "out")
    shutil.move(tmp_path / "here", tmp_path / "there")
    moved = article(tmp_path / "there" / "one.md", "Now elsewhere.")
    second = run(moved, cast, tmp_path / "there" / "out")
    assert second.guid == first.guid
    assert read_manifest(second.folder).private.source == "../one.md"


def test_a_folder_with_a_script_alone_is_its_episodes(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    interview = duologue.read(article(tmp_path / "tide.md"))
    assert interview.identity is not None
    script = tmp_path / "out" / interview.identity.slug / "script.md"
    script.parent.mkdir(parents=True)
    script.write_text(duologue.write_script(interview), encoding="utf-8")
    edited = script.read_text(encoding="utf-8").replace("every day", "every night")
    script.write_text(edited, encoding="utf-8")
    with pytest.raises(UsageError, match="edited by hand"):
        run(tmp_path / "tide.md", cast, tmp_path / "out")
    episode = run(script, cast, None)
    assert episode.folder == script.parent
    assert script.read_text(encoding="utf-8") == edited
    assert episode.guid == interview.identity.guid


def test_a_script_keeps_its_comments_and_an_edit_made_during_the_render(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    episode = run(article(tmp_path / "tide.md"), cast, tmp_path / "out")
    script = episode.folder / "script.md"
    text = script.read_text(encoding="utf-8").replace("every day", "every <!-- sure? --> day")
    script.write_text(text, encoding="utf-8")
    run(script, cast, None)
    assert script.read_text(encoding="utf-8") == text
    edit(episode, "Who counts", "Who ever counts")
    later = script.read_text(encoding="utf-8").replace("What is", "What ever is")

    def meanwhile(_done: int, _of: int) -> None:
        script.write_text(later, encoding="utf-8")

    run(script, cast, None, on_progress=duologue.Progress(assembled=meanwhile))
    assert script.read_text(encoding="utf-8") == later
    assert "What ever is" in (run(script, cast, None).folder / "transcript.vtt").read_text(encoding="utf-8")
