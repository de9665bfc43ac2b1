"""`toneguard serve`: the application with any request, a real server process, and the add-ons that ask it."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import io
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import toneguard
from toneguard import Settings, check_tone
from toneguard.cli import main
from toneguard.mail import requests
from toneguard.mail.answering import Access, make_application
from toneguard.mail.serve import ServeError, read_address, read_token

ROOT = str(Path(toneguard.__file__).parents[1])
HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
SECONDS = 60
TOKEN = "t" * 43
PAGE = "https://desk.example.org"
ACCESS = Access(TOKEN, frozenset({PAGE}), 4096, 20.0, Settings())
RUDE = "You people are useless idiots."
needs_waitress = pytest.mark.skipif(importlib.util.find_spec("waitress") is None, reason="waitress is not installed")
_connect = socket.socket.connect


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        """Why it was refused."""
        return self.body["error"]["code"]


def _environ(body: bytes, **more: Any) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/check",
        "HTTP_HOST": "127.0.0.1:8425",
        "HTTP_AUTHORIZATION": f"Bearer {TOKEN}",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **more,
    }


def _call(environ: dict[str, Any], access: Access = ACCESS) -> Answer:
    started: list[tuple[str, list[tuple[str, str]]]] = []
    chunks = make_application(access)(environ, lambda *said: started.append(said[:2]))  # type: ignore[arg-type,return-value,func-returns-value]
    body = b"".join(chunks)
    ((status, headers),) = started
    assert dict(headers)["Content-Length"] == str(len(body))
    assert dict(headers)["Content-Type"] == "application/json"
    assert all("\n" not in value and "\r" not in value for _, value in headers)
    return Answer(int(status[:3]), dict(headers), json.loads(body))


def _ask(fields: object, access: Access = ACCESS, **more: Any) -> Answer:
    return _call(_environ(json.dumps(fields).encode(), **more), access)


@pytest.mark.parametrize("offsets", ["code-points", "utf-16"])
def test_a_text_is_answered_with_the_wire_form(offsets: Any) -> None:
    """What `to_dict` says, in the offsets that were asked for."""
    text = f"😀 {RUDE} Where is my lamp? \ud800"
    answer = _ask({"text": text, "kind": "complaint", "language": "en", "channel": "chat", "offsets": offsets})
    report = check_tone(text, kind="complaint", language="en", channel="chat")
    assert answer.status == 200
    assert answer.body == report.to_dict(offsets=offsets)
    assert answer.body["verdict"] == "hold"


def test_a_reply_is_judged_against_what_it_answers() -> None:
    """`in_reply_to` reaches the check, for texts and for messages."""
    question = "When will my lamp arrive? And can you refund the postage?"
    reply = "Hello Sam,\n\nyour lamp will arrive on Friday.\n\nBest wishes,\nKim"
    wire = check_tone(reply, kind="reply", in_reply_to=question).to_dict()
    assert _ask({"text": reply, "kind": "reply", "in_reply_to": question}).body["guidance"] == wire["guidance"]
    source = f"Subject: Re: lamp\n\n{reply}"
    answer = _ask({"message": source, "kind": "reply", "in_reply_to": question, "language": "en"})
    assert answer.body["report"]["guidance"] == wire["guidance"]


def test_a_message_is_answered_with_what_was_judged_of_it() -> None:
    """The report is the wire form of `text`; its places are in it, in UTF-16 too."""
    source = f"Subject: 😀 My lamp\n\n{RUDE}\n\n> you quoted idiot\n"
    for offsets, start in (("code-points", 11), ("utf-16", 12)):
        body = _ask({"message": source, "offsets": offsets}).body
        assert body["verdict"] == "hold"
        assert body["body_start"] == start
        assert body["report"] == check_tone(body["text"]).to_dict(offsets=offsets)
    assert _ask({"message": "\ud800\udcff"}).status == 200
    empty = _ask({"message": " "}).body
    assert (empty["verdict"], empty["report"], empty["unchecked"]) == (None, None, "is empty")
    assert _ask({"message": f"X-Toneguard: skip\n\n{RUDE}"}).body["skipped"] == "header"


def test_health_needs_no_token() -> None:
    """It says that the server is up, and its version."""
    environ = _environ(b"", REQUEST_METHOD="GET", PATH_INFO="/health")
    del environ["HTTP_AUTHORIZATION"]
    assert _call(environ).body == {"status": "ok", "version": toneguard.__version__}


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"HTTP_HOST": "attacker.example.org"}, 421, "host"),
        ({"HTTP_HOST": "127.0.0.1.attacker.example.org:8425"}, 421, "host"),
        ({"HTTP_HOST": "192.168.1.7:8425"}, 421, "host"),
        ({"HTTP_HOST": ""}, 421, "host"),
        ({"HTTP_AUTHORIZATION": ""}, 401, "token"),
        ({"HTTP_AUTHORIZATION": f"Bearer {TOKEN[:-1]}"}, 401, "token"),
        ({"HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, 401, "token"),
        ({"HTTP_ORIGIN": "https://attacker.example.org"}, 403, "origin"),
        ({"HTTP_ORIGIN": f"{PAGE}.attacker.example"}, 403, "origin"),
        ({"PATH_INFO": "/"}, 404, "not-found"),
        ({"REQUEST_METHOD": "GET"}, 405, "method"),
        ({"PATH_INFO": "/health"}, 405, "method"),
        ({"CONTENT_TYPE": "text/plain"}, 415, "content-type"),
        ({"CONTENT_LENGTH": ""}, 411, "length"),
        ({"CONTENT_LENGTH": "-1"}, 411, "length"),
        ({"CONTENT_LENGTH": "4097"}, 413, "too-large"),
    ],
)
def test_who_may_not_ask(more: dict[str, Any], status: int, code: str) -> None:
    """A stable code for each reason."""
    answer = _ask({"text": RUDE}, **more)
    assert (answer.status, answer.code) == (status, code)
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.8.9.1:80", "[::1]:8425"])
def test_the_names_of_this_machine(host: str) -> None:
    """All of them are answered."""
    assert _ask({"text": "Hello."}, HTTP_HOST=host).status == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "json"),
        (b"{", "json"),
        (b"[" * 4000, "json"),
        (b"1" * 4000 + b"1", "json"),
        (b'{"text": "\xff"}', "json"),
        (b'["text"]', "json"),
        (b"{}", "no-text"),
        (b'{"text": "a", "message": "b"}', "no-text"),
        (b'{"text": 1}', "wrong-field"),
        (b'{"text": "a", "kind": "poem"}', "wrong-field"),
        (b'{"text": "a", "kind": []}', "wrong-field"),
        (b'{"text": "a", "language": "fr"}', "wrong-field"),
        (b'{"text": "a", "offsets": "utf-8"}', "wrong-field"),
        (b'{"text": "a", "zanzibar": 1}', "unknown-field"),
    ],
)
def test_bodies_that_say_nothing_to_us(body: bytes, code: str) -> None:
    """400 and a stable code, with no word of the body."""
    answer = _call(_environ(body))
    assert (answer.status, answer.code) == (400, code)
    assert "zanzibar" not in json.dumps(answer.body)


def test_null_is_not_given() -> None:
    """A client may send every field."""
    assert _ask(dict.fromkeys(("message", "kind", "language", "channel", "offsets")) | {"text": "Hi"}).status == 200


def test_a_text_that_is_too_long_for_the_settings() -> None:
    """It is said, with the limit."""
    answer = _ask({"text": RUDE}, Access(TOKEN, frozenset(), 4096, 20.0, Settings(limit_chars=5)))
    assert (answer.status, answer.code) == (413, "too-long")


def test_pages_that_are_allowed() -> None:
    """The preflight and the request carry the very origin; credentials are never allowed."""
    asked = _ask({"text": "Hello."}, HTTP_ORIGIN=PAGE)
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (200, PAGE)
    assert "Origin" in asked.headers["Vary"]
    refused = _ask({"text": 1}, HTTP_ORIGIN=PAGE)
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (400, PAGE)
    asking = {"REQUEST_METHOD": "OPTIONS", "HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK": "true"}
    flight = _call(_environ(b"", **asking, HTTP_ORIGIN=PAGE))
    assert flight.status == 200
    assert flight.headers["Access-Control-Allow-Origin"] == PAGE
    assert flight.headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert flight.headers["Access-Control-Allow-Private-Network"] == "true"
    assert "Access-Control-Allow-Credentials" not in flight.headers


@pytest.mark.parametrize("origin", ["https://attacker.example.org", "null", "", PAGE.upper()])
def test_preflights_of_others_are_refused(origin: str) -> None:
    """Without a permission in any header."""
    answer = _call(_environ(b"", REQUEST_METHOD="OPTIONS", HTTP_ORIGIN=origin))
    assert answer.status == 403
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("origin", ["null", "moz-extension://0af7c8f5-4fd7-4a7c-8d3e-2c5b2a1f9e11"])
def test_add_ons_with_a_permission_need_the_token_alone(origin: str) -> None:
    """Thunderbird sends such an origin, and asks no preflight where the manifest names the host."""
    assert _ask({"text": "Hello."}, HTTP_ORIGIN=origin).status == 200
    assert _ask({"text": "Hello."}, HTTP_ORIGIN=origin, HTTP_AUTHORIZATION="Bearer x").status == 401


def test_a_checker_that_fails_says_no_word(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """500 and a code; the log names the kind of error only."""

    def fail(text: str, **_: object) -> None:
        raise KeyError(text)

    monkeypatch.setattr(requests, "check_tone", fail)
    answer = _ask({"text": "zanzibar"})
    assert (answer.status, answer.code) == (500, "failed")
    assert "KeyError" in caplog.text
    assert "zanzibar" not in caplog.text + json.dumps(answer.body)


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that hangs is answered in time, and so are those who wait behind hanging ones."""
    go = Event()
    monkeypatch.setattr(requests, "check_tone", lambda *_, **__: go.wait(SECONDS))
    application = make_application(Access(TOKEN, frozenset(), 4096, 0.1, Settings()))
    codes = []
    for _ in range(5):
        body = json.dumps({"text": "Hello."}).encode()
        began = time.monotonic()
        (answer,) = application(_environ(body), lambda *_: None)  # type: ignore[arg-type,return-value,misc]
        assert time.monotonic() - began < 5
        codes.append(json.loads(answer)["error"]["code"])
    go.set()
    assert codes == ["too-slow"] * 4 + ["busy"]


_WORDS = st.text(max_size=40) | st.sampled_from([RUDE, "تم سب چور ہو۔", "Mga manloloko kayo!", "\ud800"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS, lambda s: st.lists(s, max_size=3)
)
_NAMES = st.sampled_from(["text", "message", "kind", "language", "channel", "in_reply_to", "offsets"]) | st.text(
    max_size=4
)
_BODIES = st.binary(max_size=200) | st.dictionaries(_NAMES, _JSON, max_size=5).map(lambda o: json.dumps(o).encode())
_HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "REQUEST_METHOD",
            "PATH_INFO",
            "HTTP_HOST",
            "HTTP_AUTHORIZATION",
            "HTTP_ORIGIN",
            "CONTENT_TYPE",
            "CONTENT_LENGTH",
        ]
    ),
    st.text(max_size=30)
    | st.sampled_from(
        ["POST", "GET", "OPTIONS", "/check", "/health", PAGE, "localhost:x", "[::1", "[1.2.3.4]", "٣", "99999999"]
    ),
    max_size=2,
)


@hypothesis_settings(max_examples=300, deadline=None)
@given(body=_BODIES, headers=_HEADERS)
def test_any_bytes_get_an_answer(body: bytes, headers: dict[str, str]) -> None:
    """JSON and a fitting status, for any body under any headers; never a 500."""
    answer = _call(_environ(body, **headers))
    assert answer.status in {200, 400, 401, 403, 404, 405, 411, 413, 415, 421}
    assert (answer.status == 200) == ("error" not in answer.body)


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0:8425", ":8425", "[::]:8425", "192.168.1.7:80", "example.org:80", "127.0.0.1", "127.0.0.1:65536", ""],
)
def test_addresses_that_others_could_reach_are_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 64, and what to write instead."""
    with pytest.raises(ServeError, match=r"127\.0\.0\.1"):
        read_address(address)
    assert main(["serve", address]) == 64
    assert "127.0.0.1" in capsys.readouterr().err


def test_loopback_addresses() -> None:
    """IPv4, IPv6 and the name."""
    assert read_address("127.0.0.1:0") == ("127.0.0.1", 0)
    assert read_address("[::1]:8425") == ("::1", 8425)
    assert read_address("LocalHost:8425") == ("127.0.0.1", 8425)


def test_the_token_is_kept(tmp_path: Path) -> None:
    """Made once, for its owner's eyes only."""
    path = tmp_path / "state" / "token"
    token = read_token(path)
    assert len(token) == 43
    assert read_token(path) == token
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


def test_a_token_that_is_no_secret_is_refused(tmp_path: Path) -> None:
    """Readable by others, too short, no file at all; the error shows no token."""
    path = tmp_path / "token"
    path.write_text(TOKEN)
    path.chmod(0o644)
    with pytest.raises(ServeError, match="others") as error:
        read_token(path)
    assert TOKEN not in str(error.value)
    path.chmod(0o600)
    path.write_text("short")
    with pytest.raises(ServeError, match="holds no token"):
        read_token(path)
    with pytest.raises(ServeError):
        read_token(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--allow-origin", "*"],
        ["--allow-origin", "https://example.org/page"],
        ["--max-bytes", "0"],
        ["--timeout", "0"],
        ["--timeout", "nan"],
    ],
)
def test_bounds_that_cannot_be(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 64, and which."""
    assert main(["serve", "127.0.0.1:0", *arguments]) == 64
    assert arguments[0] in capsys.readouterr().err


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What to install is said."""
    for name in [name for name in sys.modules if name.split(".")[0] == "waitress"] + ["toneguard.mail.listening"]:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "waitress", None)
    assert main(["serve", "127.0.0.1:0", "--token-file", str(tmp_path / "token")]) == 64
    assert "pip install 'toneguard[serve]'" in capsys.readouterr().err


class Server(NamedTuple):
    """A real server process, as the command starts it."""

    process: subprocess.Popen[str]
    port: int
    token: str
    said: str

    def socket(self) -> socket.socket:
        """A connection, made around the fixture that forbids them."""
        plain = socket.socket()
        plain.settimeout(SECONDS)
        _connect(plain, ("127.0.0.1", self.port))
        return plain

    def raw(self, request: bytes) -> bytes:
        """All that comes back until the server closes."""
        with self.socket() as plain:
            plain.sendall(request)
            return b"".join(iter(lambda: plain.recv(65536), b""))

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
        """Status and JSON of one request, with the token."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.sock = self.socket()
        usual = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, path, body, {**usual, **headers})
        answer = connection.getresponse()
        found = answer.status, json.loads(answer.read())
        connection.close()
        return found


def _start(folder: Path, *arguments: str) -> Server:
    path = folder / "token"
    command = [sys.executable, "-m", "toneguard", "serve", "127.0.0.1:0", "--token-file", str(path), *arguments]
    environment = {**os.environ, "PYTHONPATH": ROOT}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=folder)
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said.startswith("toneguard: http://127.0.0.1:"), process.communicate(timeout=SECONDS)
    return Server(process, int(said.split()[1].rpartition(":")[2]), path.read_text().strip(), said)


def _stop(server: Server, number: int = signal.SIGTERM) -> tuple[str, str]:
    server.process.send_signal(number)
    said = server.process.communicate(timeout=SECONDS)
    assert server.process.returncode == 0, said
    return said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests that only ask; it ends well and has said nothing of what it was asked."""
    running = _start(tmp_path_factory.mktemp("serve"))
    yield running
    out, err = _stop(running)
    assert (out, err) == ("", "")


@needs_waitress
def test_a_real_server(server: Server) -> None:
    """Where it listens and which file has the token is said, the token is not; it judges and refuses."""
    assert server.token not in server.said
    assert str(server.port) in server.said
    assert server.ask("GET", "/health")[0] == 200
    text = f"😀 {RUDE}"
    body = json.dumps({"text": text, "offsets": "utf-16"}).encode()
    assert server.ask("POST", "/check", body) == (200, check_tone(text).to_dict(offsets="utf-16"))
    assert server.ask("POST", "/check", body, Authorization="Bearer x")[0] == 401
    assert server.ask("POST", "/check", body, Host="attacker.example.org")[0] == 421
    assert server.ask("PUT", "/check", body)[0] == 405


@needs_waitress
@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (b"\x00\xff\r\n\r\n", 400, "bad-request"),
        (b"GET /health HTTP/1.1\r\nHost : x\r\n\r\n", 400, "bad-request"),
        (b"POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400, "bad-request"),
        (b"POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n", 413, "too-large"),
        (b"GET /health HTTP/1.1\r\nX: " + b"x" * 20000 + b"\r\n\r\n", 431, "headers-too-large"),
        (b"POST /check HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "not-implemented"),
    ],
)
def test_what_is_no_request(server: Server, request_: bytes, status: int, code: str) -> None:
    """JSON too, from waitress itself."""
    head, _, body = server.raw(request_).partition(b"\r\n\r\n")
    assert int(head.split()[1]) == status
    assert json.loads(body)["error"]["code"] == code


@needs_waitress
@hypothesis_settings(max_examples=50, deadline=None)
@given(
    noise=st.binary(max_size=300),
    head=st.sampled_from([b"", b"POST /check HTTP/1.1\r\n", b"GET /health HTTP/1.1\r\nHost: "]),
)
def test_noise_on_the_wire(server: Server, noise: bytes, head: bytes) -> None:
    """An answer or a closed connection, and the server goes on."""
    with server.socket() as plain:
        plain.sendall(head + noise)
        plain.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionResetError):
            answer = plain.recv(65536)
            assert answer == b"" or answer.startswith(b"HTTP/1.")
    assert server.ask("GET", "/health")[0] == 200


@needs_waitress
def test_a_body_in_chunks_is_bounded_too(server: Server) -> None:
    """One that fits is judged, one that does not is refused while it comes."""
    head = f"POST /check HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {server.token}\r\nConnection: close\r\n"
    head += "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert b" 200 OK" in server.raw(head.encode() + b'11\r\n{"text": "Hello"}\r\n0\r\n\r\n').splitlines()[0]
    large = b"200000\r\n" + b"x" * 0x200000 + b"\r\n"
    assert b" 413 " in server.raw(head.encode() + large).splitlines()[0]


@needs_waitress
def test_who_sends_too_much_learns_why(server: Server) -> None:
    """The answer can be read although the server has stopped reading."""
    status, body = server.ask("POST", "/check", json.dumps({"text": "x" * 4_000_000}).encode())
    assert (status, body["error"]["code"]) == (413, "too-large")


@needs_waitress
def test_many_at_once(server: Server) -> None:
    """Fifty connections, every one answered with its own."""
    texts = [f"{RUDE} Order {number}." for number in range(50)]
    found: dict[str, Any] = {}

    def ask(text: str) -> None:
        found[text] = server.ask("POST", "/check", json.dumps({"text": text}).encode())

    threads = [Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert found == {text: (200, check_tone(text).to_dict()) for text in texts}


@needs_waitress
def test_a_request_that_trickles_in_is_cut_off(tmp_path: Path) -> None:
    """The time of a request counts from its first byte, however many follow."""
    server = _start(tmp_path, "--timeout", "1")
    with server.socket() as plain:
        began = time.monotonic()
        plain.sendall(b"POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        with pytest.raises(OSError, match=r"pipe|reset"):  # noqa: PT012 - whichever byte it is
            while time.monotonic() - began < SECONDS:
                plain.sendall(b"x")
                time.sleep(0.2)
    assert time.monotonic() - began < 15
    _stop(server)


@needs_waitress
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_well(tmp_path: Path, number: int) -> None:
    """Exit 0 within seconds, with a connection open; the port is free again, and the next run takes the same token."""
    server = _start(tmp_path)
    began = time.monotonic()
    with server.socket():
        assert _stop(server, number) == ("", "")
    assert time.monotonic() - began < 20
    again = _start(tmp_path)
    assert again.token == server.token
    _stop(again)


@needs_waitress
def test_a_port_that_is_taken(server: Server, tmp_path: Path) -> None:
    """Exit 64, and which."""
    command = [
        sys.executable,
        "-m",
        "toneguard",
        "serve",
        f"localhost:{server.port}",
        "--token-file",
        str(tmp_path / "t"),
    ]
    environment = {**os.environ, "PYTHONPATH": ROOT}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=SECONDS, check=False)
    assert done.returncode == 64
    assert f"127.0.0.1:{server.port} cannot be listened on" in done.stderr


@needs_waitress
@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("client", ["thunderbird", "outlook"])
def test_the_add_ons_in_node(server: Server, client: str) -> None:
    """Their own scripts, run by Node against this server; only the mail program is a stub."""
    with socket.socket() as closed:  # bound and not listening: whoever connects is refused
        closed.bind(("127.0.0.1", 0))
        said = {"PORT": str(server.port), "TOKEN": server.token, "CLOSED_PORT": str(closed.getsockname()[1])}
        environment = {**os.environ, **{f"TONEGUARD_{name}": value for name, value in said.items()}}
        command = ["node", "--test", str(HERE / "node" / f"{client}.test.mjs")]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n# fail 0" in done.stdout
    assert "\n# pass 0" not in done.stdout


def test_the_manifests_name_what_is_there() -> None:
    """Every file that Thunderbird is told of, the permissions the script needs, and XML that is well formed."""
    folder = EXAMPLES / "thunderbird"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert {"compose", "storage", "notifications", "http://127.0.0.1/*"} == set(manifest["permissions"])
    assert (folder / manifest["background"]["page"]).is_file()
    assert (folder / manifest["options_ui"]["page"]).is_file()
    assert "url = `findings.html?" in (folder / "guard.js").read_text("utf-8")
    tree = ET.parse(EXAMPLES / "outlook" / "manifest.xml")  # noqa: S314 - our own file
    named = {value.rpartition("/")[2] for node in tree.iter() for value in node.attrib.values() if "3000/" in value}
    assert {name for name in named if not name.endswith(".png")} == {"handler.html", "handler.js", "settings.html"}
    assert all((EXAMPLES / "outlook" / name).is_file() for name in named if not name.endswith(".png"))
