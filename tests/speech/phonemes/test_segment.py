"""The dictionary is read as it is needed, and the words are those of the whole dictionary."""

from importlib import resources

import jieba

from duologue.speech.phonemes import segment

TEXT = "银行的行长重新调整了人工智能模型的参数，孩子们在院子里玩得很高兴"


def test_the_total_is_the_dictionarys() -> None:
    fields = (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8").split()
    assert sum(map(int, fields[1::3])) == segment._TOTAL


def test_words_are_those_of_the_whole_dictionary() -> None:
    assert segment.cut(TEXT) == list(jieba.Tokenizer().cut(TEXT, HMM=False))
    assert segment.is_noun("银行")
    assert not segment.is_noun("重新")


def test_only_words_that_the_text_can_contain_are_read() -> None:
    segment.release()
    segment.cut("好")
    assert {word[0] for word in segment._load().counts} == {"好"}
