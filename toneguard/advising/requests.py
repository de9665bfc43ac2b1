"""A bare command becomes a request: the demand stays, the order goes."""

from __future__ import annotations

import re
from typing import Final

from toneguard.advising.manners import Manners, manners

_VERBS: Final = (
    "refund return send give fix sort repair replace cancel call ring phone email text contact reply answer respond tell "
    "explain deliver ship bring collect pay credit remove delete unblock unlock unban restore resolve solve correct change "
    "update check confirm process release issue reimburse transfer connect put get let make stop do look investigate "
    "apologise apologize reinstate reverse waive drop compensate arrange book rebook honour honor close open activate "
    "reconnect show prove find hand post mail move take help clean finish come start"
)
_COMMAND = re.compile(
    rf"(?P<lead>\W*(?:(?:and|so|now|just|then|well|look|listen|seriously|for the last time|either)[ ,]+)*)"
    rf"(?P<verb>{'|'.join(_VERBS.split())})\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_URGENCY = re.compile(
    r"[ ,]*\b(?:right (?:now|away|this (?:minute|second|instant))|(?:and )?i mean now|now|today|tonight|immediately|at once|"
    r"this (?:minute|instant|second)|straight ?away|asap|instantly|pronto|within the hour|by tonight|(?:and )?no excuses|"
    r"(?:and )?no more excuses)\b(?=[ ]*(?:[,.!?]|$|\bor\b|\band\b))",
    re.IGNORECASE,
)
_THREAT = re.compile(
    r"[ ,;–—-]*\b(?:or else|or (?:i|we)(?:'ll|’ll| will| am| are)?\b|otherwise (?:i|we)\b).*?(?=[.!?]|$)",
    re.IGNORECASE | re.DOTALL,
)
_POLITE = re.compile(r"\b(?:please|kindly|pls|plz|could you|would you|thank)\b", re.IGNORECASE)


def as_request(sentence: str, language: str = "en") -> str | None:
    """The sentence as a request, without urgency and threat; None where it is no bare command.

    >>> as_request("Refund me right now or else!")
    'Please refund me.'
    >>> as_request("Ibalik ninyo ang pera ko ngayon din!", "tl")
    'Pakibalik po ang pera ko.'
    """
    if (way := manners(language)) is not None:
        return _asked(sentence, way)
    match = _COMMAND.match(sentence)
    if match is None or _POLITE.search(sentence):
        return None
    rest = _URGENCY.sub("", _THREAT.sub("", match["rest"]))
    stop = "?" if rest.rstrip().endswith("?") else "."
    said = rest.strip().rstrip(".!?, ")
    verb = match["verb"].lower() if match["verb"][0].isupper() else match["verb"]
    please = "please" if sentence.strip()[:1].islower() else "Please"
    joint = "" if said[:1] in ",;:" else " "
    return f"{please} {verb}{joint if said else ''}{said}{stop}"


def _small(before: str, way: Manners) -> str:
    """The words before the verb, as they stand behind the word for please."""
    return before if way.order.startswith("{") or before[1:2].isupper() else before[:1].lower() + before[1:]


def _asked(sentence: str, way: Manners) -> str | None:
    if way.polite.search(sentence):
        return None
    said = way.urgency.sub("", way.threat.sub("", sentence)).strip(" \t،,.!?۔؟")
    match = way.command.fullmatch(said)
    if match is None:
        return None
    verb = way.verbs[match["verb"].casefold()]
    asked = way.order.format(before=_small(match["before"].strip(), way), verb=verb, after=match["after"].strip())
    asked = " ".join(asked.split())
    return (asked[:1].upper() + asked[1:] if sentence.strip()[:1].isupper() else asked) + way.stop
