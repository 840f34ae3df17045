"""What every page is made of: one HTML file with its style and script inside, from a template.

Jinja escapes every word that is put into a template. A Content-Security-Policy lets nothing run but the one
script and nothing apply but the one style, each named by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duologue.clock import hms, short
from duologue.languages.page import direction, page_words
from duologue.programme.contents.linebreak import CLOSING, OPENING, PART_ENDS, is_wide, may_break, width
from duologue.programme.contents.phrasing import parting_cost

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
STYLE = "style.css"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |function |class )", re.MULTILINE)
_SECTION = re.compile(r"\n\n(?=/\*(?: \[([\w ]+)\])?)")
_COMMENT = re.compile(r"^\s*//.*$|(?<=[;{,]) // .*$", re.MULTILINE)
_WORD_COST = 0.5
"""A long clause is cut where parting it costs less (see `parting_cost`)."""
_UNCUT_COLUMNS, _LONGEST_CUT = 20, 500
_PUNCTUATION = "".join(CLOSING | OPENING)


def document(
    template: str, language: str, *, script: str = "", policy: Sequence[str] = (), **values: object
) -> str:
    """A whole page.

    Args:
        template: its name.
        language: BCP 47, of the content.
        script: the name of the module that runs it, without ending; empty for none.
        policy: further directives of its Content-Security-Policy.
        values: what the template names.
    """
    words = page_words(language)
    run = joined_script(script) if script else ""
    style = _style(template.removesuffix(".html"))
    same = language.split("-")[0].lower() == words.language.split("-")[0].lower()
    return rendered(
        template,
        language=language,
        direction=direction(language),
        words=words,
        words_in={} if same else {"lang": words.language},
        style=style,
        script=run,
        policy=_policy(run, style, policy),
        **values,
    )


def rendered(template: str, **values: object) -> str:
    """A template with its values; every text in them is escaped."""
    return _environment().get_template(template).render(values)


def asset(name: str) -> str:
    """The text of a file beside the templates."""
    return _asset(name)


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _style(kind: str) -> str:
    """The style sheet for pages of a kind, without comments and indentation: every page carries it.

    A section begins with a comment behind an empty line; names in brackets say for which kinds alone it is.
    """
    sections = _SECTION.split("\n\n" + asset(STYLE))
    kept = [
        text
        for kinds, text in zip(sections[1::2], sections[2::2], strict=True)
        if kinds is None or kind in kinds.split()
    ]
    return _tight(re.sub(r"/\*.*?\*/", "", "".join(kept), flags=re.DOTALL))


def _tight(text: str) -> str:
    """The text's lines without space around them; none that are empty."""
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


@cache
def joined_script(name: str) -> str:
    """A module with all that it imports, as one script: each module once, behind those it needs.

    Modules import by `import { a, b } from "./other.js";` alone, and no two of them have a name in common, so
    that their texts in a row are one module.
    """
    texts = (_IMPORT.sub("", _asset(f"scripts/{module}.js")) for module in modules_of(name))
    joined = "".join(_EXPORT.sub("", text) for text in texts)
    return _tight(_COMMENT.sub("", joined))


def modules_of(name: str) -> tuple[str, ...]:
    """The modules that a module needs, itself among them, each behind those it needs."""
    order: dict[str, None] = {}

    def visit(module: str) -> None:
        if module not in order:
            for needed in _IMPORT.findall(_asset(f"scripts/{module}.js")):
                visit(needed)
            order[module] = None

    visit(name)
    return tuple(order)


def _policy(script: str, style: str, further: Sequence[str]) -> str:
    """What the page may load: its own script and style, pictures and sound beside it."""
    run = [f"script-src {_hash(script)}"] if script else []
    return "; ".join(
        (
            "default-src 'none'",
            *run,
            f"style-src {_hash(style)}",
            "img-src 'self' data: file:",
            "media-src 'self' file: data:",
            *further,
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {"clock": short, "hms": hms, "own": Markup, "parts": title_parts}
    made.filters |= filters
    return made


def title_parts(title: str) -> list[list[list[str]]]:
    """A title in its parts, these in clauses, and these in stretches that no line parts, as on the cover.

    A part ends with a colon, a question or a sentence. Spaces are kept; all stretches in a row are the title.
    """
    text = " ".join(title.split())
    if len(text) > _LONGEST_CUT:
        return [[[text]]]
    chinese = any(map(is_wide, text))
    parts: list[list[list[str]]] = [[]]
    for clause in _cut(text, lambda place: not parting_cost(text, place, chinese=chinese)):
        parts[-1].append(_cut_long(clause) if chinese else [clause])
        if clause.rstrip("”’」』》）) ")[-1:] in PART_ENDS:
            parts.append([])
    return parts if parts[-1] else parts[:-1]


def _cut_long(clause: str) -> list[str]:
    """A clause longer than a phone's line, cut between words; single characters go with the word before."""
    if width(clause) <= _UNCUT_COLUMNS:
        return [clause]
    parts: list[str] = []
    for word in _cut(clause, lambda place: parting_cost(clause, place, chinese=True) < _WORD_COST):
        if parts and (width(word.strip(_PUNCTUATION)) <= 2 or width(parts[-1]) <= 2):
            parts[-1] += word
        else:
            parts.append(word)
    return parts


def _cut(text: str, here: Callable[[int], bool]) -> list[str]:
    parts, start = [], 0
    for place in range(1, len(text)):
        if may_break(text[place - 1], text[place]) and here(place):
            parts.append(text[start:place])
            start = place
    return [*parts, text[start:]]
