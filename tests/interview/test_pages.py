"""The article of a saved page is read, and nothing around it, whatever the site."""

from __future__ import annotations

import pytest

from duologue.interview import read_text, verify_account
from duologue.model import Role
from interview import layouts, pages


def rows_of(dialogue: layouts.Dialogue) -> list[tuple[str, str]]:
    """Who says what: the lede, then each question and the first paragraph of its answer."""
    pairs = [pair for q, a in dialogue.pairs for pair in ((dialogue.asker, q), (dialogue.answerer, a[0]))]
    return [("", dialogue.lede), *pairs]


@pytest.mark.parametrize("language", layouts.DIALOGUES)
@pytest.mark.parametrize("site", pages.PAGES)
def test_only_the_article_is_spoken(site: str, language: str) -> None:
    dialogue = layouts.DIALOGUES[language]
    rows = rows_of(dialogue)
    interview = read_text(pages.PAGES[site](dialogue.title, rows))
    told = [
        ("" if turn.role is Role.NARRATOR else turn.speaker, paragraph.text)
        for turn in interview.turns()
        for paragraph in turn.paragraphs
    ]
    assert told == rows
    assert interview.title == dialogue.title
    assert any(pages.FURNITURE in one.text for one in interview.dropped)
    verify_account(interview)


@pytest.mark.parametrize("site", pages.PAGES)
def test_scripts_and_styles_are_neither_spoken_nor_counted(site: str) -> None:
    dialogue = layouts.EN
    page = pages.PAGES[site](dialogue.title, rows_of(dialogue)).replace(
        "</body>", "<script>var secret = 'Ann: no?'</script><style>p::before{content:'secret'}</style></body>"
    )
    account = read_text(page).account
    assert account is not None
    assert "secret" not in account.source


def test_a_page_nested_beyond_reason_is_read_without_choosing() -> None:
    rows = rows_of(layouts.EN)
    page = pages.bare(layouts.EN.title, rows).replace("<body bgcolor=white>", "<body>" + "<div>" * 300)
    assert any(turn.speaker == layouts.EN.asker for turn in read_text(page).turns())


def rows(count: int, write: str) -> str:
    """A talk of `count` exchanges, no two of them alike; `write` says how a paragraph is set."""
    return "".join(
        write.format(f"<b>Ann Ray:</b> Question {n}, of {n * 7919 % 10007}?")
        + write.format(f"<b>Bo Lin:</b> Answer {n}, by {n * 104729 % 10007}.")
        for n in range(count)
    )


@pytest.mark.parametrize("count", [100, 400, 1200])
@pytest.mark.parametrize(
    ("write", "around"),
    [
        ("<p>{}</p>", "<html><head><title>Harbour</title></head><body>{}</body></html>"),
        (
            "<div><p>{}</p></div>",
            "<html><body><ul><li>Home</li></ul>{}<div class='footer'>(c)</div></body></html>",
        ),
        ("<tr><td>{}</td></tr>", "<html><body><table>{}</table></body></html>"),
        ("{}<br><br>", "<html><body>{}</body></html>"),
        ("<section>{}</section>", "<html><body><div><div>{}</div></div></body></html>"),
    ],
)
def test_nothing_of_a_long_page_is_lost(write: str, around: str, count: int) -> None:
    interview = read_text(around.format(rows(count, write)))
    assert len(interview.turns()) == 2 * count
    assert interview.turns()[-1].paragraphs[0].text.startswith(f"Answer {count - 1},")
