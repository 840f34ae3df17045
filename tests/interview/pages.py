# ruff: noqa: E501
"""Saved pages of our own making: one dialogue inside the furniture of five kinds of sites."""

from __future__ import annotations

from collections.abc import Callable

FURNITURE = "Ferry timetable"
"""Words that stand only outside the article, in every page."""


def _links(*words: str) -> str:
    return "".join(f"<li><a href='/{number}'>{word}</a></li>" for number, word in enumerate(words))


_MENU = _links("Home", FURNITURE, "Sport", "Culture", "Weather", "Jobs", "Subscribe", "Sign in")
_RELATED = _links(
    f"{FURNITURE}: why the first boat will leave later this winter",
    "The baker who counts in twelves and never burns a loaf",
    "Five harbours that froze over and what became of their boats",
)
_COMMENTS = "".join(
    f"<div class='{{box}}'><b>{name}</b> <span>{day} March</span><p>{text}</p></div>"
    for name, day, text in (
        (
            "gullwatcher",
            3,
            f"My uncle had his watch repaired there. {FURNITURE} is wrong, by the way, as it is every spring.",
        ),
        (
            "Oakum",
            4,
            "What does he do with clocks that nobody collects? I would have asked him that, would you not?",
        ),
        (
            "tidewaiter",
            4,
            "Lovely piece. I walk past the shop each morning and never dared to go in, but now I shall.",
        ),
    )
)


def wechat(title: str, rows: list[tuple[str, str]]) -> str:
    """A saved WeChat page: `#js_content`, nested section, span and strong, cards and a code to scan."""
    body = "".join(
        "<section style='margin: 0 8px;'><section><p style='text-align: justify;'>"
        + (f"<span style='color: rgb(0,0,0);'><strong><span>{who}：</span></strong></span>" if who else "")
        + f"<span leaf=''>{text}</span></p></section></section><section><p><br/></p></section>"
        for who, text in rows
    )
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title></title><meta property='og:title' content='{title}'>"
        "<script>var biz = 'x'; if (1 < 2) document.write('<p>no</p>');</script><style>p{}</style></head>"
        "<body class='zh_CN'><div id='js_article' class='rich_media'><div class='rich_media_inner'>"
        f"<h1 class='rich_media_title' id='activity-name'>\n  {title}\n </h1>"
        "<div id='meta_content'><span>原创</span> <a id='js_name'>海港周刊</a> <em id='publish_time'>2024-07-04 08:00</em></div>"
        f"<div class='rich_media_content' id='js_content' style='visibility: hidden;'>{body}</div></div>"
        f"<div id='js_pc_qr_code'><p>微信扫一扫关注该公众号</p></div><p>{FURNITURE}</p><script>report()</script></div></body></html>"
    )


def news(title: str, rows: list[tuple[str, str]]) -> str:
    """A newspaper: navigation, a side column, related articles, comments, a footer; classes without a meaning."""
    body = "".join(f"<p>{f'<strong>{who}:</strong> ' if who else ''}{text}</p>" for who, text in rows)
    half = len(body) // 2
    half = body.find("<p>", half)
    advert = "<div class='x-slot'><p>Advertisement</p></div>"
    return (
        f"<html><head><title>{title} | The Harbour Post</title></head><body><header><div class='top'><ul>{_MENU}</ul></div></header>"
        f"<div class='wrap'><div class='col-8'><h1>{title}</h1><div class='story'>{body[:half]}{advert}{body[half:]}</div></div>"
        f"<div class='col-4'><h3>Most read</h3><ul>{_RELATED}</ul><p>{FURNITURE}: the winter plan is in force until April.</p></div></div>"
        f"<div class='more'><h3>You may also like</h3><ul>{_RELATED}</ul></div>"
        f"<div class='responses'><h3>3 comments</h3>{_COMMENTS.format(box='c')}</div>"
        f"<footer><p>© The Harbour Post. {FURNITURE}. All rights reserved.</p></footer></body></html>"
    )


def forum(title: str, rows: list[tuple[str, str]]) -> str:
    """A thread: the first post is the interview, replies follow; tables and signatures as forums have them."""
    post = "<br><br>".join(f"{f'<b>{who}:</b> ' if who else ''}{text}" for who, text in rows)
    return (
        f"<html><head><title>{title} - Harbour Forum</title></head><body><div id='top'><ul>{_MENU}</ul></div>"
        "<table class='board'><tr><td class='user'><p>keeper</p><p>Posts: 214</p><p>Joined: 2011</p></td>"
        f"<td class='text'><h2>{title}</h2><div id='post_1' class='body'>{post}</div></td></tr></table>"
        f"<div class='replies'>{_COMMENTS.format(box='reply')}</div><p>{FURNITURE}</p></body></html>"
    )


def blog(title: str, rows: list[tuple[str, str]]) -> str:
    """A blog with a cookie notice above everything and a newsletter form below the post."""
    body = "".join(f"<p>{f'<em>{who}:</em> ' if who else ''}{text}</p>" for who, text in rows)
    notice = (
        "We use cookies and similar methods to recognise visitors and remember their preferences. We also use them to measure how "
        "our pages are read. By using this site you accept these methods. You may change your choice at any time in the settings."
    )
    return (
        f"<html><head><title>{title}</title></head><body><div id='cc-main' role='dialog'><div class='cc'><p>{notice}</p>"
        f"<button>Accept</button></div></div><div id='page'><div id='head'><ul>{_MENU}</ul></div><main><article class='post-17 hentry'>"
        f"<h1 class='t'>{title}</h1>{body}</article><div class='mc_embed'><p>Join 4,000 readers of our letters about {FURNITURE}.</p>"
        f"<form><input name='e'><button>Go</button></form></div></main><div id='colophon'><p>{FURNITURE}</p></div></div></body></html>"
    )


def bare(title: str, rows: list[tuple[str, str]]) -> str:
    """No tag or class that says anything: divisions and fonts only, as old pages are."""
    body = "".join(
        f"<div>{f'<b>{who}:</b> ' if who else ''}<font size=3>{text}</font></div><div><br></div>"
        for who, text in rows
    )
    menu = " | ".join(
        f"<a href='/{n}'>{word}</a>" for n, word in enumerate(("Home", FURNITURE, "Links", "Guestbook"))
    )
    return (
        f"<html><head><title>{title}</title></head><body bgcolor=white><div><center>{menu}</center></div>"
        f"<div><div><font size=5>{title}</font></div><div>{body}</div></div>"
        f"<div><center>{menu}</center><div><font size=1>{FURNITURE}. Last changed in 2003.</font></div></div></body></html>"
    )


PAGES: dict[str, Callable[[str, list[tuple[str, str]]], str]] = {
    "wechat": wechat,
    "news": news,
    "forum": forum,
    "blog": blog,
    "bare": bare,
}
