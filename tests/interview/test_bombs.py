# ruff: noqa: E501
"""Sources that are made to take time or memory are refused in one sentence, or read, within ten seconds and 500 MB."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEGABYTES = 500
SECONDS = 10
READ = """
import resource, sys, time
from pathlib import Path
from duologue.errors import DuologueError
from duologue.interview import read_source
begin = time.process_time()
try:
    read_source(Path(sys.argv[1]))
    said = "read"
except DuologueError as error:
    said = str(error)
kilobytes = [resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]
status = Path("/proc/self/status")
if status.exists():  # here ru_maxrss begins with what the process had that started this one
    kilobytes += [int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")]
else:
    kilobytes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(max(kilobytes) // 1024, round(time.process_time() - begin, 1), said, sep="|")
"""


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


def word(body: str) -> bytes:
    return zipped(word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>")


def talk(more: str) -> bytes:
    return f"# x\n\nAnn: Why?\n\nBo: So.\n\nAnn: And?\n\nBo: {more}\n".encode()


ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "paragraphs without text": (".docx", lambda: word("<w:p/>" * 4_000_000)),
    "paragraphs in paragraphs": (".docx", lambda: word("<w:p><w:r>" * 5000 + "</w:r></w:p>" * 5000)),
    "many small paragraphs": (".docx", lambda: word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 350_000)),
    "many runs": (".docx", lambda: word("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 700_000 + "</w:p>")),
    "styles on each other": (
        ".docx",
        lambda: zipped(
            word__document_xml=f'<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="a"/></w:pPr></w:p></w:body></w:document>',
            word__styles_xml=f'<w:styles {W}><w:style w:styleId="a"><w:basedOn w:val="a"/></w:style></w:styles>',
        ),
    ),
    "spaces": (".odt", lambda: zipped(content_xml='<text><s c="999999999"/></text>')),
    "many attributes": (
        ".html",
        lambda: f"<html><body><p {' '.join(f'a{n}=1' for n in range(200_000))}>a".encode(),
    ),
    "attributes with brackets": (
        ".html",
        lambda: "<html><body><p {}>a".format(" ".join(f'a{n}="<>"' for n in range(100_000))).encode(),
    ),
    "many elements": (".html", lambda: ("<html><body>" + "<p>Ann: a</p>" * 400_000).encode()),
    "many breaks": (".html", lambda: ("<html><body><p>" + "a<br>" * 250_000).encode()),
    "rows of a table": (".md", lambda: ("|a|b|\n|-|-|\n" + "|a|b|\n" * 390_000).encode()),
    "short lines": (".md", lambda: talk("a\n" * 390_000)),
    "quotations": (".md", lambda: talk("\n\n" + "> a\n\n" * 190_000)),
    "struck words": (".md", lambda: talk("~~a~~ " * 400_000)),
    "raised marks": (".md", lambda: talk("10^6^ " * 100_000)),
    "sup": (".md", lambda: talk("10<sup>6</sup> " * 60_000)),
    "unseen characters": (".md", lambda: talk("a\u200b" * 3_000_000)),
    "letters and accents": (".txt", lambda: talk("e\u0301" * 3_000_000)),
    "accents": (".txt", lambda: talk("e" + "\u0301" * 4_000_000)),
    "cells": (".csv", lambda: b"speaker,text\n" + b"a,b\n" * 2_900_000),
    "numbers": (".json", lambda: b"[" + b"1," * 5_000_000 + b"1]"),
    "brackets": (".json", lambda: b"[" * 5_000_000),
    "groups": (".rtf", lambda: b"{\\rtf1" + b"{" * 5_000_000),
    "items": (".xml", lambda: b"<rss><channel>" + b"<item/>" * 1_000_000 + b"</channel></rss>"),
    "aliases in front matter": (".md", lambda: b"---\n" + ALIASES.encode() + b"---\n" + talk("")),
    "aliases in a script": (
        ".md",
        lambda: b"---\nduologue: script\n" + ALIASES.encode() + b"---\n\nAnn: Why?\n",
    ),
    "keys with dots": (".md", lambda: b"+++\n" + b"a." * 90_000 + b"b = 1\n+++\n" + talk("")),
    "stars": (
        ".md",
        lambda: f"---\nignore: ['{'*a' * 30}b']\n---\n".encode() + talk("a" * 300_000),
    ),
    "too much text": (".txt", lambda: talk("a " * 6_500_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_neither_time_nor_memory(name: str, tmp_path: Path) -> None:
    suffix, make = BOMBS[name]
    path = tmp_path / f"bomb{suffix}"
    path.write_bytes(make())
    run = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -v 4000000; exec "{sys.executable}" -c "$0" "$1"', READ, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    megabytes, seconds, said = run.stdout.strip().split("|", 2)
    assert int(megabytes) < MEGABYTES, run.stdout
    assert float(seconds) < SECONDS, run.stdout
    assert "\n" not in said


@pytest.mark.parametrize("kind", ["fifo", "device"])
def test_what_is_no_file_is_not_waited_for(kind: str, tmp_path: Path) -> None:
    path = Path("/dev/zero")
    if kind == "fifo":
        path = tmp_path / "pipe.md"
        os.mkfifo(path)
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert "is not a regular file" in run.stdout


@pytest.mark.parametrize("beside", ["fifo", "bomb"])
def test_hints_beside_a_source_are_guarded_too(beside: str, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(talk("No."))
    hints = tmp_path / "x.md.hints.yaml"
    if beside == "fifo":
        os.mkfifo(hints)
    else:
        hints.write_text(ALIASES)
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.stderr == ""
    assert beside == "fifo" or "aliases counted" in run.stdout


def test_a_path_with_a_nul_is_refused() -> None:
    run = subprocess.run(
        [sys.executable, "-c", READ.replace("sys.argv[1]", "'a\\0b.md'")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert "NUL" in run.stdout
