"""Kills: renders ended at random moments (SIGKILL, every fifth SIGTERM); what the next run then gives."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from programme.test_kills import killed_and_resumed


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="duologue-kills-") as folder:
        faults = killed_and_resumed(Path(folder), chosen.kills, chosen.seed)
    print("\n".join(faults))
    print(
        f"{chosen.kills} kills: {len(faults)} were not followed by the undisturbed episode and nothing else"
    )
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
