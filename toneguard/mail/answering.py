"""The application behind `toneguard serve`: one request in, one answer in JSON out, whatever the bytes.

`GET /health` says that it is up. `POST /check`, with the token, judges a text or the source of a message. An error is
`{"error": {"code": ..., "message": ...}}`: the codes are stable, and no word of the request comes back in them.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import BoundedSemaphore, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from toneguard.mail.requests import AnswerError, read_wish

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from toneguard.settings import Settings

CHECKS: Final = 4
"""Checks at the same time: they share one interpreter, so more of them only make each slower."""

_LOG: Final = logging.getLogger("toneguard.mail")
_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::\d{1,5})?\Z", re.IGNORECASE)
_ROUTES: Final = {"/health": "GET", "/check": "POST"}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask and for how much: the token, origins of pages, bytes of a body, seconds of a check."""

    token: str = field(repr=False)
    origins: frozenset[str]
    max_bytes: int
    timeout: float
    settings: Settings


class _Answer(NamedTuple):
    status: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def make_application(access: Access) -> WSGIApplication:
    """The application for a WSGI server."""
    turns = BoundedSemaphore(CHECKS)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = _answer(environ, access, turns)
        fixed = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(answer.body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Vary", "Origin"),
        ]
        start_response(answer.status, [*fixed, *answer.headers, *_cross_origin(environ, access)])
        return [answer.body]

    return application


def error_body(code: str, message: str) -> bytes:
    """What an error looks like on the wire."""
    return as_body({"error": {"code": code, "message": message}})


def as_body(value: object) -> bytes:
    """The JSON of an answer, in ASCII: half a surrogate pair in a text is no trouble."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _answer(environ: WSGIEnvironment, access: Access, turns: BoundedSemaphore) -> _Answer:
    try:
        _expect_local(environ)
        if environ.get("REQUEST_METHOD") == "OPTIONS":
            return _preflight(environ, access)
        return _Answer("200 OK", as_body(_asked(environ, access, turns)))
    except AnswerError as error:
        return _Answer(error.status, error_body(error.code, error.message), error.headers)
    except Exception as error:  # noqa: BLE001 - any request gets an answer
        _LOG.error("a check failed (%s)", type(error).__name__)  # noqa: TRY400 - a traceback may hold words of the text
        return _Answer("500 Internal Server Error", error_body("failed", "the checker failed; the message is unjudged"))


def _asked(environ: WSGIEnvironment, access: Access, turns: BoundedSemaphore) -> dict[str, Any]:
    """What a request asks for. Raises AnswerError where it may not have it."""
    path = environ.get("PATH_INFO")
    if path not in _ROUTES:
        raise AnswerError("404 Not Found", "not-found", "there are GET /health and POST /check")
    if environ.get("REQUEST_METHOD") != _ROUTES[path]:
        allowed = (("Allow", f"{_ROUTES[path]}, OPTIONS"),)
        raise AnswerError("405 Method Not Allowed", "method", f"{path} takes {_ROUTES[path]}", allowed)
    _expect_no_strange_page(environ, access)
    if path == "/health":
        from toneguard import __version__

        return {"status": "ok", "version": __version__}
    _expect_token(environ, access.token)
    wish = read_wish(_json_body(environ, access.max_bytes))
    return _within(access.timeout, turns, lambda: wish.granted(access.settings))


def _expect_local(environ: WSGIEnvironment) -> None:
    """Raises AnswerError for a Host that is no name of this machine: a page that rebinds its own name has such a one."""
    found = _HOST.match(environ.get("HTTP_HOST") or "")
    if found is None or not is_loopback(found[1] or found[2]):
        raise AnswerError(
            "421 Misdirected Request", "host", "this server answers to 127.0.0.1, [::1] and localhost only"
        )


def is_loopback(host: str) -> bool:
    """Whether a host, as it is written in an address, never leaves this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _expect_no_strange_page(environ: WSGIEnvironment, access: Access) -> None:
    """Raises AnswerError for a web page that is not allowed.

    Mail add-ons that hold a permission for this host send no origin, `null` or `moz-extension://...`; the token tells
    whether they may ask.
    """
    origin = environ.get("HTTP_ORIGIN") or ""
    if origin.lower().startswith(("http:", "https:")) and origin not in access.origins:
        raise AnswerError("403 Forbidden", "origin", "this origin is not allowed: see --allow-origin")


def _expect_token(environ: WSGIEnvironment, token: str) -> None:
    scheme, _, given = (environ.get("HTTP_AUTHORIZATION") or "").partition(" ")
    same = secrets.compare_digest(given.strip().encode("utf-8", "surrogatepass"), token.encode())
    if scheme.lower() != "bearer" or not same:
        asked = (("WWW-Authenticate", 'Bearer realm="toneguard"'),)
        raise AnswerError("401 Unauthorized", "token", "the header `Authorization: Bearer ...` lacks the token", asked)


def _preflight(environ: WSGIEnvironment, access: Access) -> _Answer:
    if environ.get("HTTP_ORIGIN") not in access.origins:
        raise AnswerError("403 Forbidden", "origin", "this origin is not allowed: see --allow-origin")
    headers = [
        ("Access-Control-Allow-Methods", "GET, POST"),
        ("Access-Control-Allow-Headers", "authorization, content-type"),
        ("Access-Control-Max-Age", "600"),
    ]
    if environ.get("HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK") == "true":
        headers.append(("Access-Control-Allow-Private-Network", "true"))
    return _Answer("200 OK", b"{}", tuple(headers))


def _cross_origin(environ: WSGIEnvironment, access: Access) -> list[tuple[str, str]]:
    origin = environ.get("HTTP_ORIGIN")
    return [("Access-Control-Allow-Origin", origin)] if origin in access.origins else []


def _json_body(environ: WSGIEnvironment, max_bytes: int) -> bytes:
    kind = (environ.get("CONTENT_TYPE") or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise AnswerError("415 Unsupported Media Type", "content-type", "the body must be application/json")
    said = (environ.get("CONTENT_LENGTH") or "").strip()
    if not re.fullmatch(r"[0-9]{1,18}", said):
        raise AnswerError("411 Length Required", "length", "the length of the body must be given")
    if int(said) > max_bytes:
        raise AnswerError("413 Content Too Large", "too-large", f"the body is longer than {max_bytes} bytes")
    return bytes(environ["wsgi.input"].read(int(said)))


def _within(seconds: float, turns: BoundedSemaphore, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` returns or raises. Raises AnswerError where there is no turn for it, or no result, in time.

    A thread cannot be stopped: a check that takes too long goes on, in its turn, and nobody waits for it.
    """
    end = monotonic() + seconds
    if not turns.acquire(timeout=seconds):
        raise AnswerError("503 Service Unavailable", "busy", "too many checks at once")
    result: Future[dict[str, Any]] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            result.set_exception(error)
        finally:
            turns.release()

    Thread(target=run, daemon=True).start()
    try:
        return result.result(max(end - monotonic(), 0))
    except TimeoutError:
        raise AnswerError(
            "503 Service Unavailable", "too-slow", f"the check took more than {seconds:g} seconds"
        ) from None
