"""The cover fits its words, keeps its lowest fifth free of text, and is the same every time."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFont

from duologue.errors import EpisodeError
from duologue.programme.contents.linebreak import CLOSING, OPENING
from duologue.programme.cover import draw, embedded, fonts, from_bytes, icon, jpeg, share_card
from duologue.programme.cover.colours import palette
from duologue.programme.cover.fonts import families, family_of
from duologue.programme.cover.glyphs import drawable, not_drawable
from duologue.programme.cover.jpeg_size import smallest_loss
from duologue.programme.cover.picture import FEED_LIMIT_BYTES
from duologue.programme.cover.title_layout import set_title
from duologue.programme.cover.typeface import font_at, length_px
from languages.interviews import samples

SIZES = range(110, 541, 10)
LONG = "在一个所有人都在谈论速度的时代里，为什么一位种了三十年咖啡的老人坚持说慢才是唯一的捷径" * 8
TITLES = [
    "面包",
    "Bread",
    "面包师的早晨：「慢」就是快，但不能停",
    "The Woman Who Maps the Silence Between Stars",
    "AI Native 时代的产品经理：从 GPT-4o 谈起",
    LONG,
    "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2,
    "",
    "🍞",
]


def square(text: str, size: int) -> float:
    """A font of squares: half a square for ASCII."""
    return sum(size if ord(c) > 0x2E80 else size / 2 for c in text)


def setting(title: str) -> tuple[str, ...]:
    return set_title(title, square, width_px=2500, height_px=1350, sizes_px=SIZES, leading=1.34).lines


@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_drawn_over_the_edge_or_as_text_into_the_lowest_fifth(title: str) -> None:
    image = draw(title, "街角对话 Corner Talks", ["陈晓", "Ada Lovelace"] * 6, size_px=600)
    assert image.mode == "RGB"
    assert image.size == (600, 600)
    paper = Image.new("RGB", image.size, palette(title).paper)
    box = ImageChops.difference(image, paper).getbbox()
    assert box is not None
    assert box[0] > 20
    assert box[2] < 580
    ink = palette(title).ink
    lowest = image.crop((0, 480, 600, 600))
    assert ink not in {f"#{r:02X}{g:02X}{b:02X}" for _, (r, g, b) in lowest.getcolors(1 << 16) or []}  # type: ignore[misc]


def test_the_same_words_give_the_same_bytes_and_other_words_another_cover() -> None:
    assert embedded(draw("面包", size_px=700)) == embedded(draw("面包", size_px=700))
    assert draw("面包", size_px=300).tobytes() != draw("咖啡", size_px=300).tobytes()


@pytest.mark.parametrize("title", TITLES[:6])
def test_lines_break_as_a_typesetter_would(title: str) -> None:
    made = setting(title)
    for line in made:
        assert square(line, 1) > 0
        assert line[0] not in CLOSING
        assert line[-1] not in OPENING
    if len(made) > 1:
        assert len(made[-1].strip("".join(CLOSING))) > 1, "one character alone in the last line"


def test_a_latin_word_is_never_cut_while_it_fits_a_line() -> None:
    words = {"The", "Woman", "Who", "Maps", "the", "Silence", "Between", "Stars"}
    assert {
        word for line in setting("The Woman Who Maps the Silence Between Stars") for word in line.split()
    } == words


def test_a_clause_ends_a_line_rather_than_a_word() -> None:
    assert setting("面包师的早晨：「慢」就是快，但不能停")[0].endswith(("：", "，"))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("圆桌：六个人谈一座桥", ["圆桌：", "六个人谈一座桥"]),
        (
            "2024 年，我们问了 30 个人：第 3 位说不",
            ["2024 年，", "我们问了 30 个人：", "第 3 位说不"],
        ),
        ("How to Fix a Broken Clock", ["How to Fix", "a Broken Clock"]),
    ],
)
def test_a_part_of_the_title_begins_its_line(title: str, lines: list[str]) -> None:
    assert list(setting(title)) == lines


@pytest.mark.parametrize(
    "title",
    [
        "对话 Anthropic 联合创始人 Dario Amodei：AI 的未来、安全与边界",
        "我们等了30个月的人们说了什么",
    ],
)
def test_particles_measures_and_names_are_not_torn(title: str) -> None:
    for line in setting(title):
        assert line[0] not in "的了个们"
        assert not line[-1].isdecimal()
    assert not any(line.endswith("Dario") for line in setting(title))


def test_quotes_beside_latin_letters_and_a_double_dash_are_set_as_in_a_book() -> None:
    def wide(text: str) -> float:
        return length_px(text, "serif", 100)

    assert wide("Who’s “there”") < wide("Whos there") + 3 * 40
    assert wide("他说“不”") >= wide("他说不") + 200
    assert wide("「慢」，") < wide("「慢」") + 100
    assert wide("——") < 2 * wide("—")


def test_a_title_of_emoji_leaves_its_place_to_the_show() -> None:
    def ink(title: str, show: str) -> int:
        image = draw(title, show, size_px=300)
        paper = Image.new("RGB", image.size, palette(title).paper)
        return sum(ImageChops.difference(image, paper).crop((0, 60, 300, 200)).convert("1").histogram()[1:])

    assert ink("🍞", "街角") > 100
    assert ink("🍞", "") == 0


def test_a_short_title_is_large_and_a_title_without_end_is_cut_with_an_ellipsis() -> None:
    assert (
        set_title("面包", square, width_px=2500, height_px=1350, sizes_px=SIZES, leading=1.34).size_px == 540
    )
    assert setting(LONG * 3)[-1].endswith("…")


@pytest.mark.parametrize(
    ("title", "guests"),
    [
        (LONG, ["林川"]),
        (LONG, ["林川", "沈砚", "苏禾", "周明远"]),
        (
            "How a very long title gives its place in a list to the names " * 4,
            ["Elias Thorne"],
        ),
    ],
)
def test_a_title_too_long_for_a_list_gives_its_place_to_the_guests(title: str, guests: list[str]) -> None:
    card = draw(title, "街角对话", ["陈晓", *guests], guests=guests, size_px=1200)
    assert tallest_line(card, title) >= 0.06 * 1200
    assert (
        card.tobytes()
        != draw(title, "街角对话", ["陈晓", *guests], guests=["另一位"], size_px=1200).tobytes()
    )


def test_a_title_that_can_be_read_in_a_list_keeps_its_place() -> None:
    title = "面包师的早晨：慢就是快"
    with_guests = draw(title, "街角对话", ["陈晓", "林川"], guests=["林川"], size_px=600)
    assert with_guests.tobytes() == draw(title, "街角对话", ["陈晓", "林川"], size_px=600).tobytes()


def tallest_line(image: Image.Image, title: str) -> int:
    """The height in pixels of the highest letters between the show's name and the bars."""
    paper = Image.new("RGB", image.size, palette(title).paper)
    ink = ImageChops.difference(image, paper).convert("L").crop((0, 210, image.width, 940))
    rows = [any(ink.crop((0, y, ink.width, y + 1)).tobytes()) for y in range(ink.height)]
    longest = run = 0
    for row in rows:
        run = run + 1 if row else 0
        longest = max(longest, run)
    return longest


def test_the_card_for_other_sites_is_of_their_size_and_the_same_every_time() -> None:
    made = share_card("面包师的早晨：慢就是快", "街角对话", ["陈晓", "林川"], "zh-CN")
    assert made == share_card("面包师的早晨：慢就是快", "街角对话", ["陈晓", "林川"], "zh-CN")
    read = Image.open(io.BytesIO(made))
    assert (read.format, read.size) == ("JPEG", (1200, 630))
    assert len(made) < 150_000
    own = share_card("x", "", [], "en", Image.new("RGB", (700, 700), (200, 30, 30)))
    pixel = Image.open(io.BytesIO(own)).convert("RGB").getpixel((300, 300))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 150 > pixel[1]
    for hostile in ("", "🍞", LONG * 3, "W" * 5000):
        assert Image.open(io.BytesIO(share_card(hostile, hostile, [hostile], "zh-CN"))).size == (1200, 630)


def test_the_cover_for_lists_is_small() -> None:
    data = icon(draw("面包师的早晨：慢就是快", "街角对话", ["陈晓", "林川"]))
    assert len(data) < 16_000
    read = Image.open(io.BytesIO(data))
    assert (read.format, read.size) == ("WEBP", (320, 320))


def test_a_line_feed_in_the_title_is_kept() -> None:
    assert setting("甲乙丙\n丁戊己庚") == ("甲乙丙", "丁戊己庚")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_title_is_set_inside_its_box(title: str) -> None:
    assert all(square(line, 110) <= 2500 for line in setting(title))


def test_what_the_font_lacks_is_left_out() -> None:
    assert drawable("面包🍞 好吃👨‍👩‍👧\x07！") == "面包 好吃！"
    assert drawable("Café Ω Привет — 「你好」…") == "Café Ω Привет — 「你好」…"
    assert drawable("🍞") == ""


def test_the_feed_s_cover_is_a_baseline_jpeg_below_512_kb() -> None:
    data = jpeg(draw("面包师的早晨：「慢」就是快，但不能停", "街角对话", ["陈晓", "林川"]))
    assert len(data) < FEED_LIMIT_BYTES
    read = Image.open(io.BytesIO(data))
    assert (read.format, read.mode, read.size) == ("JPEG", "RGB", (3000, 3000))
    assert "progressive" not in read.info
    small = Image.open(io.BytesIO(embedded(draw("面包"))))
    assert small.size == (1400, 1400)
    assert "progressive" not in small.info


def test_a_picture_of_one_s_own_becomes_a_square_without_alpha(tmp_path: Path) -> None:
    path = tmp_path / "own.png"
    Image.new("RGBA", (1600, 900), (255, 0, 0, 0)).save(path)
    made = from_bytes(path.read_bytes(), "own.png", size_px=1400)
    assert (made.mode, made.size) == ("RGB", (1400, 1400))
    assert made.getpixel((700, 700)) == (255, 255, 255)


@pytest.mark.parametrize(("edge_px", "least_px"), [(3000, 1400), (1400, 1400), (600, 600)])
def test_not_even_noise_is_too_much_for_a_cover(edge_px: int, least_px: int) -> None:
    points = np.random.default_rng(0).integers(0, 256, (edge_px, edge_px, 3), dtype="uint8")
    made = smallest_loss(Image.fromarray(points), FEED_LIMIT_BYTES, least_px)
    assert len(made.data) < FEED_LIMIT_BYTES
    with Image.open(io.BytesIO(made.data)) as read:
        assert read.size == (made.edge_px, made.edge_px)
    assert made.edge_px >= least_px


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_broken_picture_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.png"
    path.write_bytes(content)
    with pytest.raises(EpisodeError, match="picture"):
        from_bytes(path.read_bytes(), "own.png")


def test_a_tiny_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.png"
    Image.new("RGB", (300, 300)).save(path)
    with pytest.raises(EpisodeError, match="600"):
        from_bytes(path.read_bytes(), "own.png")


SCRIPTS = {sample.language: sample.title for sample in samples()}
EUROPE = ("tr", "uk", "ro", "el", "ru", "pl", "cs", "vi", "hu", "de", "fr", "es", "bg", "nb")


@pytest.mark.parametrize("language", EUROPE)
def test_every_letter_of_europe_can_be_drawn(language: str) -> None:
    assert drawable(SCRIPTS[language]) == SCRIPTS[language]


@pytest.mark.extra
@pytest.mark.parametrize("language", ["ar", "fa", "he", "hi", "bn", "ta", "th", "ko"])
def test_every_letter_of_a_further_script_can_be_drawn(language: str) -> None:
    pytest.importorskip("pylopdf_fonts_ko")
    assert drawable(SCRIPTS[language]) == SCRIPTS[language]
    assert not_drawable(SCRIPTS[language]) == ""
    blank, drawn = draw("", "", (), language), draw(SCRIPTS[language], "", (), language)
    assert np.asarray(blank).tobytes() != np.asarray(drawn).tobytes()


def test_what_no_font_has_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts_of_europe = families()[:2]
    monkeypatch.setattr(fonts, "families", lambda: fonts_of_europe)
    fonts._family_of.cache_clear()
    try:
        assert not_drawable("모퉁이 2024 🎧") == "모퉁이"
        assert drawable("모퉁이 2024") == "2024"
    finally:
        fonts._family_of.cache_clear()


def test_a_title_is_set_in_one_family_though_a_line_needs_none() -> None:
    family = family_of("Köşedeki fırın")
    assert family != family_of("The corner")
    assert length_px("Paris", "serif", 100, family) != length_px("Paris", "serif", 100)


@pytest.mark.parametrize("language", ["ar-EG", "he", "en-US"])
def test_words_begin_at_the_edge_where_their_language_begins(language: str) -> None:
    """Of the title and the names, the room free on the left and on the right, as shares of the card."""

    def free(image: Image.Image, top: int, bottom: int) -> tuple[float, float]:
        paper = Image.new("RGB", image.size, palette("Nora").paper)
        box = ImageChops.difference(image, paper).crop((0, top, image.width, bottom)).getbbox()
        assert box is not None
        return box[0] / image.width, 1 - box[2] / image.width

    card = draw("Nora", "Duologue", ["Nora Vey"], language, size_px=600)
    other = Image.open(io.BytesIO(share_card("Nora", "Duologue", ["Nora Vey"], language))).convert("RGB")
    other = other.point(lambda value: value & 0xC0)  # what JPEG makes of a plain colour
    shares = [free(card, 40, 60), free(card, 70, 90), free(card, 128, 400), free(card, 420, 470)]
    begins, ends = (1, 0) if language != "en-US" else (0, 1)
    for share in shares:
        assert share[begins] < 0.1 < 0.15 < share[ends]
    shifted = np.asarray(other, dtype=int)[60:470]
    used = np.flatnonzero((abs(shifted - shifted[0, 600]).sum(axis=2) > 0).any(axis=0))
    left, right = used[0] / 1200, 1 - used[-1] / 1200
    assert (left, right)[begins] < 0.1 < 0.15 < (left, right)[ends]


@pytest.mark.extra
def test_letters_that_join_are_laid_out_as_a_line_and_no_face_is_thin() -> None:
    """A joined word is narrower than its letters; Latin words in it keep their own direction."""
    pytest.importorskip("pylopdf_fonts_ar")
    family = family_of("الخبز")
    assert length_px("الخبز", "serif", 100, family) < sum(length_px(c, "serif", 100, family) for c in "الخبز")
    hebrew = family_of("שיחה")
    thin = ImageFont.truetype(str(hebrew.path("sans")), 100)
    ink, least = (sum(bytes(font.getmask("ו"))) for font in (font_at(hebrew, "sans", 100), thin))
    assert ink > 2 * least, "as the file has it, it is thin"
