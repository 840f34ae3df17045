"""Whether a text is an interview at all: evidence about what was read, weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from duologue.interview.evidence.columns import ENDS, Columns, Flags
from duologue.interview.evidence.phrases import BIT
from duologue.interview.labels.names import PARTS
from duologue.model import NARRATOR


def evidence_of(
    columns: Columns, tags: Sequence[str], voices: Sequence[str], setting: str, sure: float
) -> Iterator[str]:
    """The names of the evidence that people talk with each other.

    Args:
        columns: the facts of all units.
        tags: what each is.
        voices: who speaks in each; empty where nobody does.
        setting: how questions without labels are set, if some are.
        sure: how likely the tags are, on average.
    """
    speech = np.array([bool(voice) and voice != NARRATOR for voice in voices], dtype=bool)
    begins = np.array([tag in "LQA" for tag in tags], dtype=bool)
    turns = [voice for voice, begin in zip(voices, begins, strict=True) if begin]
    times = Counter(turns)
    yield _count("turns", len(turns), (3, 5, 8, 15, 30))
    yield _count("speakers", len(times), (1, 2, 3, 5, 9))
    if not turns:
        return
    changes = sum(a != b for a, b in pairwise(turns)) / max(1, len(turns) - 1)
    yield _share("turns change the speaker", changes)
    second = times.most_common(2)[1][1] / len(turns) if len(times) > 1 else 0.0
    yield _share("turns are the second speaker's", second * 2)
    yield _share("speakers speak once", sum(count == 1 for count in times.values()) / len(times))
    size = columns["size"]
    yield _share("characters are speech", float(size[speech].sum()) / max(1.0, float(size.sum())))
    first = begins & (size > 0)
    ends = columns["end"]
    yield _share("turns ask", float((ends[first] == ENDS["question"]).mean()) if first.any() else 0.0)
    yield _share(
        "turns hold a question",
        float(((ends[first] == ENDS["question"]) | (columns["inner_question"][first] > 0)).mean())
        if first.any()
        else 0.0,
    )
    whole = np.isin(ends, (ENDS["full stop"], ENDS["question"], ENDS["exclamation"], ENDS["ellipsis"]))
    yield _share("speech ends as sentences do", float(whole[speech].mean()) if speech.any() else 0.0)
    yield _count(
        "letters of a paragraph of speech",
        int(np.median(columns["width"][speech])) if speech.any() else 0,
        (20, 50, 100, 250),
    )
    for kind in (
        "second_person",
        "first_person",
        "greetings",
        "thanks",
        "replies",
        "host_said",
        "guest_said",
        "definitions",
    ):
        yield _share(f"speech has words: {kind.replace('_', ' ')}", _holds(columns, kind, speech))
    for name, flags in (
        ("in lists", columns["item"] > 0),
        ("a program's", columns["program"] > 0),
        ("links", columns["link"] > 0.4),
        ("addresses", columns["address"] > 0),
        ("digits", columns["digits"] > 0.25),
        ("captions", columns["kind"] == 2),
    ):
        yield _share(f"speech stands {name}", float(flags[speech].mean()) if speech.any() else 0.0)
    labels = [
        unit.label
        for unit, tag in zip(columns.units, tags, strict=True)
        if tag == "L" and unit.label is not None
    ]
    if labels:
        yield "labels: " + ("words for the parts" if any(one.key in PARTS for one in labels) else "names")
        yield _share("labels have time codes", sum(one.timed for one in labels) / len(labels))
        yield "labels are mostly: " + Counter(one.form.value for one in labels).most_common(1)[0][0]
        person = columns["person"][np.array([tag == "L" for tag in tags])]
        yield _count("log odds of the labels", int(max(0.0, float(person.mean()))), (0, 1, 2, 4, 6))
    yield f"questions are set as: {setting}" if setting else "questions have labels"
    yield _share("tags are likely", (sure - 0.5) * 2)
    drops = np.array([tag == "D" for tag in tags], dtype=bool)
    yield _share("units are left out", float(drops.mean()))
    yield _share("units are the narrator's", float(np.array([voice == NARRATOR for voice in voices]).mean()))
    yield _share("units are titles", float(np.array([tag in "Ss" for tag in tags]).mean()))


def _holds(columns: Columns, kind: str, speech: Flags) -> float:
    return float(((columns["words has"][speech] & BIT[kind]) != 0).mean()) if speech.any() else 0.0


def _count(what: str, number: int, steps: Sequence[int]) -> str:
    return next(
        (f"{what}: up to {step}" for step in steps if number <= step), f"{what}: more than {steps[-1]}"
    )


def _share(what: str, share: float) -> str:
    return f"{what}: " + (
        "nearly all"
        if share >= 0.9
        else "most"
        if share >= 0.6
        else "many"
        if share >= 0.35
        else "some"
        if share >= 0.12
        else "few"
        if share > 0.02
        else "none"
    )
