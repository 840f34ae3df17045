"""Pinyin syllables in the model's alphabet.

The table writes Standard Chinese as Kokoro-82M v1.0 was trained: initials and finals in IPA, the tone as an
arrow behind the vowel (→ first, ↗ second, ↓ third, ↘ fourth, none for the neutral tone).
"""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

from functools import lru_cache

_INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s", "": "",
}  # fmt: skip
# The 0 marks where the tone goes.
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0", "en": "ə0n", "eng": "ə0ŋ",
    "er": "ɚ0", "o": "wo0", "ong": "ʊ0ŋ", "ou": "ou0", "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ", "iao": "jau0",
    "ie": "je0", "in": "i0n", "ing": "i0ŋ", "iong": "jʊ0ŋ", "iou": "jou0", "u": "u0", "ua": "wa0", "uai": "wai0",
    "uan": "wa0n", "uang": "wa0ŋ", "uei": "wei0", "uen": "wə0n", "ueng": "wə0ŋ", "uo": "wo0", "ü": "y0", "üe": "ɥe0",
    "üan": "ɥɛ0n", "ün": "y0n", "io": "jɔ0", "ê": "ɛ0",
}  # fmt: skip
_WHOLE = {"o": "ɔ0", "m": "m0", "n": "n0", "ng": "ŋ0", "hm": "hm0", "hng": "hŋ0"}
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_SHORT = {"iu": "iou", "ui": "uei", "un": "uen"}
_Y_W = {
    "yi": "i", "ya": "ia", "yan": "ian", "yang": "iang", "yao": "iao", "ye": "ie", "yin": "in", "ying": "ing", "yong": "iong",
    "you": "iou", "yu": "ü", "yue": "üe", "yuan": "üan", "yun": "ün", "yo": "io", "wu": "u", "wa": "ua", "wai": "uai",
    "wan": "uan", "wang": "uang", "wei": "uei", "wen": "uen", "weng": "ueng", "wo": "uo",
}  # fmt: skip
_WITH_I = frozenset("bpmdtnljqx") | {"zh", "ch", "sh", "r", "z", "c", "s", ""}
_WITH_U_FINAL = frozenset("dtnlgkhrzcs") | {"zh", "ch", "sh", ""}
_WITH_Ü = frozenset("nljqx") | {""}


@lru_cache(maxsize=4096)
def syllable_phonemes(syllable: str) -> str:
    """One syllable with its tone digit, e.g. ``yuan2``; a final ``r`` (``wanr2``) is erhua.

    Raises:
        ValueError: it is not a syllable of Standard Chinese.
    """
    syllable = syllable.replace("v", "ü")
    plain, tone = syllable[:-1], _TONES.get(syllable[-1])
    if tone is None:
        raise ValueError(f"{syllable!r} has no tone")
    if plain in _WHOLE:
        return _WHOLE[plain].replace("0", tone)
    erhua = plain.endswith("r") and plain != "er"
    if erhua:
        plain = plain[:-1]
    initial, final = _divide(plain)
    if initial not in _INITIALS or final not in _FINALS or not _go_together(initial, final):
        raise ValueError(f"{syllable!r} is not a syllable of Standard Chinese")
    sound = _FINALS[final]
    if final == "i" and initial in {"zh", "ch", "sh", "r", "z", "c", "s"}:
        sound = "ɨ0"
    if erhua:
        sound = _rhotic(sound)
    return _INITIALS[initial] + sound.replace("0", tone)


def _go_together(initial: str, final: str) -> bool:
    """Whether Standard Chinese has syllables of the kind: j only with i or ü, g never."""
    if final[0] == "ü":
        return initial in _WITH_Ü
    if final[0] == "i":
        return (initial, final) == ("f", "iao") or (
            initial in _WITH_I and (final == "i" or (len(initial) < 2 and initial not in set("rzcs")))
        )
    if initial in {"j", "q", "x"}:
        return False
    return len(final) == 1 or final[0] != "u" or initial in _WITH_U_FINAL


def _divide(plain: str) -> tuple[str, str]:
    """Initial and full final: ``jiu`` → j, iou; ``yu`` → nothing, ü."""
    if plain in _Y_W:
        return "", _Y_W[plain]
    initial = next(
        (i for i in ("zh", "ch", "sh") if plain.startswith(i)), plain[0] if plain[0] in _INITIALS else ""
    )
    final = plain[len(initial) :]
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = "ü" + final[1:]
    if initial and final in _SHORT:
        final = _SHORT[final]
    return initial, {"ue": "üe"}.get(final, final) if initial in {"l", "n"} else final


def _rhotic(sound: str) -> str:
    """The final with a rhotic ending: -n and -i fall away before it."""
    head, _, tail = sound.partition("0")
    head = head[:-1] if head.endswith("i") and len(head) > 1 else head
    return f"{head}0{'ŋ' if tail == 'ŋ' else ''}ɚ"
