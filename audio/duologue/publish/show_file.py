"""Writing `show.yaml`: the first feed settles what the show is called, and later ones keep to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duologue.errors import ConfigError, EpisodeError
from duologue.publish.show import SHOW_NAME, Show
from duologue.store.whole_file import write_whole
from duologue.yaml_edit import as_yaml, with_key
from duologue.yaml_file import parse_yaml, read_utf8

SETTLED = ("title", "author", "language", "url", "cover")
"""What a show is known by: keys that a feed sets where they are missing."""

_TEMPLATE = """\
# The show, as podcast apps and directories know it. It is yours to edit: Duologue only adds what is missing
# here of the first five keys, so that no later episode can rename the show.

{title}
{author}
{language}
{url}
{cover}

# What it is about, up to 4,000 bytes. Unset, it is the title.
# description: Two people, one thing, slowly.

# One of Apple's categories, as Apple spells it.
category: Society & Culture

# Apple and Spotify write to this address before they list the show.
# owner: {{name: A Name, email: hello@example.org}}

explicit: false

# episodic: new listeners begin with the newest; serial: with the first.
type: episodic

# More, each with its reason in docs/publishing.md:
# link: https://example.org                 the show's own site
# copyright: © 2026 A Name
# license: cc-by-4.0
# locked: true                              no other host may take the feed over
# funding: {{url: https://example.org/give, title: Give}}
# subscribe: {{Apple Podcasts: https://podcasts.apple.com/podcast/id1}}
# people: {{A Name: {{role: host, href: https://example.org/me}}}}
# episodes:                                 by the name of their folder
#   first-talk: {{date: 2026-05-30 08:00, season: 1, number: 1, title: Another title}}
"""
_EXAMPLES = {
    "title": "# title: The name of the show",
    "author": "# author: Who makes it",
    "language": "# language: en",
    "url": "# url: https://example.org/show         where its folder will be on the web",
    "cover": "# cover: my-cover.png                   square, 1400 to 3000 pixels; unset, one is drawn",
}


def show_template(values: Mapping[str, str]) -> str:
    """A commented `show.yaml`; of the settled keys, those without a value are only shown."""
    lines = {key: f"{key}: {as_yaml(values[key])}" if values.get(key) else _EXAMPLES[key] for key in SETTLED}
    return _TEMPLATE.format(**lines)


def settle(folder: Path, values: Mapping[str, str]) -> tuple[str, ...]:
    """Writes what `show.yaml` does not say yet, and nothing else in it.

    Args:
        folder: of the show.
        values: of keys in `SETTLED`.

    Returns:
        The keys that were written; empty where all were there.

    Raises:
        ConfigError: the file is wrong, or is written so that a key cannot be added.
        EpisodeError: it cannot be written.
    """
    path = folder / SHOW_NAME
    text = read_utf8(path) if path.exists() else ""
    missing = tuple(key for key in SETTLED if key in values and getattr(_parsed(text, path), key) is None)
    if not missing:
        return ()
    made = show_template(values) if not text.strip() else text
    for key in missing:
        if text.strip():
            made = _with(made, key, values[key], path)
    try:
        write_whole(path, made.encode("utf-8"))
        path.chmod(0o644)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
    return missing


def _with(text: str, key: str, value: str, path: Path) -> str:
    made = with_key(text, key, value)
    try:
        fine = getattr(_parsed(made, path), key) is not None
    except ConfigError:
        fine = False
    if not fine:
        raise ConfigError(f"the key cannot be added here; write it yourself: {key}: {as_yaml(value)}", path)
    return made


def _parsed(text: str, path: Path) -> Show:
    return parse_yaml(text, Show, path)
