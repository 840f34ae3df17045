"""The steps of the Containerfile, run in a folder: no builder of containers is needed for that."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
_CONTINUED = re.compile(r"\\\n\s*")


def steps() -> list[tuple[str, str]]:
    """Instructions and their words, in order; lines that go on are joined."""
    text = _CONTINUED.sub(" ", (ROOT / "Containerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def copied(words: str, image: Path, folder: Path) -> None:
    *sources, target = (word for word in shlex.split(words) if not word.startswith("--"))
    place = image / target.lstrip("/") if target.startswith("/") else folder / target
    for source in sources:
        found = image / source.lstrip("/") if "--from=" in words else ROOT / source
        into = place / found.name if len(sources) > 1 else place
        into.parent.mkdir(parents=True, exist_ok=True)
        if found == into:  # from one stage to the next; both are one folder here
            continue
        if found.is_dir():
            shutil.copytree(found, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(found, into)


def test_its_steps_make_a_command_that_works_without_the_checkout(tmp_path: Path) -> None:
    image, folder = tmp_path / "image", tmp_path / "image" / "source"
    folder.mkdir(parents=True)
    (image / "tmp").mkdir()
    environment = tmp_path / "python"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    path = f"{environment / 'bin'}:/usr/bin:/bin"
    for instruction, words in steps():
        if instruction == "COPY":
            copied(words, image, folder)
        elif instruction == "RUN":
            # A user of the container and its folders are the builder's business.
            command = re.sub(r"&& useradd.*", "", words)
            command = re.sub(r"(?<![\w/])/(?=wheels|tmp/)", f"{image}/", command)
            done = subprocess.run(
                ["sh", "-c", command],
                cwd=folder,
                env={"PATH": path, "HOME": str(tmp_path)},
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    program = ["sh", "-c", "duologue script /work/talk.md; duologue doctor"]
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "talk.md").write_text(
        "**Ada:** Who rings?\n\n**Otto:** Nobody.\n\n**Ada:** Never?\n\n**Otto:** At noon.\n",
        encoding="utf-8",
    )
    program[-1] = program[-1].replace("/work/", f"{tmp_path}/work/")
    said = subprocess.run(
        program, cwd=tmp_path, env={"PATH": path, "HOME": str(tmp_path)}, capture_output=True, text=True
    )
    assert "Otto: At noon." in said.stdout, said.stderr
    assert "kokoro" in said.stdout
    assert steps()[-1] == ("ENTRYPOINT", '["duologue"]')
