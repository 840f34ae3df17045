"""Starting: processor time of the command's shortest answers, against Python with the libraries it needs."""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("duologue"))
PARTS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import typer, rich": [sys.executable, "-c", "import typer, rich"],
    "import duologue.model": [sys.executable, "-c", "import duologue.model"],
    "import duologue": [sys.executable, "-c", "import duologue"],
    "duologue --version": [COMMAND, "--version"],
    "duologue --help": [COMMAND, "--help"],
    "duologue render --help": [COMMAND, "render", "--help"],
}
REFERENCE = "import typer, rich"


def processor_ms(command: list[str]) -> float:
    """Processor time of a process and what it starts, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="of each, in turn")
    rounds = parser.parse_args().rounds
    found: dict[str, list[float]] = {name: [] for name in PARTS}
    for command in PARTS.values():
        processor_ms(command)  # files come into memory, modules are compiled
    for _ in range(rounds):
        for name, command in PARTS.items():
            found[name].append(processor_ms(command))
    reference = statistics.median(found[REFERENCE])
    print(f"| | ms of processor time, median of {rounds} | least | / {REFERENCE} |")
    print("| --- | --- | --- | --- |")
    for name, times in found.items():
        middle = statistics.median(times)
        print(f"| `{name}` | {middle:.0f} | {min(times):.0f} | {middle / reference:.2f} |")


if __name__ == "__main__":
    main()
