"""waitress, kept within bounds: nothing on disk, no request that trickles in for ever, errors of its own as JSON."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from socket import SHUT_WR
from typing import TYPE_CHECKING, Final

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ErrorTask

from toneguard.mail.answering import CHECKS, error_body

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_CODES: Final = {
    400: ("bad-request", "the request is no HTTP that can be read"),
    413: ("too-large", "the body is longer than --max-bytes"),
    431: ("headers-too-large", "the headers are longer than 16384 bytes"),
    501: ("not-implemented", "the body must come as it is or in chunks"),
}
_IN_MEMORY: Final = 1 << 40
"""Bytes from which waitress would write a request or an answer to a temporary file: never. `max_bytes` is the bound."""


class _JsonError(ErrorTask):
    """What waitress refuses by itself: broken requests, and those that are too large."""

    def execute(self) -> None:
        """Send the error and close."""
        error = self.request.error
        self.status = f"{error.code} {error.reason}"
        body = error_body(*_CODES.get(error.code, ("failed", "the server failed")))
        self.response_headers.extend([("Content-Type", "application/json"), ("Connection", "close")])
        self.set_close_on_finish()
        self.channel.refused = True
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    """A connection whose time counts from the first byte of a request, not from the last.

    After a refusal it is closed for writing first, and what still comes is thrown away: closed at once, the system
    would reset it, and whoever is still sending would never read why (RFC 9112, section 9.6).
    """

    error_task_class = _JsonError
    refused = False
    _lingers = False
    _began = 0.0

    def handle_close(self) -> None:
        """Close, after a refusal in two steps."""
        if self.refused and self.connected and not self._lingers:
            self._lingers, self.will_close = True, False
            with suppress(OSError):
                self.socket.shutdown(SHUT_WR)
        else:
            super().handle_close()

    def handle_read(self) -> None:
        """Read what has come; waitress's `recv` closes at the end."""
        if not self._lingers:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)
        except OSError:
            self.handle_close()

    def received(self, data: bytes) -> bool:
        """Take what has come; waitress closes a connection whose `last_activity` is too long ago."""
        before = self.request
        taken: bool = super().received(data)
        if self.request is not None:  # there is more to come
            if self.request is not before:
                self._began = time.time()
            self.last_activity = self._began
        return taken


def listen(application: WSGIApplication, host: str, port: int, *, max_bytes: int, timeout: float) -> TcpWSGIServer:
    """A server that is bound and not yet running. Raises OSError where the address cannot be had."""
    logging.getLogger("waitress").setLevel(logging.ERROR)  # it warns of every request that waits for a thread
    server: TcpWSGIServer = create_server(
        application,
        listen=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        ident="toneguard",
        threads=2 * CHECKS,  # half of them for those who wait for a turn, and for /health
        connection_limit=100,
        max_request_header_size=1 << 14,
        max_request_body_size=max_bytes + 1,  # waitress refuses what is as long as its limit
        inbuf_overflow=_IN_MEMORY,
        outbuf_overflow=_IN_MEMORY,
        outbuf_high_watermark=_IN_MEMORY,  # beyond it a reader that stops reading would keep a thread
        channel_timeout=max(round(timeout), 1),
        cleanup_interval=1,
    )
    server.channel_class = _Channel
    return server
