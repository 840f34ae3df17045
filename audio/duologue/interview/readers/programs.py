"""Which texts are programs."""

from __future__ import annotations


def _all(names: str) -> frozenset[str]:
    return frozenset(f".{name}" for name in names.split())


_PROGRAMS = _all(
    "astro bash bat c cc cfg cjs cmake coffee conf cpp cs css cts cxx dart diff ex exs f90 fish go gradle "
    "groovy h hh hpp hs ini java jl js jsx kt kts less lisp lua m mjs ml mm mts nim patch php pl po proto "
    "properties ps1 py pyi r rb rs sass scala scss sh sql svelte swift tcl tf toml ts tsx vb vue wat zsh zig"
)


def is_program(text: str, suffix: str) -> bool:
    """Whether a text is a program, by its suffix or its first line."""
    return suffix in _PROGRAMS or text.startswith("#!/")
