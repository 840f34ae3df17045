# ruff: noqa: E501
"""The words that decide: who asks, who answers, what is a credit, what is an aside. Add a word here."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


INTERVIEWER = _set(
    "q question audience 问 問 q问 记者问 記者問 主持人问 记者 記者 主持人 主持 采访者 採訪者 采访人 提问者 提問者 提问 编辑 編輯 小编 编者 笔者 筆者 我 interviewer host moderator mc "
    "reporter editor journalist presenter announcer anchor 聞き手 司会 質問 インタビュアー 記者 編集部 質問者 질문 질문자 기자 진행자 사회자 문 사회 "
    "问题 問題 interviewer: frage pregunta entrevistador 采访 訪問者 访谈者 访问者 读者提问 觀眾 观众提问 网友 網友 观众 听众 现场观众 me"
)
INTERVIEWEE = _set(
    "a answer r 答 a答 嘉宾 嘉賓 受访者 受訪者 被采访者 受访人 被访者 来宾 guest interviewee respondent antwort respuesta réponse 回答 ゲスト 回答者 "
    "답 답변 게스트 응답 답변자 받는이 ans"
)
NEITHER = _set(
    "note notes 注 注意 备注 備註 译注 译者注 编者按 编者注 编按 按 ps p.s. p.s via source sources 来源 來源 出处 原文 原文链接 链接 地址 作者 译者 校对 "
    "编辑 責編 责编 责任编辑 文 图 圖 摄影 攝影 图片来源 图源 整理 撰文 排版 设计 策划 监制 出品 审校 编译 翻译 采写 采访/撰文 时间 地点 日期 date time "
    "author authors by photo photos image images credit credits caption copyright tags tag categories category related "
    "references reference update updated edit correction disclaimer warning tip tips example examples e.g i.e http https "
    "ftp www twitter github linkedin email website web blog facebook instagram youtube wechat 微信 微博 邮箱 网址 电话 声明 "
    "免责声明 版权声明 版权 转载 关键词 关键字 标签 摘要 导语 导读 引言 前言 前情提要 结语 后记 背景 简介 嘉宾简介 人物简介 summary abstract tl;dr tldr "
    "intro introduction location venue duration length transcript listen subscribe read more share posted published "
    "比如 例如 其实 所以 但是 不过 然后 首先 其次 最后 第一 第二 第三 总之 另外 此外 因此 同时 结果 原因 也就是说 换句话说 简单来说 举个例子 打个比方 "
    "first second third finally however also remember fact 事实 结论 问题是 关键是 重点 亮点 要点 注：  editor's title "
    "pros cons step conclusion bottom 附 附录 附注 书名 写真 撮影 文責 取材・文 構成 사진 글 출처 편집 정리 취재"
)
"""Words that stand before a colon and are never a speaker (unless nothing else can be)."""

CREDIT = [
    "作者",
    "译者",
    "譯者",
    "校对",
    "校對",
    "编辑",
    "編輯",
    "责编",
    "责任编辑",
    "責任編輯",
    "编译",
    "编審",
    "审校",
    "撰文",
    "采写",
    "採寫",
    "整理",
    "文字",
    "摄影",
    "攝影",
    "排版",
    "设计",
    "策划",
    "监制",
    "出品",
    "出品人",
    "来源",
    "來源",
    "图片来源",
    "图片",
    "图源",
    "图",
    "文",
    "采访",
    "採訪",
    "采访整理",
    "主编",
    "编审",
    "题图",
    "封面",
    "记录",
    "翻译",
    "选题",
    "运营",
    "视觉",
    "审核",
    "校审",
    "值班编辑",
    "author",
    "authors",
    "by",
    "text",
    "words",
    "writer",
    "written",
    "photos",
    "photo",
    "photography",
    "photographer",
    "editor",
    "edited",
    "editing",
    "translator",
    "translation",
    "interview",
    "transcript",
    "transcription",
    "transcribed",
    "illustration",
    "illustrations",
    "source",
    "via",
    "文・写真",
    "取材",
    "取材・文",
    "構成",
    "編集",
    "撮影",
    "写真",
    "글",
    "사진",
    "편집",
    "취재",
    "정리",
    "기자",
]

ASIDES = (
    r"laugh(?:s|ing|ter|ed)?|chuckl(?:es|ing)|giggl(?:es|ing)|applause|music|crosstalk|inaudible|unintelligible|pause[sd]?|"
    r"sigh(?:s|ing)?|cough(?:s|ing)?|cheer(?:s|ing)?|silence|noise|smil(?:es|ing)|nod(?:s|ding)?|both laugh|"
    r"gasps?|foreign|background noise|theme music|intro music|outro music|break|clears throat|overlapping(?: \w+)?|beep|"
    r"笑|大笑|微笑|苦笑|笑声|掌声|众笑|哈哈|全场笑|鼓掌|停顿|沉默|叹气|音乐|听不清|笑い|一同笑|爆笑|拍手|笑聲|掌聲|웃음|박수|일동 웃음"
)
ASIDE = re.compile(
    r"♪[^♪\n]{0,120}♪|[(（\[［【]{1,2}\s{0,3}(?:♪\s?)?(?:\w{1,14}\s){0,2}(?:"
    + ASIDES
    + r")(?:\s\w{1,14}){0,2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?\.?\s{0,3}[)）\]］】]{1,2}",
    re.IGNORECASE,
)
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
LEADING_TIME = re.compile(
    rf"\s{{0,4}}(?:[(（\[［【<]\s?{TIME}(?:\s?(?:-->|[-–—~至])\s?{TIME})?\s?[)）\]］】>]|{TIME}(?=[\s\-–—]|$))(?:\s?[-–—|:：](?=\s))?\s{{0,4}}"
)
INNER_TIME = re.compile(rf"[(（\[［]\s?{TIME}\s?[)）\]］]\s?")

ASKING = re.compile(
    r"^(?:tell us|tell me|could you|can you|would you|do you|did you|are you|is there|what|why|how|when|where|who|which|describe|"
    r"please|any |let's|talk |explain|share|have you|if you|in your|so |and )|"
    r"请问|请介绍|请谈|能否|能不能|可否|谈谈|介绍一下|如何|为什么|怎么|什么|哪些|是否|聊聊|说说|您|ですか|ますか|でしょうか|ください|나요|까요|습니까|세요",
    re.IGNORECASE,
)
QUESTION_END = re.compile(
    r"[?？][\"'”’」』)）\s*…]{0,4}$|(?:吗|呢|嗎)[。]?$|(?:ですか|ますか|でしょうか|ませんか|のか)[。]?$|(?:까|나요|가요|는지요)[.。]?$"
)
SENTENCE_END = re.compile(r"[.。!！?？…；;：:,，、—][\"'”’」』)）]{0,2}$")
NUMBER_ONLY = re.compile(
    r"(?:part|chapter|no\.?|section|第)?\s{0,2}[-—·•#.．|/\[【(（「]{0,2}\s?(?:\d{1,2}|[ivx]{1,4}|[一二三四五六七八九十]{1,3})\s?[-—·•|/\]】)）.、」]{0,2}\s{0,2}(?:章|节|部分|回)?$",
    re.IGNORECASE,
)
TITLE_NUMBER = re.compile(
    r"(?:(?:part|chapter|section)\s{0,2}\.?\s{0,2}\d{1,2}\s{0,3}[.:：|、-]?\s{0,3}|\d{1,2}\s{0,2}[.、|｜/]\s{0,3}(?!\d)|0\d\s{0,3}|"
    r"[（(]?[一二三四五六七八九十]{1,3}[)）]?\s{0,2}[、.．]\s{0,3}|第[一二三四五六七八九十\d]{1,3}(?:章|节|部分)\s{0,2}[:：、]?\s{0,3})",
    re.IGNORECASE,
)

QUESTION_NUMBER = re.compile(
    r"\s{0,3}(?:[#(（]?\d{1,2}\s?[.．、)）:：]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])\s{0,3}(?=[^\s\d])"
)

SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭萧田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁"
    "任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫阎閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯"
)
TITLED = ("老师", "先生", "女士", "总", "博士", "教授", "同学", "观众", "听众", "读者", "网友", "同学")
"""How a name or a title in Chinese begins or ends, for labels that stand only once."""
