"""The marks of a script, and how a text that holds them is written."""

from __future__ import annotations

import re

LABEL = re.compile(r"(?:\\.|[^\\:：\n]){1,200}[:：]")
"""A paragraph's beginning up to its first colon."""
_SPECIAL = re.compile(r"[\\*_`\[\]{}<>|#\r]")
_ESCAPED = re.compile(r"\\(.)")


def escape(text: str, *, label: bool = False) -> str:
    """`text` with a backslash before every mark; in a label, before colons too."""
    escaped = _SPECIAL.sub(
        lambda found: "\\" + ("r" if found.group() == "\r" else found.group()), text
    ).replace("\n", "\\n")
    return escaped.replace(":", "\\:").replace("：", "\\：") if label else escaped


def plain(escaped: str) -> str:
    """What an escaped text means."""
    return _ESCAPED.sub(lambda found: {"n": "\n", "r": "\r"}.get(found.group(1), found.group(1)), escaped)
