"""onnxruntime is imported in one place, asks nobody, and leaves nothing behind."""

import ast
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import duologue
from duologue.speech.onnx_runtime import onnx_runtime

PACKAGE = Path(duologue.__file__).parent
OWN = PACKAGE / "speech" / "onnx_runtime.py"
LOADS = """
import sys
from duologue.speech.onnx_runtime import onnx_runtime, session
from duologue.speech.engines.kokoro_graphs import Kernels, graph, joined, tensors
from duologue.speech.engines.kokoro_model import model_bytes
session(joined(graph("layer"), tensors(model_bytes()), Kernels.UINT8))
"""


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_no_other_module_imports_it() -> None:
    assert "onnxruntime" in imports_of(OWN)
    assert [
        str(path) for path in PACKAGE.rglob("*.py") if "onnxruntime" in imports_of(path) and path != OWN
    ] == []


def test_whoever_imports_what_may_import_it_silences_it_first() -> None:
    for path in PACKAGE.rglob("*.py"):
        if "faster_whisper" in imports_of(path):
            source = path.read_text(encoding="utf-8")
            assert 0 < source.index("silence()  #") < source.index("from faster_whisper")


def left_behind(program: str, home: Path, **variables: str) -> list[str]:
    """The files a program leaves in an empty home; what it writes to the error stream must be nothing."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "CI")
    }
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **variables}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]


def test_a_model_is_run_without_a_file_in_the_home(tmp_path: Path) -> None:
    assert left_behind(LOADS, tmp_path) == []


def test_a_user_who_has_set_it_otherwise_is_not_reported_either(tmp_path: Path) -> None:
    assert left_behind(LOADS, tmp_path, ORT_DISABLE_TELEMETRY="0") == []


def test_a_home_that_cannot_be_written_gives_no_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert left_behind(LOADS, tmp_path, XDG_CACHE_HOME=str(tmp_path / "file" / "cache")) == ["file"]


@pytest.mark.skipif(
    sys.platform != "linux" or tuple(map(int, version("onnxruntime").split(".")[:2])) < (1, 29),
    reason="only newer wheels report, and elsewhere to another place",
)
def test_without_the_switch_it_would_leave_something(tmp_path: Path) -> None:
    """The tests above can fail: this is what they guard against."""
    assert left_behind("import onnxruntime", tmp_path) != []


def test_it_is_the_real_module() -> None:
    assert onnx_runtime().__name__ == "onnxruntime"
