"""The shipped graphs are those that scripts/kokoro-graph makes of the model."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.extra
ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from kokoro_graph import __main__ as script
script.GRAPHS = Path(sys.argv[1])
script.main()
"""


def test_the_shipped_graphs_are_made_of_the_model(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra `graph` is not installed")
    made = tmp_path / "graphs.zip"
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(made)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        check=True,
    )
    assert made.read_bytes() == (ROOT / "voices" / "kokoro" / "graphs.zip").read_bytes()
