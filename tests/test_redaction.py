import logging
from collections.abc import Iterator

import pytest

from duologue import redaction
from duologue.errors import ConfigError, EngineError, SpeechIncomplete, Throttled
from duologue.redaction import (
    RedactingFormatter,
    public_address,
    redacted,
    remember,
    remember_address,
    remember_environment,
    without_known,
)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a test remembers is forgotten after it."""
    before = set(redaction._known)
    yield
    redaction._known.intersection_update(before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("socks5://bob:s3cret@proxy.example:9 refused", "socks5://***@proxy.example:9 refused"),
        ("the proxy 'bob:s3cret@proxy.example:9'", "the proxy '***@proxy.example:9'"),
        ("https://s3cret@host.example/v1", "https://***@host.example/v1"),
        ("http://host.example/v1?api_key=s3cret&x=1", "http://host.example/v1?api_key=***&x=1"),
        ("http://host.example/a?x=1&X-Access-Token=s3cret", "http://host.example/a?x=1&X-Access-Token=***"),
        ("Authorization: Bearer s3cret99", "Authorization: Bearer ***"),
        ("{'authorization': 'Basic czNjcmV0'}", "{'authorization': '***'}"),
        ('{"OPENAI_API_KEY": "s3cret"}', '{"OPENAI_API_KEY": "***"}'),
        ("Incorrect key: sk-proj-s3cret12345678901234", "Incorrect key: ***"),
    ],
)
def test_a_secret_is_known_by_its_form(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://host.example/article?id=7&page=2",
        "duologue.yaml:3: the key 'show' is given twice",
        "the bearer of good news: it is 10:30 at home, mail ann@host.example",
        "api-design-interview-2024.md: no such file",
        "sk-learn.md: no interview was found",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


def test_what_is_remembered_is_hidden_wherever_it_stands_and_short_values_are_not() -> None:
    remember("p@ss w0rd")
    remember("abc")
    assert redacted("it said p@ss w0rd, p%40ss%20w0rd and abc") == "it said ***, *** and abc"
    assert without_known("p@ss w0rd of http://bob:x@host") == "*** of http://bob:x@host"


def test_addresses_and_variables_are_remembered_by_their_passwords() -> None:
    remember_address("http://bob:proxyw0rd@proxy.example:3128")
    remember_environment(
        {
            "HTTPS_PROXY": "http://eve:an0ther@p:1",
            "OPENAI_API_KEY": "k3y-of-mine",
            "PWD": "/home/ann",
            "KEY": "x",
        }
    )
    assert redacted("proxyw0rd an0ther k3y-of-mine bob /home/ann") == "*** *** *** bob /home/ann"


def test_every_error_hides_secrets() -> None:
    address = "http://bob:s3cret@host.example"
    errors = (
        EngineError(f"{address} refused"),
        Throttled(f"{address} refused", 3.0),
        ConfigError(f"{address} is none", "duologue.yaml", 3),
        SpeechIncomplete(f"{address} refused", (1,), reason=f"{address} refused"),
    )
    for error in errors:
        assert "s3cret" not in str(error)
        assert "s3cret" not in repr(error)
    assert "s3cret" not in errors[-1].reason


def test_log_lines_and_tracebacks_hide_secrets() -> None:
    try:
        raise ValueError("http://bob:s3cret@host.example")
    except ValueError as error:
        record = logging.LogRecord("x", logging.INFO, "x.py", 1, "at %s", ("http://a:s3cret@b",), None)
        record.exc_info = (type(error), error, error.__traceback__)
    line = RedactingFormatter("%(message)s").format(record)
    assert "Traceback" in line
    assert "s3cret" not in line


def test_the_address_of_an_article_is_kept_without_what_is_secret() -> None:
    assert (
        public_address("https://ann:pw@h.example:8/a?id=7&token=s3cret#x") == "https://h.example:8/a?id=7#x"
    )
    assert public_address("folder/a@b.md") == "folder/a@b.md"
