"""What can go wrong, each error saying where, what was found and what to do. None ever holds message text."""

from __future__ import annotations

from pathlib import Path


class ToneguardError(Exception):
    """The parent of every error that toneguard raises on purpose."""


class InputTooLargeError(ToneguardError):
    """The text is longer than `Settings.limit_chars`."""

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(
            f"text of {length} characters; the limit is {limit}: split it or raise limit_chars in the settings"
        )


class SettingsError(ToneguardError):
    """A settings file or a setting given by the caller that cannot be used."""

    def __init__(self, problem: str, *, path: Path | None = None, line: int | None = None) -> None:
        self.path = path
        self.line = line
        self.problem = problem
        place = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(f"{place}{problem}")


class LexiconError(ToneguardError):
    """One or more lexicon entries that cannot be used; every one of them is listed."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class UnreadableError(ToneguardError):
    """A file that is not there, may not be read, is not UTF-8, or is too long."""
