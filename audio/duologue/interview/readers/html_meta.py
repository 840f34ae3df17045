"""What a page says about itself: title, date, publication, author, address, picture."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from lxml import etree

from duologue.interview.blocks import Meta
from duologue.interview.readers.dates import parse_date


def page_meta(tree: etree._Element) -> Meta:
    """The metadata of a whole page."""

    def first(*paths: str) -> str | None:
        for path in paths:
            found = tree.xpath(path)
            for value in found if isinstance(found, list) else []:
                text = (
                    value
                    if isinstance(value, str)
                    else "".join(str(part) for part in value.itertext())
                    if isinstance(value, etree._Element)
                    else ""
                )
                if text.strip():
                    return " ".join(text.split())
        return None

    title = first("//title")
    # Sites append their name to a page's title.
    short = re.split(r"\s[|–—·-]\s|_", title)[0].strip() if title else None
    day = first(
        "//meta[@property='article:published_time']/@content",
        "//meta[@name='date']/@content",
        "//*[@id='publish_time']",
        "//time/@datetime",
    )
    author = first(
        "//meta[@name='author']/@content",
        "//*[@id='js_author_name']",
        "//meta[@property='article:author']/@content",
    )
    return Meta(
        title=first(
            "//*[@id='activity-name']",
            "//meta[@property='og:title']/@content",
            "//article//h1",
            "//h1",
        )
        or short,
        published=parse_date(day) if day else None,
        source=first("//*[@id='js_name']", "//meta[@property='og:site_name']/@content"),
        url=first("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
        authors=(author,) if author and not author.startswith("http") else (),
        markup_language=first(
            "/html/@lang",
            "/html/@*[local-name()='lang']",
            "//meta[@http-equiv='content-language' or @http-equiv='Content-Language']/@content",
            "//article/@lang",
            "//meta[@property='og:locale']/@content",
        ),
        picture=first(
            "//meta[@property='og:image']/@content",
            "//meta[@name='twitter:image']/@content",
            "//article//img/@data-src",
            "//article//img[not(starts-with(@src, 'data:'))]/@src",
            "//img/@data-src",
            "//img[not(starts-with(@src, 'data:'))]/@src",
        ),
    )


def over(own: Meta, page: Meta) -> Meta:
    """What front matter says, and what the page says where that is silent."""
    given = {one.name: getattr(own, one.name) for one in fields(Meta)}
    return replace(page, **{name: value for name, value in given.items() if value})
