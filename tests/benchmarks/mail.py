"""The whole pre-send hook, cold, against a bare interpreter in the same run: `python tests/benchmarks/mail.py`.

A civil message on standard input, checked and handed to `true`, which costs the 1 ms that it costs; then the same
with other bodies. Bytecode is written first, as it is after the first mail.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import toneguard

RUNS = 25
TEXT = "Hello,\n\ncould you please tell me when order KT-204 of 3 May will arrive?\n\nThank you,\nSam\n"
SCENES = {
    "civil": (TEXT, "plain", "hold"),
    "civil, html": (TEXT, "html", "hold"),
    "civil, 100 KB": (TEXT * 1200, "plain", "hold"),
    "rude, held": ("You people are useless idiots.\n", "plain", "hold"),
    "rude, sent": ("You people are useless idiots.\n", "plain", "warn"),
}


def seconds(command: list[str], raw: bytes) -> float:
    """Wall time of one process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(Path(toneguard.__file__).parents[1])
    started = time.perf_counter()
    subprocess.run(
        command, input=raw, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    return time.perf_counter() - started


def main() -> None:
    """Print medians and the ratios, pair by pair."""
    bare = [sys.executable, "-c", "pass"]
    for name, (text, subtype, mode) in SCENES.items():
        message = EmailMessage()
        message["Subject"] = "My lamp"
        message.set_content(text, subtype=subtype)
        hook = [sys.executable, "-m", "toneguard", "sendmail", "--mode", mode, "--", "true", "-i"]
        raw = message.as_bytes()
        pairs = [(seconds(hook, raw), seconds(bare, raw)) for _ in range(RUNS + 2)][2:]
        ours, theirs = (1000 * statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"{name:<16} {ours:7.1f} ms  bare {theirs:5.1f} ms  ratio {ratio:5.1f}  (n = {RUNS})")


if __name__ == "__main__":
    main()
