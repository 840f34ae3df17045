"""The model of Chinese characters that are words of their own, from labelled sentences and plain texts.

`--labelled` is a table: reading, TAB, sentence with the character between stars (我们*为*她准备了礼物).
`--texts` are plain texts, what the model is sure of there is learnt too, with less weight.
Neither is part of the repository: published texts taught the shipped weights.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

from ftrl import Example, Rate, likeliest, store, weights

from duologue.speech.phonemes import polyphone_model
from duologue.speech.phonemes.mandarin import regrouped
from duologue.speech.phonemes.polyphone_model import features
from duologue.speech.phonemes.polyphones import by_neighbours
from duologue.speech.phonemes.segment import cut
from duologue.speech.phonemes.setting import Setting

HAN = re.compile("[\u3400-\u9fff]+")
AROUND = 16
SURE = 0.95
SURE_WEIGHT = 0.15
LEAST = 0.06


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=16_000, help="examples taken from the texts")
    options = parser.parse_args()
    rate = Rate(alpha=0.2, l1=0.03, l2=0.6, epochs=5)
    rows = [line.split("\t") for line in options.labelled.read_text(encoding="utf-8").splitlines()]
    choices: dict[str, list[str]] = {}
    for reading, sentence in rows:
        known = choices.setdefault(sentence.split("*")[1], [])
        if reading not in known:
            known.append(reading)
    labelled = [one for reading, sentence in rows for one in marked(sentence, reading, choices)]
    plain = [one for path in options.texts for one in unmarked(path, choices)]
    random.Random(1).shuffle(plain)
    held, taught = labelled[::4], [one for at, one in enumerate(labelled) if at % 4]
    found = learnt(taught, plain[: options.most], rate)
    right = sum(likeliest(found, one)[0] == one.right for one in held)
    print(f"{len(labelled)} labelled; of a quarter that was held out {right} of {len(held)} are right")
    found = learnt(labelled, plain[: options.most], rate)
    notes = "\n".join(f"{character} {' '.join(readings)}" for character, readings in choices.items())
    path = Path(polyphone_model.__file__).with_name("polyphones.model")
    print(f"{store(path, notes, found, LEAST)} weights in {path.name}")


def learnt(labelled: list[Example], plain: list[Example], rate: Rate) -> dict[tuple[str, str], float]:
    """The weights; what the first are sure of is learnt too, twice."""
    found = weights(labelled, rate)
    for _ in range(2):
        guessed = [(one, *likeliest(found, one)) for one in plain]
        sure = [Example(one.choices, at, SURE_WEIGHT) for one, at, chance in guessed if chance > SURE]
        found = weights([*labelled, *sure], rate)
    return found


def marked(sentence: str, reading: str, choices: dict[str, list[str]]) -> Iterator[Example]:
    """The example of a sentence with a character between stars."""
    before, character, behind = sentence.split("*")
    text = before + character + behind
    for setting, place in settings(text, {character}):
        if place == len(before):
            yield example(setting, choices[character], choices[character].index(reading))


def unmarked(path: Path, choices: dict[str, list[str]]) -> Iterator[Example]:
    """Every place in a text where one of the characters is a word; which reading is right is not known."""
    for line in path.read_text(encoding="utf-8").splitlines():
        for setting, _ in settings(line, set(choices)):
            yield example(setting, choices[setting.character], 0)


def settings(text: str, characters: set[str]) -> Iterator[tuple[Setting, int]]:
    """Where the characters are words of their own, and their place in the text."""
    for run in HAN.finditer(text):
        if characters.isdisjoint(run.group()):
            continue
        words = tuple(regrouped(cut(run.group())))
        left, right = text[: run.start()][-AROUND:], text[run.end() :][:AROUND]
        place = run.start()
        for index, word in enumerate(words):
            if word in characters:
                yield Setting(words, index, left, right), place
            place += len(word)


def example(setting: Setting, readings: list[str], right: int) -> Example:
    """The example of a setting."""
    seen = features(setting, by_neighbours(setting) or "")
    choices = tuple(tuple((f"{setting.character} {one}", feature) for feature in seen) for one in readings)
    return Example(choices, right)


if __name__ == "__main__":
    main()
