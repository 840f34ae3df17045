import pytest

from duologue.speech.engines.protobuf import fields, head, number, number_field


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 2**32, 2**63 - 1])
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    ((field, content),) = fields(memoryview(number_field(5, value)))
    assert (field, number(content)) == (5, value)


def test_fields_come_in_order_whatever_their_kind() -> None:
    fixed = bytes([9 << 3 | 5, 1, 2, 3, 4, 8 << 3 | 1, *range(8)])
    message = number_field(1, 7) + head(2, 200) + b"x" * 200 + fixed + number_field(1, 8)
    found = [(field, bytes(content)) for field, content in fields(memoryview(message))]
    assert [field for field, _ in found] == [1, 2, 9, 8, 1]
    assert found[1:4] == [(2, b"x" * 200), (9, bytes([1, 2, 3, 4])), (8, bytes(range(8)))]


@pytest.mark.parametrize("message", [b"\x0a\x05abcd", b"\x08", b"\x08\xff", b"\x0b", b"\x80"])
def test_what_is_no_whole_message_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match="protobuf"):
        list(fields(memoryview(message)))
