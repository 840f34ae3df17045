"""Casts for tests."""

from pathlib import Path

SMALL = """\
language: zh-CN
roles:
  interviewer: {kokoro: zf_xiaobei}
  interviewee: {kokoro: {voice: zm_yunxi, rate: -5%}}
  narrator: {kokoro: zm_yunjian}
pool:
  - {kokoro: zm_yunyang}
speakers:
  李四: {kokoro: zf_xiaoyi}
"""


def cast_file(folder: Path, text: str) -> Path:
    path = folder / "cast.yaml"
    path.write_text(text, encoding="utf-8")
    return path
