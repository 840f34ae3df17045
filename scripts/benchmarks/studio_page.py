"""The studio's page, driven as a person would with an article of yours; beside it the same by files."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from duologue import read
from duologue.api.scripts import lines_of, rewritten, with_lines
from duologue.model import NARRATOR
from studio import serving


def by_page(folder: Path, article: Path, engine: str) -> dict[str, Any]:
    """What the browser saw: clicks, and seconds of each step."""
    node, npm = shutil.which("node"), shutil.which("npm")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not (node and npm and chromium):
        raise SystemExit("this needs node, npm and chromium")
    (folder / "show").mkdir()
    subprocess.run([npm, "install", "--silent", "playwright-core@1"], cwd=folder, check=True)
    with serving(folder, "--engine", engine) as api:
        script = str(Path(__file__).with_suffix(".mjs"))
        command = [node, script, str(folder), chromium, api.removesuffix("api"), str(article)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def by_files(folder: Path, article: Path, engine: str) -> dict[str, Any]:
    """Seconds of the commands, and what has to be typed between them, for the same five lines."""
    script = folder / "script.md"
    seconds = {}

    def timed(name: str, *arguments: str) -> None:
        begun = time.monotonic()
        command = [sys.executable, "-m", "duologue", *arguments]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        seconds[name] = time.monotonic() - begun

    timed("until the script is there", "script", str(article), "-o", str(script))
    interview = read(script)
    lines = list(lines_of(interview))
    speech = [n for n, line in enumerate(lines) if line.speaker not in ("", NARRATOR)]
    names = [one.name for one in interview.speakers]
    keys = 0
    for n in range(1, 6):
        number = speech[len(speech) * n // 6]
        # To find it: eight characters of its words. To change it: the label's own, deleted, and the name's.
        keys += 8 + 1 + len(lines[number].speaker) + len(next(x for x in names if x != lines[number].speaker))
        lines[number] = type(lines[number])(lines[number].speaker, lines[number].paragraph, opens=True)
    text = script.read_text(encoding="utf-8")
    script.write_text(rewritten(text, interview, with_lines(interview, lines)), encoding="utf-8")
    timed("until anything is heard: the whole episode rendered", "render", str(script), "--engine", engine)
    return {"commands": len(seconds), "places to find": 5, "keys": keys, **seconds}


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=Path)
    parser.add_argument("--engine", default="kokoro")
    given = parser.parse_args()
    found = {}
    for name, way in (("by the page", by_page), ("by files", by_files)):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DUOLOGUE_CACHE"] = str(Path(folder) / "cache")
            found[name] = way(Path(folder), given.article.resolve(), given.engine)
    print(json.dumps(found, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
