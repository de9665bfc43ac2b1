"""The language of each run: the main one of the message, then each sentence, then each word in its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from toneguard.reading.cues import OURS, UNKNOWN, tag_word
from toneguard.reading.deciding import decide, foreign, speaks_for_others, weigh
from toneguard.reading.model import Sentence, Token

_ENGLISH: Final = ("en",)
_STRAY: Final = 0.04
"""English with at most this share of words from elsewhere (names, foods, a courtesy) is English throughout."""
_OTHER_SENTENCE: Final = 0.35
"""A sentence is of a language that is not ours from this weight a word on; half of any text is function words."""
_OURS_IN_ANOTHER: Final = 0.4
"""A message in two languages is ours where this share of its words stands in sentences of ours."""

_token = partial(tuple.__new__, Token)  # eight times faster than _replace


class Tagged(NamedTuple):
    """What the language stage adds to a Reading."""

    tokens: list[Token]
    sentences: list[Sentence]
    runs: list[tuple[int, int, str]]
    language: str


def tag_languages(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], forced: str | None) -> Tagged:
    """Tokens and sentences with their languages, the runs, and the main language of the message.

    `forced`: take everything as this language. A message without words is `und`.
    """
    tags = [tag_word(token.folded) if token.kind == "word" else "" for token in tokens]
    counts = Counter(tags)
    if forced is None and _is_english(counts):
        return _english(tokens, tags, counts, sentences)
    main = forced or _main(text, tokens, tags, counts, sentences)
    if main not in OURS:
        runs = [(tokens[0].start, tokens[-1].end, main)] if tokens else []
        return Tagged(list(tokens), list(sentences), runs, main)
    return _by_sentence(tokens, tags, sentences, main, forced)


def _is_english(counts: Mapping[str, int]) -> bool:
    """The common case: English function words, and hardly a word from elsewhere."""
    english = sum(count for tag, count in counts.items() if tag[:2] == "en")
    words = sum(counts.values()) - counts.get("", 0)
    return counts.get("en", 0) > 0 and words - english - counts.get(UNKNOWN, 0) <= _STRAY * words and 2 * english >= words


def _english(
    tokens: Sequence[Token], tags: Sequence[str], counts: Mapping[str, int], sentences: Sequence[Sentence]
) -> Tagged:
    spoken = {tag: "en" if tag[:2] == "en" else "" for tag in counts}
    tagged = [_token((t[0], t[1], t[2], t[3], spoken[tag])) for t, tag in zip(tokens, tags, strict=True)]
    told = [Sentence(s.start, s.end, s.first, s.last, s.paragraph, _ENGLISH) for s in sentences]
    return Tagged(tagged, told, [(tokens[0].start, tokens[-1].end, "en")], "en")


def _main(
    text: str, tokens: Sequence[Token], tags: Sequence[str], counts: Mapping[str, int], sentences: Sequence[Sentence]
) -> str:
    unknown = [token.folded for token, tag in zip(tokens, tags, strict=True) if tag == UNKNOWN]
    main = decide(counts, text, unknown)
    if main in OURS or len(sentences) == 1:
        return main
    shares: Counter[str] = Counter()
    for s in sentences:
        inside = Counter(tags[s.first : s.last])
        shares[decide(inside)] += sum(inside.values()) - inside[""]
    mine = {name: shares[name] for name in OURS}
    enough = sum(mine.values()) >= _OURS_IN_ANOTHER * sum(shares.values())
    return max(OURS, key=mine.__getitem__) if enough and any(mine.values()) else main


def _by_sentence(
    tokens: Sequence[Token], tags: Sequence[str], sentences: Sequence[Sentence], main: str, forced: str | None
) -> Tagged:
    tagged: list[Token] = []
    told: list[Sentence] = []
    for s in sentences:
        counts = Counter(tags[s.first : s.last])
        other = None if forced else _other(counts)
        spoken = dict.fromkeys(counts, forced or other) if forced or other else _spoken(counts, main)
        tagged += [
            _token((t[0], t[1], t[2], t[3], spoken[tag]))
            for t, tag in zip(tokens[s.first : s.last], tags[s.first : s.last], strict=True)
        ]
        languages = () if other else _of_sentence(counts, spoken, main)
        told.append(Sentence(s.start, s.end, s.first, s.last, s.paragraph, languages))
    return Tagged(tagged, told, list(_runs(tagged, main)), main)


def _other(counts: Mapping[str, int]) -> str | None:
    """The language of a sentence that is plainly not ours, else None."""
    if not any(map(speaks_for_others, counts)):
        return None
    weights = weigh(counts)
    if (name := foreign(weights)) is None:
        return None
    words = sum(counts.values()) - counts.get("", 0)
    return name if weights.sole[name] > 1 and weights.score[name] >= _OTHER_SENTENCE * words else None


def _spoken(counts: Mapping[str, int], main: str) -> dict[str, str]:
    """The language of each tag in one sentence: a word that is shared goes with its sentence, a doubtful one too.

    A word of no list, or of another language only, belongs to no language in particular.
    """
    sure: Counter[str] = Counter()
    for tag, count in counts.items():
        if tag[-1:] != "?" and (name := tag.rstrip(".")) in OURS:
            sure[name] += count
    local = max(sure, key=lambda name: (sure[name], name == main), default=main)
    return {tag: _of_tag(tag, local, main, english=sure["en"] > 0) for tag in counts}


def _of_tag(tag: str, local: str, main: str, *, english: bool) -> str:
    if tag == "en?":
        return "en" if english else local
    owners = [name for name in tag.rstrip(".?").split() if name in OURS]
    for name in (local, main):
        if name in owners:
            return name
    return owners[0] if owners else ""


def _of_sentence(counts: Mapping[str, int], spoken: Mapping[str, str], main: str) -> tuple[str, ...]:
    votes: Counter[str] = Counter()
    for tag, count in counts.items():
        if language := spoken[tag]:
            votes[language] += count
    words = sum(votes.values())
    kept = [name for name, count in votes.most_common() if count >= max(1, 0.15 * words)]
    return tuple(kept) if kept else (main,)


def _runs(tokens: Sequence[Token], main: str) -> Iterator[tuple[int, int, str]]:
    if not tokens:
        return
    start, end = tokens[0].start, tokens[0].end
    language = next((token.language for token in tokens if token.language), main)
    for token in tokens:
        if token[4] and token[4] != language:
            yield start, end, language
            start, language = token[0], token[4]
        end = token[1]
    yield start, end, language
