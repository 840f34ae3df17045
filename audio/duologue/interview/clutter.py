# ruff: noqa: E501
"""What stands on a published page and is not spoken: each rule gives the reason that the reader reports.

Three places are told apart: the head (before anybody speaks), the body, and the tail (after the last question
or label). Rules for the body are strict, because a wrong one loses a person's words.
"""

from __future__ import annotations

import re
from enum import StrEnum

from duologue.interview.words import CREDIT, SENTENCE_END


class Place(StrEnum):
    """Where a paragraph stands."""

    HEAD = "head"
    BODY = "body"
    TAIL = "tail"


_WORDS = "|".join(sorted((re.escape(word) for word in CREDIT), key=len, reverse=True))
_CREDIT = re.compile(
    rf"[\s*◎●■▎—–（(【［\[-]{{0,4}}(?:本文|本期)?(?:{_WORDS})(?:[\s、/&·+]{{1,3}}(?:{_WORDS})){{0,3}}\s{{0,4}}(?:[|｜:：丨／/︱]|by\b)\s{{0,4}}\S",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|words by|interview by|text by|photos? by|written by|posted by|edited by)\s[A-Z@].{0,80}$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:with|featuring|an interview with|a conversation with)\s.{2,50}\bby\s[A-Z][\w.'’-]{1,20}(?:\s[A-Z][\w.'’-]{0,20}){0,2}$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"[\s(（\[【▲△▼↑↓]{0,4}(?:图片?(?:来源|来自|源|注|说|为)?\s{0,2}[:：|｜丨／/\d]|图\s?\d|题图|头图|供图|受访者供图|照片|摄影?\s?[:：|｜]|photo(?:graph)?s?(?: credit| courtesy| by)?\s?[:：]?|image(?:s)?(?: credit| courtesy| by)?\s?[:：]|"
    r"figure\s?\d|fig\.|caption\s?:|credit\s?:|picture\s?:|写真\s?[:：／/＝]|사진\s?[=:：])",
    re.IGNORECASE,
)
_PHOTOGRAPHED = re.compile(r"[\s。][^\s。！？]{1,6}\s?[摄攝]$")
_CAPTION_END = re.compile(
    r"(?:(?:图片?(?:来源|源)|图源|摄影?|供图|来源|photo|image|credit|courtesy)\s?[:：|｜／/of ]{1,3}\s?\S.{0,40}|[|｜/／]\s?(?:图片?来源|图源|视觉中国|受访者(?:供图|提供)).{0,30}|(?:供图|提供)[)）]?)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"[\s>▶►→☞【\[(（*•-]{0,4}(?:(?:want to )?read (?:more|next|also|on)|read\s{1,3}the\s{1,3}(?:full|rest|whole|original|complete)\b|related\b|see also|more (?:from|on|stories)|also read|recommended|you may also|you might also|don't miss|continue reading|click here|keep reading|"
    r"延伸[阅閱][读讀]|推荐阅读|推薦閱讀|相[关關](?:[阅閱][读讀]|文章|链接|連結|报道|報導|推荐)|往期|[看查]?看?更多(?:[阅閱][读讀]|精彩|文章|内容|故事)|跳转到|查看原文|阅读全文|点击(?:阅读|查看|下方|上方|蓝字|关注|图片|链接)|阅读原文|猜你喜欢|热门(?:文章|推荐)|上一篇|下一篇|関連記事|あわせて読みたい|관련 ?기사|더 ?보기)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"[\s>▶►→☞【\[(（*•\-↑↓⬆⬇👆👇👉📢🔔\ufe0f]{0,5}(?:share (?:this|on|via)|share$|tweet(?: this)?$|follow (?:us|me|him|her|them)\b|subscribe\b|sign up (?:for|to)|join (?:our|the) (?:newsletter|mailing|discord|slack|community)|"
    r"get (?:the|our) newsletter|newsletter$|advertisement|sponsored|this (?:episode|interview|post|podcast|issue) is (?:sponsored|brought)|support (?:us|our)|donate|leave a comment|comments?(?: \(?\d{1,4}\)?)?$|"
    r"download (?:the|our) app|listen (?:on|to (?:the|this))|watch (?:the|on)|print$|copy link|"
    r"(?:欢迎|长按|扫码|扫描|识别|关注|点赞|点个|点亮|转发|分享|收藏|在看|星标|加入|添加).{0,16}(?:公众号|二维码|关注|订阅|转发|在看|点赞|社群|群聊|微信|朋友圈|星标|留言)|(?:分享|收藏|点赞|在看|赞|喜欢|评论|广告|推广)$|赞同\s?\d|(?:添加评论|分享|收藏)[\s\u3000]|喜欢(?:此|这)|シェア|この記事を|구독|공유)|[⬆👆↑⬇👇]\ufe0f?\s{0,2}(?:关注|点击|长按|扫码)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"[\s*\[【(（—–-]{0,4}(?:show ?notes\b|纠错|责任编辑|时间[轴线]|本期(?:节目)?(?:提到|内容)|©|copyright\b|all rights reserved|terms (?:of|and)|privacy policy|cookie|版权|本内容未经|本文(?:由|为|系|来自|首发|转载|经|已|作者|仅|原载|选自|刊|授权|译自|内容)|原文(?:链接|标题|地址|来自)|转载|未经(?:授权|许可)|免责声明|声明[:：]|via\s?[:：]|originally published|this (?:article|post|story) (?:was|originally|first|is)|"
    r"licen[sc]e|powered by|tags?\s?[:：]|filed under|posted (?:in|on)|categories?\s?[:：]|标签|责任编辑|投稿|商务合作|(?:发布|编辑)于\s?\d|著作权归|联系(?:我们|方式)|无断転載|무단전재|저작권)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[\s(（\[【*_—–-]{0,4}(?:编者(?:按|注)|编辑(?:注|按)|译者?(?:注|按)|应(?:受访|被访|采访|访谈|当事)\S{1,2}要求|(?:文中|本文)?\S{1,12}[为系]化名|注\s?\d{0,2}\s?[:：]|备注|作者注|LCTT 译注|editor'?s? note|ed\.? note|\(?note\s?:|update\s?[:：]|correction\s?[:：]|disclosure\s?[:：]|disclaimer\s?[:：]|transcript (?:edited|lightly|by)|"
    r"this (?:interview|conversation|transcript|q&a) (?:has been|was|is) (?:\w{1,12}\s){0,2}(?:edited|condensed|translated|conducted|lightly|transcribed|originally)|the (?:interview|conversation|transcript) (?:has been|was) (?:\w{1,12}\s){0,2}(?:edited|condensed|translated)|"
    r"(?:this|the following) transcript|(?:以下|本次|本)?(?:访谈|采访|对话|内容|文章).{0,8}(?:有|经|略有|做了|作了).{0,6}(?:删节|编辑|删减|整理)[^:：]{0,16}$|※|\*\s?(?:본|이) (?:기사|인터뷰))|[A-Za-z][\w .&-]{0,24}[:：]\s?(?:(?:成|创)立于|创办于|是?一(?:家|种|款|个|项)|指的?是|全称|缩写)|.{0,24}对(?:此文|本文|此稿|本报道)亦?有(?:重要)?贡献|transcript(?:ion)? (?:completed|provided|made|edited) by",
    re.IGNORECASE,
)
_END = re.compile(
    r"[\s(（\[【《<—–\-*~·=]{0,8}(?:完|全文完|end|end of (?:recording|transcript|interview|audio|tape)|the end|fin|-?30-?|终|正文完|未完待续|おわり|了|끝)[\s)）\]】》>—–\-*~·=.。]{0,8}$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\S{0,10}(?:记者|通讯员|编辑|实习生|記者|기자)\s{1,2}\S{2,4}(?:\s{1,2}(?:校对|编辑|摄影)?\s?\S{2,4}){0,3}$|\S{2,4}\s?기자\s\S{3,40}@\S{3,40}$"
)
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,20}\]:")
_STAGE = re.compile(
    r"\[[^\[\]]{1,80}\]$|[(（](?:(?:intro|outro|exit|theme|opening|closing|end|begin)\b|[^()（）]{0,20}(?:\bmusic\b|\btape\b|音乐))[^()（）]{0,50}[)）]$",
    re.IGNORECASE,
)
_ADVERTISES = re.compile(
    r"扫码|二维码|加群|进群|社群|优惠码|邀请码|点击.{0,8}(?:购买|报名|订阅)|立即(?:购买|报名|订阅)|sponsor|promo(?:tional)? code|\d{1,2}% off|sign up|subscribe",
    re.IGNORECASE,
)
_ASIDE = 60
"""Characters of the longest paragraph in brackets that tells what happens."""
_BRACKETED = re.compile(r"[(（][^()（）]{1,60}[)）]$")
_MYSELF = re.compile(r"\b(?:I|my|we|our)\b")
_EPILOGUE = re.compile(
    r"^(?:best|cheers|(?:best|kind|warm) (?:regards|wishes)|regards|sincerely|yours)[,!]?(?:\n|$)|"
    r"^[\s*(（]{0,3}P\.?S\.?\s?[:：]|thanks (?:again )?to (?:our|all|every|the)|thank you (?:again )?(?:for (?:reading|listening|tuning|watching)|to (?:our|all|every))|reader-supported|thanks for (?:reading|listening|tuning|watching)|if you (?:liked|enjoyed)\b|promo code|use the code|% off|sponsor|subscribe|"
    r"(?:you can|to) (?:find|follow|learn more|read more|hear|reach)\b.{0,60}(?:at|on|about|here)|for more (?:information|about|on)|(?:interview|conversation|q&a) (?:was|has been|is) |edited for|condensed|"
    r"\bis (?:a|an|the) (?:freelance |senior |staff |contributing |independent )?(?:writer|journalist|reporter|editor|author|contributor)|"
    r"感谢.{0,24}(?:接受|阅读|收听|观看|参与|分享|采访)|欢迎.{0,16}(?:关注|订阅|留言|转发|投稿|联系)|扫码|二维码|公众号|以上(?:就是|是|为|内容)|更多.{0,10}(?:请|内容|信息)|采访(?:结束|后记|手记)|访谈(?:结束|到此)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:原创|以下文章来源|转载|关注|收录于|收听|阅读|浏览|点击上方|点击蓝字|蓝字|设为星标|微信(?:扫一扫|公众号)|来源|发表于|发布于|首发|听全文|字数|全文|本文约|预计阅读|阅读(?:时间|需要|量)|约\s?\d|\d{1,3}\s?(?:min|minute)s?(?: read)?|"
    r"\d{4}\s?[-/年.]\s?\d{1,2}\s?[-/月.]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}|\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)|published|posted|updated|last updated|written|share|home|menu|skip to|search|sign in|log ?in|transcript$|#\S)",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATED = re.compile(
    rf"\b\d{{4}}\s?[-/年.]\s?\d{{1,2}}\s?[-/月.]|\b{_MONTH}\.?\s\d{{1,2}},?\s\d{{4}}|\b\d{{1,2}}\.?\s{_MONTH}\.?\s\d{{4}}|\b\d{{1,3}}\s?min(?:ute)?s?\sread",
    re.IGNORECASE,
)
"""A date, or how long the article takes to read, in a line that is no sentence."""
_TAIL_HEADING = re.compile(
    r"(?:related|about (?:the|this|us|our|author)|further reading|read (?:more|next)|more (?:from|on|like|interviews|stories)|comments?|leave a|share|subscribe|newsletter|resources?$|links?$|references?$|show notes|credits?|footnotes?|notes?$|recent posts|categories|tags|archives?|"
    r"you (?:may|might)|where (?:to|you can|can)\b|find (?:me|her|him|us|them|out)\b|connect with|learn more|get in touch|responses|discussion|follow|contact|sponsors?|sign up|join|discover|trending|popular|next|previous|navigation|"
    r"延伸|推荐|相关|更多|关于(?:作者|受访者|嘉宾|我们|本)|作者(?:简介|介绍)|参考|注释|评论|留言|版权|声明|往期|精彩|热门|联系|加入|关注|脚注|附录|尾注|関連|参考|プロフィール|관련|댓글)",
    re.IGNORECASE,
)


ENDS = frozenset(("footer", "read more", "share or subscribe", "closing remarks", "end mark", "credit"))
"""What ends the interview where it stands after the last question."""


def reason(string: str, place: Place, *, after_image: bool = False, emphasised: bool = False) -> str | None:
    """Why a paragraph without a label is not spoken; None if it is.

    Args:
        string: the paragraph's text.
        place: where it stands.
        after_image: whether an image stands just before it.
        emphasised: whether all of it is set in italics.
    """
    head = string[:160]
    size = len(string)
    if not any(char.isalnum() for char in head):
        return "ornament"
    if _END.match(head):
        return "end mark"
    if _FOOTNOTE.match(head):
        return "footnote"
    if size <= 90 and _STAGE.match(head):
        return "stage direction"
    if size <= _ASIDE and _BRACKETED.match(string) and not _MYSELF.search(string):
        if place is Place.TAIL:
            return "editor's note"
        if place is Place.BODY:
            return "stage direction"
    pointed = head[:1] in "▲△▼" and (after_image or not SENTENCE_END.search(string))
    if size <= 200 and (
        pointed
        or _PHOTOGRAPHED.search(string[-12:])
        or _CAPTION.match(head)
        or (after_image and (_CAPTION_END.search(string[-60:]) or (emphasised and size <= 200)))
    ):
        return "caption"
    if size <= 160 and (
        _CREDIT.match(head) or (place is not Place.BODY and size <= 60 and _SIGNED.match(head))
    ):
        return "credit"
    captioned = head.startswith(("图为", "图：", "（图")) or (size <= 60 and not SENTENCE_END.search(string))
    if after_image and size <= 120 and captioned:
        return "caption"
    if _NOTE.match(head):
        return "editor's note"
    if size <= 240 and _MORE.match(head):
        return "read more"
    if size <= 240 and _SHARE.match(head):
        return "share or subscribe"
    if size <= 300 and _FOOTER.match(head):
        return "footer"
    if place is Place.HEAD:
        return _head_reason(string, head, size)
    if place is Place.TAIL:
        if size <= 90 and _BYLINE.match(head):
            return "credit"
        if _EPILOGUE.search(string[:400]):
            return "closing remarks"
    return None


def _head_reason(string: str, head: str, size: int) -> str | None:
    if size <= 90 and (_BYLINE.match(head) or _BY.search(head)):
        return "credit"
    if size <= 80 and _HEADER.match(head):
        return "page header"
    if size <= 120 and _DATED.search(head) and not SENTENCE_END.search(string):
        return "page header"
    wide = sum(1 for char in head if char > "\u2e7f")
    short = size <= 14 if wide else len(head.split()) <= 5 and size <= 40
    if short and not SENTENCE_END.search(string) and not string.endswith(("」", "”")):
        return "page header"
    return None


def is_weak(reason: str, string: str) -> bool:
    """Whether only its place or its length speaks for a reason, and none of the words of a paragraph."""
    head = string[:160]
    if reason == "page header":
        return not _HEADER.match(head) and not _DATED.search(head) and len(string) > 14
    if reason == "caption":
        return not _CAPTION.match(head) and not _CAPTION_END.search(string[-60:]) and len(string) > 40
    if reason == "stage direction":
        return _BRACKETED.match(string) is not None and _STAGE.match(string) is None
    return reason == "pull quote" or (reason == "closing remarks" and len(string) > 160)


def advertises(string: str) -> bool:
    """Whether a paragraph between rules asks to join, to subscribe or to buy."""
    return _ADVERTISES.search(string[:300]) is not None


def ends_article(heading: str) -> bool:
    """Whether a heading begins what stands under an article."""
    return bool(_TAIL_HEADING.match(heading.strip()[:60]))
