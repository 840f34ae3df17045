"""From bytes to text: byte order marks, UTF-8, UTF-16, GB18030, Big5, Shift JIS, EUC-KR, Latin-1."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from duologue.errors import NoInterviewError, SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_kr", "euc_jp")
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,8}=\s{0,8}[\"']?([A-Za-z0-9_-]{2,20})")
_COMMON = re.compile(
    "[的一是不了在人有我他这個们中来上大為和国地到以说時要就出会可也你对生能而子那得于着下自之年過后作里所]"
)
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


def decode(data: bytes, *, declared: str | None = None, name: str = "the source") -> str:
    r"""The text of `data`, with line ends as ``\\n`` and without a byte order mark.

    Args:
        data: the file's or the answer's bytes.
        declared: the encoding that a header names, if any.
        name: how errors call the source.

    Raises:
        NoInterviewError: it is empty or not text.
        SourceError: no encoding fits.
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise NoInterviewError(f"{name} is empty, so there is no interview in it.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data[len(mark) :].decode(encoding, errors="replace"), name)
    if b"\0" in data[:4096]:
        return _clean(_without_mark(data, name), name)
    for option in (declared, _declared_inside(data), "utf-8"):
        if option and (text := _try(data, option)) is not None:
            return _clean(text, name)
    return _clean(_guess(data, name), name)


def _try(data: bytes, encoding: str) -> str | None:
    # A page that says GB2312 nearly always means its superset.
    known = "gb18030" if encoding.lower() in ("gb2312", "gbk", "x-gbk") else encoding
    try:
        return data.decode(known)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _declared_inside(data: bytes) -> str | None:
    found = _DECLARED.search(data[:2048])
    name = found.group(1).decode("ascii") if found else None
    return None if name and name.lower().startswith("utf-16") else name


def _without_mark(data: bytes, name: str) -> str:
    """UTF-16 without its mark: the reading that is Latin, or common East Asian words, is the right one."""
    scores: dict[str, float] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:8192].decode(encoding, errors="replace")
        latin = sum(char.isascii() and (char.isalnum() or char.isspace()) for char in sample) / len(sample)
        scores[encoding] = latin + (_plausible(sample) if "\0" not in sample else 0.0)
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] > 0.08:
        return data.decode(best, errors="replace")
    raise NoInterviewError(f"{name} is a binary file, so there is no interview in it.")


def _guess(data: bytes, name: str) -> str:
    high = sum(1 for byte in data[:20000] if byte >= 0x80)
    share = high / min(len(data), 20000)
    if share > 0.02:
        best = max(
            ((_plausible(text), text) for e in _EAST_ASIAN if (text := _try_tail(data, e)) is not None),
            default=(0.0, ""),
            key=lambda pair: pair[0],
        )
        if best[0] > 0.05:
            return best[1]
    if share < 0.3:
        found = from_bytes(data[:65536]).best()
        encoding = found.encoding if found is not None else "cp1252"
        if found is None or encoding.startswith(("utf", "ascii")):
            encoding = "cp1252"
        # Western text: the code pages differ in a few letters only, and cp1252 is what is meant most often.
        western = _try(data, "cp1252") or data.decode("latin-1")
        if share < 0.1:
            return western
        return _try(data, encoding) or western
    if b"\0" in data or _control_share(data) > 0.02:
        raise NoInterviewError(f"{name} is a binary file, so there is no interview in it.")
    raise SourceError(f"{name} is in an encoding that could not be recognised; save it as UTF-8.")


def _try_tail(data: bytes, encoding: str) -> str | None:
    """Like `_try`, but a text that stops in the middle of a character is normal."""
    for tail in (0, 1, 2, 3):
        text = _try(data[: len(data) - tail] if tail else data, encoding)
        if text is not None:
            return text
    return None


def _plausible(text: str) -> float:
    sample = text[:20000]
    common = len(_COMMON.findall(sample)) + len(_KANA.findall(sample)) + len(_HANGUL.findall(sample))
    wide = sum(1 for char in sample if char > "\u2e7f")
    return common / wide if wide else 0.0


def _control_share(data: bytes) -> float:
    sample = data[:20000]
    return sum(1 for byte in sample if byte < 9 or 13 < byte < 32) / max(1, len(sample))


def _clean(text: str, name: str) -> str:
    sample = text[:20000]
    control = sum(1 for char in sample if (char < " " and char not in "\t\n\r\f\v\x1b") or char == "\ufffd")
    if control > len(sample) * 0.02 + 2:
        raise NoInterviewError(f"{name} is a binary file, so there is no interview in it.")
    return with_line_ends(text)


def with_line_ends(text: str) -> str:
    r"""The text with ``\\n`` for every line end, so that lines have their numbers; without its mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").removeprefix("\ufeff")
    return (
        text.replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x85", "\n")
        .replace("\x0b", " ")
        .replace("\f", "\n")
    )
