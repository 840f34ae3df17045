"""Surnames that are read otherwise than the character mostly is: 单总, 老解, 记者查晓芸."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from duologue.speech.phonemes.lists import lists
from duologue.speech.phonemes.setting import Setting

_FAMILIAR = ("老", "小")
_NOT_FAMILIAR = frozenset("区任乐应强宁石种员盛曲华")
"""Not read as surnames behind 小, where they are other words or the end of a first name (小区, 小乐)."""
_OTHER_WORDS = frozenset(
    ["小曲", "老强", "小令", "老令", "小都", "老石", "小石", "小葛", "老葛", "小撒", "老撒"]
)
_STOPS = '，。！？；：、,.!?;:（(—…“”"\n'


@dataclass(frozen=True, slots=True)
class _Names:
    """The lists of `mandarin_names.yaml`."""

    surnames: dict[str, str]
    titles: frozenset[str]
    verbs: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]
    given: frozenset[str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    found = lists("mandarin_names.yaml")
    pairs = (pair.split() for pair in found["surnames"].split(","))
    return _Names(
        dict(pairs),
        frozenset(found["titles"].split()),
        frozenset(found["verbs"].split()),
        frozenset(found["before"].split()),
        frozenset(found["behind"].split()),
        frozenset("".join(found["given"].split())),
    )


def surname_reading(name: str) -> str | None:
    """The reading of the surname that a name begins with, where it has one of its own."""
    return _names().surnames.get(name[:1])


def surname_after(word: str) -> str | None:
    """The reading of the surname in a word like 小解 or 老查; None where the word is another (小区)."""
    if word in _OTHER_WORDS or word[1] in _NOT_FAMILIAR:
        return None
    return surname_reading(word[1])


def as_surname(setting: Setting) -> str | None:
    """The reading of a character that is a surname where it stands; None where it is not a surname."""
    names = _names()
    character = setting.character
    reading = names.surnames.get(character)
    if reading is None:
        return None
    if setting.before.endswith("姓") and setting.before not in ("百姓", "老百姓"):
        return reading
    if _before_title(setting, names) or _familiar(setting) or _full_name(setting, names):
        return reading
    return None


def _before_title(setting: Setting, names: _Names) -> bool:
    """单总, 仇大夫, 查某某; but 任院长 only where a name can begin."""
    after = setting.after
    if after == "某":
        return setting.second in ("某", "人", "", "说", "的", "在", "是", "称", "和")
    if after not in names.titles:
        return False
    if setting.character in names.verbs or len(after) == 1:
        return not setting.before or setting.before in names.before
    return True


def _familiar(setting: Setting) -> bool:
    """老单说, 小解今年: behind 老 or 小, before no noun that the two would describe."""
    if setting.before not in _FAMILIAR:
        return False
    return setting.before == "老" or setting.character not in _NOT_FAMILIAR


def _full_name(setting: Setting, names: _Names) -> bool:
    """A surname and a first name of one or two of the usual characters, and a sign that somebody is meant."""
    rest = setting.words[setting.index + 1 :]
    for taken in (1, 2):
        given = "".join(rest[:taken])
        if len(rest) < taken or not 1 <= len(given) <= 2 or not names.given.issuperset(given):
            continue
        behind = rest[taken] if taken < len(rest) else ""
        closed = not behind and (not setting.right or setting.right[0] in _STOPS)
        opens = not setting.before and (not setting.left or setting.left[-1] in _STOPS)
        told = setting.before in names.before
        acts = behind in names.behind
        if setting.character in names.verbs:
            if (told or opens) and (acts or closed) and len(given) == 2:
                return True
        elif (told or opens or acts) and (acts or closed):
            return True
    return False
