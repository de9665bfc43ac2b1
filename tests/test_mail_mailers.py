"""Real neomutt and real msmtp, sending through `toneguard sendmail` to a mail server on this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import toneguard

ROOT = str(Path(toneguard.__file__).parents[1])
SECONDS = 60

pytestmark = [
    pytest.mark.skipif(shutil.which("neomutt") is None, reason="neomutt is not installed"),
    pytest.mark.skipif(shutil.which("msmtp") is None, reason="msmtp is not installed"),
]

CIVIL = {
    "en": "Hello,\n\ncould you please tell me when order KT-204 of 3 May will arrive?\n\nThank you,\nSam\n",
    "ur": "السلام علیکم،\n\nآرڈر نمبر 4471 تین مئی کو ٹوٹا ہوا ملا۔ براہ کرم بتا دیں کہ رقم کب تک واپس ہو گی؟\n\nشکریہ،\nسلمان\n",
    "tl": "Magandang araw po.\n\nSira po ang takure na dumating noong Mayo 3. Maaari po bang palitan ninyo ito?\n\nSalamat po,\nLiza\n",
}
RUDE = {
    "en": "Hello,\n\nyou people are useless idiots.\n",
    "ur": "سنو،\n\nتم سب چور ہو۔ میرے پیسے ابھی واپس کرو۔\n",
    "tl": "Hoy!\n\nMga manloloko kayo! Walang kwenta ang serbisyo ninyo.\n",
}


class Server:
    """A mail server on a free port of the loopback, and what it has been given."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], bytes]] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(SECONDS)

    def _run(self) -> None:
        from aiosmtpd.smtp import SMTP

        async def serve() -> None:
            server = await self._loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True), "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self._stopped = self._loop.create_future()
            self._ready.set()
            await self._stopped
            server.close()

        self._loop.run_until_complete(serve())
        self._loop.close()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message as it came over the wire."""
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 OK"

    def stop(self) -> None:
        """Stop and wait for it, a bounded time."""
        self._loop.call_soon_threadsafe(self._stopped.set_result, None)
        self._thread.join(SECONDS)


@pytest.fixture
def server() -> Iterator[Server]:
    """Started and stopped by each test."""
    pytest.importorskip("aiosmtpd", reason="aiosmtpd is not installed")
    running = Server()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _mailer(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """neomutt and msmtp with settings of our own; what goes in and what comes out is kept."""
    monkeypatch.chdir(tmp_path)
    for name, value in {"HOME": str(tmp_path), "PYTHONPATH": ROOT, "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": ""}.items():
        monkeypatch.setenv(name, value)
    rc = f"account default\nhost 127.0.0.1\nport {server.port}\nfrom me@example.org\ntimeout 20\n"
    Path("msmtprc").write_text(rc, "utf-8")
    Path("msmtprc").chmod(0o600)
    ours = f'"{sys.executable}" -m toneguard sendmail $OPTIONS'
    _script("guarded", f'cat > in\nexec {ours} "$@" < in\n')
    _script("real", 'cat > out\nexec msmtp -C msmtprc "$@" < out\n')


def _script(name: str, lines: str) -> None:
    Path(name).write_text(f"#!/bin/sh\n{lines}", "utf-8")
    Path(name).chmod(0o755)


def _mutt(
    body: str, *, sendmail: str = "./guarded -- ./real", subject: str = "My lamp", options: str = "", more: str = ""
) -> int:
    """Send as a person at neomutt would; its exit code. What it printed is in the file `printed`."""
    settings = f'set sendmail="{sendmail}"\nset from="me@example.org"\nset use_envelope_from=yes\nset copy=no\n{more}\n'
    Path("muttrc").write_text(settings, "utf-8")
    done = subprocess.run(
        ["neomutt", "-n", "-F", "muttrc", "-s", subject, "you@example.org"],
        input=body.encode(),
        capture_output=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, "OPTIONS": options},
    )
    Path("printed").write_bytes(done.stdout + done.stderr)
    return done.returncode


def _delivered(server: Server) -> bytes:
    """The one message that arrived, in LF; SMTP has CRLF on the wire."""
    ((sender, recipients, content),) = server.received
    assert (sender, recipients) == ("me@example.org", ["you@example.org"])
    return content.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("language", CIVIL)
@pytest.mark.parametrize("sendmail", ["./guarded -- ./real", "./guarded ./real -i"])
def test_a_civil_message_arrives_as_neomutt_wrote_it(server: Server, language: str, sendmail: str) -> None:
    """The same bytes into toneguard, out of it, and at the server."""
    assert _mutt(CIVIL[language], sendmail=sendmail) == 0, Path("printed").read_text("utf-8")
    given = Path("in").read_bytes()
    assert CIVIL[language].encode() in given
    assert Path("out").read_bytes() == given
    assert _delivered(server) == given


@pytest.mark.parametrize("language", RUDE)
def test_a_rude_message_stays_with_neomutt(server: Server, language: str) -> None:
    """neomutt fails and shows why; nothing arrives."""
    assert _mutt(RUDE[language]) != 0
    printed = Path("printed").read_text("utf-8")
    assert "NOT SENT, verdict hold" in printed
    assert "line 3: " in printed or "line 1: " in printed
    assert "exited 77" in printed
    assert not Path("out").exists()
    assert server.received == []


@pytest.mark.parametrize("language", RUDE)
def test_warn_sends_it_all_the_same(server: Server, language: str) -> None:
    """Byte for byte."""
    assert _mutt(RUDE[language], options="--mode warn") == 0
    assert _delivered(server) == Path("in").read_bytes() == Path("out").read_bytes()


def test_encodings_and_flowed_text_are_read(server: Server) -> None:
    """quoted-printable and format=flowed as neomutt writes them: judged, and delivered as written."""
    more = "unset allow_8bit\nset text_flowed=yes"
    assert _mutt(RUDE["ur"], more=more) != 0
    assert _mutt(CIVIL["ur"], more=more) == 0
    given = Path("in").read_bytes()
    assert b"format=flowed" in given
    assert b"quoted-printable" in given or b"base64" in given
    assert _delivered(server) == given


def test_the_override_in_the_subject(server: Server) -> None:
    """It works once."""
    assert _mutt(RUDE["tl"], subject="Ilaw [tone ok]") == 0
    assert _delivered(server) == Path("in").read_bytes()
    assert _mutt(RUDE["tl"], subject="Ilaw [tone ok]") != 0
    assert len(server.received) == 1


def test_msmtp_by_itself(server: Server) -> None:
    """`toneguard sendmail -- msmtp -t`: recipients from the headers, and msmtp's own exit code where it fails."""
    head = "From: me@example.org\nTo: you@example.org\nSubject: Ilaw\nDate: Mon, 4 May 2026 10:00:00 +0000\n"
    raw = f"{head}Message-ID: <1@example.org>\n\n{CIVIL['tl']}".encode()
    command = [sys.executable, "-m", "toneguard", "sendmail", "--", "msmtp", "-C", "msmtprc", "-t", "-i"]
    done = subprocess.run(command, input=raw, capture_output=True, check=False, timeout=SECONDS)
    assert (done.returncode, done.stderr) == (0, b"")
    assert _delivered(server) == raw
    nobody = raw.replace(b"To: you@example.org\n", b"")
    alone = subprocess.run(command[5:], input=nobody, capture_output=True, check=False, timeout=SECONDS)
    done = subprocess.run(command, input=nobody, capture_output=True, check=False, timeout=SECONDS)
    assert done.returncode == alone.returncode != 0
    assert done.stderr == alone.stderr


EDITOR = """
if grep -q "useless idiots" "$1"; then
  sed -i "s/You people are useless idiots/Thank you for your help/" "$1"
else
  echo "You people are useless idiots." >> "$1"
fi
"""


@pytest.mark.filterwarnings("ignore:.*use of forkpty.*:DeprecationWarning")
def test_the_draft_stays_in_neomutt_and_can_be_mended(server: Server) -> None:
    """At its screen: y is refused and shown why; e mends the same draft; y sends it."""
    import pty

    _script("editor", EDITOR)
    settings = (
        *('sendmail="./guarded -- ./real"', "from=me@example.org", "use_envelope_from=yes", "copy=no", 'record=""'),
        *("folder=.", "confirmcreate=no", 'editor="./editor"', "autoedit=yes", "edit_headers=yes", "sleep_time=0"),
    )
    Path("muttrc").write_text("".join(f"set {line}\n" for line in settings), "utf-8")
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execvp("neomutt", ["neomutt", "-n", "-F", "muttrc", "-s", "My lamp", "you@example.org"])  # noqa: S606
    steps = [(b"Security", b"y"), (b"exited 77", b"q"), (b"", b"e"), (b"Security", b"y")]
    screen = _typed_at(terminal, steps)
    if steps:
        os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    assert code == 0, screen
    assert b"Thank you for your help.\n" in _delivered(server)
    assert _delivered(server) == Path("in").read_bytes()


def _typed_at(terminal: int, steps: list[tuple[bytes, bytes]]) -> bytes:
    """Type each key once its words have appeared since the last key; all that was shown comes back."""
    import select
    import time

    shown, seen = b"", 0
    deadline = time.monotonic() + SECONDS / 2
    while time.monotonic() < deadline:
        ready = select.select([terminal], [], [], 0.4)[0]
        try:
            fresh = os.read(terminal, 4096) if ready else b""
        except OSError:
            break
        shown += fresh
        if not ready and steps and steps[0][0] in shown[seen:]:
            seen = len(shown)
            os.write(terminal, steps.pop(0)[1])
        elif ready and not fresh:
            break
    return shown
