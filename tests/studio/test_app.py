"""The HTTP API: versions, who is answered, what is said of errors, and the sound."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

import duologue
from duologue.programme.mp3.frames import frame_count
from duologue.studio.app import Studio
from studio.desks import TALK
from studio.plugin import SAID, install

HOST = "http://127.0.0.1:8123"


@pytest.fixture
def root(tmp_path: Path, cast: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    install(monkeypatch)
    Path("duologue.yaml").write_text(f"voices: {cast}\n")
    return tmp_path / "show"


@pytest.fixture
def client(root: Path) -> Iterator[TestClient]:
    with TestClient(Studio(root, secret="s3cret").app(), base_url=HOST, root_path="") as made:
        yield made


API = "/s3cret/api"


def bring(client: TestClient, text: str = TALK) -> str:
    answer = client.post(f"{API}/articles", json={"text": text})
    assert answer.status_code == 200, answer.text
    return f"{API}/episodes/{answer.json()['slug']}"


def edit(client: TestClient, at: str, **change: Any) -> Any:
    version = client.get(at).headers["etag"]
    return client.post(f"{at}/edits", json=change, headers={"if-match": version})


def test_an_article_becomes_a_script_with_what_was_left_out(client: TestClient, root: Path) -> None:
    at = bring(client)
    script = client.get(at).json()
    assert [one["name"] for one in script["speakers"]] == ["Ann Ray", "Bo Lind"]
    assert script["lines"][0] | {"doubts": []} == {
        "number": 0,
        "speaker": "Ann Ray",
        "text": "What is a tide?",
        "written": "What is a tide?",
        "opens": True,
        "pause_ms": 0,
        "pace": 0,
        "readings": [],
        "doubts": [],
    }
    assert any("harbour" in one["text"] for one in script["dropped"])
    assert (root / script["slug"] / "script.md").is_file()


def test_a_file_is_read_by_its_kind(client: TestClient) -> None:
    page = "<html><body>" + "".join(f"<p><b>{line}</b></p>" for line in TALK.split("\n\n")) + "</body></html>"
    sent = {"content-type": "application/octet-stream"}
    answer = client.post(f"{API}/articles?name=tide.html", content=page.encode(), headers=sent)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("text", ["", "   ", "Once upon a time there was a lighthouse.\n\nIt was old."])
def test_what_is_no_interview_is_refused_in_a_sentence(client: TestClient, text: str) -> None:
    answer = client.post(f"{API}/articles", json={"text": text})
    assert answer.status_code == 422
    assert answer.json()["exit_code"] == 3
    assert answer.json()["message"]
    assert client.get(f"{API}/episodes").json()["episodes"] == []


def test_an_address_of_the_local_network_is_refused(client: TestClient) -> None:
    assert client.post(f"{API}/articles", json={"url": "http://127.0.0.1:1/a"}).status_code == 422


def test_a_change_needs_the_version_that_was_seen(client: TestClient) -> None:
    at = bring(client)
    change = {"op": "drop", "line": 1}
    assert client.post(f"{at}/edits", json=change).status_code == 428
    seen = {"if-match": client.get(at).headers["etag"]}
    answer = client.post(f"{at}/edits", json=change, headers=seen)
    assert answer.status_code == 200
    assert answer.json()["undo"] == "drop"
    refused = client.post(f"{at}/edits", json=change, headers=seen)
    assert refused.status_code == 409
    assert "changed meanwhile" in refused.json()["message"]
    assert len(client.get(at).json()["lines"]) == len(answer.json()["lines"])


@pytest.mark.parametrize("change", [{"op": "format"}, {"op": "drop"}, {"op": "drop", "line": "x"}, [], 3])
def test_what_is_not_understood_is_said(client: TestClient, change: Any) -> None:
    at = bring(client)
    answer = client.post(f"{at}/edits", json=change, headers={"if-match": client.get(at).headers["etag"]})
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_requests_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    at = bring(client)
    for path in ("/s3cret/", f"{API}/episodes", at, f"{API}/events", f"{at}/listen.mp3"):
        assert client.get(path, headers=headers).status_code == 403
    for path in (f"{API}/articles", f"{at}/render", f"{at}/edits", f"{at}/undo"):
        assert client.post(path, json={}, headers=headers).status_code == 403


def test_the_secret_is_needed_everywhere(client: TestClient) -> None:
    for path in ("/", "/api/episodes", "/s3cre/api/episodes", "/s3cret", "/x/static/studio.js"):
        assert client.get(path).status_code == 403


def test_a_form_of_another_kind_changes_nothing(client: TestClient) -> None:
    answer = client.post(f"{API}/articles", content=b'{"text": "x"}', headers={"content-type": "text/plain"})
    assert answer.status_code == 422


def test_every_answer_lets_nothing_run_but_the_pages_own_files(client: TestClient) -> None:
    for path in ("/s3cret/", f"{API}/episodes", "/s3cret/static/studio.js", "/s3cret/none"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    answer = client.get("/s3cret/")
    assert answer.status_code == 200
    page = answer.text
    assert "<script>" not in page
    assert " style=" not in page
    assert "http" not in page.replace("https://", "", 3)  # placeholders alone


@pytest.mark.parametrize("name", ["../duologue.yaml", "..%2fduologue.yaml", "%2e%2e/x", ".studio", "nothing"])
def test_no_path_leads_out_of_the_folder(client: TestClient, name: str) -> None:
    bring(client)
    at = f"{API}/episodes/{name}"
    for path in (at, f"{at}/files/script.md", f"/s3cret/static/{name}"):
        assert client.get(path).status_code == 404


def test_files_of_the_episode_alone_are_given(client: TestClient, root: Path) -> None:
    at = bring(client)
    folder = root / at.rpartition("/")[2]
    (folder / "mine.txt").write_text("private")
    assert client.get(f"{at}/files/script.md").text == (folder / "script.md").read_text()
    assert client.get(f"{at}/files/mine.txt").status_code == 404
    assert client.get(f"{at}/files/episode.json").status_code == 404


def test_the_programme_is_heard_while_it_is_made_and_its_takes_are_kept(
    client: TestClient,
) -> None:
    at = bring(client)
    answer = client.get(f"{at}/listen.mp3")
    assert answer.headers["content-type"] == "audio/mpeg"
    assert frame_count(answer.content) > 100
    said = len(SAID)
    assert client.get(f"{at}/listen.mp3?from=4").status_code == 200
    assert len(SAID) == said


def test_what_is_heard_when_all_takes_are_there_is_the_programme_itself(
    client: TestClient, root: Path
) -> None:
    at = bring(client)
    client.get(f"{at}/listen.mp3")
    heard = client.get(f"{at}/listen.mp3").content
    episode = rendered(client, at)
    mp3 = (root / at.rpartition("/")[2] / episode["mp3"]).read_bytes()
    assert heard in mp3


def rendered(client: TestClient, at: str) -> Any:
    assert client.post(f"{at}/render").status_code == 200
    for _ in range(600):
        state = client.get(f"{at}/render").json()
        if state["state"] not in ("speaking", "mastering"):
            break
        time.sleep(0.05)
    assert state["state"] == "done", state
    return state["episode"]


def test_a_render_on_the_page_is_the_command_lines(client: TestClient, root: Path) -> None:
    at = bring(client)
    edit(client, at, op="who", line=2, to="Ann Ray")
    episode = rendered(client, at)
    folder = root / at.rpartition("/")[2]
    mp3 = (folder / episode["mp3"]).read_bytes()
    again = duologue.render(folder / "script.md", settings=duologue.load_settings(folder, {}, {}))
    assert again.unchanged
    assert again.mp3.read_bytes() == mp3
    assert client.get(f"{API}/episodes").json()["episodes"][0]["state"] == "rendered"
    edit(client, at, op="drop", line=2)
    assert client.get(f"{API}/episodes").json()["episodes"][0]["state"] == "changed"
    report = client.get(f"{at}/check").json()
    assert [one["name"] for one in report["checks"]]


def test_the_cast_is_shown_changed_and_heard(client: TestClient) -> None:
    at = bring(client)
    cast = client.get(f"{at}/cast").json()
    assert {one["name"]: one["voice"] for one in cast["speakers"]} == {
        "Ann Ray": "tones:low",
        "Bo Lind": "tones:high",
        "narrator": "tones:middle",
    }
    heard = client.get(f"{at}/sample", params={"speaker": "Bo Lind", "voice": "tones:low"})
    assert heard.headers["content-type"] == "audio/mpeg"
    assert client.get(f"{at}/sample", params={"speaker": "Nobody"}).status_code == 422
    assert edit(client, at, op="voice", speaker="Bo Lind", voice="tones:middle", rate=10).status_code == 200
    changed = client.get(f"{at}/cast").json()["speakers"][1]
    assert (changed["voice"], changed["rate"], changed["own"]) == ("tones:middle", 10, True)
    line = client.get(f"{at}/line?line=1")
    assert line.headers["content-type"] == "audio/mpeg"


def test_the_document_describes_every_operation(client: TestClient) -> None:
    document = client.get(f"{API}/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    edits = document["paths"]["/episodes/{slug}/edits"]["post"]
    assert "409" in edits["responses"]
    assert "Split" in document["components"]["schemas"]
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            assert one["summary"], (path, method)


def test_a_word_is_said_otherwise_everywhere_or_in_the_whole_show(client: TestClient) -> None:
    at = bring(client, TALK.replace("The sea, coming", "The tide is the sea, coming"))
    found = client.get(f"{at}/readings", params={"line": 0, "start": 10, "end": 14}).json()
    assert found == {"said": "", "choices": []}
    answer = edit(client, at, op="reading", line=0, start=10, end=14, say="water", scope="episode").json()
    assert [len(line["readings"]) for line in answer["lines"]][:2] == [1, 1]
    Path("duologue.yaml").write_text(Path("duologue.yaml").read_text() + "# mine\n")
    for say, expected in (("see", "see"), ("/siː/", "siː")):
        kept = client.post(f"{at}/lexicon", json={"written": "sea", "say": say})
        assert kept.status_code == 200, kept.text
        assert expected in Path("lexicon.yaml").read_text()
    assert Path("duologue.yaml").read_text().endswith("# mine\nlexicon: lexicon.yaml\n")
    Path("lexicon.yaml").write_text("# how we say it\n" + Path("lexicon.yaml").read_text())
    client.post(f"{at}/lexicon", json={"written": "C++", "say": "see plus plus"})
    assert Path("lexicon.yaml").read_text().startswith("# how we say it\n")
    client.get(f"{at}/line?line=1")
    said = len(SAID)
    client.post(f"{at}/lexicon", json={"written": "sea", "say": "ocean"})
    client.get(f"{at}/listen.mp3")
    assert sum("ocean" in each for each in SAID[said:]) == 1
    refused = client.post(f"{at}/lexicon", json={"written": "行长", "say": "hang2"})
    assert refused.status_code == 422
    assert refused.json()["message"]


def test_words_whose_reading_is_a_guess_are_named_with_their_line(client: TestClient) -> None:
    pytest.importorskip("hibari")
    at = bring(client, TALK.replace("I do, every day", "Vlkbreznik does, every day"))
    number = next(n for n, line in enumerate(client.get(at).json()["lines"]) if "Vlkbreznik" in line["text"])
    found = client.get(f"{at}/guesses").json()
    assert [one["line"] for one in found if "Vlkbreznik" in one["message"]] == [number]


def test_in_the_local_network_it_answers_to_its_own_name_and_the_secret_alone(root: Path) -> None:
    with TestClient(Studio(root, secret="s3cret", host="192.168.7.8").app(), base_url=HOST) as client:
        for host, expected in (("192.168.7.8:8123", 200), ("127.0.0.1:1", 200), ("192.168.7.9", 403)):
            assert client.get(f"{API}/episodes", headers={"host": host}).status_code == expected
        own = {"host": "192.168.7.8:8123"}
        assert client.get("/api/episodes", headers=own).status_code == 403
        assert client.get(f"{API}/episodes", headers={**own, "origin": "http://evil"}).status_code == 403


def test_a_changed_line_is_heard_at_one_takes_cost_and_the_render_finds_it(client: TestClient) -> None:
    at = bring(client)
    client.get(f"{at}/listen.mp3")
    said = len(SAID)
    edit(
        client,
        at,
        op="words",
        line=1,
        text="The sea, {coming|leaving} and [pause 300ms] staying. [pace -10%]",
    )
    assert client.get(f"{at}/line?line=1").status_code == 200
    heard = SAID[said:]
    assert len(heard) == 2
    client.get(f"{at}/listen.mp3")
    assert SAID[said:] == heard
    edit(client, at, op="voice", speaker="Bo Lind", voice="tones:middle")
    client.get(f"{at}/line?line=1")
    assert len(SAID) == said + 4
    assert client.get(f"{at}/line?line=99").status_code == 422


def test_the_head_of_an_episode_is_changed_and_taken_back(client: TestClient, root: Path) -> None:
    at = bring(client)
    picture = io.BytesIO()
    Image.new("RGB", (640, 640), "olive").save(picture, "PNG")
    version = client.get(at).headers["etag"]
    sent = {"if-match": version, "content-type": "application/octet-stream"}
    small = client.put(f"{at}/cover", content=b"no picture", headers=sent)
    assert small.status_code == 422
    changed = client.put(f"{at}/cover", content=picture.getvalue(), headers=sent).json()
    assert client.put(f"{at}/cover", content=picture.getvalue(), headers=sent).status_code == 409
    shown = client.get(f"{at}/files/{changed['cover']}")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert edit(client, at, op="cover", name="picture-gone.png").status_code == 422
    assert edit(client, at, op="cover", name="../../etc/passwd").status_code == 400
    summary = edit(client, at, op="summary", text=" Of  tides. \n\n And clerks. ").json()["summary"]
    assert summary == "Of tides.\n\nAnd clerks."
    script = (root / at.rpartition("/")[2] / "script.md").read_text()
    assert duologue.read(text=script).summary == summary
    back = client.post(f"{at}/undo", headers={"if-match": client.get(at).headers["etag"]}).json()
    assert (back["summary"], back["cover"]) == ("", changed["cover"])


def test_the_disclosure_is_one_key_of_the_configuration(client: TestClient) -> None:
    at = bring(client)
    before = Path("duologue.yaml").read_text()
    usual = client.get(f"{at}/disclosure").json()
    assert usual["spoken"] is True
    assert usual["usual"]
    for spoken, written in ((False, "false"), ("No one: here.", "'No one: here.'")):
        kept = client.put(f"{at}/disclosure", json={"spoken": spoken}).json()
        assert kept == {"spoken": spoken, "usual": usual["usual"]}
        assert Path("duologue.yaml").read_text() == f"{before}disclosure: {written}\n"
    Path("duologue.yaml").write_text(before + "disclosure: [not, right]\n")
    refused = client.put(f"{at}/disclosure", json={"spoken": True})
    assert refused.status_code == 422
    assert "duologue.yaml" in refused.json()["message"]
