"""The model of English heteronyms, from labelled sentences.

The sentences are the Wikipedia homograph data of Gorman, Mazovetskiy and Nikolaev (2018; Apache-2.0: a folder
with `data/train` and `data/eval`), and our own in `heteronyms.txt`, which count four times. The part `eval`
of the data is held out for the figure that is printed, then learnt too.
"""

from __future__ import annotations

import argparse
import csv
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from ftrl import Example, Rate, likeliest, store, weights
from hibari.g2p import G2P
from hibari.g2p.tagger import START, context
from hibari.g2p.tagger import features as tagged

from duologue.speech.phonemes import heteronyms
from duologue.speech.phonemes.heteronyms import features, readings

HERE = Path(__file__).parent
OWN_WEIGHT = 4.0
LEAST = 0.06
NOT_LEARNT = {"upset"}  # its noun and its adjective are one class there, and sound differently


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the homograph data")
    options = parser.parse_args()
    g2p = G2P()
    train, held = (
        list(published(g2p, options.data / "data/train")),
        list(published(g2p, options.data / "data/eval")),
    )
    mine = list(own(g2p))
    found = weights([*train, *mine], Rate())
    right = sum(likeliest(found, one)[0] == one.right for one in held)
    print(f"{len(train)} sentences of the data, {len(mine)} of ours; held out: {right} of {len(held)}")
    found = weights([*train, *held, *mine], Rate())
    path = Path(heteronyms.__file__).with_name("heteronyms.model")
    print(f"{store(path, '', found, LEAST)} weights in {path.name}")


def published(g2p: G2P, folder: Path) -> Iterator[Example]:
    """The examples of the data; the names of readings there end in what our table calls them."""
    for path in sorted(folder.glob("*.tsv")):
        word = path.stem
        if word not in readings() or word in NOT_LEARNT:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                start = len(row["sentence"].encode()[: int(row["start"])].decode())
                name = row["wordid"][len(word) + 1 :] or "other"
                yield from example(g2p, row["sentence"], start, word, name, 1.0)


def own(g2p: G2P) -> Iterator[Example]:
    """The examples of `heteronyms.txt`."""
    for line in (HERE / "heteronyms.txt").read_text(encoding="utf-8").splitlines():
        head, _, sentences = line.partition(":")
        if not sentences or line.startswith("#"):
            continue
        word, name = head.split()
        for sentence in sentences.strip().split("|"):
            place = re.search(rf"(?i)\b{word}\b", sentence)
            if place is None:
                raise SystemExit(f"heteronyms.txt: {word!r} is not in {sentence!r}")
            yield from example(g2p, sentence, place.start(), word, name, OWN_WEIGHT)


def example(g2p: G2P, sentence: str, start: int, word: str, name: str, weight: float) -> Iterator[Example]:
    """The example of a word at a place; none where the tokens do not have it, or no such reading is known."""
    pairs = g2p.tokenizer(sentence)
    words = [token for token, _ in pairs]
    ends = list(accumulate(len(token) + len(gap) for token, gap in pairs))
    at = min(bisect_right(ends, start), len(words) - 1)
    names = [reading.name for reading in readings()[word]]
    if not words or words[at].lower() != word or name not in names:
        return
    seen = features(words, retagged(g2p, words, at), at)
    choices = tuple(
        tuple((about, feature) for about in (f"{word} {one.name}", f"* {one.kind}") for feature in seen)
        for one in readings()[word]
    )
    yield Example(choices, names.index(name), weight)


def retagged(g2p: G2P, words: Sequence[str], at: int) -> list[str]:
    """The tags, with the word's own as the sentence asks for it."""
    tags = g2p.tagger(list(words))
    before = [*START, *tags[:at]]
    seen = tagged(at, words[at], context(list(words), g2p.tagger.vocab), before[-1], before[-2])
    return [*tags[:at], g2p.tagger.predict(seen), *tags[at + 1 :]]


if __name__ == "__main__":
    main()
