# ruff: noqa: E501
"""Single decisions of the reader, each with the smallest text that needs it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from duologue.errors import ConfigError, NoInterviewError, SourceError
from duologue.interview import Hints, interview_json, read_source, read_text, verify_account
from duologue.model import Interview, Role


def told(interview: Interview) -> list[tuple[str, list[str]]]:
    return [(turn.speaker, [paragraph.text for paragraph in turn.paragraphs]) for turn in interview.turns()]


def reasons(interview: Interview) -> dict[str, str]:
    return {one.text: one.reason for one in interview.dropped}


def test_bold_broken_around_latin_words_is_healed() -> None:
    text = "**方诺：****AI****Native 的钟表，你会修****Seiko****吗？**\n\n**沈秉文：**会。\n\n**方诺：为什么？**\n\n**沈秉文：**好玩。\n"
    assert told(read_text(text))[0] == ("方诺", ["AI Native 的钟表，你会修Seiko吗？"])


def test_unlabelled_answer_after_a_bold_labelled_question() -> None:
    text = "**Tower Times: Why?**\n\nAnn Ray: Because.\n\n**TT: And then?**\n\nIt rained.\n\n**TT: For long?**\n\nAR: A week.\n"
    assert [name for name, _ in told(read_text(text))] == ["Tower Times", "Ann Ray"] * 3


def test_captions_credits_and_asides_are_dropped_with_reasons() -> None:
    text = "# 钟表\n\n文｜林青\n\n导语一句话，讲讲这间铺子。\n\n问：修了多久？\n\n答：三十年。（笑）\n\n![](a.png)\n\n图片来源：林青\n\n答：真的。\n\n问：累吗？\n\n答：不累。\n\n延伸阅读：另一篇\n"
    interview = read_text(text)
    found = reasons(interview)
    assert found["文｜林青"] == "credit"
    assert found["（笑）"] == "stage direction"
    assert found["图片来源：林青"] in ("caption", "credit")
    assert found["延伸阅读：另一篇"] == "read more"
    assert interview.authors == ("林青",)


def test_bold_terms_in_answers_are_not_speakers() -> None:
    text = "### What do you sell?\n\n**Clocks**: the old ones.\n\n**Watches**: a few.\n\n### Where do you live?\n\nUpstairs.\n\n### Are you happy?\n\nYes.\n"
    assert {name for name, _ in told(read_text(text))} == {"Interviewer", "Interviewee"}


def test_the_same_questions_under_each_name_are_several_guests() -> None:
    text = "# Two makers\n\n"
    for name in ("Ann Ray", "Bo Lind"):
        text += f"## {name}\n\n**What do you make?**\n\nClocks, I am {name}.\n\n**Why?**\n\nBecause of the sound.\n\n"
    assert [name for name, _ in told(read_text(text))] == ["Interviewer", "Ann Ray"] * 2 + [
        "Interviewer",
        "Bo Lind",
    ] * 2


def test_a_saying_in_bold_stresses_an_answer_and_a_remark_asks() -> None:
    """Both are set like the questions; the saying takes up nothing that was said."""
    text = "# 钟\n\n"
    for asked in (
        "您几点起床？",
        "谁教您的？",
        "修得最久的是哪只？",
        "有人来学吗？",
        "学费贵吗？",
        "您会关门吗？",
    ):
        text += f"**{asked}**\n\n我记得很清楚，一五一十地说。\n\n"
    text += "**耐心就是手艺。**\n\n油要过一夜才到位。\n\n**但外界都说机器更快。**\n\n机器听不见声音。\n"
    turns = told(read_text(text))
    assert turns[-3][1] == ["我记得很清楚，一五一十地说。", "耐心就是手艺。", "油要过一夜才到位。"]
    assert turns[-2:] == [("采访者", ["但外界都说机器更快。"]), ("受访者", ["机器听不见声音。"])]


def test_names_as_forums_give_them() -> None:
    text = "".join(f"Nora: Is it {n}?\n\nwool_gatherer: It is {n}.\n\n" for n in range(3))
    names = {one.name for one in read_text(f"# Threads\n\n{text}u/knot: I knit too.\n").speakers}
    assert names == {"Nora", "wool_gatherer", "u/knot"}


def test_one_heading_alone_makes_a_text_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# Clocks\n\nAnn: *Why?*\n\nBo: So.\n\nAnn: And?\n\nBo: No.\n", encoding="utf-8")
    interview = read_source(path)
    assert (interview.title, told(interview)[0]) == ("Clocks", ("Ann", ["Why?"]))


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("问　", "答　"),
        ("「问」", "「答」"),
        ("[问] ", "[答] "),
        ("■ 问：", "□ 答："),
        ("Q-1：", "A-1："),
        ("**Q.1** ", "**A.1** "),
        ("问/ ", "答/ "),
        ("问题一：", "回答："),
        ("提问：", "回复："),
        ("🎤 记者：", "🕰️ 沈秉文："),
        ("@海港：", "@沈秉文："),
        ("记者问：", "沈秉文答："),
        ("ANN RAY. ", "BO LIND. "),
        ("### Ann\n\n", "### Bo\n\n"),
        ("说话人 1 00:01\n", "说话人 2 00:09\n"),
    ],
)
def test_ways_to_write_labels(asks: str, answers: str) -> None:
    pairs = (("几点上塔？", "五点四十。"), ("下雨呢？", "也上，下雾不上。"), ("以后呢？", "以后再说。"))
    text = "# 钟\n\n" + "".join(f"{asks}{q}\n\n{answers}{a}\n\n" for q, a in pairs)
    interview = read_text(text)
    assert [(turn.role, turn.paragraphs[0].text) for turn in interview.turns()] == [
        one for q, a in pairs for one in ((Role.INTERVIEWER, q), (Role.INTERVIEWEE, a))
    ]


def test_front_matter_of_a_clipper() -> None:
    front = '---\nsource: "https://example.org/1"\nauthor:\n  - "[[Harbour Park]]"\n---\n\n'
    interview = read_text(f"{front}Ann: Why?\n\nBo: So.\n\nAnn: And?\n\nBo: No.\n")
    assert (interview.source, interview.url) == (None, "https://example.org/1")
    assert interview.authors == ("Harbour Park",)


def test_a_heading_at_the_beginning_with_none_as_high_is_the_title() -> None:
    talk = "**Mara: Why so small?**\n\nI can carry them.\n\n**Mara: And at sea?**\n\nThey carry me.\n"
    assert read_text(f"## Small boats\n\n{talk}\n### On land\n\n{talk}").title == "Small boats"
    several = read_text(f"## Small boats\n\n{talk}\n## On land\n\n{talk}", name="boats")
    assert [section.title for section in several.sections if section.title][-1] == "On land"


def test_the_text_of_a_footnote_is_none_of_the_answer() -> None:
    text = (
        "**Mara: Who rows?**\n\nMy aunt does.[^1]\n\n[^1]: She is ninety.\n\nShe rows to the island and back, whatever the weather.\n\n"
        "**Mara: And you?**\n\nI steer the boat.\n"
    )
    interview = read_text(text)
    assert told(interview)[1][1] == [
        "My aunt does.",
        "She rows to the island and back, whatever the weather.",
    ]
    assert reasons(interview)["[^1]: She is ninety."] == "footnote"


def test_what_stands_under_a_picture_in_markdown_is_a_caption() -> None:
    picture = (
        '<figure>\n<img src="a.jpg">\n<figcaption>Our boat at the pier, in May</figcaption>\n</figure>\n'
    )
    text = (
        f"**Mara:** Who rows?\n\n**Teo:** My aunt does, every morning.\n\n{picture}\n"
        '**Mara:** And you?\n\n**Teo:** I steer the boat.\n\n<div class="wp-caption">The same boat</div>\n\n'
        "**Mara:** Where to?\n\n**Teo:** To the island.\n"
    )
    assert not any(
        "boat at" in line or "same boat" in line for _, lines in told(read_text(text)) for line in lines
    )


def test_a_title_that_is_a_link_is_no_label() -> None:
    text = "- [Ann: an hour of clocks](https://example.org)\n\nAnn: Why?\n\nBo: So.\n\nAnn: And?\n\nBo: No.\n"
    assert told(read_text(text))[0] == ("Ann", ["Why?"])


def test_a_picture_within_its_address_is_not_spoken() -> None:
    picture = "![alt](data:image/svg+xml,%3Csvg width='1px' transform='translate(-2, -1)' fill='%23FFF'%3E%3C/svg%3E)"
    text = f"Ann: Why?\n\nBo: So.\n\n{picture}\n\nAnn: And?\n\nBo: No.\n"
    assert reasons(read_text(f"# T\n\n{text}"))[picture] == "image"


@pytest.mark.parametrize("mark", ["👉 ", "＊", "◆ ", "**▶** "])
def test_the_mark_before_questions_is_not_spoken(mark: str) -> None:
    pairs = (("您几点上塔？", "五点四十。"), ("下雨呢？", "也上。"), ("谁教您的？", "我父亲。"))
    interview = read_text("# 钟\n\n" + "".join(f"{mark}{q}\n\n{a}\n\n" for q, a in pairs))
    assert [turn.paragraphs[0].text for turn in interview.turns()] == [one for pair in pairs for one in pair]


def test_the_mark_before_a_title_is_not_spoken() -> None:
    text = "# 钟\n\n▍为什么\n\n**问：**为什么？\n\n**答：**因为。\n\n▍以后\n\n**问：**以后呢？\n\n**答：**以后再说。\n"
    assert [section.title for section in read_text(text).sections] == ["为什么", "以后"]


def test_a_card_and_contents_and_a_date_are_not_spoken() -> None:
    text = (
        "# Clocks\n\nAnn Ray · May 3, 2021 · 5 min read\n\n- [Why?](#why)\n\n:::tip\nBuy a clock.\n:::\n\n"
        "> [!NOTE]\n> Clocks tick.\n\n## Why do you build them?\n\nFor you.\n\n## How do you sell them?\n\nI do not.\n"
    )
    found = reasons(read_text(text))
    assert found["Ann Ray · May 3, 2021 · 5 min read"] == "page header"
    assert found["Why?"]
    assert {text for text, reason in found.items() if reason == "card"} == {
        ":::tip\nBuy a clock.\n:::",
        "[!NOTE]\n> Clocks tick.",
    }


def test_a_card_that_is_never_closed_is_none() -> None:
    rows = "".join(f"Ann: Is it {n}?\n\nBo: It is {n}.\n\n" for n in range(9))
    assert len(read_text(f"# T\n\n:::tip\n\n{rows}").turns()) >= 18


def test_what_happens_is_told_in_brackets() -> None:
    text = "Ann: Why?\n\nBo: So.\n\n(He pours the tea and sits down again.)\n\nBo: Tea.\n\nAnn: And?\n\nBo: No.\n"
    interview = read_text(text)
    assert reasons(interview)["(He pours the tea and sits down again.)"] in (
        "stage direction",
        "editor's note",
    )


@pytest.mark.parametrize(
    "note",
    ["（应受访者要求，部分地名为化名）", "（图表略）", "应受访者要求，文中船名做了处理。", "*文中何雁为化名"],
)
def test_a_note_behind_the_last_answer_is_not_spoken(note: str) -> None:
    text = f"问：怕吗？\n\n答：怕。\n\n问：还开吗？\n\n答：应船东要求，开到冬天。\n\n应船东要求，不说了。\n\n{note}\n"
    interview = read_text(text)
    assert any(text in note for text, reason in reasons(interview).items() if reason != "label")
    assert told(interview)[-1][1] == ["应船东要求，开到冬天。", "应船东要求，不说了。"]


def test_headings_are_sections_where_labels_ask() -> None:
    text = "Ann: Ready?\n\nBo: Yes.\n\n## What is a clock?\n\nAnn: Well, what is it?\n\nBo: A promise.\n\n## How does it end?\n\nAnn: How?\n\nBo: Quietly.\n"
    assert [section.title for section in read_text("# T\n\n" + text).sections] == [
        None,
        "What is a clock?",
        "How does it end?",
    ]


def test_near_identical_names_stay_two_people() -> None:
    text = "".join(f"**Frederica:** Is it {n}?\n\n**Federica:** It is {n}.\n\n" for n in range(4))
    assert {speaker.name for speaker in read_text(text).speakers} == {"Frederica", "Federica"}


def test_recogniser_output_is_refused_with_a_reason() -> None:
    with pytest.raises(NoInterviewError, match="label"):
        read_text(
            "so today we talk about clocks and how they work\n\nyes and then the wheels turn and the hands move\n"
        )


def test_one_voice_is_never_an_interview() -> None:
    with pytest.raises(NoInterviewError):
        read_text("Ann: one.\n\nAnn: two.\n\nAnn: three.\n")


def test_an_altered_account_is_noticed() -> None:
    interview = read_text("Ann: Why?\n\nBo: So.\n\nAnn: And?\n\nBo: No.\n")
    assert interview.account is not None
    spans = interview.account.spans[:-2]
    with pytest.raises(SourceError):
        verify_account(replace(interview, account=replace(interview.account, spans=spans)))


def test_hints_beside_the_source(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Ann: I ask.\n\nBo: Why?\n\nAnn: Skip this: ad.\n\nBo: And so?\n", encoding="utf-8")
    (tmp_path / "a.md.hints.yaml").write_text("interviewer: Ann\nignore: ['Skip this*']\n", encoding="utf-8")
    interview = read_source(path)
    assert next(one for one in interview.speakers if one.name == "Ann").role is Role.INTERVIEWER
    assert all("Skip" not in text for _, texts in told(interview) for text in texts)
    assert read_source(path, hints=Hints(interviewer=("Bo",))).speakers[1].role is Role.INTERVIEWER


def test_wrong_hints_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Ann: Why?\n\nBo: So.\n", encoding="utf-8")
    (tmp_path / "a.md.hints.yaml").write_text("interviewer: Ann\nspeekers: []\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"hints\.yaml:2"):
        read_source(path)


def test_word_document(tmp_path: Path) -> None:
    rows = "".join(
        f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{who}: </w:t></w:r><w:r><w:t>{text}</w:t></w:r></w:p>"
        for who, text in (("Ann", "Why?"), ("Bo", "So &amp; so."), ("Ann", "Really?"), ("Bo", "Yes."))
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{rows}</w:body></w:document>',
        )
    path = tmp_path / "a.docx"
    path.write_bytes(data.getvalue())
    assert told(read_source(path))[:2] == [("Ann", ["Why?"]), ("Bo", ["So & so."])]


def test_json_form() -> None:
    interview = read_text(
        "# Tea\n\nIt rains in this long first paragraph.\n\nAnn: Why?\n\nBo: So.\n\nAnn: And?\n\nBo: No.\n"
    )
    form = interview_json(interview)
    assert form["speakers"][0] == {"name": "narrator", "role": "narrator", "aliases": []}
    assert form["sections"][0]["turns"][1] == {
        "speaker": "Ann",
        "role": "interviewer",
        "line": 5,
        "paragraphs": ["Why?"],
    }
