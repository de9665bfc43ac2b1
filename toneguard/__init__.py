"""How a complaint or an agent's reply comes across: where, why, and what to write instead. Offline.

>>> from toneguard import check_tone
>>> check_tone("Could you tell me when my order will arrive?").verdict
<Verdict.PASS: 'pass'>
"""

from toneguard.advising.essential import RewriteCheck
from toneguard.check import check_tone
from toneguard.errors import InputTooLargeError, LexiconError, SettingsError, ToneguardError
from toneguard.many import Message, check_many
from toneguard.report import MILD, STRONG, Finding, Guidance, LanguageRun, Level, Scores, ToneReport, Verdict
from toneguard.settings import Settings, load_settings
from toneguard.verify import verify_rewrite

__version__ = "0.1.0"

__all__ = [
    "MILD",
    "STRONG",
    "Finding",
    "Guidance",
    "InputTooLargeError",
    "LanguageRun",
    "Level",
    "LexiconError",
    "Message",
    "RewriteCheck",
    "Scores",
    "Settings",
    "SettingsError",
    "ToneReport",
    "ToneguardError",
    "Verdict",
    "check_many",
    "check_tone",
    "load_settings",
    "verify_rewrite",
]
