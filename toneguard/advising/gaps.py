"""What a rewrite leaves where sentences go: no gap, and a word of what was meant where all would be gone."""

from __future__ import annotations

from collections.abc import Sequence

from toneguard.advising.edits import Edit
from toneguard.advising.wording import load_wording
from toneguard.reading.model import Reading, Sentence
from toneguard.report import Kind


def without(text: str, sentence: Sentence) -> Edit:
    """The sentence goes, with the space after it; a line that it was alone on goes too."""
    start, end = sentence.start, sentence.end
    while end < len(text) and text[end] in " \t":
        end += 1
    alone = start == 0 or text[start - 1] == "\n"
    while alone and end < len(text) and text[end] in "\r\n":
        end += 1
    return Edit(start, end, "")


def closed_up(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits, where several sentences go one after the other as one edit, without a space left at the end of a line."""
    joined: list[Edit] = []
    for edit in edits:
        follows = joined and not edit.text and not joined[-1].text and joined[-1].end == edit.start
        start = joined.pop().start if follows else edit.start
        while not edit.text and start and text[start - 1] in " \t" and text[edit.end : edit.end + 1] in ("", "\n"):
            start -= 1
        joined.append(edit._replace(start=start))
    return joined


def with_a_word(reading: Reading, edits: Sequence[Edit], kind: Kind) -> list[Edit]:
    """The edits; where they leave nothing of the message, a word of what it meant stands in place of the first."""
    gone = [edit for edit in edits if not edit.text]
    changed = {edit.start: edit for edit in edits}
    for sentence in reading.sentences:
        edit = changed.get(sentence.start)
        left = reading.text[sentence.start : sentence.end] if edit is None else edit.text
        if len(left.split()) > 4 or (edit is not None and edit.text):  # noqa: PLR2004 - a greeting, a number, a name
            return list(edits)
    if not gone or not reading.sentences:
        return list(edits)
    wording = load_wording(reading.language)
    first = gone[0]
    more = any(s.start >= first.end and (s.start not in changed or changed[s.start].text) for s in reading.sentences)
    space = " " if more and not reading.text[first.end : first.end + 1].isspace() else ""
    said = Edit(first.start, first.end, wording.unhappy[kind] + space)
    return sorted([said, *(edit for edit in edits if edit is not first)])
