"""The model's alphabet: the 114 symbols Kokoro-82M was trained on, and their token numbers."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

LONGEST = 500
"""Phonemes in one call: the model takes 510 tokens with 0 at both ends; the rest is margin."""

_TABLE = (
    (1, ";:,.!?"), (9, "—…\"()“”"), (16, " \u0303ʣʥʦʨᵝꭧAI"), (31, "O"), (33, "Q"), (35, "ST"), (39, "W"), (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"), (75, "βɔɕç"), (80, "ɖðʤə"), (85, "ɚɛɜ"), (90, "ɟ"), (92, "ɡ"), (99, "ɥ"), (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"), (118, "ɸθœ"), (123, "ɹ"), (125, "ɾɻ"), (128, "ʁɽʂʃʈʧ"), (135, "ʊʋ"), (138, "ʌɣɤ"), (142, "χʎ"), (147, "ʒʔ"),
    (156, "ˈˌː"), (162, "ʰ"), (164, "ʲ"), (169, "↓"), (171, "→↗↘"), (177, "ᵻ"),
)  # fmt: skip
VOCABULARY: dict[str, int] = {
    symbol: first + offset for first, symbols in _TABLE for offset, symbol in enumerate(symbols)
}


def tokens(phonemes: str) -> list[int]:
    """The token numbers of a phoneme string, without the 0 at both ends.

    Raises:
        KeyError: a symbol is not in the alphabet.
    """
    return [VOCABULARY[symbol] for symbol in phonemes]


def only_known(phonemes: str) -> str:
    """The phonemes without symbols the model does not know."""
    return "".join(symbol for symbol in phonemes if symbol in VOCABULARY)
