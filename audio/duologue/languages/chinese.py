"""Which Chinese a text is written in: simplified, that of Taiwan, or that of Hong Kong with Cantonese.

Cantonese is known by its own words, the written Chinese of Hong Kong by words that neither Taiwan nor the
mainland uses. Everything else in traditional characters is that of Taiwan.
"""

from __future__ import annotations

import re
from collections import Counter

_TRADITIONAL = (
    "這個們說為會來時國對學過還後發現當經業點實開關長問題應該讓給嗎從無與進種樣話間見覺頭電動機網書東車門"
)
_SIMPLIFIED = (
    "这个们说为会来时国对学过还后发现当经业点实开关长问题应该让给吗从无与进种样话间见觉头电动机网书东车门"
)
_ONLY_TRADITIONAL = frozenset(_TRADITIONAL) - frozenset(_SIMPLIFIED)
_ONLY_SIMPLIFIED = frozenset(_SIMPLIFIED) - frozenset(_TRADITIONAL)
_CANTONESE = re.compile(
    "[嘅咗喺冇嚟啲嘢咁噉乜攞嗰畀啱唞瞓揾諗佢哋睇嗌]|唔(?:係|會|好|知|使|使|應|想|可|同|得|到|啱|記|駛)|點解|邊度|邊個|"
    "而家(?![人庭裡里族長属屬境])|琴日|聽日|尋日|呢(?:度|啲|次)|係咪|返(?:工|學|屋企)"
)
"""Characters and words that only written Cantonese has."""
_CANTONESE_SHARE = 0.012
"""Of the Han characters: a quotation in a text of Taiwan is less."""
_HONG_KONG = re.compile(
    "巴士|的士|港鐵|質素|電郵|短訊|數碼|單車|三文魚|朱古力|芝士|屋邨|公屋|茶餐廳|冷氣機|手提電話|港元|寫字樓|"
    "人工智能|軟件|網絡|智能手機|視像|打印|特首|中環|旺角|九龍|新界|油尖旺|深水埗"
)
_TAIWAN = re.compile(
    "公車|計程車|捷運|品質|電子郵件|簡訊|數位|腳踏車|鮭魚|巧克力|起司|軟體|網路|智慧型|人工智慧|視訊|列印|資訊|"
    "台灣|臺灣|台北|臺北|高雄|新台幣|影片|透過|專案|程式|使用者|硬體|雷射|滑鼠|部落格|里長|立委"
)
_ONLY_HONG_KONG = re.compile(
    "巴士|的士|港鐵|質素|屋邨|公屋|茶餐廳|手提電話|寫字樓|特首|中環|旺角|九龍|新界|油尖旺|深水埗|港元"
)
_FEWEST_WORDS = 2


def chinese_of(text: str) -> str:
    """``zh-CN``, ``zh-TW`` or ``zh-HK`` for a text in Chinese."""
    often = Counter(text)
    han = sum(count for char, count in often.items() if "\u3400" <= char <= "\u9fff")
    if len(_CANTONESE.findall(text)) >= max(_FEWEST_WORDS, _CANTONESE_SHARE * han):
        return "zh-HK"
    traditional = sum(often[char] for char in _ONLY_TRADITIONAL)
    simplified = sum(often[char] for char in _ONLY_SIMPLIFIED)
    if traditional <= simplified:
        return "zh-CN"
    distinct = set(_ONLY_HONG_KONG.findall(text))
    hong_kong, taiwan = len(_HONG_KONG.findall(text)), len(_TAIWAN.findall(text))
    return "zh-HK" if len(distinct) >= _FEWEST_WORDS and hong_kong > taiwan else "zh-TW"
