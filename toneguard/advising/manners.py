"""How a bare command is asked for in Urdu, Roman Urdu and Tagalog: the verb that stays, what goes, and the word for please."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, NamedTuple


class Manners(NamedTuple):
    """`command` finds the `verb` of an order, with what stands `before` and `after` it; `verbs` has its courteous form.

    `urgency` and `threat` go; a sentence that is `polite` already is left alone. `order` puts the request together.
    """

    command: re.Pattern[str]
    verbs: Mapping[str, str]
    urgency: re.Pattern[str]
    threat: re.Pattern[str]
    polite: re.Pattern[str]
    order: str
    stop: str


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":", 1) for pair in re.split(r"\s*,\s*", text.strip()))


def _manners(
    verbs: dict[str, str], *, command: str, urgency: str, threat: str, polite: str, order: str, stop: str
) -> Manners:
    spelled = "|".join(sorted(map(re.escape, verbs), key=lambda verb: (-len(verb), verb)))
    return Manners(
        re.compile(command.replace("VERB", rf"(?P<verb>{spelled})"), re.IGNORECASE | re.DOTALL),
        verbs,
        re.compile(urgency, re.IGNORECASE),
        re.compile(threat, re.IGNORECASE | re.DOTALL),
        re.compile(polite, re.IGNORECASE),
        order,
        stop,
    )


_URDU: Final = _pairs(
    "کرو:کر دیں, کر دو:کر دیں, کریں:کر دیں, کر:کر دیں, دو:دے دیں, دے دو:دے دیں, دیں:دے دیں, بھیجو:بھیج دیں, بھیج دو:بھیج دیں, "
    "بھیجیں:بھیج دیں, بتاؤ:بتا دیں, بتا دو:بتا دیں, لوٹاؤ:لوٹا دیں, لوٹا دو:لوٹا دیں, کرواؤ:کروا دیں, کروا دو:کروا دیں, کراؤ:کرا دیں, "
    "لگاؤ:لگا دیں, لگا دو:لگا دیں, بدلو:بدل دیں, بدل دو:بدل دیں, کھولو:کھول دیں, کھول دو:کھول دیں, ہٹاؤ:ہٹا دیں, پہنچاؤ:پہنچا دیں, "
    "نکالو:نکال دیں, بند کرو:بند کر دیں, ٹھیک کرو:ٹھیک کر دیں, جواب دو:جواب دیں, بلاؤ:بلا دیں"
)
_ROMAN: Final = _pairs(
    "karo:kar dein, kro:kar dein, kar do:kar dein, krdo:kar dein, kardo:kar dein, karein:kar dein, "
    "do:de dein, de do:de dein, dein:de dein, "
    "bhejo:bhej dein, bhej do:bhej dein, bhejdo:bhej dein, batao:bata dein, bata do:bata dein, lautao:lauta dein, karwao:karwa dein, "
    "karwa do:karwa dein, karao:kara dein, lagao:laga dein, badlo:badal dein, badal do:badal dein, kholo:khol dein, hatao:hata dein, "
    "pohanchao:pohancha dein, nikalo:nikal dein, jawab do:jawab dein, reply karo:reply kar dein"
)
_TAGALOG: Final = _pairs(
    "ibalik:pakibalik, isauli:pakisauli, palitan:pakipalitan, ayusin:pakiayos, bayaran:pakibayaran, ipadala:pakipadala, "
    "sagutin:pakisagot, tawagan:pakitawagan, ibigay:pakibigay, i-refund:paki-refund, i-cancel:paki-cancel, i-deliver:paki-deliver, "
    "i-process:paki-process, i-replace:paki-replace, i-fix:paki-fix, kunin:pakikuha, itama:pakitama, tanggalin:pakitanggal, "
    "aksyunan:pakiaksyunan, asikasuhin:pakiasikaso, ikabit:pakikabit, buksan:pakibuksan, ihatid:pakihatid, dalhin:pakidala, "
    "ipaliwanag:pakipaliwanag, sabihin:pakisabi, tapusin:pakitapos, i-unlock:paki-unlock, i-check:paki-check"
)

_MADE: Final[Mapping[str, Callable[[], Manners]]] = {
    "ur": lambda: _manners(
        _URDU,
        command=r"(?P<before>.*?\S)\s+VERB(?P<after>)",
        urgency=r"\s*(?<!\w)(?:ابھی کے ابھی|ابھی اسی وقت|ابھی|فوراً|فورا|فوری طور پر|فوری|آج ہی|اسی وقت|جلدی سے|جلدی|فی الفور)(?!\w)",
        threat=r"[\s،,؛]*(?<!\w)(?:ورنہ|نہیں تو|بصورت دیگر)(?!\w).*",
        polite=r"براہ|مہربانی|پلیز|گزارش|درخواست|شکریہ",
        order="براہ کرم {before} {verb}",
        stop="۔",
    ),
    "ur-Latn": lambda: _manners(
        _ROMAN,
        command=r"(?P<before>.*?\S)\s+VERB(?P<after>)",
        urgency=r"\s*\b(?:abhi ke abhi|abhi isi waqt|abhi|foran|fauran|aaj hi|aj hi|isi waqt|jaldi se|jaldi|right now|asap|now)\b",
        threat=r"[\s,;]*\b(?:warna|wrna|warnah|nahi to|nahi tou|otherwise|or else)\b.*",
        polite=r"\b(?:please|plz|pls|kindly|meherbani|mehrbani|meharbani|guzarish|shukriya|request)\b",
        order="meherbani kar ke {before} {verb}",
        stop=".",
    ),
    "tl": lambda: _manners(
        _TAGALOG,
        command=r"(?P<before>)VERB\b(?:\s+(?:na|n['’]?yo|niyo|ninyo|mo|naman|nga|na nga))*\s+(?P<after>\S.*)",
        urgency=r"[\s,]*\b(?:ngayon (?:din|na|mismo)|agad[- ]agad|agad|kaagad|now na|right now|asap|now)\b",
        threat=r"[\s,;]*\b(?:kung hindi|kundi|kung hinde|or else|otherwise)\b.*",
        polite=r"\b(?:po|please|pls|plz|paki\w*|sana|pakiusap|maaari|salamat)\b",
        order="{verb} po {after}",
        stop=".",
    ),
}


@cache
def manners(language: str) -> Manners | None:
    """How one asks in a language, made on first need; None for one that has its own way (English)."""
    made = _MADE.get(language)
    return made() if made is not None else None
