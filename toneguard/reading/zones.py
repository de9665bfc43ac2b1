"""Which stretches are the writer's own words, and which are quoted mail, signature, disclaimer, code.

Decided line by line, in one pass each way; where in doubt a line is the writer's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from toneguard.reading.model import Zone, ZoneKind

LONGEST_LINE: Final = 2_000
"""Characters of a line that the patterns look at: no header, separator or closing is longer."""

_QUOTED = re.compile(r"[ \t]{0,3}(?:>|&gt;|\|[ \t]?>)")
_WROTE = re.compile(
    r"[ \t>]*(?:(?:On|Am|Le|Noong|Sa|Nung)\b.{6,200}(?:wrote|writes|schrieb|a écrit|sumulat|nagsulat|sinulat)[ni ]*.{0,80}:"
    r"|.{3,120}\b(?:wrote|writes|sumulat|ne likha|nay likha)\b.{0,20}:|.{3,160}(?:نے لکھا|لکھتے ہیں|نے تحریر کیا).{0,20}:)[ \t]*\Z",
    re.IGNORECASE,
)
_WROTE_BEGINS = re.compile(r"[ \t]*(?:On|Noong|Nung)\b.{0,40}\d.{0,120}\Z")
_SEPARATOR = re.compile(
    r"[ \t]*(?:[-_=*]{2,}[ \t]*(?:original message|forwarded message|forwarded by|original appointment|"
    r"mensahe|ipinasang mensahe|اصل پیغام|begin forwarded message)\b.{0,80}|begin forwarded message:|_{20,}|-{30,})[ \t]*\Z",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"[ \t>*]*(?:from|sent|date|to|cc|bcc|reply-to|subject|importance|attachments|mula|para|paksa|petsa|ipinadala|"
    r"از|منجانب|بنام|موضوع|تاریخ)\*?[ \t]*:\*?[ \t]*\S",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"[ \t]*(?:subject|re|paksa|موضوع)[ \t]*:", re.IGNORECASE)
_DASHES = re.compile(r"--[ \t]*\Z")
_SENT_FROM = re.compile(
    r"[ \t]*(?:sent|ipinadala|get outlook|sent using|bheja gaya).{0,20}\b(?:from|using|via|mula sa|for|se)\b.{1,60}\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[ \t]*(?:(?:kind|best|warm|warmest|kindest|many|with)?[ ]?(?:kind |best |warm )?regards|"
    r"(?:many |with )?thanks(?: again| in advance| and regards| & regards)?|"
    r"thank you(?: very much| so much| in advance)?|yours (?:sincerely|faithfully|truly|obediently|respectfully)|sincerely(?: yours)?|"
    r"respectfully(?: yours)?|best wishes|best|cheers|cordially|all the best|warmly|take care|with appreciation|"
    r"lubos na gumagalang|gumagalang|maraming salamat(?: po)?|salamat(?: po)?|nagpapasalamat|"
    r"shukriya|wassalam|walsalam|allah hafiz|khuda hafiz|mukhlis|apka mukhlis|"
    r"شکریہ|بہت شکریہ|والسلام|مخلص|آپ کا مخلص|نیازمند|خیر اندیش|العارض|فقط|خدا حافظ|اللہ حافظ)[ \t]*[,.!،۔]*[ \t]*\Z",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:this|the information (?:contained )?in this|the contents of this) (?:e-?mail|message|communication)\b.{0,200}"
    r"(?:confidential|privileged|intended (?:only|solely)|intended recipient|addressee)|"
    r"if you (?:are not|have received this).{0,60}(?:intended recipient|in error)|"
    r"please consider the environment before printing|^[ \t]*(?:confidentiality notice|disclaimer)[ \t]*:",
    re.IGNORECASE,
)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_TRACE = re.compile(r"[ \t]+(?:at [\w.$<>]+\(|File \".{1,200}\", line \d+)|Traceback \(most recent call last\)")
_DIRECTIVE = re.compile(
    r"[ \t]*(?:#|//|;|--|<!--|/\*|%)?[ \t]*toneguard:[ \t]*ignore(?:[ \t]+(?P<rules>[\w/*., -]{1,400}?))?[ \t]*(?:-->|\*/)?[ \t]*\Z",
    re.IGNORECASE,
)
_SIGNATURE_LINES: Final = 8
_SIGNATURE_WIDTH: Final = 70
_SENTENCE_STOP = re.compile(r"[a-z]{2}[.!?][\"')]*[ \t]*\Z|[۔؟]")


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def find_zones(text: str) -> tuple[tuple[Zone, ...], tuple[str, ...]]:
    """The zones of the text, in order and without gaps, and the rules named in "toneguard: ignore" lines.

    A directive without a rule names `*`, all of them.
    """
    lines = list(_lines(text))
    kinds: list[ZoneKind] = ["own"] * len(lines)
    directives: list[str] = []
    _mark_lines(lines, kinds, directives)
    _mark_forwarded(lines, kinds)
    _mark_signatures(lines, kinds)
    return tuple(_merged(lines, kinds, len(text))), tuple(directives)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield _Line(start, end, text[start : min(end, start + LONGEST_LINE)].rstrip("\r\n"))
        start = end


def _mark_lines(lines: Sequence[_Line], kinds: list[ZoneKind], directives: list[str]) -> None:
    """What a line says of itself, alone or with the next one."""
    fences = [n for n, line in enumerate(lines) if _FENCE.match(line.text)]
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        kinds[opening : closing + 1] = ["code"] * (closing + 1 - opening)
    for number, line in enumerate(lines):
        if kinds[number] != "own" or not line.text.strip():
            continue
        if (directive := _DIRECTIVE.match(line.text)) is not None:
            kinds[number] = "directive"
            directives.extend(re.split(r"[,\s]+", directive["rules"].strip()) if directive["rules"] else ["*"])
        elif _QUOTED.match(line.text):
            kinds[number] = "quoted"
        elif _TRACE.match(line.text):
            kinds[number] = "code"
        elif _DISCLAIMER.search(line.text[:400]):
            kinds[number] = "disclaimer"
        elif (
            number
            and _WROTE_BEGINS.match(before := lines[number - 1].text)
            and _WROTE.match(f"{before} {line.text.strip()}")
        ):
            kinds[number - 1 : number + 1] = ["header", "header"]
        elif _introduces(lines, number):
            kinds[number] = "header"
    _continue_disclaimers(lines, kinds)


def _introduces(lines: Sequence[_Line], number: int) -> bool:
    """`On Monday Ali wrote:` counts where quoted text or the end follows; elsewhere somebody may be telling a story."""
    line = lines[number].text
    if not _WROTE.match(line):
        return False
    if re.match(r"[ \t]*(?:On|Noong|Nung)\b.*\d", line):
        return True
    following = next((after.text for after in lines[number + 1 : number + 4] if after.text.strip()), ">")
    return bool(_QUOTED.match(following))


def _continue_disclaimers(lines: Sequence[_Line], kinds: list[ZoneKind]) -> None:
    """A disclaimer goes on to the end of its paragraph."""
    for number in range(1, len(lines)):
        if kinds[number - 1] == "disclaimer" and kinds[number] == "own" and lines[number].text.strip():
            kinds[number] = "disclaimer"


def _mark_forwarded(lines: Sequence[_Line], kinds: list[ZoneKind]) -> None:
    """All that follows an "Original message" line, a block of mail headers, or an unmarked "On ... wrote:" is quoted."""
    for number, line in enumerate(lines):
        if kinds[number] not in ("own", "header"):
            continue
        separated = bool(_SEPARATOR.match(line.text)) and _headers_follow(lines, number + 1)
        unmarked = kinds[number] == "header" and not _quote_follows(lines, kinds, number + 1)
        if (
            separated
            or unmarked
            or (number > 0 and _HEADER.match(line.text) and _headers_follow(lines, number, least=3))
        ):
            kinds[number] = "header"
            for after in range(number + 1, len(lines)):
                header = kinds[after - 1] == "header" and _HEADER.match(lines[after].text)
                kinds[after] = "header" if header else "quoted"
            return


def _headers_follow(lines: Sequence[_Line], number: int, least: int = 2) -> bool:
    following = [line.text for line in lines[number : number + 8] if line.text.strip()]
    return len(following) >= least and all(_HEADER.match(line) for line in following[:least])


def _quote_follows(lines: Sequence[_Line], kinds: Sequence[ZoneKind], number: int) -> bool:
    following = [kinds[n] for n in range(number, min(number + 6, len(lines))) if lines[n].text.strip()]
    return not following or "quoted" in following[:2] or following[0] == "header"


def _mark_signatures(lines: Sequence[_Line], kinds: list[ZoneKind]) -> None:
    """What stands under `-- ` or under a closing formula, as far as it is short lines, up to the next zone."""
    for number, line in enumerate(lines):
        if kinds[number] != "own":
            continue
        if _SENT_FROM.match(line.text) and len(line.text) < _SIGNATURE_WIDTH:
            kinds[number] = "signature"
        elif _DASHES.match(line.text) or (_CLOSING.match(line.text) and number > 0):
            block = _block(lines, kinds, number + 1)
            if _looks_signed(lines, block):
                first = number if _DASHES.match(line.text) else block.start
                kinds[first : block.stop] = ["signature"] * (block.stop - first)


def _block(lines: Sequence[_Line], kinds: Sequence[ZoneKind], start: int) -> range:
    stop = start
    while stop < len(lines) and kinds[stop] == "own" and stop - start < 2 * _SIGNATURE_LINES:
        stop += 1
    return range(start, stop)


def _looks_signed(lines: Sequence[_Line], block: range) -> bool:
    """Only a few short lines without a sentence in them, and nothing of the writer's after."""
    written = [lines[number].text for number in block if lines[number].text.strip()]
    if not written or len(written) > _SIGNATURE_LINES:
        return False
    return all(len(line) <= _SIGNATURE_WIDTH and not _is_sentence(line) for line in written)


def _is_sentence(line: str) -> bool:
    return len(line.split()) > 5 and bool(_SENTENCE_STOP.search(line))  # noqa: PLR2004 - "Ring me." may be a signature


def _merged(lines: Sequence[_Line], kinds: Sequence[ZoneKind], length: int) -> Iterator[Zone]:
    if not length:
        return
    start = 0
    for number, line in enumerate(lines):
        last = number + 1 == len(lines)
        if last or kinds[number + 1] != kinds[number]:
            yield Zone(start, line.end, kinds[number])
            start = line.end
