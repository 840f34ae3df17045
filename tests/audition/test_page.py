from pathlib import Path

from audition.auditions import page_of


def test_a_voice_is_told_in_the_pages_language(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert "<dd>女声 · low · 语速\u00a0−6%</dd>" in page
    assert "<dd>high</dd>" in page


def test_a_command_breaks_between_its_words_alone(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert (
        "<span>audition</span> <span>&#39;my</span> <span>article.md&#39;</span> <span>--choose</span>"
        in page
    )
