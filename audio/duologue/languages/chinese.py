"""Which Chinese a text is written in: simplified, that of Taiwan, or that of Hong Kong with Cantonese.

Cantonese is known by its own words, the written Chinese of Hong Kong by words that neither Taiwan nor the
mainland uses. Everything else in traditional characters is that of Taiwan.
"""

from __future__ import annotations

import re
from collections import Counter

_ONLY_TRADITIONAL = frozenset(
    "國爲這個來會時學說們對長過業經門動進區開產軍還現機體與兩實關從內沒將員東頭間無見戰點場數樣問級應資務"
    "氣漢總電聲設義統處馬兒領隊計權話報給變書華議稱決張導結師達題條規縣風運組聽濟黨論強黃選記卻職號類傳帶"
    "農邊聯廣質陽難專認車舉線備爭衆連調轉該爾讓較際親單紅價約亞則屬積圖裝許參喫觀魚辦遠構隨勢熱網語鐵斷愛"
    "紀況證編滿覺雙樂標織項飛節龍響藥輕擊請離顯羅營視護創興雖費試寶識維宮環鄉責嚴橋僅殺圍態楊負層續狀銀終"
    "錢賽獨細獲習醫臉彈樓藝陸協鎮檢寫驗緊勞戶優財養適陳衛傷絕階劉剛億聞審壓監敵蘭溫園樹詞島預繼執誰驚畫輯"
    "劍談禮亂講臨揮歐葉簡擔歲荊貴轄幫塊額錯劇歡夠孫陣銷堅練腳讀測吳寧換異顧順鮮敗貨礦歸買險評嗎遺筆輸漸頂"
)
_ONLY_SIMPLIFIED = frozenset(
    "国为这个来会时学说们对长过业经门动进区开产军还现机体与两实关从内没将员东头间无见战点场数样问级应资务"
    "气汉总电声设义统处马儿领队计权话报给变书华议称决张导结师达题条规县风运组听济党论强黄选记却职号类传带"
    "农边联广质阳难专认车举线备争众连调转该尔让较际亲单红价约亚则属积图装许参吃观鱼办远构随势热网语铁断爱"
    "纪况证编满觉双乐标织项飞节龙响药轻击请离显罗营视护创兴虽费试宝识维宫环乡责严桥仅杀围态杨负层续状银终"
    "钱赛独细获习医脸弹楼艺陆协镇检写验紧劳户优财养适陈卫伤绝阶刘刚亿闻审压监敌兰温园树词岛预继执谁惊画辑"
    "剑谈礼乱讲临挥欧叶简担岁荆贵辖帮块额错剧欢够孙阵销坚练脚读测吴宁换异顾顺鲜败货矿归买险评吗遗笔输渐顶"
)
"""The most frequent characters that are written in one of the two ways alone."""
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
_SHORT = 40
"""Han characters of a sentence or two, in which one word tells."""


def chinese_of(text: str) -> str:
    """``zh-CN``, ``zh-TW`` or ``zh-HK`` for a text in Chinese."""
    often = Counter(text)
    han = sum(count for char, count in often.items() if "\u3400" <= char <= "\u9fff")
    fewest = _FEWEST_WORDS if han > _SHORT else 1
    if len(_CANTONESE.findall(text)) >= max(fewest, _CANTONESE_SHARE * han):
        return "zh-HK"
    traditional = sum(often[char] for char in _ONLY_TRADITIONAL)
    simplified = sum(often[char] for char in _ONLY_SIMPLIFIED)
    if traditional <= simplified:
        return "zh-CN"
    distinct = set(_ONLY_HONG_KONG.findall(text))
    hong_kong, taiwan = len(_HONG_KONG.findall(text)), len(_TAIWAN.findall(text))
    return "zh-HK" if len(distinct) >= _FEWEST_WORDS and hong_kong > taiwan else "zh-TW"
