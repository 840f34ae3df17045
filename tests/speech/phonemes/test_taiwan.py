"""Everyday words in the characters of Taiwan are read right offline, by Mandarin voices."""

from __future__ import annotations

import pytest

from duologue.speech.lexicon import Lexicon
from duologue.speech.phonemes import KokoroFrontEnd
from duologue.speech.requests import form_of

WORDS = """\
乾杯 gan1 bei1
乾淨 gan1 jing4
餅乾 bing3 gan1
乾坤 qian2 kun1
麵包 mian4 bao1
裡面 li3 mian5
後面 hou4 mian5
皇后 huang2 hou4
著急 zhao2 ji2
睡著 shui4 zhao2
看著 kan4 zhe5
朝著 chao2 zhe5
著名 zhu4 ming2
音樂 yin1 yue4
快樂 kuai4 le4
銀行 yin2 hang2
行李 xing2 li5
重複 chong2 fu4
重量 zhong4 liang4
恢復 hui1 fu4
覺得 jue2 de5
睡覺 shui4 jiao4
長大 zhang3 da4
長度 chang2 du4
還書 huan2 shu1
還有 hai2 you3
為什麼 wei4 shen2 me5
因為 yin1 wei4
認為 ren4 wei2
得到 de2 dao4
一隻 yi1 zhi1
只要 zhi3 yao4
鬧鐘 nao4 zhong1
鍾愛 zhong1 ai4
發生 fa1 sheng1
理髮 li3 fa4
準備 zhun3 bei4
颱風 tai2 feng1
幹活 gan4 huo2
樹幹 shu4 gan4
老闆 lao3 ban3
薑茶 jiang1 cha2
穀物 gu3 wu4
製造 zhi4 zao4
制度 zhi4 du4
調查 diao4 cha2
調整 tiao2 zheng3
說服 shuo1 fu2
學校 xue2 xiao4
校正 jiao4 zheng4
"""


@pytest.mark.parametrize("row", WORDS.splitlines())
def test_an_everyday_word_is_read_right(row: str) -> None:
    word, expected = row.split(" ", 1)
    form = form_of(word, "zh-TW", Lexicon())
    said = " ".join(said for _, said in KokoroFrontEnd().readings(form, "zh-TW"))
    assert said == expected
