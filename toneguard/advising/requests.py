"""A command or a claim becomes a request: the demand stays, the order, the urgency and the threat go."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from toneguard.advising.facts import DAYS
from toneguard.advising.wording import Wording, load_wording
from toneguard.judging.english import english
from toneguard.lexicon.compiled import load_lexicon
from toneguard.reading.cues import UNKNOWN, tag_word
from toneguard.reading.folding import fold

ENDS: Final = " \t\n,.;:!?،؛۔؟…–—-"
"""Marks and spaces that are no part of what a clause says."""
_LONGEST_VERB: Final = 3
"""Words that the longest verb of a `requests.toml` has."""

_FACT: Final = 2
"""Words at the beginning among which a number makes them a fact."""


def as_request(sentence: str, language: str = "en") -> str | None:
    """The sentence as a request, without urgency and threat; None where it neither orders nor claims anything.

    >>> as_request("Refund me right now or else!")
    'Please refund me.'
    >>> as_request("Ibalik ninyo ang pera ko ngayon din!", "tl")
    'Pakibalik po ang pera ko.'
    """
    asked = ask(sentence, language)
    if asked is None:
        return None
    first = sentence.strip()[:1]
    return (asked if first.islower() else asked[:1].upper() + asked[1:]) + load_wording(language).stop


def ask(clause: str, language: str, *, please: bool = True) -> str | None:
    """A clause as a request, without capital and full stop; None where it is no order or is polite already.

    `please`: without it the word for please is left out, for the second request of a sentence.
    """
    wording = load_wording(language)
    cool = cooled(clause, language)
    if wording.patterns["polite"].search(cool) or wording.patterns["never"].search(cool):
        return None
    said = cool.strip(ENDS)
    said = wording.patterns["lead"].sub("", said, count=1) if wording.patterns["lead"].match(said) else said
    asked = _wish(said, wording) or (_first(said, wording) if wording.verb_first else _last(said, wording, language))
    if asked is None:
        return None
    asked = " ".join(asked.split())
    if not please and wording.please and asked.startswith(wording.please):
        asked = asked[len(wording.please) :].lstrip()
    return asked


def cooled(clause: str, language: str) -> str:
    """A clause without what presses: `right now`, `or else`."""
    patterns = load_wording(language).patterns
    return patterns["urgency"].sub("", patterns["threat"].sub("", clause))


def softened(clause: str, language: str) -> str:
    """A clause in the courteous form of its language, without the small words that make it louder."""
    for pattern, instead in load_wording(language).softer:
        clause = pattern.sub(instead, clause)
    return clause.strip()


def _wish(said: str, wording: Wording) -> str | None:
    for pattern, asked in wording.wishes:
        if match := pattern.fullmatch(said):
            parts = {name: (part or "").strip(ENDS) for name, part in match.groupdict().items()}
            if not asked.startswith("{"):  # what began the sentence stands behind words of ours
                parts = {
                    name: _inside(part, wording) if said.startswith(part) else part for name, part in parts.items()
                }
            return asked.format(**parts)
    return None


def _inside(part: str, wording: Wording) -> str:
    return part if part[1:2].isupper() or (wording.behind and _names(part)) else part[:1].lower() + part[1:]


def _first(said: str, wording: Wording) -> str | None:
    """An order that begins with its verb; the agent behind a Tagalog one goes with the courteous form."""
    match = _FIRST.match(said)
    if match is None or (verb := _verb(match["verb"].casefold(), wording)) is None:
        return None
    after = said[match.end() :]
    if not wording.please:
        after = _YOURS.sub(lambda match: _RAISED[match.group().casefold()], after)
        after = _THAT.sub("na", _ME.sub("ako", _AGENT.sub("", after).strip()))
        if not after.strip() and not _AGENT.match(said[match.end() :]):
            return None
    return wording.order.format(please=wording.please, verb=verb, after=after.strip())


_FIRST = re.compile(r"(?P<verb>[\w-]+)")
_AGENT = re.compile(
    r"^(?:\s+(?:na|n['’]?yo|niyo|ninyo|mo|naman|nga|lang|kaagad|agad|dapat)\b)+|^\s+(?:kayo|ka)\b", re.IGNORECASE
)


_RAISED: Final = {"sa iyo": "sa inyo", "sayo": "sa inyo", "mo": "ninyo", "ka": "kayo", "ikaw": "kayo"}
_YOURS = re.compile(r"\b(?:sa iyo|sayo|mo|ka|ikaw)\b(?!-)", re.IGNORECASE)
_THAT = re.compile(r"^(?:mong|niyong|ninyong|n['’]yong|nyong)\b", re.IGNORECASE)
_ME = re.compile(r"^ko\b", re.IGNORECASE)


def _verb(word: str, wording: Wording) -> str | None:
    if word in wording.verbs:
        return wording.verbs[word]
    stem, dash, root = word.partition("-")
    any_root = wording.verbs.get(f"{stem}-*") if dash and root else None
    return any_root.replace("*", root) if any_root is not None else None


def _last(said: str, wording: Wording, language: str) -> str | None:
    """An order that ends with its verb, in any spelling of it."""
    tail = wording.patterns["tail"].search(said)
    if tail is not None and said.endswith(tail.group()):
        said = said[: tail.start()]
    pieces = _JOINTS.split(said)
    asked = _courteous(pieces[-1], language)
    if asked is None:
        return None
    pieces[-1] = asked  # what is ordered before it in the same breath is asked for as well
    pieces[:-1:2] = [_courteous(piece, language) or piece for piece in pieces[:-1:2]]
    whole = "".join(pieces)
    if wording.behind and _names(whole):
        return wording.behind.format(before=whole)
    return wording.order.format(please=wording.please, before=_small(whole, wording), verb="")


_JOINTS = re.compile(r"(\s+(?:aur|or|اور)\s+|[,،]\s*)")


def _names(said: str) -> bool:
    """Whether a clause begins with a day, a number or a name, as it is written: `Kal subah`, but not `Paise`."""
    from toneguard.judging.spelling_mixed import is_of_trade  # an English message never pays for it

    words = said.split()[:_FACT]
    if not words or not words[0][:1].isupper():
        return False
    first = fold(words[0].strip(ENDS))
    named = (
        first in DAYS
        or first in english().proper
        or (tag_word(first) in ("", "en.", UNKNOWN) and not is_of_trade(first))
    )
    return named or any(char.isdigit() for word in words for char in word)


def _courteous(said: str, language: str) -> str | None:
    """The words with the verb at their end as one asks for it, or None where no order is there."""
    words = said.split()
    spell = load_lexicon(language).spell
    verbs = _spelled_verbs(language)
    for count in range(min(_LONGEST_VERB, len(words)), 0, -1):
        key = " ".join(spell(fold(word.strip(ENDS))) for word in words[-count:])
        if (verb := verbs.get(key)) is not None:
            return " ".join((*words[:-count], verb))
    return None


@cache
def _spelled_verbs(language: str) -> dict[str, str]:
    """The verbs under the key that the lexicon brings every spelling of them to."""
    spell = load_lexicon(language).spell
    verbs = load_wording(language).verbs
    return {" ".join(spell(fold(word)) for word in said.split()): asked for said, asked in verbs.items()}


def _small(before: str, wording: Wording) -> str:
    """The words before the verb, as they stand behind the word for please."""
    return before if not wording.please or before[1:2].isupper() else before[:1].lower() + before[1:]
