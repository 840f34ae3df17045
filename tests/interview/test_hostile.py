# ruff: noqa: E501
"""Bad, huge and hostile input is refused with one sentence; whatever is read is accounted for."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.errors import DuologueError, NoInterviewError, SourceError, UsageError
from duologue.interview import read_source, read_text, verify_account
from duologue.interview.sources import document_of
from duologue.limits import MAX_FILE_BYTES
from interview import layouts

PIECES = st.sampled_from(
    [
        "**Q:** Why?",
        "**A:** So.",
        "A: ok",
        "\n\n",
        "\n",
        "# ",
        "> ",
        "- ",
        "1. ",
        "**",
        "*",
        "_",
        "`",
        "![a](b)",
        "[x](y)",
        "---",
        "```",
        "<p>",
        "</p>",
        "<b>",
        "&amp;",
        "\\",
        "问：为什么？",
        "答：因为。",
        "[00:01]",
        "(laughs)",
        "|a|b|",
        "|-|-|",
        "张三",
        "\t",
        "    ",
        "00:00:01.000 --> 00:00:02.000",
        "WEBVTT\n\n",
        "{",
        "}",
        "[pause 5ms]",
        '"',
        ":",
        "：",
        " ",
        "<!--",
        "<script>",
        "[1]: http://x",
    ]
)
SUFFIXES = st.sampled_from([".md", ".txt", ".html", ".srt", ".vtt", ".json", ".csv", ".docx", ""])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join), SUFFIXES)
def test_any_text_is_read_with_an_account_or_refused(text: str, suffix: str) -> None:
    from duologue.interview.assemble import assemble

    try:
        interview = assemble(document_of(text.encode("utf-8", "replace"), suffix=suffix, name="x"), name="x")
    except DuologueError:
        return
    verify_account(interview)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), SUFFIXES)
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    try:
        document_of(data, suffix=suffix, name="x")
    except DuologueError:
        return


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_script_front_matter_never_crashes(text: str) -> None:
    try:
        read_text("---\nduologue: script\nspeakers: [{name: A}, {name: Q, role: interviewer}]\n---\n" + text)
    except DuologueError:
        return


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_source(tmp_path / "none.md")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_source(tmp_path)


@pytest.mark.parametrize("data", [b"", b"  \n", b"\0" * 50, b"\x89PNG\r\n" + bytes(range(256)) * 9])
def test_empty_or_binary(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(data)
    with pytest.raises(NoInterviewError):
        read_source(path)


@pytest.mark.parametrize("size", [MAX_FILE_BYTES + 1, 200_000_000])
def test_too_large_is_refused_unread(tmp_path: Path, size: int) -> None:
    path = tmp_path / "big.md"
    with path.open("wb") as file:
        file.truncate(size)
    with pytest.raises(SourceError, match="too large"):
        read_source(path)


def test_a_file_without_an_end_is_refused() -> None:
    with pytest.raises(SourceError, match="not a regular file"):
        read_source("/dev/zero")


def archive(xml: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", xml)
    return data.getvalue()


def test_zip_bomb_is_not_opened() -> None:
    with pytest.raises(SourceError, match="unpacks"):
        document_of(archive(b" " * 70_000_000), suffix=".docx", name="x.docx")


def test_entities_are_not_opened() -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d>&a;</d>'
    with pytest.raises(SourceError, match="entities"):
        document_of(archive(xml), suffix=".docx", name="x.docx")


def test_a_billion_laughs_in_any_encoding_is_not_opened() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l9;</d>'
    with pytest.raises(SourceError, match=r"entities|damaged"):
        document_of(archive(xml.encode("utf-16")), suffix=".docx", name="x.docx")


def test_an_archive_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(archive(b" " * 70_000_000))
    for at in (data.find(b"PK\3\4") + 22, data.find(b"PK\1\2") + 24):
        data[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(SourceError, match="damaged"):
        document_of(bytes(data), suffix=".docx", name="x.docx")


def test_an_archive_within_an_archive_is_no_document() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("inner.zip", archive(b"<d/>"))
    with pytest.raises(NoInterviewError, match="no Word document"):
        document_of(data.getvalue(), suffix=".docx", name="x.docx")


def test_entities_of_a_page_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret", encoding="utf-8")
    page = (
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{tmp_path}/secret"><!ENTITY b "&a;&a;">]><html><body>'
        "<p>Ann: Why &a;?</p><p>Bo: So &b;.</p><p>Ann: And?</p><p>Bo: No.</p></body></html>"
    )
    account = read_text(page).account
    assert account is not None
    assert "the secret" not in account.source


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "主持人：你是從哪裡來的呢？我們都想知道這個問題的答案。\n\n嘉賓：我從山上來，已經在這裡住了三十年了，很喜歡這個地方。\n\n主持人：以後呢？\n\n嘉賓：還會住下去的。\n"
    path = tmp_path / "x.txt"
    path.write_bytes(text.encode(encoding))
    turns = read_source(path).turns()
    assert [turn.speaker for turn in turns] == ["主持人", "嘉賓", "主持人", "嘉賓"]
    assert turns[2].paragraphs[0].text == "以後呢？"


def test_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(
        "Renée: Où êtes-vous né?\n\nJosé: À Genève, près du café.\n\nRenée: Et après?\n\nJosé: Rien.\n".encode(
            "latin-1"
        )
    )
    assert [speaker.name for speaker in read_source(path).speakers] == ["Renée", "José"]


AROUND = {
    ".md": ("# T\n\nAnn: Why?\n\nBo: So.\n\nAnn: And?\n\nBo: ", ""),
    ".txt": ("Ann: Why?\nBo: So.\nAnn: And?\nBo: ", ""),
    ".html": ("<html><body><p>Ann: Why?</p><p>Bo: So.</p><p>Ann: And?</p><p>Bo: ", ""),
    ".srt": ("1\n00:00:01,000 --> 00:00:02,000\nAnn: why?\n\n2\n00:00:01,000 --> 00:00:02,000\nBo: ", ""),
    ".vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>why?\n\n00:02.000 --> 00:03.000\n<v Bo>", ""),
    ".json": ('[{"speaker":"Ann","text":"why?"},{"speaker":"Bo","text":"', '"}]'),
    ".csv": ("speaker,text\nAnn,why?\nBo,So.\nAnn,And?\nBo,", ""),
    "script": ("---\nduologue: script\nspeakers: [{name: Ann}, {name: Bo}]\n---\n\nAnn: Why?\n\nBo: ", ""),
}
RUNS = (
    "*",
    "[",
    "(",
    " ",
    ":",
    "1",
    ">",
    "_",
    "`",
    "#",
    "![",
    "a: ",
    "1:",
    "（",
    "：",
    "A. ",
    "\\",
    "{",
    "(a ",
)


def read_or_refused(text: str, suffix: str) -> None:
    from duologue.interview.assemble import assemble

    try:
        if suffix == "script":
            interview = read_text(text)
        else:
            interview = assemble(document_of(text.encode(), suffix=suffix, name="x"), name="x")
    except DuologueError:
        return
    verify_account(interview)


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("suffix", AROUND)
def test_a_long_run_of_one_mark_is_read_or_refused(suffix: str, run: str) -> None:
    before, after = AROUND[suffix]
    read_or_refused(before + run * (100_000 // len(run)) + after, suffix)


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS[:7])
@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_a_long_run_in_every_layout_is_read_or_refused(name: str, run: str) -> None:
    suffix, _, write = layouts.LAYOUTS[name]
    (question, answer), *rest = layouts.EN.pairs
    hostile = replace(layouts.EN, pairs=((question, (run * (100_000 // len(run)), *answer)), *rest))
    read_or_refused(write(hostile), suffix)


@pytest.mark.parametrize(
    "page", ["<div>" * 30000 + "x", "<a href='" * 20000, "&" * 100000, "<!--" * 50000, "<p>" + "<b>" * 20000]
)
def test_html_bombs_are_read_or_refused(page: str) -> None:
    try:
        read_text("<html>" + page)
    except DuologueError:
        return


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50000,
        "*a " * 50000,
        "`" * 50001,
        "> " * 20000,
        "![" * 30000,
        "**a" * 30000,
        "a: " * 50000,
        "|" * 50000,
        "- " * 20000,
        "<" * 60000,
        "_a" * 60000,
    ],
)
def test_markdown_bombs_end(text: str) -> None:
    try:
        read_text("# x\n\n" + text)
    except DuologueError:
        return


@pytest.mark.parametrize("name", ["\x01", "a\x02b", "\x1f=", "é", "<", '"', "xml:a", ":", "\ufffe"])
def test_attributes_with_names_that_are_none(name: str) -> None:
    talk = "<p>Ann: Why?</p><p>Bo: So.</p><p>Ann: And?</p><p>Bo: No.</p>"
    interview = read_text(
        f"<html><body><div {name}='\x03x' class='a\x04'>{talk}</div><ul><li>x</ul></body></html>"
    )
    assert len(interview.turns()) == 4
