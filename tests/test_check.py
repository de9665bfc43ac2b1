"""The contract of `check_tone`: what comes back for any text at all."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toneguard import InputTooLargeError, Settings, ToneReport, Verdict, check_tone, verify_rewrite

ANGRY = "You people are USELESS!!! Refund me £20 right now or else. The damn lid of order KT-2041 arived dented."
CIVIL = (
    "Hello, the kettle from order KT-2041 arrived on 3 March with a cracked lid. Could you please send a new lid by the "
    "end of next week? Kind regards, Sam"
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
WORDS = st.lists(
    st.sampled_from(f"{ANGRY} {CIVIL} \n\n > ??? … f**k s h i t 🙂 آپ کا آرڈر po ang".split(" ")), max_size=60
)


def assert_sound(report: ToneReport, text: str) -> None:
    """Every finding quotes the text where it says; scores and runs stay in their ranges."""
    for finding in report.findings:
        assert text[finding.start : finding.end] == finding.quote
        assert 0 <= finding.start < finding.end <= len(text)
    for run in report.languages:
        assert 0 <= run.start < run.end <= len(text)
    for score in report.to_dict()["scores"].values():
        assert score is None or 0 <= score <= 1
    assert set(dict(report.reasons)) == {name for name, s in report.to_dict()["scores"].items() if s is None}
    assert report.rewrite is None or report.rewrite != text


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_any_string_gives_a_sound_report(text: str) -> None:
    """Any string at all, lone surrogates and NUL included."""
    assert_sound(check_tone(text), text)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_any_shuffle_of_real_words_gives_a_sound_report(words: list[str]) -> None:
    """Real words in any order, where most rules fire."""
    text = " ".join(words)
    assert_sound(check_tone(text), text)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_twice_is_equal(text: str) -> None:
    """The same text gives the same bytes."""
    assert json.dumps(check_tone(text).to_dict()) == json.dumps(check_tone(text).to_dict())


def test_a_clean_paragraph_in_front_only_moves_findings() -> None:
    """Civil text before a message shifts its findings and adds none."""
    before = "Good morning. I bought a lamp on 2 May, and I am writing about it.\n\n"
    alone = [(f.rule, f.start, f.end) for f in check_tone(ANGRY, kind="complaint").findings]
    moved = [(f.rule, f.start, f.end) for f in check_tone(before + ANGRY, kind="complaint").findings]
    assert alone
    assert moved == [(rule, start + len(before), end + len(before)) for rule, start, end in alone]


def test_a_civil_complaint_passes_without_a_rewrite() -> None:
    """A firm but civil complaint is left alone."""
    report = check_tone(CIVIL)
    assert report.verdict is Verdict.PASS
    assert report.findings == ()
    assert report.rewrite is None
    assert all(item.met for item in report.guidance)


def test_an_angry_one_is_held_and_rewritten_with_its_facts() -> None:
    """Findings in every dimension concerned; the rewrite keeps amount and order, and is calm."""
    report = check_tone(ANGRY, kind="complaint")
    assert report.verdict is Verdict.HOLD
    assert {f.dimension for f in report.findings} >= {"anger", "entitlement", "profanity", "spelling"}
    assert report.rewrite is not None
    assert "£20" in report.rewrite
    assert "KT-2041" in report.rewrite
    after = check_tone(report.rewrite, kind="complaint")
    assert after.verdict is not Verdict.HOLD


@pytest.mark.parametrize("text", ["", " ", "\n\n\t"])
def test_blank_passes(text: str) -> None:
    """Nothing to judge: an empty report that passes, its scores null with a reason."""
    report = check_tone(text)
    assert report.verdict is Verdict.PASS
    assert report.findings == ()
    assert report.scores.anger is None
    assert dict(report.reasons)["anger"]


@pytest.mark.parametrize("value", [None, 3, b"hello", ["hello"]])
def test_what_is_no_text_is_refused(value: object) -> None:
    """A TypeError that names the type."""
    with pytest.raises(TypeError, match=type(value).__name__):
        check_tone(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"kind": "both"}, {"channel": "pigeon"}])
def test_a_kind_or_channel_that_there_is_not_is_named(wrong: dict[str, str]) -> None:
    """A ValueError that says which there are, whatever the text."""
    for text in ("You people are useless.", "", "Das ist nicht gut."):
        with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
            check_tone(text, **wrong)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
            verify_rewrite(text, text, **wrong)  # type: ignore[arg-type]


def test_a_text_beyond_the_limit_is_refused_without_its_words() -> None:
    """A clear error that never holds message text."""
    with pytest.raises(InputTooLargeError, match="11 characters; the limit is 10") as caught:
        check_tone("secretwords", settings=Settings(limit_chars=10))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("هذا الطلب لم يصل حتى الآن وأريد استرداد المال من فضلكم", "ar"),
        ("El pedido todavía no ha llegado y quiero que me devuelvan el dinero por favor", "es"),
        ("यह आदेश अभी तक नहीं आया है", "hi"),
    ],
)
def test_another_language_is_named_and_not_scored(text: str, language: str) -> None:
    """Scores null with the reason, verdict pass."""
    report = check_tone(text)
    assert report.language == language
    assert report.verdict is Verdict.PASS
    assert set(report.to_dict()["scores"].values()) == {None}
    assert language in dict(report.reasons)["anger"]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "🙂" * 10_000,
        "\ud800\x00" * 50_000,
        "no. " * 100_000,
        "f**k! " * 40_000,
        "'" * 300_000,
        "a@" * 200_000,
    ],
    ids=["one-word", "emoji", "surrogates", "sentences", "swearing", "quotes", "addresses"],
)
def test_monstrous_input_gives_a_report(text: str) -> None:
    """Nothing escapes, whatever comes."""
    assert_sound(check_tone(text), text)


def test_time_grows_no_faster_than_the_text() -> None:
    """Eight times the text takes less than sixteen times the time (it would be 64 if it were quadratic)."""
    check_tone(f"{ANGRY} {CIVIL} " * 20)

    def seconds(times: int) -> float:
        text = f"{ANGRY} {CIVIL}\n\n" * times
        started = time.perf_counter()
        check_tone(text)
        return time.perf_counter() - started

    small = min(seconds(50) for _ in range(3))
    assert min(seconds(400) for _ in range(2)) < 16 * small


def test_threads_may_share_everything() -> None:
    """Eight threads at once get what one gets."""
    wanted = check_tone(ANGRY).to_dict()
    got: list[dict[str, object]] = []
    threads = [threading.Thread(target=lambda: got.append(check_tone(ANGRY).to_dict())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [wanted] * 8


def _in_a_process(code: str, **environment: str) -> str:
    import os

    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=os.environ | environment,
    )
    return run.stdout


def test_the_hash_seed_changes_nothing() -> None:
    """The same bytes under any PYTHONHASHSEED."""
    code = f"import json; from toneguard import check_tone; print(json.dumps(check_tone({ANGRY!r}).to_dict()))"
    assert len({_in_a_process(code, PYTHONHASHSEED=seed) for seed in ("0", "1", "4242")}) == 1


def test_importing_and_a_first_check_load_no_heavy_package() -> None:
    """No spaCy, NLTK, numpy, textstat, wordfreq or pydantic, neither after the import nor after an English mail."""
    code = (
        "import sys, toneguard; "
        f"toneguard.check_tone({CIVIL!r}); toneguard.check_tone({ANGRY!r}); "
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'spacy', 'nltk', 'numpy', 'textstat', 'wordfreq', 'pydantic', 'symspellpy', 'requests'}))"
    )
    assert _in_a_process(code).strip() == "[]"


def test_utf16_offsets_on_request() -> None:
    """Offsets as JavaScript and Java count them: an emoji is two."""
    finding = check_tone("🙂 You liars!").to_dict(offsets="utf-16")["findings"][0]
    plain = check_tone("🙂 You liars!").to_dict()["findings"][0]
    assert finding["start"] == plain["start"] + 1
