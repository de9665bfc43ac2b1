"""Let something of your own propose rewrites: what it proposes is used only where the guard finds nothing against it."""

from collections.abc import Iterator

from toneguard import Settings, ToneReport, check_tone, verify_rewrite

DRAFT = "You people are useless. My kettle KT-2041 has not come. Refund me £39.50 right now or else!"


def propose(_text: str, _report: ToneReport) -> Iterator[str]:
    """Stand in for a language model or a book of templates; the report says what was found."""
    yield "My kettle KT-2014 has not come. Please refund me £39.50."  # another order number: refused
    yield "My kettle KT-2041 has not come."  # the demand and the sum are gone: refused
    yield "My kettle KT-2041 has not come yet. Could you please refund me £39.50?"


report = check_tone(DRAFT, kind="complaint", settings=Settings(rewriter=propose))
print(report.rewrite)
for proposal in propose(DRAFT, report):
    check = verify_rewrite(DRAFT, proposal, kind="complaint")
    print(check.ok, check.facts_lost, check.facts_changed, check.demands_lost)
