# ruff: noqa: E501
"""How names are compared: keys, shapes, initials, slips of one character, words for the parts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from duologue.languages.reading import reading_words

BRACKETS = {
    "【": "】",
    "［": "］",
    "[": "]",
    "「": "」",
    "《": "》",
    "〈": "〉",
    "『": "』",
    "<": ">",
    "〔": "〕",
    "“": "”",
}


def is_wide_name(name: str) -> bool:
    """Whether most of a name is written in Chinese or Japanese characters."""
    return 2 * sum(char > "\u2e7f" for char in name) >= len(name)


_WORDS = reading_words()
ASKERS, ANSWERERS, NARRATORS = _WORDS.words("askers"), _WORDS.words("answerers"), _WORDS.words("narrators")
AUDIENCE = _WORDS.words("audience")
GROUPS, NEVER = _WORDS.words("groups"), _WORDS.words("never")
PARTS = ASKERS | ANSWERERS | NARRATORS
SEVERAL = re.compile(
    r"[&+/、，,]|(?:^|(?<=[\s]))(?:"
    + "|".join(map(re.escape, sorted(_WORDS.words("and"), key=len, reverse=True)))
    + r")(?=\s|$)|(?<=[\u4e00-\u9fff])[和与與及](?=[\u4e00-\u9fff])"
)
"""Between the names of several people."""
_STARTS = tuple(
    sorted((f"{word}{end}" for word in _WORDS.words("name_starts") for end in (" ", ". ")), reverse=True)
)
_ENDS = tuple(
    sorted((f", {word}{end}" for word in _WORDS.words("name_ends") for end in ("", ".")), reverse=True)
)
_PARTICLES = _WORDS.words("name_particles")
_SURNAMES = frozenset("".join(_WORDS.words("surnames")))
_TITLED = tuple(word for word in _WORDS.words("name_ends") if not word.isascii())
_ASKING_ENDS = tuple(_WORDS.words("asking_name_ends"))
_WIDE_PARTS = sorted(
    (word for word in ASKERS | ANSWERERS if word[0] > "\u2e7f" and len(word) > 1), key=len, reverse=True
)
_PROSE = re.compile(
    "|".join(
        sorted(
            map(re.escape, (w for w in _WORDS.words("prose_in_names") if is_wide_name(w))),
            key=len,
            reverse=True,
        )
    )
)
_PROSE_WORDS = frozenset(word for word in _WORDS.words("prose_in_names") if not is_wide_name(word))
_COUNTED = _WORDS.words("numbered")
_NO_NAMES = frozenset("问答問組组们者人员員甲乙丙丁")
"""What makes a longer word for a part of a shorter one, and no name."""
_NUMBER_TAIL = re.compile(r"\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})$")
_COUNTED_NAME = re.compile(r"([^\W\d]{2,16})(?:\s?\d{1,2}|\s[a-z])$")
_SITE = re.compile(r"\w\.(?:com|org|net|cn|io)\b")
_CODE = re.compile(
    r"[{}`=\\%<>#$~^]|\(\)|\w\.\w{3,}\.|\.(?:py|js|txt|md|html?|json|ya?ml|cpp?|h|rst|exe|sh)$|::|->|^--?\w"
)
_SENTENCE = re.compile(r"[。，；！？、\"“”]|[的了吗](?=.{3})|[说讲道称是为有了的吗]$")


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """A name without case, width, marks around it, titles or the number of a question."""
    key = unicodedata.normalize("NFKC", name).strip().strip("*_·•-–—:：.").strip()
    for opening, closing in BRACKETS.items():
        if key.startswith(opening) and key.endswith(closing):
            key = key[1:-1].strip()
    folded = " ".join(key.casefold().split())
    folded = next(
        (folded[len(start) :] for start in _STARTS if folded.startswith(start) and len(folded) > len(start)),
        folded,
    )
    folded = next((folded[: -len(end)] for end in _ENDS if folded.endswith(end)), folded)
    short = _NUMBER_TAIL.sub("", folded)
    return short if short in _COUNTED else folded


@lru_cache(maxsize=65536)
def divided_part(name: str) -> tuple[str, str]:
    """The word for a part that stands before a name, and the name: ``主持人Vincent``, ``主持人 弘君``, ``Host Ann``."""
    if key_of(name) in PARTS:
        return "", name
    first, _, rest = name.partition(" ")
    if (
        rest
        and first.casefold() in ASKERS | ANSWERERS
        and len(first) > 1
        and rest[:1].upper() == rest[:1]
        and not rest[:1].isdigit()
    ):
        return first, rest.strip()
    for word in _WIDE_PARTS:
        if name.startswith(word) and len(name) > len(word):
            rest = name[len(word) :].strip(" ·:：")
            return (word, rest) if rest and not rest[0].isdigit() and rest not in _NO_NAMES else ("", name)
    return "", name


def shape_of(name: str) -> str:
    """What a name looks like: one word for the evidence of labels."""
    plain = name.strip()
    if not any(char.isalpha() for char in plain):
        return "no letters"
    if _SITE.search(plain):
        return "an address"
    if _CODE.search(plain):
        return "code"
    if is_wide_name(plain):
        if "·" in plain or "・" in plain:
            return "a foreign name in characters"
        if _SENTENCE.search(plain) or _PROSE.search(plain):
            return "words of a sentence"
        if len(plain) <= 4:
            return (
                "a Chinese name"
                if plain[0] in _SURNAMES
                else "two to four characters"
                if len(plain) > 1
                else "one character"
            )
        return (
            "five to eight characters"
            if len(plain) <= 8
            else "nine to fourteen characters"
            if len(plain) <= 14
            else "many characters"
        )
    if any(char > "\u2e80" for char in plain):
        return "letters and characters, short" if len(plain) <= 12 else "letters and characters, long"
    words = plain.replace("/", " ").replace("+", " ").split()
    if len(words) > 6 or len(plain) > 48:
        return "many words"
    if any(word.casefold() in _PROSE_WORDS for word in words):
        return "words of a sentence"
    if len(words) == 1:
        return (
            "a letter" if len(plain) == 1 else "initials" if plain.isupper() and len(plain) <= 4
            else "capitals" if plain.isupper() else "a capitalised word" if plain[0].isupper() and len(plain) <= 24
            else "a handle" if any(char in "_/@" or char.isdigit() for char in plain) else "a small word"
        )  # fmt: skip
    if all(word[0].upper() == word[0] or word.casefold() in _PARTICLES for word in words):
        return "two or three capitalised words" if len(words) <= 3 else "four to six capitalised words"
    return "two words" if len(words) == 2 else "several words"


def name_like(name: str) -> bool:
    """Whether a name has the shape of a person's, a paper's or a part's."""
    return shape_of(name) not in (
        "no letters",
        "code",
        "words of a sentence",
        "many words",
        "many characters",
    )


def numbered_stem(key: str) -> str:
    """What stands before the number of a counted name: ``speaker`` of ``speaker 2``; empty for others."""
    found = _COUNTED_NAME.match(key)
    return found[1] if found else ""


def titled_name(name: str) -> bool:
    """Whether a name in characters ends with a title: ``林老师``."""
    return name.endswith(_TITLED) and len(name) > 1


def asks_by_name(key: str) -> bool:
    """Whether a key ends as a paper's or a reporter's does: ``晚报记者``, ``harbour times``."""
    return 2 < len(key) <= 40 and key.endswith(_ASKING_ENDS) and key not in NEVER


def initials(name: str, letters: str) -> bool:
    """Whether `letters` are the initials of `name`, or of its end."""
    words = [word for word in re.split(r"[\s·-]+", name) if word]
    own = "".join(word[0] for word in words).upper()
    camel = "".join(re.findall(r"[A-ZÀ-Ý]", name.title()))
    return (len(letters) >= 2 and letters.upper() in (own, camel)) or (
        len(letters) >= 2 and own.endswith(letters.upper())
    )


def one_slip(one: str, other: str) -> bool:
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
