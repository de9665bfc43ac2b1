"""The first half of the straight line: str -> zones -> words, sentences -> languages."""

from __future__ import annotations

from collections.abc import Mapping

from toneguard.reading.language import tag_languages
from toneguard.reading.model import Reading, Token
from toneguard.reading.parse import Parse
from toneguard.reading.words import split_sentences, tokenize
from toneguard.reading.zones import find_zones


def read(
    text: str,
    *,
    language: str | None = None,
    maskable: Mapping[int, tuple[str, ...]] | None = None,
    parse: Parse | None = None,
) -> Reading:
    """The message taken apart; every place counts code points of `text` as given.

    `language`: take the whole message as this one. `maskable`: words, by length, that masked spellings may stand for.
    `parse`: what a parsed Doc of the same text says.
    """
    zones, directives = find_zones(text)
    tokens: list[Token] = []
    for zone in zones:
        if zone.kind == "own":
            tokens.extend(tokenize(text, zone.start, zone.end, maskable or {}))
    sentences = split_sentences(text, tokens, zones)
    tagged = tag_languages(text, tokens, sentences, language)
    return Reading(
        text,
        zones,
        tuple(tagged.tokens),
        tuple(tagged.sentences),
        tuple(tagged.runs),
        tagged.language,
        directives,
        sum(token.kind == "word" for token in tokens),
        parse,
    )
