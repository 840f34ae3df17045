"""How long reading takes, from 10 KB to 10 MB: seconds of processor time per megabyte, per kind of source.

Processor time, because other programs on the machine must not change the figure.
"""

from __future__ import annotations

import sys
import time

from duologue.interview import read_text

QUESTION = "**Ann Lee:** Why does the harbour freeze so early this year, and what do the boats do?\n\n"
ANSWER = (
    "**Bo Ray:** Because the wind *turned* in October. "
    + "The ice came down the river, and nobody had taken the small boats out of the water. " * 3
    + "\n\nThen it snowed for [nine days](https://example.org/a).\n\n"
)


def markdown(size: int) -> str:
    return "# The harbour\n\n" + (QUESTION + ANSWER) * (size // len(QUESTION + ANSWER))


def plain(size: int) -> str:
    return (
        markdown(size)
        .replace("**", "")
        .replace("*", "")
        .replace("](https://example.org/a)", "")
        .replace("[", "")
    )


def html(size: int) -> str:
    paragraphs = markdown(size).removeprefix("# The harbour\n\n").replace("**Ann Lee:**", "<b>Ann Lee:</b>")
    rows = paragraphs.replace("**Bo Ray:**", "<b>Bo Ray:</b>").strip().split("\n\n")
    return (
        "<html><body><article><h1>The harbour</h1>"
        + "".join(f"<p>{row}</p>" for row in rows)
        + "</article></body></html>"
    )


def subtitles(size: int) -> str:
    cue = "{n}\n00:00:01,000 --> 00:00:02,000\n{who}the ice came down the river\n\n"
    who = {0: "Ann: ", 3: "Bo: "}
    return "".join(cue.format(n=n + 1, who=who.get(n % 9, "")) for n in range(size // 75))


KINDS = {"markdown": markdown, "plain": plain, "html": html, "subtitles": subtitles}


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    print(f"{'kind':10} {'bytes':>10} {'seconds':>8} {'s/MB':>6}")
    for kind, write in KINDS.items():
        for size in (10_000, 100_000, 1_000_000, 10_000_000):
            if size > largest:
                continue
            text = write(size)
            begin = time.process_time()
            read_text(text)
            seconds = time.process_time() - begin
            print(f"{kind:10} {len(text):>10} {seconds:>8.2f} {seconds / len(text) * 1e6:>6.2f}", flush=True)


if __name__ == "__main__":
    main()
