"""What notes, pages and chapters call things, in one table: a language is one entry here."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.interview.model import NARRATOR


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `bracketed` and the marks are its punctuation."""

    opening: str
    speakers: str
    chapters: str
    source: str
    published: str
    article: str
    written_by: str
    music: str
    made: str
    mixed: str
    narrator: str
    roles: dict[str, str]
    voice: str
    colon: str
    comma: str
    also: str
    bracketed: str
    skip: str
    player: str
    back: str
    forward: str
    speed: str
    follow: str
    search: str
    results: str
    transcript: str
    all_episodes: str
    subscribe: str
    keys: str


_WORDS = {
    "zh": Words(
        opening="开场",
        speakers="对话者",
        chapters="章节",
        source="来源",
        published="发表于",
        article="阅读原文",
        written_by="文字",
        music="音乐",
        made="制作说明",
        mixed="各人的声音由不止一个语音引擎合成：{}。",
        narrator="旁白",
        roles={"interviewer": "提问", "interviewee": "受访", "narrator": "旁白"},
        voice="配音",
        colon="：",
        comma="、",
        also="，",
        bracketed="{}（{}）",
        skip="跳到文字稿",
        player="播放器",
        back="后退 15 秒",
        forward="前进 30 秒",
        speed="速度",
        follow="跟随声音",
        search="在文字稿中搜索",
        results="搜索结果",
        transcript="文字稿",
        all_episodes="全部节目",
        subscribe="订阅",
        keys="键盘：空格 播放，j / l 后退与前进，n / p 章节，[ ] 速度，/ 搜索",
    ),
    "en": Words(
        opening="Opening",
        speakers="In conversation",
        chapters="Chapters",
        source="Source",
        published="Published",
        article="Read the interview",
        written_by="Written by",
        music="Music",
        made="How this was made",
        mixed="The voices are made by more than one speech engine: {}.",
        narrator="Narrator",
        roles={"interviewer": "asks", "interviewee": "answers", "narrator": "narrates"},
        voice="voice",
        colon=": ",
        comma=", ",
        also="; ",
        bracketed="{} ({})",
        skip="Skip to the transcript",
        player="Player",
        back="Back 15 s",
        forward="Forward 30 s",
        speed="Speed",
        follow="Follow the sound",
        search="Search the transcript",
        results="Results",
        transcript="Transcript",
        all_episodes="All episodes",
        subscribe="Subscribe",
        keys="Keys: space plays, j / l skip, n / p change chapter, [ ] change speed, / searches",
    ),
}


def words_of(language: str) -> Words:
    """The words for a BCP 47 language; English where there are none of its own."""
    return _WORDS.get(language.lower().split("-")[0], _WORDS["en"])


def speaker_label(name: str, language: str) -> str:
    """A speaker's name to show: the narrator's in the episode's language."""
    return words_of(language).narrator if name == NARRATOR else name
