"""Show notes name people, voices, times and the source, and escape what is markup."""

from __future__ import annotations

from markdown_it import MarkdownIt

from duologue.programme.contents.notes import show_notes_html, show_notes_markdown
from shows import HOSTILE, manifest


def test_the_notes_say_who_when_where_and_how() -> None:
    notes = show_notes_markdown(manifest())
    for words in (
        "# 面包师的早晨：慢就是快",
        "- 陈晓（提问，配音 kokoro:zf\\_xiaobei）",
        "- 旁白（配音 kokoro:zm\\_yunjian）",
        "00:00:12 一、面要睡觉",
        "- 来源：街角",
        "- 发表于：2024-07-04",
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
    page = show_notes_html(hostile)
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
