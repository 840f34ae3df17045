"""What notes, pages and chapters call things, in one table: a thing is one row, a language one column."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.model import NARRATOR


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing in every language; read from a `Words`, it is the text in that language."""

    zh: str
    en: str

    def __get__(self, words: Words, owner: type[Words]) -> str:
        return self.zh if words.chinese else self.en


class Words:
    """The words of one language."""

    def __init__(self, *, chinese: bool) -> None:
        self.chinese = chinese

    opening = _Said("开场", "Opening")
    speakers = _Said("对话者", "In conversation")
    chapters = _Said("章节", "Chapters")
    source = _Said("来源", "Source")
    published = _Said("发表于", "Published")
    article = _Said("阅读原文", "Read the interview")
    written_by = _Said("文字", "Written by")
    music = _Said("音乐", "Music")
    made = _Said("制作说明", "How this was made")
    mixed = _Said(
        "各人的声音由不止一个语音引擎合成：{}。", "The voices are made by more than one speech engine: {}."
    )
    narrator = _Said("旁白", "Narrator")
    asks = _Said("提问", "asks")
    answers = _Said("受访", "answers")
    narrates = _Said("旁白", "narrates")
    voice = _Said("配音", "voice")

    # Punctuation.
    colon = _Said("：", ": ")
    comma = _Said("、", ", ")
    also = _Said("，", "; ")
    bracketed = _Said("{}（{}）", "{} ({})")

    # The pages.
    skip = _Said("跳到文字稿", "Skip to the transcript")
    player = _Said("播放器", "Player")
    back = _Said("后退 15 秒", "Back 15 s")
    forward = _Said("前进 30 秒", "Forward 30 s")
    speed = _Said("速度", "Speed")
    follow = _Said("跟随", "Follow")
    follow_long = _Said("跟随声音", "Follow the sound")
    search = _Said("搜索", "Search")
    search_long = _Said("在文字稿中搜索", "Search the transcript")
    results = _Said("搜索结果", "Results")
    before = _Said("上一处", "Previous result")
    after = _Said("下一处", "Next result")
    none_found = _Said("没有", "none")
    silent = _Said("声音文件打不开：", "The sound cannot be opened: ")
    transcript = _Said("文字稿", "Transcript")
    files = _Said("下载", "Download")
    all_episodes = _Said("全部节目", "All episodes")
    subscribe = _Said("订阅", "Subscribe")
    keys = _Said(
        "键盘：空格 播放，j / l 后退与前进，n / p 章节，[ ] 速度，/ 搜索",
        "Keys: space plays, j / l skip, n / p change chapter, [ ] change speed, / searches",
    )

    @property
    def roles(self) -> dict[str, str]:
        """What who does, by the names of roles."""
        return {"interviewer": self.asks, "interviewee": self.answers, "narrator": self.narrates}


_CHINESE, _ENGLISH = Words(chinese=True), Words(chinese=False)


def words_of(language: str) -> Words:
    """The words for a BCP 47 language; English where there are none of its own."""
    return _CHINESE if language.lower().split("-")[0] == "zh" else _ENGLISH


def speaker_label(name: str, language: str) -> str:
    """A speaker's name to show: the narrator's in the episode's language."""
    return words_of(language).narrator if name == NARRATOR else name
