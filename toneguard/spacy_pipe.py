"""toneguard as a component of a spaCy pipeline, and a Doc as a message.

`nlp.add_pipe("toneguard")` gives every Doc `doc._.tone`, the same report that `check_tone(doc.text)` gives, and the
findings as `doc.spans["toneguard"]`, which displaCy draws. Importing this module imports spaCy.
"""

from __future__ import annotations

from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from toneguard.check import check_tone
from toneguard.errors import SettingsError
from toneguard.report import Channel, Finding, Kind, ToneReport
from toneguard.settings import Settings

KEY: Final = "toneguard"
_WIRE: Final = "toneguard_report"


@Language.factory(
    "toneguard",
    assigns=["doc._.tone", "doc.spans"],
    default_config={"kind": None, "language": None, "channel": "email", "settings": {}},
)
def make_component(
    nlp: Language,  # noqa: ARG001 - spaCy gives it to every factory
    name: str,  # noqa: ARG001
    kind: Kind | None,
    language: str | None,
    channel: Channel,
    settings: dict[str, Any],
) -> ToneComponent:
    """The component for `nlp.add_pipe("toneguard", config={...})`; `settings` holds fields of `Settings`.

    Raises SettingsError for a field that `Settings` does not have.
    """
    if unknown := sorted(set(settings) - set(Settings.__slots__)):
        raise SettingsError(f"no setting {unknown[0]!r}; the settings are {', '.join(Settings.__slots__)}")
    tuned: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in settings.items()}
    return ToneComponent(kind, language, channel, Settings(**tuned))


class ToneComponent:
    """Checks each Doc; holds nothing but its settings, so that it may be sent to other processes."""

    def __init__(self, kind: Kind | None, language: str | None, channel: Channel, settings: Settings) -> None:
        self.kind = kind
        self.language = language
        self.channel = channel
        self.settings = settings
        register()

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its report and its spans."""
        report = check_tone(doc, kind=self.kind, language=self.language, channel=self.channel, settings=self.settings)
        doc.user_data[_WIRE] = report.to_dict()  # plain values, which travel between processes
        doc.spans[KEY] = SpanGroup(doc, name=KEY, spans=[_span(doc, finding) for finding in report.findings])
        return doc


def register() -> None:
    """Make `doc._.tone` known to spaCy; calling it again changes nothing."""
    if not Doc.has_extension("tone"):
        Doc.set_extension("tone", getter=_report)


def _report(doc: Doc) -> ToneReport:
    wire = doc.user_data.get(_WIRE)
    return check_tone(doc) if wire is None else ToneReport.from_dict(doc.text, wire)


def _span(doc: Doc, finding: Finding) -> Span:
    """The tokens that a finding touches; spaCy's words may be longer than ours."""
    span = doc.char_span(
        finding.start, finding.end, label=finding.dimension, kb_id=finding.rule, alignment_mode="expand"
    )
    return span if span is not None else Span(doc, 0, 0, label=finding.dimension)
