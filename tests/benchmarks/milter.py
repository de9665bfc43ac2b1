"""Messages a second through `toneguard milter`, with 1 and with 50 connections: `python tests/benchmarks/milter.py`.

The real command in a process of its own, and a mail server of a few lines that sends each message in whole and waits
for its answer, as Postfix does. Each scene ends after MESSAGES messages or SECONDS seconds. Memory is the resident set
of the milter's process (Linux).
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import struct
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

MESSAGES = 2000
SECONDS = 20.0
TEXT = "Hello,\n\ncould you please tell me when order KT-{} of 3 May will arrive? It was promised for Friday.\n\nThank you,\nSam\n"
RUDE = "Hello,\n\nyou people are useless idiots, and order KT-{} never came. I want my money now.\n"
SCENES = {
    "civil, 110 characters": (TEXT, 0),
    "rude, rejected": (RUDE, 0),
    "civil, 2 MB attached": (TEXT, 2 << 20),
}
NEGOTIATION = struct.pack("!IcIII", 13, b"O", 6, 0x1FF, 0x1FFFFF)


class Ran(NamedTuple):
    """One scene with so many connections."""

    seconds: float
    waits: list[float]


def packet(command: bytes, data: bytes) -> bytes:
    """As it goes over the wire."""
    return struct.pack("!I", 1 + len(data)) + command + data


def wire(text: str, attached: int) -> bytes:
    """All packets of one message, the last of them the end that is answered."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "My lamp", "me@example.org", "you@example.org"
    message.set_content(text)
    if attached:
        message.add_attachment(os.urandom(attached * 3 // 4), "image", "jpeg", filename="lamp.jpg")
    head, _, body = message.as_bytes().replace(b"\n", b"\r\n").partition(b"\r\n\r\n")
    rows = (row.split(b": ", 1) for row in head.split(b"\r\n"))
    headers = [packet(b"L", row[0] + b"\0" + row[-1] + b"\0") for row in rows]
    chunks = [packet(b"B", body[start : start + 65535]) for start in range(0, len(body), 65535)]
    return b"".join([*headers, packet(b"N", b""), *chunks, packet(b"E", b"")])


async def answer(reader: asyncio.StreamReader, last: bytes) -> bytes:
    """The command of the answer that ends this."""
    while True:
        (length,) = struct.unpack("!I", await reader.readexactly(4))
        command = (await reader.readexactly(length))[:1]
        if command in last:
            return command


async def converse(port: int, sent: list[bytes], waits: list[float], until: float) -> None:
    """One connection: messages until there are enough of them, or it is time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(NEGOTIATION)
    await answer(reader, b"O")
    while sent and time.perf_counter() < until:
        raw = sent.pop()
        started = time.perf_counter()
        writer.write(raw)
        await writer.drain()
        await answer(reader, b"ayt")
        waits.append(time.perf_counter() - started)
    writer.write(packet(b"Q", b""))
    writer.close()


async def scene(port: int, text: str, attached: int, connections: int) -> Ran:
    """Every message in words of its own."""
    sent = [wire(text.format(number), attached) for number in range(MESSAGES // (20 if attached else 1))]
    waits: list[float] = []
    started = time.perf_counter()
    talks = (converse(port, sent, waits, started + SECONDS) for _ in range(connections))
    await asyncio.wait_for(asyncio.gather(*talks), 3 * SECONDS)
    return Ran(time.perf_counter() - started, waits)


def resident(process: int, what: str) -> float:
    """MB of a process; `what` is VmRSS, or VmHWM for the most it ever was."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else float("nan")


def measure(process: int, port: int) -> None:
    """Print a line for each scene."""
    print(f"at rest: {resident(process, 'VmRSS'):.0f} MB")
    for name, (text, attached) in SCENES.items():
        for connections in (1, 50):
            ran = asyncio.run(scene(port, text, attached, connections))
            waits = sorted(1000 * wait for wait in ran.waits)
            late = waits[int(0.95 * (len(waits) - 1))]
            print(
                f"{name:<22} {connections:>3} connections {len(waits) / ran.seconds:7.0f} messages/s"
                f"   wait {statistics.median(waits):6.1f} ms, 95 % within {late:6.1f} ms   n = {len(waits):>4}"
                f"   {resident(process, 'VmRSS'):4.0f} MB, most {resident(process, 'VmHWM'):4.0f} MB"
            )


def main() -> None:
    """Start the milter, measure, end it."""
    command = [sys.executable, "-m", "toneguard", "milter", "--listen", "inet:0", "--mode", "reject"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            port = int(process.stderr.readline().split("inet:")[1].split("@")[0])
            with subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL):  # somebody reads the log
                try:
                    measure(process.pid, port)
                finally:
                    process.terminate()
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
