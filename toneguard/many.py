"""Many messages, in order, on one core or several."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from toneguard.check import check_tone
from toneguard.report import Channel, Kind, ToneReport
from toneguard.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

CHUNK: Final = 64
"""Messages that travel to a worker together: sending one costs as much as checking it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text with what is known about it; the fields are those of `check_tone`."""

    text: str
    kind: Kind | None = None
    language: str | None = None
    channel: Channel = "email"
    in_reply_to: str | None = None


def check_many(
    texts_or_messages: Iterable[str | Message], *, workers: int | None = None, settings: Settings | None = None
) -> Iterator[ToneReport]:
    """A report for each text or `Message`, in the order given.

    `workers`: processes that share the work; None or 1 stays in this one. The input is read as the reports are taken,
    a few chunks ahead, so that any number of messages fits in memory. Raises what `check_tone` raises, ValueError for
    fewer than one worker.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers is {workers}; it must be at least 1")
    if workers is None or workers == 1:
        return (_checked(item, settings) for item in texts_or_messages)
    return _shared(texts_or_messages, workers, settings)


def _shared(items: Iterable[str | Message], workers: int, settings: Settings | None) -> Iterator[ToneReport]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[list[ToneReport]]] = deque()
    chunks = iter(items)
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        while True:
            while len(waiting) < 2 * workers and (chunk := list(islice(chunks, CHUNK))):
                waiting.append(pool.submit(_checked_all, chunk, settings))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _checked_all(chunk: list[str | Message], settings: Settings | None) -> list[ToneReport]:
    return [_checked(item, settings) for item in chunk]


def _checked(item: str | Message, settings: Settings | None) -> ToneReport:
    if not isinstance(item, Message):
        return check_tone(item, settings=settings)
    return check_tone(
        item.text,
        kind=item.kind,
        language=item.language,
        channel=item.channel,
        in_reply_to=item.in_reply_to,
        settings=settings,
    )
