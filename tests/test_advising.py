"""Rewrites that a person would send, guidance, questions that are answered or not, and who writes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toneguard import Verdict, check_tone
from toneguard.advising.requests import as_request
from toneguard.report import TONE


def rewritten(text: str, **given: object) -> str | None:
    """The rewrite of a complaint."""
    return check_tone(text, **{"kind": "complaint", **given}).rewrite  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Refund me £20 right now!", "Please refund me £20."),
        ("The parcel was deliverd late.", "The parcel was delivered late."),
        ("Where is my fucking parcel?", "Where is my parcel?"),
        ("WHERE IS MY KETTLE???", "Where is my kettle?"),
        ("You bastards lost order KT-2041.", "You lost order KT-2041."),
        ("Please send the the form.", "Please send the form."),
        (
            "I am absolutely furious about this. My IKEA shelf broke.",
            "I am very unhappy about this. My IKEA shelf broke.",
        ),
        ("where is my damn order", "where is my order?"),
    ],
)
def test_rewrites(text: str, wanted: str) -> None:
    """Commands become requests, swearing goes, shouting is lowered, brands and the writer's small letters stay."""
    assert rewritten(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Could you please send the missing lid of order KT-2041 by Friday?",
        "I am disappointed that nobody rang on 3 March. Is there another date?",
        "YAY, it came! Thank you!!!",
    ],
)
def test_a_clean_message_is_left_alone(text: str) -> None:
    """Nothing to improve, no rewrite."""
    assert rewritten(text) is None


FACTS = ["KT-2041", "£89.99", "3 March", "Mrs Ferreira", "https://x.example/a?b=1", "01632 960417", "a.b@c.example"]
ABUSE = [
    "You idiots lost {}!!!",
    "REFUND {} NOW or else.",
    "I am sick of your lies about {}.",
    "Do you even know what {} is, you useless people?",
    "Send {} today or I will sue you.",
    "What the hell happened to {}?",
    "This bloody {} is brokken.",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ABUSE), st.sampled_from(FACTS)), min_size=1, max_size=4))
def test_facts_are_kept_and_a_rewrite_stands(parts: list[tuple[str, str]]) -> None:
    """Whatever else goes, every fact stays word for word; rewriting a rewrite changes nothing."""
    better = rewritten(" ".join(sentence.format(fact) for sentence, fact in parts))
    assert better is not None
    assert all(fact in better for _, fact in parts)
    assert rewritten(better) is None


def test_quoted_mail_and_signature_are_not_touched() -> None:
    """A rewrite changes the writer's own words only."""
    tail = "\nKind regards,\nBob Damn\n\n> you useless liars!!!\n"
    better = rewritten("You liars lost my kettle." + tail)
    assert better is not None
    assert better.endswith(tail)


def test_a_message_of_abuse_alone_has_no_rewrite_that_invents() -> None:
    """Nothing is made up where nothing is left."""
    better = rewritten("You liars. Shame on you.")
    assert better is None or len(better) <= 60


def guidance(text: str, **given: object) -> dict[str, bool]:
    """The items by id, whether each is met."""
    return {item.id: item.met for item in check_tone(text, **given).guidance}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            "On 3 March I ordered a kettle (KT-2041) and it came cracked. I would like a new one. Can it be here by Friday?",
            {"facts": True, "outcome": True, "time": True},
        ),
        ("This is bad. Sort it out.", {"facts": False, "outcome": False, "time": False}),
        (
            "My order KT-2041 of 3 March has not come and nobody answers. Refund me today or else.",
            {"facts": True, "outcome": True, "time": False},
        ),
    ],
)
def test_guidance_for_complaints(text: str, met: dict[str, bool]) -> None:
    """Facts with a reference, a stated wish, a reasonable time; an ultimatum gives no time."""
    assert guidance(text, kind="complaint").items() >= met.items()


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            "Dear Ms Khan, thank you for your patience. We will send a new lid tomorrow and you will get it by Friday.",
            {"greeting": True, "next_step": True, "timeframe": True},
        ),
        ("Your concern has been noted.", {"greeting": False, "next_step": False, "timeframe": False}),
    ],
)
def test_guidance_for_replies(text: str, met: dict[str, bool]) -> None:
    """Greeting, next step, time."""
    assert guidance(text, kind="reply").items() >= met.items()


def test_a_required_guidance_unmet_holds() -> None:
    """Where the settings ask for it."""
    from toneguard import Settings

    report = check_tone("Please send the lid of KT-2041.", kind="complaint", settings=Settings(require=("time",)))
    assert report.verdict is Verdict.HOLD


def test_unanswered_questions_are_quoted_exactly() -> None:
    """What the reply leaves open, in the customer's words."""
    asked = "Hi. When will my kettle arrive? Do I have to pay for the broken lid? Thanks"
    report = check_tone("Hello Sam, your kettle arrives on Friday.", kind="reply", in_reply_to=asked)
    answers = next(item for item in report.guidance if item.id == "answers")
    assert answers.unanswered == ("Do I have to pay for the broken lid?",)
    assert answers.unanswered[0] in asked
    full = check_tone(
        "Hello Sam, your kettle arrives on Friday, and you do not have to pay for the lid.",
        kind="reply",
        in_reply_to=asked,
    )
    assert next(item for item in full.guidance if item.id == "answers").met


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I bought a kettle from your shop and it leaks. Please refund me.", "complaint"),
        ("Thank you for contacting us. We have refunded your order and you will see it in 3 days.", "reply"),
        ("Dear customer, your complaint has been received. Our team will call you tomorrow.", "reply"),
        ("hello", "complaint"),
    ],
)
def test_kind_is_judged_from_the_text(text: str, kind: str) -> None:
    """Who writes to whom; in doubt a complaint."""
    assert check_tone(text).kind == kind


def test_a_rewrite_is_calmer() -> None:
    """No tone dimension is higher after than before."""
    text = "You useless idiots! Refund me NOW or I will leave one star reviews everywhere. Order KT-2041, damn it."
    before, better = check_tone(text, kind="complaint"), rewritten(text)
    assert better is not None
    after = check_tone(better, kind="complaint")
    for dimension in TONE:
        assert (getattr(after.scores, dimension) or 0) <= (getattr(before.scores, dimension) or 0)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("میرے پیسے ابھی واپس کرو ورنہ عدالت جاؤں گا!", "براہ کرم میرے پیسے واپس کر دیں۔"),
        ("Parcel foran bhej do", "Meherbani kar ke parcel bhej dein."),
        ("Tum log bilkul nikammay ho, foran mere paise wapas karo.", "Meherbani kar ke mere paise wapas kar dein."),
        ("تم لوگ بالکل نکمے ہو، فوراً میرے پیسے واپس کرو۔", "براہ کرم میرے پیسے واپس کر دیں۔"),
        ("Mga inutil kayo, ibalik ninyo agad ang pera ko.", "Pakibalik po ang pera ko."),
        ("You idiots, send my parcel right now or else!", "Please send my parcel."),
        ("Ibalik ninyo ang pera ko ngayon din kung hindi idedemanda ko kayo!", "Pakibalik po ang pera ko."),
    ],
)
def test_an_order_becomes_a_request_in_its_own_language(text: str, wanted: str) -> None:
    """The demand stays, urgency, threat and insult go, and the word for please is the language's own."""
    assert check_tone(text, kind="complaint").rewrite == wanted


@pytest.mark.parametrize(
    ("language", "polite"), [("ur", "براہ کرم رقم واپس کر دیں۔"), ("tl", "Pakibalik po ang bayad.")]
)
def test_a_request_is_not_asked_twice(language: str, polite: str) -> None:
    """A sentence that asks courteously already is no order."""
    assert as_request(polite, language) is None


def test_a_number_word_is_a_fact_in_every_language() -> None:
    """What a complaint counts in words is kept: `dalawang`, `پانچ`."""
    for text, fact in (
        ("Dalawang oras akong naghintay, mga sinungaling kayo.", "Dalawang"),
        ("تم لوگ چور ہو، پانچ ہزار کاٹ لیے۔", "پانچ"),
    ):
        assert fact in (check_tone(text, kind="complaint").rewrite or text)
