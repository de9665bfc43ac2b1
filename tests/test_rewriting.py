"""Rewrites in every language: what they keep, what they change, and that they say what they could not mend."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toneguard import Settings, SettingsError, ToneReport, check_tone, verify_rewrite
from toneguard.advising.courtesy import with_courtesy
from toneguard.advising.edits import is_passage
from toneguard.advising.facts import kept_facts
from toneguard.advising.requests import as_request
from toneguard.advising.splitting import split_run_on
from toneguard.advising.turns import load_turns, read_turns
from toneguard.advising.wording import load_wording, read_wording
from toneguard.artifacts import lexicon_root
from toneguard.errors import LexiconError
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading import read
from toneguard.report import MILD, TONE

LABELLED = Path(__file__).parent.parent.parent / "shared" / "eval" / "dev.jsonl"


def labelled() -> list[dict[str, Any]]:
    """The labelled messages, or a skip where they are not beside the project."""
    if not LABELLED.exists():
        pytest.skip("the labelled messages are not beside the project")
    return [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines() if line.strip()]


def checked(item: dict[str, Any], text: str) -> ToneReport:
    """The report of a text in the place of a labelled message."""
    return check_tone(text, kind=item["kind"], channel=item["channel"], in_reply_to=item.get("in_reply_to"))


def is_calm(report: ToneReport) -> bool:
    """No tone score is mild or more."""
    return all((getattr(report.scores, name) or 0.0) < MILD for name in TONE)


TORN = re.compile(
    r"  |\s[,.;!?،۔؟]|[,;:،؛]\s*[.!?۔؟]|[,;،]\s*[,;،]|\(\s*\)|(?m:^[ \t]*[,;:.،؛۔])"
    r"|\b(?:and|but|the|of|because|lekin|magar|aur|kyunke|pero|dahil|ang|ng|mga)\s*[.!?](?:\s|$)"
)
"""Doubled spaces, spaces before marks, marks after marks, and sentences that end in a word that needs another."""


def test_every_labelled_message_keeps_its_facts_and_stands() -> None:
    """Facts stay word for word, nothing new is torn, rewriting again changes nothing, and what is left is said."""
    calm, angry = 0, 0
    for item in labelled():
        report = checked(item, item["text"])
        if report.rewrite is None:
            continue
        after = checked(item, report.rewrite)
        assert all(fact in report.rewrite for fact in item["facts"]), item["id"]
        assert after.rewrite is None, item["id"]
        assert len(TORN.findall(report.rewrite)) <= len(TORN.findall(item["text"])), item["id"]
        said = any(advice.id == "rewrite" for advice in report.guidance)
        assert is_calm(after) or said, item["id"]
        angry += not is_calm(report)
        calm += not is_calm(report) and is_calm(after)
    assert calm >= 0.9 * angry


def test_civil_labelled_messages_are_left_alone() -> None:
    """A message with no label and no misspelling has no rewrite, nineteen times in twenty."""
    civil = [item for item in labelled() if not any(item["labels"].values()) and not item["misspelled"]]
    assert sum(checked(item, item["text"]).rewrite is None for item in civil) >= 0.95 * len(civil)


ANGRY = {
    "en": ("You idiots lost {}.", "I want {} back now!!!", "Give me {} or I will sue you.", "Shame on you."),
    "ur": ("تم لوگ چور ہو، {} کھا گئے ہو۔", "{} ابھی واپس کرو ورنہ عدالت جاؤں گا!", "شرم کرو۔"),
    "ur-Latn": ("Tum log chor ho, {} kha gaye ho.", "{} foran wapas karo warna court jaunga!", "Sharam karo."),
    "tl": ("Mga magnanakaw kayo, kinuha ninyo ang {}.", "Ibalik ninyo agad ang {} kung hindi idedemanda ko kayo!"),
}
FACTS = ("KT-2041", "5,500", "https://x.example/a?b=1", "a.b@c.example", "03001234567")


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_facts_stay_in_every_language_and_a_rewrite_is_its_own(data: st.DataObject) -> None:
    """Whatever goes, every fact stays; the guard agrees; and rewriting the rewrite changes nothing."""
    language = data.draw(st.sampled_from(sorted(ANGRY)))
    parts = data.draw(st.lists(st.sampled_from(ANGRY[language]), min_size=1, max_size=3))
    facts = [data.draw(st.sampled_from(FACTS)) for _ in parts]
    text = " ".join(part.format(fact) for part, fact in zip(parts, facts, strict=True))
    better = check_tone(text, kind="complaint", language=language).rewrite
    if better is None:
        return
    told = [fact for part, fact in zip(parts, facts, strict=True) if "{}" in part]
    assert all(fact in better for fact in told), better
    assert check_tone(better, kind="complaint", language=language).rewrite is None
    check = verify_rewrite(text, better, kind="complaint", language=language)
    assert (check.facts_lost, check.facts_invented) == ((), ())
    assert check.same_language


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ang bobo naman ng service niyo, I want my refund now na.", "I would like my refund po."),
        ("Yaar bakwas service hai, refund my money right now!", "Service theek nahi hai, please refund my money."),
        (
            "Ayusin mo yung booking ko at ibalik mo yung 4,200 ngayon na!",
            "Pakiayos po yung booking ko at pakibalik po yung 4,200.",
        ),
        ("Tu chor hai, paise wapas krdo abhi ke abhi!!!", "Meherbani kar ke paise wapas kar dein."),
        ("Get it here TODAY or I go to the papers.", "Please get it here today."),
        ("Mga gago, gusto kong maibalik ang bayad ko ngayon din!", "Gusto ko po sanang maibalik ang bayad ko."),
        ("Mujhe mera refund wapis chahiye, tum log chor ho.", "Meherbani kar ke mera refund wapas kar dein."),
    ],
)
def test_a_demand_inside_an_insult_is_still_asked_for(text: str, wanted: str) -> None:
    """The insult goes, the demand stays as a request, in the language that it was made in."""
    assert check_tone(text, kind="complaint", channel="chat").rewrite == wanted


@pytest.mark.parametrize(
    ("said", "language", "asked"),
    [
        ("krdo", "ur-Latn", None),
        ("mera account khol do", "ur-Latn", "meherbani kar ke mera account khol dein."),
        ("Kab tak bhejo ge?", "ur-Latn", None),
        ("Sunday 4 bajay tak cooler bhejo", "ur-Latn", "Sunday 4 bajay tak cooler bhej dein, meherbani hogi."),
        ("Kal subah cooler bhejo", "ur-Latn", "Kal subah cooler bhej dein, meherbani hogi."),
        ("میرا نمبر بدل دو", "ur", "براہ کرم میرا نمبر بدل دیں۔"),
        ("یہ کیوں بند کرو", "ur", None),
        ("I-cancel mo na ang order ko", "tl", "Paki-cancel po ang order ko."),
        ("Pakibalik po ang bayad.", "tl", None),
        ("You must explain the charge right now", "en", "Please explain the charge."),
        ("The manager told me to call back", "en", None),
    ],
)
def test_orders_are_told_from_everything_else(said: str, language: str, asked: str | None) -> None:
    """What orders in any spelling becomes a request; questions, reports and requests are left alone."""
    if said != "krdo":  # an order of one word has nothing to ask for in some sentences, and is one all the same
        assert as_request(said, language) == asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_of_a_language_is_whole_and_calm(language: str) -> None:
    """Its file is read without complaint, and what it puts in a rewrite is itself nothing to mend."""
    assert read_wording(lexicon_root() / language / "requests.toml")
    wording = load_wording(language)
    for kind, said in wording.unhappy.items():
        assert check_tone(said, kind=kind, language=language).findings == ()  # type: ignore[arg-type]
    for asked in wording.verbs.values():
        line = wording.order.format(
            please=wording.please, before="order", after="order", verb=asked.replace("*", "send")
        )
        assert not [f for f in check_tone(line, kind="complaint", language=language).findings if f.dimension in TONE], (
            line
        )


def test_a_wrong_wording_file_names_what_is_wrong(tmp_path: Path) -> None:
    """What lacks and what is no pattern is said at once."""
    path = tmp_path / "requests.toml"
    path.write_text('verb = "first"\nurgency = "(now"\n', "utf-8")
    with pytest.raises(LexiconError) as caught:
        read_wording(path)
    assert any("lacks please" in problem for problem in caught.value.problems)
    assert any("'(now' is no pattern" in problem for problem in caught.value.problems)


LETTER = (
    "My kettle KT-2041 came cracked on 3 March. You people are useless. Nobody has answered two calls. Refund me now!"
)


def test_a_letter_gets_an_opening_and_a_close_only_where_it_lacks_them() -> None:
    """Added to an angry letter, not to a chat, not twice, not to a short or a civil message."""
    better = check_tone(LETTER, kind="complaint", channel="letter").rewrite
    assert better is not None
    assert better.startswith("Hello,\n\n")
    assert better.endswith("\n\nThank you.")
    assert with_courtesy(read(better), "letter") == better
    chat = check_tone(LETTER, kind="complaint", channel="chat").rewrite
    assert chat is not None
    assert not chat.startswith("Hello")
    short = check_tone("You people are useless. Refund me now!", kind="complaint", channel="email").rewrite
    assert short == "This has been disappointing. Please refund me."
    greeted = check_tone(
        f"Dear Sir,\n\n{LETTER}\n\nYours faithfully,\nJo Li", kind="complaint", channel="letter"
    ).rewrite
    assert greeted is not None
    assert (greeted.count("Hello"), greeted.count("Thank you")) == (0, 0)


@pytest.mark.parametrize(
    "last",
    ["Do let us know how it goes.", "Stay well and have a lovely weekend!", "Kind regards,\nJo Li", "Take care, Jo"],
)
def test_a_message_with_a_friendly_last_line_gets_no_thanks_of_ours(last: str) -> None:
    """Whoever ends kindly has ended; the rest is mended all the same."""
    better = check_tone(f"{LETTER}\n\n{last}", kind="complaint", channel="letter").rewrite
    assert better is not None
    assert better.endswith(last)
    assert "Thank you." not in better


def test_one_mild_word_changes_nothing_but_itself() -> None:
    """Neither an opening nor a close is added where one mild expression is all that was found."""
    calm = "My kettle KT-2041 came cracked on 3 March. I rang you twice about it last week. The lid does not shut."
    better = check_tone(f"{calm} Reply to me immediately.", kind="complaint", channel="letter").rewrite
    assert better == f"{calm} Please reply to me."
    assert check_tone(calm, kind="complaint", channel="letter").rewrite is None


def test_what_could_not_be_mended_is_said_in_the_writers_language() -> None:
    """Where a rewrite still scores, an item of advice quotes the words; where it does not, there is none."""
    stuck = "Siya ay 12 taong sinungaling na 7 beses na magnanakaw ng 3."
    reports = [check_tone(text, kind="complaint") for text in (stuck, "You lost KT-2041. Refund me right now!")]
    for report in reports:
        after = check_tone(report.rewrite or report.text, kind=report.kind)
        assert any(item.id == "rewrite" for item in report.guidance) == (not is_calm(after))


def test_a_threat_goes_with_the_names_in_it() -> None:
    """What was threatened goes with the names in it; what was asked for and every number stay."""
    better = check_tone(
        "Please replace the kettle by 3 March. Do not force me to use my contacts in the Ashby Chronicle.",
        kind="complaint",
        channel="chat",
    ).rewrite
    assert better == "Please replace the kettle by 3 March."


def test_a_run_on_sentence_is_split_where_a_thought_ends() -> None:
    """Both halves are sentences, every word but the joining one stays; a short sentence is left whole."""
    long = "I rang the shop twice on Monday about the broken lid and they said that a man would come and look at it."
    assert split_run_on(long, "en").count(". ") == 1
    assert split_run_on("I rang and they came.", "en") == "I rang and they came."


ORIGINAL = "You idiots lost order KT-2041 of 3 March. Refund me £39.50 right now or else!"


@pytest.mark.parametrize(
    ("rewrite", "field", "wrong"),
    [
        ("My order KT-2041 of 3 March did not come. Please refund me £39.50.", None, ()),
        (
            "My order KT-2014 of 3 March did not come. Please refund me £39.50.",
            "facts_changed",
            (("KT-2041", "KT-2014"),),
        ),
        ("My order KT-2041 did not come. Please refund me £39.50.", "facts_lost", ("3 March",)),
        ("My order KT-2041 of 3 March, worth £90, is gone. Please refund me £39.50.", "facts_invented", ("£90",)),
        (
            "My order KT-2041 of 3 March, £39.50, did not come.",
            "demands_lost",
            ("Refund me £39.50 right now or else!",),
        ),
        ("You idiots lost order KT-2041 of 3 March. Please refund me £39.50.", "better", False),
        ("Mera order KT-2041 3 March ko nahi aaya. Meherbani kar ke £39.50 wapas kar dein.", "same_language", False),
    ],
)
def test_the_guard_says_what_speaks_against_a_rewrite(rewrite: str, field: str | None, wrong: object) -> None:
    """A fact lost, changed or invented, a demand gone, a tone no better, another language: each by itself is enough."""
    check = verify_rewrite(ORIGINAL, rewrite, kind="complaint")
    assert check.ok == (field is None)
    if field is not None:
        assert getattr(check, field) == wrong
    assert json.loads(json.dumps(check.to_dict()))["ok"] == check.ok


def test_the_librarys_own_rewrites_pass_its_guard() -> None:
    """On the labelled messages, in every language."""
    passed = tried = 0
    for item in labelled():
        report = checked(item, item["text"])
        if report.rewrite is not None and not is_calm(report):
            check = verify_rewrite(item["text"], report.rewrite, kind=item["kind"], channel=item["channel"])
            assert check.facts_invented == (), item["id"]
            assert check.same_language, item["id"]
            passed += check.ok
            tried += 1
    assert passed >= 0.8 * tried


def test_a_rewriter_of_ones_own_is_used_only_where_the_guard_passes() -> None:
    """The first that passes wins, before the library's own; a civil message is never shown to it."""
    good = "My order KT-2041 of 3 March did not come. Please refund me £39.50."
    asked: list[str] = []

    def propose(text: str, report: ToneReport) -> list[str]:
        asked.append(text)
        assert report.rewrite is None
        return ["Please refund me.", good, good.replace("My", "Our")]

    tuned = Settings(rewriter=propose)
    assert check_tone(ORIGINAL, kind="complaint", settings=tuned).rewrite == good
    own = check_tone(ORIGINAL, kind="complaint").rewrite
    nothing = Settings(rewriter=lambda _text, _report: None)
    assert check_tone(ORIGINAL, kind="complaint", settings=nothing).rewrite == own
    assert check_tone("Could you tell me when KT-2041 will come?", settings=tuned).rewrite is None
    assert asked == [ORIGINAL]


def test_a_rewriter_that_fails_is_heard() -> None:
    """What it raises comes out; what is no text is a TypeError; what is no function is no setting."""

    def fail(_text: str, _report: ToneReport) -> str:
        raise ConnectionError("no model today")

    with pytest.raises(ConnectionError, match="no model today"):
        check_tone(ORIGINAL, settings=Settings(rewriter=fail))
    with pytest.raises(TypeError, match="must propose texts"):
        check_tone(ORIGINAL, settings=Settings(rewriter=lambda _text, _report: [1]))  # type: ignore[arg-type, list-item, return-value]
    with pytest.raises(SettingsError, match="must be a function"):
        Settings(rewriter="my_module:propose")  # type: ignore[arg-type]


def test_an_unsupported_language_is_not_guarded() -> None:
    """Nothing is measured, so nothing is vouched for."""
    check = verify_rewrite(
        "Wo ist mein Paket, ihr Idioten? Das ist eine Frechheit.", "Wo ist mein Paket geblieben, bitte?"
    )
    assert not check.ok
    assert check.before.anger is None


def test_facts_that_stand_together_are_one() -> None:
    """A telephone number, a day and its month, a full name."""
    reading = read("Please ring Jo Li on 01632 960417 before 3 March about KT-2041.")
    assert {"01632 960417", "3 March", "KT-2041"} <= set(kept_facts(reading, ()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_turn_says_is_calm(language: str) -> None:
    """The turns of a language are read without complaint, and no words of theirs are themselves something to mend."""
    for turn in read_turns(lexicon_root() / language / "turns.toml"):
        said = re.sub(r"\{\w+\}", "5512", turn.instead)
        listed = [f for f in check_tone(said, language=language).findings if f.dimension in TONE and not is_passage(f)]
        assert not listed, turn


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(data=st.data())
def test_what_fits_a_turn_holds_what_it_needs(language: str, data: st.DataObject) -> None:
    """Whatever a pattern fits passes the look that goes before it, so that none is missed for speed."""
    turn = data.draw(st.sampled_from(load_turns(language)))
    said = data.draw(st.from_regex(turn.said, fullmatch=True, alphabet=st.characters(codec="utf-8")))
    assert turn.kind == "reply" or turn.may_fit(said.casefold(), "complaint")


def test_a_wrong_turn_is_named(tmp_path: Path) -> None:
    """What a row of turns lacks, takes up without naming it, or cannot be read is said for all rows at once."""
    path = tmp_path / "turns.toml"
    rows = ('has = ["a"]\nsaid = "a (b"\ninstead = ""', 'has = ["a"]\nsaid = "a"\ninstead = "{x}"', 'said = "a"')
    path.write_text("".join(f"[[turn]]\n{row}\n" for row in rows), "utf-8")
    with pytest.raises(LexiconError) as caught:
        read_turns(path)
    assert len(caught.value.problems) == len(rows)


def test_a_turn_says_it_otherwise() -> None:
    """A jab that holds the demand becomes the demand; one in a reply is none in a complaint."""
    said = "I have waited 3 weeks for order 4410. Surely even your team can manage one refund!"
    assert check_tone(said, kind="complaint").rewrite == (
        "I have waited 3 weeks for order 4410. I would like one refund, please."
    )


def test_a_sentence_too_long_to_be_reworded_stays() -> None:
    """What nobody would read reworded is left as it is, and said to be so; the sentence behind it is mended."""
    rant = "you people are useless and " * 200
    report = check_tone(
        f"My order is 5512. {rant}nobody answers. Refund me right now!", kind="complaint", channel="chat"
    )
    assert report.rewrite is not None
    assert rant.strip() in report.rewrite
    assert report.rewrite.endswith("Please refund me.")
    assert any(item.id == "rewrite" for item in report.guidance)
