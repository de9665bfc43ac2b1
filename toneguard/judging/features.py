"""What a sentence says, as features: its words, the letters inside them, and the words that stand together.

A feature is known by its checksum alone. Every different word of a passage brings its own features, once, and those of
the two and three words that begin with it, so that a passage's sum is the sum over its words and phrases. Beside them
stands the evidence: what the lexicons and the typing (capitals, piled-up marks) have found in it, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final
from zlib import crc32

from toneguard.judging.context import Around
from toneguard.lexicon.matching import Lexicon
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding, Kind

START: Final = "^"
QUOTED: Final = "@quoted"
LETTERS: Final = (2, 3, 4, 5)
"""Lengths of the letter sequences: with them spelling variants and affixes of a word share most of its features."""


def sentence_words(reading: Reading, sentence: Sentence, lexicon: Lexicon, around: Around) -> tuple[str, ...]:
    """The words of a sentence in the lexicon's spelling, between a start and how it ends.

    Numbers, codes and links are only named as such; what stands in quotation marks is somebody else's and one mark.
    """
    words = [START]
    for token in reading.words(sentence):
        if around.covers(token.start, token.end):
            if words[-1] != QUOTED:
                words.append(QUOTED)
        elif token.kind == "word":
            words.extend(lexicon.spell(token.folded).split())
        else:
            words.append(f"@{token.kind}")
    words.append(_ending(reading.text[sentence.start : sentence.end]))
    return tuple(words)


def _ending(text: str) -> str:
    last = text.rstrip()[-1:]
    return "?" if last in ("?", "؟") else "!" if last == "!" else "."


def word_features(word: str) -> list[int]:
    """The features of a word by itself: the word and its letters, its start and end among them."""
    framed = f"<{word}>"
    pieces = [f"c{framed[at : at + n]}" for n in LETTERS for at in range(len(framed) - n + 1)]
    return [crc32(f"w{word}".encode(errors="replace")), *(crc32(p.encode(errors="replace")) for p in pieces)]


@lru_cache(maxsize=1 << 16)
def _begun(word: str) -> tuple[bytes, int, int, int]:
    """A word as it goes on a phrase, and the checksums of the three sorts of phrases that begin with it."""
    said = word.encode(errors="replace")
    return b" " + said, crc32(b"b" + said), crc32(b"t" + said), crc32(b"s" + said)


def phrase_features(words: Sequence[str]) -> list[int]:
    """The features of words that stand together: `bone two`, `tone two three`, and `sone three` with one between."""
    begun = [_begun(word) for word in words]
    features = [crc32(second, two) for (_, two, _, _), (second, *_) in pairwise(begun)]
    triples = zip(begun, begun[1:], begun[2:], strict=False)
    for (_, _, three, around), (second, *_), (third, *_) in triples:
        features += (crc32(third, crc32(second, three)), crc32(third, around))
    return features


def kind_feature(kind: Kind) -> int:
    """The feature that says who writes."""
    return crc32(f"k{kind}".encode())


def evidence_of(findings: Iterable[Finding]) -> frozenset[str]:
    """What was found by other means, as names: `anger/mild`, `profanity/strong` ..., each once."""
    return frozenset(f"{f.dimension}/{f.level}" for f in findings if f.dimension in TONE)


def passage_features(sentences: Sequence[Sequence[str]], kind: Kind) -> list[int]:
    """All features of a passage, each as often as it counts; what fitting counts."""
    found = [kind_feature(kind)]
    for word in distinct(sentences):
        found.extend(word_features(word))
    for words in sentences:
        found.extend(phrase_features(words))
    return found


def distinct(sentences: Iterable[Sequence[str]]) -> Iterable[str]:
    """The different words of some sentences, in order."""
    return dict.fromkeys(chain.from_iterable(sentences))
