"""The wire form is what the shipped schema says, no more and no less."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toneguard
from toneguard import check_tone
from toneguard.report import SCHEMA

TABLE = json.loads((Path(toneguard.__file__).parent / "schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(TABLE)
COMPLAINT = "Hello, you people are useless!!! I orderd a lamp on 3 May, order KT-1, and want my money back NOW."


def test_the_schema_is_one() -> None:
    """It is a valid schema of draft 2020-12, for the version the report states."""
    jsonschema.Draft202012Validator.check_schema(TABLE)
    assert TABLE["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert TABLE["properties"]["schema"] == {"const": SCHEMA, "description": "The version of this form."}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        COMPLAINT,
        "Das ist eine Beschwerde über die Lieferung meiner Bestellung, die nie ankam.",
        "؟",
        "\ud800\0",
    ],
)
@pytest.mark.parametrize("kind", ["complaint", "reply", None])
def test_real_reports_fit(text: str, kind: Any) -> None:
    """Findings, none, a language we do not support, and no words at all."""
    VALIDATOR.validate(check_tone(text, kind=kind, in_reply_to="When will it come? Why so late?").to_dict())


@given(st.text(alphabet=st.characters(), max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_fits(text: str) -> None:
    """Whatever the message, and in UTF-16 offsets too."""
    report = check_tone(text)
    VALIDATOR.validate(report.to_dict())
    VALIDATOR.validate(report.to_dict(offsets="utf-16"))


def test_every_key_of_the_report_is_described_and_needed() -> None:
    """Leaving any key out, or adding one anywhere, breaks the schema."""
    wire = check_tone(COMPLAINT, kind="complaint").to_dict()
    assert wire["findings"]
    places = [(), ("scores",), ("languages", 0), ("findings", 0), ("guidance", 0)]
    for place in places:
        for key in _at(wire, place):
            less = copy.deepcopy(wire)
            del _at(less, place)[key]
            assert not VALIDATOR.is_valid(less), (place, key)
        more = copy.deepcopy(wire)
        _at(more, place)["extra"] = 1
        assert not VALIDATOR.is_valid(more), place


def test_a_score_that_is_null_needs_its_reason() -> None:
    """Never null without a word."""
    wire = check_tone(COMPLAINT).to_dict()
    wire["scores"]["anger"] = None
    assert not VALIDATOR.is_valid(wire)
    wire["reasons"]["anger"] = "not today"
    assert VALIDATOR.is_valid(wire)


def _at(value: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        value = value[step]
    return value
