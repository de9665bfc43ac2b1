"""Many messages, spaCy pipelines, and what a parse says."""

from __future__ import annotations

import pytest

from toneguard import Message, Settings, SettingsError, ToneReport, check_many, check_tone
from toneguard.report import MILD

TEXTS = ["Thank you, it came.", "You liars lost it again.", "Refund me right now or else.", ""] * 40


def test_many_in_order() -> None:
    """The same reports as one by one, in the order given."""
    assert list(check_many(TEXTS)) == [check_tone(text) for text in TEXTS]


def test_many_on_two_cores_gives_the_same() -> None:
    """Workers change nothing but the time."""
    assert list(check_many(TEXTS, workers=2)) == list(check_many(TEXTS))


def test_many_takes_messages_and_reads_as_it_goes() -> None:
    """What is known about a text is used; the input is read only as far as reports are taken."""

    def endless() -> object:
        while True:
            yield Message("As I already told you, read the terms.", kind="reply", channel="chat")

    report = next(iter(check_many(endless())))  # type: ignore[arg-type]
    assert report.kind == "reply"


def test_no_worker_is_refused() -> None:
    """A clear error."""
    with pytest.raises(ValueError, match="at least 1"):
        check_many(TEXTS, workers=0)


spacy = pytest.importorskip("spacy")


def test_the_component_gives_the_report_and_the_spans() -> None:
    """`doc._.tone` is what `check_tone` gives; the spans are the findings, for displaCy."""
    nlp = spacy.blank("en")
    nlp.add_pipe("toneguard", config={"kind": "complaint"})
    doc = nlp("Shame on you, my parcel is lost again.")
    assert doc._.tone == check_tone(doc.text, kind="complaint")
    found = [(f.quote, f.dimension, f.rule) for f in doc._.tone.findings]
    assert found
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["toneguard"]] == found
    assert "Shame" in spacy.displacy.render(doc, style="span", options={"spans_key": "toneguard"}, jupyter=False)


def test_the_component_works_in_processes_and_in_a_memory_zone() -> None:
    """`nlp.pipe` with two processes, and `memory_zone`."""
    nlp = spacy.blank("en")
    nlp.add_pipe("toneguard")
    with nlp.memory_zone():
        verdicts = [str(doc._.tone.verdict) for doc in nlp.pipe(TEXTS[:8])]
    assert [str(doc._.tone.verdict) for doc in nlp.pipe(TEXTS[:8], n_process=2, batch_size=2)] == verdicts


def test_a_wrong_setting_of_the_component_is_refused() -> None:
    """With the settings that there are."""
    with pytest.raises(SettingsError, match="the settings are"):
        spacy.blank("en").add_pipe("toneguard", config={"settings": {"milde": 0.4}})


def test_a_model_that_is_not_installed_is_named() -> None:
    """A clear error, not a download."""
    with pytest.raises(SettingsError, match="no_such_model"):
        check_tone("Hello there.", settings=Settings(spacy_model="no_such_model"))


def _doc(words: list[str], heads: list[int], deps: list[str], tags: list[str] | None = None) -> object:
    poses = ["VERB" if tag.startswith("VB") else "NOUN" for tag in tags] if tags else None
    return spacy.tokens.Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, tags=tags, pos=poses)


def test_a_doc_is_a_message() -> None:
    """An unparsed Doc gives what its text gives."""
    doc = spacy.blank("en")("You liars lost my parcel again.")
    assert check_tone(doc, kind="complaint") == check_tone(doc.text, kind="complaint")


def test_the_parse_says_how_far_a_denial_reaches() -> None:
    """Words alone do not see this denial; the parse does."""
    words = ["Nobody", "there", "by", "any", "stretch", "of", "mine", "acts", "like", "liars"]
    heads = [7, 0, 7, 4, 2, 4, 5, 7, 7, 8]
    deps = ["neg", "advmod", "prep", "det", "pobj", "prep", "pobj", "ROOT", "prep", "pobj"]
    denied = _doc(words, heads, deps)
    plain = _doc(words, heads, ["nsubj", *deps[1:]])
    assert check_tone(plain, kind="complaint").scores.anger >= MILD  # type: ignore[arg-type]
    assert check_tone(denied, kind="complaint").scores.anger < MILD  # type: ignore[arg-type]


def test_the_parse_says_what_a_command_is() -> None:
    """The same words as a command and as a noun with a verb."""
    words = ["Stop", "charging", "my", "card"]
    order = _doc(words, [0, 0, 3, 1], ["ROOT", "xcomp", "poss", "dobj"], ["VB", "VBG", "PRP$", "NN"])
    other = _doc(words, [1, 1, 3, 1], ["nsubj", "ROOT", "poss", "dobj"], ["NN", "VBG", "PRP$", "NN"])
    assert check_tone(order, kind="complaint").scores.entitlement >= MILD  # type: ignore[arg-type]
    assert check_tone(other, kind="complaint").scores.entitlement < MILD  # type: ignore[arg-type]


def test_a_report_comes_back_from_its_wire_form() -> None:
    """`from_dict` is the inverse of `to_dict`."""
    report = check_tone("You liars lost it. Refund me £20 now!", kind="complaint")
    assert ToneReport.from_dict(report.text, report.to_dict()) == report
