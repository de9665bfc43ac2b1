"""Every listed expression, by itself and beside facts in one sentence: the rewrite is calm and loses no fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from toneguard import ToneReport, check_tone
from toneguard.artifacts import lexicon_root
from toneguard.lexicon.entries import read_entries
from toneguard.lexicon.model import LANGUAGES, Entry
from toneguard.report import MILD, TONE, Kind

BESIDE: Final = {
    "en": ("I have waited for order 5512 since 12 May and ", ", order 5512 from 12 May."),
    "ur": ("12 مئی سے آرڈر 5512 کا انتظار ہے اور ", "، آرڈر 5512، 12 مئی۔"),
    "ur-Latn": ("12 May se order 5512 ka intezar hai aur ", ", order 5512, 12 May."),
    "tl": ("Hinihintay ko ang order 5512 mula Mayo 12 at ", ", order 5512 noong Mayo 12."),
}
ALONE: Final = 0.96
WITH_FACTS: Final = 0.91
"""Shares that must come out calm: what does not is a demand so large that no wording of it is modest, or a fact that is
itself inside the insult."""


def said_by_others(language: str) -> Iterator[tuple[Entry, Kind, str]]:
    """The first example of every entry of tone, and who writes it."""
    for entry in read_entries(lexicon_root() / language):
        if entry.dimension in TONE and entry.match:
            kind: Kind = "complaint" if entry.kind == "both" else entry.kind
            yield entry, kind, entry.match[0].replace("{", "").replace("}", "")


def worst(report: ToneReport) -> float:
    """The highest of the tone scores."""
    return max(getattr(report.scores, name) or 0.0 for name in TONE)


def calm_after(text: str, kind: Kind) -> tuple[bool, str] | None:
    """Whether the rewrite is calm, and what stands in the end; None where there was nothing to mend."""
    report = check_tone(text, kind=kind)
    if worst(report) < MILD:
        return None
    better = report.rewrite or text
    return worst(check_tone(better, kind=kind)) < MILD, better


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_listed_can_be_mended(language: str) -> None:
    """The example of an entry, by itself, comes out calm."""
    done = [made for _, kind, said in said_by_others(language) if (made := calm_after(said, kind))]
    assert len(done) > 250
    assert sum(calm for calm, _ in done) >= ALONE * len(done)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_listed_is_mended_beside_facts(language: str) -> None:
    """In one sentence with an order and its date it comes out calm as well, and both stay."""
    before, behind = BESIDE[language]
    texts = [
        (text, kind)
        for _, kind, said in said_by_others(language)
        for text in (f"{before}{said[:1].lower()}{said[1:]}", f"{said.rstrip('.!?۔؟ ')}{behind}")
    ]
    done = [made for text, kind in texts if (made := calm_after(text, kind))]
    assert all("5512" in better and "12" in better for _, better in done)
    assert sum(calm for calm, _ in done) >= WITH_FACTS * len(done)
