"""The language of each run: the main one of the message, then each sentence, then each word in its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import repeat
from typing import Any, Final, NamedTuple

from toneguard.reading.cues import OURS, UNKNOWN, tag_word
from toneguard.reading.deciding import UNDECIDED, decide, foreign, speaks_for_others, weigh
from toneguard.reading.model import Sentence, Token

_ENGLISH: Final = ("en",)
_STRAY: Final = 0.04
"""English with at most this share of words from elsewhere (names, foods, a courtesy) is English throughout."""
_OTHER_SENTENCE: Final = 0.35
"""A sentence is of a language that is not ours from this weight a word on; half of any text is function words."""
_OURS_IN_ANOTHER: Final = 0.4
"""A message in two languages is ours where this share of its words stands in sentences of ours."""

_NO_MIX: Final = {"tl", "ur-Latn"}
"""Nobody writes these two in one sentence: a word of the one in the other is spelt alike by chance."""

_Columns = tuple[tuple[Any, ...], ...]
"""Starts, ends, folded words, kinds and languages of the tokens."""

_token: Final = partial(tuple.__new__, Token)


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
    if not tokens:
        return Tagged([], list(sentences), [], forced or UNDECIDED)
    columns = tuple(zip(*tokens, strict=True))
    _, _, folded, kinds, _ = columns
    tags = [tag_word(word) if kind == "word" else "" for word, kind in zip(folded, kinds, strict=True)]
    counts = Counter(tags)
    if forced is None and _is_english(counts):
        spoken = {tag: "en" if tag[:2] == "en" else "" for tag in counts}
        told = [_told(s, _ENGLISH) for s in sentences]
        return Tagged(_spoken_in(columns, map(spoken.__getitem__, tags)), told, [_whole(tokens, "en")], "en")
    main = forced or _main(text, tokens, tags, counts, sentences)
    if main not in OURS:
        return Tagged(list(tokens), list(sentences), [_whole(tokens, main)], main)
    if forced:
        told = [_told(s, (forced,)) for s in sentences]
        return Tagged(_spoken_in(columns, repeat(forced, len(tokens))), told, [_whole(tokens, forced)], forced)
    return _by_sentence(columns, tags, sentences, main)


def _whole(tokens: Sequence[Token], language: str) -> tuple[int, int, str]:
    return tokens[0].start, tokens[-1].end, language


def _told(sentence: Sentence, languages: tuple[str, ...]) -> Sentence:
    return Sentence(sentence[0], sentence[1], sentence[2], sentence[3], sentence[4], languages)


def _spoken_in(columns: _Columns, languages: Iterable[str]) -> list[Token]:
    """The tokens with their languages; by columns, which takes a third of the time of `_replace`."""
    return list(map(_token, zip(*columns[:4], languages, strict=True)))


def _is_english(counts: Mapping[str, int]) -> bool:
    """The common case: English function words, and hardly a word from elsewhere."""
    english = sum(count for tag, count in counts.items() if tag[:2] == "en")
    words = sum(counts.values()) - counts.get("", 0)
    return (
        counts.get("en", 0) > 0 and words - english - counts.get(UNKNOWN, 0) <= _STRAY * words and 2 * english >= words
    )


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


def _by_sentence(columns: _Columns, tags: Sequence[str], sentences: Sequence[Sentence], main: str) -> Tagged:
    languages = [""] * len(tags)
    told: list[Sentence] = []
    for s in sentences:
        inside = tags[s.first : s.last]
        counts = Counter(inside)
        if other := _other(counts):
            languages[s.first : s.last] = [other] * len(inside)
            told.append(_told(s, ()))
        else:
            spoken = _spoken(counts, main)
            languages[s.first : s.last] = map(spoken.__getitem__, inside)
            told.append(_told(s, _of_sentence(counts, spoken, main)))
    runs = list(_runs(columns[0], columns[1], languages, main))
    return Tagged(_spoken_in(columns, languages), told, runs, main)


def _other(counts: Mapping[str, int]) -> str:
    """The language of a sentence that is plainly not ours, else empty."""
    if not any(map(speaks_for_others, counts)):
        return ""
    weights = weigh(counts)
    if (name := foreign(weights)) is None:
        return ""
    words = sum(counts.values()) - counts.get("", 0)
    return name if weights.sole[name] > 1 and weights.score[name] >= _OTHER_SENTENCE * words else ""


def _spoken(counts: Mapping[str, int], main: str) -> dict[str, str]:
    """The language of each tag in one sentence: a word that is shared goes with its sentence, a doubtful one too.

    A word of no list, or of another language only, belongs to no language in particular.
    """
    sure: dict[str, int] = {}
    for tag, count in counts.items():
        if (name := _sure(tag)) and (tag != "en." or main == "en"):  # a mix borrows nouns, not grammar
            sure[name] = sure.get(name, 0) + count
    local = max(sure, key=lambda name: (sure[name], name == main)) if sure else main
    spoken = {tag: _of_tag(tag, local, main, "en" in sure or "en." in counts) for tag in counts}
    if main != "tl" and "tl." in spoken and list(spoken.values()).count("tl") == 1:
        spoken["tl."] = ""  # the Filipino list holds names and places too; alone they bring no Tagalog with them
    return spoken


@lru_cache(maxsize=1 << 10)
def _sure(tag: str) -> str:
    """The one language of ours that the tag names, or empty."""
    name = tag.rstrip(".")
    return name if name in OURS else ""


@lru_cache(maxsize=1 << 12)
def _of_tag(tag: str, local: str, main: str, english: bool) -> str:  # noqa: FBT001 - by name costs the memo twice the time
    if tag == "en?":
        return "en" if english else local
    owners = [name for name in tag.rstrip(".?").split() if name in OURS]
    for name in (local, main):
        if name in owners:
            return name
    return "" if not owners or {owners[0], local} == _NO_MIX else owners[0]


def _of_sentence(counts: Mapping[str, int], spoken: Mapping[str, str], main: str) -> tuple[str, ...]:
    """The languages that a seventh of the words and more belong to, the most frequent first."""
    votes: dict[str, int] = {}
    for tag, count in counts.items():
        if language := spoken[tag]:
            votes[language] = votes.get(language, 0) + count
    if len(votes) < 2:
        return tuple(votes) or (main,)
    enough = 0.15 * sum(votes.values())
    return tuple(sorted((name for name in votes if votes[name] >= enough), key=lambda name: -votes[name]))


def _runs(
    starts: Sequence[int], ends: Sequence[int], languages: Sequence[str], main: str
) -> Iterator[tuple[int, int, str]]:
    """Stretches of one language; a word of none goes with what stands before it."""
    spoken = next(filter(None, languages), main)
    first = last = 0
    for last, language in enumerate(languages):
        if language and language != spoken:
            yield starts[first], ends[last - 1], spoken
            first, spoken = last, language
    yield starts[first], ends[last], spoken
