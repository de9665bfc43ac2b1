"""Every entry of every lexicon is its own test; then what only all of them together can show."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from toneguard import check_tone
from toneguard.artifacts import lexicon_root
from toneguard.errors import LexiconError
from toneguard.lexicon.checking import check_entry, check_folder
from toneguard.lexicon.compiled import load_lexicon
from toneguard.lexicon.compiling import compile_folder
from toneguard.lexicon.entries import read_entries
from toneguard.lexicon.model import LANGUAGES, Entry
from toneguard.lexicon.phrases import PhraseError, Tongue, compile_phrase

ENTRIES = [entry for language in LANGUAGES for entry in read_entries(lexicon_root() / language)]
TONE = {"arrogance", "entitlement", "anger", "profanity"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_keeps_its_own_promises(entry: Entry) -> None:
    """It fires once, at the braces; near misses are silent; a replacement silences it and is not flagged itself."""
    assert list(check_entry(entry, load_lexicon(entry.id.split("/")[0]))) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_is_heard_in_a_whole_report(entry: Entry) -> None:
    """Its examples reach the report through language, context and settings: by it, or by a longer hit around it."""
    language = entry.id.split("/")[0]
    kind = "reply" if entry.kind == "reply" else "complaint"
    for example in entry.match:
        start, end = example.index("{"), example.index("}") - 1
        report = check_tone(example.replace("{", "").replace("}", ""), kind=kind, language=language)
        over = [f for f in report.findings if f.dimension == entry.dimension and f.start < end and start < f.end]
        assert over, example


@pytest.mark.parametrize(("language", "floor"), [("en", 600), ("ur", 400), ("ur-Latn", 400), ("tl", 400)])
def test_a_language_has_its_breadth(language: str, floor: int) -> None:
    """At least 600 tone expressions in English and 400 in each of the other languages."""
    assert sum(entry.id.startswith(f"{language}/") and entry.dimension in TONE for entry in ENTRIES) >= floor


def test_no_entry_fires_on_the_clean_examples_of_another_language() -> None:
    """The near misses of one language are silent under every other language's lexicon."""
    crossfire = []
    for entry in ENTRIES:
        own = entry.id.split("/")[0]
        for text in entry.near_miss:
            for finding in check_tone(text, kind="complaint").findings:
                other = finding.rule.split("/")[0]
                if other in LANGUAGES and other != own and finding.dimension in TONE:
                    crossfire.append((entry.id, text, finding.rule))
    assert crossfire == []


def test_messages_say_what_to_do() -> None:
    """A message is a sentence or two, and serves one family of expressions, not half the lexicon."""
    assert [entry.id for entry in ENTRIES if not 20 <= len(entry.message) <= 240] == []
    most = 0.1 * len(ENTRIES)
    assert [text for text, count in Counter(entry.message for entry in ENTRIES).items() if count > most] == []


def test_compiling_twice_gives_the_same_bytes() -> None:
    """The compiled lexicon depends on its files alone."""
    folder = lexicon_root() / "en"
    assert compile_folder(folder) == compile_folder(folder)


def test_the_readme_shows_entries_that_keep_their_promises(tmp_path: Path) -> None:
    """The example of each language in `lexicons/README.md` can be copied as it stands."""
    blocks = re.findall(r"```toml\n(.*?)```", (lexicon_root() / "README.md").read_text("utf-8"), re.DOTALL)
    examples = dict(zip(("ur", "ur-Latn", "tl"), [block for block in blocks if "[[entry]]" in block][1:], strict=True))
    for language, block in examples.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "anger-example.toml").write_text(block, "utf-8")
    assert check_folder(tmp_path) == ()


ENTRY = """
[[entry]]
slug = "late-again"
phrases = ["late again"]
kind = "complaint"
level = "mild"
message = "Reads as a sigh. Say how late it was."
replacements = ["later than promised"]
match = ["The van was {late again}."]
near_miss = ["I was late for work."]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('level = "mild"', 'level = "medium"', "level is 'medium'; it must be one of mild, strong"),
        ('kind = "complaint"', 'kind = "complaint"\ncolour = "red"', "has colour, which is no key"),
        ('slug = "late-again"', 'slug = "Late Again"', "slug must be small letters"),
        ("{late again}", "late again", "exactly one pair of braces"),
        ("{late again}", "{late} again", "should be hit once, at 'late'; found 'late again'"),
        ("I was late for work.", "It was late again.", "should stay silent; found 'late again'"),
        ("I was late for work.", "All is fine.", "shares no word with any phrase"),
        ("later than promised", "late again, sadly", "is still hit: 'late again'"),
        ('"late again"]\nkind', '"late (again"]\nkind', "opens a '(' that nothing closes"),
        ('"late again"]\nkind', '"<lateness> again"]\nkind', "which sets.toml does not have"),
        ('"late again"]\nkind', '"[late] ..."]\nkind', "has no word that must be there"),
    ],
)
def test_a_bad_entry_is_named_with_what_to_do(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A mistake is reported with the file, the line, the slug and the remedy."""
    folder = tmp_path / "en"
    folder.mkdir()
    assert old in ENTRY
    (folder / "anger-test.toml").write_text(ENTRY.replace(old, new), "utf-8")
    problems = check_folder(tmp_path)
    assert len(problems) == 1
    assert "anger-test.toml:2" in problems[0]
    assert said in problems[0]


def test_all_bad_entries_are_reported_at_once(tmp_path: Path) -> None:
    """One error lists the bad entries of every file."""
    folder = tmp_path / "en"
    folder.mkdir()
    for name in ("anger-a.toml", "anger-b.toml"):
        (folder / name).write_text(ENTRY.replace("mild", "loud"), "utf-8")
    with pytest.raises(LexiconError) as caught:
        read_entries(folder)
    assert len(caught.value.problems) == 2


def test_a_good_entry_of_ones_own_has_no_problems(tmp_path: Path) -> None:
    """The example of this file passes."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "anger-test.toml").write_text(ENTRY, "utf-8")
    assert check_folder(tmp_path) == ()


@pytest.mark.parametrize("phrase", ["", "(a|)", "a ) b", "[now", "<nobody> here"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    """The phrase language has no silent reading of a mistake."""
    with pytest.raises(PhraseError):
        compile_phrase(phrase, Tongue({}, str))
