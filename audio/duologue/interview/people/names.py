"""How two names are compared: initials, slips of one character, and words for the parts."""

from __future__ import annotations

import re

from duologue.interview.words import INTERVIEWEE, INTERVIEWER


def role_word(key: str) -> bool:
    """Whether a key is a word for a part, such as ``host`` or ``答``."""
    return key in INTERVIEWER or key in INTERVIEWEE or key.startswith("audience ")


def paper_asks(key: str) -> bool:
    """Whether a key is a paper and its part, such as ``晚报记者``."""
    return 3 < len(key) <= 16 and key.endswith(("记者", "記者"))


def initials(name: str, letters: str) -> bool:
    """Whether `letters` are the initials of `name`, or of its end."""
    words = [word for word in re.split(r"[\s-]+", name) if word]
    own = "".join(word[0] for word in words).upper()
    return len(letters) >= 2 and (own == letters or own.endswith(letters))


def one_typo(one: str, other: str) -> bool:
    """Whether the two differ by one character left out, put in, changed or swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        swapped = one[:at] + one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
        return one[at + 1 :] == other[at + 1 :] or swapped == other
    return one[at:] == other[at + 1 :]
