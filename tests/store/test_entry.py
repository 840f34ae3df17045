from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.store.base import EntryKind
from duologue.store.entry import EntryFormat, StoreEntry
from store.damage import DAMAGES

KEY = "ab" * 32
TAKE = EntryFormat(EntryKind.TAKE, 1)
ENTRY = StoreEntry(
    {"samples": 3, "marks": [[0, 3, 0, 1]], "peak": 0.1, "name": "听\ud800"}, b"pay\nload" * 50
)
WHOLE = TAKE.pack(KEY, ENTRY)

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(facts=st.dictionaries(st.text(), json), payload=st.binary())
def test_an_entry_comes_back_as_it_was(facts: dict[str, object], payload: bytes) -> None:
    assert TAKE.unpack(KEY, TAKE.pack(KEY, StoreEntry(facts, payload))) == StoreEntry(facts, payload)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_is_no_entry(damage: str) -> None:
    assert TAKE.unpack(KEY, WHOLE) == ENTRY
    for seed in range(500):
        assert TAKE.unpack(KEY, DAMAGES[damage](WHOLE, Random(seed))) is None  # noqa: S311


def test_every_single_bit_counts() -> None:
    for at in range(len(WHOLE)):
        for bit in range(8):
            content = WHOLE[:at] + bytes((WHOLE[at] ^ 1 << bit,)) + WHOLE[at + 1 :]
            assert TAKE.unpack(KEY, content) is None


def test_an_entry_in_anothers_place_is_no_entry() -> None:
    assert TAKE.unpack("cd" * 32, WHOLE) is None
    assert EntryFormat(EntryKind.FRAMES, 1).unpack(KEY, WHOLE) is None


@pytest.mark.parametrize("version", [0, 2])
def test_an_entry_of_another_version_is_no_entry(version: int) -> None:
    assert EntryFormat(EntryKind.TAKE, version).unpack(KEY, WHOLE) is None


def test_the_same_entry_has_the_same_bytes() -> None:
    assert TAKE.pack(KEY, ENTRY) == WHOLE
    assert WHOLE.startswith(b"duologue-entry 1 ")
