"""How long reading takes, from 10 KB to 10 MB: seconds of processor time per megabyte, per kind of source.

Processor time, because other programs on the machine must not change the figure. With `--hostile`, how many
times longer four times as much takes of what may make a pattern backtrack: about 4 is linear.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import resource
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from duologue.errors import DuologueError
from duologue.interview import read_source

ASKED = "Why does the harbour freeze so early this year, and what do the boats do?"
TURNED = "Because the wind turned in October. "
TOLD = "The ice came down the river, and nobody had taken the small boats out of the water. " * 3
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


def repeated(size: int, piece: str) -> str:
    return piece * max(1, size // len(piece.encode()))


def markdown(size: int) -> bytes:
    turns = (
        f"**Ann Lee:** {ASKED}\n\n**Bo Ray:** {TURNED.replace('turned', '*turned*')}{TOLD}\n\n"
        "Then it snowed for [nine days](https://example.org/a).\n\n"
    )
    return f"# The harbour\n\n{repeated(size, turns)}".encode()


def chinese(size: int) -> bytes:
    turns = (
        "**林青：今年的海港为什么冻得这么早，船又怎么办？**\n\n"
        f"**沈秉文：**{'十月的风转了向，冰从河上游下来，小船一条也没来得及上岸。' * 4}\n\n"
        "后来一连下了九天雪。\n\n"
    )
    return f"# 海港\n\n{repeated(size, turns)}".encode()


def plain(size: int) -> bytes:
    said = f"Ann Lee: {ASKED}\n\nBo Ray: {TURNED}{TOLD}\n\n"
    return repeated(size, f"{said}Then it snowed for nine days.\n\n").encode()


def page(size: int) -> bytes:
    said = f"<p><b>Ann Lee:</b> {ASKED}</p><p><b>Bo Ray:</b> {TURNED}{TOLD}</p>"
    turns = f"{said}<p>Then it snowed for nine days.</p>"
    return (
        f"<html><body><article><h1>The harbour</h1>{repeated(size, turns)}</article></body></html>".encode()
    )


def bare_page(size: int) -> bytes:
    """Without a mark that names the article, so that it must be chosen."""
    return (
        page(size)
        .replace(b"<article>", b"<ul><li>Home</ul><div>")
        .replace(b"</article>", b"</div><p>(c)</p>")
    )


CUES = (
    "Ann: Why does the harbour freeze",
    "so early this year,",
    "and what do the boats do?",
    "Bo: Because the wind turned.",
    "The ice came down the river,",
    "and nobody had taken the boats",
    "out of the water.",
    "Then it snowed for nine days,",
    "and we waited for the thaw.",
)


def subtitles(size: int) -> bytes:
    cue = "{n}\n00:00:01,000 --> 00:00:02,000\n{text}\n\n"
    return "".join(cue.format(n=n + 1, text=CUES[n % 9]) for n in range(max(9, size // 65))).encode()


def transcript(size: int) -> bytes:
    said = {"speaker": "Ann", "startTime": 1.5, "body": ASKED}, {"speaker": "Bo", "body": TURNED + TOLD}
    segment = ", ".join(map(json.dumps, said))
    count = max(1, size // len(segment))
    return f'{{"version": "1.0.0", "segments": [{", ".join([segment] * count)}]}}'.encode()


def table(size: int) -> bytes:
    return ("start,speaker,text\n" + repeated(size, f'1,Ann,"{ASKED}"\n2,Bo,"{TURNED}{TOLD}"\n')).encode()


def word(size: int) -> bytes:
    """Sized by its XML, which is what is read."""
    turns = "".join(
        f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{who}: </w:t></w:r><w:r><w:t>{text}</w:t></w:r></w:p>"
        for who, text in (("Ann", ASKED), ("Bo", TURNED + TOLD))
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"{repeated(size, turns)}</w:body></w:document>",
        )
    return packed.getvalue()


def packed(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def book(size: int) -> bytes:
    """Chapters of a hundred kilobytes; sized by their pages."""
    said = f"<p><b>Ann Lee:</b> {ASKED}</p><p><b>Bo Ray:</b> {TURNED}{TOLD}</p>"
    chapter = (
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{repeated(min(size, 100_000), said)}</body></html>"
    )
    count = max(1, size // len(chapter))
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(count)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(count))
    return packed(
        {
            "META-INF/container.xml": '<container><rootfile full-path="c.opf"/></container>',
            "c.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{f"c{n}.xhtml": chapter for n in range(count)},
        }
    )


def office(size: int) -> bytes:
    """Sized by its XML."""
    turns = "".join(
        f'<text:p><text:span text:style-name="B">{who}: </text:span>{text}</text:p>'
        for who, text in (("Ann", ASKED), ("Bo", TURNED + TOLD))
    )
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    return packed(
        {
            "content.xml": f'<office:document xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0">'
            f"<office:body><office:text>{repeated(size, turns)}</office:text></office:body></office:document>"
        }
    )


def rich(size: int) -> bytes:
    turns = "".join(
        f"\\pard {{\\b {who}:}} {text}\\par\n" for who, text in (("Ann", ASKED), ("Bo", TURNED + TOLD))
    )
    return f"{{\\rtf1\\ansi {repeated(size, turns)}}}".encode()


def feed(size: int) -> bytes:
    """One item with all of it."""
    said = f"<p><b>Ann Lee:</b> {ASKED}</p><p><b>Bo Ray:</b> {TURNED}{TOLD}</p>"
    item = f"<item><description><![CDATA[{repeated(size, said)}]]></description></item>"
    return f"<rss><channel>{item}</channel></rss>".encode()


def printed(size: int) -> bytes:
    """Pages in two columns, sized by their text."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    made = io.BytesIO()
    document = BaseDocTemplate(made, pagesize=A4)
    frames = [Frame(60 + 250 * n, 60, 230, 720) for n in (0, 1)]
    document.addPageTemplates(PageTemplate(frames=frames))
    style = getSampleStyleSheet()["BodyText"]
    said = [f"<b>Ann Lee:</b> {ASKED}", f"<b>Bo Ray:</b> {TURNED}{TOLD}"]
    document.build([Paragraph(one, style) for one in said * max(1, size // sum(map(len, said)))])
    return made.getvalue()


KINDS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "markdown": (".md", markdown),
    "chinese": (".md", chinese),
    "plain": (".txt", plain),
    "html": (".html", page),
    "bare html": (".html", bare_page),
    "srt": (".srt", subtitles),
    "json": (".json", transcript),
    "csv": (".csv", table),
    "docx": (".docx", word),
    "odt": (".odt", office),
    "rtf": (".rtf", rich),
    "epub": (".epub", book),
    "feed": (".xml", feed),
    "pdf": (".pdf", printed),
}

LARGEST = {"pdf": 1_000_000}
"""Bytes of text; three thousand pages more are refused."""
RUNS = [
    *"*[( :1><_`#-|!&\\~=\"“：（【「?a中\t\n{'\xa0\u3000\u200b",
    *(
        "a: ",
        "1:",
        "(1:",
        "[00:01] ",
        "**a",
        "**a:**",
        "[a](",
        "![a](",
        "<a ",
        "<b>",
        "&amp;",
        "[^1]",
        "{%",
        "a\n",
    ),
    *(
        "a: b\n",
        "> ",
        "- ",
        "(laughs)",
        "文/",
        "by ",
        "a (",
        "a (b) ",
        "Ann, ",
        "Q1",
        "A.B.",
        "——",
        "a - ",
        "...",
    ),
    *(
        "Ann\nhi\n\n",
        "## a?\n\nb\n\n",
        "**a?**\n\nb\n\n",
        "<div>",
        "<section><span>",
        "|a|b|\n",
        "a|b\n-|-\n",
        "> a\n\n",
    ),
]
AROUND = {
    ".md": ("Ann: Why?\n\nBo: So.\n\n", ""),
    ".txt": ("Ann: Why?\nBo: So.\n", ""),
    ".html": ("<html><body><p>Ann: Why?</p><p>Bo: So.</p><p>", ""),
    ".srt": ("1\n00:00:01,000 --> 00:00:02,000\nAnn: why?\n\n2\n00:00:01,000 --> 00:00:02,000\nBo: ", ""),
    ".json": ('[{"speaker":"Ann","text":"why?"},{"speaker":"Bo","text":"', '"}]'),
    ".csv": ("speaker,text\nAnn,why?\nBo,So.\nAnn,", ""),
}


def seconds(data: bytes, suffix: str, *, refused: bool = False) -> float:
    """Of processor time, to read a file with `data`; `refused` says that it may be.

    That of processes that reading starts is counted too.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"interview{suffix}")
        path.write_bytes(data)
        begin = _spent()
        with contextlib.suppress(*([DuologueError] if refused else [])):
            read_source(path)
        return _spent() - begin


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def slopes(largest: int, kinds: list[str]) -> None:
    print(f"{'kind':10} {'bytes':>10} {'seconds':>8} {'s/MB':>6}")
    for kind in kinds:
        suffix, write = KINDS[kind]
        seconds(write(10_000), suffix)  # what is imported for the first source is not reading
        for size in SIZES:
            if size <= min(largest, LARGEST.get(kind, largest)):
                took = seconds(write(size), suffix)
                print(f"{kind:10} {size:>10} {took:>8.3f} {took / size * 1e6:>6.2f}", flush=True)


def hostile(size: int) -> None:
    print(f"{len(RUNS)} runs of {size} and of {4 * size} bytes; the slowest and the steepest of each file")
    print(f"{'file':6} {'run':16} {'seconds':>8} {'ratio':>6}")
    for suffix, (before, after) in AROUND.items():
        found = []
        for run in RUNS:
            few, many = (
                seconds((before + (run * (n // len(run) + 1))[:n] + after).encode(), suffix, refused=True)
                for n in (size, 4 * size)
            )
            found.append((many, many / max(few, 0.005), run))
        many, ratio, run = max(found)
        print(f"{suffix:6} {run!r:16} {many:>8.3f} {ratio:>6.1f}", flush=True)
        steep = max(found, key=lambda one: one[1] if one[0] > 0.05 else 0.0)
        print(f"{'':6} {steep[2]!r:16} {steep[0]:>8.3f} {steep[1]:>6.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("largest", nargs="?", type=int, default=SIZES[-1], help="bytes")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only this kind; may be repeated")
    parser.add_argument("--hostile", action="store_true", help="runs that may make a pattern backtrack")
    given = parser.parse_args()
    if given.hostile:
        hostile(min(given.largest, 25_000))
    else:
        slopes(given.largest, given.kind or list(KINDS))


if __name__ == "__main__":
    main()
