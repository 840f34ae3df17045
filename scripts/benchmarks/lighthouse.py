"""Lighthouse: pages of an episode, of a show of two and of one of forty, on its throttled phone."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from clients.long_shows import write_long_show
from serving import npm_install, serving

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SHOWN = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def audited(npm: Path, address: str, number: int) -> dict[str, Any]:
    """Lighthouse's report on a page, as its phone preset makes it."""
    out = npm / f"report-{number}.json"
    command = ["npx", "lighthouse", address, "--quiet", "--output", "json", f"--output-path={out}"]
    chrome = shutil.which("chromium") or shutil.which("chrome") or ""
    environment = {**os.environ, "CHROME_PATH": chrome}
    subprocess.run([*command, f"--chrome-flags={FLAGS}"], cwd=npm, env=environment, check=True)
    report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", type=Path, help="a folder that has lighthouse in its node_modules")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "npm").mkdir()
        npm = arguments.npm or npm_install(folder / "npm", "lighthouse@12")
        print("| page | " + " | ".join((*CATEGORIES, *SHOWN)) + " |\n|" + " --- |" * 8)
        faults: set[str] = set()
        for count, pages in ((2, ("", "e-1/")), (40, ("", "e-1/"))):
            (folder / str(count)).mkdir()
            show = write_long_show(folder / str(count), count)
            with serving(show) as url:
                for page in pages:
                    urllib.request.urlopen(f"{url}/{page}").read()  # noqa: S310 (it is made when first asked for)
                    reports = [audited(npm, f"{url}/{page}", run) for run in range(arguments.runs)]
                    name = f"{'an episode of' if page else 'the show of'} {count}"
                    print(f"| {name} | " + " | ".join(_row(reports)) + " |", flush=True)
                    faults |= {fault for report in reports for fault in _faults(report)}
        print("\nnot perfect:", ", ".join(sorted(faults)) or "nothing")


def _row(reports: list[dict[str, Any]]) -> list[str]:
    scores = [
        f"{round(100 * statistics.median(report['categories'][name]['score'] for report in reports))}"
        for name in CATEGORIES
    ]
    values = [
        statistics.median(report["audits"][name]["numericValue"] for report in reports) for name in SHOWN
    ]
    lcp, tbt, shift = values
    return [*scores, f"{lcp / 1000:.2f} s", f"{tbt:.0f} ms", f"{shift:.3f}"]


def _faults(report: dict[str, Any]) -> list[str]:
    weighed = {
        each["id"] for one in report["categories"].values() for each in one["auditRefs"] if each["weight"]
    }
    return [
        name
        for name, audit in report["audits"].items()
        if name in weighed and audit["score"] is not None and audit["score"] < 0.9
    ]


if __name__ == "__main__":
    main()
