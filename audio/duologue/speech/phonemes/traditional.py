"""Traditional characters to simplified ones, by OpenCC's dictionaries: so that the words are found in ours.

Only what keeps the number of characters is taken, so that every syllable stays with its written character.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from duologue.errors import EngineError


def to_simplified(text: str) -> str:
    """The text in simplified characters, one for one.

    Raises:
        EngineError: OpenCC is not installed.
    """
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(one if len(one) == 1 else c for c in text for one in (_converter().convert(c),))


@lru_cache(maxsize=1)
def _converter() -> Any:
    try:
        from opencc import OpenCC
    except ImportError:
        raise EngineError("traditional characters need OpenCC: pip install 'duologue[offline]'") from None
    return OpenCC("tw2s")
