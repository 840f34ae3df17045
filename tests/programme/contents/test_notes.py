"""Show notes name people, voices, times and the source, and escape what is markup."""

from __future__ import annotations

from markdown_it import MarkdownIt

from duologue.programme.contents.notes import show_notes_markdown
from duologue.programme.manifest import LinkEntry
from duologue.publish.description import description_of
from shows import HOSTILE, manifest


def test_the_notes_say_who_when_where_and_how() -> None:
    notes = show_notes_markdown(manifest())
    for words in (
        "# 面包师的早晨：慢就是快",
        "- 陈晓（提问，配音 kokoro:zf\\_xiaobei）",
        "- 旁白（配音 kokoro:zm\\_yunjian）",
        "00:00:12 一、面要睡觉",
        "- 来源：街角",
        "- 发表于：2024年7月4日",
        "[阅读原文](<https://example.org/mian-bao?a=1&b=2>)",
        "人工智能合成",
    ):
        assert words in notes
    assert notes.count(manifest().disclosure.comment) == 1


def test_markup_in_an_interview_is_text_in_the_notes() -> None:
    hostile = manifest("x", HOSTILE, summary="# not a *heading* <b>", url="javascript:alert(1)")
    tokens = MarkdownIt().parse(show_notes_markdown(hostile))
    inline = [child.type for token in tokens for child in token.children or []]
    assert not {"html_inline", "em_open", "image", "link_open"} & set(inline)
    assert "html_block" not in {token.type for token in tokens}
    page = description_of(hostile).short
    assert "<script" not in page
    assert "<b>" not in page
    assert "javascript" not in page


def test_an_episode_that_knows_little_has_short_notes() -> None:
    bare = manifest(
        source=None, url=None, authors=(), published=None, summary="", chapters=manifest().chapters[:1]
    )
    notes = show_notes_markdown(bare)
    assert "来源" not in notes
    assert "章节" not in notes


def test_english_episodes_have_english_notes() -> None:
    assert "## In conversation" in show_notes_markdown(manifest(language="en-US"))


def test_dates_are_written_as_people_of_the_language_write_them() -> None:
    assert "Published: July 4, 2024" in show_notes_markdown(manifest(language="en-US"))
    assert "Published: 4 July 2024" in show_notes_markdown(manifest(language="en-GB"))


def test_what_the_article_links_to_is_mentioned_and_nothing_that_is_no_web_address() -> None:
    links = (
        LinkEntry(title="The *ledger* <of> heat", url="https://example.org/ledger?a=1&b=2"),
        LinkEntry(title="x", url="javascript:alert(1)"),
    )
    linked = manifest(links=links)
    assert r"- [The \*ledger\* \<of\> heat](<https://example.org/ledger?a=1&b=2>)" in show_notes_markdown(
        linked
    )
    page = description_of(linked).short
    assert '<a href="https://example.org/ledger?a=1&amp;b=2">The *ledger* &lt;of&gt; heat</a>' in page
    assert "javascript" not in page + show_notes_markdown(linked)
    assert "文中提到" not in show_notes_markdown(manifest())
