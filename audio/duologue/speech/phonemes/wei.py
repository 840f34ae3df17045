"""为: wèi before whom something is done for, wéi where something is, becomes or is seen as something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from duologue.speech.phonemes.lists import lists
from duologue.speech.phonemes.segment import kind_of
from duologue.speech.phonemes.setting import Setting

BE, FOR = "wei2", "wei4"
_CLAUSE = re.compile("[，。；：、！？,:;]")
_END = "，。；：！？、”」\n)）"
_TAKING = re.compile("(?<![可所难足])以")
_CALLED = re.compile("[称视认]")
_PASSIVE = re.compile("[被把将]")
_LATIN_RUN = re.compile(r"[A-Za-z0-9 .\-（）()“”\"]+")
_NO_ACTION = frozenset(["是", "有", "为", "等", "在", "到", "可"])


@dataclass(frozen=True, slots=True)
class _Lists:
    helpers: frozenset[str]
    helper_ends: tuple[str, ...]
    measures: frozenset[str]
    changes: frozenset[str]
    labels: frozenset[str]
    benefits: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    found = {name: words.split() for name, words in lists("polyphone_wei.yaml").items()}
    return _Lists(
        frozenset(found["helpers"]),
        tuple(found["helper_ends"]),
        frozenset(found["measures"]),
        frozenset(found["changes"]),
        frozenset(found["labels"]),
        frozenset(found["benefits"]),
    )


@dataclass(frozen=True, slots=True)
class WeiVerdict:
    """A reading, and which observation it rests on."""

    reading: str
    why: str


def action_behind(setting: Setting) -> int:
    """What the clause says behind the object of 为: 2 something done for it, 1 some verb, 0 none."""
    benefits = _lists().benefits
    rest = setting.words[setting.index + 1 :]
    for at, word in enumerate(rest[1:], 1):
        following = rest[at + 1] if at + 1 < len(rest) else ""
        if word in benefits:
            return 2
        if (
            kind_of(word)[:1] == "v"
            and word not in _NO_ACTION
            and following != "的"
            and kind_of(following)[:1] != "u"
        ):
            return 1
    latin = _LATIN_RUN.match(setting.right)
    behind = setting.right[latin.end() :] if latin else ""
    return (
        2
        if any(behind.startswith(verb) or behind[1:].startswith(verb) for verb in benefits if len(verb) > 1)
        else 0
    )


def verdict(setting: Setting) -> WeiVerdict:
    """How 为 is read where it stands, by rule."""
    known = _lists()
    before, after, right = setting.before, setting.after, setting.right.lstrip()
    head = _CLAUSE.split(setting.left + "".join(setting.words[: setting.index]))[-1].strip()
    if not after and (not right or right[0] in _END):
        return WeiVerdict(BE, "end")
    action = action_behind(setting)
    so_far = setting.words[: setting.index]
    if "以" in so_far[-8:] or "以此" in so_far[-4:] or (head and _TAKING.search(setting.left[-12:])):
        if after in known.labels:
            return WeiVerdict(BE, "take as")
        if not action:
            return WeiVerdict(BE, "take")
    helped = before in known.helpers or before.endswith(known.helper_ends)
    if after in known.labels and head and not helped:
        return WeiVerdict(BE, "label")
    if before in known.changes:
        return WeiVerdict(BE, "change")
    if before in known.measures:
        return WeiVerdict(FOR if action == 2 else BE, "measure")
    if before in ("是否", "可能", "如果", "若", "其", "曾", "即"):
        return WeiVerdict(FOR if action else BE, "perhaps")
    if helped:
        return WeiVerdict(FOR, "helper")
    if _CALLED.search(head) and action < 2:
        return WeiVerdict(BE, "called")
    return _by_kind(setting, head, action)


def _by_kind(setting: Setting, head: str, action: int) -> WeiVerdict:
    """By the part of speech of the word before it, where no list decides."""
    kind = kind_of(setting.before)[:1]
    if len(setting.before) > 1 and kind == "v":
        return WeiVerdict(BE if action < 2 or _PASSIVE.search(head) else FOR, f"verb {action}")
    if kind == "r" or not head or action or kind in {"d", "c", "p"}:
        return WeiVerdict(FOR, "pronoun" if kind == "r" else "open" if not head else f"rest {action}")
    return WeiVerdict(BE, "noun")
