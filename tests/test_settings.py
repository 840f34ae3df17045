from pathlib import Path

import pytest

from duologue.errors import ConfigError, UsageError
from duologue.model import Voice
from duologue.settings import load_settings
from duologue.speech.engines.registry import make_engine


def test_options_win_over_environment_over_file_over_defaults(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("show: from file\nengine: edge\nauthor: from file\n")
    settings = load_settings(
        tmp_path,
        {"DUOLOGUE_ENGINE": "kokoro", "DUOLOGUE_SHOW": "from environment"},
        {"show": "option", "out": None},
    )
    assert (settings.show, settings.engine, settings.author) == ("option", "kokoro", "from file")
    assert settings.loudness == "podcast"


def test_the_file_beside_the_source_wins_over_the_working_folders(tmp_path: Path) -> None:
    beside, working = tmp_path / "a", tmp_path / "b"
    for folder in (beside, working):
        folder.mkdir()
        (folder / "duologue.yaml").write_text(f"show: {folder.name}\n")
    assert load_settings(beside, {}, {}, working=working).show == "a"
    assert load_settings(tmp_path, {}, {}, working=working).show == "b"


def test_paths_are_relative_to_the_file_they_stand_in(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text("")
    (tmp_path / "names.yaml").write_text("")
    (tmp_path / "duologue.yaml").write_text("out: made\nvoices: my.yaml\nlexicon: names.yaml\n")
    settings = load_settings(tmp_path, {}, {})
    assert settings.out == tmp_path / "made"
    assert settings.voices == str(tmp_path / "my.yaml")
    assert settings.lexicon == (tmp_path / "names.yaml",)


def test_a_typo_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("show: x\nvocies: zh-CN\n")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: vocies: this key is not known"):
        load_settings(tmp_path, {}, {})


@pytest.mark.parametrize(
    ("value", "expected"), [("off", False), ("true", True), ("Hi {title}", "Hi {title}")]
)
def test_the_disclosure_can_be_worded_or_switched_off(value: str, expected: bool | str) -> None:
    assert load_settings(Path("/nowhere"), {"DUOLOGUE_DISCLOSURE": value}, {}).disclosure == expected


def test_an_unknown_pause_is_refused() -> None:
    settings = load_settings(Path("/nowhere"), {}, {"pauses": {"tail_ms": 5}})
    assert settings.pause_rules().tail_ms == 5
    with pytest.raises(ConfigError, match=r"^pauses: there is no pause called coffee_ms"):
        load_settings(Path("/nowhere"), {}, {"pauses": {"coffee_ms": 5}})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("show: x\nloudness: loud\n", r"duologue\.yaml:2: loudness: there is no 'loud'; there are podcast"),
        ("show: x\nencoding: wav\n", r"duologue\.yaml:2: encoding: there is no 'wav'"),
        ("pauses:\n  coffee_ms: 5\n", r"duologue\.yaml:1: pauses: there is no pause called coffee_ms"),
        ("show: x\nengine: loud\n", r"yaml:2: there is no engine called 'loud'"),
        ("speakers:\n  A: {kokorro: zm_yunxi}\n", r"yaml:2: there is no engine called 'kokorro'.*'kokoro'"),
        ("engines:\n  kokro: {concurrency: 2}\n", r"yaml:2: there is no engine called 'kokro'.*'kokoro'"),
    ],
)
def test_a_name_that_there_is_not_names_file_and_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "duologue.yaml").write_text(text)
    with pytest.raises(ConfigError, match=words):
        load_settings(tmp_path, {}, {})


def test_settings_of_a_plug_in_that_is_not_here_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("engines:\n  somebodys-own: {key: 1}\n")
    assert load_settings(tmp_path, {}, {}).engine_settings("somebodys-own").model_extra == {"key": 1}


def test_a_wrong_variable_is_said_plainly() -> None:
    with pytest.raises(ConfigError, match=r"^cache_limit: 'lots' is not a size"):
        load_settings(Path("/nowhere"), {"DUOLOGUE_CACHE_LIMIT": "lots"}, {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("show: x\nspeakers:\n  interviewee: {kokoro: zm_yunxi}\n", r":2: speakers: interviewee is a role"),
        ("speakers:\n  Ann: {role: interviewer}\n", r":2: speakers\.Ann: role has no effect here"),
        ("speakers:\n  Ann: {voice: zm_yunxi}\n", r":2: speakers\.Ann: write the engine and its voice"),
        ("show: x\nlexicon: missing.yaml\n", r":2: lexicon: there is no file missing\.yaml"),
        ("lexicon:\n  - a.yaml\n  - missing.yaml\n", r":3: lexicon: there is no file missing\.yaml"),
        ("show: x\nvoices: missing.yaml\n", r":2: voices: there is no cast 'missing\.yaml'"),
        (
            "voice:\n  Ann: {voice: x, rate: fast}\n",
            r":2: voice\.Ann\.rate: 'fast' is not a number of percent",
        ),
        ("voice:\n  Ann:\n    voice: x\n    pitch: 2st\n", r":4: voice\.Ann\.pitch: '2st' is not a number"),
        ("voice:\n  Ann: {kokorro: x}\n", r":2: there is no engine called 'kokorro'"),
    ],
)
def test_what_would_have_no_effect_or_is_not_there_is_refused_with_its_line(
    text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("")
    (tmp_path / "duologue.yaml").write_text(text)
    with pytest.raises(ConfigError, match=rf"duologue\.yaml{words}"):
        load_settings(tmp_path, {}, {})


def test_a_cast_of_the_file_that_is_not_there_does_not_matter_where_another_is_given(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("voices: missing.yaml\n")
    assert load_settings(tmp_path, {}, {"voices": "zh-CN"}).voices == "zh-CN"


def test_a_voice_is_given_in_all_the_forms_that_people_write(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text(
        "voice:\n  Ann: zm_yunxi\n  Bo: kokoro:zm_yunxi\n  Cy: {voice: x, rate: 20%, pitch: -10Hz}\n"
        "  Di: {kokoro: {voice: y, rate: +20%}, edge: z}\n"
    )
    assert load_settings(tmp_path, {}, {}).book.overrides == {
        "Ann": (Voice("", "zm_yunxi"),),
        "Bo": (Voice("kokoro", "zm_yunxi"),),
        "Cy": (Voice("", "x", rate_percent=20, pitch_hz=-10),),
        "Di": (Voice("kokoro", "y", rate_percent=20), Voice("edge", "z")),
    }


def test_a_variable_that_is_nearly_a_settings_is_refused() -> None:
    with pytest.raises(UsageError, match="DUOLOGUE_VOICE has no effect; did you mean DUOLOGUE_VOICES"):
        load_settings(Path("/nowhere"), {"DUOLOGUE_VOICE": "zh-CN"}, {})
    load_settings(Path("/nowhere"), {"DUOLOGUE_CACHE": "/x", "DUOLOGUE_SOMETHING": "y"}, {})


@pytest.mark.parametrize(
    ("engine", "key", "value"),
    [("edge", "url", "http://x"), ("edge", "model", "m"), ("kokoro", "proxy", "p:1"), ("kokoro", "url", "u")],
)
def test_a_setting_that_an_engine_ignores_is_refused_with_its_line(
    engine: str, key: str, value: str, tmp_path: Path
) -> None:
    (tmp_path / "duologue.yaml").write_text(
        f"proxy: proxy.example:1\nengines:\n  {engine}:\n    {key}: {value}\n"
    )
    settings = load_settings(tmp_path, {}, {})
    with pytest.raises(ConfigError, match=rf"duologue\.yaml:4: {key} has no effect: the {engine} engine"):
        make_engine(engine, settings.engine_settings(engine))
    other = "kokoro" if engine == "edge" else "edge"
    make_engine(other, settings.engine_settings(other))
