from pathlib import Path

import pytest

from duologue.errors import ConfigError, UsageError
from duologue.interview.model import Role, Speaker
from duologue.speech.cast import cast_for_language, load_cast, shipped_casts
from duologue.speech.casting import assign
from duologue.speech.engines.kokoro_model import voice_sums

HOST = Speaker("张鹏", Role.INTERVIEWER, aliases=("鹏",))
GUEST = Speaker("刘煜宏", Role.INTERVIEWEE)

SMALL = """\
language: zh-CN
roles:
  interviewer: {kokoro: zf_xiaobei}
  interviewee: {kokoro: {voice: zm_yunxi, rate: -5%}}
  narrator: {kokoro: zm_yunjian}
pool:
  - {kokoro: zm_yunyang}
speakers:
  李四: {kokoro: zf_xiaoyi}
"""


def cast_file(folder: Path, text: str) -> Path:
    path = folder / "cast.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("name", shipped_casts())
def test_shipped_casts_are_right_and_name_only_voices_of_the_pack(name: str) -> None:
    cast = load_cast(name)
    parts = [cast.roles.interviewer, cast.roles.interviewee, cast.roles.narrator, *cast.pool]
    for part in parts:
        assert set(part.voices) == {"edge", "kokoro"}
        assert part.voices["kokoro"].voice in voice_sums()
    for engine in ("edge", "kokoro"):
        names = [part.voices[engine].voice for part in parts]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("language", "name"), [("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("en-GB", "en-US")])
def test_the_articles_language_chooses_the_cast(language: str, name: str) -> None:
    assert cast_for_language(language).name == name


def test_a_language_without_a_cast_is_refused() -> None:
    with pytest.raises(UsageError, match="no shipped cast speaks fi-FI"):
        cast_for_language("fi-FI")


def test_roles_then_pool_and_never_two_alike(tmp_path: Path) -> None:
    cast = load_cast(str(cast_file(tmp_path, SMALL)))
    second = Speaker("王五", Role.INTERVIEWEE)
    casting = assign(cast, [HOST, GUEST, second, Speaker("李四", Role.INTERVIEWEE)], "kokoro", {})
    assert [casting.voice_of(n).name for n in ("张鹏", "刘煜宏", "王五", "李四", "narrator")] == [
        "zf_xiaobei",
        "zm_yunxi",
        "zm_yunyang",
        "zf_xiaoyi",
        "zm_yunjian",
    ]
    assert casting.voice_of("刘煜宏").rate_percent == -5


def test_too_few_voices_is_a_clear_error(tmp_path: Path) -> None:
    cast = load_cast(str(cast_file(tmp_path, SMALL)))
    guests = [Speaker(name, Role.INTERVIEWEE) for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"]
    with pytest.raises(ConfigError, match="too few kokoro voices"):
        assign(cast, [HOST, *guests], "kokoro", {})


@pytest.mark.parametrize("who", ["张鹏", "鹏", "interviewer"])
def test_one_voice_can_be_overridden_by_name_alias_or_role(tmp_path: Path, who: str) -> None:
    cast = load_cast(str(cast_file(tmp_path, SMALL)))
    casting = assign(cast, [HOST, GUEST], "kokoro", {who: "zf_xiaoni", "narrator": "zm_yunxia"})
    assert casting.voice_of("张鹏").name == "zf_xiaoni"
    assert casting.voice_of("narrator").name == "zm_yunxia"


def test_overriding_nobody_is_refused(tmp_path: Path) -> None:
    cast = load_cast(str(cast_file(tmp_path, SMALL)))
    with pytest.raises(UsageError, match="names '张朋', but here speak 张鹏"):
        assign(cast, [HOST, GUEST], "kokoro", {"张朋": "zf_xiaoni"})


def test_a_part_without_the_engines_voice_is_refused(tmp_path: Path) -> None:
    cast = load_cast(str(cast_file(tmp_path, SMALL)))
    with pytest.raises(ConfigError, match="names no edge voice for"):
        assign(cast, [HOST, GUEST], "edge", {})


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (SMALL.replace("rate: -5%", "rate: -500"), 4),
        (SMALL.replace("  narrator:", "  narator:"), 2),
        (SMALL.replace("pool:", "pol:"), 6),
        (SMALL.replace("{kokoro: zm_yunyang}", "{kokoro: }"), 7),
    ],
)
def test_a_wrong_cast_names_file_and_line(tmp_path: Path, wrong: str, line: int) -> None:
    path = cast_file(tmp_path, wrong)
    with pytest.raises(ConfigError) as error:
        load_cast(str(path))
    assert str(error.value).startswith(f"{path}:")
    assert error.value.line == line


def test_a_cast_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no cast 'zh-XX'"):
        load_cast("zh-XX")
