"""Everything the documents show is run: each command, each piece of Python, each piece of YAML.

A document is run from its top to its end in one folder, as a reader would. The offline voice speaks; the
interviews are short.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ValidationError

from docs.examples import DOCUMENTS, ROOT, Example, examples
from duologue.interview import Hints
from duologue.publish.show import Show
from duologue.settings import Settings
from duologue.speech.cast import Cast

INTERVIEW = """\
---
title: 和守夜人聊天
---

**记者：** 你在等什么？

**守夜人：** 我在等天亮。

**记者：** 你不困吗？

**守夜人：** 困，可是灯要有人看。
"""
_STAYS = ("serve", "studio")
"""Commands that run until they are stopped."""
_RENDERS_FIRST = ("README", "tutorial")
"""Documents that begin with a render; the others speak to somebody who has an episode."""
_WRITTEN_BY_A_READER = {"my-interview.md": INTERVIEW, "episodes/shen-yan.md": INTERVIEW}
_MODELS: tuple[type[BaseModel], ...] = (Cast, Settings, Show, Hints)


def commands(path: Path) -> list[Example]:
    return [example for example in examples(path) if example.kind in ("command", "python", "markdown")]


@pytest.fixture(scope="session")
def kept_takes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all documents: they say the same lines."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.slow
@pytest.mark.parametrize("document", [p for p in DOCUMENTS if commands(p)], ids=lambda path: path.stem)
def test_what_a_document_shows_works(document: Path, tmp_path: Path, kept_takes: Path) -> None:
    for name, text in _WRITTEN_BY_A_READER.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {**os.environ, "DUOLOGUE_CACHE": str(kept_takes), "DUOLOGUE_ENGINE": "kokoro"}
    shown = examples(document)
    if any("episodes/shen-yan " in f"{e.text} " for e in shown) and document.stem not in (
        "README",
        "tutorial",
    ):
        _run(["render", "episodes/shen-yan.md"], tmp_path, environment, document, 0)
    for example in shown:
        if example.kind == "command":
            _run(example.words, tmp_path, environment, document, example.line)
        elif example.kind == "python" and "class " not in example.text:
            _run_python(example, tmp_path, environment, document)
        elif example.kind == "markdown":
            (tmp_path / "tide.md").write_text(example.text, encoding="utf-8")
        elif example.kind == "yaml" and "roles:" in example.text:
            (tmp_path / "my-cast.yaml").write_text(example.text, encoding="utf-8")


def _run(words: list[str], folder: Path, environment: dict[str, str], document: Path, line: int) -> None:
    call = [sys.executable, "-m", "duologue", *words]
    if words[0] in _STAYS or "--serve" in words:
        port = [] if "--port" in words or words[0] != "serve" else ["--port", "0"]
        process = subprocess.Popen(
            [*call, *port],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        shown = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert "http" in shown, f"{document.name}:{line}: {said}"
        return
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if "--listen" in words and "duologue[proof]" in done.stderr:
        return  # the extra is not here, and it says so
    assert done.returncode == 0, f"{document.name}:{line}: {' '.join(words)}\n{done.stderr}"


def _run_python(example: Example, folder: Path, environment: dict[str, str], document: Path) -> None:
    call = [sys.executable, "-c", example.text]
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{document.name}:{example.line}\n{done.stderr}"


@pytest.mark.parametrize(
    ("document", "example"),
    [
        pytest.param(path, example, id=f"{path.stem}:{example.line}")
        for path in DOCUMENTS
        for example in examples(path)
        if example.kind == "yaml"
    ],
)
def test_yaml_that_a_document_shows_is_accepted(document: Path, example: Example) -> None:
    content = yaml.safe_load(example.text)
    refusals = []
    for model in _MODELS:
        try:
            model.model_validate(content)
        except ValidationError as error:
            refusals.append(f"{model.__name__}: {error.errors()[0]['msg']} at {error.errors()[0]['loc']}")
        else:
            return
    if isinstance(content, dict) and all(isinstance(value, dict | str) for value in content.values()):
        return  # a lexicon: any text may be written
    raise AssertionError(f"{document.name}:{example.line}: no file of Duologue's looks like this: {refusals}")


def test_the_sample_interviews_are_those_the_documents_name() -> None:
    named = {word for path in DOCUMENTS for e in examples(path) if e.kind == "command" for word in e.words}
    for name in named:
        if name.startswith("episodes/") and name.endswith(".md") and "/tide/" not in name:
            assert (ROOT / name).is_file(), name
    assert shutil.which("sh")
