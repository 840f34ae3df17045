"""Whether a published show can be heard: its live address is asked what podcast apps ask."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from duologue.publish.finding import ShowFinding
from duologue.publish.http_client import Answer, ask
from duologue.publish.promises import PROMISES_NAME
from duologue.publish.rss import NAMESPACES
from duologue.publish.show import SHOW_NAME

_FEED_KINDS = {"application/rss+xml", "application/xml", "text/xml", "application/atom+xml"}
_COMPRESSED_FROM = 50_000
_ORIGIN = "https://player.example"


def probe(feed_url: str, expected: bytes | None = None) -> list[ShowFinding]:
    """Asks for the feed and for what it names, as podcast apps do: HEAD, ranges, types, CORS, redirects.

    Args:
        feed_url: the feed's address.
        expected: the feed as it was published, where that is known.
    """
    answer = ask(feed_url, Origin=_ORIGIN)
    found = list(_feed(feed_url, answer, expected))
    if answer.status != 200:
        return found
    try:
        channel = etree.fromstring(answer.body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [
            *found,
            ShowFinding("wrong", "feed", f"it is not XML ({error})", "publish again, or ask the host"),
        ]
    found += _polls(feed_url, answer)
    items = list(channel.iter("item"))
    for number in sorted({0, len(items) - 1} if items else set()):
        found += _item(items[number])
    image = channel.find("channel/itunes:image", NAMESPACES)
    if image is not None:
        found.append(_kind("cover", str(image.get("href")), ("image/jpeg", "image/png")))
    return [*found, *_private(feed_url, items)]


def _feed(url: str, answer: Answer, expected: bytes | None) -> Iterator[ShowFinding]:
    if answer.status != 200:
        yield ShowFinding(
            "wrong", "feed", answer.said, f"is {url.rpartition('/')[0]} the address of the place?"
        )
        return
    if answer.hops:
        yield ShowFinding("better", "feed", f"it leads to {answer.hops[-1]}", "write that as url: instead")
    if answer.kind not in _FEED_KINDS:
        yield ShowFinding(
            "wrong",
            "feed",
            f"its type is {answer.kind or 'not said'}",
            "let the host send .xml as application/rss+xml",
        )
    elif expected is not None and answer.body != expected:
        yield ShowFinding(
            "wrong", "feed", "it is not the one that was published", "a cache may hold the old one: ask again"
        )
    else:
        yield ShowFinding("fine", "feed", f"{len(answer.body)} bytes, {answer.kind}")
    if urlsplit(url).scheme != "https":
        yield ShowFinding("better", "https", "the address is http", "Apple lists only https")


def _polls(url: str, answer: Answer) -> Iterator[ShowFinding]:
    """Apps ask for the feed many times a day: an unchanged one should cost nothing."""
    etag, changed = answer.header("etag"), answer.header("last-modified")
    conditions = {"If_None_Match": etag} if etag else {"If_Modified_Since": changed} if changed else {}
    if not conditions or ask(url, **conditions).status != 304:
        yield ShowFinding("better", "polls", "an unchanged feed is sent again", "let the host answer 304")
    else:
        yield ShowFinding("fine", "polls", "an unchanged feed is answered with 304")
    if len(answer.body) > _COMPRESSED_FROM:
        packed = ask(url, Accept_Encoding="gzip").header("content-encoding")
        if packed:
            yield ShowFinding("fine", "compression", packed)
        else:
            yield ShowFinding(
                "better", "compression", "the feed is sent as it is", "let the host compress XML"
            )


def _item(item: etree._Element) -> Iterator[ShowFinding]:
    enclosure = item.find("enclosure")
    if enclosure is None:
        return
    url = str(enclosure.get("url"))
    yield from _sound(url, int(enclosure.get("length") or 0))
    yield _cors("sound", url)
    yield _kind("page", item.findtext("link") or "", ("text/html",))
    for transcript in item.findall("podcast:transcript", NAMESPACES):
        kind = str(transcript.get("type"))
        others = ("text/srt", "application/srt", "text/plain") if "subrip" in kind else ()
        yield _kind("transcript", str(transcript.get("url")), (kind, *others), apps=True)
    chapters = item.find("podcast:chapters", NAMESPACES)
    if chapters is not None:
        yield _kind(
            "chapters",
            str(chapters.get("url")),
            ("application/json+chapters", "application/json", "application/chapters+json"),
            apps=True,
        )


def _sound(url: str, length: int) -> Iterator[ShowFinding]:
    name = url.rpartition("/")[2]
    head = ask(url, "HEAD")
    said = head.header("content-length")
    if head.status != 200:
        yield ShowFinding("wrong", "HEAD", f"{name}: {head.said}", "the host must answer HEAD as it does GET")
    elif said and said != str(length):
        yield ShowFinding(
            "wrong", "HEAD", f"{name} has {said} bytes, the feed says {length}", "publish again"
        )
    elif not head.kind.startswith("audio/"):
        yield ShowFinding(
            "wrong",
            "type",
            f"{name} is sent as {head.kind or 'nothing'}",
            "let the host send .mp3 as audio/mpeg",
        )
    else:
        yield ShowFinding("fine", "HEAD", f"{name}: {length} bytes, {head.kind}")
    part = ask(url, Range="bytes=1-2")
    if part.status != 206 or len(part.body) != 2 or not part.header("content-range").endswith(f"/{length}"):
        yield ShowFinding(
            "wrong",
            "ranges",
            f"{name}: a part was asked for, and {part.said}",
            "nobody can seek, and Apple refuses the show: the host must answer ranges",
        )
    else:
        yield ShowFinding("fine", "ranges", f"{name}: parts are sent")


def _kind(what: str, url: str, kinds: tuple[str, ...], *, apps: bool = False) -> ShowFinding:
    """Whether a file is there and of its kind; `apps` where web players ask for it too."""
    name = "/".join(urlsplit(url).path.split("/")[-2:])
    answer = ask(url, "HEAD", Origin=_ORIGIN)
    if answer.status != 200:
        return ShowFinding("wrong", what, f"{name}: {answer.said}", "publish again")
    if answer.kind not in kinds:
        return ShowFinding(
            "better", what, f"{name} is sent as {answer.kind or 'nothing'}", f"let the host say {kinds[0]}"
        )
    if apps and not _open_to_all(answer):
        return ShowFinding("better", what, f"{name} can be read by no web player", _CORS_ADVICE)
    return ShowFinding("fine", what, f"{name}: {answer.kind}")


_CORS_ADVICE = "let the host send Access-Control-Allow-Origin: *"


def _cors(what: str, url: str) -> ShowFinding:
    if _open_to_all(ask(url, "HEAD", Origin=_ORIGIN)):
        return ShowFinding("fine", "CORS", f"the {what} is open to web players")
    return ShowFinding("better", "CORS", f"the {what} can be read by no web player", _CORS_ADVICE)


def _open_to_all(answer: Answer) -> bool:
    return answer.header("access-control-allow-origin") in ("*", _ORIGIN)


def _private(feed_url: str, items: list[etree._Element]) -> Iterator[ShowFinding]:
    """Files that only the maker may read must not be public."""
    base = feed_url.rpartition("/")[0]
    pages = [item.findtext("link") or "" for item in items[:1]]
    places = [f"{base}/{SHOW_NAME}", f"{base}/{PROMISES_NAME}", *(f"{page}script.md" for page in pages)]
    open_ones = [place for place in places if _is_there(ask(place))]
    for place in open_ones:
        yield ShowFinding("wrong", "private", f"everybody can read {place}", "remove it there")
    if not open_ones:
        yield ShowFinding("fine", "private", "no script and no settings can be read")


def _is_there(answer: Answer) -> bool:
    """Some hosts answer every address with a page of theirs."""
    return answer.status == 200 and answer.kind != "text/html"
