"""From texts to examples: of labels, of ways to set questions, of units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from duologue.interview.decision.decide import choose, decide, speeches_of, unlabelled_guest, with_presented
from duologue.interview.decision.doubts import unit_doubts
from duologue.interview.decision.outcome import Outcome
from duologue.interview.decision.sequence import possible_states
from duologue.interview.decision.states import STATES, may_begin, may_follow
from duologue.interview.decision.weights import Weights
from duologue.interview.evidence.catalogue import collect
from duologue.interview.evidence.columns import Columns, measure
from duologue.interview.evidence.context import add_document, add_labels
from duologue.interview.evidence.units import Row, Unit, divide, divided_at, rows_of
from duologue.interview.hypotheses import people, questions, roles, same
from duologue.interview.hypotheses.announced import announcements
from duologue.interview.hypotheses.tally import Found, Tally, tally
from reader_training.corpus import Example
from reader_training.learn import Chain
from reader_training.truth import ANY, NOT_SPEECH, Is, NoSpeech

_ALIKE = ({"T", "D"}, {"T"}, {"D"})
_COUNTS = {"small": 0.3, "again": 0.3}
"""How much texts of a source count for what an interview is; those of our own that are none count most."""
Named = tuple[Sequence[str], bool, float]


@dataclass(slots=True)
class Prepared:
    """A text with its lines and labels, and what is known of it so far."""

    example: Example
    rows: list[list[Row]]
    counted: Tally
    about: people.Surroundings
    labels: dict[str, tuple[tuple[str, ...], bool | None]] = field(default_factory=dict)
    """For each key: evidence, and whether it is a person's."""
    units: list[Unit] = field(default_factory=list)
    columns: Columns | None = None
    is_: list[Is] = field(default_factory=list)
    boost: float = 1.0

    @property
    def weight(self) -> float:
        """How much the text counts."""
        return self.example.weight * self.boost


def prepare(example: Example) -> Prepared:
    """Lines, labels and what is true of them."""
    rows = rows_of(example.document)
    counted = tally(example.document, rows)
    one = Prepared(example, rows, counted, people.surroundings(example.document, counted))
    lines = {(row.block, row.number): row for block in rows for row in block}
    answers: dict[str, list[bool]] = {}
    for place, options in counted.lines:
        for label in options:
            answer = example.truth.label_is_true(lines[place], label)
            if answer is not None:
                answers.setdefault(label.key, []).append(answer)
    for key, found in counted.found.items():
        known = answers.get(key)
        one.labels[key] = (tuple(people.evidence_of(found, one.about)), any(known) if known else None)
    return one


def label_examples(prepared: Iterable[Prepared]) -> Iterator[Named]:
    """Every label with its evidence; those of one text count less the more there are."""
    for one in prepared:
        known = [(evidence, answer) for evidence, answer in one.labels.values() if answer is not None]
        for evidence, answer in known:
            yield evidence, answer, one.weight * (1.0 if answer else min(1.0, 20 / len(known)))


def with_units(one: Prepared, weights: Mapping[str, float]) -> None:
    """Divides the text by the labels that are likely enough."""
    score = {
        key: weights.get("always", 0.0) + sum(weights.get(name, 0.0) for name in evidence)
        for key, (evidence, _) in one.labels.items()
    }
    document = one.example.document
    divided = divided_at(one.rows, people.inline(one.counted, score))
    if sum(map(len, divided)) > sum(map(len, one.rows)):
        one.rows, one.counted = divided, tally(document, divided)
        one.about = people.surroundings(document, one.counted)
        score = people.scored(one.counted, one.about, weights)
    chosen = choose(one.counted, score)
    every = divide(document, one.rows, chosen)
    columns = measure(document, every)
    add_labels(columns, score, one.counted.found, one.about.declared)
    one.units, one.columns = columns.units, columns
    one.is_ = one.example.truth.of_units(columns.units)


def true_fits(one: Prepared) -> tuple[np.ndarray, dict[str, float]]:
    """Which units are questions without a label, and how well each way of setting questions finds them."""
    columns = one.columns
    assert columns is not None  # noqa: S101
    asked = np.array([is_.tag == "Q" for is_ in one.is_], dtype=bool)
    known = np.array([is_.tag not in (ANY, NOT_SPEECH) for is_ in one.is_], dtype=bool)
    quality: dict[str, float] = {}
    for setting in questions.SETTINGS:
        fits = setting.fits(columns) & ~columns["sure label"] & (columns["size"] > 0)
        hits = float((fits & asked).sum())
        if fits.sum() >= 2:
            quality[setting.name] = 2 * hits / max(1.0, float((fits & known).sum() + asked.sum()))
    return asked, quality


def setting_examples(prepared: Iterable[Prepared]) -> Iterator[Named]:
    """Every way of setting questions that a text may have; the best of those that find them is right."""
    for one in prepared:
        asked, quality = true_fits(one)
        if 0 < asked.sum() < 2 or all(is_.tag == ANY for is_ in one.is_):
            continue
        best = max(quality.values(), default=0.0)
        assert one.columns is not None  # noqa: S101
        for setting in questions.SETTINGS:
            if setting.name not in quality:
                continue
            fits = setting.fits(one.columns) & ~one.columns["sure label"] & (one.columns["size"] > 0)
            good = quality[setting.name] >= 0.5 and quality[setting.name] >= best - 1e-9
            if not good and quality[setting.name] > 0.9 * best > 0.4:
                continue
            yield tuple(questions.evidence_of(setting, fits, one.columns)), good, one.weight


def sequence(one: Prepared, weights: Mapping[str, float], *, helped: bool = True) -> Chain:
    """The text for the field.

    Args:
        helped: whether the right way of setting questions is given where the likeliest is wrong.
    """
    columns = one.columns
    assert columns is not None  # noqa: S101
    found = questions.likely(columns, weights)
    name = found[0].name if found else ""
    if helped:
        asked, quality = true_fits(one)
        best = max(quality, key=lambda key: quality[key], default="")
        if asked.sum() >= 2 and best and quality[best] > quality.get(name, 0.0):
            name = best
        elif not asked.any():
            name = ""
    setting = next((setting for setting in questions.SETTINGS if setting.name == name), None)
    fits = setting.fits(columns) & (columns["size"] > 0) if setting else np.zeros(len(columns), dtype=bool)
    add_document(columns, one.example.document, fits)
    possible = possible_states(columns)
    true = np.zeros_like(possible)
    for number, is_ in enumerate(one.is_):
        true[number] = allowed(is_)
    true = relaxed(true & possible, possible)
    return Chain(collect(columns), possible, true, one.weight, one.example.source)


def allowed(is_: Is) -> np.ndarray:
    """The states that agree with what a unit is."""
    if is_.tag == ANY:
        return np.ones(len(STATES), dtype=bool)
    if is_.tag == NOT_SPEECH:
        return np.array([state.tag in "TSsND" for state in STATES])
    if is_.tag == "missed":
        return np.array([state.tag in "LQA" or state.tag == "C" for state in STATES])
    return np.array([state.tag == is_.tag for state in STATES])


def relaxed(true: np.ndarray, possible: np.ndarray) -> np.ndarray:
    """The truth, with units freed where no sequence of states agrees with it."""
    follows = np.array([[may_follow(a, b) for b in STATES] for a in STATES])
    begins = np.array([may_begin(state) for state in STATES])
    true = true.copy()
    reach = true[0] & begins
    if not reach.any():
        true[0] = possible[0]
        reach = possible[0] & begins
    for number in range(1, len(true)):
        now = (reach @ follows) & true[number]
        if not now.any():
            true[number] = possible[number]
            now = (reach @ follows) & possible[number]
        reach = now
    return true


def faults(one: Prepared, weights: Weights) -> list[str]:
    """What is read wrongly of a text, or rightly but with doubts, in words."""
    found = decide(one.example.document, weights)
    truth = one.example.truth
    wrong = [
        doubt.message
        for doubt in unit_doubts(
            found.columns, found.tags, found.voices, found.judged, {}, one.example.document
        )
    ]
    meant: dict[str, set[str]] = {}
    for unit, tag, voice, is_ in zip(
        found.columns.units, found.tags, found.voices, truth.of_units(found.columns.units), strict=True
    ):
        if is_.tag == ANY or (is_.tag == NOT_SPEECH and tag in "TSsND") or {tag, is_.tag} in _ALIKE:
            pass
        elif tag != is_.tag:
            wrong.append(f"{tag} and not {is_.tag}: {unit.string[:40]}")
        elif is_.speaker and voice:
            meant.setdefault(voice, set()).add(is_.speaker)
            role = truth.roles.get(is_.speaker)
            if role and voice in found.roles.roles and found.roles.roles[voice].value != role:
                wrong.append(f"{voice.strip(chr(0))} is no {role}")
    wrong += [f"{voice.strip(chr(0))} is {len(who)} people" for voice, who in meant.items() if len(who) > 1]
    named = [who for people in meant.values() for who in people]
    wrong += [f"{who} has several names" for who in set(named) if named.count(who) > 1]
    return list(dict.fromkeys(wrong))


def same_examples(prepared: Iterable[Prepared]) -> Iterator[Named]:
    """Every pair of labels whose names have something to do with each other."""
    for one in prepared:
        speaker, speaking, order = _true_speakers(one)
        document = one.example.document
        announced = announcements(document)
        for pair in same.pairs(speaking, order, announced, one.about, document):
            yield pair.evidence, speaker[pair.one.key] == speaker[pair.other.key], one.weight


def _true_speakers(one: Prepared) -> tuple[dict[str, str], list[Found], list[str]]:
    """Whom each label means, the labels that mean somebody, and the keys of the true labels in order."""
    lines = {(row.block, row.number): row for block in one.rows for row in block}
    votes: dict[str, dict[str, int]] = {}
    order: list[str] = []
    for unit, is_ in zip(one.units, one.is_, strict=True):
        if is_.tag == "L" and unit.label is not None and unit.label.key != ">>":
            order.append(unit.label.key)
    for place, options in one.counted.lines:
        for label in options:
            if label.key in order and (who := one.example.truth.speaker_of(lines[place])):
                count = votes.setdefault(label.key, {})
                count[who] = count.get(who, 0) + 1
    speaker = {key: max(count, key=lambda who: count[who]) for key, count in votes.items()}
    return speaker, [one.counted.found[key] for key in dict.fromkeys(order) if key in speaker], order


def role_examples(prepared: Iterable[Prepared], weights: Weights) -> Iterator[Named]:
    """Every speaker with what they do, told apart as the annotation does."""
    for one in prepared:
        columns, document = one.columns, one.example.document
        if columns is None or not one.units:
            continue
        _, speaking, order = _true_speakers(one)
        announced = announcements(document)
        persons = same.merge(
            speaking,
            list(same.pairs(speaking, order, announced, one.about, document)),
            weights.table("same"),
            announced,
            document,
            one.about,
        )
        tags = [
            is_.tag if is_.tag in "TSsNLQACD" and not (is_.tag == "L" and unit.label is None) else "D"
            for unit, is_ in zip(one.units, one.is_, strict=True)
        ]
        reasons = [""] * len(tags)
        every = list(one.units)
        outcome = Outcome(
            every, tags, reasons, persons, unlabelled_guest(one.units, tags, persons, document.meta), {}
        )
        meta = with_presented(document.meta, columns, tags)
        speeches = speeches_of(outcome, columns, persons)
        votes: dict[str, dict[str, int]] = {}
        for voice, is_ in zip(outcome.voices, one.is_, strict=True):
            if voice and is_.speaker:
                count = votes.setdefault(voice, {})
                count[is_.speaker] = count.get(is_.speaker, 0) + 1
        known = []
        for speech in speeches:
            if speech.name in votes:
                who = max(votes[speech.name], key=lambda name: votes[speech.name][name])
                if who in one.example.truth.roles:
                    known.append((speech, one.example.truth.roles[who] == "interviewer"))
        for speech, asks in known:
            yield (
                tuple(roles.evidence_of(speech, speeches, meta)),
                asks,
                one.weight * min(1.0, 4 / len(known)),
            )


def interview_examples(prepared: Iterable[Prepared], weights: Weights) -> Iterator[Named]:
    """What is read of every text, and whether it is an interview."""
    for one in prepared:
        found = decide(one.example.document, weights)
        no = isinstance(one.example.truth, NoSpeech)
        yield (
            found.about,
            not no,
            _COUNTS.get(one.example.source, 6.0 if no and one.example.path is None else 1.0),
        )
