"""What a dependency parse says that words alone can only guess: denials, subjects, commands.

Read from a spaCy Doc that somebody else parsed (labels as spaCy's English pipelines give them: `neg`, `nsubj`, `ROOT`).
A Doc is known by what it can do; spaCy is imported only where the settings name a pipeline to load.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from toneguard.errors import SettingsError

Span = tuple[int, int]

_FIRST: Final = frozenset({"i", "we"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "csubj", "expl"})
_OTHER_CLAUSE: Final = frozenset({"conj", "parataxis", "advcl", "ccomp", "punct", "cc"})
_VERBS: Final = frozenset({"VERB", "AUX"})
_SPEAKS_FOR_ITSELF: Final = frozenset({"ROOT", "conj", "ccomp", "parataxis"})


@dataclass(frozen=True, slots=True)
class Parse:
    """Places in the text, half-open: words under a denial, clauses the writer is the subject of, commanding verbs.

    `denials` pair the place of the negating word with the place it denies.
    """

    denials: tuple[tuple[Span, Span], ...]
    own_clauses: tuple[Span, ...]
    commands: tuple[Span, ...]

    def denies(self, start: int, end: int) -> bool:
        """Whether the passage lies under a negating word that is not part of it."""
        return any(a <= start and end <= b and not (start <= neg[0] and neg[1] <= end) for neg, (a, b) in self.denials)

    def is_own(self, start: int, end: int) -> bool:
        """Whether the passage says something of the writer: its clause has I or we as subject."""
        return any(a <= start and end <= b for a, b in self.own_clauses)

    def is_command(self, start: int, end: int) -> bool:
        """Whether a commanding verb stands in the passage."""
        return any(start <= a and b <= end for a, b in self.commands)


def is_doc(value: object) -> bool:
    """Whether the value is a spaCy Doc."""
    return type(value).__name__ == "Doc" and type(value).__module__.startswith("spacy.")


def read_parse(doc: Any) -> Parse | None:  # noqa: ANN401 - a Doc, without importing spaCy
    """What the Doc's parse says, or None where the Doc is not parsed."""
    if not doc.has_annotation("DEP"):
        return None
    return Parse(tuple(_denials(doc)), tuple(_own_clauses(doc)), tuple(_commands(doc)))


def parsed(text: str, model: str) -> Any:  # noqa: ANN401
    """The text as the installed spaCy pipeline `model` parses it. Raises SettingsError where it is not installed."""
    return _pipeline(model)(text)


@cache
def _pipeline(model: str) -> Any:  # noqa: ANN401
    import spacy

    try:
        return spacy.load(model)
    except OSError as error:
        raise SettingsError(f"spacy_model {model!r} is not installed: install it, or leave the setting out") from error


def _denials(doc: Any) -> Iterator[tuple[Span, Span]]:  # noqa: ANN401
    for token in doc:
        if token.dep_ == "neg" or token.morph.get("Polarity") == ["Neg"]:
            yield _place(token), _clause(token.head)


def _own_clauses(doc: Any) -> Iterator[Span]:  # noqa: ANN401
    for token in doc:
        if token.dep_ in _SUBJECTS and token.lower_ in _FIRST:
            yield _clause(token.head)


def _commands(doc: Any) -> Iterator[Span]:  # noqa: ANN401
    """Verbs in their base form that head a clause without a subject, an auxiliary, or "to"."""
    for token in doc:
        if token.pos_ not in _VERBS or token.dep_ not in _SPEAKS_FOR_ITSELF or token.tag_ not in ("VB", "VBP", ""):
            continue
        children = {child.dep_ for child in token.children}
        if token.dep_ == "conj" and not _commanding_head(token):
            continue
        if not children & (_SUBJECTS | {"aux", "auxpass", "mark"}):
            yield _place(token)


def _commanding_head(token: Any) -> bool:  # noqa: ANN401
    return not any(child.dep_ in _SUBJECTS for child in token.head.children)


def _clause(head: Any) -> Span:  # noqa: ANN401
    """From the first to the last word that hangs on `head` without opening a clause of its own."""
    words = [head]
    waiting = [child for child in head.children if child.dep_ not in _OTHER_CLAUSE]
    while waiting:
        word = waiting.pop()
        words.append(word)
        waiting.extend(child for child in word.children if child.dep_ not in _OTHER_CLAUSE)
    return min(word.idx for word in words), max(word.idx + len(word) for word in words)


def _place(token: Any) -> Span:  # noqa: ANN401
    return token.idx, token.idx + len(token)
