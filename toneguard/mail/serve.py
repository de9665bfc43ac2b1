"""`toneguard serve 127.0.0.1:PORT`: the check for programs that cannot run Python, on this machine only."""

from __future__ import annotations

import os
import re
import secrets
import signal
import stat
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from toneguard.check import check_tone
from toneguard.errors import ToneguardError
from toneguard.mail.answering import Access, is_loopback, make_application
from toneguard.mail.overrides import state_folder
from toneguard.settings import Settings

_ADDRESS: Final = re.compile(r"(?:\[([^\]]*)\]|([^:\[\]]*)):([0-9]{1,5})\Z")
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@*\s]+\Z")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32,256}\Z")


class ServeError(ToneguardError):
    """Something that keeps the server from starting."""


def serve(options: Namespace, settings: Callable[[], Settings]) -> int:
    """Answer requests until SIGTERM or Ctrl-C; 0 comes back then. Raises ServeError where it cannot start."""
    host, port = read_address(options.address)
    _expect_bounds(options)
    tuned = settings()
    check_tone("Hello.", settings=tuned)  # what is wrong with the lexicons is said now; the first user waits less
    path = options.token_file or state_folder() / "serve-token"
    access = Access(read_token(path), frozenset(options.allow_origin), options.max_bytes, options.timeout, tuned)
    _run(access, host, port, path)
    return 0


def read_address(said: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:8425`, `[::1]:8425` or `localhost:8425`; port 0 is any that is free.

    Raises ServeError for an address that others could reach.

    >>> read_address("localhost:8425")
    ('127.0.0.1', 8425)
    """
    found = _ADDRESS.match(said)
    if found is None or int(found[3]) > 65535:
        raise ServeError(f"{said!r} is no address; write 127.0.0.1:PORT, with a port from 0 to 65535")
    host = found[1] or found[2] or ""
    if not is_loopback(host):
        raise ServeError(f"{host or 'every address'} can be reached by others; it is served on 127.0.0.1 or [::1] only")
    return ("127.0.0.1" if host.lower() == "localhost" else host), int(found[3])


def read_token(path: Path) -> str:
    """The token kept in a file that only its owner can read; made on the first run.

    Raises ServeError for a file that others can read, that is another's, or that holds no token.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise ServeError(f"{path}: the token cannot be kept there: {error.strerror}") from None
    return _kept_token(path)


def _kept_token(path: Path) -> str:
    try:
        with path.open("rb") as file:
            _expect_private(os.fstat(file.fileno()), path)
            token = file.read(1024).decode("ascii", "replace").strip()
    except OSError as error:
        raise ServeError(f"{path}: the token cannot be read: {error.strerror}") from None
    if not _TOKEN.match(token):
        raise ServeError(f"{path}: holds no token (32 letters and digits or more): remove the file, a new one is made")
    return token


def _expect_private(state: os.stat_result, path: Path) -> None:
    """Raises ServeError where others than the owner may read. Windows has no such bits: the user's folder guards it."""
    if not stat.S_ISREG(state.st_mode):
        raise ServeError(f"{path}: is no regular file")
    if sys.platform == "win32":
        return
    if state.st_uid != os.geteuid():
        raise ServeError(f"{path}: belongs to another user")
    if state.st_mode & 0o077:
        raise ServeError(f"{path}: can be read by others: remove it, a new one is made; or chmod 600 it")


def _expect_bounds(options: Namespace) -> None:
    for origin in options.allow_origin:
        if not _ORIGIN.match(origin):
            raise ServeError(
                f"--allow-origin {origin}: must be one origin as browsers send it, such as https://example.org"
            )
    if options.max_bytes < 1:
        raise ServeError(f"--max-bytes {options.max_bytes}: must be 1 or more")
    if not 0 < options.timeout <= 3600:
        raise ServeError(f"--timeout {options.timeout:g}: must be above 0 and up to 3600 seconds")


def _run(access: Access, host: str, port: int, path: Path) -> None:
    try:
        from toneguard.mail.listening import listen
    except ModuleNotFoundError as error:
        raise ServeError(f"{error.name} is missing: pip install 'toneguard[serve]'") from None
    application = make_application(access)
    try:
        server = listen(application, host, port, max_bytes=access.max_bytes, timeout=access.timeout)
    except OSError as error:
        raise ServeError(f"{host}:{port} cannot be listened on: {error.strerror}") from None
    before = [(number, signal.signal(number, _stop)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        shown = f"[{host}]" if ":" in host else host
        print(f"toneguard: http://{shown}:{server.effective_port} (token in {path})", flush=True)
        server.run()  # comes back after SIGTERM and Ctrl-C, its threads ended
    finally:
        for number, handler in before:
            signal.signal(number, handler)
        server.close()


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
