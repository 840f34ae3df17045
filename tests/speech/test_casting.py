from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from duologue.errors import ConfigError, UsageError
from duologue.model import NARRATOR, Role, Speaker, Voice
from duologue.settings import load_settings
from duologue.speech import casting as casting_module
from duologue.speech.cast import Cast, Casting
from duologue.speech.casting import ShowSpeakers, alike
from duologue.speech.casting.overrides import given_voices
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.engines.kokoro_model import voice_sums
from duologue.speech.find_cast import load_cast
from duologue.speech.voice_table import voice_table
from speech.casts import SMALL, cast_file

HOST = Speaker("张鹏", Role.INTERVIEWER, aliases=("鹏",))
GUEST = Speaker("刘煜宏", Role.INTERVIEWEE)
KOKORO = [
    VoiceInfo(name, "zh-CN", {"f": "female", "m": "male"}[name[1]], "")
    for name in voice_sums()
    if name[0] == "z"
]


def assign(
    cast: Cast, speakers: Sequence[Speaker], engine: str, given: Mapping[str, str], **options: Any
) -> Casting:
    """The casting with voices as the command line gives them."""
    return casting_module.assign(cast, speakers, engine, given=given_voices(given), **options)


def guests(names: str) -> list[Speaker]:
    return [Speaker(name, Role.INTERVIEWEE) for name in names]


@pytest.fixture
def small(tmp_path: Path) -> Cast:
    return load_cast(str(cast_file(tmp_path, SMALL)))


def book(folder: Path, text: str) -> ShowSpeakers:
    """The show's own people, as `duologue.yaml` says them."""
    (folder / "duologue.yaml").write_text(text, encoding="utf-8")
    return load_settings(folder, {}, {}).book


def all_different(casting: Casting) -> bool:
    return not any(alike(one, other) for one, other in combinations(casting.voices.values(), 2))


def test_roles_then_pool_and_named_people_have_theirs(small: Cast) -> None:
    speakers = [HOST, GUEST, *guests("五"), Speaker("李四", Role.INTERVIEWEE)]
    casting = assign(small, speakers, "kokoro", {})
    assert [casting.voice_of(n).name for n in ("张鹏", "刘煜宏", "五", "李四", "narrator")] == [
        "zf_xiaobei",
        "zm_yunxi",
        "zm_yunyang",
        "zf_xiaoyi",
        "zm_yunjian",
    ]
    assert casting.voice_of("刘煜宏").rate_percent == -5


@pytest.mark.parametrize("engine", ["edge", "kokoro"])
def test_more_speakers_than_voices_get_variants_and_no_two_are_alike(engine: str) -> None:
    people = [HOST, *guests("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌")]
    casting = assign(load_cast("zh-CN"), people, engine, {}, pitch=engine == "edge")
    assert len(casting.voices) == 23
    assert all_different(casting)
    plain = [v for v in casting.voices.values() if not v.rate_percent and not v.pitch_hz]
    assert len(plain) == 8
    varied = [v for v in casting.voices.values() if v not in plain]
    assert all(abs(v.pitch_hz) >= 20 if engine == "edge" else abs(v.rate_percent) >= 10 for v in varied)


def test_the_main_voices_are_varied_last() -> None:
    casting = assign(load_cast("zh-CN"), [HOST, *guests("甲乙丙丁戊己庚辛壬癸")], "kokoro", {})
    varied = {v.name for v in casting.voices.values() if v.rate_percent}
    assert len(varied) >= 3
    assert not varied & {"zf_xiaoxiao", "zm_yunxi", "zm_yunjian"}


def test_too_few_voices_is_a_clear_error(small: Cast) -> None:
    with pytest.raises(ConfigError, match=r"cast\.yaml:6: .*too few kokoro voices for 15 .*: 4, and each"):
        assign(small, [HOST, *guests("甲乙丙丁戊己庚辛壬癸子丑寅")], "kokoro", {})


def test_a_guest_keeps_the_voice_whoever_else_speaks_and_in_whatever_order() -> None:
    cast = load_cast("zh-CN")
    alone = assign(cast, [HOST, GUEST, *guests("沈")], "kokoro", {}).voice_of("沈")
    kept = 0
    for others in "周吴郑冯陈":
        speakers = [HOST, GUEST, *guests(others), *guests("沈")]
        forwards = assign(cast, speakers, "kokoro", {})
        backwards = assign(cast, [HOST, GUEST, *guests("沈"), *guests(others)], "kokoro", {})
        assert forwards.voices == backwards.voices
        # Only who has the better claim to the voice by name can take it, or one that is nearly it.
        taken = forwards.voice_of(others)
        assert forwards.voice_of("沈") == alone or taken == alone or voice_table().near(taken, alone)
        kept += forwards.voice_of("沈") == alone
    assert kept >= 3


def test_a_guest_is_the_same_part_of_the_cast_online_and_offline() -> None:
    cast = load_cast("zh-CN")
    for name in "甲乙丙丁":
        online, offline = (
            assign(cast, [HOST, GUEST, *guests(name)], engine, {}).voice_of(name).name
            for engine in ("edge", "kokoro")
        )
        assert any(
            p.voices["edge"].voice == online and p.voices["kokoro"].voice == offline for p in cast.pool
        )


def test_a_longer_pool_moves_only_those_who_take_the_new_voice(tmp_path: Path) -> None:
    def cast_with(voices: list[str]) -> Cast:
        pool = "".join(f"  - {{kokoro: {voice}}}\n" for voice in voices)
        return load_cast(str(cast_file(tmp_path, SMALL.replace("  - {kokoro: zm_yunyang}\n", pool))))

    short, longer = (
        cast_with(["zm_yunyang", "zf_xiaoni"]),
        cast_with(["zf_xiaoxiao", "zf_xiaoni", "zm_yunyang"]),
    )
    for name in "甲乙丙丁戊己庚辛":
        before = assign(short, [HOST, GUEST, *guests(name)], "kokoro", {}).voice_of(name)
        after = assign(longer, [HOST, GUEST, *guests(name)], "kokoro", {}).voice_of(name)
        assert after == before or after.name == "zf_xiaoxiao"


@pytest.mark.parametrize("who", ["张鹏", "鹏", "interviewer"])
@pytest.mark.parametrize("voice", ["zf_xiaoni", "kokoro:zf_xiaoni"])
def test_one_voice_can_be_overridden_by_name_alias_or_role(small: Cast, who: str, voice: str) -> None:
    casting = assign(small, [HOST, GUEST], "kokoro", {who: voice, "narrator": "zm_yunxia"})
    assert casting.voice_of("张鹏").name == "zf_xiaoni"
    assert casting.voice_of("narrator").name == "zm_yunxia"


def test_a_scripts_own_voice_counts_before_the_book_and_after_options(small: Cast, tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n  刘煜宏: {kokoro: zf_xiaoni}\n")
    scripted = replace(GUEST, voices=(Voice("kokoro", "zm_yunxia"), Voice("edge", "zh-CN-YunxiNeural")))
    narrator = Speaker(NARRATOR, Role.NARRATOR, voices=(Voice("", "zf_xiaoxiao"),))
    casting = assign(small, [HOST, scripted, narrator], "kokoro", {}, book=show)
    assert [casting.voice_of(n).name for n in ("刘煜宏", NARRATOR)] == ["zm_yunxia", "zf_xiaoxiao"]
    overridden = assign(small, [HOST, scripted], "kokoro", {"刘煜宏": "zm_yunyang"}, book=show)
    assert overridden.voice_of("刘煜宏").name == "zm_yunyang"


def test_an_override_in_the_file_is_placed_there_and_one_of_the_command_line_nowhere(
    small: Cast, tmp_path: Path
) -> None:
    show = book(tmp_path, "show: x\nvoice:\n  interviewee: zm_nobody\n")
    written = assign(small, [HOST, GUEST], "kokoro", {}, book=show)
    assert written.place_of("刘煜宏").line == 3
    given = assign(small, [HOST, GUEST], "kokoro", {"interviewee": "zm_other"}, book=show)
    assert given.place_of("刘煜宏").path is None


def test_a_scripts_own_voice_counts_before_an_override_of_the_file(small: Cast, tmp_path: Path) -> None:
    show = book(tmp_path, "voice:\n  interviewee: zm_yunyang\n")
    scripted = replace(GUEST, voices=(Voice("", "zm_yunxia"),))
    for speaker, voice in ((scripted, "zm_yunxia"), (GUEST, "zm_yunyang")):
        casting = assign(small, [HOST, speaker], "kokoro", {}, book=show)
        assert casting.voice_of("刘煜宏").name == voice
    assert assign(small, [HOST, scripted], "kokoro", {}, book=show).place_of("刘煜宏").path is None


def test_overriding_nobody_is_refused(small: Cast, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^--voice names '张朋', but here speak 张鹏"):
        assign(small, [HOST, GUEST], "kokoro", {"张朋": "zf_xiaoni"})
    show = book(tmp_path, "show: x\nvoice:\n  张朋: zf_xiaoni\n")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:3: voice names '张朋'.*use speakers"):
        assign(small, [HOST, GUEST], "kokoro", {}, book=show)


def test_whoever_had_an_overriding_voice_gives_way(small: Cast) -> None:
    casting = assign(small, [HOST, GUEST], "kokoro", {"刘煜宏": "zf_xiaobei", "张鹏": "zm_yunjian"})
    assert [casting.voice_of(n).name for n in ("张鹏", "刘煜宏")] == ["zm_yunjian", "zf_xiaobei"]
    assert all_different(casting)


def test_two_people_are_never_given_one_voice_but_a_host_may_narrate(small: Cast) -> None:
    with pytest.raises(UsageError, match="'张鹏' and '刘煜宏' are both given kokoro:zf_xiaoni"):
        assign(small, [HOST, GUEST], "kokoro", {"张鹏": "zf_xiaoni", "刘煜宏": "zf_xiaoni"})
    casting = assign(small, [HOST, GUEST], "kokoro", {"张鹏": "zf_xiaoni", "narrator": "zf_xiaoni"})
    assert casting.voice_of("narrator") == casting.voice_of("张鹏")


def test_a_part_without_the_engines_voice_is_refused(small: Cast) -> None:
    with pytest.raises(ConfigError, match=r"cast\.yaml:3: .*names no edge voice for the interviewer"):
        assign(small, [HOST, GUEST], "edge", {})


def test_the_book_of_the_show_gives_a_voice_before_the_cast(small: Cast, tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n  刘煜宏: {kokoro: {voice: zf_xiaoni, rate: +4%}}\n  鹏: {edge: x}\n")
    casting = assign(small, [HOST, GUEST], "kokoro", {}, book=show)
    assert (casting.voice_of("刘煜宏").name, casting.voice_of("刘煜宏").rate_percent) == ("zf_xiaoni", 4)
    assert casting.voice_of("张鹏").name == "zf_xiaobei"
    place = casting.place_of("刘煜宏")
    assert (place.path, place.line) == (tmp_path / "duologue.yaml", 2)
    overridden = assign(small, [HOST, GUEST], "kokoro", {"interviewee": "zm_yunxia"}, book=show)
    assert overridden.voice_of("刘煜宏").name == "zm_yunxia"


def test_two_people_of_the_book_with_one_voice_name_file_and_line(small: Cast, tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n  张鹏: {kokoro: zm_yunxia}\n  刘煜宏: {kokoro: zm_yunxia}\n")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:3: .*tell them apart"):
        assign(small, [HOST, GUEST], "kokoro", {}, book=show)


@pytest.mark.parametrize("engine", ["edge", "kokoro"])
def test_wishes_swap_the_main_voices_rather_than_take_lesser_ones(engine: str, tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n  张鹏: {gender: male}\n  刘煜宏: {gender: female}\n")
    casting = assign(load_cast("zh-CN"), [HOST, GUEST], engine, {}, book=show)
    expected = {
        "edge": ["zh-CN-YunxiNeural", "zh-CN-XiaoxiaoNeural"],
        "kokoro": ["zm_yunxi", "zf_xiaoxiao"],
    }
    assert [casting.voice_of(n).name for n in ("张鹏", "刘煜宏")] == expected[engine]


def test_people_with_wishes_are_served_before_those_who_can_have_any_voice(tmp_path: Path) -> None:
    pool = "  - {kokoro: zm_yunyang}\n  - {kokoro: zf_xiaoxiao}\n"
    cast = load_cast(str(cast_file(tmp_path, SMALL.replace("  - {kokoro: zm_yunyang}\n", pool))))
    show = book(tmp_path, "speakers:\n  丁: {gender: female}\n")
    for other in "甲乙丙戊己庚辛壬癸子丑寅":
        people = [HOST, GUEST, *guests(other), *guests("丁")]
        casting = assign(cast, people, "kokoro", {}, book=show, offered=KOKORO)
        voice = casting.voice_of("丁")
        assert (voice.name, voice.rate_percent) == ("zf_xiaoxiao", 0), other


def test_a_voice_is_given_with_its_rate_pitch_and_volume(small: Cast, tmp_path: Path) -> None:
    show = book(
        tmp_path,
        "voice:\n  interviewee: {voice: zm_yunxia, rate: +20%, pitch: -10Hz, volume: -5}\n"
        "  张鹏: {kokoro: {voice: zf_xiaoni, rate: 20 %}, edge: zh-CN-XiaoyiNeural}\n",
    )
    casting = assign(small, [HOST, GUEST], "kokoro", {}, book=show, pitch=True)
    assert casting.voice_of("刘煜宏") == Voice(
        "kokoro", "zm_yunxia", rate_percent=20, pitch_hz=-10, volume_percent=-5
    )
    assert casting.voice_of("张鹏") == Voice("kokoro", "zf_xiaoni", rate_percent=20)


def test_speakers_of_another_engine_get_no_voice_of_this_one(small: Cast) -> None:
    casting = assign(small, [HOST, GUEST], "kokoro", {"刘煜宏": "edge:x"}, without=("刘煜宏",))
    assert set(casting.voices) == {"张鹏", NARRATOR}


def test_wishes_for_locale_and_style(tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n  刘煜宏: {locale: zh-CN-liaoning}\n  甲: {style: [passionate]}\n")
    for engine, voices in {
        "edge": ["zh-CN-liaoning-XiaobeiNeural", "zh-CN-YunjianNeural"],
        "kokoro": ["zf_xiaobei", "zm_yunyang"],
    }.items():
        casting = assign(load_cast("zh-CN"), [HOST, GUEST, *guests("甲")], engine, {}, book=show)
        assert [casting.voice_of(n).name for n in ("刘煜宏", "甲")] == voices


def without_women(folder: Path) -> Cast:
    return load_cast(str(cast_file(folder, SMALL.replace("zf_xiaobei", "zm_yunxia"))))


def test_the_engine_tells_the_gender_where_the_cast_does_not(tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n  刘煜宏: {gender: female}\n")
    cast = without_women(tmp_path)
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: .*is female, as '刘煜宏' should sound; it has"):
        assign(cast, [HOST, GUEST], "kokoro", {}, book=show, offered=KOKORO)
    small = load_cast(str(cast_file(tmp_path, SMALL)))
    casting = assign(small, [HOST, GUEST], "kokoro", {"张鹏": "zm_yunxia"}, book=show, offered=KOKORO)
    assert casting.voice_of("刘煜宏").name == "zf_xiaobei"


def test_a_voice_that_nobody_knows_anything_of_meets_every_wish(small: Cast, tmp_path: Path) -> None:
    wishing = load_cast(str(cast_file(tmp_path, SMALL.replace("{kokoro: zf_xiaoyi}", "{gender: female}"))))
    unknown = [VoiceInfo(name, "") for name in ("zf_xiaobei", "zm_yunxi", "zm_yunjian", "zm_yunyang")]
    people = [Speaker("张三", Role.INTERVIEWER), Speaker("李四", Role.INTERVIEWEE)]
    assert assign(wishing, people, "kokoro", {}, offered=unknown).voice_of("李四").name == "zm_yunxi"


def test_another_engines_voice_is_refused(small: Cast, tmp_path: Path) -> None:
    people = [Speaker("张三", Role.INTERVIEWER), Speaker("王五", Role.INTERVIEWEE)]
    with pytest.raises(UsageError, match=r"'王五' is to have edge:x, but kokoro speaks.*--engine edge"):
        assign(small, people, "kokoro", {"王五": "edge:x"})
    show = book(tmp_path, "voice:\n  王五: edge:x\n")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: '王五' is to have"):
        assign(small, people, "kokoro", {}, book=show)
    assert assign(small, people, "kokoro", {"王五": "model:1"}).voice_of("王五").name == "model:1"


def test_a_wish_met_by_a_variant(tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n" + "".join(f"  {name}: {{gender: female}}\n" for name in "甲乙丙丁戊"))
    casting = assign(
        load_cast("zh-CN"), [HOST, *guests("甲乙丙丁戊")], "kokoro", {}, book=show, offered=KOKORO
    )
    women = {voice.name for voice in KOKORO if voice.gender == "female"}
    assert all(casting.voice_of(name).name in women for name in "甲乙丙丁戊")
    assert all_different(casting)


def test_everybody_is_cast_whose_name_is_strange() -> None:
    names = ["", " ", "\ud800", "x" * 5000, "a\nb", "ＡＢＣ"]
    people = [Speaker(name, Role.INTERVIEWEE) for name in names]
    assert all_different(assign(load_cast("zh-CN"), people, "kokoro", {}))


def test_a_narrator_with_a_name_is_the_narrator() -> None:
    speakers = [HOST, GUEST, Speaker("旁白", Role.NARRATOR)]
    casting = assign(load_cast("zh-CN"), speakers, "kokoro", {})
    assert casting.voice_of("旁白") == casting.voice_of(NARRATOR)


def test_a_scripts_voice_beats_book_and_cast_and_yields_to_an_option(tmp_path: Path) -> None:
    show = book(tmp_path, "speakers:\n  刘煜宏: {kokoro: zf_xiaobei}\n")
    guest = Speaker(
        "刘煜宏", Role.INTERVIEWEE, voices=(Voice("kokoro", "zm_yunxia"), Voice("edge", "zh-CN-X"))
    )
    narrator = Speaker(NARRATOR, Role.NARRATOR, voices=(Voice("", "zf_xiaoyi"),))
    cast = load_cast("zh-CN")
    casting = assign(cast, [HOST, guest, narrator], "kokoro", {}, book=show)
    assert (casting.voice_of("刘煜宏").name, casting.voice_of(NARRATOR).name) == ("zm_yunxia", "zf_xiaoyi")
    assert assign(cast, [HOST, guest], "edge", {}, book=show).voice_of("刘煜宏").name == "zh-CN-X"
    optional = assign(cast, [HOST, guest], "kokoro", {"刘煜宏": "zm_yunxi"}, book=show)
    assert optional.voice_of("刘煜宏").name == "zm_yunxi"


def test_a_scripts_voice_for_another_engine_changes_nothing(small: Cast) -> None:
    guest = Speaker("刘煜宏", Role.INTERVIEWEE, voices=(Voice("edge", "zh-CN-X"),))
    assert (
        assign(small, [HOST, guest], "kokoro", {}).voices == assign(small, [HOST, GUEST], "kokoro", {}).voices
    )
