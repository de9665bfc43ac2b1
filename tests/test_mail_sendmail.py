"""`toneguard sendmail` as a process: the same bytes, the command's own exit code, and nothing lost."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import toneguard
from toneguard.mail.sendmail import split_arguments

ROOT = str(Path(toneguard.__file__).parents[1])
CORPUS = Path(__file__).parents[2] / "shared" / "data" / "mail"
CALM = b"Subject: My lamp\n\nCould you please tell me when order KT-204 of 3 May will arrive?\n"
RUDE = b"Subject: My lamp\n\nYou people are useless idiots.\n"
URDU = "Subject: لیمپ\n\nتم سب چور ہو۔ میرے پیسے ابھی واپس کرو۔\n".encode()
TAGALOG = b"Subject: Ilaw\n\nMga manloloko kayo! Walang kwenta ang serbisyo ninyo.\n"
SECONDS = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sendmail is of POSIX")


@pytest.fixture(autouse=True)
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A command that keeps its arguments and its input, and exits with $CODE."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PYTHONPATH", ROOT)
    path = tmp_path / "recorder"
    path.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > arguments\ncat > sent\nexit ${CODE:-0}\n', "utf-8")
    path.chmod(0o755)
    return path


def _send(
    raw: bytes, *options: str, command: tuple[str, ...] = ("./recorder", "-i"), **more: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "toneguard", "sendmail", *options, "--", *command],
        input=raw,
        capture_output=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, **more},
    )


def _sent() -> bytes | None:
    path = Path("sent")
    return path.read_bytes() if path.exists() else None


def test_a_civil_message_goes_as_it_came() -> None:
    """Every byte, the command's arguments and exit code, and not a word about it."""
    done = _send(CALM, command=("./recorder", "-t", "-oi", "you@example.org"), CODE="3")
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", b"")
    assert _sent() == CALM
    assert Path("arguments").read_text("utf-8").split() == ["-t", "-oi", "you@example.org"]


@pytest.mark.parametrize("raw", [RUDE, URDU, TAGALOG])
def test_a_rude_message_stays(raw: bytes) -> None:
    """77, what and where on standard error, and the command is not run."""
    done = _send(raw)
    assert done.returncode == 77
    assert b"toneguard: NOT SENT, verdict hold\ntoneguard:   line 1: " in done.stderr
    assert b"X-Toneguard: skip" in done.stderr
    assert _sent() is None
    assert _send(raw, "--exit-code", "75").returncode == 75


def test_warn_always_sends() -> None:
    """The same words, and then it is sent."""
    done = _send(RUDE, "--mode", "warn")
    assert (done.returncode, _sent()) == (0, RUDE)
    assert b"toneguard: sent, verdict hold\n" in done.stderr
    assert b"line 1" in done.stderr


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\r\n\r\n\xff\xfe\x00\x01 lamp\r\r\n",
        b"no headers at all",
        b"Subject: x\n\n..\n.x\n. \nend without a line end",
        b"\n" * 3,
        b"",
        b"Subject: x\n\n" + b"lamp\n" * 200_000,
    ],
)
def test_odd_bytes_go_as_they_came(raw: bytes) -> None:
    """With dots counted, too: no line of these is one dot."""
    for command in (("./recorder", "-i"), ("./recorder",)):
        assert _send(raw, "--mode", "warn", command=command).returncode == 0
        assert _sent() == raw


def test_a_lone_dot_ends_the_message_unless_told_not_to() -> None:
    """What is behind it is not judged; it is handed on all the same, for the command to read or not."""
    raw = CALM + b".\nYou people are useless idiots.\n"
    for flag in ("-i", "-oi", "-ti"):
        assert _send(raw, command=("./recorder", flag)).returncode == 77
    assert _send(raw, command=("./recorder", "-t")).returncode == 0
    assert _sent() == raw


def test_whoever_waits_for_the_dot_is_answered() -> None:
    """The pipe stays open, the command has read to the dot and ended: so do we."""
    script = 'while read -r line; do echo "$line"; [ "$line" = . ] && exit 5; done > sent'
    command = [sys.executable, "-m", "toneguard", "sendmail", "--", "sh", "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(CALM + b".\n")
        process.stdin.flush()
        assert process.wait(SECONDS) == 5
    assert _sent() == CALM + b".\n"


def test_a_command_that_reads_nothing_or_is_not_there() -> None:
    """Its exit code, or 127; no traceback."""
    big = CALM + b"lamp\n" * 100_000
    done = _send(big, command=("sh", "-c", "exit 9", "-i"))
    assert (done.returncode, done.stderr) == (9, b"")
    done = _send(CALM, command=("./nowhere",))
    assert (done.returncode, done.stderr) == (
        127,
        b"toneguard: not sent: ./nowhere cannot be run: No such file or directory\n",
    )
    assert _send(CALM, command=("sh", "-c", "kill -TERM $$", "-i")).returncode == 128 + 15


def test_commands_without_a_message_are_left_to_themselves() -> None:
    """`sendmail -bp` lists a queue and reads nothing."""
    assert _send(b"", command=("./recorder", "-bp"), CODE="4").returncode == 4
    assert Path("arguments").read_text("utf-8").split() == ["-bp"]


def test_options_that_a_mailer_puts_before_the_dashes() -> None:
    """neomutt moves `--` to the recipients; what it put before goes to the command."""
    moved = split_arguments(["--mode", "warn", "-f", "me@x", "-B8BITMIME", "--", "/s/msmtp", "-C", "rc", "you@x"])
    assert moved.own == ["--mode", "warn"]
    assert moved.command == ["/s/msmtp", "-f", "me@x", "-B8BITMIME", "-C", "rc", "you@x"]
    plain = split_arguments(["--ask", "sendmail", "-t", "-f", "me@x", "--", "you@x"])
    assert plain == (["--ask"], ["sendmail", "-t", "-f", "me@x", "--", "you@x"])


def test_wrong_use_sends_nothing() -> None:
    """No command, or an option that is none: 64, and the draft stays with the caller."""
    command = [sys.executable, "-m", "toneguard", "sendmail"]
    for arguments in ([], ["--mode", "shout", "--", "./recorder"], ["--mod"]):
        done = subprocess.run([*command, *arguments], input=CALM, capture_output=True, check=False, timeout=SECONDS)
        assert done.returncode == 64
    assert _sent() is None


@pytest.mark.parametrize("trouble", ["settings", "time", "encrypted"])
def test_what_cannot_be_checked_is_sent_and_said(trouble: str) -> None:
    """Fail open, loudly."""
    raw, options = RUDE, []
    if trouble == "settings":
        Path("toneguard.toml").write_text("milt = 1", "utf-8")
    elif trouble == "time":
        raw, options = RUDE + b"You people are late. " * 30_000, ["--time-limit", "0.5"]
    else:
        raw = b"Content-Type: multipart/encrypted; boundary=x\n\n--x\n\n1\n--x--\n"
    done = _send(raw, *options)
    assert (done.returncode, _sent()) == (0, raw)
    assert done.stderr.startswith(b"toneguard: sent unchecked: the message ")
    assert b"idiots" not in done.stderr


def test_half_a_message_is_not_sent() -> None:
    """Standard input that is closed, or fails on the way: 74, one line."""
    line = f'"{sys.executable}" -m toneguard sendmail -- ./recorder -i <&-'
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, timeout=SECONDS)
    assert done.returncode == 74
    assert done.stderr == b"toneguard: not sent: standard input cannot be read: Bad file descriptor\n"
    assert _sent() is None


def test_a_broken_checker_keeps_no_mail_from_leaving() -> None:
    """Whatever it raises."""
    Path("broken.py").write_text(
        "import sys, toneguard.mail.sendmail as s\n"
        "def fail(*a, **k): raise RuntimeError('useless idiots')\n"
        "s.check_message = fail\nfrom toneguard.cli import main\nsys.exit(main())\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "broken.py", "sendmail", "--", "./recorder", "-i"],
        input=RUDE,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    assert (done.returncode, _sent()) == (0, RUDE)
    assert done.stderr == b"toneguard: sent unchecked: the checker failed (RuntimeError)\n"


def test_headers_are_added_when_asked() -> None:
    """The verdict on top, all else as it was; the override header is the only one that goes."""
    _send(CALM, "--header")
    added = f"X-Toneguard-Verdict: pass\nX-Toneguard-Version: {toneguard.__version__}\n".encode()
    assert _sent() == added + CALM
    assert _send(b"X-Toneguard: skip\n" + RUDE, "--header").returncode == 0
    assert _sent() == added.replace(b"pass", b"skipped") + RUDE


def test_an_unchecked_message_says_so_in_its_headers() -> None:
    """The reason, without the path of a settings file."""
    Path("toneguard.toml").write_text("milt = 1", "utf-8")
    assert _send(RUDE, "--header").returncode == 0
    sent = _sent()
    assert sent is not None
    assert sent.endswith(RUDE)
    assert b"X-Toneguard-Verdict: unchecked\n" in sent
    assert b"X-Toneguard-Reason: was not checked\n" in sent


def test_an_override_header_works_once_for_the_same_words() -> None:
    """It is recorded as a hash, only once it was sent, and other words have an override of their own."""
    raw = b"X-Toneguard: skip\n" + RUDE
    assert _send(raw, CODE="75").returncode == 75
    done = _send(raw)
    assert (done.returncode, _sent()) == (0, raw)
    assert b"sent unchecked, as the header asks" in done.stderr
    again = _send(raw)
    assert again.returncode == 77
    assert b"has been used before" in again.stderr
    assert _send(raw.replace(b"idiots", b"fools")).returncode == 0
    log = Path("state/toneguard/overrides.log")
    assert [line.split()[1] for line in log.read_text("ascii").splitlines()] == ["header", "header"]
    assert {path.stat().st_mode & 0o777 for path in log.parent.iterdir()} == {0o600}
    kept = b"".join(path.read_bytes() for path in log.parent.iterdir())
    assert not any(word in kept for word in (b"idiots", b"lamp", b"useless"))


def test_a_subject_tag_works_once_in_its_thread() -> None:
    """The answers that carry it on are checked again."""
    tagged = RUDE.replace(b"My lamp", b"My lamp [tone ok]")
    assert _send(tagged).returncode == 0
    for subject in (b"Re: My lamp [tone ok]", b"[Tone OK] my lamp"):
        assert _send(RUDE.replace(b"My lamp", subject)).returncode == 77
    assert _send(RUDE.replace(b"My lamp", b"My kettle [tone ok]")).returncode == 0


def test_an_override_that_cannot_be_recorded_still_counts() -> None:
    """And that is said."""
    Path("state").write_bytes(b"a file, no folder")
    done = _send(b"X-Toneguard: skip\n" + RUDE)
    assert (done.returncode, _sent()) == (0, b"X-Toneguard: skip\n" + RUDE)
    assert b"could not be recorded" in done.stderr


class _Asked:
    """A run with a terminal of its own at which answers are typed."""

    def __init__(self, answers: str, raw: bytes = RUDE, **more: str) -> None:
        import pty

        Path("draft").write_bytes(raw)
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ.update(more)
            line = 'exec "$0" -m toneguard sendmail --ask -- ./recorder -i < draft 2> errors'
            os.execv("/bin/sh", ["sh", "-c", line, sys.executable])  # noqa: S606
        self.shown = b""
        deadline = time.monotonic() + SECONDS
        waiting = list(answers)
        while time.monotonic() < deadline:
            try:
                more_shown = os.read(terminal, 4096)
            except OSError:
                break
            if not more_shown:
                break
            self.shown += more_shown
            if waiting and self.shown.count(b"[c]ancel? ") > len(answers) - len(waiting):
                os.write(terminal, waiting.pop(0).encode() + b"\n")
        self.code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(terminal)


@pytest.mark.filterwarnings("ignore:.*use of forkpty.*:DeprecationWarning")
class TestAsking:
    """`--ask`, at a pseudo-terminal."""

    def test_send_anyway(self) -> None:
        """The question shows what and where; s sends."""
        asked = _Asked("xs")
        assert (asked.code, _sent()) == (0, RUDE)
        assert b"line 1: " in asked.shown

    def test_cancel(self) -> None:
        """77, nothing sent."""
        asked = _Asked("c")
        assert (asked.code, _sent()) == (77, None)

    def test_edit(self) -> None:
        """$EDITOR on a copy, which is checked again and sent."""
        editor = Path("editor")
        editor.write_text('#!/bin/sh\nsed -i "s/You people are useless idiots/Thank you/" "$1"\n', "utf-8")
        editor.chmod(0o755)
        asked = _Asked("e", EDITOR="./editor", VISUAL="", TMPDIR=str(Path.cwd()))
        assert asked.code == 0
        assert _sent() == b"Subject: My lamp\n\nThank you.\n"
        assert not list(Path().glob("toneguard-*"))

    def test_edit_in_vain(self) -> None:
        """Still rude: asked again; on cancel the edited draft is kept, and where is said."""
        asked = _Asked("ec", EDITOR="true", VISUAL="", TMPDIR=str(Path.cwd()))
        assert (asked.code, _sent()) == (77, None)
        (kept,) = Path().glob("toneguard-*.eml")
        assert kept.read_bytes() == RUDE
        assert kept.name.encode() in asked.shown


def test_ask_without_a_terminal_holds() -> None:
    """As in neomutt, whose children have none."""
    command = [sys.executable, "-m", "toneguard", "sendmail", "--ask", "--", "./recorder", "-i"]
    done = subprocess.run(
        command, input=RUDE, capture_output=True, check=False, timeout=SECONDS, start_new_session=True
    )
    assert (done.returncode, _sent()) == (77, None)
    assert b"NOT SENT" in done.stderr


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/data/mail is not here")
def test_the_corpus_comes_out_as_it_went_in(capfd: pytest.CaptureFixture[str]) -> None:
    """Bytes in equal bytes out over every message, the whole command run on each in this process; a sample as processes."""
    from argparse import Namespace

    from toneguard.mail.sendmail import send
    from toneguard.settings import Settings

    options: Any = Namespace(mode="warn", exit_code=77, header=False, kind=None, channel="email", time_limit=10.0)
    paths = sorted(path for path in CORPUS.rglob("*") if path.is_file())
    keyboard = os.dup(0)
    for number, path in enumerate(paths):
        raw = path.read_bytes()
        if number % 60 == 0:
            assert _send(raw, "--mode", "warn").returncode == 0
            assert _hash(Path("sent").read_bytes()) == _hash(raw)
        with path.open("rb") as file:
            os.dup2(file.fileno(), 0)
            assert send(options, ["sh", "-c", "cat > sent", "-i"], Settings) == 0
        assert _hash(Path("sent").read_bytes()) == _hash(raw)
    os.dup2(keyboard, 0)
    os.close(keyboard)
    assert len(paths) > 1000
    capfd.readouterr()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
