"""As much of protobuf as it takes to find the weights in an ONNX model and to add others.

A message is a row of fields; messages that are put in a row are merged when they are read.
Source: protobuf.dev, "Encoding".
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
"""Wire types."""


def fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a message in order, each with its number; what is in a number is for `number` to say.

    Raises:
        ValueError: it is no message.
    """
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == _VARINT:
            _, end = _varint(message, at)
        elif kind == _BYTES:
            size, at = _varint(message, at)
            end = at + size
        elif kind in (_FIXED_32, _FIXED_64):
            end = at + (4 if kind == _FIXED_32 else 8)
        else:
            raise ValueError(f"not a protobuf message: wire type {kind}")
        if end > len(message):
            raise ValueError("a protobuf message that is cut off")
        yield tag >> 3, message[at:end]
        at = end


def number(value: memoryview) -> int:
    """The number in a field that holds one."""
    return _varint(value, 0)[0]


def number_field(field: int, value: int) -> bytes:
    """A field that holds a number, not negative."""
    return _encoded(field << 3 | _VARINT) + _encoded(value)


def head(field: int, size: int) -> bytes:
    """What stands before the `size` bytes of a field that holds bytes, text or a message."""
    return _encoded(field << 3 | _BYTES) + _encoded(size)


def _encoded(value: int) -> bytes:
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*digits, value])


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """The number at `at`, and where it ends."""
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("a protobuf message that is cut off")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
