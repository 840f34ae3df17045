# ruff: noqa: E501
"""PDFs with a text layer: columns, running heads, hyphenation and notes; what has none is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from duologue.errors import NoInterviewError, SourceError
from duologue.interview import read_bytes_as, verify_account
from duologue.model import Interview

QUESTIONS = [
    "When did you first come to the reef, and what did you expect to find there after so long a journey?",
    "What was there?",
    "Who taught you to keep the lamp through the winter storms, and how long did it take?",
    "Would you say that the well-known accounts of the reef are right?",
]
ANSWERS = [
    "In the spring of 1998, on a boat that brought coal. The captain, who had never landed there before, needed "
    "three attempts before the assistant could throw him a line.",
    "A tower, a well and a very old dog. The dog had been there longer than anybody, and it understood the "
    "weather better than the instruments did.",
    "My predecessor, an extraordinarily patient woman. She explained everything twice, and afterwards she let me "
    "make the mistakes that she had described.",
    "Some of them. The well-known ones were written by people who stayed a week; they describe a lonely place, "
    "but loneliness needs someone to be missed.",
]
TALK = [
    pair
    for _ in range(4)
    for q, a in zip(QUESTIONS, ANSWERS, strict=True)
    for pair in (("Ann Ray", q), ("Bo Lin", a))
]
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=5)
JUSTIFIED = ParagraphStyle("justified", BODY, alignment=TA_JUSTIFY)
INDENTED = ParagraphStyle("indented", BODY, spaceAfter=0, firstLineIndent=14)
HANGING = ParagraphStyle("hanging", BODY, spaceAfter=3, leftIndent=40, firstLineIndent=-40)
HYPHENATED = ParagraphStyle("hyphenated", BODY, hyphenationLang="en_US", embeddedHyphenation=1)
TITLE = ParagraphStyle("title", BODY, fontName="Times-Bold", fontSize=22, leading=26)


def printed(
    said: list[str],
    *,
    style: ParagraphStyle = BODY,
    columns: int = 1,
    head: Callable[[Canvas, int], None] | None = None,
    title: str = "The reef",
    **options: Any,
) -> bytes:
    """A document as a word processor would print it."""
    made = io.BytesIO()
    document = BaseDocTemplate(made, pagesize=A4, **options)
    width = (A4[0] - 120 - 20 * (columns - 1)) / columns
    frames = [Frame(60 + n * (width + 20), 70, width, 690, 0, 0, 0, 0) for n in range(columns)]

    def page(canvas: Canvas, _: object) -> None:
        if head is not None:
            canvas.setFont("Times-Roman", 9)
            head(canvas, canvas.getPageNumber())

    document.addPageTemplates(PageTemplate(frames=frames, onPage=page))
    document.build([Paragraph(title, TITLE), *(Paragraph(one, style) for one in said)])
    return made.getvalue()


def labelled(name: str, words: str) -> str:
    return f"<b>{name}:</b> {words}"


def read(data: bytes) -> Interview:
    interview = read_bytes_as(data, ".pdf")
    verify_account(interview)
    return interview


def turns(interview: Interview) -> list[tuple[str, str]]:
    return [(turn.speaker, " / ".join(p.text for p in turn.paragraphs)) for turn in interview.turns()]


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("style", [BODY, JUSTIFIED, INDENTED, HANGING], ids=lambda style: style.name)
def test_every_turn_is_put_together_again(columns: int, style: ParagraphStyle) -> None:
    interview = read(printed([labelled(*one) for one in TALK], style=style, columns=columns))
    assert turns(interview) == TALK


def test_bold_questions_without_labels() -> None:
    said = [f"<b>{words}</b>" if name == "Ann Ray" else words for name, words in TALK]
    interview = read(printed(said, columns=2))
    assert [words for _, words in turns(interview)] == [words for _, words in TALK]


def test_lines_are_pages_and_doubts_name_them() -> None:
    interview = read(printed([labelled(*one) for one in TALK]))
    lines = [turn.line for turn in interview.turns()]
    assert lines == sorted(lines)
    assert (lines[0], lines[-1]) == (1, 2)
    assert all("(page " in doubt.message for doubt in interview.doubts)


def running(canvas: Canvas, page: int) -> None:
    """A head that stands on the outer side of its page, and numbers under it."""
    canvas.drawString(60 if page % 2 else 430, 800, "Tower Times, the thirteenth volume")
    canvas.drawCentredString(A4[0] / 2, 30, f"Page {page} of 3" if page % 2 else f"– {page} –")
    canvas.saveState()
    canvas.rotate(90)
    canvas.drawString(300, -20, "made for the archive")
    canvas.restoreState()


@pytest.mark.parametrize("columns", [1, 2])
def test_running_heads_and_page_numbers_are_left_out_with_the_reason(columns: int) -> None:
    interview = read(printed([labelled(*one) for one in TALK * 2], columns=columns, head=running))
    assert turns(interview) == TALK * 2
    reasons = {one.reason for one in interview.dropped}
    assert {"page header", "page number", "upright text"} <= reasons


def shown(*lines: tuple[float, float, str], font: str = "Times-Roman", size: float = 11) -> bytes:
    """A page with each line where it is put."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    canvas.setFont(font, size)
    for x, y, words in lines:
        canvas.drawString(x, y, words)
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize(
    ("end", "begin", "becomes"),
    [
        ("it was extraor-", "dinarily cold in", "it was extraordinarily cold in"),
        ("these are the well-", "known stories of", "these are the well-known stories of"),
        ("we used the GPT-", "4 model of the", "we used the GPT-4 model of the"),
        ("the North-", "South line of the", "the North-South line of the"),
        ("so it was cold -", "very cold in the", "so it was cold - very cold in the"),
    ],
)
def test_words_divided_at_the_end_of_a_line_are_healed(end: str, begin: str, becomes: str) -> None:
    pad = "and the sea came in over the wall and"
    rows = [
        "Ann Ray: Is it well-known? And how cold",
        "is it out there?",
        f"Bo Lin: {pad}",
        f"{'x' * (46 - len(end))} {end}",
        f"{begin} winter that year.",
        "Ann Ray: And who rows across?",
        "Bo Lin: My aunt does, and nobody else.",
    ]
    interview = read(shown(*((60.0, 760.0 - 14 * n, row) for n, row in enumerate(rows))))
    assert becomes in turns(interview)[1][1]


def test_a_hyphen_that_goes_is_in_the_account() -> None:
    said = [labelled(name, words.replace("extraordinarily", "extraor\u00addinarily")) for name, words in TALK]
    interview = read(printed(said, columns=3, style=HYPHENATED))
    assert turns(interview) == TALK
    account = interview.account
    assert account is not None
    assert "".join(account.source[span.start : span.end] for span in account.spans) == account.source


def test_powers_and_marks_of_notes() -> None:
    last = "It is 10<super>6</super> times colder, at the end of the sea.<super>3</super>"
    interview = read(printed([labelled(*one) for one in [*TALK[:3], ("Bo Lin", last)]]))
    assert turns(interview)[-1][1] == "It is 10⁶ times colder, at the end of the sea."


def test_a_note_at_the_foot_of_a_page_is_left_out() -> None:
    def note(canvas: Canvas, page: int) -> None:
        canvas.drawString(60, 60, f"{page}) The light went out in the year {1990 + page}.")

    interview = read(printed([labelled(*one) for one in TALK[:6]], head=note))
    assert ("footnote", "1) The light went out in the year 1991.") in {
        (one.reason, one.text) for one in interview.dropped
    }


def test_chinese_lines_are_joined_without_a_space() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("zh", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK")
    answer = "一九九八年的春天，坐着运煤的船上去的。船长从来没有靠过岸，试了三次，才有人把缆绳扔给他，岛上只有一座塔。"
    said = [("林青", "你第一次上岛是哪一年？"), ("沈秉文", answer)] * 3
    interview = read(printed([f"{name}：{words}" for name, words in said], style=style, title=""))
    assert turns(interview) == said


def test_a_title_that_the_first_page_shows_is_the_title() -> None:
    said = [labelled(*one) for one in TALK]
    assert read(printed(said)).title == "The reef"
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.setTitle("Microsoft Word - draft7.doc")
    for number, (name, words) in enumerate(TALK[:4]):
        canvas.drawString(60, 700 - 40 * number, f"{name}: {words[:60]}")
    canvas.save()
    assert read_bytes_as(made.getvalue(), ".pdf").title != "Microsoft Word - draft7.doc"


def test_pictures_of_pages_are_refused() -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.rect(60, 60, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(NoInterviewError, match="no text layer"):
        read_bytes_as(made.getvalue(), ".pdf")


def test_a_locked_document_is_refused() -> None:
    data = printed([labelled(*one) for one in TALK], encrypt=StandardEncryption("secret"))
    with pytest.raises(SourceError, match="protected by a password"):
        read_bytes_as(data, ".pdf")


@pytest.mark.parametrize("keep", [9, 200, 1500])
def test_a_document_that_was_cut_off_is_refused_or_read(keep: int) -> None:
    data = printed([labelled(*one) for one in TALK])
    with pytest.raises(SourceError):
        read_bytes_as(data[:keep], ".pdf")


def bomb(forms: int, each: int) -> bytes:
    """Drawings that draw the next one many times: PDFium would be at it for days."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects.append(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    )
    objects.append("<</Length 5>>stream\n/X Do\nendstream")
    for number in range(forms):
        draws = "/X Do " * each
        uses = f"/Resources<</XObject<</X {6 + number} 0 R>>>>" if number < forms - 1 else ""
        objects.append(
            f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{uses}/Length {len(draws)}>>stream\n{draws}\nendstream"
        )
    parts, places = [b"%PDF-1.4\n"], []
    for number, body in enumerate(objects, start=1):
        places.append(sum(map(len, parts)))
        parts.append(f"{number} 0 obj{body}endobj\n".encode())
    start = sum(map(len, parts))
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    parts.append(f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{start}\n%%EOF".encode())
    return b"".join(parts)


def test_a_document_that_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duologue.interview.readers.pdf.MAX_SECONDS", 2)
    with pytest.raises(SourceError):
        read_bytes_as(bomb(12, 200), ".pdf")
