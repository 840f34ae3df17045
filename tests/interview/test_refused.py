# ruff: noqa: E501
"""What is no interview is refused, however many colons, bold terms and question marks it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.errors import NoInterviewError
from duologue.interview import read_source, read_text

NO_INTERVIEWS = {
    "recogniser output": "so I grew up next to a railway yard and um engines were always part of the noise you know and then what did I do I went to sea for a year and came back and opened the shop and that was that "
    * 12,
    "an essay": "# Slow machines\n\nI grew up next to a railway yard. What does a boy learn there? Patience.\n\nThe second lesson came at sea. Nobody hurries a tide.\n\nThe third one I am still learning.\n",
    "an essay in Chinese": "# 慢机器\n\n我在铁路边长大。一个孩子能在那里学到什么？耐心。\n\n第二课是在海上学的：潮水从不着急。\n\n第三课我还在学。\n",
    "a recipe": "# Apple cake\n\n**Serves:** 8\n\n**Time:** 1 hour\n\n## Ingredients\n\n- **Butter:** 200 g\n- **Sugar:** 150 g\n\n## Method\n\n1. Heat the oven.\n2. Fold in the flour.\n\n**Tip:** Is the cake still soft? Give it five minutes more.\n",
    "a changelog": "# Changelog\n\n## 2.1.0\n\n- **Added:** faster knots\n- **Fixed:** crash on start\n\n## 2.0.0\n\n- **Added:** splice\n- **Fixed:** typo\n- **Removed:** old knots\n",
    "a news item": "# 钟楼落成\n\n本报讯（记者 林一）9月3日，钟楼落成仪式举行。市长李明说：“这是一件大事。”\n\n时间：9月3日\n\n地点：海港市\n\n主办：文化馆\n\n“今后可以免费登楼。”李明说。\n",
    "a legend without a dialogue": "Q：周刊，A：何其\n\n本次访谈的录音将于下周发布，敬请期待。\n",
    "minutes": "# Minutes\n\n**Date:** 3 May\n\n**Present:** Ada, Otto, Lena\n\n1. **Budget:** approved.\n2. **Roof:** Otto will ask for an offer.\n\n**Next meeting:** 10 June\n",
    "minutes in Chinese": "# 会议纪要\n\n**主题：** 月度会议\n\n**日期：** 4月5日\n\n**主持人：** 林一\n\n**出席人员：** 张三、李四\n\n1. **齿轮：** 讨论了规格。\n2. **预算：** 预算不变。\n\n**决议：** 下月再议。\n",
    "a glossary": "# Glossary\n\n**Rope:** a long thing that is pulled.\n\n**Bell:** a round thing that rings.\n\n**Tower:** a tall thing that holds both.\n",
    "a list of things to do": "# 待办\n\n- 买菜：白菜、豆腐\n- 修表：周三\n- 写信：给母亲\n",
    "a poem that asks": "The clock has stopped.\nThe rope is still.\n\nWho rang the bell?\nNobody will.\n",
    "a manual that asks twice": "# clockwork\n\nA small library.\n\n## Install\n\n    make\n\n## Usage\n\n**Note**: it ticks.\n\n## Why?\n\nThere was none.\n\n## How does it work?\n\nIt ticks.\n\n## License\n\nMIT\n",
    "a list of settings": "# knot\n\n"
    + "".join(
        f"### {one}\n\n* Default: {value}\n* Type: {kind}\n\nHow the knot is tied.\n\n"
        for one, value, kind in (
            ("loop", "false", "Boolean"),
            ("turns", "3", "Number"),
            ("rope", "null", "String"),
            ("end", "true", "Boolean"),
        )
    ),
    "a change list with names": "# 2.1\n\n"
    + "".join(f"rope: splice faster ({n})\nbell: ring later ({n})\n\n" for n in range(8)),
    "commands and what they print": "".join(
        f"Command::\n\n  tie --loop {n}\n\nOutput::\n\n  loop {n}\n\n" for n in range(4)
    ),
    "a reference with roles": "".join(
        f"* The :command:`tie` learned to tie knot {n}.\n\n* A :variable:`ROPE` was added for knot {n}.\n\n"
        for n in range(4)
    ),
    "a session with a program": "Ties are objects::\n\n    >>> rope = tie(3)\n    >>> rope.turns\n    3\n    >>> rope.ends\n    2\n",
    "titles that begin as questions do": "# Ropes\n\n## How it works\n\nIt pulls.\n\n## What to leave behind\n\nThe rope.\n\n## Why ropes\n\nThey hold.\n",
    "a novel": "方诺站在窗前。\n\n方诺问：“他会来吗？”\n\n沈秉文答：“他每年都来。”\n\n方诺问：“为什么？”\n\n沈秉文答：“我不知道。”\n",
    "a manual": "# Bowline\n\nA tool that ties knots.\n\n## Installation\n\n```\nmake\n```\n\n**Note:** you need a rope.\n\n**Warning:** do not tie yourself.\n\n## How does it work?\n\nIt reads the rope and ties it.\n\n## Licence\n\nMIT\n",
}


@pytest.mark.parametrize("name", NO_INTERVIEWS)
def test_what_is_no_interview_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(NoInterviewError, match="interview"):
        read_text(NO_INTERVIEWS[name])


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_without_a_sentence_is_no_interview(delimiter: str, tmp_path: Path) -> None:
    rows = ("单位 电话", "水务所 0571-88886666", "电力所 0571-88887777", "医院 120")
    table = tmp_path / "numbers.csv"
    table.write_text("\n".join(rows).replace(" ", delimiter), encoding="utf-8")
    with pytest.raises(NoInterviewError, match="holds no sentence"):
        read_source(str(table))


def test_questions_and_answers_about_a_product_are_two_voices() -> None:
    interview = read_text(
        "# FAQ\n\n## How do I tie it?\n\nPull.\n\n## How do I untie it?\n\nPull again.\n\n## What does it cost?\n\nNothing.\n"
    )
    assert [turn.role.value for turn in interview.turns()] == ["interviewer", "interviewee"] * 3


def test_long_turns_are_speech_even_without_full_stops() -> None:
    said = "well the rope was there before the bell and nobody in the tower could say who had tied it"
    rows = "".join(f"Ann: why was it tied {n}\n\nBo: {said}\n\n" for n in range(8))
    assert len(read_text(rows).turns()) == 16


def test_a_hint_vouches_for_speakers_who_hardly_speak_in_sentences() -> None:
    rows = "".join(f"rope: splice faster {n}\n\nbell: ring later {n}\n\n" for n in range(8))
    front = (
        "---\nspeakers:\n  - {name: rope, role: interviewer}\n  - {name: bell, role: interviewee}\n---\n\n"
    )
    assert len(read_text(front + rows).turns()) == 16
