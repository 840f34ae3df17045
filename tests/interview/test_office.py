# ruff: noqa: E501
"""Word, OpenDocument and Rich Text: bold and headings by style, notes left out, every character accounted for."""

from __future__ import annotations

import io
import zipfile

import pytest

from duologue.interview import read_bytes_as, verify_account
from duologue.model import Interview

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Asked"><w:name w:val="Asked"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Away"><w:name w:val="Away"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def run(text: str, properties: str = "") -> str:
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, style: str = "", more: str = "") -> str:
    own = f'<w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>' if style or more else ""
    return f"<w:p>{own}{''.join(runs)}</w:p>"


def word(*paragraphs: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{''.join(paragraphs)}</w:body></w:document>"
        )
        archive.writestr("word/styles.xml", STYLES)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def turns(interview: Interview) -> list[tuple[str, str]]:
    verify_account(interview)
    return [(turn.role.value, " / ".join(p.text for p in turn.paragraphs)) for turn in interview.turns()]


def reasons(interview: Interview) -> dict[str, str]:
    return {one.text: one.reason for one in interview.dropped}


STRONG = '<w:rStyle w:val="Fett"/>'
ANSWERS = ("A boat that brought coal.", "A tower and a dog.", "The bell, which they took.")
QUESTIONS = ("When did you come to the reef?", "What was there?", "What do you miss?")


@pytest.mark.parametrize(
    "asked",
    [
        lambda text: para(run(text, STRONG)),
        lambda text: para(run(text), style="Asked"),
        lambda text: para(run(text, "<w:b/>")),
        lambda text: para(run(text), style="berschrift2"),
        lambda text: para(run(text), style="Mine"),
        lambda text: para(run(text), more='<w:outlineLvl w:val="2"/>'),
    ],
    ids=["Strong", "bold paragraph", "bold run", "heading by name", "heading by level", "own level"],
)
def test_questions_are_told_by_style(asked: object) -> None:
    body = [
        part
        for question, answer in zip(QUESTIONS, ANSWERS, strict=True)
        for part in (asked(question), para(run(answer)))  # type: ignore[operator]
    ]
    interview = read_bytes_as(word(para(run("The reef"), style="Titel"), *body), ".docx")
    assert interview.title == "The reef"
    assert turns(interview) == [
        pair
        for question, answer in zip(QUESTIONS, ANSWERS, strict=True)
        for pair in (("interviewer", question), ("interviewee", answer))
    ]


def talk(*last: str) -> list[str]:
    return [
        para(run("Ann: Why?")),
        para(run("Bo: So.")),
        para(run("Ann: And?")),
        para(run("Bo: "), *last),
    ]


def test_a_run_takes_back_the_bold_of_its_paragraph() -> None:
    body = [
        para(run("Why", ""), run(" now?", ""), style="Asked"),
        para(run("So.", '<w:b w:val="0"/>'), style="Asked"),
    ]
    body += [para(run("And?"), style="Asked"), para(run("No.", STRONG), style="Asked")]
    assert turns(read_bytes_as(word(*body), ".docx")) == [
        ("interviewer", "Why now?"),
        ("interviewee", "So."),
        ("interviewer", "And?"),
        ("interviewee", "No."),
    ]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (run("secretly", '<w:rStyle w:val="Away"/>'), "hidden"),
        (run("secretly", "<w:vanish/>"), "hidden"),
        (run("secretly", "<w:strike/>"), "struck out"),
        ("<w:del><w:r><w:delText>secretly</w:delText></w:r></w:del>", "struck out"),
        (f"<w:moveFrom>{run('secretly')}</w:moveFrom>", "struck out"),
    ],
)
def test_what_word_does_not_show_is_not_spoken(written: str, reason: str) -> None:
    interview = read_bytes_as(word(*talk(run("We row"), written, run("."))), ".docx")
    assert turns(interview)[-1][1] == "We row."
    assert reasons(interview)["secretly"] == reason


def test_powers_and_notes_in_word() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    interview = read_bytes_as(
        word(*talk(run("10"), run("6", up), run(" grains of the sea"), run("3", up), run("."))), ".docx"
    )
    assert turns(interview)[-1][1] == "10⁶ grains of the sea."


def test_notes_comments_and_page_heads_are_left_out_with_the_reason() -> None:
    data = word(
        *talk(run("No.")),
        footnotes=f"<w:footnotes {W}>{para(run('A note.'))}</w:footnotes>",
        comments=f"<w:comments {W}>{para(run('Ask her.'))}</w:comments>",
        header1=f"<w:hdr {W}>{para(run('The reef'))}</w:hdr>",
    )
    interview = read_bytes_as(data, ".docx")
    assert turns(interview)[-1][1] == "No."
    left_out = reasons(interview)
    assert (left_out["A note."], left_out["Ask her."], left_out["The reef"]) == (
        "footnote",
        "comment",
        "page header",
    )


def test_a_text_box_is_read_once() -> None:
    box = f"<w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent>{para(run('Boxed words here.'))}</w:txbxContent>"
    box += f"</mc:Choice><mc:Fallback><w:txbxContent>{para(run('Boxed words here.'))}</w:txbxContent></mc:Fallback>"
    interview = read_bytes_as(word(*talk(run("No."), box + "</mc:AlternateContent></w:r>")), ".docx")
    assert interview.account is not None
    assert interview.account.source.count("Boxed words here.") == 1


N = "urn:oasis:names:tc:opendocument:xmlns:"


def office(body: str) -> bytes:
    made = io.BytesIO()
    head = f'xmlns:office="{N}office:1.0" xmlns:text="{N}text:1.0" xmlns:style="{N}style:1.0" xmlns:fo="{N}xsl-fo-compatible:1.0"'
    styles = """<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>
    <style:style style:name="D" style:parent-style-name="B"><style:text-properties fo:font-style="italic"/></style:style>
    <style:style style:name="U"><style:text-properties style:text-position="super 58%"/></style:style>
    <style:style style:name="H"><style:text-properties text:display="none"/></style:style>
    <style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>"""
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {head}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:text>{body}</office:text></office:body></office:document-content>",
        )
    return made.getvalue()


@pytest.mark.parametrize("style", ["B", "D"])
def test_an_open_document_is_read_by_its_styles(style: str) -> None:
    body = "".join(
        f'<text:p><text:span text:style-name="{style}">{q}</text:span></text:p><text:p>{a}</text:p>'
        for q, a in zip(QUESTIONS, ANSWERS, strict=True)
    )
    body = f'<text:h text:outline-level="1">The reef</text:h>{body}'
    assert [one[1] for one in turns(read_bytes_as(office(body), ".odt"))] == [
        part for pair in zip(QUESTIONS, ANSWERS, strict=True) for part in pair
    ]


def test_notes_hidden_and_struck_text_of_an_open_document() -> None:
    last = (
        'We<text:s text:c="2"/>row<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.'
        '</text:p></text:note-body></text:note> 10<text:span text:style-name="U">6</text:span> times'
        '<text:span text:style-name="H"> secretly</text:span><text:span text:style-name="S"> seldom</text:span>.'
    )
    body = f"<text:p>Ann: Why?</text:p><text:p>Bo: So.</text:p><text:p>Ann: And?</text:p><text:p>Bo: {last}</text:p>"
    interview = read_bytes_as(office(body), ".odt")
    assert turns(interview)[-1][1] == "We  row 10⁶ times."
    left_out = reasons(interview)
    assert left_out["A note."] == "footnote"
    assert (left_out["secretly"], left_out["seldom"]) == ("hidden", "struck out")


def rich(body: str) -> Interview:
    head = r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 B;}}{\stylesheet{\s1 heading 2;}}"
    return read_bytes_as((head + body + "}").encode("latin-1"), ".rtf")


def test_rich_text_is_read_by_its_styles() -> None:
    body = "".join(rf"\pard {{\b {q}}}\par\pard {a}\par " for q, a in zip(QUESTIONS, ANSWERS, strict=True))
    assert [one[1] for one in turns(rich(body))] == [
        part for pair in zip(QUESTIONS, ANSWERS, strict=True) for part in pair
    ]


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        (r"Gr\'fc\'dfe", "Grüße"),
        (r"\u8220?So\u8221?", "“So”"),
        (r"{\f1\'d6\'d0}", "中"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\~b", "a b"),
        (r"10{\super 6} times", "10⁶ times"),
        (r"a{\strike b}c{\v d}", "ac"),
        (r"\{a\}", "{a}"),
        (r"a{\*\unknown b}c", "ac"),
        (r"a{\pict 0a0b}c", "ac"),
        (r"one{\footnote A note.} two", "one two"),
        ("a\\line b", "a b"),
    ],
)
def test_characters_of_rich_text(written: str, becomes: str) -> None:
    interview = rich(rf"Ann: Why?\par Bo: So.\par Ann: And?\par Bo: {written}\par")
    assert turns(interview)[-1][1] == becomes


def test_a_note_of_rich_text_is_left_out_with_the_reason() -> None:
    interview = rich(r"Ann: Why?\par Bo: So.\par Ann: And?\par Bo: one{\*\footnote A note.\par} two\par")
    assert reasons(interview)["A note."] == "footnote"
