"""text -> Reading: what the message is, word by word, before anything is judged."""

from __future__ import annotations

from toneguard.reading.model import Reading, Sentence, Token, TokenKind, Zone, ZoneKind
from toneguard.reading.read import read

__all__ = ["Reading", "Sentence", "Token", "TokenKind", "Zone", "ZoneKind", "read"]
