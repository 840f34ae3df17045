"""Source code: whatever stands in it, its lines are no speech."""

from __future__ import annotations

from duologue.errors import NoInterviewError


def _all(names: str) -> frozenset[str]:
    return frozenset(f".{name}" for name in names.split())


_PROGRAMS = _all(
    "astro bash bat c cc cfg cjs cmake coffee conf cpp cs css cts cxx dart diff ex exs f90 fish go gradle groovy "
    "h hh hpp hs ini java jl js jsx kt kts less lisp lua m mjs ml mm mts nim patch php pl po properties proto "
    "ps1 py pyi r rb rs sass scala scss sh sql svelte swift tcl tf toml ts tsx vb vue wat zig zsh"
)


def refuse_program(text: str, suffix: str, name: str) -> None:
    """Refuses a text that its suffix or its first line calls a program.

    Raises:
        NoInterviewError: it is one.
    """
    if suffix in _PROGRAMS or text.startswith("#!/"):
        kind = f" ({suffix})" if suffix in _PROGRAMS else ""
        raise NoInterviewError(
            f"{name} is source code{kind}, so there is no interview in it; "
            "if its strings hold one, save them as .html or .md."
        )
