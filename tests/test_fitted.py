"""Fitted weights: what no listed phrase says is found by the sum of the words, explained, and can be switched off."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from toneguard import Settings, check_tone
from toneguard.artifacts import lexicon_root
from toneguard.judging.context import Around
from toneguard.judging.features import passage_features, phrase_features, sentence_words, word_features
from toneguard.judging.fitting import fit, read_passages
from toneguard.judging.fitting_kind import fit_kind
from toneguard.judging.kind import BIAS, load_kind
from toneguard.judging.weights import FITTED, NOTHING, Weights, load_weights
from toneguard.lexicon.compiled import load_lexicon
from toneguard.reading import read
from toneguard.report import Finding, ToneReport

LANGUAGES = [language for language in ("en", "ur", "ur-Latn", "tl") if load_weights(language) is not None]
PASSAGES = [
    ("tl", row)
    for row in map(json.loads, (lexicon_root() / "tl" / "passages.jsonl").read_text("utf-8").splitlines()[:400])
]


def _fitted(report: ToneReport) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule.startswith("model/")]


@pytest.fixture(scope="module")
def marked() -> list[ToneReport]:
    """Reports in which the weights marked something."""
    reports = [check_tone(row["text"], kind=row["kind"], language=language) for language, row in PASSAGES]
    return [report for report in reports if _fitted(report)]


def test_a_finding_marks_whole_sentences_and_names_words_of_theirs(marked: list[ToneReport]) -> None:
    """The words in brackets at the end of the message stand in the passage as they were typed."""
    assert len(marked) > 5
    for report in marked:
        for finding in _fitted(report):
            assert report.text[finding.start : finding.end] == finding.quote
            named = finding.message.rpartition(" (")[2].rstrip(")").split(", ")
            assert 1 <= len(named) <= 3
            assert all(word in finding.quote for word in named)


def test_where_a_listed_phrase_stands_there_is_one_finding_not_two(marked: list[ToneReport]) -> None:
    """No passage is marked in a dimension in which the lexicon or the typing already found something in it."""
    for report in marked:
        for finding in _fitted(report):
            others = [f for f in report.findings if f is not finding and f.dimension == finding.dimension]
            assert not any(f.start < finding.end and finding.start < f.end for f in others)


@pytest.mark.parametrize("name", ["model/*", "*"])
def test_it_is_switched_off_like_any_rule(marked: list[ToneReport], name: str) -> None:
    """By its id, by its folder, or with everything."""
    report = marked[0]
    again = check_tone(report.text, kind=report.kind, language="tl", settings=Settings(disable=(name,)))
    assert _fitted(again) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_is_the_same_whatever_is_in_the_memory(language: str) -> None:
    """A word weighs the same the first time and the hundredth; the features are sorted, so that each is found."""
    path = lexicon_root() / language / "weights.bin"
    first, second = Weights(path), Weights(path)
    words = ("^", "refund", "kab", "ngayon", "واپس", "x" * 64, ".")
    second.sentence(words)
    assert first.sentence(words) == second.sentence(words)
    assert all(a < b for a, b in pairwise(first.known()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sum_over_words_is_the_sum_over_features(language: str) -> None:
    """What is worked out word by word is what fitting counted."""
    weights = load_weights(language)
    assert weights is not None
    words = ("^", "hindi", "mujhe", "پیسے", "mujhe", "?")
    features = [f for word in words for f in word_features(word)] + list(phrase_features(words))
    assert sorted(passage_features([words], "reply")[1:]) == sorted(features)
    by_word = weights.sentence(words)
    by_feature = NOTHING
    for feature in features:
        by_feature = by_feature.plus(weights.total((feature,)))
    assert by_word.weights == pytest.approx(by_feature.weights)
    assert by_word.square == pytest.approx(by_feature.square)


def test_quoted_words_say_nothing_about_the_writer() -> None:
    """What stands in quotation marks is one mark, whatever it is."""
    lexicon = load_lexicon("tl")
    text = 'Sabi ng ahente ay "bahala kayo sa buhay ninyo" at ibinaba niya.'
    reading = read(text, language="tl")
    start, end = text.index('"'), text.rindex('"') + 1
    words = sentence_words(reading, reading.sentences[0], lexicon, Around(((start, end),)))
    assert words.count("@quoted") == 1
    assert "bahala" not in words


def test_fitting_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Same passages, same file; and a file that was fitted can be used."""
    pytest.importorskip("sklearn", reason="fitting needs the extra `fit`")
    source = tmp_path / "passages.jsonl"
    rows = [json.dumps(row, ensure_ascii=False) for _, row in PASSAGES[:200]]
    source.write_text("\n".join(rows), "utf-8")
    passages = read_passages(source, "tl")
    data, accuracies = fit(passages)
    assert fit(passages)[0] == data
    assert [accuracy.dimension for accuracy in accuracies] == list(FITTED)
    assert all(0.5 < accuracy.auc <= 1 for accuracy in accuracies)
    (tmp_path / "weights.bin").write_bytes(data)
    margins = Weights(tmp_path / "weights.bin").margins(NOTHING, "complaint")
    assert len(margins) == len(FITTED)


@pytest.mark.parametrize("language", ["en", "ur", "ur-Latn", "tl"])
def test_the_weights_of_the_kind_are_words_that_people_can_read(language: str) -> None:
    """One feature a line, none twice, some for each side; what a message weighs without words is among them."""
    weights = load_kind(language)
    lines = (lexicon_root() / language / "kind.txt").read_text("utf-8").splitlines()
    assert len(lines) == len(weights)
    assert BIAS in weights
    assert min(weights.values()) < -50
    assert max(weights.values()) > 50


def test_fitting_the_kind_twice_gives_the_same_file(tmp_path: Path) -> None:
    """Same passages, same text; and passages it was not fitted on are told apart."""
    pytest.importorskip("sklearn", reason="fitting needs the extra `fit`")
    source = tmp_path / "passages.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for _, row in PASSAGES), "utf-8")
    passages = read_passages(source, "tl")
    text, told = fit_kind(passages)
    assert fit_kind(passages)[0] == text
    assert told.share > 0.8
    assert told.passages == sum(not passage.is_part for passage in passages)
