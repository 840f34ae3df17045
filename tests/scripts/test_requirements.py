"""What the scripts install is locked, with hashes, and fits pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "scripts" / "requirements"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: ;.*)? \\$", re.MULTILINE)


def locked(kind: str) -> dict[str, set[Version]]:
    """The versions of every package; some have one for older and one for newer Pythons."""
    found: dict[str, set[Version]] = {}
    for name, version in _PINNED.findall((LOCKS / f"{kind}.txt").read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(Version(version))
    return found


def wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = list(project["dependencies"])
    for extra in extras or project["optional-dependencies"]:
        texts += project["optional-dependencies"][extra]
    # An extra may hold others: `duologue[publish]`. Those are locked by what they hold.
    return [each for each in map(Requirement, texts) if each.name != project["name"]]


@pytest.mark.parametrize(
    ("kind", "extras"), [("offline", ("offline",)), ("test", ("offline", "test")), ("all", ())]
)
def test_every_dependency_is_locked_at_a_version_that_fits(kind: str, extras: tuple[str, ...]) -> None:
    pins = locked(kind)
    for requirement in wanted(*extras):
        versions = pins.get(canonicalize_name(requirement.name), set())
        fits = versions and all(version in requirement.specifier for version in versions)
        assert fits, f"{requirement} is not locked in {kind}.txt: run scripts/lock"


def test_a_larger_environment_keeps_the_versions_of_a_smaller_one() -> None:
    for smaller, larger in (("offline", "test"), ("test", "all")):
        pins = locked(larger)
        for name, versions in locked(smaller).items():
            assert versions <= pins[name], f"{name} differs between {smaller}.txt and {larger}.txt"


def test_every_file_that_is_installed_has_a_hash() -> None:
    for path in LOCKS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=\S)", text)
        for block in blocks:
            if "==" in block.split("\n")[0] and not block.startswith("#"):
                assert "--hash=sha256:" in block, block.split("\n")[0]
        assert "--index-url" not in text


def test_a_registry_shows_no_link_that_leads_nowhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "](docs/" in shown
    for each in hook["substitutions"]:
        shown = re.sub(each["pattern"], each["replacement"], shown)
    assert re.findall(r"\]\((?!https?:|#)[^)]*\)", shown) == []
    assert "[docs/architecture.md]" not in shown
    assert "docs/architecture.md shows the stages" in shown
