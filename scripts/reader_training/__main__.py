# ruff: noqa: E501
"""Learns the reader's weights, or shows what they do.

usage: scripts/train-reader learn [--texts DIR …] [--refuse DIR] [--out FILE] [--before FILE]
       scripts/train-reader score [--texts DIR …] [--refuse DIR] [--weights FILE]
       scripts/train-reader leave-out [--texts DIR …] [--refuse DIR] [--only SOURCE …]

DIR holds texts with a `.gold` beside each, or one folder a source; the golds of `scripts/golds` are used for texts that
lie in a folder of the same name. Without texts of others only those of the tests and those made by chance are learnt from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from duologue.interview.decision import weights as tables
from duologue.interview.decision.weights import Weights
from reader_training import corpus, made, small, train
from reader_training.corpus import Example
from reader_training.score import Score, refused, score, table

_SAME = {
    "btc": "b",
    "zh-cubox": "c",
    "thoughtf": "d",
    "zh-austery": "d",
    "lctt": "l",
    "zh-lctt": "l",
    "perl": "p",
}
"""Folders of the same publisher as texts that are named by a letter."""
GOLDS = corpus.ROOT / "scripts" / "golds"


def main(arguments: Sequence[str]) -> int:
    """Runs one of the commands."""
    given = _parser().parse_args(arguments)
    real = [example for folder in given.texts for example in _texts(folder)]
    others = list(corpus.no_interviews(given.refuse))
    if given.command == "score":
        weights = _read(given.weights) if given.weights else None
        _show(real, weights)
        count, kept = refused(others, weights)
        print(f"refused {count} of {count + len(kept)}: read are {', '.join(kept) or 'none'}")
        return 0
    if given.command == "leave-out":
        _leave_out(real, others, given.only)
        return 0
    before = _read(given.before) if given.before else None
    found = train.weights_from([*real, *_own(), *others], told=_told, before=before)
    given.out.write_text(tables.written(found), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="train-reader", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("learn", "score", "leave-out"))
    parser.add_argument("--texts", type=Path, action="append", default=[])
    parser.add_argument("--refuse", type=Path)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--out", type=Path, default=tables.FILE)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--before", type=Path)
    return parser


def _read(path: Path) -> Weights:
    return tables.read(path.read_text(encoding="utf-8").split("\n"), str(path))


def _texts(folder: Path) -> Iterator[Example]:
    """The annotated texts of a folder, and of the folders in it that are sources."""
    yield from corpus.annotated(folder, golds=GOLDS / folder.name)
    for source in sorted(path for path in folder.iterdir() if path.is_dir()):
        yield from corpus.annotated(
            source, source=_SAME.get(source.name, source.name), golds=GOLDS / source.name
        )


def _own() -> list[Example]:
    return [
        *corpus.annotated(corpus.ARTICLES, source="articles", weight=0.5),
        *corpus.annotated(corpus.ARTICLES.with_name("cases"), source="cases", weight=0.5),
        *corpus.of_pages(),
        *corpus.of_layouts(),
        *made.articles(250),
        *small.dialogues(250),
        *small.layouts_again(2),
    ]


def _show(examples: Sequence[Example], weights: Weights | None) -> list[Score]:
    scores: dict[str, list[Score]] = {}
    for example in examples:
        one = score(example, weights)
        scores.setdefault(example.source, []).append(one)
        print(
            f"{'exact' if one.exact else '     '} right {one.right:.4f} extra {one.extra:.4f} roles {one.roles:.2f} titles {one.titles:.2f}  {example.source}/{example.name}",
            flush=True,
        )
    for source, found in scores.items():
        print(f"{source:16} {table(found)}")
    every = [one for found in scores.values() for one in found]
    print(f"{'all':16} {table(every)}")
    return every


def _leave_out(real: Sequence[Example], others: Sequence[Example], only: Sequence[str]) -> None:
    """Learns for each source from all others, and reads it."""
    every: list[Score] = []
    own = _own()
    for source in only or sorted({example.source for example in real}):
        held = [example for example in real if example.source == source]
        weights = train.weights_from(
            [*(example for example in real if example.source != source), *own, *others], train.Plan(rounds=1)
        )
        print(f"## without {source}")
        every += _show(held, weights)
    print(f"{'left out':16} {table(every)}")


def _told(message: str) -> None:
    print(message, flush=True)


sys.exit(main(sys.argv[1:]))
