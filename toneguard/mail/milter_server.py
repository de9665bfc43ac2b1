"""Mail servers, many at once: their connections, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from toneguard.mail.milter import Policy
from toneguard.mail.milter_packets import Packet, ProtocolError, joined, split
from toneguard.mail.milter_socket import Listen, address, opened
from toneguard.mail.milter_talk import LOG, Desk, Limits, Talk

CHUNK: Final = 1 << 16
"""Bytes that are read, or kept to be written, at once."""

GRACE: Final = 5.0
"""Seconds that messages under way are given when the milter is told to end."""


class Server:
    """The connections that are open."""

    def __init__(self, policy: Policy, limits: Limits) -> None:
        self.desk = Desk(policy, limits)
        self.limits = limits
        self.open: dict[asyncio.Task[None], Talk] = {}
        self.ending = False

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one mail server until it has no more to say."""
        task = asyncio.current_task()
        if self.ending or task is None or len(self.open) >= self.limits.connections:
            LOG.warning("a connection was turned away: %d are open", len(self.open))
            writer.close()
            return
        talk = self.open[task] = Talk(self.desk)
        try:
            await self._talk(talk, reader, writer)
        except ProtocolError as error:
            LOG.warning("a connection was closed: %s", error)
        except TimeoutError:
            LOG.info("a connection was closed: nothing came for %g seconds", self.limits.idle)
        except OSError as error:
            LOG.info("a connection was lost (%s)", type(error).__name__)
        except asyncio.CancelledError:  # the milter ends
            LOG.info("a connection was closed: the milter ends")
        except Exception as error:  # noqa: BLE001 - one connection must not end the others; a trace could hold text
            LOG.error("a connection was closed: the milter itself failed (%s)", type(error).__name__)
        finally:
            talk.forget()
            self.open.pop(task, None)
            writer.close()

    async def _talk(self, talk: Talk, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = b""
        while data := await asyncio.wait_for(reader.read(CHUNK), self.limits.idle):
            packets, rest = split(rest + data)
            for packet in packets:
                if packet.command == b"Q":
                    return
                answers = await talk.take(packet)
                async with asyncio.timeout(self.limits.idle):
                    for some in _together(answers):
                        writer.write(some)
                        await writer.drain()
            if self.ending and not talk.draft.is_begun:
                return

    async def close(self) -> None:
        """Let messages under way come to their end, GRACE seconds at most; then close what is open."""
        self.ending = True
        under_way = {task for task, talk in self.open.items() if talk.draft.is_begun}
        await self._hang_up(set(self.open) - under_way)
        if under_way:
            await asyncio.wait(under_way, timeout=GRACE)
        await self._hang_up(set(self.open))
        self.desk.close()

    async def _hang_up(self, tasks: set[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _together(answers: Iterator[Packet]) -> Iterator[bytes]:
    """The answers in as few pieces as there need be: one by one, TCP would wait 40 ms between the first and the second."""
    ready = b""
    for answer in answers:
        ready += joined(answer)
        if len(ready) > CHUNK:
            yield ready
            ready = b""
    yield ready


async def serve(server: Server, listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    accepting = await asyncio.start_server(server.welcome, sock=listening, limit=CHUNK)
    LOG.info("listening at %s", address(listening))
    await ended.wait()
    accepting.close()
    await server.close()


def run(listen: Listen, policy: Policy, limits: Limits, socket_mode: int) -> None:
    """Listen and serve until told to end; a unix socket is taken away then. Raises ListenError where that cannot be."""
    listening = opened(listen, socket_mode)
    server = Server(policy, limits)
    try:
        asyncio.run(serve(server, listening))
    finally:
        listening.close()
        if listen.path:
            Path(listen.path).unlink(missing_ok=True)
    LOG.info("ended")
    if server.desk.stuck:  # the interpreter would wait for the thread
        logging.shutdown()
        os._exit(0)
