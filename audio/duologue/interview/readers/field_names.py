"""What columns of a table and keys of a JSON transcript are called that hold speakers and speeches."""

from __future__ import annotations


def _all(names: str) -> tuple[str, ...]:
    return tuple(names.split())


TEXT = _all(
    "text body content utterance transcript speech words value message sentence paragraph "
    "内容 文本 文字 发言 发言内容 對話 对话 発言 내용 발언"
)
SPEAKER = _all(
    "speaker speakername speaker_name name author who role from speaker_label person user username "
    "说话人 說話人 发言人 发言者 讲话人 角色 姓名 話者 発言者 화자 발언자"
)
QUESTION = _all("question q 问 问题 質問 질문")
ANSWER = _all("answer a 答 回答 답변")
"""In the order in which they are looked for."""
