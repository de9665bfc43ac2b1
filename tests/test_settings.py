"""Settings come from the nearest file or the caller; what cannot be is said with file, line and the right words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from toneguard import Settings, SettingsError, check_tone
from toneguard.settings import KEYS, find_settings, load_settings, read_settings


def _written(folder: Path, text: str, name: str = "toneguard.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_nearest_file_upwards_is_taken(tmp_path: Path) -> None:
    """A nearer file hides a farther one; a pyproject.toml without our table is passed over."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    far = _written(tmp_path, "mild = 0.2")
    assert find_settings(inner) == far
    _written(inner, '[project]\nname = "toneguard-user"', "pyproject.toml")
    assert find_settings(inner) == far
    near = _written(tmp_path / "a", "[tool.toneguard]\nmild = 0.4", "pyproject.toml")
    assert find_settings(inner) == near
    assert load_settings(inner).mild == 0.4


def test_toneguard_toml_comes_before_pyproject_of_the_same_folder(tmp_path: Path) -> None:
    """Of the two files in one folder, the one that is about nothing else wins."""
    _written(tmp_path, "[tool.toneguard]\nmild = 0.4", "pyproject.toml")
    own = _written(tmp_path, "mild = 0.2")
    assert find_settings(tmp_path) == own


@pytest.mark.parametrize(
    "text", ["[tool.toneguard]\nmild = 0.4", "[tool]\ntoneguard = {mild = 0.4}", "tool.toneguard.mild = 0.4"]
)
def test_every_way_to_write_the_table_counts(tmp_path: Path, text: str) -> None:
    """TOML has several spellings of one table."""
    _written(tmp_path, text, "pyproject.toml")
    assert load_settings(tmp_path).mild == 0.4


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, no folder given: the defaults."""
    monkeypatch.chdir(tmp_path)
    assert load_settings() == Settings()


def test_check_tone_looks_at_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings file in the working folder changes nothing for a caller of the library."""
    text = "You people are useless."
    before = check_tone(text)
    _written(tmp_path, 'disable = ["*"]')
    monkeypatch.chdir(tmp_path)
    assert load_settings().disable == ("*",)
    assert check_tone(text) == before
    assert check_tone(text, settings=load_settings()) != before


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    """Not to the folder in which the program happens to run."""
    (tmp_path / "ours").mkdir()
    path = _written(tmp_path, 'lexicons = ["ours"]')
    assert read_settings(path).lexicons == (tmp_path / "ours",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("mild = 0.2\n\nmilt = 0.3", 3, f"'milt' is no setting; the settings are {', '.join(KEYS)}"),
        ("mild = true", 1, "mild must be a number above 0 and up to 1, not True"),
        ("strong = 1.5", 1, "strong must be a number above 0 and up to 1"),
        ("mild = nan", 1, "mild must be a number above 0 and up to 1"),
        ("# first\nallow = 'word'", 2, "allow must be a list of texts, not 'word'"),
        ("allow = ['word', 3]", 1, "allow must be a list of texts; 3 is none"),
        ("limit_chars = 0", 1, "limit_chars must be a whole number from 1"),
        ("limit_chars = 1.5", 1, "limit_chars must be a whole number from 1"),
        ("require = ['fact']", 1, "require names 'fact'; it may name facts, outcome, time"),
        ("disable = ['arogance']", 1, "disable names 'arogance'; it may name a rule such as"),
        ("allow = []\nlexicons = ['nowhere']", 2, "which is no folder"),
        ("lexicons = [1]", 1, "lexicons must be a list of texts; 1 is none"),
        ("spacy_model = ''", 1, "spacy_model must be a text that says something"),
        ("allow = []\nmild = 0.9", 2, "mild is 0.9 and strong is 0.7; mild must not be above strong"),
        ("allow = []\n[rules]\nmild = 1", 2, "'rules' is no setting"),
        ("mild = 0.2\nmild = 0.3\n", 2, "is not valid TOML"),
    ],
)
def test_what_cannot_be_is_said_with_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    """The message begins with the place, in the form that editors follow."""
    path = _written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert said in str(caught.value)
    assert (caught.value.path, caught.value.line) == (path, line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[project]\nmilt = 1\n[tool.toneguard]\nmild = 0.3\nmilt = 0.3", 5),
        ("[tool.other]\nmilt = 1\n[tool.toneguard.milt]\nx = 1", 3),
        ("[tool.toneguard]\nallow = [\n  'a',\n]\n[tool.toneguard.milt]", 5),
        ("[tool]\ntoneguard = {milt = 0.4}", 2),
        ("[tool]\ntoneguard.milt = 0.4", 2),
        ("tool.toneguard.milt = 0.4", 1),
    ],
)
def test_the_line_is_the_one_inside_our_table(tmp_path: Path, text: str, line: int) -> None:
    """A key of the same name in another tool's table is not ours."""
    path = _written(tmp_path, text, "pyproject.toml")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert caught.value.line == line


def test_a_table_that_is_none(tmp_path: Path) -> None:
    """`toneguard = 3` is an error, not an empty table."""
    path = _written(tmp_path, "[tool]\ntoneguard = 3", "pyproject.toml")
    with pytest.raises(SettingsError, match="must be a table"):
        read_settings(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, or not in UTF-8: an error with the file."""
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "nowhere.toml")
    path = tmp_path / "toneguard.toml"
    path.write_bytes(b"allow = ['\xff']")
    with pytest.raises(SettingsError, match="is not UTF-8"):
        read_settings(path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mild": "0.3"},
        {"mild": 0},
        {"mild": 0.8, "strong": 0.5},
        {"allow": "word"},
        {"allow": (1,)},
        {"require": ["x"]},
    ],
)
def test_a_caller_hears_the_same(wrong: dict[str, object]) -> None:
    """A text given for a list, which Python would take letter by letter, is caught too."""
    with pytest.raises(SettingsError):
        Settings(**wrong)  # type: ignore[arg-type]


def test_lists_become_tuples() -> None:
    """So that settings can be compared, kept as keys, and shared."""
    given = ["word"]
    settings = Settings(allow=given)  # type: ignore[arg-type]
    given.append("more")
    assert settings.allow == ("word",)
    assert hash(settings) == hash(Settings(allow=("word",)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.mild = 0.1  # type: ignore[misc]
