"""Every shape of JSON in which a dialogue is kept gives the same dialogue."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from duologue.interview import read_text, verify_account

TALK = [
    ("Ida", "How did the workshop begin?"),
    ("Nils", "With one bench. It stood in the hall, and everybody fell over it."),
    ("Ida", "Who came first?"),
    ("Nils", "A woman with a clock that ran backwards. We kept it."),
    ("Ida", "Do you still have it?"),
    ("Nils", "It hangs over the door. It is right twice a day, as they say."),
]
NUMBERS = {"Ida": 0, "Nils": 1}
Json = Any


def _words(text: str, key: str, **more: Json) -> list[Json]:
    return [{key: word, "start": 1.0, "confidence": 0.9, **more} for word in text.split()]


def _monologues() -> Json:
    def elements(text: str) -> list[Json]:
        words = [
            [{"type": "text", "value": w, "ts": 1}, {"type": "punct", "value": " "}] for w in text.split()
        ]
        return [one for pair in words for one in pair][:-1]

    return {
        "speakers": [{"id": 0, "name": "Ida"}, {"id": 1, "name": "Nils"}],
        "monologues": [{"speaker": NUMBERS[who], "elements": elements(text)} for who, text in TALK],
    }


def _recognised_segments() -> Json:
    return {
        "segments": [
            {"start": 0.1, "text": f" {text}", "words": _words(text, "word", speaker=who), "speaker": who}
            for who, text in TALK
        ],
        "word_segments": [word for who, text in TALK for word in _words(text, "word", speaker=who)],
        "language": "en",
    }


def _utterances_and_words() -> Json:
    return {
        "text": " ".join(text for _, text in TALK),
        "words": [word for who, text in TALK for word in _words(text, "text", speaker=who[0])],
        "utterances": [
            {"speaker": who[0], "text": text, "words": _words(text, "text", speaker=who[0])}
            for who, text in TALK
        ],
    }


def _channels() -> Json:
    paragraphs = [
        {
            "sentences": [{"text": one, "start": 1} for one in text.replace(". ", ".|").split("|")],
            "speaker": n,
        }
        for who, text in TALK
        for n in (NUMBERS[who],)
    ]
    words = [
        word | {"punctuated_word": word["word"]}
        for who, text in TALK
        for word in _words(text, "word", speaker=NUMBERS[who])
    ]
    said = " ".join(text for _, text in TALK)
    best = {"transcript": said, "words": words, "paragraphs": {"transcript": said, "paragraphs": paragraphs}}
    return {
        "metadata": {"models": [{"name": "general", "version": "2"}]},
        "results": {"channels": [{"alternatives": [best]}]},
    }


SHAPES: dict[str, Callable[[], Json]] = {
    "monologues of words": _monologues,
    "segments with words": _recognised_segments,
    "utterances beside words": _utterances_and_words,
    "paragraphs of sentences": _channels,
    "entries of one key": lambda: {"title": "Talk", "dialogue": [{who: text} for who, text in TALK]},
    "lists of two": lambda: [[who, text] for who, text in TALK],
    "messages": lambda: [{"role": who, "content": [{"type": "text", "text": text}]} for who, text in TALK],
    "a speaker with an id": lambda: {
        "transcript": [{"speaker": {"id": 7, "name": who}, "text": text} for who, text in TALK]
    },
    "sections of turns": lambda: {
        "sections": [
            {"heading": "One", "content": [{"speaker": who, "text": text} for who, text in TALK[:2]]},
            {"heading": "Two", "content": [{"speaker": who, "text": text} for who, text in TALK[2:]]},
        ]
    },
    "pairs with data beside them": lambda: {
        "interviews": [
            {
                "meta": {"id": 3, "tags": [{"name": "topic", "value": "clocks"}]},
                "qa": [
                    {
                        "id": n,
                        "question": {"text": one[1]},
                        "answer": {"text": two[1], "likes": 3},
                        "votes": n,
                    }
                    for n, (one, two) in enumerate(list(pairwise(TALK))[::2])
                ],
            }
        ]
    },
    "parts as keys": lambda: [
        {"n": n, "interviewer": one[1], "guest": two[1]}
        for n, (one, two) in enumerate(list(pairwise(TALK))[::2])
    ],
    "types of entries": lambda: [
        {"type": "question" if who == "Ida" else "answer", "text": text} for who, text in TALK
    ],
    "questions as keys": lambda: {one[1]: two[1] for one, two in list(pairwise(TALK))[::2]},
    "lines with labels": lambda: {"title": "Talk", "lines": [f"{who}: {text}" for who, text in TALK]},
    "one text with labels": lambda: {"title": "T", "transcript": "\n\n".join(f"{a}: {b}" for a, b in TALK)},
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_dialogue(shape: str, indent: int | None) -> None:
    source = json.dumps(SHAPES[shape](), indent=indent)
    interview = read_text(source)
    verify_account(interview)
    turns = [turn for section in interview.sections for turn in section.turns]
    assert [" ".join(one.text for one in turn.paragraphs) for turn in turns] == [text for _, text in TALK]
    assert [turn.role for turn in turns] == ["interviewer", "interviewee"] * 3
