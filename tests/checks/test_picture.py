from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from checks.conftest import Episode
from duologue.checks import EpisodeFiles
from duologue.errors import UsageError

pytest.importorskip("matplotlib", reason="the extra `picture` is not installed")

from duologue.checks.picture import draw_picture, short_term


def test_the_picture_shows_speakers_in_their_colours(whole: Episode, tmp_path: Path) -> None:
    path = tmp_path / "bees.png"
    draw_picture(EpisodeFiles(whole.folder), path)
    assert path.stat().st_size < 200_000
    with Image.open(path) as picture:
        assert picture.size == (1600, 720)
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    wave = pixels[180:460]
    for colour in ((47, 109, 176), (217, 122, 30), (154, 163, 173)):
        near = np.abs(wave - colour).sum(axis=2) < 40
        assert near.sum() > 500


def test_chinese_titles_are_drawn_not_boxed(
    whole: Episode, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    draw_picture(EpisodeFiles(whole.folder), tmp_path / "bees.png")
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]


def test_short_term_loudness_is_the_programmes_where_it_is_steady(whole: Episode) -> None:
    sound = EpisodeFiles(whole.folder).sound
    loudest = short_term(sound).max()
    assert sound.loudness_lufs - 1 < loudest < sound.loudness_lufs + 6


def test_only_a_png_is_written(whole: Episode, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PNG"):
        draw_picture(EpisodeFiles(whole.folder), tmp_path / "bees.gif")
