"""A picture of an episode: waveform with chapters and speakers in colour, and loudness over time.

Drawn by matplotlib, the extra `picture`, in the cover's font: Chinese titles need none of the system's.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from duologue.checks.files import EpisodeFiles
from duologue.checks.sound import EpisodeSound
from duologue.clock import short
from duologue.counting import counted
from duologue.errors import EpisodeError, UsageError
from duologue.languages.page import page_words
from duologue.model import NARRATOR
from duologue.programme.contents.linebreak import width
from duologue.programme.cover.fonts import families
from duologue.programme.cover.glyphs import drawable
from duologue.programme.mastering.loudness import SILENCE_LUFS
from duologue.programme.mastering.target import TARGETS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INCHES = (16.0, 7.2)
_DPI = 100
_COLUMNS = 1500
"""Bars of the waveform, about one for each pixel."""
_PAPER, _INK, _FAINT = "#fdfcf9", "#22262b", "#8a9098"
_NARRATOR = "#9aa3ad"
_MUSIC, _MUSIC_COLOUR = "", "#c2a15c"
_PEOPLE = ("#2f6db0", "#d97a1e", "#3c8f5a", "#9a4f96", "#b8433b", "#5f6b1e")
"""Told apart by people who see red and green alike; the first two most of all."""
_SHORT_TERM_TENTHS = 30
"""EBU R 128's short-term loudness: 3 s."""
_COLORS_IN_FILE = 128
_LINE_STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
"""Distances of the time marks in seconds; the first that gives few enough is used."""
_MOST_LINES = 14


def draw_picture(files: EpisodeFiles, path: Path) -> None:
    """Writes the picture of a checked episode as a PNG.

    Raises:
        UsageError: matplotlib is not installed, or `path` is no PNG.
        EpisodeError: it cannot be written.
        Broken: a file of the episode that it needs cannot be read.
    """
    if path.suffix.lower() != ".png":
        raise UsageError(f"the picture is a PNG; {path} has another ending")
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("the picture needs matplotlib: pip install 'duologue[picture]'") from None
    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=_PAPER)
    _draw(figure, files)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI)
    picture = Image.open(buffer).convert("RGB").quantize(_COLORS_IN_FILE, dither=Image.Dither.NONE)
    try:
        picture.save(path, "PNG", optimize=True)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror or error})") from None


def _draw(figure: Figure, files: EpisodeFiles) -> None:
    from matplotlib.font_manager import FontProperties

    manifest, sound = files.manifest, files.sound
    seconds = manifest.samples / manifest.sample_rate
    font = FontProperties(fname=str(sans_path()))
    chapters, wave, loudness = figure.subplots(
        3, 1, sharex=True, gridspec_kw={"height_ratios": (0.42, 3.2, 1.6), "hspace": 0.06}
    )
    figure.subplots_adjust(left=0.055, right=0.985, top=0.84, bottom=0.075)
    figure.text(
        0.055,
        0.945,
        _shown(manifest.title),
        color=_INK,
        fontsize=20,
        fontproperties=font,
        va="center",
    )
    figure.text(0.055, 0.887, _facts(files), color=_FAINT, fontsize=12, fontproperties=font, va="center")
    colours = _colours(files)
    said = page_words(manifest.language)
    names = {name: said.notes.music if name == _MUSIC else said.speaker(name) for name in colours}
    _legend(figure, [(names[name], colour) for name, colour in colours.items()], font)
    for axes in (chapters, wave, loudness):
        _plain(axes)
        axes.set_xlim(0, seconds)
    _draw_chapters(chapters, [(c.title, c.start_ms, c.end_ms) for c in manifest.chapters], seconds, font)
    _draw_wave(wave, files, colours)
    _draw_loudness(loudness, sound, TARGETS[manifest.target].loudness_lufs, font)
    for chapter in manifest.chapters[1:]:
        for axes in (wave, loudness):
            axes.axvline(
                chapter.start_ms / 1000, color=_FAINT, linewidth=0.8, linestyle=(0, (4, 4)), zorder=0
            )
    step = next((step for step in _LINE_STEPS if seconds / step <= _MOST_LINES), _LINE_STEPS[-1])
    marks = np.arange(0, seconds, step)
    loudness.set_xticks(marks, [short(int(mark) * 1000) for mark in marks], fontproperties=font, color=_FAINT)
    loudness.tick_params(axis="x", length=3, color=_FAINT, labelbottom=True)


def _facts(files: EpisodeFiles) -> str:
    manifest, sound = files.manifest, files.sound
    facts = (
        _shown(manifest.show),
        short(manifest.duration_ms),
        counted(len(files.utterances), "utterance"),
        f"{sound.loudness_lufs:.1f} LUFS",
        f"true peak {sound.true_peak_dbtp:.1f} dBTP",
    )
    return "   ·   ".join(facts).replace("-", "−")


def _colours(files: EpisodeFiles) -> dict[str, str]:
    """A colour for everyone who speaks, the narrator's grey, and one for music."""
    people = [speaker.name for speaker in files.manifest.speakers if speaker.name != NARRATOR]
    colours = {name: _PEOPLE[number % len(_PEOPLE)] for number, name in enumerate(people)}
    return colours | {NARRATOR: _NARRATOR} | ({_MUSIC: _MUSIC_COLOUR} if files.manifest.music else {})


def _legend(figure: Figure, entries: Sequence[tuple[str, str]], font: Any) -> None:
    """Names in their colours, from the right edge."""
    right = 0.985
    for name, colour in reversed(entries):
        text = _shown(name)
        figure.text(
            right, 0.887, text, color=colour, fontsize=13, fontproperties=font, ha="right", va="center"
        )
        right -= 0.0058 * width(text) + 0.014


def _plain(axes: Axes) -> None:
    axes.set_facecolor(_PAPER)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_yticks([])
    axes.tick_params(axis="x", length=0, labelbottom=False)


def _draw_chapters(axes: Axes, chapters: Sequence[tuple[str, int, int]], seconds: float, font: Any) -> None:
    """A strip with a field for each chapter, titled as far as there is room."""
    axes.set_ylim(0, 1)
    columns_per_second = 150 / seconds
    for number, (title, start_ms, end_ms) in enumerate(chapters):
        start, end = start_ms / 1000, end_ms / 1000
        axes.axvspan(start, end, color="#e9e5dc" if number % 2 else "#f2efe8", linewidth=0)
        text = _fitting(_shown(title), int((end - start) * columns_per_second) - 2)
        axes.text(
            start + seconds * 0.004,
            0.48,
            text,
            color=_INK,
            fontsize=11.5,
            fontproperties=font,
            va="center",
            clip_on=True,
        )


def _fitting(text: str, columns: int) -> str:
    """As much of the text as fits, with an ellipsis where it is cut; nothing where only that would fit."""
    if width(text) <= columns:
        return text
    while text and width(text) >= columns:
        text = text[:-1]
    return f"{text.rstrip()}…" if text.strip() else ""


def _draw_wave(axes: Axes, files: EpisodeFiles, colours: dict[str, str]) -> None:
    """The largest magnitude of each column, in the colour of whoever speaks there."""
    sound, manifest = files.sound, files.manifest
    tenths = sound.peaks
    heights = _columns(tenths)
    span = manifest.samples / manifest.sample_rate / max(heights.size, 1)
    middles = (np.arange(heights.size) + 0.5) * span
    said = files.utterances
    starts = np.array([one.start_sample for one in said]) / manifest.sample_rate
    spoken = np.maximum(np.searchsorted(starts, middles, "right") - 1, 0)
    who = np.array([said[number].speaker for number in spoken], dtype=object)
    for piece in manifest.music:
        if piece.role != "bed":
            start, end = piece.start_sample, piece.start_sample + piece.samples
            who[(middles * manifest.sample_rate >= start) & (middles * manifest.sample_rate < end)] = _MUSIC
    axes.set_ylim(-0.98, 0.98)
    axes.axhline(0, color=_FAINT, linewidth=0.5)
    axes.bar(
        middles,
        2 * heights,
        width=span,
        bottom=-heights,
        color=[colours.get(name, _NARRATOR) for name in who.tolist()],
        linewidth=0,
    )


def _columns(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """At most `_COLUMNS` values: the largest of each group."""
    if values.size <= _COLUMNS:
        return values
    edges = np.linspace(0, values.size, _COLUMNS, endpoint=False).astype(np.int64)
    largest: NDArray[np.float32] = np.maximum.reduceat(values, edges)
    return largest


def _draw_loudness(axes: Axes, sound: EpisodeSound, target_lufs: float, font: Any) -> None:
    """Short-term loudness with the target; silence falls out of the picture."""
    lufs = short_term(sound)
    times = (np.arange(lufs.size) + _SHORT_TERM_TENTHS) / 10
    low, high = target_lufs - 14, target_lufs + 6
    axes.set_ylim(low, high)
    axes.axhline(target_lufs, color=_FAINT, linewidth=0.9)
    axes.fill_between(times, low, np.maximum(lufs, low), color=_INK, alpha=0.10, linewidth=0)
    axes.plot(times, np.maximum(lufs, low), color=_INK, linewidth=1.2)
    ticks = [target_lufs - 10, target_lufs, target_lufs + 5]
    axes.set_yticks(ticks, [f"−{-tick:.0f}" for tick in ticks], fontproperties=font, color=_FAINT)
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel("LUFS, 3 s", fontproperties=font, color=_FAINT)


def short_term(sound: EpisodeSound) -> NDArray[np.float64]:
    """Loudness of every 3 s that begin at a tenth of a second, in LUFS, not below −70; shape (n,)."""
    tenths = sound.energies.astype(np.float64)
    size = min(_SHORT_TERM_TENTHS, max(tenths.size, 1))
    sums = np.convolve(tenths, np.ones(size), "valid") if tenths.size else np.zeros(0)
    mean_squares = sums / (size / 10) * sound.channels
    loudness: NDArray[np.float64] = np.maximum(
        -0.691 + 10 * np.log10(np.maximum(mean_squares, 1e-12)), SILENCE_LUFS
    )
    return loudness


def _shown(text: str) -> str:
    """What the picture's font can draw of a text."""
    return drawable(text, families()[0])
