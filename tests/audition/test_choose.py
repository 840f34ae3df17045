"""The chosen cast is written, and nothing else of the configuration changes, to the byte."""

from pathlib import Path

import pytest

from duologue.api.configuration import with_setting
from duologue.audition.choose import choose
from duologue.errors import ConfigError, UsageError
from duologue.settings import Settings, load_settings
from duologue.yaml_file import parse_yaml
from speech.casts import SMALL

PATH = Path("duologue.yaml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "voices: zh-CN-calm\n"),
        ("# only a comment\n", "# only a comment\nvoices: zh-CN-calm\n"),
        ("show: 节目 # 名字\n", "show: 节目 # 名字\nvoices: zh-CN-calm\n"),
        ("show: x", "show: x\nvoices: zh-CN-calm\n"),
        ("# a\nvoices: zh-CN   # mine\nshow: x\n", "# a\nvoices: zh-CN-calm   # mine\nshow: x\n"),
        ("voices: 'zh-CN'\nshow: x\n", "voices: zh-CN-calm\nshow: x\n"),
        ("{show: x, voices: zh-CN}\n", "{show: x, voices: zh-CN-calm}\n"),
        ("{show: x}\n", "{voices: zh-CN-calm, show: x}\n"),
        ("{}\n", "{voices: zh-CN-calm}\n"),
        ("show: x\r\nauthor: y\r\n", "show: x\r\nauthor: y\r\nvoices: zh-CN-calm\r\n"),
        ("---\nshow: x\n...\n", "---\nshow: x\nvoices: zh-CN-calm\n...\n"),
        ("\ufeffshow: x\n", "\ufeffshow: x\nvoices: zh-CN-calm\n"),
        ("  show: x\n  author: y\n", "  show: x\n  author: y\n  voices: zh-CN-calm\n"),
        ("voice:\n  鹏: zm_yunxi # he\n", "voice:\n  鹏: zm_yunxi # he\nvoices: zh-CN-calm\n"),
    ],
)
def test_only_the_cast_changes(before: str, after: str) -> None:
    assert with_setting(before, "voices", "zh-CN-calm", PATH) == after


@pytest.mark.parametrize(
    "text",
    [
        "show: &name zh-CN\nvoices: *name\n",
        "voices: |\n  zh-CN\nshow: x\n",
        "show: &a x\nvoices: &b y\nauthor: *b\n",
    ],
)
def test_a_value_that_cannot_be_changed_alone_is_left_to_a_person(text: str) -> None:
    with pytest.raises(ConfigError, match=r"set it by hand: voices: zh-CN-calm"):
        with_setting(text, "voices", "zh-CN-calm", PATH)


@pytest.mark.parametrize(
    "name", ["null", "yes", "my cast.yaml", "it's: mine.yaml", "# x.yaml", "声音.yaml", "1.yaml"]
)
def test_any_name_is_written_so_that_it_is_read_back(name: str) -> None:
    assert parse_yaml(with_setting("show: x\n", "voices", name, PATH), Settings, PATH).voices == name


def test_a_wrong_configuration_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "duologue.yaml"
    path.write_text("shwo: x\n")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:1: shwo"):
        choose("zh-CN-calm", tmp_path)
    assert path.read_text() == "shwo: x\n"


def test_a_cast_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no cast 'zh-XX'"):
        choose("zh-XX", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_beside_the_article_or_where_the_configuration_is(tmp_path: Path) -> None:
    article, working = tmp_path / "articles", tmp_path / "work"
    article.mkdir()
    working.mkdir()
    assert choose("zh-CN-calm", article, working) == article / "duologue.yaml"
    assert load_settings(article, {}, {}, working=working).voices == "zh-CN-calm"
    (article / "duologue.yaml").unlink()
    (working / "duologue.yaml").write_text("show: x\n")
    assert choose("zh-CN-lively", article, working) == working / "duologue.yaml"
    settings = load_settings(article, {}, {}, working=working)
    assert (settings.show, settings.voices) == ("x", "zh-CN-lively")


def test_a_cast_of_ones_own_is_named_from_the_configurations_folder(tmp_path: Path) -> None:
    article = tmp_path / "articles"
    article.mkdir()
    (tmp_path / "mine.yaml").write_text(SMALL, encoding="utf-8")
    path = choose("mine.yaml", article, tmp_path)
    assert path.read_text() == "voices: ../mine.yaml\n"
    assert Path(load_settings(article, {}, {}, working=tmp_path).voices).samefile(tmp_path / "mine.yaml")


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    real = tmp_path / "shared.yaml"
    real.write_text("show: x\n")
    real.chmod(0o640)
    link = tmp_path / "duologue.yaml"
    link.symlink_to(real)
    choose("zh-CN-calm", tmp_path)
    assert link.is_symlink()
    assert real.read_text() == "show: x\nvoices: zh-CN-calm\n"
    assert real.stat().st_mode & 0o777 == 0o640
