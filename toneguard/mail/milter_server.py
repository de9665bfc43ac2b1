"""Mail servers, many at once, each shown what it needs: connections, checks in a few threads, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import socket
import stat
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from toneguard.errors import ToneguardError
from toneguard.mail.check import MailReport
from toneguard.mail.milter import Draft, Policy, Room, failed, is_stopped, judge, replies, told
from toneguard.mail.milter_packets import (
    CONTINUE,
    SILENT,
    Offer,
    Packet,
    ProtocolError,
    agree,
    joined,
    negotiation,
    read_header,
    read_macros,
    read_offer,
    split,
)

LOG: Final = logging.getLogger("toneguard.mail.milter")
CHUNK: Final = 1 << 16
GRACE: Final = 5.0
"""Seconds that messages under way are given when the milter is told to end."""

_INET: Final = re.compile(r"(?P<family>inet6?):(?P<port>\d{1,5})(?:@(?P<host>.+))?")
_UNSAFE: Final = re.compile(rb"[^A-Za-z0-9_.-]")


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


@dataclass(frozen=True, slots=True)
class Limits:
    """What the milter may use.

    Bytes of one `message` and of all that are `held`, connections, threads, seconds for a check, and seconds that a
    mail server may say nothing.
    """

    message: int = 10 << 20
    held: int = 128 << 20
    connections: int = 500
    workers: int = 4
    check: float = 10.0
    idle: float = 600.0


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


class Desk:
    """Where messages are judged: a few threads, and no waiting for one that is stuck."""

    def __init__(self, policy: Policy, limits: Limits) -> None:
        self.policy, self.limits = policy, limits
        self.room = Room(limits.held)
        self.stuck = 0
        self._threads = ThreadPoolExecutor(limits.workers, thread_name_prefix="toneguard")

    async def report(self, draft: Draft) -> MailReport:
        """The report of a message that is all there; past the time limit one that says so."""
        if draft.unchecked is not None:
            return draft.unchecked
        if self.stuck >= self.limits.workers:
            return failed("came when every checker was stuck")
        future = self._threads.submit(judge, draft.taken(), self.policy)
        try:
            async with asyncio.timeout(self.limits.check):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            self._watch(future)
            return failed(f"took longer than {self.limits.check:g} seconds")

    def _watch(self, future: Future[MailReport]) -> None:
        """Count a check that runs on although nobody waits for it, until it ends."""
        if future.cancelled() or future.done():
            return
        loop = asyncio.get_running_loop()
        self.stuck += 1
        future.add_done_callback(lambda _: loop.is_closed() or loop.call_soon_threadsafe(self._unstuck))

    def _unstuck(self) -> None:
        self.stuck -= 1

    def close(self) -> None:
        """Take no more; a thread that is stuck is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Talk:
    """One mail server's connection, from one message to the next."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.offer: Offer | None = None
        self.name = "-"
        self.draft = Draft(desk.room, desk.limits.message)

    def forget(self) -> None:
        """The message is over, or will never be."""
        self.draft.drop()
        self.draft = Draft(self.desk.room, self.desk.limits.message)

    async def take(self, packet: Packet) -> Iterator[Packet]:
        """The answers to one packet. Raises ProtocolError for what is none."""
        command, data = packet
        if command == b"O":
            self.offer = agree(read_offer(data))
            return iter([negotiation(self.offer)])
        if self.offer is None:
            raise ProtocolError("a command before the negotiation")
        if command == b"E":
            self.draft.add_body(data)
            return await self._end(self.offer.actions)
        if command in SILENT:
            self._gather(packet)
            return iter(() if self.offer.steps & SILENT[command] else (CONTINUE,))
        if command == b"D":
            self.name = next((_name(value) for key, value in read_macros(data) if key in (b"i", b"{i}")), self.name)
        elif command in (b"A", b"K"):
            self.forget()
        else:
            raise ProtocolError(f"a command {command!r}")
        return iter(())

    def _gather(self, packet: Packet) -> None:
        if packet.command == b"L":
            self.draft.add_header(*read_header(packet.data))
        elif packet.command == b"B":
            self.draft.add_body(packet.data)

    async def _end(self, actions: int) -> Iterator[Packet]:
        policy = self.desk.policy
        try:
            mail = await self.desk.report(self.draft)
            loud = mail.unchecked is not None or is_stopped(mail, policy)
            LOG.log(logging.WARNING if loud else logging.INFO, "%s: %s", self.name, told(mail, policy, actions))
            return replies(mail, policy, self.draft.ours, actions)
        finally:
            self.forget()


def _name(value: bytes) -> str:
    """The mail server's id of a message, fit for a log."""
    return _UNSAFE.sub(b"?", value[:40]).decode("ascii") or "-"


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
    LOG.info("listening at %s", _address(listening))
    await ended.wait()
    accepting.close()
    await server.close()


def _address(listening: socket.socket) -> Listen:
    name = listening.getsockname()
    if listening.family == socket.AF_UNIX:
        return Listen(listening.family, path=name)
    return Listen(listening.family, host=name[0], port=name[1])


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
