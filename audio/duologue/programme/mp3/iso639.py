"""The three-letter language codes that ID3 asks for (ISO 639-2, terminological where there are two)."""

from __future__ import annotations

_CODES = {
    "ar": "ara",
    "bg": "bul",
    "bn": "ben",
    "ca": "cat",
    "cs": "ces",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "et": "est",
    "fa": "fas",
    "fi": "fin",
    "fr": "fra",
    "he": "heb",
    "hi": "hin",
    "hr": "hrv",
    "hu": "hun",
    "id": "ind",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "lt": "lit",
    "lv": "lav",
    "ms": "msa",
    "nb": "nob",
    "nl": "nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sk": "slk",
    "sl": "slv",
    "sr": "srp",
    "sv": "swe",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "ur": "urd",
    "vi": "vie",
    "yue": "zho",
    "zh": "zho",
}


def iso639_2(language: str) -> str:
    """The code of a BCP 47 language: `zh-CN` is ``zho``; ``und`` (undetermined) if it is not known."""
    primary = language.lower().replace("_", "-").split("-")[0]
    if primary in _CODES:
        return _CODES[primary]
    return primary if len(primary) == 3 and primary.isascii() and primary.isalpha() else "und"
