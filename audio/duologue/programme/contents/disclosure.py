"""Saying that the voices are synthetic: aloud, in the description, and for machines.

Apple asks for it in the sound and in the metadata, China for a spoken and an implicit label (2025-09-01), the
EU (AI Act, Art. 50) for a machine-readable mark. Everything that says it is made here, so that one setting
decides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from duologue.languages.page import page_words

PRODUCER = "Duologue"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one episode says about its voices.

    Attributes:
        spoken: the line said at the start; None when the maker of the show has switched it off.
        comment: the sentence for descriptions, notes and the ID3 comment.
        aigc: the implicit label of China's rules of 2025-09-01, ASCII JSON, for `TXXX:AIGC`.
    """

    spoken: str | None
    comment: str
    aigc: str


def spoken_line(language: str, *, title: str = "", text: str | None = None) -> str:
    """The line said at the start: the default of `language`, or `text`; `{title}` stands for the title."""
    return (
        (text if text is not None else page_words(language).disclosure.spoken)
        .replace("{title}", title)
        .strip()
    )


def aigc_label(
    produce_id: str, *, producer: str = PRODUCER, propagator: str = "", propagate_id: str = ""
) -> str:
    """The implicit label: ASCII JSON whose keys and order the Chinese rule fixes.

    Args:
        produce_id: the number the producer gives the work; the episode's guid.
        producer: name or code of whoever made it.
        propagator: name or code of whoever spreads it.
        propagate_id: the number the propagator gives it; where empty, the same as `produce_id`.
    """
    return json.dumps(
        {
            "Label": "1",
            "ContentProducer": producer,
            "ProduceID": produce_id,
            "ReservedCode1": "",
            "ContentPropagator": propagator,
            "PropagateID": propagate_id or (produce_id if propagator else ""),
            "ReservedCode2": "",
        },
        separators=(",", ":"),
    )


def disclosure(
    language: str,
    produce_id: str,
    *,
    title: str = "",
    spoken: bool | str = True,
    producer: str = PRODUCER,
    propagator: str = "",
    propagate_id: str = "",
) -> Disclosure:
    """All that one episode says about its voices, from one setting.

    Args:
        language: BCP 47.
        produce_id: the episode's guid.
        title: what `{title}` in the wording stands for.
        spoken: True for the default line, False for none, a text for another. The written and
            machine-readable parts are there in any case.
        producer: see `aigc_label`.
        propagator: see `aigc_label`.
        propagate_id: see `aigc_label`.
    """
    line = None
    if spoken is not False:
        line = spoken_line(language, title=title, text=spoken if isinstance(spoken, str) else None) or None
    return Disclosure(
        line,
        page_words(language).disclosure.comment.replace("{title}", title),
        aigc_label(produce_id, producer=producer, propagator=propagator, propagate_id=propagate_id),
    )
