"""The cover: a drawn title card, the same for the same words, square, RGB.

Title, show and speakers stand in the upper four fifths; the lowest fifth, which players cover with their
controls, holds a picture of the conversation instead: bars of two voices taking turns.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError
from pylopdf_fonts_zh_cn import sans_path, serif_path

from duologue.errors import EpisodeError
from duologue.programme.glyphs import drawable
from duologue.programme.title_layout import set_title

Picture = Image.Image

FEED_PX = 3000
EMBEDDED_PX = 1400
THUMBNAIL_PX = 600
FEED_LIMIT_BYTES = 512 * 1024
"""Publishing.md, Feed: covers of a feed stay below 512 KB."""

_LONGEST_TITLE = 1000
"""Characters; no more of a title can be shown, so no more is set."""
_LONGEST_LINE = 300
_MOST_NAMES = 12
_OURS = b"Drawn by Duologue"
_UNIT = 3000
"""All measures below are for a cover of 3000 px, and scale with it."""
_MARGIN = 250
_TITLE_TOP, _TITLE_BOTTOM = 640, 1990
_PEOPLE_BASELINE = 2270
_BARS_TOP, _BARS_BOTTOM = 2500, 2860
_TITLE_SIZES = (*range(110, 300, 10), *range(300, 541, 20))
_LEADING = 1.34
_OPEN = frozenset("「『《〈（【")
_CLOSE = frozenset("，。、；：」』》〉）】")
"""Full-width marks, half of whose square is empty."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that go together: paper, ink, a quieter ink, and one for each of two voices."""

    paper: str
    ink: str
    quiet: str
    first: str
    second: str


PALETTES = (
    Palette("#F3EDE2", "#1F2A30", "#66706F", "#C8553D", "#2F5D62"),
    Palette("#16262E", "#F4EFE6", "#9DB0B5", "#E9A84C", "#6FA8A3"),
    Palette("#E6EBE3", "#22332B", "#64756A", "#3E7C59", "#D08C60"),
    Palette("#2A2438", "#F3ECF4", "#B3A6C2", "#E58F77", "#8C9EE0"),
    Palette("#F6E9DF", "#3A1F1D", "#85655C", "#9E3B33", "#D39B4A"),
    Palette("#0F2D3F", "#EDF3F2", "#92AFBC", "#F0B67F", "#5FB0B7"),
    Palette("#ECEBF2", "#25243A", "#6C6A84", "#5A54A4", "#D9776B"),
    Palette("#1F3129", "#F1EFE3", "#A3B5A6", "#D9B44A", "#7FB285"),
)


def draw(
    title: str,
    show: str = "",
    speakers: Sequence[str] = (),
    language: str = "zh-CN",
    *,
    size_px: int = FEED_PX,
) -> Image.Image:
    """The cover as an RGB picture of `size_px` × `size_px`.

    What the font has no glyph for (emoji) is left out. A title too long for the card ends in an ellipsis.

    Args:
        title: the episode's or the show's; a line feed in it ends a line.
        show: the podcast's title, small, above.
        speakers: who talks, below; empty for a show's own cover.
        language: BCP 47; decides how many further people are counted.
        size_px: edge of the square.
    """
    colours = palette(title)
    card = _Card(size_px, colours)
    card.head(drawable(show))
    card.title(drawable(title[:_LONGEST_TITLE]) or drawable(show))
    card.people([name for name in map(drawable, speakers) if name], language)
    card.conversation(_digest(title))
    return card.image


def palette(title: str) -> Palette:
    """The colours that this title always gets."""
    return PALETTES[_digest(title)[0] % len(PALETTES)]


def from_bytes(data: bytes, name: str, *, size_px: int = FEED_PX) -> Image.Image:
    """A picture of one's own as a cover: upright, the middle square, RGB on white.

    Args:
        data: of the picture's file.
        name: what errors call it.
        size_px: edge of the square.

    Raises:
        EpisodeError: it cannot be read as a picture, or is smaller than a feed accepts.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except UnidentifiedImageError:
        raise EpisodeError(f"{name}: is no picture that can be read") from None
    except (OSError, Image.DecompressionBombError, ValueError) as error:
        raise EpisodeError(f"{name}: cannot be read as a picture ({error})") from None
    if min(picture.size) < 600:
        raise EpisodeError(
            f"{name}: a cover needs at least 600 × 600 px, this is {picture.width} × {picture.height}"
        )
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return ImageOps.fit(paper.convert("RGB"), (size_px, size_px), Image.Resampling.LANCZOS)


def embedded(image: Image.Image) -> bytes:
    """The cover for the ID3 tag: baseline JPEG of at most 1400 px."""
    return _jpeg(_resized(image, EMBEDDED_PX), FEED_LIMIT_BYTES)


def jpeg(image: Picture) -> bytes:
    """The cover for the feed: baseline JPEG below 512 KB, 1400 to 3000 px."""
    return _jpeg(image if image.width >= EMBEDDED_PX else _enlarged(image), FEED_LIMIT_BYTES)


def thumbnail(image: Picture) -> bytes:
    """The cover for pages, which show it small: a JPEG of 600 px."""
    return _jpeg(_resized(image, THUMBNAIL_PX), FEED_LIMIT_BYTES)


def drawn_for_show(image: Picture) -> bytes:
    """A show's cover as `jpeg` writes it, with a comment by which `is_ours` knows it again."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(image))) as opened:
        opened.save(buffer, "JPEG", quality="keep", comment=_OURS)
    return buffer.getvalue()


def is_ours(data: bytes) -> bool:
    """Whether a picture was written by `drawn_for_show`, and so may be written over."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            return bytes(opened.info.get("comment", b"")) == _OURS
    except (OSError, Image.DecompressionBombError, ValueError):
        return False


def why_not_publishable(data: bytes) -> str | None:
    """What keeps a picture from being a feed's cover as it is; None where nothing does."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            kind, mode, (width, height) = opened.format, opened.mode, opened.size
    except (OSError, Image.DecompressionBombError, ValueError):
        return "it is no picture that can be read"
    if kind != "JPEG" or mode != "RGB":
        return "it is no JPEG in RGB"
    if width != height or not EMBEDDED_PX <= width <= FEED_PX:
        return f"it is {width} × {height} px, not a square of {EMBEDDED_PX} to {FEED_PX} px"
    if len(data) >= FEED_LIMIT_BYTES:
        return f"it has {len(data) // 1024} KB, not less than {FEED_LIMIT_BYTES // 1024} KB"
    return None


def _resized(image: Image.Image, edge_px: int) -> Image.Image:
    if image.width <= edge_px:
        return image
    return image.resize((edge_px, edge_px), Image.Resampling.LANCZOS)


def _enlarged(image: Image.Image) -> Image.Image:
    return image.resize((EMBEDDED_PX, EMBEDDED_PX), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image, limit_bytes: int) -> bytes:
    """Baseline JPEG at the best quality below the limit."""
    for quality in (92, 86, 80, 72, 64, 52, 40, 25):
        buffer = io.BytesIO()
        # Full colour resolution keeps the edges of coloured shapes clean where there is room for it.
        image.save(buffer, "JPEG", quality=quality, subsampling=0 if quality > 75 else 2, optimize=True)
        if buffer.tell() < limit_bytes:
            return buffer.getvalue()
    raise EpisodeError(f"the cover cannot be written as a JPEG below {limit_bytes // 1024} KB")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


@lru_cache(maxsize=64)
def _font(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    # The basic layout is in every wheel of Pillow; the other one depends on the system.
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.BASIC)


class _Card:
    """The picture while it is being drawn."""

    def __init__(self, size_px: int, colours: Palette) -> None:
        self.size_px = size_px
        self.colours = colours
        self.image = Image.new("RGB", (size_px, size_px), colours.paper)
        self._pen = ImageDraw.Draw(self.image)

    def _px(self, units: float) -> int:
        return round(units * self.size_px / _UNIT)

    def head(self, show: str) -> None:
        """The show's name between a short bar of the first voice's colour and the edge."""
        colours, left = self.colours, self._px(_MARGIN)
        top = self._px(_MARGIN + 12)
        self._pen.rectangle((left, top, left + self._px(150), top + self._px(22)), fill=colours.first)
        if show:
            font = _font(sans_path(), self._px(92))
            line = _shortened(show, font, self._px(_UNIT - 2 * _MARGIN))
            self._pen.text((left, self._px(420)), line, font=font, fill=colours.quiet, anchor="ls")

    def title(self, title: str) -> None:
        """The title, as large as it breaks well, hung from its first line."""
        if not title:
            return
        left, box = self._px(_MARGIN), self._px(_UNIT - 2 * _MARGIN)
        made = set_title(
            title,
            lambda text, size: _font(serif_path(), size).getlength(text),
            width_px=box,
            height_px=self._px(_TITLE_BOTTOM - _TITLE_TOP),
            sizes_px=[self._px(size) for size in _TITLE_SIZES],
            leading=_LEADING,
        )
        font = _font(serif_path(), made.size_px)
        weight = max(1, made.size_px // 110)  # the wheel has one weight; a thin stroke makes it a title's
        baseline = self._px(_TITLE_TOP) + made.size_px * 0.88
        for line in made.lines:
            x = left + _hang(line, made.size_px)
            for run in _runs(line):
                self._pen.text(
                    (x, baseline),
                    run,
                    font=font,
                    fill=self.colours.ink,
                    anchor="ls",
                    stroke_width=weight,
                    stroke_fill=self.colours.ink,
                )
                x += font.getlength(run) - made.size_px / 2
            baseline += made.size_px * _LEADING

    def people(self, names: Sequence[str], language: str) -> None:
        """The speakers in one line; those who do not fit are counted."""
        if not names:
            return
        font, box = _font(sans_path(), self._px(112)), self._px(_UNIT - 2 * _MARGIN)
        line = _people_line(names, language, font, box)
        self._pen.text(
            (self._px(_MARGIN), self._px(_PEOPLE_BASELINE)),
            line,
            font=font,
            fill=self.colours.ink,
            anchor="ls",
        )

    def conversation(self, digest: bytes) -> None:
        """Rounded bars above and below a line: two voices that take turns."""
        scale = 2  # drawn larger and shrunk: Pillow's shapes have hard edges
        width, height = self.size_px * scale, self._px(_BARS_BOTTOM - _BARS_TOP) * scale
        layer = Image.new("RGB", (width, height), self.colours.paper)
        pen = ImageDraw.Draw(layer)
        bar, gap = self._px(26) * scale, self._px(26) * scale
        left, right = self._px(_MARGIN) * scale, width - self._px(_MARGIN) * scale
        middle = height / 2
        heights = _bars(digest)
        for x in range(left, right - bar + 1, bar + gap):
            first, share = next(heights)
            half = max(bar / 2, middle * share)
            colour = self.colours.first if first else self.colours.second
            pen.rounded_rectangle((x, middle - half, x + bar, middle + half), radius=bar / 2, fill=colour)
        shrunk = layer.resize((self.size_px, height // scale), Image.Resampling.LANCZOS)
        self.image.paste(shrunk, (0, self._px(_BARS_TOP)))


def _bars(digest: bytes) -> Iterator[tuple[bool, float]]:
    """Whose bar comes next and how tall it is (0 to 1), from the title's digest, without end."""
    first, number = True, 0
    while True:
        number += 1
        block = hashlib.sha256(digest + number.to_bytes(4, "big")).digest()
        length = 3 + block[0] % 4 if first else 5 + block[0] % 8  # questions are shorter than answers
        for place in range(length):
            swell = 1 - abs(2 * (place + 0.5) / length - 1) ** 2  # a phrase rises and falls
            yield first, 0.12 + 0.88 * swell * (0.45 + 0.55 * block[1 + place] / 255)
        yield first, 0.0
        first = not first


def _hang(line: str, size_px: int) -> float:
    """Opening marks hang into the margin, so that the characters below each other align."""
    return -size_px * 0.46 if line[:1] in _OPEN else 0.0


def _runs(line: str) -> Iterator[str]:
    """The line cut between two full-width marks; the second then moves half a character towards the first."""
    start = 0
    for place in range(1, len(line)):
        if line[place - 1] in _CLOSE and (line[place] in _CLOSE or line[place] in _OPEN):
            yield line[start:place]
            start = place
    yield line[start:]


def _people_line(names: Sequence[str], language: str, font: ImageFont.FreeTypeFont, box_px: int) -> str:
    chinese = language.lower().startswith("zh")
    for shown in range(min(len(names), _MOST_NAMES), 0, -1):
        line = "  ×  ".join(name[:_LONGEST_LINE] for name in names[:shown])
        rest = len(names) - shown
        if rest:
            line += f"  等 {len(names)} 人" if chinese else f"  + {rest}"
        if font.getlength(line) <= box_px:
            return line
    return _shortened(names[0], font, box_px)


def _shortened(line: str, font: ImageFont.FreeTypeFont, box_px: int) -> str:
    if len(line) <= _LONGEST_LINE and font.getlength(line) <= box_px:
        return line
    line = line[:_LONGEST_LINE]
    while line and font.getlength(line + "…") > box_px:
        line = line[:-1]
    return line.rstrip() + "…"
