"""The language of a text is found, and what cannot be told is not claimed."""

from __future__ import annotations

from time import process_time

import pytest

from duologue.languages.detect import detect, detect_language
from duologue.languages.tags import spoken_language
from languages.interviews import Sample, samples


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: str(sample.language))
def test_the_language_of_a_short_interview_is_found(sample: Sample) -> None:
    found = detect(sample.text)
    assert spoken_language(found.language) == spoken_language(sample.language)
    assert found.sure


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: str(sample.language))
def test_every_sentence_of_it_is_enough(sample: Sample) -> None:
    for said in sample.said:
        assert spoken_language(detect_language(said)) == spoken_language(sample.language), said


HONG_KONG = [
    "我哋琴日喺旺角食飯，佢話嗰間舖頭啲嘢唔貴，但係等咗好耐先有位。",
    "你而家做緊乜嘢工作呀？其實我唔係好鍾意呢份工，不過都做咗三年。",
    "細個嗰陣我成日同阿爸去釣魚，佢話海唔會呃人，我到而家都記得。",
    "點解你會揀呢行？因為我屋企人都係做廚房嘅，我由細睇到大。",
    "佢哋話聽日會落雨，我諗我哋都係留喺屋企好啲。",
    "我覺得香港嘅節奏太快，啲人行路都好似跑咁，冇時間停低諗嘢。",
    "嗰本書係我喺舊書舖搵到嘅，入面仲有人寫低咗個名。",
    "如果唔係佢幫手，我都唔知點算好，所以我一直好多謝佢。",
    "我每日搭巴士返寫字樓，由九龍去中環要成個鐘，屋邨樓下有間茶餐廳，食完早餐先上車。",
    "港鐵開通之後，旺角的士少了，巴士站也搬走了。屋邨的老人家仍然習慣搭的士去茶餐廳。",
]
TAIWAN = [
    "我們昨天在夜市吃飯，他說那家店的東西不貴，可是等了很久才有位子。",
    "您現在從事什麼工作？其實我不太喜歡這份工作，不過也做了三年。",
    "小時候我常常跟爸爸去釣魚，他說海不會騙人，我到現在都記得。",
    "這個軟體是我們三個人寫的，資訊都放在網路上，使用者可以直接下載。",
    "捷運通車以後，這條街的公車少了，計程車也不太來了。",
    "他把整個後院改成菜園，里長還來參觀過，說品質很好。",
    "如果不是她幫忙，我真的不知道怎麼辦，所以我一直很感謝她。",
    "那本書是我在舊書店找到的，裡面還有人寫了名字。",
    "而家庭對她來說，比什麼都重要；她說這不是口號，是每天的選擇。",
    "我在高雄長大，到台北念書以後才發現，兩個城市的雨完全不一樣。",
]


@pytest.mark.parametrize("text", HONG_KONG)
def test_cantonese_and_the_chinese_of_hong_kong_are_zh_hk(text: str) -> None:
    assert detect_language(text) == "zh-HK"


@pytest.mark.parametrize("text", TAIWAN)
def test_the_chinese_of_taiwan_is_zh_tw(text: str) -> None:
    assert detect_language(text) == "zh-TW"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gure aitonak ogia egiten zuen egunero, eta herri osoak haren usaina ezagutzen zuen.", "eu"),
        ("Մեր պապը ամեն օր հաց էր թխում, և ամբողջ գյուղը գիտեր այդ հոտը։", "hy"),
        ("Nia avo bakis panon ĉiutage, kaj la tuta vilaĝo konis tiun odoron.", "eo"),
        ("Utaata wetu nang'o, ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ ᐊᑐᖅᑕᐅᓲᖅ ᐃᓄᖕᓄᑦ ᓄᓇᕗᒻᒥ", "iu"),
        ("Saya mau membeli sepeda karena mobil terlalu mahal, tapi uang saya belum cukup.", "id"),
        ("Saya mahu membeli basikal kerana kereta terlalu mahal, iaitu wang saya tidak cukup.", "ms"),
    ],
)
def test_languages_that_are_easily_mistaken(text: str, language: str) -> None:
    assert spoken_language(detect_language(text)) == language


def test_a_text_in_two_languages_is_not_sure() -> None:
    by_tag = {sample.language: sample.text for sample in samples()}
    found = detect(by_tag["es"] * 14 + by_tag["de"] * 6)
    assert (found.language, found.sure, found.other) == ("es", False, "de")
    assert detect(by_tag["zh-CN"] * 5 + " the model of OpenAI and GPT-4 " * 3).language == "zh-CN"


def test_a_text_without_letters_claims_nothing() -> None:
    assert not detect("12 + 34 = 46 …").sure
    assert not detect("").sure
    assert not detect("Yes. No.").sure


@pytest.mark.parametrize("mark", ["_", "...", "9-"])
def test_runs_of_what_addresses_are_made_of_take_no_longer(mark: str) -> None:
    begin = process_time()
    detect(mark * (60_000 // len(mark)))
    assert process_time() - begin < 0.5
