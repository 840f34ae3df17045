"""Readings: how Chinese polyphones are read, with tones, beside readers that share no rule of ours"""

# Nothing is voiced. The other readers are pypinyin (its phrases and its own division into words) and, where
# it is installed (pip install g2pM), the network of g2pM. Where all agree the reading is taken as right; what
# differs is listed for a person to judge: `--judged` takes the list back, an x before what is wrong.
from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duologue.speech.lexicon import Lexicon
from duologue.speech.phonemes.mandarin import words_in
from duologue.speech.requests import form_of
from duologue.speech.utterance_language import utterance_language

HAN = re.compile("[\u4e00-\u9fff]+")
POLYPHONES = frozenset(
    "为得地着长行重种看数调还都教传转中应当分发干好少难量空背藏朝乐强相散曲倒率单露累薄折盛弹处差场称冲创答担斗度恶缝佛给更冠号喝横华几"
    "假间将降角结解尽劲禁卷觉卡落论没蒙模磨宁泊铺奇切区任塞舍省似属说宿挑通吐系吓鲜血校兴要与载扎占涨正只挣钻片便参曾查供混压炸粘待"
    "仇盖翟缪覃尉肖茜勒什耶葛抹晃哄圈闷塑扇喷拧拗屏呛翘亲雀撒丧臊厦莎娄虹哗豁艾扒蚌堡刨炮辟澄仔攒"
)
"""Characters with several readings; 的, 了, 一, 不, 会, 把 and others that hardly vary are left out."""
PLAIN = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Place:
    """A polyphone: how we read it, how others do, and what stands around it."""

    character: str
    ours: str
    others: tuple[str, ...]
    around: str

    @property
    def agreed(self) -> bool:
        return all(other == self.ours or neutral(other, self.ours) for other in self.others)


def neutral(a: str, b: str) -> bool:
    """Whether the two differ in nothing but that one is neutral."""
    return a[:-1] == b[:-1] and "5" in (a[-1:], b[-1:])


def network() -> Any:
    try:
        from g2pM import G2pM
    except ImportError:
        return None
    return G2pM()


def paragraphs(paths: list[Path], seed: int) -> list[str]:
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            text = re.sub(r"[*_`#>]+", "", PLAIN.sub(r"\1", line)).strip()
            if len("".join(HAN.findall(text))) >= 8 and utterance_language(text, "zh-CN") == "zh-CN":
                found.append(text)
    random.Random(seed).shuffle(found)
    return found


def places(paragraph: str, lexicon: Lexicon, other: Any) -> Iterator[Place]:
    from pypinyin import Style, lazy_pinyin

    text = form_of(paragraph, "zh-CN", lexicon).text
    for run in HAN.finditer(text):
        phrases = lazy_pinyin(run.group(), style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True)
        start, end = max(0, run.start() - 30), min(len(text), run.end() + 30)
        heard = other(text[start:end], tone=True, char_split=True) if other else []
        at = run.start()
        for word in words_in(text, run.start(), run.end()):
            for step, (character, reading) in enumerate(zip(word.text, word.readings, strict=False)):
                if character not in POLYPHONES or (
                    reading[-2:-1] == "r" and character != "儿" and len(reading) > 3
                ):
                    continue
                place = at + step
                others = [phrases[place - run.start()]] if len(phrases) == len(run.group()) else []
                if len(heard) == end - start:
                    others.append(heard[place - start].replace("u:", "ü"))
                around = (
                    f"{text[max(0, place - 8) : place]}[{character} {reading}]{text[place + 1 : place + 8]}"
                )
                yield Place(character, reading, tuple(others), around.replace("\n", " "))
            at += len(word.text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="*", help="UTF-8 texts or Markdown, a paragraph a line")
    parser.add_argument("--most", type=int, default=3000, help="polyphones to look at")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", type=Path, help="where the places that differ are written")
    parser.add_argument(
        "--judged", type=Path, help="such a list with x before what is wrong: prints the share"
    )
    options = parser.parse_args()
    if options.judged:
        first, *rows = options.judged.read_text(encoding="utf-8").splitlines()
        total, wrong = int(first.split()[0]), sum(row.startswith("x") for row in rows)
        print(f"{wrong} of {total} wrong: {100 * (1 - wrong / total):.2f} % right")
        return
    other = network()
    found: list[Place] = []
    for paragraph in paragraphs(options.texts, options.seed):
        found += places(paragraph, Lexicon.shipped("zh"), other)
        if len(found) >= options.most:
            break
    differing = [place for place in found if not place.agreed]
    for number, name in enumerate(("pypinyin", "g2pM")[: 2 if other else 1]):
        same = sum(
            len(place.others) > number
            and (place.others[number] == place.ours or neutral(place.others[number], place.ours))
            for place in found
        )
        print(f"{name} reads {same} of {len(found)} as we do: {100 * same / max(1, len(found)):.1f} %")
    print(f"{len(found)} polyphones, {len(differing)} to judge")
    if options.list:
        rows = [f"{place.around} ({' '.join(place.others)})" for place in differing]
        options.list.write_text("\n".join([f"{len(found)} polyphones", *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
