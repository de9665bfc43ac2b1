"""The customer's questions: found in every language, cut apart, and answered or not whatever the language."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toneguard import check_tone
from toneguard.advising.questions import MOST, questions
from toneguard.check import DEFAULTS
from toneguard.judging.message import looks_of, read_message


def found(text: str) -> list[str]:
    """The questions of a message, as they stand in it."""
    return [text[one.start : one.end] for one in questions(looks_of(read_message(text, None, DEFAULTS), DEFAULTS))]


def left(asked: str, reply: str) -> tuple[str, ...]:
    """The questions that a reply leaves open."""
    report = check_tone(reply, kind="reply", in_reply_to=asked)
    (item,) = (item for item in report.guidance if item.id == "answers")
    assert item.met == (not item.unanswered)
    return item.unanswered


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("My lamp broke. When will it be mended?", ["When will it be mended?"]),
        ("My lamp broke. when will it be mended", ["when will it be mended"]),
        ("Please tell me when the engineer will come.", ["Please tell me when the engineer will come."]),
        ("I would like to know whether it is covered.", ["I would like to know whether it is covered."]),
        (
            "When will it arrive and how much does it cost?",
            ["When will it arrive", "how much does it cost?"],
        ),
        ("1) Is it in stock? 2) Can I collect it?", ["Is it in stock?", "Can I collect it?"]),
        ("میرا پارسل کب آئے گا؟", ["میرا پارسل کب آئے گا؟"]),
        ("پارسل کب آئے گا اور کتنے پیسے لگیں گے؟", ["پارسل کب آئے گا", "کتنے پیسے لگیں گے؟"]),
        ("براہ کرم بتا دیں کہ رقم کب واپس ملے گی۔", ["براہ کرم بتا دیں کہ رقم کب واپس ملے گی۔"]),
        ("mera parcel kab ayega", ["mera parcel kab ayega"]),
        ("Refund kab milega? Bill kyun zyada aya?", ["Refund kab milega?", "Bill kyun zyada aya?"]),
        ("Kailan po darating ang parsela ko", ["Kailan po darating ang parsela ko"]),
        ("Magkano po ang bayad at kailan ito darating?", ["Magkano po ang bayad", "kailan ito darating?"]),
        ("I called you when it broke. Nobody came.", []),
    ],
)
def test_questions_are_found(text: str, wanted: list[str]) -> None:
    """With a mark or without, direct or wished for, one or several in a sentence; a statement with `when` is none."""
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        ("When will my parcel arrive? What does it cost?", "Hello, the parcel arrives on Friday and costs £4."),
        ("میرا پارسل کب آئے گا؟ خرچہ کتنا ہو گا؟", "Your parcel will be delivered on Friday; the fee is Rs. 200."),
        ("Refund kab milega? Bill kitna hai?", "آپ کی رقم پیر تک واپس مل جائے گی۔ بل 450 روپے ہے۔"),
        ("Kailan po maibabalik ang bayad?", "We will refund you within 5 days."),
        ("When will I get my refund?", "Maibabalik po ang bayad sa Biyernes."),
        ("Do you have the blue lamp in stock?", "Yes, the blue lamp is here."),
    ],
)
def test_an_answer_counts_in_any_language(asked: str, reply: str) -> None:
    """A reply in another language of ours than the question answers it."""
    assert left(asked, reply) == ()


@pytest.mark.parametrize(
    ("asked", "reply", "wanted"),
    [
        (
            "When will my parcel arrive? Can I exchange the lamp for a bigger one?",
            "Hello Sam, your parcel arrives on Friday.",
            ("Can I exchange the lamp for a bigger one?",),
        ),
        (
            "پارسل کب آئے گا؟ کیا وارنٹی ملے گی؟",
            "محترم، پارسل پیر کو پہنچ جائے گا۔",
            ("کیا وارنٹی ملے گی؟",),
        ),
        (
            "Parcel kab ayega? Warranty kitne saal ki hai?",
            "Ji, parcel peer ko pohnch jayega.",
            ("Warranty kitne saal ki hai?",),
        ),
        (
            "Kailan po darating ang parsela? Magkano po ang pagpapalit?",
            "Darating po ang parsela sa Biyernes.",
            ("Magkano po ang pagpapalit?",),
        ),
        ("Why was I charged twice?", "Thank you for contacting us. Have a nice day.", ("Why was I charged twice?",)),
    ],
)
def test_what_is_left_open_is_quoted(asked: str, reply: str, wanted: tuple[str, ...]) -> None:
    """Exactly as the customer wrote it."""
    assert left(asked, reply) == wanted


@given(st.text(max_size=200), st.text(max_size=100))
@settings(max_examples=60, deadline=None)
def test_questions_are_substrings_in_order(text: str, reply: str) -> None:
    """Whatever the two messages: no question is empty, none overlaps another, and what is open is among them."""
    parts = questions(looks_of(read_message(text, None, DEFAULTS), DEFAULTS))
    assert all(one.start < one.end and one.first < one.last for one in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    report = check_tone(reply, kind="reply", in_reply_to=text)
    assert all(question in found(text) for item in report.guidance for question in item.unanswered)


def test_a_message_of_questions_alone_is_bounded() -> None:
    """No more are looked at than anybody would answer."""
    assert len(found("When will it come? " * 500)) == MOST
