"""What the online service (edge) can speak, known without asking it: `voices/edge-voices.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from duologue.errors import ConfigError
from duologue.languages.tags import spoken_language
from duologue.resources import voices_dir

FILE_NAME = "edge-voices.tsv"


@dataclass(frozen=True, slots=True)
class LocaleVoices:
    """The voices of one locale, by the service's names (`bg-BG-KalinaNeural`).

    Attributes:
        locale: BCP 47, as the service writes it.
        women, men: in the order of preference.
    """

    locale: str
    women: tuple[str, ...]
    men: tuple[str, ...]


@cache
def online_locales() -> tuple[LocaleVoices, ...]:
    """Every locale; of each language the usual one first.

    Raises:
        ConfigError: the file is missing, or a line is wrong.
    """
    path = voices_dir() / FILE_NAME
    if not path.is_file():
        raise ConfigError("the shipped list of online voices is missing; install Duologue again", path)
    found: list[LocaleVoices] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        try:
            locale, women, men = line.split("\t")
        except ValueError:
            raise ConfigError("locale, women and men are expected, parted by tabs", path, number) from None
        found.append(LocaleVoices(locale, _called(locale, women), _called(locale, men)))
    return tuple(found)


def locales_of(language: str) -> tuple[LocaleVoices, ...]:
    """The locales whose voices speak a language: that of the tag first, then the usual one, then the others.

    Empty where the service has no voice for it.
    """
    wanted = language.lower()
    heard = spoken_language(language)
    same = [each for each in online_locales() if spoken_language(each.locale) == heard]
    return tuple(sorted(same, key=lambda each: each.locale.lower() != wanted))


def _called(locale: str, names: str) -> tuple[str, ...]:
    return tuple(f"{locale}-{name}Neural" for name in names.split())
