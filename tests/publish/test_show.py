"""`show.yaml`: what is wrong in it is named with its line; what is missing is settled by the first feed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from PIL import Image

from duologue.errors import ConfigError
from duologue.programme.cover import jpeg
from duologue.publish.in_place import write_site
from duologue.publish.prepare import prepare
from duologue.publish.show import Show, load_show
from duologue.publish.show_file import show_template
from duologue.publish.site import read_site
from shows import manifest, write_episode

URL = "https://example.org/show"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel: x\n", ":1: titel: this key is not known"),
        ("title: x\ncategory: technology\n", ":2: category: 'technology' is not one"),
        ("category: Technology > Gadgets\n", "no category 'Gadgets'"),
        ("owner: {name: x}\n", ":1: owner.email"),
        ("description: " + "长" * 2000 + "\n", "4000 bytes"),
        ("link: javascript:alert(1)\n", ":1: link: an address that starts with https://"),
        ("owner: {email: x}\n", ":1: owner.email: an e-mail address"),
        ("title: x\nlanguage: Chinese please\n", ":2: language: a language such as zh-CN"),
        ("title: x\ncover: none.png\n", ":2: cover: there is no picture"),
        ("title: x\ncover: .\n", ":2: cover: there is no picture"),
    ],
)
def test_a_wrong_show_file_is_named_with_its_line(show: Path, text: str, says: str) -> None:
    (show / "show.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_site(show)
    assert says in str(caught.value)


def test_what_is_done_to_the_show_s_picture_is_said(show: Path) -> None:
    Image.new("RGB", (900, 383)).save(show / "flat.png")
    (show / "show.yaml").write_text("title: x\ncover: flat.png\n", encoding="utf-8")
    prepared = prepare(show, URL, datetime.now(UTC), lambda _: None)
    assert any("flat.png is 900 × 383 px" in note for note in prepared.notes)


def test_a_picture_that_is_no_cover_is_refused_before_anything_is_written(show: Path) -> None:
    Image.new("RGB", (300, 300)).save(show / "small.png")
    (show / "show.yaml").write_text("title: x\ncover: small.png\n", encoding="utf-8")
    before = sorted(show.rglob("*"))
    with pytest.raises(ConfigError, match=r"show\.yaml:2: cover: .*at least 600"):
        write_site(show, URL)
    assert sorted(show.rglob("*")) == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("episodes: {mian-bo: {season: 1}}\n", "mian-bo: there is no such episode"),
        ("episodes: {mian-bao: {soundbites: [{start: 50, seconds: 15}]}}\n", "over the episode's end"),
        ("episodes: {mian-bao: {soundbites: [{start: 5, seconds: 10}]}}\n", "seconds"),
        ("episodes: {mian-bao: {soundbites: [{start: 'x:y', seconds: 20}]}}\n", "start"),
        ("people: {陈晓: {href: 'javascript:alert(1)'}}\n", "href"),
    ],
)
def test_a_wrong_word_on_an_episode_or_a_person_is_refused(show: Path, text: str, says: str) -> None:
    (show / "show.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        read_site(show)


def test_a_cover_that_duologue_has_not_drawn_is_never_written_over(show: Path) -> None:
    own = jpeg(Image.new("RGB", (1400, 1400), "red"))
    (show / "cover.jpg").write_bytes(own)
    write_site(show, URL)
    assert (show / "cover.jpg").read_bytes() == own
    Image.new("RGB", (900, 1400), "red").save(show / "cover.jpg")
    with pytest.raises(ConfigError, match="900 × 1400"):
        write_site(show, URL)
    (show / "cover.jpg").unlink()
    write_site(show, URL)  # `cover: cover.jpg` is there: what is missing is drawn
    drawn = (show / "cover.jpg").read_bytes()
    (show / "show.yaml").write_text("title: 另一个名字\n", encoding="utf-8")
    write_site(show, URL)
    assert (show / "cover.jpg").read_bytes() != drawn


def test_the_first_feed_settles_the_show_and_later_ones_keep_to_it(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest())
    write_site(tmp_path, URL)
    settled = (tmp_path / "show.yaml").read_text(encoding="utf-8")
    cover = (tmp_path / "cover.jpg").read_bytes()
    said = load_show(tmp_path)
    assert (said.title, said.author, said.language, said.url) == ("街角对话", "街角对话", "zh-CN", URL)
    other = manifest("en", "A talk", show="Another paper", show_author="Somebody", language="en-US")
    write_episode(tmp_path, other)
    done = write_site(tmp_path, URL)
    site = read_site(tmp_path)
    assert (site.show.title, site.show.author, site.show.language) == ("街角对话", "街角对话", "zh-CN")
    assert (tmp_path / "show.yaml").read_text(encoding="utf-8") == settled
    assert (tmp_path / "cover.jpg").read_bytes() == cover
    assert done.episodes == 2
    assert done.notes == ()


def test_what_show_yaml_says_stays_and_what_it_lacks_is_added_behind(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest())
    before = "# ours\ntitle: Ours: no\n".replace("Ours: no", "'Ours: yes'  # as it is")
    (tmp_path / "show.yaml").write_text(before, encoding="utf-8")
    done = write_site(tmp_path, URL)
    after = (tmp_path / "show.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert yaml.safe_load(after) == {
        "title": "Ours: yes",
        "author": "Ours: yes",
        "language": "zh-CN",
        "url": URL,
        "cover": "cover.jpg",
    }
    assert "now keeps what the show is known by" in done.notes[0]


@pytest.mark.parametrize(
    "text", ["{title: x}\n", "title: x\n...\n", "title:\n", "title: x", "# empty\n", "---\n"]
)
def test_a_show_file_of_any_shape_can_be_completed(tmp_path: Path, text: str) -> None:
    write_episode(tmp_path, manifest())
    (tmp_path / "show.yaml").write_text(text, encoding="utf-8")
    write_site(tmp_path, URL)
    assert load_show(tmp_path).title == ("x" if "x" in text else "街角对话")


def test_the_template_says_what_the_keys_are_and_is_a_show_file(tmp_path: Path) -> None:
    values = {"title": "A: b 'c'", "author": "#x", "language": "en", "url": URL, "cover": "cover.jpg"}
    (tmp_path / "cover.jpg").write_bytes(jpeg(Image.new("RGB", (1400, 1400))))
    (tmp_path / "show.yaml").write_text(show_template(values), encoding="utf-8")
    said = load_show(tmp_path)
    assert (said.title, said.author) == ("A: b 'c'", "#x")
    (tmp_path / "show.yaml").write_text(show_template({}), encoding="utf-8")
    assert load_show(tmp_path) == Show()
    shown = "\n".join(
        line.removeprefix("# ")
        for line in show_template({}).splitlines()
        if line.startswith("# ") and ": " in line
    )
    examples = shown.partition("owner:")[2]
    assert "episodes:" in examples


def test_another_address_is_said_and_is_not_written(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest())
    write_site(tmp_path, URL)
    done = write_site(tmp_path, "https://elsewhere.example")
    assert done.feed_url == "https://elsewhere.example/feed.xml"
    assert any("has moved permanently" in note for note in done.notes)
    assert load_show(tmp_path).url == URL
    assert write_site(tmp_path).feed_url == f"{URL}/feed.xml"


def test_where_else_the_show_is_stands_on_its_pages(show: Path) -> None:
    apple = "https://podcasts.apple.com/podcast/id1"
    with (show / "show.yaml").open("a", encoding="utf-8") as file:
        file.write(f"subscribe: {{Apple Podcasts: '{apple}', Somewhere: 'https://example.org/ü'}}\n")
    write_site(show, URL)
    for name in ("index.html", "mian-bao/index.html"):
        page = (show / name).read_text("utf-8")
        assert apple in page
        assert "https://example.org/%C3%BC" in page
        assert "podcast://" not in page, "Apple's own address takes the place of the app's"
