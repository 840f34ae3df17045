"""XML that somebody else wrote: no entities, no network, a bounded number of elements."""

from __future__ import annotations

from lxml import etree

from duologue.errors import SourceError
from duologue.limits import MAX_PACKED_TAGS, MAX_TAGS, Beyond


def parse_xml(data: bytes, name: str, kind: str) -> etree._Element:
    """The root element.

    Args:
        data: the bytes; their encoding is what the XML declares.
        name: how errors call the file.
        kind: what it is, such as ``Word document``.

    Raises:
        SourceError: it declares entities, or is not well formed.
        Beyond: it has too many elements.
    """
    check_tags(data, MAX_PACKED_TAGS)
    if b"<!ENTITY" in data:
        raise SourceError(f"{name} declares entities, which a {kind} never does; it was not opened.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        raise SourceError(f"{name} is a damaged {kind}.") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[union-attr]
        raise SourceError(f"{name} declares entities, which a {kind} never does; it was not opened.")
    return root


def check_tags(data: bytes | str, most: int = MAX_TAGS) -> None:
    """Raises `Beyond` for more tags than `most`, before the tree of their elements is built."""
    count = data.count(b"<") if isinstance(data, bytes) else data.count("<")
    if count > most:
        raise Beyond(f"has more than {most:,} tags")
