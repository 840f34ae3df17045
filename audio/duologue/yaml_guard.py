"""YAML within limits: what a text may cost to load, and every value that cannot be as an error with its line.

PyYAML raises whatever Python does for ``!!bool maybe`` or ``!!int ''``, and lets aliases multiply a text of
500 bytes to gigabytes. Here both are a `yaml.MarkedYAMLError`, like any slip of the pen.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError

MAX_CHARACTERS = 1_000_000
MAX_VALUES = 100_000
"""Values of a text, what its aliases repeat counted again."""
MAX_DEPTH = 50
_LONGEST_NUMBER = 200


class _Bounded(yaml.SafeLoader):
    """A loader that counts what it composes."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_CHARACTERS:
            raise yaml.YAMLError(f"it is longer than {MAX_CHARACTERS:,} characters")
        self._count = 0
        self._depth = 0
        self._sizes: dict[int, int] = {}
        super().__init__(text)

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        alias = self.check_event(yaml.AliasEvent)
        before = self._count
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ComposerError(None, None, f"nested more than {MAX_DEPTH} deep", mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        if not alias:
            self._count += 1
            self._sizes[id(node)] = self._count - before
        elif id(node) in self._sizes:
            self._count += self._sizes[id(node)]
        else:
            raise ComposerError(None, None, "an alias of the value that it stands in", mark)
        if self._count > MAX_VALUES:
            raise ComposerError(None, None, f"more than {MAX_VALUES:,} values, aliases counted", mark)
        if isinstance(node, yaml.ScalarNode) and any(
            char == "\0" or "\ud800" <= char <= "\udfff" for char in node.value
        ):
            raise ComposerError(None, None, "a character that no text can hold", mark)
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        if (
            isinstance(node, yaml.ScalarNode)
            and node.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
            and len(node.value) > _LONGEST_NUMBER
        ):
            raise ConstructorError(
                None, None, f"a number of more than {_LONGEST_NUMBER} digits", node.start_mark
            )
        try:
            return super().construct_object(node, deep)
        except yaml.YAMLError:
            raise
        except (ValueError, LookupError, AttributeError, TypeError, ArithmeticError):
            raise ConstructorError(None, None, "a value that cannot be", node.start_mark) from None


def compose(text: str) -> yaml.Node | None:
    """The nodes of a text; None if there is nothing in it.

    Raises:
        yaml.YAMLError: it is no YAML, or beyond a limit; with its place wherever it has one.
    """
    loader = _Bounded(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def construct(node: yaml.Node | None) -> Any:
    """The values of what `compose` gave.

    Raises:
        yaml.YAMLError: a value cannot be.
    """
    loader = _Bounded("")
    try:
        return None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def load(text: str) -> Any:
    """The values of a text, as `yaml.safe_load` gives them."""
    return construct(compose(text))


def problem(error: yaml.YAMLError, text: str) -> tuple[str, int | None]:
    """What is wrong, in words, and the line of `text` if it is known, from 1."""
    if isinstance(error, yaml.MarkedYAMLError):
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return str(error.problem or error.context).splitlines()[0], line
    if isinstance(error, yaml.reader.ReaderError) and isinstance(error.position, int):
        return "a character that no YAML may hold", text.count("\n", 0, error.position) + 1
    return str(error).splitlines()[0], None


def written(node: yaml.Node | None) -> Any:
    """The values of a node, every scalar as the words that were written: ``Yes``, ``007``, ``2024-05-30``.

    Of two values under one key the last counts; keys are texts.
    """
    if isinstance(node, yaml.MappingNode):
        return {key.value: written(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return [written(value) for value in node.value]
    return "" if node is None else str(node.value)
