import json
from pathlib import Path

from cli.test_app import duologue


def test_showing_pruning_and_clearing_tell_what_there_is(tmp_path: Path) -> None:
    take = tmp_path / "cache" / "takes" / "aa" / "1.take"
    take.parent.mkdir(parents=True)
    take.write_bytes(bytes(5000))
    shown = json.loads(duologue("cache", "--json", folder=tmp_path).stdout)
    assert shown["takes"]["entries"] == 1
    assert shown["takes"]["bytes"] == 5000
    assert shown["limit_bytes"] == 10**10
    assert shown["removed"] is None
    done = duologue("cache", "prune", "--limit", "6 kB", "--json", folder=tmp_path)
    assert json.loads(done.stdout)["removed"] == {"entries": 0, "bytes": 0}
    done = duologue("cache", "clear", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 entry removed, 5.0 kB" in done.stderr
    assert not take.exists()


def test_the_limit_is_the_settings(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("cache_limit: 2 MB\n")
    assert json.loads(duologue("cache", "--json", folder=tmp_path).stdout)["limit_bytes"] == 2_000_000
    (tmp_path / "duologue.yaml").write_text("show: x\ncache_limit: big\n")
    done = duologue("cache", folder=tmp_path)
    assert done.returncode == 2
    assert "duologue.yaml:2" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_wrong_calls_are_one_sentence(tmp_path: Path) -> None:
    for arguments in (("prune", "--limit", "ten"), ("show", "--limit", "1 GB")):
        done = duologue("cache", *arguments, folder=tmp_path)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
