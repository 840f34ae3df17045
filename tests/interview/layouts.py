# ruff: noqa: E501
"""One dialogue of our own, written in every layout; the truth is known because it is generated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Dialogue:
    """Two people, an opening by the narrator, questions and answers of one or two paragraphs."""

    title: str
    lede: str
    asker: str
    answerer: str
    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    section: str
    colon: str
    q: str
    a: str
    host: str
    guest: str


EN = Dialogue(
    "The clockmaker of Harbour Street",
    "Every morning at six, long before the first ferry, a light goes on above the small shop on Harbour Street.",
    "Nora Field",
    "Tomas Brandt",
    (
        (
            "How did you come to clocks in the first place?",
            (
                "My grandfather left me a box of wheels and no instructions.",
                "I was nine, and it took me a whole winter to hear the first tick.",
            ),
        ),
        (
            "What is the hardest part of a repair?",
            ("Waiting. Oil needs a night to creep where it must go, and nobody likes to hear that.",),
        ),
        (
            "Do young people still bring you their watches?",
            (
                "More than before. They inherit them and want to know what they have.",
                "Some stay for an hour and ask better questions than I did.",
            ),
        ),
        (
            "Would you ever close the shop?",
            ("Only when my hands shake. Until then there is always one more clock.",),
        ),
    ),
    "A winter of wheels",
    ": ",
    "Q",
    "A",
    "Interviewer",
    "Guest",
)
ZH = Dialogue(
    "海港街的钟表匠",
    "每天清晨六点，第一班渡船还没有开，海港街那间小铺子的灯就亮了。",
    "方诺",
    "沈秉文",
    (
        (
            "您最初是怎么接触到钟表的？",
            ("外祖父留给我一盒齿轮，没有任何说明。", "那年我九岁，用了整整一个冬天才听到第一声滴答。"),
        ),
        ("修理当中最难的是什么？", ("等待。油要过一夜才能渗到该去的地方，没有人爱听这句话。",)),
        (
            "现在还有年轻人拿表来修吗？",
            (
                "比从前还多。他们继承了长辈的表，想知道手里的究竟是什么。",
                "有些人一坐就是一个钟头，问题问得比我当年好。",
            ),
        ),
        ("您会有关门的那一天吗？", ("等到手发抖的时候吧。在那之前总还有一只钟要修。",)),
    ),
    "一个冬天的齿轮",
    "：",
    "问",
    "答",
    "记者",
    "嘉宾",
)
JA = Dialogue(
    "港町の時計職人",
    "毎朝六時、始発の船が出る前に、港町の小さな店に明かりがともります。",
    "山田花子",
    "佐藤健一",
    (
        (
            "時計の仕事を始めたきっかけは何ですか？",
            (
                "祖父が歯車の入った箱を残してくれたんです。",
                "九歳の冬をまるごと使って、ようやく最初の音を聞きました。",
            ),
        ),
        ("修理で一番難しいのはどこでしょうか？", ("待つことです。油がなじむまで一晩かかりますから。",)),
        ("若い人も時計を持ってきますか？", ("昔より多いですよ。受け継いだものを知りたいんです。",)),
        ("お店を閉める日は来ますか？", ("手が震えるようになったら考えます。それまでは続けます。",)),
    ),
    "歯車の冬",
    "：",
    "問",
    "答",
    "聞き手",
    "ゲスト",
)
KO = Dialogue(
    "항구 거리의 시계 장인",
    "매일 아침 여섯 시, 첫 배가 뜨기 전에 항구 거리의 작은 가게에 불이 켜진다.",
    "김하나",
    "박정우",
    (
        (
            "처음에 어떻게 시계 일을 시작하셨나요?",
            (
                "할아버지가 톱니바퀴 한 상자를 남겨 주셨습니다.",
                "아홉 살 겨울을 다 쓰고서야 첫 소리를 들었지요.",
            ),
        ),
        (
            "수리에서 가장 어려운 것은 무엇입니까?",
            ("기다리는 것입니다. 기름이 스며드는 데 하룻밤이 걸립니다.",),
        ),
        ("젊은 사람들도 시계를 가져오나요?", ("예전보다 더 많습니다. 물려받은 것을 알고 싶어 합니다.",)),
        ("가게를 닫을 날이 올까요?", ("손이 떨리면 그때 생각하겠습니다.",)),
    ),
    "톱니바퀴의 겨울",
    ": ",
    "질문",
    "답변",
    "기자",
    "게스트",
)
DIALOGUES = {"en": EN, "zh": ZH, "ja": JA, "ko": KO}


def further() -> dict[str, Dialogue]:
    """The dialogue in further languages, by tag."""
    text = Path(__file__).with_name("dialogues.tsv").read_text(encoding="utf-8")
    rows: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            tag, *values = line.split("\t")
            rows.setdefault(tag, []).append(values)
    return {tag: _dialogue(*values) for tag, values in rows.items()}


def _dialogue(about: list[str], *pairs: list[str]) -> Dialogue:
    title, lede, asker, answerer, section, *words = about
    told = tuple((question, tuple(answer)) for question, *answer in pairs)
    return Dialogue(title, lede, asker, answerer, told, section, *words)


FURTHER = further()

Layout = Callable[[Dialogue], str]
LAYOUTS: dict[str, tuple[str, bool, Layout]] = {}
"""Name to (suffix, whether speakers are named, writer)."""


def layout(name: str, suffix: str = ".md", *, named: bool = True) -> Callable[[Layout], Layout]:
    def add(writer: Layout) -> Layout:
        LAYOUTS[name] = (suffix, named, writer)
        return writer

    return add


def article(dialogue: Dialogue, blocks: list[str]) -> str:
    return "\n\n".join([f"# {dialogue.title}", dialogue.lede, *blocks]) + "\n"


def each(dialogue: Dialogue, question: Callable[[str], str], answer: Callable[[tuple[str, ...]], str]) -> str:
    return article(dialogue, [block for q, a in dialogue.pairs for block in (question(q), answer(a))])


def labelled(pattern: str, who: str, text: str, colon: str) -> str:
    return pattern.format(who=who, text=text, colon=colon)


def both(pattern_q: str, pattern_a: str, names: Callable[[Dialogue], tuple[str, str]]) -> Layout:
    def write(d: Dialogue) -> str:
        asker, answerer = names(d)
        return each(
            d,
            lambda q: labelled(pattern_q, asker, q, d.colon),
            lambda a: "\n\n".join([labelled(pattern_a, answerer, a[0], d.colon), *a[1:]]),
        )

    return write


def people(d: Dialogue) -> tuple[str, str]:
    return d.asker, d.answerer


def letters(d: Dialogue) -> tuple[str, str]:
    return d.q, d.a


def parts(d: Dialogue) -> tuple[str, str]:
    return d.host, d.guest


BOLD_IN, BOLD_OUT, PLAIN = "**{who}{colon}**{text}", "**{who}**{colon}{text}", "{who}{colon}{text}"
WHOLE = "**{who}{colon}{text}**"
for name, q, a, who in (
    ("bold label, colon inside", BOLD_IN, BOLD_IN, people),
    ("bold label, colon outside", BOLD_OUT, BOLD_OUT, people),
    ("whole question bold, answer label bold", WHOLE, BOLD_IN, people),
    ("whole question bold, answer label plain", WHOLE, PLAIN, people),
    ("plain labels", PLAIN, PLAIN, people),
    ("letters, bold", BOLD_IN, BOLD_IN, letters),
    ("letters, plain", PLAIN, PLAIN, letters),
    ("letters, question bold", WHOLE, PLAIN, letters),
    ("parts", BOLD_IN, PLAIN, parts),
    ("heading with label", "### {who}{colon}{text}", BOLD_IN, people),
    ("closed heading with label", "#### {who}{colon}{text} ####", BOLD_IN, letters),
    ("label on its own line", "**{who}**\n\n{text}", "**{who}**\n\n{text}", people),
    ("label and colon on a line of its own", "{who}{colon}\n{text}", "{who}{colon}\n{text}", people),
    ("name and time", "{who} (00:03:15)\n{text}", "{who} (01:07:44)\n{text}", people),
    ("name and time, colon", "{who} (00:03): {text}", "{who} (12:44): {text}", people),
    ("time before name", "[00:03] {who}{colon}{text}", "[00:44] {who}{colon}{text}", people),
    ("time after label", "**{who}:** \\[00:31\\] {text}", "**{who}:** \\[01:31\\] {text}", people),
    ("brackets", "【{who}】{text}", "【{who}】{text}", people),
    ("question in a quote, with label", "> **{who}{colon}**{text}", "**{who}{colon}**{text}", people),
    ("italic label", "*{who}{colon}* {text}", "*{who}{colon}* {text}", people),
    ("broken bold", "**{who}{colon}****{text}**", "**{who}{colon}****{text}**", people),
    ("underscores", "__{who}:__ {text}", "__{who}:__ {text}", people),
    ("nbsp", "**{who}:**\xa0{text}", "**{who}:**\xa0{text}", people),
):
    layout(name)(both(q, a, who))

for name, q in (
    ("bold question, no labels", "**{0}**"),
    ("italic question, no labels", "*{0}*"),
    ("heading question, no labels", "## {0}"),
    ("closed heading question, no labels", "### {0} ###"),
    ("quoted question, no labels", "> {0}"),
    ("numbered bold question, no labels", "**1. {0}**"),
):
    layout(name, named=False)(lambda d, q=q: each(d, q.format, "\n\n".join))  # type: ignore[misc]


@layout("numbered list", named=False)
def _numbered_list(d: Dialogue) -> str:
    return each(d, lambda q: f"1. **{q}**", lambda a: "\n\n".join("    " + p for p in a))


@layout("bold question, answer after a break", named=False)
def _break(d: Dialogue) -> str:
    return each(d, lambda q: f"**{q}**", "\n\n".join).replace("**\n\n", "**<br>\n")


@layout("sections, plain labels", named=True)
def _sections(d: Dialogue) -> str:
    lines = [
        f"{who}{d.colon}{p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, "\n\n".join(a))]
    ]
    return article(d, [*lines[:4], f"## {d.section}", *lines[4:]])


@layout("plain text, one line each", ".txt")
def _plain_lines(d: Dialogue) -> str:
    rows = [f"{who}{d.colon}{p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, a[0])]]
    return "\n".join([d.title, d.lede, *rows])


@layout("plain text, letters with numbers", ".txt")
def _numbers(d: Dialogue) -> str:
    rows = [row for n, (q, a) in enumerate(d.pairs, 1) for row in (f"Q{n}: {q}", f"A{n}: {' '.join(a)}")]
    return "\n\n".join([d.title, d.lede, *rows])


def html(d: Dialogue, rows: list[str]) -> str:
    body = "\n".join(rows)
    return (
        f"<!DOCTYPE html><html><head><title>{d.title}</title><script>var x = '<p>no</p>';</script></head><body>"
        f"<nav><ul><li><a href='/'>Home</a></li></ul></nav><article><h1>{d.title}</h1><p>{d.lede}</p>{body}</article>"
        f"<footer><p>Copyright</p></footer></body></html>"
    )


@layout("html, strong labels", ".html")
def _html_strong(d: Dialogue) -> str:
    return html(
        d,
        [
            f"<p><strong>{who}{d.colon}</strong>{p}</p>"
            for q, a in d.pairs
            for who, ps in [(d.asker, (q,)), (d.answerer, a)]
            for p in [ps[0]]
        ],
    )


@layout("html, headings", ".html", named=False)
def _html_headings(d: Dialogue) -> str:
    return html(d, [f"<h2>{q}</h2>" + "".join(f"<p>{p}</p>" for p in a) for q, a in d.pairs])


@layout("html, classes", ".html", named=False)
def _html_classes(d: Dialogue) -> str:
    return html(
        d,
        [
            f"<div class='question'>{q}</div><div class='answer'>"
            + "".join(f"<p>{p}</p>" for p in a)
            + "</div>"
            for q, a in d.pairs
        ],
    )


@layout("html, definition list", ".html", named=False)
def _html_dl(d: Dialogue) -> str:
    return html(d, ["<dl>" + "".join(f"<dt>{q}</dt><dd>{' '.join(a)}</dd>" for q, a in d.pairs) + "</dl>"])


@layout("html, bold and break", ".html", named=False)
def _html_break(d: Dialogue) -> str:
    return html(d, [f"<p><b>{q}</b><br/>{' '.join(a)}</p>" for q, a in d.pairs])


@layout("html, cite and time", ".html")
def _html_cite(d: Dialogue) -> str:
    return html(
        d,
        [
            f"<cite>{who}:</cite><time>0:05</time><p>{p}</p>"
            for q, a in d.pairs
            for who, p in [(d.asker, q), (d.answerer, " ".join(a))]
        ],
    )


@layout("html, a saved chat page", ".html")
def _wechat(d: Dialogue) -> str:
    rows = [
        f"<section style='margin:0'><section><p><span><strong><span>{who}{d.colon}</span></strong></span><span>{p}</span></p></section></section>"
        for q, a in d.pairs
        for who, p in [(d.asker, q), (d.answerer, a[0])]
    ]
    return (
        f"<html><body><h1 id='activity-name'>{d.title}</h1><a id='js_name'>Harbour Weekly</a>"
        f"<div id='js_content' style='visibility: hidden;'><p>{d.lede}</p>{''.join(rows)}</div><div>Scan me</div></body></html>"
    )


def stamp(n: int, dot: str) -> str:
    return f"00:00:{n * 4:02d}{dot}000 --> 00:00:{n * 4 + 4:02d}{dot}000"


def cues(d: Dialogue) -> list[tuple[str, str]]:
    return [(who, p) for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, " ".join(a))]]


@layout("subrip", ".srt")
def _srt(d: Dialogue) -> str:
    return "\n\n".join(f"{n + 1}\n{stamp(n, ',')}\n{who}{d.colon}{p}" for n, (who, p) in enumerate(cues(d)))


@layout("webvtt voices", ".vtt")
def _vtt(d: Dialogue) -> str:
    return "WEBVTT\n\n" + "\n\n".join(
        f"{stamp(n, '.')}\n<v {who}>{p}</v>" for n, (who, p) in enumerate(cues(d))
    )


@layout("webvtt chevrons", ".vtt", named=False)
def _chevrons(d: Dialogue) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"{stamp(n, '.')}\n>> {p}" for n, (_, p) in enumerate(cues(d)))


@layout("webvtt dashes", ".vtt", named=False)
def _dashes(d: Dialogue) -> str:
    """A dash for a change of speaker; a speech goes on in a cue without one."""
    shown = [row for q, a in d.pairs for row in [f"- {q}", f"- {a[0]}", *a[1:]]]
    return "WEBVTT\n\n" + "\n\n".join(f"{stamp(n, '.')}\n{text}" for n, text in enumerate(shown))


@layout("podcast json", ".json")
def _json(d: Dialogue) -> str:
    return json.dumps(
        {
            "version": "1.0.0",
            "segments": [{"speaker": who, "startTime": 1.5, "body": p} for who, p in cues(d)],
        }
    )


@layout("question and answer json", ".json", named=False)
def _qa_json(d: Dialogue) -> str:
    return json.dumps(
        {"title": d.title, "interview": [{"question": q, "answer": " ".join(a)} for q, a in d.pairs]},
        ensure_ascii=False,
    )


@layout("csv", ".csv")
def _csv(d: Dialogue) -> str:
    return "start,speaker,text\n" + "".join(f'{n},{who},"{p}"\n' for n, (who, p) in enumerate(cues(d)))


@layout("bold question, answer in the same line", named=False)
def _run_in(d: Dialogue) -> str:
    return article(d, [f"**{q}** {' '.join(a)}" for q, a in d.pairs])


@layout("quoted answers", named=False)
def _quoted_answers(d: Dialogue) -> str:
    return each(d, lambda q: f"**{q}**", lambda a: "\n>\n".join("> " + p for p in a))


@layout("rules between exchanges")
def _rules(d: Dialogue) -> str:
    rows = [f"**{d.asker}{d.colon}{q}**\n\n{d.answerer}{d.colon}{a[0]}" for q, a in d.pairs]
    return article(d, ["\n\n---\n\n".join(rows)])


@layout("windows line ends, indented, no last line end")
def _windows(d: Dialogue) -> str:
    rows = [f"　　{who}{d.colon}{p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, a[0])]]
    return article(d, rows).strip().replace("\n", "\r\n")


for name, q, a, who in (
    ("time, bold name, no colon", "0:00:13.8 **{who}** {text}", "1:02:44.1 **{who}** {text}", people),
    ("name and a linked time", "{who} [(00:03:15)](https://example.org/t1) {text}", "{who} [(00:04:40)](https://example.org/t2) {text}", people),
    ("bold name, italic time", "**{who}** *00:03:15*\n\n{text}", "**{who}** *00:04:40*\n\n{text}", people),
    ("bold name, bar, time", "**{who}** | 03:15\n\n{text}", "**{who}** | 04:40\n\n{text}", people),
    ("linked bold label", "**[{who}](https://example.org/a):** {text}", "**[{who}](https://example.org/b):** {text}", people),
    ("linked label", "[{who}](https://example.org/a): {text}", "[{who}](https://example.org/b): {text}", people),
    ("colon apart from bold", "**{who}** **：** {text}", "**{who}****：** {text}", people),
    ("question bold in two pieces", "**{who}{colon}** **{text}**", "**{who}{colon}**{text}", people),
    ("label with attributes", "**{who}{colon}**{text}\n{{: .turn}}", "**{who}{colon}**{text}", people),
    ("letters with numbers and a stroke", "**Q1/** **{text}**", "**A1/** {text}", letters),
):  # fmt: skip
    layout(name)(both(q, a, who))

for name, q in (
    ("question letter, unlabelled answer", "Q: {0}"),
    ("bold question letter, unlabelled answer", "**Q: {0}**"),
    ("numbered heading question, no labels", "### 1. {0}"),
    ("bold italic question, no labels", "***{0}***"),
):
    layout(name, named=False)(lambda d, q=q: each(d, q.format, "\n\n".join))  # type: ignore[misc]


@layout("numbered question, plain, no labels", named=False)
def _numbered_plain(d: Dialogue) -> str:
    rows = [block for n, (q, a) in enumerate(d.pairs, 1) for block in (f"{n}、{q}", *a)]
    return article(d, rows)


@layout("initials and a bracket", named=False)
def _initials(d: Dialogue) -> str:
    return each(d, lambda q: f"__NF) {q}__", lambda a: "\n\n".join(["  TB) " + a[0], *a[1:]]))


@layout("bold labels glued to the sentence before")
def _glued(d: Dialogue) -> str:
    rows = [f"**{d.asker}{d.colon}** {q} **{d.answerer}{d.colon}** {' '.join(a)}" for q, a in d.pairs]
    return article(d, rows)


@layout("data before the dialogue")
def _data(d: Dialogue) -> str:
    rows = [f"{who}: {p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, a[0])]]
    return article(
        d,
        [
            "Topic: clocks",
            f"Name: {d.answerer}",
            "Audio: https://example.org/9.mp3",
            "Date: July 26th 2020",
            *rows,
        ],
    )


@layout("data under a picture")
def _sheet(d: Dialogue) -> str:
    rows = [f"**{who}{d.colon}**{p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, a[0])]]
    return article(
        d,
        [
            "![](a.jpg)",
            "**Occupation:** clocks and watches",
            "**Shop:** [example.org](https://example.org)",
            *rows,
        ],
    )


@layout("bold sentences before the questions", named=False)
def _bold_lede(d: Dialogue) -> str:
    rows = [block for q, a in d.pairs for block in (f"**{q}**", *a)]
    stressed = {EN: "That was all.", KO: "That was all.", ZH: "就这样。", JA: "就这样。"}.get(
        d, f"{d.section}."
    )
    return article(d, [f"**{stressed}**", *rows])


@layout("a highlight in a quotation before the dialogue")
def _highlight(d: Dialogue) -> str:
    rows = [f"**{who}{d.colon}**{p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, a[0])]]
    return article(d, [f"> **{d.answerer}{d.colon}**{d.pairs[-1][1][0]}", *rows])


@layout("numbered titles above rules")
def _ruled(d: Dialogue) -> str:
    rows = [f"**{who}{d.colon}**{p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, a[0])]]
    return article(d, [f"1. {d.section}\n-------", *rows[:4], f"2. {d.section}\n-------", *rows[4:]])


@layout("front matter in toml")
def _toml(d: Dialogue) -> str:
    rows = [f"**{who}{d.colon}**{p}" for q, a in d.pairs for who, p in [(d.asker, q), (d.answerer, a[0])]]
    return f'+++\ntitle = "{d.title}"\ndate = 2021-03-04\n+++\n\n' + "\n\n".join([d.lede, *rows]) + "\n"


@layout("webvtt, two speakers in one cue", ".vtt", named=False)
def _two_in_a_cue(d: Dialogue) -> str:
    pairs = [f"{stamp(n, '.')}\n>> {q}\n>> {' '.join(a)}" for n, (q, a) in enumerate(d.pairs)]
    return "WEBVTT\n\n" + "\n\n".join(pairs)


@layout("html, name and time in spans", ".html")
def _spans(d: Dialogue) -> str:
    return html(
        d,
        [
            f"<div><span class='name'>{who}</span><span class='time'><a href='#t'>(00:01:02)</a></span><span>{p}</span></div>"
            for q, a in d.pairs
            for who, p in [(d.asker, q), (d.answerer, a[0])]
        ],
    )
