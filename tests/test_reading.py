"""Zones, words, sentences, folding, languages: what a message is before it is judged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toneguard.reading import read
from toneguard.reading.folding import destretch, fold, unmask
from toneguard.reading.words import split_sentences, tokenize
from toneguard.reading.zones import find_zones

MASKS = {3: ("ass",), 4: ("fuck", "shit"), 8: ("bullshit",)}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


def words(text: str) -> list[str]:
    """The tokens as they were typed."""
    return [text[token.start : token.end] for token in tokenize(text, 0, len(text), MASKS)]


def sentences(text: str) -> list[str]:
    """The sentences as they were typed."""
    zones, _ = find_zones(text)
    tokens = tokenize(text, 0, len(text), MASKS)
    return [text[s.start : s.end] for s in split_sentences(text, tokens, zones)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I don't know, mother-in-law's.", ["I", "don't", "know", "mother-in-law's"]),
        (
            "See https://x.example/a?b=1. Mail a.b@c.example!",
            ["See", "https://x.example/a?b=1", "Mail", "a.b@c.example"],
        ),
        ("order KT-20417, £89.99 at 2:14", ["order", "KT-20417", "£89.99", "at", "2:14"]),
        ("f**k this sh1t, a$$ and s***", ["f**k", "this", "sh1t", "a$$", "and", "s***"]),
        ("f u c k you, u r late", ["f u c k", "you", "u", "r", "late"]),
        ("**bold** and _soft_", ["bold", "and", "soft"]),
        ("شکریہ،آپ کا آرڈر۔", ["شکریہ", "آپ", "کا", "آرڈر"]),
        ("mag-order ng 'yung ba't", ["mag-order", "ng", "yung", "ba't"]),
        ("ok 👍🏽 fine", ["ok", "👍🏽", "fine"]),
        ("C&A and R&D", ["C&A", "and", "R&D"]),
    ],
)
def test_words(text: str, wanted: list[str]) -> None:
    """Words with their joiners, and links, addresses, codes, numbers, masked words and emoji whole."""
    assert words(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Dear Mr. Smith, it cost Rs. 300. Thanks.", ["Dear Mr. Smith, it cost Rs. 300.", "Thanks."]),
        ("It came at 3 p.m. yesterday. Late!", ["It came at 3 p.m. yesterday.", "Late!"]),
        ("Really?! Yes... well", ["Really?!", "Yes...", "well"]),
        ("- one\n- two\n1. three", ["one", "two", "1. three"]),
        (
            "This line was wrapped by a mailer at about seventy-two characters, so\nit goes on here. Done.",
            ["This line was wrapped by a mailer at about seventy-two characters, so\nit goes on here.", "Done."],
        ),
        ("آرڈر کہاں ہے؟ جواب دیں۔ شکریہ", ["آرڈر کہاں ہے؟", "جواب دیں۔", "شکریہ"]),
        ('He said "no!", and left. i paid', ['He said "no!", and left.', "i paid"]),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    """Abbreviations, bullets, hard-wrapped lines and Urdu stops are understood."""
    assert sentences(text) == wanted


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_tokens_and_sentences_lie_in_order(text: str) -> None:
    """Tokens do not overlap, and every token lies in exactly one sentence."""
    reading = read(text)
    ends = [0, *(token.end for token in reading.tokens)]
    assert all(before <= token.start < token.end for before, token in zip(ends, reading.tokens, strict=False))
    assert [n for s in reading.sentences for n in range(s.first, s.last)] == list(range(len(reading.tokens)))


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_zones_are_a_partition(text: str) -> None:
    """Zones cover the text from start to end without gaps."""
    zones, _ = find_zones(text)
    assert "".join(text[zone.start : zone.end] for zone in zones) == text


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Fine.\n\nOn Mon, 3 Mar 2025 at 10:00, Bob <b@x.example> wrote:\n> you idiot\n> again\n", "Fine.\n\n"),
        ("Fine.\n\nOn Mon, 3 Mar 2025 at 10:00,\nBob Marlow <b@x.example> wrote:\n> you idiot\n", "Fine.\n\n"),
        ("Fine.\n-----Original Message-----\nFrom: a\nSent: b\nSubject: c\n\nyou idiot\n", "Fine.\n"),
        ("Fine.\n\nFrom: a\nSent: b\nTo: c\nSubject: d\n\nyou idiot\n", "Fine.\n\n"),
        ("Fine.\n-- \nBob the damn plumber\n", "Fine.\n"),
        ("Fine.\nKind regards,\nBob Hellman\nTel 0123\n", "Fine.\nKind regards,\n"),
        ("Fine.\nThis email is confidential and intended only for the addressee.\n", "Fine.\n"),
        ("Fine.\n```\ndamn = 1\n```\nEnd", "Fine.\nEnd"),
        ("Fine.\n\nSent from my iPhone", "Fine.\n\n"),
        ("# toneguard: ignore en/anger/liars\nFine.", "Fine."),
    ],
)
def test_only_own_words_are_own(text: str, own: str) -> None:
    """Quoted mail, headers, signatures, disclaimers, code and directives are not the writer's words."""
    zones, _ = find_zones(text)
    assert "".join(text[z.start : z.end] for z in zones if z.kind == "own") == own


def test_thanks_at_the_end_of_a_story_is_no_signature() -> None:
    """A closing word with sentences after it closes nothing."""
    text = "I waited.\nThanks\nBut the van that came on Friday was the wrong one, as you know."
    zones, _ = find_zones(text)
    assert [zone.kind for zone in zones] == ["own"]


def test_directives_name_rules() -> None:
    """A directive without a rule means all of them."""
    assert find_zones("// toneguard: ignore en/anger/liars, style/shouting\nx")[1] == (
        "en/anger/liars",
        "style/shouting",
    )
    assert find_zones("<!-- toneguard: ignore -->\nx")[1] == ("*",)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("CAFÉ", "cafe"),
        ("Don’t", "don't"),
        ("ѕhіt", "shit"),
        ("ｆｕｃｋ", "fuck"),
        ("fu\u200bck", "fuck"),
        ("كيا", "کیا"),
        ("١٢", "12"),
    ],
)
def test_folding_evens_out_what_no_language_distinguishes(typed: str, folded: str) -> None:
    """Capitals, accents, quotes, look-alikes, wide and zero-width letters, Arabic letter forms, digits."""
    assert fold(typed) == folded


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(word: str) -> None:
    """A folded word folds to itself."""
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("f**k", "fuck"),
        ("sh1t", "shit"),
        ("$hit", "shit"),
        ("a$$", "ass"),
        ("f_u_c_k", "fuck"),
        ("****", None),
        ("b2b", None),
    ],
)
def test_masks_are_seen_through(word: str, said: str | None) -> None:
    """Stars, digits and marks; a row of stars says nothing, a code is no mask."""
    assert unmask(word, MASKS) == said


@pytest.mark.parametrize(
    ("word", "said"), [("soooo", "so"), ("goood", "good"), ("fuuuuck", "fuck"), ("shoot", "shoot")]
)
def test_stretched_letters(word: str, said: str) -> None:
    """Back to a known spelling; a word with two letters is left alone."""
    assert destretch(word, frozenset({"so", "good", "fuck"}), MASKS) == said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Could you tell me when the parcel will come?", "en"),
        ("hi", "en"),
        ("ok na po, salamat", "tl"),
        ("Kailan po darating yung order ko?", "tl"),
        ("refund kab milega?", "ur-Latn"),
        ("Mera order abhi tak nahi aya, paise wapis karo", "ur-Latn"),
        ("میرا آرڈر ابھی تک نہیں آیا", "ur"),
        ("سفارش هنوز نرسیده است و می خواهم پولم را پس بگیرم", "fa"),
        ("لم يصل الطلب حتى الآن وأريد استرداد المال", "ar"),
        ("Pesanan saya belum sampai dan saya ingin uang saya dikembalikan", "id"),
        ("", "und"),
        ("12 34 🙂", "und"),
    ],
)
def test_language_of_a_message(text: str, language: str) -> None:
    """Ours are told apart, others are named, nothing is guessed from no words."""
    assert read(text).language == language


def test_an_english_mail_with_a_few_words_of_another_language_stays_english() -> None:
    """Names, foods and courtesies do not change the language."""
    text = "Good day po! My pasalubong was in the bag that your airline lost on June 2, and I would like it back."
    assert read(text).language == "en"
