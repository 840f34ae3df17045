import pytest

from duologue.store.sizes import parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("10 GB", 10**10),
        ("500M", 500 * 10**6),
        ("2 GiB", 2 * 1024**3),
        ("1.5kb", 1500),
        (12, 12),
        ("none", None),
    ],
)
def test_sizes_are_read_as_people_write_them(text: str | int, size: int | None) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "ten", "-1 GB", "5 XB", "1 GB more"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a size"):
        parse_size(text)
