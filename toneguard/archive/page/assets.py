"""How the page looks and what runs in it: `page.css` and `page.js` beside this module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from toneguard.output.style import DARK, LIGHT

_LIGHT: Final = f"{LIGHT};--asked:#5a4fc0;--answered:#0b7285"
_DARK: Final = f"{DARK};--asked:#b3a8ff;--answered:#62cfe0"
_COLOURS: Final = (
    f":root{{color-scheme:light dark;{_LIGHT}}}\n"
    f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{_DARK}}}}}\n"
    f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{_DARK}}}:root[data-theme=light]{{color-scheme:light}}}}\n"
)
"""The report's colours and two more, for complaints and replies; on paper always the light ones."""


@cache
def style() -> str:
    """The style sheet."""
    return _COLOURS + _read("page.css")


@cache
def script() -> str:
    """The script."""
    return _read("page.js")


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
