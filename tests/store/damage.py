"""What disks, kills and older versions do to an entry."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Damage = Callable[[bytes, Random], bytes]


def flipped(content: bytes, random: Random) -> bytes:
    """One bit is another."""
    at = random.randrange(len(content))
    return content[:at] + bytes((content[at] ^ 1 << random.randrange(8),)) + content[at + 1 :]


def cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content))]


def zeroed(content: bytes, random: Random) -> bytes:
    """A stretch was never written: zeros, as file systems leave it after a crash."""
    first = random.randrange(len(content))
    length = random.randint(1, len(content) - first)
    damaged = content[:first] + bytes(length) + content[first + length :]
    return damaged if damaged != content else bytes(len(content))


def overwritten(content: bytes, random: Random) -> bytes:
    first = random.randrange(len(content))
    noise = random.randbytes(random.randint(1, 64))
    damaged = content[:first] + noise + content[first + len(noise) :]
    return damaged if damaged != content else flipped(content, random)


def longer(content: bytes, random: Random) -> bytes:
    return content + random.randbytes(random.randint(1, 5000))


def doubled(content: bytes, random: Random) -> bytes:
    del random
    return content + content


def empty(content: bytes, random: Random) -> bytes:
    del content, random
    return b""


def of_another_version(content: bytes, random: Random) -> bytes:
    """The first line names another form, or the entry is one of before there was a form."""
    old = b'{"sample_rate":24000,"samples":3,"marks":[],"bytes":3,"sha256":"00"}\nabc'
    return random.choice((content.replace(b"duologue-entry 1 ", b"duologue-entry 2 ", 1), old))


DAMAGES: dict[str, Damage] = {
    damage.__name__: damage
    for damage in (flipped, cut, zeroed, overwritten, longer, doubled, empty, of_another_version)
}
