"""Runs that are stopped: by kill -9, Ctrl-C, SIGTERM, a full disk, a worker's death; nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from toneguard.archive import Scoring
from toneguard.archive.index import Spot, Task
from toneguard.archive.rows import from_line
from toneguard.archive.run import Plan, run
from toneguard.archive.workers import WorkerError, score_tasks
from toneguard.archive.workspace import BusyError, ChangedError, Workspace

TEXTS = (
    "You people are useless liars. Refund my order KT-20417 right now! " * 4,
    "Could you please send me a new lid for order KT-20417 by the end of next week?",
    "From the start nobody has bothered to answer. When will it come?",
)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An mbox of 600 messages in threads."""
    path = tmp_path_factory.mktemp("mail") / "inbox.mbox"
    messages = [
        f"From a@b.example Mon Mar  2 12:00:00 2026\nFrom: Ana <a@b.example>\nMessage-ID: <{n}@b.example>\n"
        f"References: <{n - n % 5}@b.example>\nSubject: Lid {n % 5}\n\nDear Sam,\n\n{TEXTS[n % 3]}\n\n"
        for n in range(600)
    ]
    path.write_text("".join(messages))
    return path


@pytest.fixture(scope="module")
def whole(inbox: Path) -> bytes:
    """The rows of a run that nothing stopped."""
    run(Plan((str(inbox),), inbox.with_name("whole.jsonl"), Scoring(), quiet=True))
    return inbox.with_name("whole.jsonl").read_bytes()


def start(inbox: Path, output: Path, *more: str, limit: int | None = None) -> subprocess.Popen[bytes]:
    """A run in a process of its own; `limit` in bytes is how large its files may get."""

    def small() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-m", "toneguard", "archive", str(inbox), "--out", str(output), *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stderr=pipe, stdout=pipe, start_new_session=True, preexec_fn=small)  # noqa: PLW1509 - no threads here


def wait_for_rows(output: Path, bytes_: int) -> None:
    """Until the journal has so many bytes."""
    journal = Workspace(output).journal
    for _ in range(6000):
        if journal.exists() and journal.stat().st_size >= bytes_:
            return
        time.sleep(0.005)
    raise AssertionError("no rows within 30 s")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_after_kill_9_the_same_command_goes_on_and_ends_as_if_nothing_had_been(
    workers: str, inbox: Path, whole: bytes, tmp_path: Path
) -> None:
    """Killed three times at any moment; what the journal held stays, the output is that of an undisturbed run."""
    output = tmp_path / "out.jsonl"
    held = 0
    for _ in range(3):
        process = start(inbox, output, "--workers", workers)
        wait_for_rows(output, held + 50_000)
        process.kill()
        process.communicate()
        journal = Workspace(output).journal.read_bytes()
        assert not output.exists()
        assert whole.startswith(journal)
        assert len(journal) > held
        held = len(journal)
    finished = start(inbox, output, "--workers", workers)
    said, told = finished.communicate(timeout=60)
    assert finished.returncode == 0, told
    assert output.read_bytes() == whole
    now = int(re.search(r"\((\d+) in ", said.decode().replace(",", ""))[1])  # type: ignore[index]
    assert 0 < now <= 600 - held * 600 // len(whole) + 10
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl"]


def test_workers_of_a_killed_run_end_with_it(inbox: Path, tmp_path: Path) -> None:
    """Nobody is left behind, waiting for work that never comes."""
    process = start(inbox, tmp_path / "out.jsonl", "--workers", "2")
    wait_for_rows(tmp_path / "out.jsonl", 1)
    process.kill()
    process.communicate(timeout=20)  # their end of the pipe to us is closed only when all are gone
    for _ in range(400):
        if not is_alive(process.pid):
            return
        time.sleep(0.05)
    raise AssertionError("some process of the run is still there")


def is_alive(group: int) -> bool:
    """Whether a process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_ends_quickly_and_says_how_to_go_on(
    number: signal.Signals, workers: str, inbox: Path, whole: bytes, tmp_path: Path
) -> None:
    """Ctrl-C reaches all processes of a terminal: one line, no traceback, exit code 130, and the next run ends it."""
    output = tmp_path / "out.jsonl"
    process = start(inbox, output, "--workers", workers, "--quiet")
    wait_for_rows(output, 50_000)
    os.killpg(process.pid, number)
    _, told = process.communicate(timeout=10)
    assert (process.returncode, told) == (130, b"toneguard: interrupted; the same command goes on from there\n")
    run(Plan((str(inbox),), output, Scoring(), quiet=True))
    assert output.read_bytes() == whole


@pytest.mark.parametrize("torn", [1, 200, 3000])
@pytest.mark.parametrize("checkpoint", ["checkpoint.json", None])
def test_a_torn_line_is_cut_off_and_made_again(
    torn: int, checkpoint: str | None, inbox: Path, whole: bytes, tmp_path: Path
) -> None:
    """With a checkpoint or without, also where rubbish follows the last whole line."""
    output = tmp_path / "out.jsonl"
    process = start(inbox, output, "--workers", "1")
    wait_for_rows(output, 100_000)
    process.kill()
    process.communicate()
    workspace = Workspace(output)
    if not checkpoint:
        (workspace.folder / "checkpoint.json").unlink(missing_ok=True)
    held = workspace.read("checkpoint.json")
    with workspace.journal.open("rb+") as file:
        file.truncate(max(workspace.journal.stat().st_size - torn, held["bytes"] if held else 0))
        file.seek(0, 2)
        file.write(b'{"row":77\0\n{"row":78}')
    run(Plan((str(inbox),), output, Scoring(), quiet=True))
    assert output.read_bytes() == whole


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_a_full_disk_is_told_and_loses_nothing(suffix: str, inbox: Path, tmp_path: Path) -> None:
    """Exit code 74, what to do in one line; with room again the run ends as any other."""
    output = tmp_path / f"out.{suffix}"
    limits = (150_000, 300_000, 450_000) if suffix == "jsonl" else (200_000, None)
    run(Plan((str(inbox),), tmp_path / f"right.{suffix}", Scoring(), quiet=True))
    for limit in limits:
        process = start(inbox, output, "--workers", "1", "--quiet", limit=limit)
        said, told = process.communicate(timeout=60)
        if limit is None:
            break
        assert process.returncode == 74, told
        assert b"make room and run the same command again" in told
        assert told.count(b"\n") == 1
        assert not said
        assert not output.exists()
    run(Plan((str(inbox),), output, Scoring(), quiet=True))
    assert output.read_bytes() == (tmp_path / f"right.{suffix}").read_bytes()


def test_other_arguments_or_changed_sources_do_not_go_on_with_an_unfinished_run(inbox: Path, tmp_path: Path) -> None:
    """They say so, and --restart begins anew; another number of workers is no other argument."""
    mail = tmp_path / "a.mbox"
    mail.write_bytes(inbox.read_bytes())
    output = tmp_path / "out.jsonl"
    process = start(mail, output, "--workers", "1")
    wait_for_rows(output, 1)
    process.kill()
    process.communicate()
    with pytest.raises(ChangedError, match="--restart"):
        run(Plan((str(mail),), output, Scoring(kind="reply"), quiet=True))
    mail.write_bytes(inbox.read_bytes()[:100_000])
    with pytest.raises(ChangedError):
        run(Plan((str(mail),), output, Scoring(), quiet=True))
    run(Plan((str(mail),), output, Scoring(), quiet=True, restart=True))
    rows = [from_line(line) for line in output.read_bytes().splitlines()]
    assert [row["row"] for row in rows] == list(range(1, len(rows) + 1))
    assert 0 < len(rows) < 600


def test_two_runs_never_write_one_output(inbox: Path, tmp_path: Path) -> None:
    """The second one says that the first is at it."""
    first = Workspace(tmp_path / "out.jsonl")
    first.open()
    with pytest.raises(BusyError, match="another run"):
        run(Plan((str(inbox),), tmp_path / "out.jsonl", Scoring(), quiet=True))
    first.close()


def test_many_workers_write_what_one_writes(inbox: Path, whole: bytes, tmp_path: Path) -> None:
    """In the same order, byte for byte."""
    for count in (2, 3):
        output = tmp_path / f"{count}.jsonl"
        _, told = start(inbox, output, "--workers", str(count), "--quiet").communicate(timeout=60)
        assert told == b""
        assert output.read_bytes() == whole


def test_a_worker_that_is_killed_costs_no_row(inbox: Path, whole: bytes, tmp_path: Path) -> None:
    """The others' work goes on with new workers, and the output is what it would have been."""
    output = tmp_path / "out.jsonl"
    process = start(inbox, output, "--workers", "2", "--quiet")
    wait_for_rows(output, 1)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    spawned = [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(int(spawned[-1]), signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (0, b"")
    assert output.read_bytes() == whole


def test_a_message_that_kills_its_worker_is_a_row_that_says_so(tmp_path: Path) -> None:
    """Every other message is scored, in order; where all kill, the run ends with a word instead of going on forever."""
    mail = tmp_path / "a.eml"
    mail.write_bytes(b"From: a@b.example\n\nhello\n")
    tasks = [Task(n, "a", 0, Spot(str(mail), 0, 99, "mail"), None, None, None) for n in range(1, 201)]
    tasks[69] = tasks[69]._replace(thread=Deadly("x"))
    tasks[139] = tasks[139]._replace(thread=Deadly("x"))
    rows = [
        from_line(line)
        for scored in score_tasks(tasks, Scoring(), 2)
        for line in scored.lines.splitlines(keepends=True)
    ]
    assert [row["row"] for row in rows] == list(range(1, 201))
    assert [row["row"] for row in rows if row["error"] == "made a worker process die"] == [70, 140]
    with pytest.raises(WorkerError, match="--workers 1"):
        list(score_tasks([task._replace(thread=Deadly("x")) for task in tasks], Scoring(), 2))


class Deadly(str):
    """A text that ends the process it is sent to."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[[int], NoReturn], tuple[int]]:
        return os._exit, (9,)


def test_standard_input_is_a_source_and_can_go_on(inbox: Path, whole: bytes, tmp_path: Path) -> None:
    """An mbox on standard input gives the rows of the file; given again after a kill, the run goes on."""
    output = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "toneguard", "archive", "-", "--out", str(output), "--workers", "1"]
    with inbox.open("rb") as mail:
        process = subprocess.Popen(command, stdin=mail, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    wait_for_rows(output, 100_000)
    process.kill()
    process.communicate()
    other = subprocess.run(command, input=b"From: a@b.example\n\nhello", capture_output=True, check=False)
    assert (other.returncode, b"--restart" in other.stderr) == (64, True)
    ended = subprocess.run(command, input=inbox.read_bytes(), capture_output=True, check=True)
    rows = [{**json.loads(line), "source": str(inbox)} for line in output.read_bytes().splitlines()]
    assert rows == [json.loads(line) for line in whole.splitlines()]
    assert b"600 messages" in ended.stdout


def test_exit_codes_are_those_in_the_help(tmp_path: Path) -> None:
    """Nothing readable is 65, wrong use 64; a mail alone is 0 and its summary counts it."""
    (tmp_path / "a.eml").write_bytes(b"From: a@b.example\nSubject: Lid\n\nYou people are useless liars.\n")

    def code(*said: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "toneguard", "archive", *said]
        done = subprocess.run(command, capture_output=True, check=False, text=True, cwd=tmp_path)
        return done.returncode, done.stdout + done.stderr

    assert code("gone", "--out", "x.jsonl")[0] == 65
    assert code("a.eml", "--out", "x.doc")[0] == 64
    assert code("a.eml")[0] == 64
    assert code("a.eml", "--out", "no/such/x.jsonl")[0] == 74
    done, said = code("a.eml", "--out", "x.jsonl", "--workers", "1")
    assert done == 0
    assert "verdict    hold 1" in said
    assert "liars" not in said
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04")
    assert code("b.zip", "--out", "y.jsonl", "--workers", "1")[0] == 65
    assert b'"error":"is no zip archive' in (tmp_path / "y.jsonl").read_bytes()
