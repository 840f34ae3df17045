"""The fonts that covers are drawn with, and which of them a text needs.

Noto's Chinese fonts draw Chinese, Japanese and English and are always tried first, Noto Sans and Serif the
rest of Europe. Further scripts come with the extra `fonts`; most need Pillow's complex layout.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from PIL import ImageFont, features

Face = Literal["sans", "serif"]
EXTRA = "fonts"
"""The extra of the package with the fonts of further scripts."""

FEWEST_FAMILIES = 2
"""Those that are always installed: the Chinese one and that of Europe."""
_NOTHING = "\U0010fffe"
"""A noncharacter: no font has it, so its picture is the box that stands for a missing glyph."""
_PROBE_PX = 24


@dataclass(frozen=True)
class Family:
    """Two faces that are drawn with each other.

    Attributes:
        sans, serif: the files.
        shaped: whether its letters join or move, so that a line is laid out as a whole.
    """

    sans: Path
    serif: Path
    shaped: bool = False

    def path(self, face: Face) -> Path:
        """The file of a face."""
        return self.sans if face == "sans" else self.serif


@cache
def families() -> tuple[Family, ...]:
    """Every family that is installed, in the order in which they are tried."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    return (Family(sans_path(), serif_path()), *_europe(), *_further())


def family_of(text: str) -> Family:
    """The first family that has every letter of the text, else the one that has most of them."""
    letters = frozenset(c for c in unicodedata.normalize("NFC", text) if not c.isspace())
    return _family_of(letters)


@lru_cache(maxsize=4096)
def _family_of(letters: frozenset[str]) -> Family:
    return max(families(), key=lambda family: sum(has_glyph(c, family) for c in letters))


@lru_cache(maxsize=1 << 14)
def has_glyph(character: str, family: Family) -> bool:
    """Whether both faces of a family can draw a character."""
    if unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn"):
        return False
    if unicodedata.category(character) == "Cf":
        return family.shaped and character in "\u200c\u200d"
    return all(
        bytes(font.getmask(character)) != missing or font.getlength(character) != length
        for font, missing, length in _probes(family)
    )


@cache
def _probes(family: Family) -> tuple[tuple[ImageFont.FreeTypeFont, bytes, float], ...]:
    """Both faces, with the picture and the width of a missing glyph."""
    loaded = [
        ImageFont.truetype(str(path), _PROBE_PX, layout_engine=ImageFont.Layout.BASIC)
        for path in dict.fromkeys((family.sans, family.serif))
    ]
    return tuple((font, bytes(font.getmask(_NOTHING)), font.getlength(_NOTHING)) for font in loaded)


def _europe() -> Iterator[Family]:
    import fontpkg_noto_sans
    import fontpkg_noto_serif

    yield Family(
        Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf",
        Path(fontpkg_noto_serif.ROOT) / "files" / "NotoSerif[wdth,wght].ttf",
    )


def _further() -> Iterator[Family]:
    """Families of the extra; those whose letters join only where they can be joined."""
    if sans := _files("pylopdf_fonts_ko", "NotoSansKR-Regular.otf", "NotoSerifKR-Regular.otf"):
        yield Family(*sans)
    if not features.check("raqm"):
        return
    for package, one, other in (
        ("pylopdf_fonts_ar", "NotoSansArabic-Variable.ttf", "NotoNaskhArabic-Variable.ttf"),
        ("pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf", "NotoSerifHebrew-Variable.ttf"),
        ("pylopdf_fonts_hi", "NotoSansDevanagari-Variable.ttf", "NotoSerifDevanagari-Variable.ttf"),
        ("pylopdf_fonts_th", "NotoSansThai-Variable.ttf", "NotoSerifThai-Variable.ttf"),
        ("fontpkg_hind_siliguri", "files/HindSiliguri-Regular.ttf", "files/HindSiliguri-Regular.ttf"),
        (
            "fontpkg_noto_sans_tamil",
            "files/NotoSansTamil[wdth,wght].ttf",
            "files/NotoSansTamil[wdth,wght].ttf",
        ),
    ):
        if found := _files(package, one, other):
            yield Family(*found, shaped=True)


def _files(package: str, *names: str) -> tuple[Path, Path] | None:
    """The files of a package, if it is installed and has them."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    one, other = (Path(spec.submodule_search_locations[0]) / name for name in names)
    return (one, other) if one.is_file() and other.is_file() else None
