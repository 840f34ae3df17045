import json
import os
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
import soundfile

from audition.auditions import write_article
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.voice_lists import keep
from duologue.store.local import LocalStore

UNREACHABLE = "http://127.0.0.1:9"


def duologue(*arguments: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, in `folder`, with an empty cache and without a network."""
    return subprocess.run(
        [sys.executable, "-m", "duologue", *map(str, arguments)],
        cwd=folder,
        env={
            **os.environ,
            "DUOLOGUE_CACHE": str(folder / "cache"),
            "DUOLOGUE_PROXY": UNREACHABLE,
            "COLUMNS": "200",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_list_is_filtered_and_offline_voices_are_always_there(tmp_path: Path) -> None:
    done = duologue("voices", "list", "--locale", "zh", "--gender", "female", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [row for row in json.loads(done.stdout) if row["engine"] == "kokoro"]
    by_pitch = "zm_yunxia"  # a boy's voice by its name; at 286 Hz listeners take it for a woman's
    assert {row["name"] for row in rows} == {"zf_xiaobei", "zf_xiaoni", "zf_xiaoxiao", "zf_xiaoyi", by_pitch}
    assert {row["locale"] for row in rows} == {"zh-CN"}
    assert not any(row["cached"] for row in rows)
    assert "edge: " in done.stderr


def test_the_list_of_an_engine_that_is_gone_is_the_one_it_gave_last(tmp_path: Path) -> None:
    listed = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    voices = (VoiceInfo("fr-FR-X", "fr-FR", "male", "X"),)
    keep("edge", voices, at=listed, store=LocalStore(tmp_path / "cache"))
    done = duologue("voices", "list", "--engine", "edge", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["name"], row["cached"], row["listed"][:10]) == ("fr-FR-X", True, "2026-01-02")
    assert "this is the list it gave" in done.stderr
    assert "days ago" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("voices", "list", "--engine", "edge"), 1, "edge"),
        (("voices", "list", "--engine", "loud"), 2, "there are edge, kokoro and openai\n"),
        (("voices", "preview", "edge:zh-CN-YunxiNeural"), 4, "edge cannot speak here"),
        (("voices", "preview", "zh-CN-YunxiNeural"), 2, "edge and openai cannot be asked now"),
        (("voices", "preview", "zf_xiaobei", "-o", "said.txt"), 2, "must end in .wav"),
        (("voices", "preview", "zf_xiaobei", "-o", "script.md/said.wav"), 1, "said.wav cannot be written"),
        (("say", "你好", "-o", "said"), 2, "must end in .wav"),
        (("say", "你好", "--voice", "edge:zh-CN-YunxiNeural"), 4, "no engine can speak here. edge"),
        (("render", "script.md", "--engine", "edge"), 4, "no engine can speak here. edge"),
        (
            ("render", "script.md", "--engine", "openai"),
            4,
            "openai: no speech server is set; set OPENAI_BASE_URL",
        ),
        (
            ("render", "script.md", "--engine", "kokoro", "--voice", "沈砚=zm_yunxx"),
            2,
            "did you mean zm_yunx",
        ),
        (("render", "script.md", "--engine", "kokoro", "--voice", "沈砚=edge:x"), 2, "but kokoro speaks"),
        (("voices", "preview", "zf_xiaobai"), 2, "did you mean zf_xiaobei"),
        (("voices", "preview", "nobody"), 2, "no engine has a voice called 'nobody'"),
        (("voices", "preview", "kokoro:nobody"), 2, "kokoro has no voice 'nobody'"),
        (
            ("voices", "list", "--locale", "xx"),
            2,
            "there is no voice for 'xx'; there are voices for en, es, fr, hi, it, ja, pt, zh",
        ),
        (("voices", "list", "--locale", "xx", "--json"), 2, "there is no voice for 'xx'"),
        (("render", "script.md", "--engine", "kokoro", "--voice", "沈砚=af_heart"), 2, "speaks en-US"),
        (("voices", "preview", "loud:x"), 2, "no engine called 'loud'"),
        (("say", "你好", "--voice", "kokoro:"), 2, "names no voice"),
        (("voices", "show", "nobody"), 2, "there is no cast 'nobody'"),
        (("voices", "audition", "nowhere.md"), 2, "nowhere.md"),
        (("voices", "audition", "nowhere.md", "--choose", "zh-CN"), 2, "nowhere.md: no such file"),
        (("voices", "audition", "script.md", "--choose", "zh-XX"), 2, "no cast 'zh-XX'"),
        (("voices", "audition", "script.md", "--cast", "zh-XX"), 2, "no cast 'zh-XX'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    write_article(tmp_path)
    done = duologue(*arguments, folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "duologue.yaml").exists()


def test_a_cast_is_shown_with_its_file(tmp_path: Path) -> None:
    done = duologue("voices", "show", "zh-CN-calm", folder=tmp_path)
    assert "zm_yunjian (-6% rate)" in done.stdout
    assert "voices/zh-CN-calm.yaml" in done.stderr
    document = json.loads(duologue("voices", "show", "zh-CN", "--json", folder=tmp_path).stdout)
    assert document["roles"]["interviewee"]["kokoro"]["voice"] == "zm_yunxi"


def test_a_cast_that_is_made_is_shown_and_can_be_chosen(tmp_path: Path) -> None:
    done = duologue("voices", "show", "bg-BG", folder=tmp_path)
    assert "bg-BG-KalinaNeural" in done.stdout
    assert "duologue init --language bg-BG writes it to a file" in done.stderr
    write_article(tmp_path)
    chosen = duologue("voices", "audition", "script.md", "--choose", "bg-BG", folder=tmp_path)
    assert chosen.returncode == 0, chosen.stderr
    assert "voices: bg-BG" in (tmp_path / "duologue.yaml").read_text()


def test_a_line_that_the_voice_does_not_speak_is_told(tmp_path: Path) -> None:
    text = "Veinte años. Empiezo a las cuatro de la mañana, cuando toda la calle duerme todavía."
    done = duologue("say", text, "--voice", "af_heart", "--spoken", folder=tmp_path)
    assert "the text is in Spanish (es), which af_heart does not speak" in done.stderr
    assert (
        "does not speak"
        not in duologue(
            "say",
            "Good morning to all of you who are here.",
            "--voice",
            "af_heart",
            "--spoken",
            folder=tmp_path,
        ).stderr
    )


def test_a_cast_is_chosen_without_a_sound(tmp_path: Path) -> None:
    write_article(tmp_path)
    (tmp_path / "duologue.yaml").write_text("# mine\nshow: x\n")
    done = duologue("voices", "audition", "script.md", "--choose", "zh-CN-calm", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"written": "duologue.yaml", "voices": "zh-CN-calm"}
    assert (tmp_path / "duologue.yaml").read_text() == "# mine\nshow: x\nvoices: zh-CN-calm\n"


@pytest.mark.slow
def test_an_audition_is_one_page_that_a_render_leaves_alone(tmp_path: Path) -> None:
    write_article(tmp_path)
    done = duologue(
        "voices",
        "audition",
        "script.md",
        "--cast",
        "zh-CN",
        "--cast",
        "zh-CN-lively",
        "--json",
        folder=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["page"] == "script.audition.html"
    assert [cast["name"] for cast in document["casts"]] == ["zh-CN", "zh-CN-lively"]
    assert document["casts"][1]["choose"] == "duologue voices audition script.md --choose zh-CN-lively"
    assert all(3 < cast["seconds"] < 15 for cast in document["casts"])
    page = (tmp_path / "script.audition.html").read_text(encoding="utf-8")
    assert page.count("data:audio/mpeg;base64,") == 2
    dry = duologue("render", ".", "--engine", "kokoro", "--dry-run", folder=tmp_path)
    assert dry.returncode == 0, dry.stderr
    assert dry.stderr.count("dry run") == 1


@pytest.mark.slow
def test_a_button_of_the_served_page_writes_the_choice(tmp_path: Path) -> None:
    write_article(tmp_path)
    casts = ("--cast", "zh-CN", "--cast", "zh-CN-lively")
    serving = subprocess.Popen(
        [sys.executable, "-m", "duologue", "voices", "audition", "script.md", *casts, "--serve"],
        cwd=tmp_path,
        env={**os.environ, "DUOLOGUE_CACHE": str(tmp_path / "cache"), "DUOLOGUE_PROXY": UNREACHABLE},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert serving.stdout is not None
    url = serving.stdout.readline().strip()
    asked = urllib.request.Request(  # noqa: S310 - our own server
        f"{url}choose", json.dumps({"cast": 1}).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        assert json.load(answer)["written"] == "duologue.yaml"
    assert serving.wait(20) == 0
    assert (tmp_path / "duologue.yaml").read_text() == "voices: zh-CN-lively\n"


@pytest.mark.slow
def test_a_voice_is_heard(tmp_path: Path) -> None:
    done = duologue("voices", "preview", "zf_xiaobei", "-o", "x.flac", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    samples, rate = soundfile.read(tmp_path / "x.flac")
    assert 3 < samples.size / rate < 12


def test_doctor_says_what_can_speak(tmp_path: Path) -> None:
    done = duologue("doctor", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["can_speak"]
    assert "kokoro" in document["engines"]
    assert all(set(check) == {"name", "state", "detail", "advice"} for check in document["checks"])
    edge = next(check for check in document["checks"] if check["name"] == "engine edge")
    assert edge["state"] == "off"
    assert edge["advice"]


def test_doctor_says_so_when_nothing_can_speak(tmp_path: Path) -> None:
    """Without the offline extra: its packages are hidden from this Python."""
    (tmp_path / "onnxruntime.py").write_text("raise ImportError('hidden')\n")
    done = duologue("doctor", folder=tmp_path)
    assert done.returncode == 4, done.stdout
    assert "no engine can speak here" in done.stdout
    assert "pip install 'duologue[offline]'" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_sentence_is_said_by_the_lexicon_that_a_render_here_would_use(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("Zorblax: {say: 卓拉克斯}\n", encoding="utf-8")
    (tmp_path / "duologue.yaml").write_text("lexicon: names.yaml\n")
    done = duologue("say", "我们用 Zorblax。", "--spoken", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "卓拉克斯" in json.loads(done.stdout)["spoken"]


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_voices_and_casts_fit_into_a_narrow_window(columns: int, tmp_path: Path) -> None:
    description = "Microsoft Xiaobei Online (Natural) - Chinese (Northeastern Mandarin)"
    voice = VoiceInfo("zh-CN-liaoning-XiaobeiNeural", "zh-CN-liaoning", "female", description)
    keep("edge", (voice,), store=LocalStore(tmp_path / "cache"))
    for words in (("list", "--locale", "zh"), ("show", "zh-CN"), ("show", "zh-CN-calm")):
        done = duologue("voices", *words, folder=tmp_path, COLUMNS=str(columns))
        assert done.returncode == 0, done.stderr
        lines = done.stdout.splitlines()
        assert max(map(len, lines)) <= columns
        if words[0] == "list":
            assert any(line.split()[:3] == [voice.name, voice.language, "female"] for line in lines)
        if words[1] == "zh-CN":
            assert "zh-CN-liaoning-XiaobeiNeural" in done.stdout
            assert "female, zh-CN-liaoning, humorous" in done.stdout or columns == 100


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("duologue render --engine ", {"auto", "edge", "kokoro", "openai"}),
        ("duologue render --voices zh-CN-l", {"zh-CN-liaoning", "zh-CN-lively"}),
        ("duologue render --voices my", {"my.yaml"}),
        (
            "duologue render script.md --voice ",
            {"interviewer=", "interviewee=", "narrator=", "林一舟=", "沈砚="},
        ),
        ("duologue render script.md --voice 沈", {"沈砚="}),
        ("duologue render --voice narrator=zm_yunx", {"narrator=zm_yunxi", "narrator=zm_yunxia"}),
        ("duologue say x --voice bm", {"bm_george"}),
        ("duologue voices preview kokoro:bm", {"kokoro:bm_george"}),
        ("duologue voices show en-G", {"en-GB"}),
        ("duologue voices list --engine k", {"kokoro"}),
        ("duologue voices audition x.md --cast en-G", {"en-GB"}),
        ("duologue render nowhere.md --voice N", set()),
    ],
)
def test_the_shell_is_offered_engines_casts_voices_and_speakers(
    line: str, offered: set[str], tmp_path: Path
) -> None:
    write_article(tmp_path)
    (tmp_path / "my.yaml").write_text("")
    words = line.split(" ")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv[0] = 'duologue'\nfrom duologue.cli.app import main; main()",
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "DUOLOGUE_CACHE": str(tmp_path / "cache"),
            "_DUOLOGUE_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert set(done.stdout.split()) == offered
    assert done.stderr == ""
