"""The text of a message made safe to show, and shown in the direction in which it is read.

Only what a terminal or a browser would obey is replaced; letters, joiners and marks of every script stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

RLI: Final = "\u2067"
LRI: Final = "\u2066"
PDI: Final = "\u2069"

_RTL: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_LETTER = re.compile(f"[{_RTL}]")
_LTR_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
# Codes, links, amounts and telephone numbers: without a frame, right-to-left text would turn "+92 300 1234567" around.
_LTR_RUN = re.compile("[+#(@]?[A-Za-z0-9](?:[!-~ ]*[A-Za-z0-9%)])?")
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """`text` without anything that a terminal would obey: of the same length, so that every offset still holds.

    Control characters become their pictures (an escape becomes ␛), halves of a character become �, and marks that
    turn the direction of text become spaces of no width. Line feeds and tabs stay.

    >>> safe("a" + chr(27) + "[2J")
    'a␛[2J'
    """
    return _TURNING.sub("\u200b", _OBEYED.sub(_picture, text.replace("\r\n", "\u200b\n")))


def _picture(match: re.Match[str]) -> str:
    """The C0 controls have their pictures from U+2400 on, in their order."""
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "␤" if code in (0x85, 0x2028, 0x2029) else "�"


def direction(line: str) -> Literal["ltr", "rtl"]:
    """How a line is read: by most of its letters, since many an Urdu line begins with an order number.

    >>> direction("KT-204 کا آرڈر نہیں آیا")
    'rtl'
    """
    right = len(_RTL_LETTER.findall(line))
    return "rtl" if right and right >= len(_LTR_LETTER.findall(line)) else "ltr"


def has_rtl(text: str) -> bool:
    """Whether any letter is read from right to left."""
    return _RTL_LETTER.search(text) is not None


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a code, a link or a number that must keep its own direction."""
    at = 0
    for match in _LTR_RUN.finditer(text):
        start, end = _balanced(text, *match.span())
        if start > at:
            yield text[at:start], False
        if end > start:
            yield text[start:end], True
        at = max(at, end)
    if at < len(text):
        yield text[at:], False


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without a bracket at either end whose partner stands outside: that one belongs to the line around."""
    open_ones = text.count("(", start, end) - text.count(")", start, end)
    while end > start and text[end - 1] == ")" and open_ones < 0:
        end -= 1
        open_ones += 1
    return start + (text[start] == "(" and open_ones > 0), end


def framed(text: str) -> str:
    """A piece of a right-to-left line with its codes, links and numbers held together by isolates."""
    return "".join(f"{LRI}{run}{PDI}" if own else run for run, own in runs(text))


def isolated(text: str) -> str:
    """A line or a quotation that keeps its direction inside any other; text without right-to-left letters as it is."""
    if not has_rtl(text):
        return text
    return f"{RLI}{framed(text)}{PDI}" if direction(text) == "rtl" else f"{LRI}{text}{PDI}"
