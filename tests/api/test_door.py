"""The public API costs nothing until it is used, and names nothing that is not there."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import duologue

MODULES = sorted(path.stem for path in (Path(duologue.__file__).parent / "api").glob("[!_]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    module = import_module(f"duologue.api.{name}")
    assert module.__doc__
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public), f"{name}.{public}"


def test_the_documented_names_exist() -> None:
    document = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    documented = [line.removeprefix("::: ") for line in document.splitlines() if line.startswith("::: ")]
    assert len(documented) > 25
    for dotted in documented:
        home, _, name = dotted.rpartition(".")
        assert hasattr(import_module(home), name), dotted


@pytest.mark.parametrize(
    ("module", "costly"),
    [
        ("duologue", ("numpy", "pydantic", "rich", "PIL")),
        ("duologue.api", ("numpy", "pydantic", "rich", "PIL")),
        ("duologue.api.voices", ("PIL", "onnxruntime", "lameenc", "duologue.pipeline", "duologue.publish")),
        ("duologue.api.cache", ("PIL", "onnxruntime", "duologue.pipeline", "duologue.publish")),
        ("duologue.api.reading", ("PIL", "onnxruntime", "duologue.publish", "duologue.pipeline.planning")),
        ("duologue.api.audition", ("PIL", "onnxruntime", "duologue.pipeline.planning")),
        ("duologue.api.serving", ("PIL", "onnxruntime", "duologue.pipeline")),
    ],
)
def test_a_module_loads_no_stage_that_it_does_not_use(module: str, costly: tuple[str, ...]) -> None:
    code = f"import sys, {module}\nprint([name for name in {costly!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
