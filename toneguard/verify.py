"""The guard for rewrites from anywhere: a person, a template, a language model."""

from __future__ import annotations

from toneguard.advising.essential import RewriteCheck
from toneguard.check import DEFAULTS, side_of
from toneguard.report import Channel, Kind
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
    before, taken = side_of(original, kind, language, channel, tuned)
    after, _ = side_of(rewrite, taken, language, channel, tuned)
    return compare(before, after, kind=taken, mild=tuned.mild)
