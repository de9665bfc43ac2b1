"""What a mail server says on one connection, and what it is told: packets in, packets out, checks in a few threads."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from toneguard.mail.check import MailReport
from toneguard.mail.milter import Draft, Policy, Room, failed, is_stopped, judge, replies, told
from toneguard.mail.milter_packets import (
    CONTINUE,
    SILENT,
    Offer,
    Packet,
    ProtocolError,
    agree,
    negotiation,
    read_header,
    read_macros,
    read_offer,
)

LOG: Final = logging.getLogger("toneguard.mail.milter")
_UNSAFE: Final = re.compile(rb"[^A-Za-z0-9_.-]")


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
            loud = mail.report is None or is_stopped(mail, policy)
            LOG.log(logging.WARNING if loud else logging.INFO, "%s: %s", self.name, told(mail, policy, actions))
            return replies(mail, policy, self.draft.ours, actions)
        finally:
            self.forget()


def _name(value: bytes) -> str:
    """The mail server's id of a message, fit for a log."""
    return _UNSAFE.sub(b"?", value[:40]).decode("ascii") or "-"
