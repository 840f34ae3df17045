"""The table of commands, the options that all take, and how fast the command answers."""

import subprocess
import sys
from importlib import import_module

import pytest
import typer

from duologue.cli.app import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    home = COMMANDS[name]
    found = getattr(import_module(f"duologue.cli.{home.module}"), home.name)
    own = found.info.help if isinstance(found, typer.Typer) else found.__doc__
    assert str(own).strip().splitlines()[0] == home.summary


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_verbose_and_quiet_and_shows_no_python_types(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "duologue", name, "--help"], capture_output=True, text=True, check=True
    )
    said = done.stdout
    assert "list[" not in said
    if "Commands:" not in said:
        assert "--verbose" in said
        assert "--quiet" in said
        assert "Example: duologue" in said


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_needs_no_stage_imports_none(option: str) -> None:
    """Seconds are measured by the benchmark; here is why they are few."""
    script = (
        "import sys; sys.argv = ['duologue', sys.argv[1]]\n"
        "from duologue.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pydantic', 'rich', 'yaml', 'aiohttp', 'lxml', 'asyncio'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script, option], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_values_between_stages_import_nothing_heavy() -> None:
    script = (
        "import sys, duologue.model\n"
        "assert not {'numpy', 'pydantic', 'yaml', 'asyncio'} & set(sys.modules)\n"
        "ours = [n for n in sys.modules if n.startswith('duologue.')]\n"
        "stages = [n for n in ours if not n.startswith(('duologue.model', 'duologue.version'))]\n"
        "assert not stages, stages\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
