"""Feeds the reader damaged sources until it breaks: bytes that a coverage-guided fuzzer (atheris) finds.

    .venv/bin/pip install atheris
    .venv/bin/python scripts/fuzz.py [KIND] [RUNS]

Every input must be read with an account that closes, or refused with a `DuologueError`; anything else stops
the run and leaves the input in a file. KIND is one of md, txt, html, srt, vtt, json, csv, docx, odt, rtf,
xml, script (all of them in turn if left out), RUNS the number of inputs for each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["duologue", "markdown_it", "readability"]):
    from duologue.errors import DuologueError
    from duologue.interview import read_text, verify_account
    from duologue.interview.assemble import assemble
    from duologue.interview.sources import document_of

DIALOGUE = (
    "Ann: Why (00:01)?\n\n**Bo:** So.\n\n## T\n\n> q\n\nAnn: [a](b) _c_ ![d](e)\n\n1. **f?**\n\ng\n\n"
    "[^1]: n\n\n<figure>\n<figcaption>p</figcaption>\n</figure>\n"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SEEDS: dict[str, str] = {
    "md": "---\ntitle: T\n---\n# T\n\n" + DIALOGUE,
    "txt": "Title: T\nDate: 2024-05-30\n\n问：为什么？\n答：因为（笑）。\nQ1: Why?\nA1: So.\n【张三】说\n",
    "html": '+++\ntitle = "T"\n+++\n\n'
    + "<html><body><article><h1>T</h1><p><b>Ann:</b> Why?<br>x &amp; y</p><blockquote>q</blockquote>"
    "<dl><dt>a?</dt><dd>b</dd></dl><p><b>Bo:</b> So.</p></article></body></html>",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\nAnn: Why?\n\n2\n00:00:02,000 --> 00:00:03,000\n>> So.\n",
    "vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Why?</v>\n\n00:02.000 --> 00:03.000\n<v Bo>So.\n",
    "json": '{"segments": [{"speaker": "Ann", "body": "Why\\u00e9?"}, {"speaker": "Bo", "body": "So."}]}',
    "csv": "speaker,text\nAnn,Why?\nBo,So.\nAnn,And?\nBo,No.\n",
    "docx": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Ann: Why?</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>Bo: So.</w:t></w:r></w:p></w:body></w:document>",
    "odt": '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>Ann: Why?</text:p><text:p>Bo: So.</text:p></office:text></office:body></office:document>",
    "rtf": "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset134 A;}}\\pard {\\b Ann:} Why\\'e9\\u8220?\\par "
    "Bo: So.\\par}",
    "xml": "<rss><channel><item><title>T</title><description>&lt;p&gt;Ann: Why?&lt;/p&gt;</description>"
    "</item></channel></rss>",
    "script": "---\nduologue: script\ntitle: T\nspeakers:\n- {name: Ann, role: interviewer, voice: a:b}\n"
    "- {name: Bo}\n---\n\nAnn: Why? [pause 1s]\n\n## T\n\nBo: {So|so}.\n",
}
MARKDOWN = ("**", "__", "~~", "![](", "](", "```", "# ", "> ", "- ", "1. ", "\n\n", "---\n")
LABELS = (": ", "：", "问：", "答：", "Q:", "A:", "【", "】", "(laughs)", "（笑）", "00:01", " --> ", "<v ")
MARKUP = (
    "<p>",
    "</p>",
    "<b>",
    "<br>",
    "<!--",
    "&amp;",
    '{"text":"',
    '","speaker":"',
    "\\u",
    "[pause ",
    "ms]",
)
CHARACTERS = ("{", "|", "}", "\u00a0", "\u3000", "\u2028")
WORDS = (*MARKDOWN, *LABELS, *MARKUP, *CHARACTERS)


_PARTS = {"docx": "word/document.xml", "odt": "content.xml"}


def _packed(kind: str, data: bytes) -> bytes:
    """The bytes as the one part of a document that is read."""
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(_PARTS[kind], data)
    return packed.getvalue()


def check(kind: str, data: bytes) -> None:
    """Reads the bytes as a file of `kind`; raises whatever is no refusal."""
    try:
        if kind == "script":
            interview = read_text(
                "---\nduologue: script\n" + data.decode("utf-8", "replace").removeprefix("---\n")
            )
        else:
            source = _packed(kind, data) if kind in _PARTS else data
            interview = assemble(document_of(source, suffix=f".{kind}", name="x"), name="x")
    except DuologueError:
        return
    verify_account(interview)


def fuzz(kind: str, runs: int) -> None:
    """Runs the fuzzer in this process; it ends the process."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        (corpus / "seed").write_text(SEEDS[kind], encoding="utf-8")
        words = Path(folder, "words")
        words.write_text(
            "".join('"' + "".join(f"\\x{b:02x}" for b in word.encode()) + '"\n' for word in WORDS), "utf-8"
        )
        options = [f"-runs={runs}", "-max_len=2000", "-timeout=20", f"-dict={words}", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: check(kind, data))
        atheris.Fuzz()


def main() -> int:
    kinds = [sys.argv[1]] if len(sys.argv) > 1 else list(SEEDS)
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    if len(kinds) == 1:
        fuzz(kinds[0], runs)
        return 0
    failed = 0
    for kind in kinds:
        code = subprocess.run([sys.executable, __file__, kind, str(runs)], check=False).returncode
        print(f"{kind:8} {runs} inputs {'ok' if code == 0 else 'FAILED'}", flush=True)
        failed |= code
    return int(failed != 0)


if __name__ == "__main__":
    sys.exit(main())
