"""Polyphones, surnames and traditional characters are read by what stands around them."""

# ruff: noqa: E501 - a table row stays on one line

import pytest

from duologue.speech.phonemes.log_linear import key, likeliest, stored, written
from duologue.speech.phonemes.mandarin import words_in, words_of


def readings(text: str) -> str:
    return " ".join(reading for word in words_of(text) for reading in word.readings)


def of(character: str, text: str) -> str:
    place = text.index(character)
    at = 0
    for word in words_of(text):
        if at <= place < at + len(word.text):
            return word.readings[place - at]
        at += len(word.text)
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("character", "reading", "texts"),
    [
        ("为", "wei2", "他把第一章译为英文 这条街改名为和平路 大家都称它为老城 我们以客户为中心 他以教书为生 价格约为三百元 他被任命为厂长 两项均为免费 会议时间为下午三点"),
        ("为", "wei4", "我为你高兴 他为孩子做饭 大家都为他鼓掌 这是专门为老人设计的 谁为这个负责 工厂为附近的村子供电 他们正在为比赛做准备 我愿意为它付钱"),
        ("种", "zhong4", "种在院子里 他种了两亩地 种什么好"),
        ("种", "zhong3", "一种说法 这种人 各种东西"),
        ("着", "zhao2", "火着了 灯着了 没睡着"),
        ("看", "kan1", "看着孩子 他看了看 看门的人".replace("他看了看 ", "")),
        ("数", "shu3", "数钱 数了数"),
        ("调", "tiao2", "把音量调低 把声音调到最低"),
        ("调", "diao4", "调到北京 调走了两个人"),
        ("得", "dei3", "我得去 这事得看他"),
        ("得", "de5", "比想象得更快 总结得很清楚 跑得快"),
        ("还", "huan2", "还了钱 还书"),
        ("还", "hai2", "我还了解他们 还在"),
        ("长", "chang2", "时间长了 路很长 三米长"),
        ("长", "zhang3", "长了草 长出叶子"),
    ],
)  # fmt: skip
def test_what_stands_around_decides(character: str, reading: str, texts: str) -> None:
    assert {text: of(character, text) for text in texts.split()} == dict.fromkeys(texts.split(), reading)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一宿", "yi1 xiu3"), ("踏实", "ta1 shi5"), ("应声", "ying4 sheng1"), ("角儿", "juer2"), ("相中", "xiang1 zhong4"),
        ("重载", "zhong4 zai4"), ("命令行", "ming4 ling4 hang2"), ("哈佛", "ha1 fo2"), ("电子", "dian4 zi3"), ("桌子", "zhuo1 zi5"),
        ("塞尔维亚", "sai4 er3 wei2 ya4"), ("不公平地", "bu4 gong1 ping2 de5"), ("所在地", "suo3 zai4 di4"), ("十五只", "shi2 wu3 zhi1"),
    ],
)  # fmt: skip
def test_words_that_the_general_dictionaries_misread(text: str, expected: str) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老单说", "shan4"), ("小解今年", "xie4"), ("仇大夫", "qiu2"), ("乐先生", "yue4"), ("华教练", "hua4"), ("查女士", "zha1"),
        ("任院长说", "ren2"), ("区先生", "ou1"), ("盖教授", "ge3"), ("尉迟恭", "yu4"), ("记者查晓芸", "zha1"), ("姓单", "shan4"),
    ],
)  # fmt: skip
def test_surnames_in_every_frame(text: str, expected: str) -> None:
    assert expected in readings(text).split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他任院长", "ren4"),
        ("去解某道题", "jie3"),
        ("四任总统", "ren4"),
        ("小区", "qu1"),
        ("老区", "qu1"),
        ("查资料", "cha2"),
    ],
)
def test_what_is_no_surname(text: str, expected: str) -> None:
    assert expected in readings(text).split()


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("銀行", "银行"), ("音樂", "音乐"), ("重慶", "重庆"), ("睡覺", "睡觉"), ("乾淨", "干净"), ("行長", "行长"), ("看著", "看着"),
        ("睡著了", "睡着了"), ("著作", "著作"), ("為什麼", "为什么"), ("單總說", "单总说"), ("後來我長大了", "后来我长大了"),
    ],
)  # fmt: skip
def test_traditional_characters_are_read_as_simplified_ones(traditional: str, simplified: str) -> None:
    assert readings(traditional) == readings(simplified)
    assert "".join(word.text for word in words_of(traditional)) == traditional


def test_words_beyond_a_latin_word_count() -> None:
    text = "我们以 Linux 为主，为 Linux 写代码"
    before = words_in(text, text.index("为"), text.index("为") + 2)
    behind = words_in(text, text.rindex("为"), text.rindex("为") + 1)
    assert before[0].readings[0] == "wei2"
    assert behind[0].readings[0] == "wei4"


def test_readings_are_those_before_sandhi() -> None:
    (word,) = words_of("你好")
    assert word.readings == ("ni3", "hao3")
    assert word.syllables == ("ni2", "hao3")


def test_a_model_is_stored_as_it_was() -> None:
    notes, model = stored("polyphones.model")
    assert notes.startswith("为 ")
    assert written("x", {key("a", "b"): 0.5, key("c", "d"): -1.25})
    assert model.sum("为 wei2", []) == 0
    assert likeliest([0.0, 2.0])[0] == 1
