"""Archives: messages a second, memory, and time to go on: `python tests/benchmarks/archive.py [--large] [--spark] [--rates]`.

The same messages in the same run: (a) all that the named packages say of a text, composed naively, (b) the standard
library merely parsing the mbox, (c) one worker and two. Then memory at 1,000 and 100,000 messages (with --large at a
million, too), and the time that a run killed near its end takes to go on. Needs pyspellchecker and better-profanity
for (a). Figures are those of this machine at this hour: compare those of one run with each other.
"""

from __future__ import annotations

import argparse
import mailbox
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from email.utils import formatdate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from messages import messages

import toneguard

ROOT = Path(toneguard.__file__).parents[1]


def write_mbox(path: Path, count: int) -> None:
    """Civil and angry mail of about a hundred words, in threads of four, an answer after each question."""
    texts = [text for pair in zip(messages(500, angry=False), messages(500, angry=True), strict=True) for text in pair]
    with path.open("w") as file:
        for number in range(count):
            first = number - number % 4
            answers = f"In-Reply-To: <{number - 1}@shop.example>\nReferences: <{first}@shop.example>\n" * (
                number % 4 > 0
            )
            file.write(
                f"From x@shop.example Mon Mar  2 12:00:00 2026\nFrom: {'Sam <sam@shop' if number % 2 else 'Ana <ana@home'}"
                f".example>\nTo: x@shop.example\nSubject: Order {first}\nDate: {formatdate(1.7e9 + 60 * number)}\n"
                f"Message-ID: <{number}@shop.example>\n{answers}MIME-Version: 1.0\n"
                f"Content-Type: text/plain; charset=utf-8\n\n{texts[number % len(texts)]}\n\n>From our side, thank you.\n\n"
            )


def archive(path: Path, output: Path, workers: int, *more: str) -> tuple[float, int]:
    """Seconds of a whole run, start included, and the kilobytes that its largest process took."""
    began = time.perf_counter()
    process = subprocess.Popen([*command(path, output, workers), *more], env=environment(), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("the run failed")
    return time.perf_counter() - began, used.ru_maxrss


def command(path: Path, output: Path, workers: int) -> list[str]:
    """The run as it is called."""
    asked = ["--out", str(output), "--workers", str(workers), "--own-domain", "shop.example", "--quiet"]
    return [sys.executable, "-m", "toneguard", "archive", str(path), *asked]


def environment() -> dict[str, str]:
    """What has the run use the checkout that is measured, not one that is installed."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def parse_only(path: Path) -> float:
    """Seconds that the standard library takes to parse the mbox and to read the texts."""
    began = time.perf_counter()
    box = mailbox.mbox(path)
    read = sum(len(message.get_payload(decode=True) or b"") for message in box)
    box.close()
    assert read
    return time.perf_counter() - began


def naive(path: Path, count: int) -> float:
    """Seconds that each package takes for its opinion of each text, one after the other, all loaded before."""
    import langdetect
    import spacy
    import textstat
    from better_profanity import profanity
    from spellchecker import SpellChecker
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader, nlp, speller = SentimentIntensityAnalyzer(), spacy.blank("en"), SpellChecker()
    nlp.add_pipe("sentencizer")
    profanity.load_censor_words()
    textstat.set_lang("en-US")  # with pyphen's syllables: its dictionary would have to be downloaded

    def opinion(text: str) -> tuple[object, ...]:
        words = [token.text for token in nlp(text) if token.is_alpha]
        scores = textstat.flesch_reading_ease(text), textstat.gunning_fog(text)
        misspelt = {word: speller.correction(word) for word in speller.unknown(words)}
        return (
            langdetect.detect(text),
            vader.polarity_scores(text),
            scores,
            profanity.contains_profanity(text),
            misspelt,
        )

    box = mailbox.mbox(path)
    opinion(messages(1, angry=True)[0])
    began = time.perf_counter()
    for number in range(count):
        opinion((box[number].get_payload(decode=True) or b"").decode())
    return time.perf_counter() - began


def resume(path: Path, folder: Path, count: int) -> float:
    """Seconds in which a run that was killed when nine tenths were done begins to write rows again."""
    output = folder / "resumed.jsonl"
    journal = folder / "resumed.jsonl.part"
    process = subprocess.Popen(command(path, output, 2), env=environment())
    while not journal.exists() or lines(journal) < 0.9 * count:
        time.sleep(0.2)
        if process.poll() is not None:
            raise SystemExit("the run ended before it was killed")
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = journal.stat().st_size
    began = time.perf_counter()
    process = subprocess.Popen(command(path, output, 2), env=environment())
    while journal.exists() and journal.stat().st_size <= held:
        time.sleep(0.01)
    seconds = time.perf_counter() - began
    process.wait()
    return seconds


def lines(path: Path) -> int:
    """Rows in a journal."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--large", action="store_true", help="memory at a million messages, too")
    asked.add_argument("--spark", action="store_true", help="Spark on two cores against two workers, too")
    asked.add_argument("--rates", action="store_true", help="no memory and no going on")
    asked.add_argument("--naive", type=int, default=200, help="messages for the naive composition; 200")
    asked.add_argument("--count", type=int, default=20_000, help="messages for the rates; 20,000")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "rate.mbox"
        write_mbox(path, options.count)
        slow = options.naive / naive(path, options.naive)
        print(f"{'naive composition':<26} {slow:9,.1f} messages a second (n = {options.naive})", flush=True)
        parsed = options.count / parse_only(path)
        print(f"{'parsing only':<26} {parsed:9,.0f} messages a second (n = {options.count:,})", flush=True)
        rates = {}
        for workers in (1, 2):
            rates[workers] = options.count / archive(path, folder / "rate.jsonl", workers)[0]
            print(
                f"{f'archive, workers {workers}':<26} {rates[workers]:9,.0f} messages a second (n = {options.count:,}), "
                f"{rates[workers] / slow:,.0f} times the naive, {rates[workers] / parsed:.2f} of parsing",
                flush=True,
            )
        print(f"two workers against one: {rates[2] / rates[1]:.2f}", flush=True)
        if options.spark:
            rate = (
                options.count / archive(path, folder / "spark.jsonl", 2, "--engine", "spark", "--master", "local[2]")[0]
            )
            print(f"Spark local[2]: {rate:,.0f} messages a second, {rate / rates[2]:.2f} of two workers", flush=True)
        path.unlink()
        if options.rates:
            return
        for count in (1_000, 100_000, 1_000_000)[: 3 if options.large else 2]:
            path = folder / f"{count}.mbox"
            write_mbox(path, count)
            seconds, memory = archive(path, folder / "memory.jsonl", 2)
            print(f"memory at {count:>9,} {memory / 1024:8.0f} MB in the largest process, {seconds:,.0f} s", flush=True)
            if count == 100_000:
                print(
                    f"going on at 90 % of {count:,}: rows again after {resume(path, folder, count):.1f} s", flush=True
                )
            path.unlink()
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
