"""`toneguard milter`: its packets, its promises, and a real Postfix that asks it about real mail."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import smtplib
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_mail_mailers import CIVIL, RUDE, Server

import toneguard
from toneguard.mail.check import MailReport, check_message
from toneguard.mail.milter import OURS, Draft, Policy, Room, judge, reason, replies, rows, told
from toneguard.mail.milter_packets import (
    ACTIONS,
    LARGEST,
    STEPS,
    Offer,
    Packet,
    ProtocolError,
    agree,
    joined,
    negotiation,
    read_header,
    read_macros,
    read_offer,
    refusal,
    split,
)
from toneguard.mail.milter_socket import ListenError, opened, read_listen
from toneguard.mail.milter_talk import Desk, Limits, Talk
from toneguard.report import Verdict
from toneguard.settings import Settings

ROOT = str(Path(toneguard.__file__).parents[1])
SECONDS = 60

BROKEN = """
import sys
import toneguard.mail.check
def bad(*_, **__): raise RuntimeError("secret words of the message")
toneguard.mail.check.check_without_rewrite = bad
from toneguard.cli import main
sys.exit(main(sys.argv[1:]))
"""
SLOW = BROKEN.replace('raise RuntimeError("secret words of the message")', "import time; time.sleep(600)")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for every test, but programs of our own on this machine may be reached."""
    connect = socket.socket.connect

    def near(self: socket.socket, address: Any) -> None:
        assert self.family == socket.AF_UNIX or address[0] == "127.0.0.1", "toneguard must not use the network"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", near)


def wait_until(true: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait, a bounded time."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.03)


# -- packets ---------------------------------------------------------------------------------------------------------

PACKETS = st.lists(st.builds(Packet, st.binary(min_size=1, max_size=1), st.binary(max_size=300)), max_size=8)


@given(packets=PACKETS, cuts=st.lists(st.integers(0, 2000), max_size=12))
def test_any_split_of_the_stream_gives_the_same_packets(packets: list[Packet], cuts: list[int]) -> None:
    """And nothing is left over."""
    stream = b"".join(map(joined, packets))
    ends = [*sorted(cut for cut in cuts if cut < len(stream)), len(stream)]
    found: list[Packet] = []
    rest, start = b"", 0
    for end in ends:
        some, rest = split(rest + stream[start:end])
        found += some
        start = end
    assert (found, rest) == (packets, b"")


@given(stream=st.binary(max_size=200))
def test_any_bytes_are_packets_or_a_protocol_error(stream: bytes) -> None:
    """Nothing else comes of them, and what came is a start of the stream."""
    try:
        packets, rest = split(stream)
    except ProtocolError:
        assert len(stream) >= 4
    else:
        assert b"".join(map(joined, packets)) + rest == stream


@pytest.mark.parametrize("length", [0, LARGEST + 1, 0xFFFFFFFF])
def test_a_length_that_cannot_be_is_no_packet(length: int) -> None:
    """It is known by its first four bytes, before anything is kept."""
    with pytest.raises(ProtocolError):
        split(struct.pack("!I", length))


@given(st.builds(Offer, st.integers(2, 9), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)))
def test_no_more_is_agreed_than_was_offered(offer: Offer) -> None:
    """Version, actions and steps."""
    agreed = read_offer(negotiation(agree(offer)).data)
    assert agreed.version <= min(offer.version, 6)
    assert agreed.actions & ~offer.actions == agreed.steps & ~offer.steps == 0


@pytest.mark.parametrize("data", [b"", b"\0" * 11, negotiation(Offer(1, 0, 0)).data])
def test_no_offer(data: bytes) -> None:
    """Too short, or a version from before 2001."""
    with pytest.raises(ProtocolError):
        read_offer(data)


def test_headers_and_macros_are_read() -> None:
    """As Postfix sends them."""
    assert read_header(b"Subject\0My lamp\0") == (b"Subject", b"My lamp")
    assert list(read_macros(b"Ei\x004ABC\0{mail_addr}\0me@example.org\0")) == [
        (b"i", b"4ABC"),
        (b"{mail_addr}", b"me@example.org"),
    ]
    with pytest.raises(ProtocolError):
        read_header(b"Subject")


@given(text=st.text(max_size=600))
def test_a_refusal_is_one_line_of_ascii_that_smtp_can_carry(text: str) -> None:
    """At most 512 bytes with its line end (RFC 5321, 4.5.3.1.5); a % is doubled, as libmilter asks."""
    data = refusal("550 5.7.1", text).data
    line = data[:-1].replace(b"%%", b"%")
    assert data.endswith(b"\0")
    assert len(line) < 510
    assert line.isascii()
    assert not {0, 10, 13} & set(line)


# -- what comes of a message -----------------------------------------------------------------------------------------


def _raw(text: str, subject: str = "My lamp") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "me@example.org", "you@example.org"
    message.set_content(text, cte="8bit")
    return message.as_bytes()


def _commands(mail: MailReport, policy: Policy, ours: dict[bytes, int] | None = None) -> bytes:
    return b"".join(packet.command for packet in replies(mail, policy, ours or {}, ACTIONS))


@pytest.mark.parametrize("language", RUDE)
@pytest.mark.parametrize(("mode", "commands"), [("tag", b"hhha"), ("quarantine", b"hhhqa"), ("reject", b"y")])
def test_a_rude_message(language: str, mode: Any, commands: bytes) -> None:
    """Tagged, quarantined or rejected; the reason names rule, place and advice and quotes nothing."""
    policy = Policy(mode=mode)
    mail = judge(_raw(RUDE[language]), policy)
    assert mail.report is not None
    assert _commands(mail, policy) == commands
    said = reason(mail)
    assert said.startswith(f"toneguard: {language}/")
    assert ", line " in said
    assert said.isascii()
    for finding in mail.report.findings:
        assert finding.quote.lower() not in said.lower()
        assert finding.quote not in told(mail, policy, ACTIONS)


@pytest.mark.parametrize("language", CIVIL)
@pytest.mark.parametrize("mode", ["tag", "quarantine", "reject"])
def test_a_civil_message_goes_through(language: str, mode: Any) -> None:
    """With headers that say so."""
    policy = Policy(mode=mode)
    mail = judge(_raw(CIVIL[language]), policy)
    assert _commands(mail, policy)[-1:] == b"a"
    assert b"q" not in _commands(mail, policy)
    assert rows(mail)["X-Toneguard-Verdict"] in ("pass", "revise")


def test_what_stops_is_for_the_policy_to_say() -> None:
    """Hold only, or revise, too; and a mode of tag stops nothing."""
    mail = check_message(
        _raw("You people sent the wrong lamp. Could you send order KT-204 of 3 May again by Friday?\n")
    )
    assert mail.verdict == Verdict.REVISE
    assert _commands(mail, Policy(mode="reject"))[-1:] == b"a"
    assert _commands(mail, Policy(mode="reject", stop=(Verdict.REVISE, Verdict.HOLD))) == b"y"
    assert _commands(mail, Policy(mode="tag", stop=(Verdict.REVISE, Verdict.HOLD)))[-1:] == b"a"


def test_a_required_guidance_alone_says_what_is_missing() -> None:
    """There is no finding to name then."""
    policy = Policy(mode="reject", settings=Settings(require=("time",)))
    mail = judge(_raw("The lamp from order KT-204 is broken. Please send a new one.\n"), policy)
    assert mail.report is not None
    assert (mail.verdict, mail.report.findings) == (Verdict.HOLD, ())
    (unmet,) = (item for item in mail.report.guidance if item.id == "time")
    (said,) = replies(mail, policy, {}, ACTIONS)
    assert said == refusal("550 5.7.1", f"toneguard: time: {unmet.message}")


def test_a_checker_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message goes through with a header that says so, or is deferred where that is asked; no text anywhere."""

    def bad(*_: object, **__: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("toneguard.mail.check.check_without_rewrite", bad)
    open_, shut = Policy(mode="reject"), Policy(mode="reject", on_error="tempfail")
    mail = judge(_raw(RUDE["en"]), open_)
    assert mail.failed
    assert _commands(mail, open_) == b"hhha"
    assert _commands(mail, shut) == b"t"
    assert rows(mail)["X-Toneguard-Unchecked"] == "the message made the checker fail (RuntimeError)"
    assert "UNCHECKED, goes through" in told(mail, open_, ACTIONS)
    assert "deferred" in told(mail, shut, ACTIONS)
    assert "secret" not in told(mail, shut, ACTIONS)


def test_what_cannot_be_judged_never_waits() -> None:
    """An encrypted message is the same tomorrow."""
    mail = judge(b"Content-Type: multipart/encrypted; boundary=b\n\n--b--\n", Policy(on_error="tempfail"))
    assert mail.unchecked is not None
    assert not mail.failed
    assert _commands(mail, Policy(on_error="tempfail"))[-1:] == b"a"


def test_an_override_is_heeded_unless_it_is_not_to_be() -> None:
    """And its header taken off, with those of an earlier run, the last first."""
    mail = judge(b"X-Toneguard: skip\n" + _raw(RUDE["en"]), Policy(mode="reject"))
    assert mail.skipped == "header"
    said = list(replies(mail, Policy(mode="reject"), {b"x-toneguard": 2}, ACTIONS))
    assert [packet.data[:4] for packet in said if packet.command == b"m"] == [b"\0\0\0\2", b"\0\0\0\1"]
    strict = Policy(mode="reject", heed_override=False)
    assert _commands(judge(b"X-Toneguard: skip\n" + _raw(RUDE["en"]), strict), strict) == b"y"


def test_a_message_is_put_together_again() -> None:
    """Headers, folds and body as they were; ours are counted."""
    draft = Draft(Room(1000), 500)
    draft.add_header(b"Subject", b"My\n lamp")
    draft.add_header(b"x-toneguard-VERDICT", b"pass")
    draft.add_body(b"One\r\n")
    draft.add_body(b"Two\r\n")
    assert draft.ours == {b"x-toneguard-verdict": 1}
    assert set(draft.ours) <= set(OURS)
    assert draft.taken() == b"Subject: My\r\n lamp\r\nx-toneguard-VERDICT: pass\r\n\r\nOne\r\nTwo\r\n"


@given(sizes=st.lists(st.integers(0, 200), max_size=20), limit=st.integers(1, 600), room=st.integers(1, 600))
def test_never_more_is_held_than_allowed(sizes: list[int], limit: int, room: int) -> None:
    """By the message nor by all; what is over is unchecked, and dropping gives all room back."""
    shared = Room(room)
    drafts = [Draft(shared, limit), Draft(shared, limit)]
    for number, size in enumerate(sizes):
        drafts[number % 2].add_body(b"x" * size)
        assert shared.left == room - sum(draft.held for draft in drafts) >= 0
        for draft in drafts:
            assert len(draft.body) == draft.held <= limit
            assert draft.unchecked is None or draft.held == 0
    for draft in drafts:
        draft.drop()
    assert shared.left == room


# -- one connection --------------------------------------------------------------------------------------------------

FULL = negotiation(Offer(6, 0xFFFFFFFF, 0xFFFFFFFF))


def _message(raw: bytes) -> list[Packet]:
    head, _, body = raw.partition(b"\n\n")
    rows_ = [line.split(b": ", 1) for line in head.split(b"\n")]
    headers = [Packet(b"L", name + b"\0" + value + b"\0") for name, value in rows_]
    return [
        *headers,
        Packet(b"N"),
        Packet(b"B", body.replace(b"\n", b"\r\n")),
        Packet(b"D", b"Ei\x004A\n\0"),
        Packet(b"E"),
    ]


def _talk(packets: list[Packet], limits: Limits | None = None, policy: Policy | None = None) -> list[list[Packet]]:
    """The answers to each packet, on a connection that then has no room left taken."""
    desk = Desk(policy or Policy(mode="reject"), limits or Limits())

    async def talk() -> list[list[Packet]]:
        line = Talk(desk)
        answers = [list(await line.take(packet)) for packet in packets]
        line.forget()
        return answers

    try:
        return asyncio.run(talk())
    finally:
        desk.close()
        assert desk.room.left == desk.limits.held


def test_one_connection_has_many_messages() -> None:
    """Aborted ones and a new client (K) between them; nothing of one is in the next."""
    rude, civil = _message(_raw(RUDE["en"])), _message(_raw(CIVIL["en"]))
    answers = _talk([FULL, *rude, *rude[:-1], Packet(b"A"), *civil, Packet(b"K"), Packet(b"C", b"x"), *rude])
    ends = [b"".join(packet.command for packet in said) for said in answers[1:] if said]
    assert ends == [b"y", b"hha", b"c", b"y"]


def test_every_step_is_answered_where_the_server_wants_it() -> None:
    """A mail server that offers none of the newer flags gets a continue for each command."""
    steps = [Packet(command) for command in (b"C", b"H", b"M", b"R", b"T", b"U")]
    said = _talk([negotiation(Offer(2, 0x3F, 0x7F)), *steps, *_message(_raw(CIVIL["en"]))])
    assert said[0] == [negotiation(Offer(2, ACTIONS, STEPS & 0x7F))]
    assert all(answer == [Packet(b"c")] for answer in said[1:-2])
    assert said[-2] == []
    assert said[-1][-1] == Packet(b"a")


def test_the_last_of_the_body_may_come_with_the_end() -> None:
    """SMFIC_BODYEOB carries data where the mail server likes."""
    said = _talk([FULL, Packet(b"L", b"Subject\0x\0"), Packet(b"E", RUDE["en"].encode())])
    assert said[-1][0].command == b"y"


@pytest.mark.parametrize("packets", [[Packet(b"L", b"a\0b\0")], [FULL, Packet(b"?")], [FULL, Packet(b"L", b"a")]])
def test_no_milter_protocol(packets: list[Packet]) -> None:
    """Before the negotiation, an unknown command, half a header."""
    with pytest.raises(ProtocolError):
        _talk(packets)


def test_a_large_message_passes_unchecked() -> None:
    """Its header says so, and it is not a failure of ours."""
    limits, policy = Limits(message=300), Policy(mode="reject", on_error="tempfail")
    said = _talk([FULL, *_message(_raw(RUDE["en"] * 30))], limits, policy)[-1]
    assert Packet(b"h", b"X-Toneguard-Unchecked\0the message is larger than 300 bytes\0") in said
    assert said[-1] == Packet(b"a")


def test_a_check_that_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up after its time, and once every thread is stuck no message waits at all."""
    stop = time.monotonic() + 2.5
    monkeypatch.setattr(
        "toneguard.mail.check.check_without_rewrite", lambda *_, **__: time.sleep(max(stop - time.monotonic(), 0))
    )
    message = _message(_raw(RUDE["en"]))
    started = time.monotonic()
    said = _talk([FULL, *message * 40], Limits(check=0.3, workers=2))
    assert time.monotonic() - started < 2
    unchecked = [packet.data for answers in said for packet in answers if b"Unchecked" in packet.data]
    assert len(unchecked) == 40
    assert b"longer than 0.3 seconds" in unchecked[0]
    assert b"every checker was stuck" in unchecked[-1]


# -- listening -------------------------------------------------------------------------------------------------------


def test_places_to_listen_at() -> None:
    """As Postfix and Sendmail write them; alone, a port means this machine."""
    for said in ("unix:/run/toneguard.sock", "inet:8891@127.0.0.1", "inet6:8891@::1"):
        assert str(read_listen(said)) == said
    assert read_listen("inet:8891").host == "127.0.0.1"
    for wrong in ("", "unix:", "/run/x", "inet:", "inet:99999@127.0.0.1", "inet:x@y", "8891"):
        with pytest.raises(ListenError, match="no place"):
            read_listen(wrong)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of our own, with a short name, as unix sockets want it, and open to the user postfix."""
    path = Path(tempfile.mkdtemp(prefix="tg", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def test_a_stale_socket_is_replaced_and_nothing_else(folder: Path) -> None:
    """Not one that is listened at, not a file of somebody's."""
    place = read_listen(f"unix:{folder}/s")
    first = opened(place, 0o600)
    assert (folder / "s").stat().st_mode & 0o777 == 0o600
    with pytest.raises(ListenError, match="another program"):
        opened(place, 0o600)
    first.close()
    opened(place, 0o660).close()
    (folder / "file").write_text("mine", "utf-8")
    with pytest.raises(ListenError, match="no socket"):
        opened(read_listen(f"unix:{folder}/file"), 0o600)
    assert (folder / "file").read_text("utf-8") == "mine"
    with pytest.raises(ListenError):
        opened(read_listen(f"unix:{folder}/no/s"), 0o600)


class Milter:
    """The real command in a process of its own."""

    def __init__(self, folder: Path, *options: str, code: str = "", listen: str = "inet:0") -> None:
        self.log = folder / f"milter{len(list(folder.glob('milter*')))}.log"
        start = ["-c", code] if code else ["-m", "toneguard"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *start, "milter", "--listen", listen, *options],
                stderr=log,
                cwd=folder,
                env={**os.environ, "PYTHONPATH": ROOT},
            )
        try:
            wait_until(lambda: "listening at" in self.said() or self.process.poll() is not None)
            assert self.process.poll() is None, self.said()
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        self.place = self.said().split("listening at ")[1].split()[0]

    @property
    def port(self) -> int:
        """Where it listens, on the loopback."""
        return read_listen(self.place).port

    def said(self) -> str:
        """Its log so far."""
        return self.log.read_text("utf-8")

    def stop(self) -> int:
        """Its exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self.process.wait()


@contextmanager
def milter(folder: Path, *options: str, code: str = "", listen: str = "inet:0") -> Iterator[Milter]:
    """Running for as long as the block."""
    running = Milter(folder, *options, code=code, listen=listen)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


class Line:
    """A mail server's side of one connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), SECONDS)
        self.rest = b""

    def send(self, *packets: Packet) -> None:
        """Say all that."""
        self.socket.sendall(b"".join(map(joined, packets)))

    def hear(self, last: bytes = b"Oayt") -> list[Packet]:
        """The answers up to one of these; nothing more where the milter closes."""
        heard: list[Packet] = []
        while not heard or heard[-1].command not in last:
            data = self.socket.recv(1 << 16)
            if not data:
                break
            packets, self.rest = split(self.rest + data)
            heard += packets
        return heard

    def close(self) -> None:
        """Without a word."""
        self.socket.close()


def test_many_connections_at_once(folder: Path) -> None:
    """60 of them, each with messages under way at the same time, each with its own answer; more are turned away."""
    rude, civil = _message(_raw(RUDE["en"])), _message(_raw(CIVIL["ur"]))
    with milter(folder, "--mode", "reject", "--connections", "60") as running:
        lines = [Line(running.port) for _ in range(60)]
        for line in lines:
            line.send(FULL)
            assert line.hear()[0].command == b"O"
        refused = Line(running.port)
        assert refused.hear() == []
        refused.close()
        for turn in range(3):
            for number, line in enumerate(lines):
                line.send(*((rude if (number + turn) % 2 else civil)[:-1]))
            for line in lines:
                line.send(Packet(b"E"))
            for number, line in enumerate(lines):
                assert line.hear()[-1].command == (b"y" if (number + turn) % 2 else b"a")
        for line in lines:
            line.close()
        assert running.stop() == 0
        log = running.said()
    assert "turned away: 60 are open" in log
    assert "useless idiots" not in log


def test_rubbish_and_silence_end_a_connection_and_nothing_else(folder: Path) -> None:
    """Bytes that are no protocol, and a mail server that says nothing."""
    with milter(folder, "--idle", "1") as running:
        rubbish, silent = Line(running.port), Line(running.port)
        rubbish.socket.sendall(b"GET / HTTP/1.1\r\n\r\n")
        silent.send(FULL)
        assert silent.hear()[0].command == b"O"
        assert rubbish.hear() == silent.hear() == []
        again = Line(running.port)
        again.send(FULL, *_message(_raw(CIVIL["tl"])))
        assert again.hear()
        for line in (rubbish, silent, again):
            line.close()


def test_sigterm_lets_messages_come_to_their_end(folder: Path) -> None:
    """What is under way is answered, idle connections are closed, the unix socket is gone, and the exit code is 0."""
    with milter(folder, "--mode", "reject", listen=f"unix:{folder}/m.sock") as running:
        path = str(folder / "m.sock")
        assert Path(path).stat().st_mode & 0o777 == 0o660
        calls = [socket.socket(socket.AF_UNIX) for _ in range(2)]
        message = _message(_raw(RUDE["en"]))
        for call in calls:
            call.settimeout(SECONDS)
            call.connect(path)
            call.sendall(joined(FULL))
            assert call.recv(100)
        calls[0].sendall(b"".join(map(joined, message[:-1])))
        time.sleep(0.3)
        running.process.send_signal(signal.SIGTERM)
        assert calls[1].recv(100) == b""
        time.sleep(0.3)
        calls[0].sendall(joined(message[-1]))
        assert split(calls[0].recv(4096))[0][0].command == b"y"
        assert calls[0].recv(100) == b""
        assert running.process.wait(10) == 0
        assert not Path(path).exists()
        for call in calls:
            call.close()


def test_a_stuck_check_does_not_keep_the_milter_from_ending(folder: Path) -> None:
    """SIGTERM ends it although a thread never will."""
    with milter(folder, "--time-limit", "0.2", code=SLOW) as running:
        line = Line(running.port)
        line.send(FULL, *_message(_raw(CIVIL["en"])))
        line.hear(b"O")
        assert any(b"longer than 0.2 seconds" in packet.data for packet in line.hear(b"a"))
        line.close()
        assert running.stop() == 0


@pytest.mark.parametrize("options", [["inet:1@192.0.2.1"], ["nowhere"], ["inet:0", "--lexicon", "nowhere"]])
def test_what_cannot_be_used_is_said_at_the_start(folder: Path, options: list[str]) -> None:
    """A place, or settings: exit 64 before any mail is taken."""
    done = subprocess.run(
        [sys.executable, "-m", "toneguard", "milter", "--listen", *options],
        capture_output=True,
        check=False,
        timeout=SECONDS,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": ROOT},
    )
    assert done.returncode == 64
    assert done.stderr.startswith(b"toneguard: ")


# -- a real Postfix --------------------------------------------------------------------------------------------------

POSTFIX = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
WHY_NO_POSTFIX = (
    "Postfix is not installed"
    if POSTFIX is None
    else "Postfix must be run by root"
    if os.name != "posix" or os.geteuid() != 0
    else ""
)
needs_postfix = pytest.mark.skipif(bool(WHY_NO_POSTFIX), reason=WHY_NO_POSTFIX or "it is there")

PERCENT = """
[[entry]]
slug = "flickering-farce"
phrases = ["flickering farce"]
kind = "both"
level = "strong"
message = "Say what is wrong with 100% of them, plainly."
replacements = []
match = ["This is a {flickering farce}."]
near_miss = ["It is flickering."]
"""

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {commands}
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file_prefixes = {folder}
maillog_file = {folder}/mail.log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
relayhost = [127.0.0.1]:{sink}
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtpd_relay_restrictions = permit_mynetworks, reject
milter_connect_timeout = 20s
milter_content_timeout = 20s
milter_command_timeout = 20s
"""

MASTER_CF = """
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
local     unix  - n n - - local
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


def _beside(name: str) -> str:
    """Another command of Postfix; /usr/sbin is not in every PATH."""
    return str(Path(str(POSTFIX)).with_name(name))


def free_port() -> int:
    """A port of the loopback that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postfix:
    """A Postfix of our own in a folder: one SMTP port for each milter it asks, mail delivered to a local sink."""

    def __init__(self, folder: Path, sink: int, milters: dict[str, str]) -> None:
        self.folder = folder / "postfix"
        self.ports = {name: free_port() for name in milters}
        for name in ("", "queue", "data", "etc"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        where = {"commands": self._default("command_directory"), "daemons": self._default("daemon_directory")}
        (self.folder / "etc/main.cf").write_text(MAIN_CF.format(folder=self.folder, sink=sink, **where), "utf-8")
        services = "".join(
            f"127.0.0.1:{self.ports[name]} inet n - n - - smtpd -o smtpd_milters={place}\n"
            for name, place in milters.items()
        )
        (self.folder / "etc/master.cf").write_text(services + MASTER_CF.lstrip(), "utf-8")

    def start(self) -> None:
        """Start it; it answers on every port by then."""
        assert self._run("start") == 0, (self.folder / "start.out").read_text("utf-8", "replace")
        wait_until(lambda: all(map(self._answers, self.ports.values())))

    def _default(self, name: str) -> str:
        postconf = [_beside("postconf"), "-dh", name]
        return subprocess.run(postconf, capture_output=True, check=True, timeout=SECONDS, text=True).stdout.strip()

    def _run(self, what: str) -> int:
        assert POSTFIX is not None
        with (self.folder / f"{what}.out").open("wb") as out:  # a pipe would stay open with the daemons
            command = [POSTFIX, "-c", str(self.folder / "etc"), what]
            return subprocess.run(command, stdout=out, stderr=out, check=False, timeout=SECONDS).returncode

    def _answers(self, port: int) -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except OSError:
            return False
        return True

    def send(self, name: str, raw: bytes) -> tuple[int, str]:
        """What a client that sends this is told at the end of DATA."""
        with smtplib.SMTP("127.0.0.1", self.ports[name], "client.example.org", SECONDS) as client:
            try:
                client.sendmail("me@example.org", ["you@example.org"], raw.replace(b"\n", b"\r\n"))
            except smtplib.SMTPResponseException as error:
                return error.smtp_code, bytes(error.smtp_error).decode()
        return 250, ""

    def queue(self) -> str:
        """What `postqueue -p` shows; a held message has a ! behind its id."""
        command = [_beside("postqueue"), "-c", str(self.folder / "etc"), "-p"]
        return subprocess.run(command, capture_output=True, check=True, timeout=SECONDS, text=True).stdout

    def held(self) -> list[str]:
        """The ids of held messages."""
        return [line.split("!")[0] for line in self.queue().splitlines() if "!" in line.split(" ")[0]]

    def release(self, name: str) -> None:
        """As an administrator lets a held message go."""
        command = [_beside("postsuper"), "-c", str(self.folder / "etc"), "-H", name]
        subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
        subprocess.run([_beside("postqueue"), "-c", str(self.folder / "etc"), "-f"], check=True, timeout=SECONDS)

    def log(self) -> str:
        """Its log so far."""
        return (self.folder / "mail.log").read_text("utf-8", "replace")

    def stop(self) -> None:
        """Stop it and see that it has gone; `abort` where it lingers."""
        try:
            self._run("stop")
        finally:
            if self._run("status") == 0:
                self._run("abort")


class House:
    """A sink, milters of every kind, and the Postfix between them."""

    def __init__(self) -> None:
        self.sink = Server()
        self.milters: dict[str, Milter] = {}
        self.postfix: Postfix | None = None

    def start(self, folder: Path) -> None:
        """Start them all; what has been started is there to be stopped if one fails."""
        at = f"unix:{folder}/tag.sock"
        (folder / "lexicon/en").mkdir(parents=True)
        (folder / "lexicon/en/anger-ours.toml").write_text(PERCENT, "utf-8")
        for name, options, code, listen in (
            ("tag", ["--socket-mode", "666"], "", at),
            ("reject", ["--mode", "reject", "--size-limit", "100000", "--lexicon", "lexicon"], "", "inet:0"),
            ("quarantine", ["--mode", "quarantine"], "", "inet:0"),
            ("open", ["--mode", "reject"], BROKEN, "inet:0"),
            ("shut", ["--mode", "reject", "--on-error", "tempfail"], BROKEN, "inet:0"),
        ):
            self.milters[name] = Milter(folder, *options, code=code, listen=listen)
        places = {name: _postfix_place(running) for name, running in self.milters.items()}
        places["gone"] = f"{{inet:127.0.0.1:{free_port()},default_action=accept}}"
        self.postfix = Postfix(folder, self.sink.port, places)
        self.postfix.start()

    def send(self, name: str, raw: bytes) -> tuple[int, str]:
        """What the sender is told; the sink is emptied before."""
        self.sink.received.clear()
        assert self.postfix is not None
        return self.postfix.send(name, raw)

    def delivered(self) -> bytes:
        """The message that arrives, in LF."""
        wait_until(lambda: self.sink.received)
        ((_, recipients, content),) = self.sink.received
        assert recipients == ["you@example.org"]
        return content.replace(b"\r\n", b"\n")

    def stop(self) -> list[int]:
        """Exit codes of the milters."""
        try:
            if self.postfix is not None:
                self.postfix.stop()
        finally:
            codes = [running.stop() for running in self.milters.values()]
            self.sink.stop()
        return codes


def _postfix_place(running: Milter) -> str:
    """Postfix says inet:host:port where Sendmail says inet:port@host."""
    return running.place if running.place.startswith("unix:") else f"inet:127.0.0.1:{running.port}"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One for all the tests below; Postfix takes a second to start and another to stop."""
    pytest.importorskip("aiosmtpd", reason="aiosmtpd is not installed")
    path = Path(tempfile.mkdtemp(prefix="tg", dir="/tmp"))
    path.chmod(0o755)
    built = House()
    codes: list[int] = []
    try:
        built.start(path)
        yield built
    finally:
        codes = built.stop()
        shutil.rmtree(path, ignore_errors=True)
    assert codes == [0] * 5


def _ours(raw: bytes) -> dict[str, str]:
    return {name: value for name, value in BytesParser().parsebytes(raw).items() if name.startswith("X-Toneguard")}


def _body(raw: bytes) -> bytes:
    return raw.partition(b"\n\n")[2]


@needs_postfix
@pytest.mark.parametrize("language", CIVIL)
@pytest.mark.parametrize("name", ["tag", "reject", "quarantine"])
def test_postfix_delivers_civil_mail_with_headers(house: House, language: str, name: str) -> None:
    """The body byte for byte, and every header that came."""
    given_ = _raw(CIVIL[language])
    assert house.send(name, given_) == (250, "")
    got = house.delivered()
    assert _body(got) == _body(given_)
    assert _body(got).decode() == CIVIL[language]
    for line in given_.partition(b"\n\n")[0].splitlines():
        assert line + b"\n" in got
    ours = _ours(got)
    assert ours["X-Toneguard-Verdict"] == "pass"
    assert ours["X-Toneguard-Version"] == toneguard.__version__


@needs_postfix
@pytest.mark.parametrize("language", RUDE)
def test_postfix_tags_rude_mail(house: House, language: str) -> None:
    """It is delivered, and its headers name the rules; a verdict that was there before is not believed."""
    raw = b"X-Toneguard-Verdict: pass\nX-Toneguard-Rules: none\nx-toneguard-verdict: pass\n" + _raw(RUDE[language])
    assert house.send("tag", raw) == (250, "")
    got = house.delivered()
    assert got.lower().count(b"x-toneguard-verdict:") == got.lower().count(b"x-toneguard-rules:") == 1
    assert _ours(got)["X-Toneguard-Verdict"] == "hold"
    assert _ours(got)["X-Toneguard-Rules"].startswith(f"{language}/")
    assert _body(got).decode() == RUDE[language]


@needs_postfix
@pytest.mark.parametrize("language", RUDE)
def test_postfix_rejects_rude_mail(house: House, language: str) -> None:
    """The sender is told 550 at the end of DATA with the first finding; nothing arrives."""
    code, said = house.send("reject", _raw(RUDE[language]))
    mail = judge(_raw(RUDE[language]), Policy(mode="reject"))
    assert (code, said) == (550, f"5.7.1 {reason(mail)}")
    assert f"toneguard: {language}/" in said
    assert house.send("reject", _raw(CIVIL[language])) == (250, "")
    assert _body(house.delivered()).decode() == CIVIL[language]


@needs_postfix
def test_postfix_says_the_advice_to_the_letter(house: House) -> None:
    """The % of a lexicon of one's own is one %; Postfix, as Sendmail, wants two of them."""
    code, said = house.send("reject", _raw("Hello,\n\nyour lamps are a flickering farce.\n"))
    assert (code, said[-53:]) == (550, "line 3: Say what is wrong with 100% of them, plainly.")


@needs_postfix
@pytest.mark.parametrize("language", RUDE)
def test_postfix_holds_rude_mail(house: House, language: str) -> None:
    """It is in the hold queue, nothing arrives until an administrator releases it, and then all of it does."""
    assert house.postfix is not None
    assert house.send("quarantine", _raw(RUDE[language])) == (250, "")
    wait_until(house.postfix.held)
    (name,) = house.postfix.held()
    assert house.sink.received == []
    assert f"{name}: hold, quarantined: {language}/" in house.milters["quarantine"].said()
    house.postfix.release(name)
    got = house.delivered()
    assert _ours(got)["X-Toneguard-Verdict"] == "hold"
    assert _body(got).decode() == RUDE[language]


@needs_postfix
@pytest.mark.parametrize("language", RUDE)
def test_postfix_delivers_where_the_checker_fails(house: House, language: str) -> None:
    """With a header that says so, and a loud line in the log without a word of the message."""
    assert house.send("open", _raw(RUDE[language])) == (250, "")
    got = house.delivered()
    assert _ours(got)["X-Toneguard-Unchecked"] == "the message made the checker fail (RuntimeError)"
    assert _ours(got)["X-Toneguard-Verdict"] == "unchecked"
    assert _body(got).decode() == RUDE[language]
    log = house.milters["open"].said()
    assert "WARNING" in log
    assert "UNCHECKED, goes through: the message made the checker fail (RuntimeError)" in log
    assert "secret" not in log
    assert RUDE[language].split("\n\n")[1][:12] not in log


@needs_postfix
def test_postfix_defers_where_that_is_asked(house: House) -> None:
    """--on-error tempfail: the client is told to come again."""
    code, _ = house.send("shut", _raw(RUDE["en"]))
    assert 400 <= code < 500
    assert "deferred" in house.milters["shut"].said()


@needs_postfix
def test_postfix_delivers_large_mail_unchecked(house: House) -> None:
    """Beyond --size-limit, with a header."""
    raw = _raw(RUDE["en"] + "\n".join(["x" * 70] * 4000) + "\n")
    assert house.send("reject", raw) == (250, "")
    got = house.delivered()
    assert _ours(got)["X-Toneguard-Unchecked"] == "the message is larger than 100000 bytes"
    assert _body(got) == _body(raw)


@needs_postfix
def test_postfix_delivers_where_the_milter_is_gone(house: House) -> None:
    """`default_action=accept`, as the README has it: a milter that is not there stops no mail."""
    assert house.send("gone", _raw(RUDE["en"])) == (250, "")
    assert _ours(house.delivered()) == {}


@needs_postfix
def test_postfix_takes_many_at_once_on_one_milter(house: House) -> None:
    """40 clients, each with two messages on one connection: every one is answered as it should be."""
    from concurrent.futures import ThreadPoolExecutor

    assert house.postfix is not None
    port = house.postfix.ports["reject"]

    def session(number: int) -> tuple[str, str]:
        with smtplib.SMTP("127.0.0.1", port, "client.example.org", SECONDS) as client:
            said = []
            for text in (RUDE["tl"], CIVIL["ur"]) if number % 2 else (CIVIL["tl"], RUDE["ur"]):
                try:
                    client.sendmail("me@example.org", ["you@example.org"], _raw(text).replace(b"\n", b"\r\n"))
                    said.append("250")
                except smtplib.SMTPDataError as error:
                    said.append(str(error.smtp_code))
            return said[0], said[1]

    house.sink.received.clear()
    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(session, range(40)))
    assert answers == [("250", "550"), ("550", "250")] * 20
    wait_until(lambda: len(house.sink.received) == 40)
    house.sink.received.clear()
