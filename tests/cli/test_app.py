import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent.parent.parent / "episodes" / "elias-thorne.md"


def duologue(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, in `folder`, with an empty cache."""
    return subprocess.run(
        [sys.executable, "-m", "duologue", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "DUOLOGUE_CACHE": str(folder / "cache"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def refused(code: int, words: str, *arguments: str | Path, folder: Path) -> None:
    """The call fails with this exit code and one sentence, and leaves nothing behind."""
    before = sorted(folder.rglob("*"))
    done = duologue(*arguments, folder=folder)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", 3, "empty"),
        (b" \n\n \n", 3, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, 3, "binary"),
        (
            b"Only a paragraph of prose, by one person, about the weather and the sea.\n",
            3,
            "No interview was found",
        ),
    ],
)
def test_what_is_no_interview_is_refused(tmp_path: Path, content: bytes, code: int, words: str) -> None:
    (tmp_path / "article.md").write_bytes(content)
    refused(code, words, "render", "article.md", folder=tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(2, "nowhere.md", "render", "nowhere.md", folder=tmp_path)
    refused(2, "nowhere.md", "script", "nowhere.md", folder=tmp_path)


def test_a_cast_with_an_unknown_voice_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "cast.yaml").write_text(
        "language: en-US\nroles:\n  interviewer: {kokoro: af_heart}\n"
        "  interviewee: {kokoro: am_nobody}\n  narrator: {kokoro: bm_george}\n"
    )
    call = ("render", SAMPLE, "--voices", "cast.yaml", "--engine", "kokoro")
    refused(2, "cast.yaml:4: kokoro has no voice 'am_nobody'", *call, folder=tmp_path)


def test_a_typo_in_yaml_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "cast.yaml").write_text("language: en-US\nroles:\n  interviewer: {kokoro: af_heart\n")
    refused(2, "cast.yaml:4", "render", SAMPLE, "--voices", "cast.yaml", folder=tmp_path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--voice", "Nobody=am_puck"), "Nobody"),
        (("--voice", "am_puck"), "SPEAKER=VOICE"),
        (("--engine", "loud"), "no engine called 'loud'"),
        (("--sections", "one"), "1,3-4"),
        (("--voices", "xx-XX"), "no cast 'xx-XX'"),
    ],
)
def test_wrong_options_are_one_sentence(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    refused(2, words, "render", SAMPLE, "--engine", "kokoro", *options, folder=tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_texts_in_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = SAMPLE.with_name("shen-yan.md").read_text(encoding="utf-8")
    (tmp_path / "article.md").write_bytes(text.encode(encoding))
    done = duologue("script", "article.md", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [speaker["name"] for speaker in document["speakers"] if speaker["role"] != "narrator"] == [
        "林一舟",
        "沈砚",
    ]


def test_a_latin_1_text_is_read(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("Elias", "Élias").replace("’", "'")
    (tmp_path / "article.md").write_bytes(text.encode("latin-1"))
    done = duologue("script", "article.md", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Élias Thorne" in {speaker["name"] for speaker in json.loads(done.stdout)["speakers"]}


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = duologue("render", SAMPLE, "--engine", "kokoro", "--dry-run", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "af_heart" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.write_text("")
    done = duologue("render", empty, SAMPLE, "--dry-run", "--engine", "kokoro", folder=tmp_path)
    assert done.returncode == 5
    assert f"{empty}: " in done.stderr
    assert "af_heart" in done.stderr
    assert "1 of 2 sources failed" in done.stderr


def test_the_script_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    done = duologue("script", SAMPLE, "-o", "script.md", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Mara Quill: " in (tmp_path / "script.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["script", "render", "say", "voices list", "voices show"])
def test_every_command_has_help_with_an_example(tmp_path: Path, command: str) -> None:
    done = duologue(*command.split(), "--help", folder=tmp_path)
    assert done.returncode == 0
    assert "Example" in done.stdout


def test_a_sentence_is_shown_as_it_will_be_said(tmp_path: Path) -> None:
    done = duologue("say", "2024 年，GPT-4o 来了。", "--spoken", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document) == {"written", "spoken", "phonemes", "voice", "readings"}
    assert "二零二四年" in document["spoken"]
    said = {word["spoken"]: word["said"] for word in document["readings"]}
    assert said["来"] == "lai2"
    assert "nian2" in " ".join(said.values())
    assert all(word["said"] for word in document["readings"])


def test_the_spoken_form_for_an_online_voice_needs_no_network(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("lexicon: own.yaml\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text("单总: {pinyin: shan4 zong3}\n", encoding="utf-8")
    asked = ("say", "单总 5、6 层", "--voice", "edge:zh-CN-YunxiNeural", "--spoken", "--json")
    done = duologue(*asked, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["spoken"] == "善总五六层"
    assert document["voice"] == "edge:zh-CN-YunxiNeural"


def test_brackets_in_a_path_are_no_markup(tmp_path: Path) -> None:
    call = ("render", SAMPLE, "--dry-run", "--engine", "kokoro", "--out", "shows[/old]")
    done = duologue(*call, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "shows[/old]" in done.stderr


def test_a_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.md")
    path.write_text(
        "**Host:** What is it?\n\n**Ann:** A clock.\n\n**Host:** And then?\n\n**Ann:** It stops.\n"
    )
    done = duologue("render", path, "--dry-run", "--engine", "kokoro", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "caf?" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("options", [(), ("--json",), ("--explain",)])
def test_a_result_that_cannot_be_written_is_one_sentence(options: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "duologue", "script", str(SAMPLE), *options],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr


def test_a_closed_stdout_is_no_traceback() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m duologue script "$1" >&-', sys.executable, str(SAMPLE)],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_a_terminal_without_chinese_is_told_in_codes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "duologue", "voices", "show", "zh-TW"],
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "duologue", "script", str(SAMPLE.with_name("shen-yan.md")), "--explain"],
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "\\u" in done.stdout


def test_json_names_every_source_and_holds_its_failures(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    done = duologue(
        "render", "empty.md", SAMPLE, "--dry-run", "--engine", "kokoro", "--json", folder=tmp_path
    )
    assert done.returncode == 5
    document = json.loads(done.stdout)
    assert [episode["source"] for episode in document["episodes"]] == [str(SAMPLE)]
    assert document["episodes"][0]["duration_ms"] > 60_000
    (failure,) = document["failures"]
    assert (failure["source"], failure["exit_code"]) == ("empty.md", 3)
    assert "empty" in failure["error"]


def test_one_failed_source_is_json_too_and_keeps_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    done = duologue("render", "empty.md", "--json", folder=tmp_path)
    assert done.returncode == 3
    assert json.loads(done.stdout)["failures"][0]["exit_code"] == 3


def test_json_lines_are_one_document_a_line(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    done = duologue(
        "render", "empty.md", SAMPLE, "--dry-run", "--engine", "kokoro", "--json-lines", folder=tmp_path
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["source"] for line in lines] == ["empty.md", str(SAMPLE)]


def test_the_article_may_come_from_standard_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "duologue", "script", "-", "--json"],
        input=SAMPLE.read_bytes(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert json.loads(done.stdout)["speakers"]


def test_a_folder_holds_no_hidden_files_and_no_outputs(tmp_path: Path) -> None:
    for name in (".draft.md", "._one.md", "~$one.docx", "one.hints.yaml", "one.audition.html"):
        (tmp_path / name).write_text("Ann: Why?\n\nBo: Because.\n")
    (tmp_path / "one.md").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "two.md").write_bytes(SAMPLE.read_bytes())
    call = ("render", ".", "--dry-run", "--engine", "kokoro", "--json")
    found = json.loads(duologue(*call, folder=tmp_path).stdout)["episodes"]
    assert [episode["source"] for episode in found] == ["one.md"]
    found = json.loads(duologue(*call, "--recursive", folder=tmp_path).stdout)["episodes"]
    assert [episode["source"] for episode in found] == ["below/two.md", "one.md"]


def test_a_script_is_not_written_over_a_file_without_force(tmp_path: Path) -> None:
    (tmp_path / "script.md").write_text("mine")
    refused(2, "script.md is there already", "script", SAMPLE, "-o", "script.md", folder=tmp_path)
    assert duologue("script", SAMPLE, "-o", "script.md", "--force", folder=tmp_path).returncode == 0
    assert "mine" not in (tmp_path / "script.md").read_text(encoding="utf-8")


FEED = "<rss><channel>{}</channel></rss>".format(
    "".join(
        f"<item><title>Talk {n}</title><description><![CDATA[<p>Ann: What of {n}?</p><p>Bo: It is cold.</p>"
        "<p>Ann: And then?</p><p>Bo: It snows.</p>]]></description></item>"
        for n in (1, 2)
    )
)


def test_an_item_of_a_feed_is_chosen_by_option(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    done = duologue("script", "feed.xml", "--item", "2", "--json", folder=tmp_path)
    assert json.loads(done.stdout)["title"] == "Talk 2"
    refused(2, "no item 3", "script", "feed.xml", "--item", "3", folder=tmp_path)
    refused(2, "no item 3", "render", "feed.xml", "--item", "3", "--dry-run", folder=tmp_path)


def test_a_private_address_is_read_where_it_is_allowed(tmp_path: Path) -> None:
    refused(1, "--allow-private", "script", "http://127.0.0.1:9/", folder=tmp_path)
    refused(1, "gives no answer", "script", "http://127.0.0.1:9/", "--allow-private", folder=tmp_path)
