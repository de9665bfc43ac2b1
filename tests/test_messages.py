"""Messages to the writer: in the writer's language, from catalogues that lack nothing."""

from __future__ import annotations

import pytest

from toneguard import Settings, SettingsError, check_tone
from toneguard.advising.advice import DONE, HELP
from toneguard.advising.leaving import SAY
from toneguard.lexicon.messages import Catalogue, catalogue
from toneguard.output.bidi import direction
from toneguard.report import UiLanguage
from toneguard.rules import said_messages

ENGLISH = set(said_messages())


def _sentence(message: str) -> str:
    """The message without the words of the writer's that it may name in brackets."""
    return message.rpartition(" (")[0] if message.endswith(")") else message


@pytest.mark.parametrize("language", ["ur", "tl"])
def test_no_message_is_missing_and_none_is_left_over(language: UiLanguage) -> None:
    """Every sentence that a report may say has its translation; none stands there for a sentence no longer said."""
    assert set(catalogue(language)) == ENGLISH


@pytest.mark.parametrize("language", ["ur", "tl"])
def test_a_translation_is_another_sentence(language: UiLanguage) -> None:
    """A translation is never the English sentence again, and Urdu is in its own letters."""
    for english, said in catalogue(language).items():
        assert said.strip()
        assert said != english
        assert (direction(said) == "rtl") == (language == "ur")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("آپ کی کمپنی نے میرا پارسل گم کر دیا ہے، شکایت نمبر 4471۔ لعنت ہو تم پر!", "ur"),
        ("Mera parcel gum ho gaya hai, shikayat number 4471. Lanat ho tum par!", "ur"),
        ("Nawala po ninyo ang parsela ko, reklamo 4471. Mga sinungaling kayo!", "tl"),
        ("You lost my parcel, complaint 4471. You are all liars!", "en"),
    ],
)
def test_the_writer_is_spoken_to_in_their_own_language(text: str, language: UiLanguage) -> None:
    """Without a setting findings and guidance speak the message's language; Roman Urdu is explained in Urdu."""
    report = check_tone(text, kind="complaint")
    allowed = set(catalogue(language).values()) if language != "en" else ENGLISH
    advised = set(catalogue("ur-Latn").values()) if report.language == "ur-Latn" else allowed
    assert report.findings
    assert {_sentence(finding.message) for finding in report.findings} <= allowed
    assert len(report.guidance) >= 3
    assert {item.message for item in report.guidance} <= advised


def test_the_checklist_of_roman_urdu_is_roman() -> None:
    """Its catalogue holds the whole checklist and nothing else, in Latin letters; one asked for in Urdu is in Urdu."""
    said = catalogue("ur-Latn")
    assert set(said) == {*DONE.values(), *HELP.values(), *SAY.values()}
    assert all(direction(line) == "ltr" for line in said.values())
    report = check_tone("Mera parcel gum ho gaya hai.", settings=Settings(ui_language="ur"))
    assert report.language == "ur-Latn"
    assert {item.message for item in report.guidance} <= set(catalogue("ur").values())


@pytest.mark.parametrize("language", ["ur", "tl", "ur-Latn"])
def test_every_translation_has_its_sentence_to_fill_in(language: Catalogue) -> None:
    """Where English leaves brackets to fill in, the translation does, inside quotation marks."""
    said = catalogue(language)
    for line in HELP.values():
        assert said[line].count("[") >= (line.count("[") > 0), line
        assert ('"' in said[line]) == ('"' in line), line


@pytest.mark.parametrize("language", ["en", "ur", "tl"])
def test_a_setting_chooses_the_language(language: UiLanguage) -> None:
    """`ui_language` decides whatever the message is written in; scores, places and the rewrite stay as they are."""
    text = "You people lost my kettle (KT-2041). Refund me right now or else!"
    plain, told = check_tone(text), check_tone(text, settings=Settings(ui_language=language))
    allowed = set(catalogue(language).values()) if language != "en" else ENGLISH
    assert {_sentence(item.message) for item in (*told.findings, *told.guidance)} <= allowed
    assert (told.scores, told.verdict, told.rewrite) == (plain.scores, plain.verdict, plain.rewrite)
    assert [f.quote for f in told.findings] == [f.quote for f in plain.findings]


def test_a_language_without_a_catalogue_is_refused() -> None:
    """A wrong `ui_language` says which ones there are."""
    with pytest.raises(SettingsError, match="en, ur, tl"):
        Settings(ui_language="fr")  # type: ignore[arg-type]
