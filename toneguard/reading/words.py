"""The one tokenizer, and the sentences: words with their place in the text as given.

A word is letters with their marks and joiners ("ba't", "mag-order"), masked words whole ("f**k", "a$$"). Links,
addresses, order codes, numbers and emoji are tokens of their own kind. Every pattern is free of backtracking, so the
time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from toneguard.reading.folding import LONGEST_WORD, fold, unmask
from toneguard.reading.model import Sentence, Token, TokenKind, Zone

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e\u200b-\u200d\u2060\u00ad\ufeff"
)
_LETTER = rf"[\w{_MARKS}]"
_APOSTROPHE = "'’‘ʼ`´"
_EMOJI = "\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55"

_LINKS = r"""
    (?P<link>(?:https?|ftp)://[^\s<>"]+|www\.[^\s<>"]+)
  | (?P<address>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)
  | """
_WORDS = rf"""
    (?P<spaced>(?<!{_LETTER})(?<!{_LETTER}[{_APOSTROPHE}])[^\W\d_](?:[ ._*·-][^\W\d_]){{2,}}(?![\w{_APOSTROPHE}*@$#%+]))
  | (?P<number>[£$€₨₱₹¥+]?\d+(?:[.,:/-]\d+)*(?![\w{_MARKS}]|[-/]\w))
  | (?P<word>[@#$]?{_LETTER}+(?:(?:[{_APOSTROPHE}&/!-]|[*@$#%+]+)(?=\w){_LETTER}+)*(?:\*{{2,}}|\${{1,2}})?)
  | (?P<emoji>[{_EMOJI}][\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642]*)
    """
_TOKEN = re.compile(_WORDS, re.VERBOSE)
_MAY_LINK = re.compile(r"://|www\.|@")
_TRAILING = ".,;:!?)]}'\"”’»"

_STOP = re.compile(r"[.!?…۔؟؛]")
_SOFT_STOP = re.compile(r"\.[\"')\]”’»]*\s*\Z")
_BLANK_LINE = re.compile(r"\n[ \t\r>]*\n")
_HAS_BULLET = re.compile(r"\n[ \t]*(?:[-*•–—·]|\d{1,2}[.)]|\(?[a-z][.)])[ \t]")
_LIST_NUMBER = re.compile(r"(?:\A|\n)[ \t]*\Z")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos rs vs etc approx ref inv tel ext dept inc ltd co corp jr sr eg ie cf ca fig al sq ft "
    "apt bldg brgy engr atty hon rev gen col capt sgt lt e.g i.e a.m p.m u.s u.k jan feb mar apr jun jul aug sep sept "
    "oct nov dec mon tue tues wed thu thurs fri sat sun gng bb blk php conf acct qty max min hrs mins avg est incl".split()
)
_SHORT_LINE = 55
"""A line break after fewer characters than this ends a sentence: mail is wrapped at 60 to 78."""


@cache
def _token_or_link() -> re.Pattern[str]:
    """The same with links and addresses; asked only where the text has one, since looking for them doubles the time."""
    return re.compile(_LINKS + _WORDS, re.VERBOSE)


def tokenize(text: str, start: int, end: int, maskable: Mapping[int, tuple[str, ...]]) -> list[Token]:
    """The tokens of `text[start:end]`, their places counted in the whole text.

    `maskable`: the words, by length, that a masked or spaced-out spelling may stand for.
    """
    tokens: list[Token] = []
    pattern = _token_or_link() if _MAY_LINK.search(text, start, end) else _TOKEN
    for match in pattern.finditer(text, start, end):
        kind, surface, first = match.lastgroup, match.group(), match.start()
        if kind == "word" and len(surface) <= LONGEST_WORD:
            folded, sort, left, right = _classify(surface)
            if sort == "word":
                tokens.append(Token(first + left, first + right, folded, sort))
            else:
                tokens.append(_odd_word(surface, first, maskable))
        elif kind == "word":
            tokens.append(Token(first, match.end(), fold(surface), "word"))
        elif kind == "spaced":
            tokens.extend(_spaced(surface, first, maskable))
        else:
            surface = surface.rstrip(_TRAILING) if kind == "link" else surface
            tokens.append(Token(first, first + len(surface), fold(surface), kind))  # type: ignore[arg-type]
    return tokens


def _odd_word(surface: str, start: int, maskable: Mapping[int, tuple[str, ...]]) -> Token:
    """A word that is masked, or holds digits or marks."""
    folded, kind, left, right = _classify(surface)
    if kind != "word" and (word := unmask(folded, maskable)) is not None:
        return Token(start + left, start + right, word, "word")
    if kind != "word" and surface[-1] in "*$" and surface[0] not in "*$":
        return _odd_word(surface.rstrip("*$"), start, maskable)
    return Token(start + left, start + right, folded, kind)


@lru_cache(maxsize=1 << 16)
def _classify(surface: str) -> tuple[str, TokenKind, int, int]:
    """Folded form, kind, and the part of the surface that is the token (marks such as markdown stars fall off)."""
    if surface.isalpha():
        return fold(surface), "word", 0, len(surface)
    left = 1 if surface[0] == "_" and len(surface) > 1 else 0
    right = len(surface.rstrip("_")) or len(surface)
    core = surface[left:right]
    if core[0] in "@#":
        return fold(core), "handle", left, right
    if any(c.isdigit() or c in "*$@#%+!&" for c in core):
        return fold(core), "code", left, right
    return fold(core), "word", left, right


def _spaced(surface: str, start: int, maskable: Mapping[int, tuple[str, ...]]) -> Iterable[Token]:
    """`f u c k` is one word where it is a listed one; `u r a` stays three."""
    joined = fold("".join(surface[: 2 * LONGEST_WORD : 2]))
    for length in range(min(len(joined), 12), 2, -1):
        listed = maskable.get(length, ())
        for at in range(min(len(joined), LONGEST_WORD) - length + 1):
            if joined[at : at + length] in listed:
                return _with_spaced(surface, start, joined, at, length)
    if "." in surface and " " not in surface:
        return (Token(start, start + len(surface), joined, "word"),)
    return _letters(surface, start, 0, len(surface))


def _with_spaced(surface: str, start: int, joined: str, at: int, length: int) -> list[Token]:
    left, right = 2 * at, 2 * (at + length) - 1
    word = Token(start + left, start + right, joined[at : at + length], "word")
    return [*_letters(surface, start, 0, left), word, *_letters(surface, start, right, len(surface))]


def _letters(surface: str, start: int, left: int, right: int) -> list[Token]:
    return [
        Token(start + at, start + at + 1, fold(surface[at]), "word")
        for at in range(left, right)
        if surface[at].isalpha()
    ]


def split_sentences(text: str, tokens: Sequence[Token], zones: Iterable[Zone]) -> list[Sentence]:
    """The sentences of the writer's own zones; abbreviations, bullets and hard-wrapped lines are understood."""
    sentences: list[Sentence] = []
    paragraph = 0
    first = 0
    own = [zone for zone in zones if zone.kind == "own"]
    for zone in own:
        last = first
        while last < len(tokens) and tokens[last].start < zone.end:
            last += 1
        begin = first
        for index in range(first, last):
            following = tokens[index + 1].start if index + 1 < last else zone.end
            gap = text[tokens[index].end : following]
            if index + 1 < last and not _ends(text, tokens, index, gap, begin):
                continue
            sentences.append(_sentence(text, tokens, zone, begin, index + 1, gap, paragraph))
            begin = index + 1
            paragraph += bool(_BLANK_LINE.search(gap))
        paragraph += last > first
        first = last
    return sentences


def _sentence(
    text: str, tokens: Sequence[Token], zone: Zone, first: int, last: int, gap: str, paragraph: int
) -> Sentence:
    start = tokens[first].start
    floor = tokens[first - 1].end if first else zone.start
    while start > max(floor, zone.start) and text[start - 1] in "\"'“‘«([¿¡*":
        start -= 1
    return Sentence(start, tokens[last - 1].end + _closing(gap), first, last, paragraph)


@lru_cache(maxsize=1 << 12)
def _closing(gap: str) -> int:
    """How much of the gap after its last token belongs to a sentence."""
    kept = 0
    for char in gap[:64]:
        if char.isspace() or char in "“‘«([":
            break
        kept += 1
    return kept


def _ends(text: str, tokens: Sequence[Token], index: int, gap: str, begin: int) -> bool:
    following = tokens[index + 1]
    if gap == " ":
        return tokens[index].kind == "emoji" and text[following.start].isupper()
    if _STOP.search(gap):
        return not _is_inner_stop(text, tokens[index], following, gap)
    if "\n" not in gap:
        return False
    if _BLANK_LINE.search(gap) or _HAS_BULLET.search(gap):
        return True
    line_start = text.rfind("\n", tokens[begin].start, tokens[index].end) + 1 or tokens[begin].start
    return tokens[index].end - line_start < _SHORT_LINE


def _is_inner_stop(text: str, token: Token, following: Token, gap: str) -> bool:
    """A full stop inside an abbreviation, an initial, a file name; `!` and `?` before a comma or a bracket's end."""
    if "\n" in gap and ("." not in gap or _BLANK_LINE.search(gap)):
        return False
    if not _SOFT_STOP.match(gap):
        return gap[0] in "!?…." and gap.rstrip()[-1] in ",;:" and "\n" not in gap
    if gap == ".":
        before, after = text[token.end - 1], text[following.start]
        return not (before.islower() and after.isupper() and token.end - token.start > 1)
    upper = text[following.start].isupper()
    if token.folded in _ABBREVIATIONS:
        return not (upper and token.folded in ("etc", "pm", "am"))
    if token.kind == "number":
        return _LIST_NUMBER.search(text, max(token.start - 16, 0), token.start) is not None
    if token.end - token.start > 1:
        return False
    dotted = text[max(token.start - 1, 0)] == "."
    return not upper if dotted else upper and text[token.start].isupper()
