"""What is found, and what around a word changes it."""

from __future__ import annotations

import pytest

from toneguard import Settings, check_tone
from toneguard.judging.readability import readability
from toneguard.judging.syllables import syllables
from toneguard.report import TONE


def tone(text: str, **given: object) -> set[str]:
    """The tone dimensions that are at mild or above."""
    scores = check_tone(text, **{"kind": "complaint", **given}).scores  # type: ignore[arg-type]
    return {dimension for dimension in TONE if (getattr(scores, dimension) or 0) >= 0.3}


def spelling(text: str, **given: object) -> dict[str, tuple[str, ...]]:
    """The misspelt words with their corrections."""
    report = check_tone(text, **given)  # type: ignore[arg-type]
    return {f.quote: f.replacements for f in report.findings if f.dimension == "spelling"}


@pytest.mark.parametrize(
    "text",
    [
        "I am not demanding anything, and nobody has been rude.",
        "Your agent told me to shut up and called me an idiot.",
        'The driver shouted "get lost, you useless old fool" at my mother.',
        "I felt like an idiot when I saw that I had typed the wrong code.",
        "We live in Scunthorpe, near the Cockshutt Lane depot, and Dick Hancock signed for it.",
        "That was a hell of a job, thank you. The curry is damn good.",
        "THANK YOU SO MUCH!!! The new lamp is lovely!!!",
        "My IKEA shelf and the LG TV from order KT-2041 came with a USB PIN code.",
        "Under the Consumer Rights Act I am entitled to a repair or a refund, and I would prefer a refund.",
        "If it is not fixed by 31 May, I will take the case to the ombudsman.",
        "Please send someone today if you can, as water is coming through the ceiling.",
        "One bastard file was missing from the pack of three.",
    ],
)
def test_harmless_uses_are_silent(text: str) -> None:
    """Loud words in harmless use: denied, quoted, reported, of oneself, names, brands, thanks, rights."""
    assert tone(text) == set()


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("You idiots lost it again.", {"anger"}),
        ("Where is my fucking parcel?", {"profanity"}),
        ("wtf is this ch@rge, this is bullsh1t", {"profanity"}),
        ("WHERE IS MY MONEY!!! THREE WEEKS!!!", {"anger"}),
        ("Refund me right now or else.", {"entitlement"}),
        ("Do you have any idea who you are dealing with?", {"arrogance"}),
    ],
)
def test_what_should_be_found_is(text: str, dimensions: set[str]) -> None:
    """The plain cases of each dimension."""
    assert dimensions <= tone(text)


def test_replies_have_expressions_of_their_own() -> None:
    """An agent's blame is found in a reply."""
    assert "entitlement" in tone("You must comply with our policy. This decision is final.", kind="reply")


def test_more_of_it_scores_higher() -> None:
    """Every further finding raises a score, never beyond 1."""
    one = check_tone("You are liars.", kind="complaint").scores.anger
    two = check_tone("You are liars. You are thieves. Shame on you.", kind="complaint").scores.anger
    assert one is not None
    assert two is not None
    assert 0.3 <= one < two <= 1


def test_allow_disable_and_directives_silence() -> None:
    """A word, a rule, a folder of rules, a dimension, and a line in the message itself."""
    text = "Shame on you."
    rule = next(f.rule for f in check_tone(text, kind="complaint").findings if f.dimension == "anger")
    for tuned in (Settings(allow=("shame on you",)), Settings(disable=(rule,)), Settings(disable=("en/anger/*",))):
        assert tone(text, settings=tuned) == set()
    report = check_tone(text, kind="complaint", settings=Settings(disable=("anger",)))
    assert report.scores.anger is None
    assert dict(report.reasons) == {"anger": "switched off"}
    assert tone(f"# toneguard: ignore {rule}\n{text}") == set()


def test_quoted_mail_is_not_judged() -> None:
    """What the other side wrote is theirs."""
    assert tone("Thank you, that helps.\n\n> You are useless, you liars!!!\n> Refund me NOW") == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [("Please recieve it back.", "spelling/typo"), ("I lost my patients with it.", "spelling/real-word")],
)
def test_only_a_word_is_called_one(text: str, rule: str) -> None:
    """What no dictionary has is a typo, though its correction is listed beside those of words."""
    assert [finding.rule for finding in check_tone(text).findings] == [rule]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("The parcel was deliverd late.", "deliverd", "delivered"),
        ("I recieved it on Wendsday.", "Wendsday", "Wednesday"),
        ("Is it to late to cancel?", "to", "too"),
        ("I think your right about that.", "your", "you're"),
        ("It dont work.", "dont", "don't"),
        ("You could of told me.", "of", "have"),
        ("I lost my patients with it.", "patients", "patience"),
        ("Please send the the form.", "the", ""),
    ],
)
def test_slips_are_found_and_corrected(text: str, wrong: str, right: str) -> None:
    """Typos, words that are right elsewhere, apostrophes, doubled words: the best correction first."""
    assert spelling(text)[wrong][0] == right


@pytest.mark.parametrize(
    "text",
    [
        "Order KT-20417 went to Mr Okonjo at 3 Cockshutt Lane; see www.bluedoor-books.example or mail a.hoare@x.example.",
        "My colour printer and my color TV arrived; I realised, or realized, too late.",
        "He wrote 'is it to late to cancle' and left.",
        "She rebooked the unrefundable mid-week check-in for her mother-in-law.",
        "My pasalubong and the biryani from Karachi are still at the depot, inshallah safe.",
        "I think that that is what he had had in mind.",
    ],
)
def test_right_spelling_is_left_alone(text: str) -> None:
    """Names, codes, links, both spellings of English, quotations, inflections, other languages' words."""
    assert spelling(text) == {}


def test_short_forms_are_no_errors_in_chat() -> None:
    """In chat and social media only; a missing apostrophe is one everywhere."""
    assert spelling("thx, pls tell ppl abt it tmrw", channel="chat") == {}
    assert "ive" in spelling("ive told u", channel="chat")


def test_a_long_word_costs_no_more() -> None:
    """A word of a thousand letters has no corrections and is not flagged."""
    assert spelling(f"My {'x' * 1000} is late.") == {}


GRADED = [
    "The kettle leaks. I bought it on 3 March. Please send a new one.",
    "The kettle that I bought on 3 March leaks at the base, so could you please send me a new one by Friday?",
    (
        "With regard to the kettle, which was purchased on 3 March and which has since begun to leak at the base, I should "
        "be obliged if a replacement could be arranged, or failing that a refund, whichever is the more convenient."
    ),
    (
        "So the thing is that I had the one from before and then they said the other one was the right one but that one was for "
        "the old thing and I had already done the form for this one because the first lady said so and then the second one said "
        "it was the other form and now it is closed and I do not know if that is the one she meant or the one before"
    ),
]


def test_clarity_orders_texts_as_readers_do() -> None:
    """From plain to hard."""
    scores = [check_tone(text, kind="complaint").scores.clarity for text in GRADED]
    assert None not in scores
    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]
    assert scores[0] == 1.0
    assert scores[-1] is not None
    assert scores[-1] < 0.7 < (scores[1] or 0)


def test_a_low_clarity_names_its_sentence() -> None:
    """The finding covers the sentence that is hard."""
    report = check_tone(f"Hello. {GRADED[-1]}. Thank you.", kind="complaint")
    quotes = [f.quote for f in report.findings if f.dimension == "clarity"]
    assert quotes
    assert quotes[0].startswith("So the thing is")


def test_jargon_is_unclear_and_known_abbreviations_are_not() -> None:
    """Piled-up codes of the trade, against USB, PIN and VAT."""
    foggy = check_tone("Per L2 the RMA was NFF and the ASN is gated until the DOA clears in the ERP.", kind="reply")
    plain = check_tone("Your PIN, the USB cable and the VAT bill come by SMS or PDF.", kind="reply")
    assert (foggy.scores.clarity or 1) < 0.7
    assert plain.scores.clarity == 1.0


@pytest.mark.parametrize(
    ("word", "count"), [("cat", 1), ("refund", 2), ("replacement", 3), ("charged", 1), ("notwithstanding", 4)]
)
def test_syllables(word: str, count: int) -> None:
    """Vowel groups with silent ends and split vowels."""
    assert syllables(word) == count


def test_readability_is_textstats_and_offline() -> None:
    """English of 100 words has the English formulas; Urdu only those without syllables; short text none."""
    long = "The parcel came late and the box was wet, so I sent it back to the shop the next day. " * 8
    assert readability(long, "en")["flesch_reading_ease"] is not None
    urdu = readability("میرا آرڈر ابھی تک نہیں آیا۔ " * 30, "ur")
    assert urdu["flesch_reading_ease"] is None
    assert urdu["lix"] is not None
    assert set(check_tone("Short.").readability.values()) == {None}
