"""Compiled data: made once, kept under the hash of what it was made from, replaced when that changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from toneguard import artifacts


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with nothing compiled yet."""
    (tmp_path / "lexicons").mkdir()
    monkeypatch.setattr(artifacts, "SHIPPED", tmp_path / "nowhere")
    monkeypatch.setattr(artifacts, "lexicon_root", lambda: tmp_path / "lexicons")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_an_artifact_is_made_once(checkout: Path) -> None:
    """A second call finds it and builds nothing."""
    made = artifacts.artifact("words-en.bin", lambda: "k1", lambda: b"one")
    again = artifacts.artifact("words-en.bin", lambda: "k1", lambda: b"two")
    assert made == again == checkout / "lexicons" / ".compiled" / "words-en-k1.bin"
    assert made.read_bytes() == b"one"


@pytest.mark.usefixtures("checkout")
def test_a_change_makes_it_anew_and_forgets_the_old_one() -> None:
    """Only the newest stays; others with a like name are left alone."""
    other = artifacts.artifact("words-en-extra.bin", lambda: "k1", lambda: b"other")
    artifacts.artifact("words-en.bin", lambda: "k1", lambda: b"one")
    made = artifacts.artifact("words-en.bin", lambda: "k2", lambda: b"two")
    assert made.read_bytes() == b"two"
    assert sorted(path.name for path in made.parent.iterdir()) == [other.name, made.name]


def test_a_checkout_that_cannot_be_written_uses_the_cache(checkout: Path) -> None:
    """And one where nothing can be written says so."""
    (checkout / "lexicons" / ".compiled").write_text("a file where the folder should be")
    made = artifacts.artifact("words-en.bin", lambda: "k1", lambda: b"one")
    assert made == checkout / "cache" / "toneguard" / "words-en-k1.bin"
    (checkout / "cache" / "toneguard" / "words-en-k1.bin").unlink()
    (checkout / "cache" / "toneguard").rmdir()
    (checkout / "cache" / "toneguard").write_text("a file here too")
    with pytest.raises(PermissionError, match="XDG_CACHE_HOME"):
        artifacts.artifact("words-en.bin", lambda: "k1", lambda: b"one")


def test_the_key_is_the_content(tmp_path: Path) -> None:
    """The same bytes give the same key, other bytes or another format another."""
    path = tmp_path / "a.toml"
    path.write_text("x = 1")
    first = artifacts.digest((path,), salt="1")
    assert artifacts.digest((path,), salt="1") == first
    assert artifacts.digest((path,), salt="2") != first
    path.write_text("x = 2")
    assert artifacts.digest((path,), salt="1") != first
