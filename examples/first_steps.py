"""Check one message, look at what was found, and take the rewrite."""

from toneguard import check_tone

DRAFT = (
    "You people are useless. I ordered a kettle (KT-2041) on 3 March and it hasnt come. Refund me right now or else!"
)

report = check_tone(DRAFT)
print(report.verdict, report.kind, report.language)
for finding in report.findings:
    print(
        f"{finding.start:>3}-{finding.end:<3} {finding.dimension:<11} {finding.quote!r} -> {finding.replacements[:1]}"
    )
print(report.rewrite)
