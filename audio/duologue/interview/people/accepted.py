"""Which of the things that may be labels are people."""

from __future__ import annotations

import re

from duologue.interview import clutter
from duologue.interview.people.labels import Form, key_of, name_like, reads_as_prose
from duologue.interview.people.names import initials, one_typo, paper_asks, role_word
from duologue.interview.people.tally import Found, introduces
from duologue.interview.words import NEITHER, SURNAMES, TITLED

_SEVERAL = re.compile(r"[&+/、]|\band\b")
_HANDLE = re.compile(r"(?:u/|@)[\w.-]{2,24}$|(?=\w{0,24}[\d_])[a-z][\w.-]{2,24}$")
"""A name of the kind that forums give: ``u/knot``, ``wool_gatherer``, ``thread99``."""
_NEVER = NEITHER - frozenset(("编辑", "記者"))


def accepts(one: Found, found: dict[str, Found], known: frozenset[str], lede: str) -> bool:
    """Whether a label is a person's.

    Args:
        one: the label.
        found: the commonest labels of the text.
        known: keys that are people's without further evidence.
        lede: the text before the dialogue.
    """
    if one.key in known:
        return True
    if Form.GIVEN in one.forms:
        return True
    if one.forms[Form.DASH] == one.count and one.count < 3:
        return False
    if role_word(one.key):
        return (
            one.key not in ("a", "r", "q", "me", "我")
            or one.forms[Form.LETTER] + one.forms[Form.COLON] + one.forms[Form.BOLD] + one.forms[Form.BRACKET]
            >= 1
            or (one.forms[Form.ALONE] >= 2 and {"q", "a"} <= found.keys())
        )
    if not one.timed and clutter.reason(f"{one.display}：…", clutter.Place.BODY) is not None:
        return False
    if paper_asks(one.key):
        return bool(one.forms[Form.COLON] + one.forms[Form.BRACKET] + one.forms[Form.BOLD])
    if one.headings == one.count and one.count < 3:
        return False
    parts = [part.strip() for part in _SEVERAL.split(one.display) if part.strip()]
    if len(parts) > 1 and all(
        key_of(part) in known or (key_of(part) in found and name_like(part) and not role_word(key_of(part)))
        for part in parts
    ):
        return True
    if one.key in _NEVER or one.key.rstrip("s") in _NEVER:
        return False
    if one.key.startswith(("http", "www.")) or one.key.isdigit():
        return False
    if _HANDLE.match(one.display):
        return any(other.count >= 3 and other.forms.keys() & one.forms.keys() for other in found.values())
    strong = one.forms[Form.COLON] + one.forms[Form.BRACKET] + one.forms[Form.BOLD] + one.timed
    if not name_like(one.display) and not (one.count >= 4 and one.forms[Form.BRACKET] >= 2):
        return False
    if (one.listed == one.count and not _in_lists(one, found)) or (
        one.count < 4 and reads_as_prose(one.display)
    ):
        return False
    if one.forms[Form.DASH] + one.forms[Form.LETTER] == one.count:
        return one.forms[Form.DASH] >= 3 and len(one.display) <= 24
    if strong == 0:
        return _alone(one, found)
    if one.count >= 2:
        return one.display[:1].isupper() or not one.display.isascii() or one.count >= 3
    return _single(one, found, lede)


def _in_lists(one: Found, found: dict[str, Found]) -> bool:
    """Whether a whole dialogue is kept as items of a list: hardly a label that comes back stands outside."""
    again = [other for other in found.values() if other.count >= 2 and name_like(other.display)]
    return one.count >= 2 and len(again) >= 2 and all(other.listed >= 0.7 * other.count for other in again)


def _alone(one: Found, found: dict[str, Found]) -> bool:
    """A name on a line of its own, without a colon: only where at least two of them take turns."""
    if one.display.isascii() and one.display[:1].islower():
        # A word of a program; people who write their name so put a colon after it.
        return False
    if one.count < 2 or one.display.endswith((".", "。", "?", "？", "!", "！")):
        return False
    others = [
        other
        for other in found.values()
        if other.forms[Form.ALONE] >= 2 and other.key != one.key and name_like(other.display)
    ]
    return bool(others)


def _single(one: Found, found: dict[str, Found], lede: str) -> bool:
    """A label that stands once: a person if others speak in the same form and the name is known or full."""
    if any(
        initials(other.display, one.display) or initials(one.display, other.display)
        for other in found.values()
        if other.key != one.key and len(min(one.display, other.display, key=len)) <= 4
    ):
        return True
    form = next(iter(one.forms))
    others = [
        other
        for other in found.values()
        if other.key != one.key
        and (other.count >= 2 or role_word(other.key))
        and other.forms[form]
        and other.key not in _NEVER
        and (role_word(other.key) or (name_like(other.display) and not reads_as_prose(other.display)))
    ]
    if not others:
        return False
    same_weight = any((other.bold > 0) == (one.bold > 0) for other in others)
    if not same_weight and not one.timed:
        return False
    if introduces(lede, one.display):
        return True
    words = one.display.split()
    latin = one.display.isascii()
    if latin:
        return (
            (len(words) in (2, 3, 4) and all(word[:1].isupper() for word in words))
            or one.timed > 0
            or (
                len(words) == 1
                and one.display[:1].isupper()
                and (
                    (one.display.isupper() and len(one.display) <= 4)
                    or _close_to(
                        one.key,
                        [
                            *others,
                            *(
                                other
                                for other in found.values()
                                if " " in other.key
                                and name_like(other.display)
                                and other.bold == other.count
                                and one.bold
                            ),
                        ],
                    )
                )
            )
        )
    named = len(one.display) <= 4 and one.display[0] in SURNAMES
    return named or one.display.endswith(TITLED) or "·" in one.display or one.timed > 0


def _ends(name: str) -> tuple[str, str]:
    """The first and the last name."""
    words = name.split()
    return words[0], words[-1]


def _close_to(key: str, others: list[Found]) -> bool:
    return any(
        one_typo(key, other.key)
        or any(key == word or (len(key) > 4 and one_typo(key, word)) for word in _ends(other.key))
        for other in others
    )
