"""Edits are written into script.md, whole, in order, and never over somebody else's work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

import duologue
from duologue.errors import NoInterviewError, UsageError
from duologue.interview import write_script
from duologue.interview.script.lines import lines_of, with_lines
from duologue.model import NARRATOR, Role
from duologue.studio.desk import AnyEdit, Changed, Desk, NoSuchScript
from studio.desks import TALK, brought, lines

EDIT: TypeAdapter[AnyEdit] = TypeAdapter(AnyEdit)
ARTICLES = sorted((Path(__file__).parent.parent / "interview" / "articles").glob("*.md"))


def do(desk: Desk, slug: str, **edit: Any) -> None:
    desk.edit(slug, desk.snapshot(slug).version, EDIT.validate_python(edit))


def number(desk: Desk, slug: str, text: str) -> int:
    found = lines_of(desk.snapshot(slug).interview)
    return next(at for at, line in enumerate(found) if text in line.text)


@pytest.fixture
def talk(tmp_path: Path) -> tuple[Desk, str]:
    return brought(tmp_path / "show")


def test_a_line_goes_to_another_from_here_on_or_everywhere(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    do(desk, slug, op="who", line=number(desk, slug, "never asks"), to="Ann Ray")
    assert ("Ann Ray", "And it never asks anybody.") in lines(desk, slug)
    do(desk, slug, op="who", line=number(desk, slug, "I do"), to="Cy Moe", scope="onward")
    found = {text: who for who, text in lines(desk, slug)}
    assert found["I do, every day of the year."] == found["At night the machine does it."] == "Cy Moe"
    assert found["The sea, coming and going."] == "Bo Lind"
    do(desk, slug, op="who", line=number(desk, slug, "What is"), to=NARRATOR, scope="label")
    assert "Ann Ray" not in [who for who, _ in lines(desk, slug)]


def test_split_join_heading_words_pause_pace_reading(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    at = number(desk, slug, "The sea, coming")
    do(desk, slug, op="split", line=at, at=9)
    assert lines(desk, slug)[1:3] == [("Bo Lind", "The sea,"), ("Bo Lind", "coming and going.")]
    do(desk, slug, op="join", line=at + 1)
    do(desk, slug, op="join", line=at + 1)
    assert lines(desk, slug)[1] == ("Bo Lind", "The sea, coming and going. And it never asks anybody.")
    do(desk, slug, op="words", line=at, text="The sea {comes|kumz} [pause 300ms] and goes. [pace -20%]")
    do(desk, slug, op="pause", line=at, milliseconds=900)
    paragraph = duologue.read(desk.root / slug / "script.md").turns()[1].paragraphs[0]
    assert paragraph.text == "The sea comes  and goes."
    assert paragraph.pace == -20
    assert len(paragraph.cues) == 3
    do(desk, slug, op="reading", line=at, start=4, end=7, say="ocean")
    do(desk, slug, op="heading", line=number(desk, slug, "Who counts"))
    titles = [one.title for one in duologue.read(desk.root / slug / "script.md").sections]
    assert titles == [None, "Who counts them?", "At night"]
    do(desk, slug, op="heading", line=number(desk, slug, "Who counts"))
    assert ("Bo Lind", "Who counts them?") in lines(desk, slug)


def test_people_are_merged_renamed_and_change_roles(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    do(desk, slug, op="rename", speaker="Bo Lind", to="Bo A. Lind")
    do(desk, slug, op="asks", speaker="Bo A. Lind")
    roles = {one.name: one.role for one in duologue.read(desk.root / slug / "script.md").speakers}
    assert roles == {"Ann Ray": Role.INTERVIEWEE, "Bo A. Lind": Role.INTERVIEWER}
    do(desk, slug, op="who", line=0, to="Ann")
    do(desk, slug, op="merge", speaker="Ann", into="Ann Ray")
    people = duologue.read(desk.root / slug / "script.md").speakers
    assert [one.name for one in people] == ["Ann Ray", "Bo A. Lind"]
    do(desk, slug, op="voice", speaker=NARRATOR, voice="kokoro:zf_xiaobei", rate=-5)
    narrator = duologue.read(desk.root / slug / "script.md").speakers[-1]
    assert (narrator.voices[0].name, narrator.voices[0].rate_percent) == ("zf_xiaobei", -5)
    do(desk, slug, op="voice", speaker=NARRATOR)
    assert len(duologue.read(desk.root / slug / "script.md").speakers) == 2


@pytest.mark.parametrize(
    "edit",
    [
        {"op": "rename", "speaker": "Bo Lind", "to": "Ann Ray"},
        {"op": "rename", "speaker": "Bo Lind", "to": "interviewer"},
        {"op": "rename", "speaker": "Nobody", "to": "Somebody"},
        {"op": "who", "line": 0, "to": "a\nb"},
        {"op": "who", "line": 99, "to": "Ann Ray"},
        {"op": "split", "line": 0, "at": 500},
        {"op": "join", "line": 0},
        {"op": "words", "line": 0, "text": "[pause soon] What?"},
        {"op": "reading", "line": 0, "start": 0, "end": 4, "say": "hun4 yuan9"},
        {"op": "voice", "speaker": "Ann Ray", "voice": "no colon"},
        {"op": "restore", "dropped": 99},
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(talk: tuple[Desk, str], edit: Any) -> None:
    desk, slug = talk
    before = (desk.root / slug / "script.md").read_bytes()
    with pytest.raises(UsageError):
        do(desk, slug, **edit)
    assert (desk.root / slug / "script.md").read_bytes() == before


def test_a_script_in_which_nobody_speaks_is_not_written(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    do(desk, slug, op="who", line=0, to=NARRATOR, scope="label")
    with pytest.raises(NoInterviewError):
        do(desk, slug, op="who", line=number(desk, slug, "I do"), to=NARRATOR, scope="label")


def test_comments_and_untouched_paragraphs_keep_their_bytes(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    path = desk.root / slug / "script.md"
    text = path.read_text().replace("language:", "# my show\nlanguage:")
    text = text.replace("Ann Ray: Who counts", "<!-- ask again -->\n\n**Ann Ray:**  Who\ncounts")
    path.write_text(text)
    do(desk, slug, op="words", line=0, text="What is a tide, really?")
    assert path.read_text() == text.replace("What is a tide?", "What is a tide, really?")
    do(desk, slug, op="drop", line=number(desk, slug, "Who counts"))
    do(desk, slug, op="asks", speaker="Bo Lind")
    assert "<!-- ask again -->" in path.read_text()
    assert "# my show\n" in path.read_text()


def test_undo_goes_back_to_the_bytes_and_on_again(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    path = desk.root / slug / "script.md"
    versions = [path.read_bytes()]
    edits = ({"op": "drop", "line": 1}, {"op": "heading", "line": 1}, {"op": "asks", "speaker": "Bo Lind"})
    for edit in edits:
        do(desk, slug, **edit)
        versions.append(path.read_bytes())
    for expected in reversed(versions[:-1]):
        desk = Desk(desk.root)  # another server: the history is on the disk
        seen = desk.undo(slug, desk.snapshot(slug).version, -1)
        assert path.read_bytes() == expected
    assert (seen.history.undone, seen.history.redone) == (None, "drop")
    with pytest.raises(UsageError, match="nothing to undo"):
        desk.undo(slug, seen.version, -1)
    for expected in versions[1:]:
        desk.undo(slug, desk.snapshot(slug).version, 1)
        assert path.read_bytes() == expected


def test_two_windows_and_an_editor_lose_nothing_of_each_other(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    seen = desk.snapshot(slug).version
    do(desk, slug, op="drop", line=1)
    with pytest.raises(Changed, match="changed meanwhile"):
        desk.edit(slug, seen, EDIT.validate_python({"op": "drop", "line": 2}))
    path = desk.root / slug / "script.md"
    path.write_text(path.read_text().replace("every day", "every hour"))
    do(desk, slug, op="asks", speaker="Bo Lind")
    assert "every hour" in path.read_text()
    desk.undo(slug, desk.snapshot(slug).version, -1)
    assert "every hour" in path.read_text()
    desk.undo(slug, desk.snapshot(slug).version, -1)
    assert "every day" in path.read_text()


def test_what_was_left_out_is_shown_and_comes_back(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    notes = desk.snapshot(slug).notes
    photo = next(at for at, one in enumerate(notes.dropped) if "harbour" in one.text)
    do(desk, slug, op="restore", dropped=photo)
    assert lines(desk, slug)[0][1] == "Photo: a harbour at dawn"
    do(desk, slug, op="drop", line=number(desk, slug, "Who counts"))
    assert any(one.text == "Who counts them?" for one in desk.snapshot(slug).notes.dropped)


def test_an_article_brought_twice_is_the_script_that_is_there(talk: tuple[Desk, str]) -> None:
    desk, slug = talk
    do(desk, slug, op="drop", line=1)
    kept = (desk.root / slug / "script.md").read_bytes()
    assert desk.bring(duologue.read(text=TALK), "tide.md") == (slug, True)
    assert (desk.root / slug / "script.md").read_bytes() == kept


@pytest.mark.parametrize("name", ["..", ".studio", "a/b", "", "nothing", "../show"])
def test_no_name_leads_out_of_the_folder(talk: tuple[Desk, str], name: str) -> None:
    before = sorted(talk[0].root.parent.rglob("*"))
    for read in (talk[0].folder, talk[0].snapshot):
        with pytest.raises(NoSuchScript):
            read(name)
    assert sorted(talk[0].root.parent.rglob("*")) == before


def test_lines_are_the_interview() -> None:
    assert ARTICLES
    for path in ARTICLES:
        interview = duologue.read(path)
        assert write_script(with_lines(interview, lines_of(interview))) == write_script(interview)
