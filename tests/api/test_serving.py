"""A show that is served through the public API."""

from pathlib import Path

import pytest

from duologue.api.publishing import publish_show, readiness
from duologue.api.serving import serving
from duologue.errors import UsageError
from shows import write_show


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_show(tmp_path_factory.mktemp("api") / "show")


def test_on_this_machine_there_is_no_secret(show: Path) -> None:
    with serving(show, port=0) as one:
        assert one.local
        assert one.home.startswith("http://127.0.0.1:")
        assert one.home.count("/") == 3
        assert one.feed_url == f"{one.home}feed.xml"
        assert one.episodes == 2


def test_what_others_reach_lies_under_a_secret_path(show: Path) -> None:
    with serving(show, host="0.0.0.0", port=0) as one:  # noqa: S104 (what is tested)
        assert not one.local
        secret = (show / ".duologue-secret").read_text(encoding="ascii").strip()
        assert one.home.endswith(f"/{secret}/")


def test_behind_a_proxy_its_address_counts(show: Path) -> None:
    with serving(show, port=0, url="https://example.org/show/") as one:
        assert (one.home, one.local) == ("https://example.org/show/", False)


def test_a_port_that_is_taken_is_said(show: Path) -> None:
    with serving(show, port=0) as one:
        taken = int(one.home.rsplit(":", 1)[1].strip("/"))
        with (
            pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1:{taken}"),
            serving(show, port=taken),
        ):
            pass


def test_a_dry_run_of_publishing_sends_nothing(show: Path, tmp_path: Path) -> None:
    sent: list[str] = []
    done = publish_show(
        show,
        to=tmp_path / "public",
        url="https://example.org/show",
        dry_run=True,
        on_sent=lambda name, _: sent.append(name),
    )
    assert done.local
    assert done.to == str(tmp_path / "public")
    assert "feed.xml" in done.sent.sent
    assert not (tmp_path / "public").exists()


def test_readiness_names_what_is_missing(show: Path) -> None:
    found = {each.what: each.level for each in readiness(show)}
    assert found["title"] == "fine"
    assert found["cover"] == "fine"
