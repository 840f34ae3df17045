"""Mutation testing: one small change of a module at a time, and the tests that run the changed line.

A process is forked for every mutant, with all libraries loaded, so that it costs no more than its tests.
mutmut runs the whole suite first and wants a copy of the sources; cosmic-ray starts a Python for every mutant
and changes the work tree. Both mutate everything; here a sample is drawn, the same for the same seed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck

ROOT = Path(__file__).parents[1]
SOURCES, TESTS = ROOT / "audio", ROOT / "tests"
PRELOADED = (
    *("lameenc", "lxml.html", "mutagen.mp3", "numpy", "PIL.Image", "pydantic", "scipy.signal"),
    *("soundfile", "soxr", "yaml"),
)
OPTIONS = ("-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0", "-m", "not slow and not client")
SLOWEST, LEAST_SECONDS = 6, 20
"""A mutant whose tests take so many times as long as before, and at least so long, is caught by that."""

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: the tree with it, where it is, and how it reads before and after.

    `lines` are those from the beginning of its statement to its own end.
    """

    tree: ast.Module
    line: int
    lines: range
    before: str
    after: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every change of a module that is worth trying, in the order of its text."""
    tree = ast.parse(source)
    ignored = {id(node) for each in ast.walk(tree) for node in _without_effect(each)}
    begins = {
        id(node): statement.lineno
        for statement in ast.walk(tree)
        if isinstance(statement, ast.stmt)
        for node in ast.walk(statement)
    }  # of a statement within others, the innermost comes last
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in ignored:
            continue
        for change in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(each for n, each in enumerate(ast.walk(changed)) if n == number)
            before = ast.unparse(target)
            replacement = change(target)
            if replacement is not target:
                _replace(changed, target, replacement)
            ast.fix_missing_locations(changed)
            line = getattr(node, "lineno", 1)
            lines = range(begins.get(id(node), line), getattr(node, "end_lineno", line) + 1)
            if isinstance(node, ast.If | ast.While):
                lines = range(line, (node.test.end_lineno or line) + 1)
            yield Mutant(changed, line, lines, before, ast.unparse(replacement))


def _without_effect(node: ast.AST) -> Iterator[ast.AST]:
    """What below `node` only people and type checkers read: docstrings, annotations, messages of errors."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield from ast.walk(node)
    for name in ("annotation", "returns"):
        if isinstance(below := getattr(node, name, None), ast.AST):
            yield from ast.walk(below)
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        yield from ast.walk(node)
    if isinstance(node, ast.Assert):
        yield from ast.walk(node)
    if isinstance(node, ast.JoinedStr):
        yield from ast.walk(node)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("dataclass", "TypeVar", "lru_cache"):
        yield from ast.walk(node)


Change = Callable[[Any], ast.AST]


def _changes(node: ast.AST) -> Iterator[Change]:
    """What can be changed of one node; each is done to a copy of it."""
    if isinstance(node, ast.Compare):
        yield lambda n: _set(n, "ops", [_COMPARED[type(n.ops[0])](), *n.ops[1:]])
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COMPUTED:
        yield lambda n: _set(n, "op", _COMPUTED[type(n.op)]())
    elif isinstance(node, ast.BoolOp):
        yield lambda n: _set(n, "op", ast.Or() if isinstance(n.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield lambda n: n.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield lambda n: _set(n, "value", not n.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield lambda n: _set(n, "value", n.value + 1 if isinstance(n.value, int) else n.value * 1.5 + 0.1)
    elif isinstance(node, ast.Return) and node.value is not None:
        if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield lambda n: _set(n, "value", ast.Constant(None))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield lambda n: _set(n, "test", ast.Constant(False))
        if not isinstance(node, ast.While):
            yield lambda n: _set(n, "test", ast.Constant(True))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield lambda _: ast.Pass()
    elif isinstance(node, ast.Continue):
        yield lambda _: ast.Break()
    elif isinstance(node, ast.Raise):
        yield lambda _: ast.Pass()


def _set(node: ast.AST, name: str, value: object) -> ast.AST:
    setattr(node, name, value)
    return node


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if each is old else each for each in value]
    if hasattr(old, "lineno"):
        ast.copy_location(new, old)


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module from a changed tree."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_source(self, fullname: str) -> str:
        return self.path.read_text()

    def is_package(self, fullname: str) -> bool:
        return False

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102


class Lines:
    """Notes which tests run which lines of a file."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.test = ""
        self.tests: dict[int, set[str]] = defaultdict(set)

    def trace(self, frame: FrameType, event: str, arg: object) -> Any:
        if frame.f_code.co_filename != self.path:
            return None
        self.tests[frame.f_lineno].add(self.test)
        return self.trace

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = item.nodeid
        yield


def forked(work: Callable[[], int], seconds: float) -> int | None:
    """What `work` returns in a process of its own, its output thrown away; None if it took too long."""
    child = os.fork()
    if child == 0:
        os.setsid()
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def tests_of(module: str) -> list[str]:
    """The test files of its room that import the module; those of other rooms only if there are none."""
    room, _, name = module.removeprefix("duologue.").rpartition(".")
    own = TESTS / room.replace(".", "/")
    importing = [
        path
        for path in sorted(TESTS.rglob("test_*.py"))
        if path == own / f"test_{name}.py" or f"from {module} import" in path.read_text(encoding="utf-8")
    ]
    near = [path for path in importing if path.parent == own]
    return [str(path.relative_to(ROOT)) for path in near or importing]


def lines_run(path: Path, tests: Sequence[str], seconds: float) -> tuple[dict[int, list[str]], float]:
    """Which tests run which lines of the module, and how long they take without being watched.

    Raises:
        SystemExit: they fail as it is.
    """
    reading, writing = os.pipe()

    def watched() -> int:
        lines = Lines(path)
        threading.settrace(lines.trace)
        sys.settrace(lines.trace)
        code = int(pytest.main([*OPTIONS, *tests], plugins=[lines]))
        sys.settrace(None)
        with os.fdopen(writing, "w") as pipe:
            for line, names in lines.tests.items():
                pipe.write("\t".join((str(line), *sorted(names))) + "\n")
        return code

    found: dict[int, list[str]] = {}

    def read() -> None:
        with os.fdopen(reading) as pipe:
            for row in pipe:
                line, *names = row.rstrip("\n").split("\t")
                found[int(line)] = names

    reader = threading.Thread(target=read)
    reader.start()
    code = forked(watched, 20 * seconds)
    os.close(writing)
    reader.join()
    started = time.monotonic()
    if code != 0 or forked(lambda: int(pytest.main([*OPTIONS, *tests])), 10 * seconds) != 0:
        raise SystemExit(f"the tests of {path.name} fail as it is: {' '.join(tests)}")
    return found, time.monotonic() - started


def survivors(module: str, options: argparse.Namespace) -> tuple[list[str], int]:
    """The changes that no test noticed, and how many were made."""
    path = SOURCES / (module.replace(".", "/") + ".py")
    tests = options.tests or tests_of(module)
    if not tests:
        raise SystemExit(f"no test imports {module}: name some with --tests")
    lines, seconds = lines_run(path, tests, options.seconds)
    possible = list(mutants(path.read_text()))
    chosen = random.Random(options.seed).sample(possible, min(options.most, len(possible)))
    left: list[str] = []
    for mutant in sorted(chosen, key=lambda each: each.line):
        run_by = {name for line in mutant.lines for name in lines.get(line, [])}
        names, at_import = sorted(run_by - {""}), "" in run_by
        code = compile(mutant.tree, str(path), "exec")

        def run(code: CodeType = code, chosen: Sequence[str] = tests if at_import else names) -> int:
            sys.meta_path.insert(0, Mutated(module, path, code))
            return int(pytest.main([*OPTIONS, *chosen]))

        noticed = bool(at_import or names) and forked(run, max(SLOWEST * seconds, LEAST_SECONDS)) != 0
        if not noticed:
            where = f"{path.relative_to(SOURCES / 'duologue')}:{mutant.line}"
            why = "" if at_import or names else " (no test runs it)"
            left.append(f"{where}: `{_short(mutant.before)}` → `{_short(mutant.after)}`{why}")
            print(f"  {left[-1]}", flush=True)
    return left, len(chosen)


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= 70 else f"{line[:70]}…"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--most", type=int, default=40, help="mutants of each module (default: 40)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="+", help="instead of the files that import the module")
    parser.add_argument("--seconds", type=float, default=120, help="that the tests of a module may take")
    options = parser.parse_args()
    os.chdir(ROOT)
    for name in PRELOADED:
        __import__(name)
    hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=list(HealthCheck))
    hypothesis.settings.load_profile("patient")
    rows, made, noticed = [], 0, 0
    for module in options.modules:
        print(module, flush=True)
        left, count = survivors(module, options)
        made, noticed = made + count, noticed + count - len(left)
        rows.append(f"| {module.removeprefix('duologue.')} | {count} | {count - len(left)} | {len(left)} |")
        print(rows[-1], flush=True)
    print("\n| module | mutants | killed | left |\n| --- | --- | --- | --- |", *rows, sep="\n")
    print(f"| together | {made} | {noticed} ({100 * noticed / made:.0f} %) | {made - noticed} |")


if __name__ == "__main__":
    main()
