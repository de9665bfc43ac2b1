"""The guard for rewrites from anywhere: a person, a template, a language model."""

from __future__ import annotations

from toneguard.advising.essential import RewriteCheck, Side
from toneguard.advising.improving import side_of
from toneguard.check import DEFAULTS
from toneguard.judging.kind import judge_kind
from toneguard.judging.message import State, judge, looks_of, read_message, require_known
from toneguard.lexicon.model import LANGUAGES
from toneguard.report import DIMENSIONS, Channel, Kind, Scores
from toneguard.settings import Settings


def verify_rewrite(
    original: str,
    rewrite: str,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    channel: Channel = "email",
    settings: Settings | None = None,
) -> RewriteCheck:
    """Whether `rewrite` may stand in place of `original`: facts, demands, tone and language side by side.

    `kind` and `language` are judged from the original where they are None. Raises what `check_tone` raises.

    >>> check = verify_rewrite("You idiots lost KT-2041. Refund me now!", "Please refund me for order KT-2014.")
    >>> check.ok, check.facts_changed
    (False, (('KT-2041', 'KT-2014'),))
    """
    from toneguard.advising.comparing import compare  # whoever only checks never pays for it

    tuned = settings or DEFAULTS
    require_known(kind, channel)
    before, taken = _side(original, kind, language, channel, tuned)
    after, _ = _side(rewrite, taken, language, channel, tuned)
    return compare(before, after, kind=taken, mild=tuned.mild)


def _side(
    text: str, kind: Kind | None, language: str | None, channel: Channel, settings: Settings
) -> tuple[Side, Kind]:
    """A text read and judged for comparison, and its kind; without looks and scores where its language is not supported."""
    reading = read_message(text, language, settings)
    if reading.language not in LANGUAGES:
        return Side(reading, (), (), Scores(*(None for _ in DIMENSIONS))), kind or "complaint"
    looks = looks_of(reading, settings)
    taken = kind or judge_kind(looks)
    return side_of(State(reading, looks, judge(reading, looks, taken, channel, settings))), taken
