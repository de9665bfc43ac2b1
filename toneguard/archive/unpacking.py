"""From a file to the places of its messages, unpacked into the spool where they cannot be read where they lie."""

from __future__ import annotations

import gzip
import lzma
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final, cast

from toneguard.archive.columns import NoTextError, records_of
from toneguard.archive.mbox import is_mbox
from toneguard.archive.places import Place, broken, mail_place, mbox_places, table_place
from toneguard.archive.rows import NAMES
from toneguard.archive.sources import File, Kind, head_of, is_mail, kind_of, kind_of_stream, walk
from toneguard.archive.tables import READERS, as_json, read_table
from toneguard.archive.workspace import writing
from toneguard.errors import UnreadableError

DEEPEST: Final = 3
"""Archives within archives that are opened: a Takeout .zip holds .mbox, perhaps .mbox.gz."""

_COPY: Final = 1 << 20
_DAMAGED: Final = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Unpacking:
    """Where to unpack, and the name of the column that holds a table's text, None where it is to be recognised."""

    spool: Path
    text_column: str | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    def new(self) -> Path:
        """A fresh path in the spool."""
        return self.spool / str(next(self._numbers))


def places(file: File, unpacking: Unpacking, depth: int = 0) -> Iterator[Place]:
    """The places of the messages in a file; what cannot be read is a broken place.

    Raises UnreadableError for a table given by its own path without a column of text, for a PST without readpst;
    OutputError where the spool cannot be written.
    """
    try:
        if file.kind == "closed":
            yield broken(file.path, file.shown, "is a folder that may not be read")
        elif file.kind in ("mail", "emlx"):
            yield mail_place(file.path, file.shown, file.kind)
        elif file.kind == "mbox":
            yield from mbox_places(file.path, file.shown) if is_mbox(head_of(file.path)) else _odd_mbox(file)
        elif file.kind in READERS:
            yield from _table(file, unpacking)
        elif depth >= DEEPEST:
            yield broken(file.path, file.shown, "is packed too deep")
        else:
            for inner in _UNPACKERS[file.kind](file, unpacking):
                yield from places(inner, unpacking, depth + 1) if isinstance(inner, File) else [inner]
    except OSError as error:
        yield broken(file.path, file.shown, f"cannot be read: {error.strerror or type(error).__name__}")


def _odd_mbox(file: File) -> Iterator[Place]:
    """The places of a file that is called an mbox and does not begin like one."""
    if is_mail(head_of(file.path)):
        yield mail_place(file.path, file.shown, "mail")
        return
    found = mbox_places(file.path, file.shown)
    first = next(found, None)
    if first is not None:
        yield first
        yield from found
    elif file.path.stat().st_size:
        yield broken(file.path, file.shown, "is no mbox")


def _table(file: File, unpacking: Unpacking) -> Iterator[Place]:
    """The places of a table's messages, which are kept in the spool in one form, a line each."""
    path = unpacking.new()
    offset = 0
    known = False
    with writing(path):
        spooled = path.open("wb")
    with spooled:
        try:
            for number, row in read_table(file.kind, file.path):
                if isinstance(row, str):
                    yield broken(file.path, file.shown, row, number)
                    continue
                if row.keys() >= set(NAMES):
                    return  # the output of another run
                try:
                    records = list(records_of(row, unpacking.text_column))
                except NoTextError as error:
                    if known:
                        yield broken(file.path, file.shown, "has no text", number)
                        continue
                    if file.given:
                        raise UnreadableError(f"{file.shown}: {error}") from None
                    return
                known = True
                for record in records:
                    line = as_json(record)
                    with writing(path):
                        spooled.write(line)
                    place = Place(path, file.shown, number, offset, len(line), "table")
                    offset += len(line)
                    yield table_place(place, record)
        except UnreadableError as error:
            if file.given:
                raise UnreadableError(f"{file.shown}: {str(error).removeprefix(f'{file.shown}: ')}") from None
            yield broken(file.path, file.shown, str(error))
        with writing(path):
            spooled.flush()


def _gz(file: File, unpacking: Unpacking) -> Iterator[File | Place]:
    path = unpacking.new()
    with gzip.open(file.path) as packed:
        damage = _spooled(packed, path)
    name = file.path.name.removesuffix(".gz")
    yield from _told(file, path, name, file.shown)
    if damage:
        yield broken(file.path, file.shown, damage)


def _zip(file: File, unpacking: Unpacking) -> Iterator[File | Place]:
    try:
        archive = zipfile.ZipFile(file.path)
    except _DAMAGED:
        yield broken(file.path, file.shown, "is no zip archive, or a damaged one")
        return
    with archive:
        for member in sorted(archive.infolist(), key=lambda info: info.filename):
            if member.is_dir():
                continue
            shown = f"{file.shown}!{member.filename}"
            path = unpacking.new()
            try:
                with archive.open(member) as packed:
                    damage = _spooled(cast("zipfile.ZipExtFile", packed), path)
            except _DAMAGED:
                yield broken(file.path, shown, "is encrypted, or packed in a way that is not known")
                continue
            yield from _told(file._replace(given=False), path, member.filename, shown)
            if damage:
                yield broken(file.path, shown, damage)


def _pst(file: File, unpacking: Unpacking) -> Iterator[File | Place]:
    """What readpst (libpst) makes of an Outlook file, a message a file."""
    command = shutil.which("readpst")
    if command is None:
        raise UnreadableError(f"{file.shown}: Outlook files need readpst (Debian: pst-utils)")
    folder = unpacking.new()
    with writing(folder):
        folder.mkdir()
    run = subprocess.run(  # noqa: S603 - a fixed command, our own paths
        [command, "-q", "-e", "-te", "-j", "0", "-o", str(folder), str(file.path.absolute())],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for inner in walk([str(folder)]):
        inside = inner.path.relative_to(folder).as_posix()
        yield inner._replace(shown=f"{file.shown}!{inside}")
    if run.returncode:
        yield broken(file.path, file.shown, f"readpst gave up with exit code {run.returncode}")


def _stream(file: File, unpacking: Unpacking) -> Iterator[File | Place]:
    """What `spool_stream` has put in the spool."""
    yield from _told(file, stream_path(unpacking.spool, file), "", file.shown)


_UNPACKERS: Final = {"gz": _gz, "zip": _zip, "pst": _pst, "stream": _stream}


def _told(file: File, path: Path, name: str, shown: str) -> Iterator[File]:
    """An unpacked file as what its name and its first bytes say it is; none where it is no mail."""
    head = head_of(path)
    kind: Kind | None = kind_of(name, head) if name else kind_of_stream(head)
    if kind is None and file.given:
        kind = kind_of_stream(head)
    if kind is not None:
        yield File(shown, path, kind, given=file.given)
    elif file.given:
        raise UnreadableError(f"{shown}: holds neither mail nor a table")
    else:
        path.unlink()


def _spooled(packed: zipfile.ZipExtFile | gzip.GzipFile, path: Path) -> str | None:
    """Unpack into a file; what is wrong where not all of it can be had."""
    with writing(path), path.open("wb") as spooled:
        while True:
            try:
                block = packed.read1(_COPY)  # what there is, also before damage
            except (*_DAMAGED, gzip.BadGzipFile) as error:
                return f"is damaged or cut short ({type(error).__name__})"
            if not block:
                return None
            spooled.write(block)


def stream_path(spool: Path, file: File) -> Path:
    """Where in the spool a stream is kept."""
    return spool / f"stream{'' if file.shown == '-' else '-' + file.path.name}"


def spool_stream(file: File, path: Path) -> None:
    """Keep what comes on standard input or from a pipe. Raises UnreadableError, OutputError."""
    try:
        source = sys.stdin.buffer if file.shown == "-" else file.path.open("rb")
    except OSError as error:
        raise UnreadableError(f"{file.shown}: {error.strerror}") from None
    with writing(path), path.open("wb") as spooled:
        shutil.copyfileobj(source, spooled, _COPY)
