"""What a person sees who opens the feed in a browser: a style sheet that explains it.

CSS and not XSLT, which browsers are taking out.
"""

from __future__ import annotations

from duologue.languages.page import page_words
from duologue.publish.document import asset

STYLESHEET_NAME = "feed.css"


def feed_stylesheet(language: str) -> str:
    """`feed.css`, with a heading and a sentence in the show's language."""
    words = page_words(language).feed
    heading, about = _string(words.heading), _string(words.about)
    return (
        f"{asset('feed.css')}rss::before {{ content: {heading}; }}\nchannel::before {{ content: {about}; }}\n"
    )


def _string(text: str) -> str:
    """A text as a string of CSS."""
    escaped = "".join(f"\\{ord(c):x} " if c in "\\\"'<>&\n\r\f" else c for c in text)
    return f'"{escaped}"'
