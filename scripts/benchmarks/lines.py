"""Lines of transcripts: how many of their ends part a word, with and without the model that guesses words.

What a word is, jieba says (the extra `offline`), which has no part in setting the lines.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import jieba

from duologue.interview import read_source
from duologue.programme.contents.linebreak import is_wide
from duologue.programme.contents.lines import lines
from duologue.programme.contents.sentences import sentence_ends

ROOT = Path(__file__).resolve().parents[2]


def chinese(paths: Sequence[Path]) -> list[str]:
    """The Chinese sentences of the articles."""
    found = []
    for path in paths:
        interview = read_source(str(path))
        for paragraph in (p.text for turn in interview.turns() for p in turn.paragraphs):
            places = [0, *sentence_ends(paragraph, interview.language)]
            found += [paragraph[start:end].strip() for start, end in pairwise(places)]
    return [text for text in found if any(map(is_wide, text))]


def ends(texts: Sequence[str], columns: int) -> tuple[int, int, float]:
    """Line ends between two Chinese characters, those of them that part a word, and the seconds it took."""
    asked = torn = 0
    started = time.process_time()
    made = [lines(text, columns) for text in texts]
    seconds = time.process_time() - started
    for text, set_lines in zip(texts, made, strict=True):
        flat = " ".join(text.split())
        bounds, at = set(), 0
        for word in jieba.cut(flat):
            at += len(word)
            bounds.add(at)
        place = 0
        for line in set_lines[:-1]:
            place = flat.index(line, place) + len(line)
            around = flat[place - 1 : place + 1]
            if len(around) == 2 and all(is_wide(c) and c.isalnum() for c in around):
                asked += 1
                torn += place not in bounds
    return asked, torn, seconds


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles", nargs="*", type=Path, default=sorted((ROOT / "episodes").glob("*.md")))
    wanted = options.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    from programme.contents.sentences_table import ZH

    jieba.setLogLevel(logging.WARNING)
    texts = chinese(wanted.articles) + [text for text, _, _ in ZH]
    print(f"{len(texts)} sentences\n")
    print("| columns | words guessed | line ends between characters | of them inside a word | seconds |")
    print("| --- | --- | --- | --- | --- |")
    for columns in (32, 65):
        with patch("duologue.programme.contents.phrasing._words_meet", return_value=True):
            unguessed = ends(texts, columns)
        for guessed, (asked, torn, seconds) in (("no", unguessed), ("yes", ends(texts, columns))):
            share = f"{torn} ({torn / asked:.0%})" if asked else "0"
            print(f"| {columns} | {guessed} | {asked} | {share} | {seconds:.2f} |")


if __name__ == "__main__":
    main()
