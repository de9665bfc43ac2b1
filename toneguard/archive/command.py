"""`toneguard archive`: from what was said on the command line to a run."""

from __future__ import annotations

import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from toneguard.archive.finished import finished_rows
from toneguard.archive.page import check_page, write_page
from toneguard.archive.records import Scoring
from toneguard.archive.run import Plan, default_workers, run
from toneguard.archive.workers import WorkerError
from toneguard.archive.workspace import OutputError
from toneguard.errors import SettingsError
from toneguard.settings import Settings

WORKER_DIED: Final = 70
NOT_WRITTEN: Final = 74
NOTHING_READ: Final = 65
"""As sysexits.h has them: EX_SOFTWARE, EX_IOERR and EX_DATAERR."""


def archive(options: Namespace, settings: Settings) -> int:
    """Run the command; its exit code comes back. Raises what `run` raises, for the codes that all commands share."""
    _check(options)
    try:
        if options.rows is not None:
            _report(options.rows, options.report)
            return 0
        found = run(plan_of(options, settings))
        if options.report is not None:
            _report(options.out, options.report)
    except OutputError as error:
        print(f"toneguard: {error}", file=sys.stderr)
        return NOT_WRITTEN
    except WorkerError as error:
        print(f"toneguard: {error}", file=sys.stderr)
        return WORKER_DIED
    except KeyboardInterrupt:
        print("toneguard: interrupted; the same command goes on from there", file=sys.stderr)
        raise
    if not options.quiet:
        sys.stdout.write(found.summary)
    return NOTHING_READ if found.errors == found.rows else 0


def _check(options: Namespace) -> None:
    """Raises SettingsError for options that do not go together, FormatError for a page that could not be made."""
    if options.rows is not None and (options.paths or options.out is not None or options.report is None):
        raise SettingsError("--from goes with --report, and without PATH and --out")
    if options.rows is None and not (options.paths and options.out is not None):
        raise SettingsError("archive needs a PATH and --out FILE, or --from FILE and --report PAGE")
    if options.report is not None:
        check_page(options.report)


def _report(output: Path, page: Path) -> None:
    write_page(finished_rows(output), page, output.stem)


def plan_of(options: Namespace, settings: Settings) -> Plan:
    """What the options ask for. Raises SettingsError for a key file that cannot be read, or is empty."""
    if options.engine == "spark" and find_spec("pyspark") is None:
        raise SettingsError("--engine spark needs toneguard[spark]")
    if options.engine == "local" and options.master is not None:
        raise SettingsError("--master goes with --engine spark")
    scoring = Scoring(
        settings=settings,
        kind=options.kind,
        channel=options.channel,
        own_domains=tuple(domain.lower().lstrip("@.") for domain in options.own_domain if domain.strip("@.")),
        with_text=options.with_text,
        key=None if options.pseudonymise is None else _key(options.pseudonymise),
        size_limit=options.size_limit,
    )
    return Plan(
        paths=tuple(options.paths),
        output=options.out,
        scoring=scoring,
        unique=options.unique,
        text_column=options.text_column,
        workers=options.workers or default_workers(),
        engine=options.engine,
        master=options.master,
        restart=options.restart,
        quiet=options.quiet,
    )


def _key(said: str) -> bytes:
    """The key itself, or that in the first line of the file after an @."""
    key = said.encode("utf-8", "surrogateescape")
    if said.startswith("@"):
        path = Path(said[1:])
        try:
            key = path.read_bytes().partition(b"\n")[0].strip()
        except OSError as error:
            raise SettingsError(f"--pseudonymise: {path}: {error.strerror}") from None
    if not key:
        raise SettingsError("--pseudonymise: the key is empty")
    return key
