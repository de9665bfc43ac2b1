"""Fitted weights: what no listed phrase says is found by the sum of the words, explained, and can be switched off."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from toneguard import Settings, check_tone
from toneguard.artifacts import lexicon_root
from toneguard.cli import main
from toneguard.errors import LexiconError
from toneguard.judging.context import Around
from toneguard.judging.features import passage_features, phrase_features, sentence_words, word_features
from toneguard.judging.fitting import BLOCK, fit
from toneguard.judging.passages import read_passages
from toneguard.judging.weights import FITTED, NOTHING, Weights, added, load_weights
from toneguard.lexicon.compiled import load_lexicon
from toneguard.reading import read
from toneguard.report import MILD, Finding, ToneReport

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
    second.passage([words], [second.phrases(words)])
    assert first.passage([words], [first.phrases(words)]) == second.passage([words], [second.phrases(words)])
    assert all(a < b for a, b in pairwise(first.known()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sum_over_words_is_the_sum_over_features(language: str) -> None:
    """What is worked out word by word is what fitting counted."""
    weights = load_weights(language)
    assert weights is not None
    words = ("^", "hindi", "mujhe", "پیسے", "mujhe", "?")
    features = [f for word in dict.fromkeys(words) for f in word_features(word)] + phrase_features(words)
    assert sorted(passage_features([words], "reply")[1:]) == sorted(features)
    by_word = weights.passage([words], [weights.phrases(words)])
    by_feature = NOTHING
    for feature in features:
        by_feature = added((by_feature, weights.total((feature,))))
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
    passages = read_passages(source, "tl", block=BLOCK)
    data, accuracies = fit(passages)
    assert fit(passages)[0] == data
    assert [accuracy.dimension for accuracy in accuracies] == list(FITTED)
    assert all(0.5 < accuracy.auc <= 1 for accuracy in accuracies)
    assert all(accuracy.together[0] >= accuracy.alone[0] for accuracy in accuracies)
    (tmp_path / "weights.bin").write_bytes(data)
    margins = Weights(tmp_path / "weights.bin").margins(NOTHING, "complaint")
    assert len(margins) == len(FITTED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_moves_the_margin_and_severity_never_falls(language: str) -> None:
    """An insult found by a phrase makes the passage around it likelier to be angry; a higher margin is never milder."""
    weights = load_weights(language)
    assert weights is not None
    anger = FITTED.index("anger")
    plain = weights.margins(NOTHING, "complaint")
    assert weights.margins(NOTHING, "complaint", ("anger/strong",))[anger] > plain[anger]
    assert weights.margins(NOTHING, "complaint", ("no/such",)) == plain
    severities = [weights.severity(anger, step / 10) for step in range(-60, 60)]
    assert all(0 <= a <= b <= 1 for a, b in pairwise(severities))


def test_what_is_only_suspected_scores_below_mild() -> None:
    """A passage near the threshold has no finding and a score under it; with the weights off it has none at all."""
    doubtful = [
        (report, dimension)
        for language, row in PASSAGES
        for report in [check_tone(row["text"], kind=row["kind"], language=language)]
        for dimension in FITTED
        if not any(f.dimension == dimension for f in report.findings) and getattr(report.scores, dimension)
    ]
    assert len(doubtful) > 20
    for report, dimension in doubtful:
        assert 0.05 <= getattr(report.scores, dimension) < MILD
    report, dimension = doubtful[0]
    silent = check_tone(report.text, kind=report.kind, language="tl", settings=Settings(disable=("model/*",)))
    assert getattr(silent.scores, dimension) == 0


MINE = "Sana naman po maintindihan ninyong hindi kami taga-bundok dito, ano po."


def test_users_refit_on_their_own_messages_and_use_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Labelled messages of a user change what is marked, once their folder is named in the settings."""
    pytest.importorskip("sklearn", reason="fitting needs the extra `fit`")
    ours = tmp_path / "ours" / "tl"
    ours.mkdir(parents=True)
    rows = [json.dumps(row, ensure_ascii=False) for _, row in PASSAGES[:200]]
    (ours / "passages.jsonl").write_text("\n".join(rows), "utf-8")
    labels = {"arrogance": 2, "entitlement": 0, "profanity": 0, "anger": 0}
    mine = [json.dumps({"text": f"{MINE} {n}", "kind": "complaint", "labels": labels}) for n in range(12)]
    (tmp_path / "mine.jsonl").write_text("\n".join(mine), "utf-8")
    extra = ["--extra", str(tmp_path / "mine.jsonl"), "--out", str(tmp_path / "own")]
    assert main(["lexicon", "fit", str(tmp_path / "ours"), *extra]) == 0
    assert "arrogance" in capsys.readouterr().out
    assert not (ours / "weights.bin").exists()
    own = Settings(lexicons=(tmp_path / "own",))
    rules = [f.rule for f in check_tone(MINE, kind="complaint", language="tl", settings=own).findings]
    assert "model/arrogance" in rules


def test_weights_of_another_version_are_a_clear_error(tmp_path: Path) -> None:
    """A file that is none names itself and what to do."""
    (tmp_path / "tl").mkdir()
    (tmp_path / "tl" / "weights.bin").write_bytes(b'{"format": 1, "features": 3}\nabc')
    with pytest.raises(LexiconError, match="toneguard lexicon fit"):
        check_tone("Salamat po sa tulong ninyo sa amin.", language="tl", settings=Settings(lexicons=(tmp_path,)))
