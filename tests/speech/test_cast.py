import re
from pathlib import Path

import pytest

from duologue.errors import ConfigError, NoEngineError, UsageError
from duologue.languages import front_ends
from duologue.languages.front_ends import Withheld
from duologue.languages.tags import spoken_language
from duologue.model import Role
from duologue.settings import Settings
from duologue.speech import voice_lists
from duologue.speech.cast import Cast
from duologue.speech.casting import alike
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.engines.kokoro_model import voice_sums
from duologue.speech.engines.registry import make_engine
from duologue.speech.find_cast import cast_for_language, load_cast, shipped_casts
from duologue.speech.online_voices import online_locales
from duologue.yaml_file import parse_yaml
from speech.casts import SMALL, cast_file


@pytest.mark.parametrize("name", shipped_casts())
def test_shipped_casts_are_right_and_name_only_voices_of_the_pack(name: str) -> None:
    cast = load_cast(name)
    assert cast.language == name or name.startswith(cast.language)
    assert cast.description
    parts = [part for _, part in cast.parts()]
    reader = front_ends.front_end(cast.language)
    offline = spoken_language(cast.language) in ("zh", "en") or not isinstance(reader, Withheld | None)
    engines = {"edge", "kokoro"} if offline else {"edge"}
    assert cast.engines == ("edge", "kokoro"), "the offline voice says why it does not speak"
    for role in Role:
        assert set(cast.roles.part_of(role).voices) == engines
    for part in parts:
        assert "edge" in part.voices
        assert "kokoro" not in part.voices or part.voices["kokoro"].voice in voice_sums()
    for engine in engines:
        voices = [voice for part in parts if (voice := part.voice_of(engine))]
        assert not any(alike(one, other) for n, one in enumerate(voices) for other in voices[:n])


@pytest.mark.parametrize("name", shipped_casts())
def test_a_part_of_a_shipped_cast_has_one_gender_online_and_offline(name: str) -> None:
    for _, part in load_cast(name).parts():
        if "kokoro" not in part.voices:
            continue
        offline = {"f": "female", "m": "male"}[part.voices["kokoro"].voice[1]]
        one_voice = "there is one" in str(load_cast(name).description)
        assert one_voice or part.gender in (None, offline)


def test_mandarin_casts_differ_and_speak_offline_with_the_best_voices() -> None:
    pairs = set()
    women = {"zh-CN": "zf_xiaoxiao", "zh-CN-calm": "zf_xiaobei", "zh-CN-lively": "zf_xiaobei"}
    for name, woman in women.items():
        voices = [load_cast(name).roles.part_of(role).voices["kokoro"] for role in Role]
        assert {voice.voice for voice in voices} == {"zm_yunxi", "zm_yunjian", woman}
        pairs.add((voices[0].voice, voices[1].voice))
    assert len(pairs) == 3


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-Hans-CN", "zh-CN"),
        ("zh-SG", "zh-CN"),
        ("zh-TW", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-HK"),
        ("yue", "zh-HK"),
        ("zh-CN-liaoning", "zh-CN-liaoning"),
        ("en", "en-US"),
        ("en-AU", "en-AU"),
        ("es", "es-ES"),
        ("es-AR", "es-AR"),
        ("pt", "pt-BR"),
        ("no", "nb-NO"),
        ("tl-PH", "fil-PH"),
        ("sw", "sw-KE"),
        ("fi-FI", "fi-FI"),
        ("en-gb", "en-GB"),
    ],
)
def test_the_articles_language_chooses_the_cast(language: str, name: str) -> None:
    assert cast_for_language(language).name == name


def test_a_language_that_no_engine_speaks_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path))
    with pytest.raises(NoEngineError, match=r"no engine here speaks Basque \(eu-ES\)") as refused:
        cast_for_language("eu-ES")
    assert refused.value.exit_code == 4


LOCALES = [each.locale for each in online_locales()]


def test_the_list_of_online_voices_is_that_of_the_service() -> None:
    voices = [voice for each in online_locales() for voice in (*each.women, *each.men)]
    assert len(LOCALES) == len(set(LOCALES)) == 142
    assert len(voices) == len(set(voices)) == 322
    assert len({locale.split("-")[0] for locale in LOCALES}) == 75


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_a_cast_that_speaks_its_language_alone(locale: str) -> None:
    cast = cast_for_language(locale)
    assert cast.language == locale
    assert cast == cast_for_language(locale.lower()), "the same one every time"
    listed = {voice: each.locale for each in online_locales() for voice in (*each.women, *each.men)}
    voices = [voice for _, part in cast.parts() if (voice := part.voice_of("edge"))]
    heard = {spoken_language(listed[voice.name]) for voice in voices if "Multilingual" not in voice.name}
    assert heard <= {spoken_language(locale)}
    roles = [cast.roles.part_of(role).voice_of("edge") for role in Role]
    given = [voice for voice in roles if voice]
    assert len(given) == len(Role)
    assert given[0].name.startswith((f"{locale}-", "zh-CN-")), "whoever asks is of the locale"
    assert not any(alike(one, other) for n, one in enumerate(given) for other in given[:n])


def test_a_made_cast_can_be_named_and_speaks_offline_where_its_language_does() -> None:
    cast = load_cast("en-AU")
    assert cast.path is None
    assert "Made from the online voices for English (en-AU)" in cast.description_in("en")
    assert cast.roles.interviewer.voices["kokoro"].voice == "af_heart"
    assert "kokoro" not in load_cast("bg-BG").roles.interviewer.voices


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        (SMALL.replace("rate: -5%", "rate: -500"), 4, "rate"),
        (SMALL.replace("  narrator:", "  narator:"), 5, "did you mean 'narrator'"),
        (SMALL.replace("pool:", "pol:"), 6, "did you mean 'pool'"),
        (SMALL.replace("rate: -5%", "raet: -5%"), 4, "did you mean 'rate'"),
        (SMALL.replace("language: zh-CN", "language: Chinese"), 1, "language"),
        (SMALL.replace("{kokoro: zm_yunyang}", "{kokoro: }"), 7, "pool.0.kokoro: write the voice's name"),
        (SMALL.replace("{kokoro: zm_yunyang}", "{kokoro: [zm_yunyang]}"), 7, "write the voice's name"),
        (SMALL.replace("{kokoro: zm_yunyang}", "{kokoro: 12}"), 7, "write the voice's name"),
        (SMALL.replace("{kokoro: zm_yunyang}", "{kokorro: zm_yunyang}"), 7, "did you mean 'kokoro'"),
        (SMALL + "engines: [edge, kokorro]\n", 10, "did you mean 'kokoro'"),
        (SMALL + "engines: []\n", 10, "something in it"),
        (SMALL + "limits: {openai: {concurency: 2}}\n", 10, "did you mean 'concurrency'"),
        (SMALL + "limits: {openia: {concurrency: 2}}\n", 10, "did you mean 'openai'"),
        (SMALL + "limits: {openai: {concurrency: 0}}\n", 10, "greater than or equal to 1"),
        (SMALL + "limits: {openai: {url: http://127.0.0.1/}}\n", 10, "not known"),
        (SMALL.replace("{kokoro: zm_yunyang}", "zm_yunyang"), 7, "write an engine and its voice"),
        (SMALL.replace("李四: {", "李四: {gendre: male, "), 9, "did you mean 'gender'"),
        (SMALL.replace("李四: {", "李四: {gender: man, "), 9, "'female' or 'male'"),
        (SMALL.replace("李四: {", "李四: {path: x, path: y, "), 9, "given twice"),
        (SMALL + "path: elsewhere.yaml\n", 10, "not known"),
    ],
)
def test_a_wrong_cast_names_file_and_line(tmp_path: Path, wrong: str, line: int, words: str) -> None:
    path = cast_file(tmp_path, wrong)
    with pytest.raises(ConfigError, match=words) as error:
        load_cast(str(path))
    assert str(error.value).startswith(f"{path}:")
    assert error.value.line == line


def test_a_cast_says_what_its_server_takes_and_the_configuration_comes_first(tmp_path: Path) -> None:
    limits = "limits:\n  openai: {concurrency: 2, longest_text: 300}\n  edge:\n    longest_text: 3000\n"
    cast = load_cast(str(cast_file(tmp_path, SMALL + limits)))
    settings = Settings.model_validate({"engines": {"openai": {"longest_text": 400}}})

    def made(jobs: int | None = None, wanted: Cast | None = cast) -> tuple[int | None, int | None]:
        given = settings.engine_settings("openai", jobs, wanted)
        return given.concurrency, given.longest_text

    assert made() == (2, 400)
    assert made(jobs=7) == (7, 400)
    assert made(wanted=None) == (None, 400)
    assert settings.engine_settings("kokoro", None, cast).concurrency is None
    with pytest.raises(ConfigError, match="1000 characters at once") as error:
        make_engine("edge", settings.engine_settings("edge", None, cast))
    assert (error.value.path, error.value.line) == (cast.path, 13)


def test_a_cast_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no cast 'zh-XX'"):
        load_cast("zh-XX")


def test_a_part_keeps_prosody_model_and_instructions(tmp_path: Path) -> None:
    full = "{voice: v, rate: +5%, pitch: -3, volume: 10%, model: m, instructions: softly}"
    cast = load_cast(str(cast_file(tmp_path, SMALL.replace("{kokoro: zm_yunyang}", f"{{x: {full}}}"))))
    voice = cast.pool[0].voice_of("x")
    assert voice is not None
    assert (voice.rate_percent, voice.pitch_hz, voice.volume_percent) == (5, -3, 10)
    assert (voice.model, voice.instructions) == ("m", "softly")
    assert cast.pool[0].voice_of("kokoro") is None
    assert alike(voice, voice)


def test_the_casts_of_the_documentation_are_right(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "voices.md"
    blocks = re.findall(r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    casts = [block for block in blocks if "roles:" in block]
    shows = [block for block in blocks if "roles:" not in block]
    assert casts
    assert shows
    for block in casts:
        assert load_cast(str(cast_file(tmp_path, block))).roles
    for block in shows:
        settings = parse_yaml(block, Settings, page)
        assert settings.speakers or settings.voice


def test_a_language_that_the_service_has_learnt_since_has_a_cast(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path))
    voices = [
        VoiceInfo("eu-ES-AinhoaNeural", "eu-ES", "female"),
        VoiceInfo("eu-ES-AnderNeural", "eu-ES", "male"),
    ]
    voice_lists.keep("edge", voices)
    cast = cast_for_language("eu")
    assert (cast.language, cast.roles.interviewee.voices["edge"].voice) == ("eu-ES", "eu-ES-AnderNeural")
    voice_lists.keep("edge", voices[:1])
    with pytest.raises(NoEngineError, match="Basque"):
        cast_for_language("eu")
