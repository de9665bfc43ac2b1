"""Reports as text, JSON, SARIF and HTML: everything said, nothing obeyed, every script in its own direction."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toneguard.output.bidi import LRI, PDI, RLI, direction, isolated, runs, safe
from toneguard.output.differences import LIMIT, changes
from toneguard.output.drawing import Line, columns, shortened, wrapped
from toneguard.output.html import as_html
from toneguard.output.json import as_json
from toneguard.output.marking import marks, pieces
from toneguard.output.sarif import as_sarif
from toneguard.output.terminal import as_text
from toneguard.report import Finding, Guidance, LanguageRun, Level, Passage, Scores, ToneReport, UiLanguage, Verdict

TEXT = "Hello,\nyou useless people broke my lamp.\r\nYour useless people again. Order KT-204."
ANSI = re.compile("\x1b\\[[0-9;]*m")


def _finding(
    text: str, quote: str, rule: str = "en/anger/useless", dimension: str = "anger", level: Level = Level.MILD
) -> Finding:
    start = text.index(quote)
    better = ("unhelpful", "slow")
    return Finding(rule, dimension, level, start, start + len(quote), quote, "Say what went wrong.", better)  # type: ignore[arg-type]


def _report(text: str = TEXT, findings: tuple[Finding, ...] | None = None, rewrite: str | None = None) -> ToneReport:
    found = (
        findings if findings is not None else (_finding(text, "useless"), _finding(text, "useless people", "en/x/y"))
    )
    return ToneReport(
        text=text,
        kind="complaint",
        language="en",
        languages=(LanguageRun(0, len(text), "en"),),
        verdict=Verdict.REVISE,
        scores=Scores(0.0, 0.1, None, 0.4, 0.95, 0.2),
        reasons=(("profanity", "nobody looked"),),
        findings=found,
        guidance=(
            Guidance("facts", met=True, message="It says what."),
            Guidance("answers", met=False, message="Answer.", unanswered=("When?",)),
        ),
        rewrite=rewrite,
    )


URDU = "KT-20417 کا آرڈر نہیں آیا، فون +92 300 1234567 پر کریں\nتم لوگ نکمے ہو\nThank you"


def test_pieces_are_the_text_without_gaps_and_marks_where_findings_are() -> None:
    """Overlapping, nested and touching findings; one of no length marks nothing and never stays open."""
    found = (
        _finding(TEXT, "useless people"),
        _finding(TEXT, "people broke", "a/b"),
        _finding(TEXT, "lamp", "c/d"),
        replace(_finding(TEXT, "Hello"), end=0, start=0, quote=""),
    )
    cut = list(pieces(len(TEXT), marks(found)))
    assert "".join(TEXT[piece.start : piece.end] for piece in cut) == TEXT
    covered = {mark.number: "" for mark in marks(found)}
    for piece in cut:
        for mark in piece.marks:
            covered[mark.number] += TEXT[piece.start : piece.end]
    assert {mark.number: TEXT[mark.start : mark.end] for mark in marks(found)} == covered


def test_one_passage_of_two_dimensions_is_one_mark() -> None:
    """The stronger finding speaks, and both dimensions are named."""
    mild, strong = _finding(TEXT, "lamp"), _finding(TEXT, "lamp", dimension="arrogance", level=Level.STRONG)
    (mark,) = marks((mild, strong))
    assert (mark.level, mark.dimensions) == (Level.STRONG, ("arrogance", "anger"))


def test_plain_text_says_everything() -> None:
    """Marks in brackets with their numbers, scores, the reason of a missing one, findings, checklist, diff."""
    drawn = as_text(_report(rewrite=TEXT.replace("useless", "unhelpful")))
    assert "REVISE  Worth another look  (complaint · English)" in drawn
    assert "you [[useless]¹ people]² broke my lamp." in drawn
    assert "profanity    not measured: nobody looked" in drawn
    assert re.search(r"anger +█{10}░{14} 0\.40  mild", drawn)
    assert re.search(r"spelling +█{5}░{19} 0\.20  poor  1 is best", drawn)
    assert "¹ mild anger  “useless”  en/anger/useless" in drawn
    assert "try “unhelpful” or “slow”" in drawn
    assert "✓ It says what." in drawn
    assert "○ Answer." in drawn
    assert "“When?”" in drawn
    assert "you [-useless-]{+unhelpful+} people" in drawn
    assert "\x1b" not in drawn


@pytest.mark.parametrize(("language", "said"), [("ur", "نمبر"), ("tl", "puntos"), ("en", "scores")])
def test_our_own_words_are_in_the_language_of_the_message(language: UiLanguage, said: str) -> None:
    """Headings, verdict and dimensions; one language may be asked for whatever the message is in."""
    for report in (replace(_report(), language=language), _report()):
        for drawn in (as_text(report, language=language), as_html([("a", report)], language=language).lower()):
            assert said in drawn
            assert ("worth another look" in drawn.lower()) == (language == "en")
            assert ("clarity" in drawn) == (language == "en")
    page = as_html([("a", replace(_report(), language=language))])
    assert f'<html lang="{language}" dir="{"rtl" if language == "ur" else "ltr"}">' in page


def test_the_checklist_quotes_the_words_that_meet_an_item() -> None:
    """Below the item, in the text and on the page; a warning quotes what it warns of."""
    met = Guidance(
        "facts",
        met=True,
        message="It says what.",
        evidence=(Passage(TEXT.index("lamp"), TEXT.index("lamp") + 4, "lamp"),),
    )
    report = replace(_report(), guidance=(met, replace(met, id="blame", met=False)))
    assert as_text(report).count("in your words “lamp”") == 2
    assert "✓ It says what.\n      in your words “lamp”" in as_text(report)
    assert _Page(as_html([("a", report)])).said.count("in your words: lamp") == 2


def test_colours_change_nothing_but_colours() -> None:
    """Without its colours the coloured text is the plain one with other signs around the marks."""
    drawn = as_text(_report(), colour=True)
    assert "\x1b[1;4;33museless\x1b[0m" in drawn
    bare = re.sub(r"[\[\]]", "", as_text(_report()))
    assert ANSI.sub("", drawn) == bare


@pytest.mark.parametrize(
    "bad", ["\x1b[2J", "\x9b31m", "\x07", "\x00", "\r", "\u202e", "\u2066", "\ud800", "\x7f", "\u2028"]
)
def test_nothing_in_a_message_is_obeyed(bad: str) -> None:
    """Wherever a message's words are shown: in the text, a quote, an offer, a question, the rewrite, a reason."""
    text = f"you {bad}useless people"
    found = replace(_finding(text, f"{bad}useless"), replacements=(bad,), message=f"Say {bad}")
    report = replace(
        _report(text, (found,), rewrite=f"{bad} fine {bad}"),
        guidance=(Guidance("answers", met=False, message=f"Do {bad}", unanswered=(bad,)),),
        reasons=(("profanity", bad),),
        language=f"x{bad}",
    )
    for drawn in (as_text(report), as_html([(f"{bad}.txt", report)])):
        assert bad[0] not in drawn
        drawn.encode()
    assert bad[0] not in ANSI.sub("", as_text(report, colour=True))


@given(st.text(alphabet=st.characters(), max_size=80))
def test_what_is_made_safe_keeps_its_length(text: str) -> None:
    """So that offsets into the text hold for what is shown; line feeds stay where they are."""
    shown = safe(text)
    assert len(shown) == len(text)
    assert [at for at, char in enumerate(text) if char == "\n"] == [at for at, char in enumerate(shown) if char == "\n"]
    shown.encode()


def test_urdu_is_read_from_the_right_and_codes_stay_whole() -> None:
    """A line of Urdu that begins with an order number is still Urdu; a telephone number is not turned around."""
    lines = URDU.split("\n")
    assert [direction(line) for line in lines] == ["rtl", "rtl", "ltr"]
    drawn = isolated(lines[0])
    assert drawn.startswith(f"{RLI}{LRI}KT-20417{PDI} ")
    assert f"{LRI}+92 300 1234567{PDI}" in drawn
    assert isolated("Thank you") == "Thank you"
    assert isolated("Say شکریہ to all of them") == f"{LRI}Say شکریہ to all of them{PDI}"


def test_isolates_are_closed_on_their_line() -> None:
    """A mark that spans lines leaves no isolate open, in colours or without."""
    report = replace(_report(URDU, (_finding(URDU, "کریں\nتم لوگ"),), URDU.replace("نکمے", "سست")), language="ur")
    for colour in (False, True):
        for line in as_text(report, colour=colour).split("\n"):
            assert line.count(RLI) + line.count(LRI) == line.count(PDI), line


def test_wrapping_only_turns_spaces_into_line_feeds() -> None:
    """Lines fit, long words stay whole, wide letters count two and combining marks none."""
    text = "one two  three four " + "x" * 30 + " 漢字漢字漢字 e\u0301e\u0301e\u0301 end"
    shown = wrapped(text, 12)
    assert shown.replace("\n", " ") == text
    assert all(columns(line) <= 12 or " " not in line.strip() for line in shown.split("\n"))
    assert columns("漢e\u0301") == 3


def test_long_texts_are_shortened_to_what_matters() -> None:
    """Two lines around each marked one, and how many are left out; nothing is lost from a short text."""
    drawn = [Line(str(number), number == 50) for number in range(100)]
    assert list(shortened(drawn)) == ["⋯ 48 lines", "48", "49", "50", "51", "52", "⋯ 47 lines"]
    assert list(shortened(drawn[:10])) == [str(number) for number in range(10)]


@given(
    st.lists(st.sampled_from(["a", "b ", "c", " ", "\n", "\r\n", "d e"])),
    st.lists(st.sampled_from(["a", "b ", "\n", "f"])),
)
@settings(max_examples=300)
def test_changes_make_up_the_new_text(before: list[str], after: list[str]) -> None:
    """What is not gone is the rewrite to the letter; what is not new has all the old words in order."""
    old, new = "".join(before), "".join(after)
    found = changes(old, new)
    assert "".join(change.text for change in found if change.kind != "gone") == new
    assert "".join(change.text for change in found if change.kind != "new").split() == old.split()
    assert all(one.kind != other.kind for one, other in pairwise(found))


def test_changes_of_a_long_text_are_bounded() -> None:
    """Beyond the limit a stretch counts as changed whole; what is the same at both ends still counts as the same."""
    old = "same start " + "a b c " * LIMIT + "same end"
    new = "same start " + "c b a " * LIMIT + "same end"
    kinds = [change.kind for change in changes(old, new)]
    assert kinds == ["same", "gone", "new", "same"]


def test_json_is_the_wire_form() -> None:
    """Letters as they are, a line feed at the end, half a character as its escape; several with their file names."""
    report = _report("", (), rewrite="آرڈر \ud83d")
    written = as_json([("a", report)])
    assert "آرڈر" in written
    assert written.endswith("}\n")
    written.encode()
    assert json.loads(written) == json.loads(json.dumps(report.to_dict()))
    two = json.loads(as_json([("a", report), ("b", _report())]))
    assert [item["file"] for item in two] == ["a", "b"]
    assert two[1]["report"] == _report().to_dict()


def test_sarif_places_and_fixes() -> None:
    """Lines and columns count from 1 in code points across both line ends; each fix deletes what was found."""
    text = "One 😀 line\r\nthe useless one\nuseless"
    found = (_finding(text, "useless"), replace(_finding(text, "useless"), start=len(text) - 7, end=len(text)))
    (run,) = json.loads(as_sarif([("my file.txt", _report(text, found))], "1.2.3"))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["en/anger/useless"]
    assert "unhelpful" in run["tool"]["driver"]["rules"][0]["help"]["text"]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in run["results"]]
    assert [(r["startLine"], r["startColumn"], r["endLine"], r["endColumn"]) for r in regions] == [
        (2, 5, 2, 12),
        (3, 1, 3, 8),
    ]
    for result, region in zip(run["results"], regions, strict=True):
        at = region["charOffset"]
        assert text[at : at + region["charLength"]] == region["snippet"]["text"] == "useless"
        fixed = [fix["artifactChanges"][0]["replacements"][0] for fix in result["fixes"]]
        assert [fix["insertedContent"]["text"] for fix in fixed] == ["unhelpful", "slow"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "my%20file.txt", "index": 0}


def test_sarif_fingerprints_follow_the_passage() -> None:
    """The same however far the passage moves; two of the same words are told apart."""
    first = _prints("useless")
    assert _prints("Some lines\n\nmore useless")[:1] == first
    text = "useless useless"
    both = _prints(text, (_finding(text, "useless"), replace(_finding(text, "useless"), start=8, end=15)))
    assert both[0] == first[0] != both[1]


def _prints(text: str, found: tuple[Finding, ...] | None = None) -> list[str]:
    report = _report(text, found or (_finding(text, "useless"),))
    (run,) = json.loads(as_sarif([("x", report)], "1"))["runs"]
    return [result["partialFingerprints"]["passage/v1"] for result in run["results"]]


class _Page(HTMLParser):
    """Collects tags and text, and complains where a tag is not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said += data


def test_the_page_stands_alone_and_runs_nothing() -> None:
    """No script, no address to load from, whatever the message holds; its words are shown as words."""
    evil = '<script>alert(1)</script> "><img src=http://x.example/a.png onerror=go()> useless'
    page = _Page(as_html([('"><b>.txt', _report(evil, (_finding(evil, "useless"),), evil + "!"))]))
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "iframe", "b.txt"})
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") or name == "src" for name in attributes), tag
        assert (attributes.get("href") or "#").startswith("#")
    assert "<script>alert(1)</script>" in page.said
    assert not re.search(r"url\(|@import", as_html([("a", _report())]))


def test_the_page_marks_what_was_found() -> None:
    """Each mark leads to its finding and tells its message; the words of the message are all there."""
    page = _Page(as_html([("a.txt", _report()), ("b.txt", _report())]))
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert {(link["href"] or "")[1:] for link in links} <= targets
    assert {"Say what went wrong."} == {link["data-tip"] for link in links if "data-tip" in link}
    assert "broke my lamp." in page.said


def test_the_page_puts_each_line_in_its_direction() -> None:
    """Urdu lines right to left, their codes left to right inside them, English left to right."""
    page = _Page(as_html([("a", replace(_report(URDU, (_finding(URDU, "نکمے"),)), language="ur"))]))
    directions = [attributes["dir"] for tag, attributes in page.tags if tag == "p" and "dir" in attributes]
    assert directions[:3] == ["rtl", "rtl", "auto"]
    assert ("bdi", {"dir": "ltr"}) in page.tags
    assert ("div", {"class": "text", "lang": "ur"}) in page.tags


@given(st.text(alphabet=st.sampled_from("a \n\r<&\u0627\u06a9\x1b5K-"), max_size=60), st.data())
@settings(max_examples=150, deadline=None)
def test_any_findings_anywhere_can_be_drawn(text: str, data: st.DataObject) -> None:
    """Well-formed pages, closed isolates, and every letter of the message, however the findings lie."""
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    found = tuple(
        Finding(
            f"en/anger/r{number}", "anger", Level.MILD, min(place), max(place), text[min(place) : max(place)], "Say."
        )
        for number, place in enumerate(places)
    )
    report = _report(text, found, text[::-1])
    letters = [char for char in text if char.isalnum()]
    said = _Page(as_html([("-", report)])).said
    assert Counter(said) >= Counter(letters)
    for line in as_text(report).split("\n"):
        assert line.count(RLI) + line.count(LRI) == line.count(PDI)
    json.loads(as_sarif([("-", report)], "1"))


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("میرا (رقم Rs 4,500) نہیں ملی", ["Rs 4,500"]),
        ("کال (042) 111-222 پر", ["(042) 111-222"]),
        ("آرڈر KT-1 (new) آیا", ["KT-1 (new)"]),
        ("فون +92 300 1234567) ہے", ["+92 300 1234567"]),
    ],
)
def test_a_bracket_stays_with_its_partner(line: str, own: list[str]) -> None:
    """A bracket of the Urdu line around a number is not drawn into the number's own direction."""
    assert [run for run, is_own in runs(line) if is_own] == own
    assert "".join(run for run, _ in runs(line)) == line
