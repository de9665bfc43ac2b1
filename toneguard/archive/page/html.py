"""The page: one file, nothing loaded from anywhere, no script but its own."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

from toneguard.archive.page.agents import coaching
from toneguard.archive.page.assets import script, style
from toneguard.archive.page.breakdown import groups, senders, spread
from toneguard.archive.page.lists import findings, messages, threads
from toneguard.archive.page.overview import glance, headline, over_time
from toneguard.archive.page.periods import course
from toneguard.archive.page.tables import text
from toneguard.archive.page.tallying import Tally

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-{}'"
)
_FOOT: Final = (
    "Made by toneguard on this machine. Scores are advice about words, not judgements of people; you know the case."
)
_TITLES: Final = {
    "glance": "At a glance",
    "time": "Over time",
    "groups": "Teams, languages, channels",
    "coaching": "Coaching",
    "threads": "Threads",
    "findings": "Findings",
    "senders": "Senders",
    "spread": "Spread",
    "messages": "Messages",
}


def as_page(tally: Tally, title: str = "Archive") -> str:
    """The whole page; the same tally and title give the same text. Raises ImportError without matplotlib."""
    went = course(tally.calendar)
    hashed = b64encode(sha256(script().encode()).digest()).decode()
    sections = {
        "glance": glance(tally, went),
        "time": over_time(tally, went),
        "groups": groups(tally),
        "coaching": coaching(tally),
        "threads": threads(tally),
        "findings": findings(tally),
        "senders": senders(tally),
        "spread": spread(tally),
        "messages": messages(tally),
    }
    links = "".join(f'<li><a href="#{name}">{_TITLES[name]}</a></li>' for name, body in sections.items() if body)
    nav = f'<nav aria-label="Contents"><ul>{links}</ul></nav>' if links else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(hashed)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f"<title>{text(title)} · toneguard</title>\n<style>{style()}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the contents</a>\n'
        f'<header class="top"><div><p>toneguard</p><h1><bdi>{text(title)}</bdi></h1></div><div id="tools"></div></header>\n'
        f'{nav}\n<main id="main" tabindex="-1">\n{headline(tally, went)}\n'
        + "\n".join(filter(None, sections.values()))
        + f"\n<footer>{_FOOT}</footer>\n"
        f"</main>\n<script>{script()}</script>\n</body>\n</html>\n"
    )
