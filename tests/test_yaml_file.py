from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from duologue.errors import ConfigError
from duologue.yaml_file import load_yaml, parse_yaml


class Voice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    rate: int = 0


class Book(BaseModel):
    model_config = ConfigDict(extra="forbid")
    voices: dict[str, Voice] = {}


def refused(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as error:
        parse_yaml(text, Book, "book.yaml")
    return error.value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("voices:\n  a:\n    name: x\n    rate: fast\n", 4),
        ("voices:\n  a:\n    name: x\n    pace: 1\n", 4),
        ("voices:\n  a:\n    rate: 1\n", 2),
        ("voices:\n  a: {name: x\n", 3),
        ("voices:\n  a: {name: x}\n  a: {name: y}\n", 3),
        ("voises: {}\n", 1),
        ("voices:\n\ta: 1\n", 2),
    ],
)
def test_an_error_names_the_file_and_the_line(text: str, line: int) -> None:
    error = refused(text)
    assert str(error).startswith(f"book.yaml:{line}: ")
    assert "\n" not in str(error)
    assert error.exit_code == 2


def test_what_is_right_comes_back_as_the_model() -> None:
    assert parse_yaml("voices: {a: {name: x, rate: 3}}", Book, "b").voices["a"].rate == 3
    assert parse_yaml("", Book, "b") == Book()


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words", "date: 2024-99-99\n", "[" * 5000])
def test_what_is_no_mapping_is_refused_in_words(text: str) -> None:
    assert refused(text)


def test_missing_and_undecodable_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_yaml(tmp_path / "none.yaml", Book)
    (tmp_path / "latin.yaml").write_bytes(b"voices: \xff\xfe\xe9")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_yaml(tmp_path / "latin.yaml", Book)


@pytest.mark.parametrize(
    "text", ["- a\n", "voices: 3\n", "voices: {a: 3}\n", "voices: {a: {name: x, rate: fast}}\n"]
)
def test_a_mistake_is_told_without_the_words_of_a_library(text: str) -> None:
    assert "expected here" in str(refused(text))
    assert "instance of" not in str(refused(text))
