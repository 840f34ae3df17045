"""The normal form in which what was read is compared with what is true: letters and digits alone."""

from __future__ import annotations

import html
import re
import unicodedata

_STAGE = re.compile(
    r"[\[(（【<‹*_]{1,2}\s*(?:大?笑(?:声|了|着|起来)?|笑い|웃음|laugh(?:s|ter|ing)?|chuckles?|applause|掌声|鼓掌|music|音乐|crosstalk|inaudible|听不清|pause|sighs?|众笑|哈哈+)[^\])）】>›]{0,12}[\])）】>›*_]{1,2}",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"[\[(（]?\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{3})?\b[\])）]?")
_TAGS = (
    "a|abbr|article|b|blockquote|br|center|cite|code|details|del|div|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|"
    "mark|ol|p|pre|q|rp|rt|ruby|s|section|small|span|strong|sub|summary|sup|table|tbody|td|th|time|tr|u|ul|video"
)
_TITLE_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}[章节部幕讲篇]分?|part\d{1,2}|0?\d{1,2})(?=\D)"
)


def plain(text: str) -> str:
    """A line of the source without its markup: links to their words, images, tags and footnote marks out."""
    text = re.sub(r"!\[[^\]]*\]\((?:[^()]|\([^()]*\))*\)(?:\{[^}]*\})?", " ", text)
    text = re.sub(r"<(?:br|hr)\s*/?>", " ", text)
    text = re.sub(r"<(rt|rp)>.*?</\1>", "", text)
    text = re.sub(r"\[\^[\w-]+\]", " ", text)
    for _ in range(2):
        text = re.sub(
            r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)", r"\1", text
        )
    text = re.sub(r"\[([^\[\]]+)\]\[[^\[\]]{0,40}\]", r"\1", text)
    text = re.sub(rf"</?(?:{_TAGS})\b[^<>]{{0,300}}>", "", text, flags=re.IGNORECASE)
    return html.unescape(text)


def norm(text: str) -> str:
    """Letters and digits of what is spoken, in small letters: no stage directions, no time codes."""
    text = unicodedata.normalize("NFKC", plain(text))
    return re.sub(r"[\W_]+", "", _CLOCK.sub(" ", _STAGE.sub(" ", text))).lower()


def bare(text: str) -> str:
    """Letters and digits of words that are read already, everything kept."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def title_form(text: str) -> str:
    """A title's normal form without its number."""
    return _TITLE_NUMBER.sub("", norm(text))
