"""Word lists that are searched where they lie on disk: is it a word, and how frequent.

One sorted blob a language: fixed records would waste room, so the words stand one a line in code point order, each with
its frequency. As in a printed dictionary, guide words say on which page a word must stand, and only that page is read.
Opening one costs a memory map and the guide words (0.5 ms for English), not a load.
"""

from __future__ import annotations

import mmap
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

from toneguard.artifacts import artifact, digest
from toneguard.reading.folding import fold

ListLanguage = Literal["en", "ur", "tl"]
LANGUAGES: Final[tuple[ListLanguage, ...]] = ("en", "ur", "tl")
_FORMAT: Final = "words 1"
_PAGE: Final = 1 << 10
"""Bytes of a page: finding a new word takes 3 microseconds, where a binary search of the lines took 12."""


class WordList:
    """The words of one language. Frequencies are centi-zipf: 100 times the logarithm of uses in a thousand million words."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._blob = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._starts, self._guides = _guide_words(self._blob)
        self.frequency = lru_cache(maxsize=1 << 16)(self._find)
        self.block = lru_cache(maxsize=64)(self._block)

    def __contains__(self, word: str) -> bool:
        return self.frequency(word) > 0

    def starting_with(self, letter: str) -> Iterable[tuple[str, int]]:
        """The listed words that start with a letter, with their frequencies."""
        start = self._place(letter.encode())
        return self._entries(start, self._place(chr(ord(letter) + 1).encode()))

    def entries(self) -> Iterable[tuple[str, int]]:
        """Every listed word with its frequency; it takes some 10 ms."""
        return self._entries(0, len(self._blob))

    def _block(self, letter: str) -> Mapping[str, int]:
        """The same as a table, kept: corrections of a word ask for hundreds of words of one first letter."""
        return dict(self.starting_with(letter))

    def _entries(self, start: int, end: int) -> Iterable[tuple[str, int]]:
        for line in self._blob[start:end].decode().splitlines():
            word, _, frequency = line.partition("\t")
            yield word, int(frequency)

    def _place(self, wanted: bytes) -> int:
        """Where the first line stands that is not before `wanted`."""
        start, end = self._page(wanted)
        for line in self._blob[start:end].splitlines(keepends=True):
            if line.partition(b"\t")[0] >= wanted:
                return start
            start += len(line)
        return start

    def _page(self, wanted: bytes) -> tuple[int, int]:
        """Start and end of the page on which `wanted` stands, if anywhere."""
        page = max(bisect_right(self._guides, wanted) - 1, 0)
        return self._starts[page], self._starts[page + 1]

    def _find(self, word: str) -> int:
        """The frequency of a folded word, 0 where it is not listed."""
        try:
            wanted = word.encode()
        except UnicodeEncodeError:  # a lone surrogate is in no word
            return 0
        if not wanted or b"\n" in wanted or b"\t" in wanted:
            return 0
        line = wanted + b"\t"
        start, end = self._page(wanted)
        if start or self._blob[: len(line)] != line:
            start = self._blob.find(b"\n" + line, max(start - 1, 0), end) + 1
            if start == 0:
                return 0
        start += len(line)
        return int(self._blob[start : self._blob.find(b"\n", start)])


def _guide_words(blob: mmap.mmap) -> tuple[list[int], list[bytes]]:
    """Where each page starts, and the end of the last; the first word of each page."""
    starts = [0]
    while (start := blob.find(b"\n", starts[-1] + _PAGE) + 1) and start < len(blob):
        starts.append(start)
    guides = [blob[start : blob.find(b"\t", start)] for start in starts]
    return [*starts, len(blob)], guides


@cache
def word_list(language: ListLanguage) -> WordList:
    """The word list of a language, opened on first need."""
    return WordList(word_list_artifact(language))


def word_list_artifact(language: ListLanguage) -> Path:
    """The file of a language's word list, built where it is not there yet (see `build_word_list`)."""
    return artifact(
        f"words-{language}.bin", lambda: digest((), salt=f"{_FORMAT} {language}"), lambda: build_word_list(language)
    )


def build_word_list(language: ListLanguage) -> bytes:
    """The blob, from symspellpy's list for English and wordfreq's for Urdu and Filipino.

    Both packages are needed only here: when a wheel is built or a checkout first runs.
    """
    frequencies = _english() if language == "en" else _wordfreq({"ur": "ur", "tl": "fil"}[language])
    return _blob(frequencies)


def _blob(frequencies: Mapping[str, int]) -> bytes:
    lines = sorted((word.encode(), frequency) for word, frequency in frequencies.items() if word and frequency > 0)
    return b"".join(b"%s\t%d\n" % line for line in lines)


def _english() -> dict[str, int]:
    """symspellpy's 82,765 words with their counts in Google Books Ngram (and SCOWL), made centi-zipf."""
    from importlib.util import find_spec
    from math import log10

    spec = find_spec("symspellpy")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("symspellpy is needed once, to make the English word list: pip install symspellpy")
    path = Path(spec.origin).parent / "frequency_dictionary_en_82_765.txt"
    counts = {word: int(count) for word, count in _pairs(path.read_text("utf-8-sig").splitlines())}
    total = sum(counts.values())
    return {word: max(1, round(100 * log10(count / total * 1e9))) for word, count in counts.items()}


def _pairs(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((parts[0], parts[1]) for parts in (line.split() for line in lines) if len(parts) == 2)  # noqa: PLR2004


def _wordfreq(code: str) -> dict[str, int]:
    """wordfreq's small list, folded as the tokenizer folds."""
    try:
        from wordfreq import get_frequency_list
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("wordfreq is needed once, to make the word lists: pip install wordfreq") from error
    frequencies: dict[str, int] = {}
    # wordfreq keeps words in bins of one centibel: bin n holds frequencies of 10 ** (-n / 100).
    for cents, words in enumerate(get_frequency_list(code, "small")):
        for word in words:
            frequencies.setdefault(fold(word), 900 - cents)
    return frequencies
