"""Where a milter listens."""

from __future__ import annotations

import os
import re
import socket
import stat
from pathlib import Path
from typing import Final, NamedTuple

from toneguard.errors import ToneguardError

_INET: Final = re.compile(r"(?P<family>inet6?):(?P<port>\d{1,5})(?:@(?P<host>.+))?")


class ListenError(ToneguardError):
    """A place that cannot be listened at."""


class Listen(NamedTuple):
    """Where to listen: a unix socket's `path`, or `host` and `port` (0: one that is free)."""

    family: socket.AddressFamily
    path: str = ""
    host: str = ""
    port: int = 0

    def __str__(self) -> str:
        if self.path:
            return f"unix:{self.path}"
        return f"{'inet6' if self.family == socket.AF_INET6 else 'inet'}:{self.port}@{self.host}"


def read_listen(said: str) -> Listen:
    """Where `unix:/path`, `inet:port@host` or `inet6:port@host` listens; without a host on this machine only.

    Raises ListenError for anything else.
    """
    if said.startswith("unix:") and len(said) > len("unix:"):
        return Listen(socket.AF_UNIX, path=said.removeprefix("unix:"))
    found = _INET.fullmatch(said)
    if found is None or int(found["port"]) > 65535:
        raise ListenError(f"{said!r} is no place to listen at; say unix:/path, inet:port@host or inet6:port@host")
    six = found["family"] == "inet6"
    family = socket.AF_INET6 if six else socket.AF_INET
    return Listen(family, host=found["host"] or ("::1" if six else "127.0.0.1"), port=int(found["port"]))


def opened(listen: Listen, socket_mode: int) -> socket.socket:
    """The listening socket. A unix socket that nobody listens at any more is replaced; other files never are.

    Raises ListenError where that cannot be.
    """
    # named, so that asyncio knows it for TCP and lets no answer wait for a fuller packet
    server = socket.socket(listen.family, socket.SOCK_STREAM, 0 if listen.path else socket.IPPROTO_TCP)
    try:
        if listen.path:
            _clear(listen.path)
            before = os.umask(0o777 & ~socket_mode)
            try:
                server.bind(listen.path)
            finally:
                os.umask(before)
        else:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((listen.host, listen.port))
        server.listen(128)
    except OSError as error:
        server.close()
        raise ListenError(f"{listen}: {error.strerror or error}") from None
    except ListenError:
        server.close()
        raise
    return server


def _clear(path: str) -> None:
    try:
        if not stat.S_ISSOCK(os.lstat(path).st_mode):
            raise ListenError(f"unix:{path}: there is a file that is no socket; move it away")
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(2)
        try:
            caller.connect(path)
        except ConnectionRefusedError:
            Path(path).unlink(missing_ok=True)
            return
        except OSError as error:
            raise ListenError(f"unix:{path}: {error.strerror or error}") from None
    raise ListenError(f"unix:{path}: another program listens there")


def address(listening: socket.socket) -> Listen:
    """Where a socket listens, with the port that it was given."""
    name = listening.getsockname()
    if listening.family == socket.AF_UNIX:
        return Listen(listening.family, path=name)
    return Listen(listening.family, host=name[0], port=name[1])
