"""Time of a warm check of a 100-word message and of its parts, and time a word from short to long: `python tests/benchmarks/warm.py`.

Figures are milliseconds of this machine; compare those of one run with each other.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from messages import messages

from toneguard import check_tone
from toneguard.advising.guidance import guide
from toneguard.check import DEFAULTS
from toneguard.judging.clarity import check_clarity
from toneguard.judging.message import looks_of, read_message
from toneguard.judging.spelling import check_spelling
from toneguard.judging.tone import find_tone


def show(name: str, call: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> None:
    """The best of five runs over all arguments, for one call."""
    for given in arguments:
        call(*given)
    best = min(timeit.repeat(lambda: [call(*given) for given in arguments], number=1, repeat=5))
    print(f"{name:<34} {1000 * best / len(arguments):8.3f} ms")


def main() -> None:
    """Print the table."""
    civil = messages(200, angry=False)
    readings = [read_message(text, None, DEFAULTS) for text in civil]
    looks = [looks_of(reading, DEFAULTS) for reading in readings]
    both = list(zip(readings, looks, strict=True))
    show("whole report, civil", check_tone, [(text,) for text in civil])
    show("whole report, angry with rewrite", check_tone, [(text,) for text in messages(200, angry=True)])
    show("  reading", read_message, [(text, None, DEFAULTS) for text in civil])
    show("  automaton", looks_of, [(reading, DEFAULTS) for reading in readings])
    show("  tone", lambda r, k: find_tone(r, k, "complaint", DEFAULTS), both)
    show("  clarity", lambda r: check_clarity(r, kind="complaint", channel="email", fog=()), [(r,) for r in readings])
    show("  spelling", lambda r: check_spelling(r, channel="email", allow=frozenset()), [(r,) for r in readings])
    show("  guidance", lambda r, k: guide(r, k, kind="complaint", question=None), both)
    for words in (300, 3_000, 30_000):
        text = "\n\n".join(civil * 2)
        text = " ".join(text.split(" ")[:words])
        best = min(timeit.repeat(lambda text=text: check_tone(text), number=1, repeat=3))
        print(f"{words:>6} words: {1e6 * best / words:6.2f} microseconds a word")


if __name__ == "__main__":
    main()
