"""Score a list of messages on two cores, in order, without holding them all in memory."""

from collections import Counter

from toneguard import Message, check_many


def main() -> None:
    """Count the verdicts of a few drafts."""
    drafts = [
        Message("Could you tell me when order 2041 will arrive?", kind="complaint", channel="chat"),
        Message("As I already told you, read the terms.", kind="reply"),
        Message("Refund me NOW!!! You are thieves.", kind="complaint", channel="social"),
    ]
    verdicts = Counter(str(report.verdict) for report in check_many(drafts, workers=2))
    print(dict(sorted(verdicts.items())))


if __name__ == "__main__":
    main()
