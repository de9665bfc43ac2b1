"""git send-email: the prose of a patch is judged; the diff, the diffstat and the trailers are not."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Final

from toneguard.errors import ToneguardError
from toneguard.mail.body import read_body
from toneguard.mail.check import MailReport, judge_body, override_of
from toneguard.mail.headers import parse, subject_of
from toneguard.settings import Settings

STOPPED: Final = 77
"""The exit code that makes the hook stop the mail (EX_NOPERM); any other failure lets it go, unchecked."""

NOT_JUDGED: Final = ("clarity", "spelling", "entitlement")
"""Dimensions that are left out: names of functions are no typos, a log entry is no letter, and its orders are for the code."""

ALLOWED: Final = ("git", "kill", "dummy", "dumb", "abort")
"""Words of the trade; to a customer some of them would be insults."""

_TAGS: Final = re.compile(r"\s*(?:\[[^\]]*\]\s*)+")
_TRAILER: Final = re.compile(
    r"(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+)+|Link|Fixes|Cc|Closes|Bug|Refs?): \S|\(cherry picked from "
)
_DIFFSTAT: Final = re.compile(
    r" \S.*\|\s+(?:\d+|Bin)|\s*\d+ files? changed|\s(?:create|delete|rename|mode|copy|rewrite) "
)
_DIFF: Final = re.compile(r"diff --git |--- a/|Index: |@@ -\d")
_SHORTLOG: Final = re.compile(r"\S.* \(\d+\):\Z")
_IN_BODY: Final = re.compile(r"(?:From|Date|Subject): ")
_VERSION: Final = re.compile(
    r"\d+\.\d+[\w.()-]*( \(.*\))?\Z|base-commit: |range-diff|Range-diff|prerequisite-patch-id: "
)

HOOK: Final = """#!/bin/sh
# Written by `toneguard install git`: judges the prose of each patch before git send-email sends it.
{python} -m toneguard patch "$1"
code=$?
case $code in
  0|{stopped}) exit $code ;;
  *) echo "toneguard: $1 goes unchecked (exit code $code)" >&2; exit 0 ;;
esac
"""


class InstallError(ToneguardError):
    """A hook that was not written; the text says why and what to do."""


def check_patch(raw: bytes, settings: Settings | None = None) -> MailReport:
    """How the prose of a patch comes across: its title and log, and the notes under `---`.

    Lines that are not prose are empty in `text`, so that every line keeps its number. Never raises for any bytes.
    """
    tuned = settings or Settings()
    tuned = replace(tuned, disable=(*tuned.disable, *NOT_JUDGED), allow=(*tuned.allow, *ALLOWED))
    try:
        message = parse(raw)
        if (used := override_of(message)) is not None:
            return MailReport("", None, skipped=used)
        body = read_body(message)
        title = _TAGS.sub("", subject_of(message), count=1)
        body = replace(body, text=prose(body.text))
    except Exception as error:  # noqa: BLE001 - what cannot be read is passed on
        return MailReport("", None, unchecked=f"cannot be read ({type(error).__name__})")
    return judge_body(title, body, None, "email", tuned, with_rewrite=False)


def prose(text: str) -> str:
    """The body of a patch with every line emptied that is not prose."""
    lines = text.split("\n")
    last = next((n for n, line in enumerate(lines) if _DIFF.match(line)), len(lines))
    last = next((n for n, line in enumerate(lines[:last]) if line.rstrip("\r") == "-- "), last)
    kept = [line if _is_prose(line) else "" for line in lines[:last]]
    for number in _trailers(lines[:last]) | _shortlog(lines[:last]) | _head(lines[:last]):
        kept[number] = ""
    return "\n".join(kept + [""] * (len(lines) - last))


def _is_prose(line: str) -> bool:
    return not (line.rstrip() == "---" or _DIFFSTAT.match(line) or _VERSION.match(line))


def _trailers(lines: list[str]) -> set[int]:
    """The last paragraph before `---` where all of it, or a line that only git writes, is trailers."""
    end = next((n for n, line in enumerate(lines) if line.rstrip() == "---"), len(lines))
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip():
        start -= 1
    found = {n for n in range(start, end) if _TRAILER.match(lines[n]) or lines[n][:1] in (" ", "\t")}
    return found if any(_TRAILER.match(lines[n]) for n in found) else set()


def _shortlog(lines: list[str]) -> set[int]:
    """The list of the patches in a cover letter: `Name (2):` and the indented titles under it."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if _SHORTLOG.match(line) or (line.startswith("  ") and number - 1 in found):
            found.add(number)
    return found


def _head(lines: list[str]) -> set[int]:
    """In-body headers at the very top."""
    found: set[int] = set()
    for number, line in enumerate(lines[:3]):
        if not _IN_BODY.match(line):
            break
        found.add(number)
    return found


def install(*, force: bool) -> Path:
    """Write the hook `sendemail-validate` of the repository around the working folder; where it is comes back.

    Raises InstallError outside a repository, without git, and for a hook of somebody else's unless `force`.
    """
    hook = _hooks() / "sendemail-validate"
    said = HOOK.format(python=quote(sys.executable), stopped=STOPPED)
    try:
        if hook.exists() and not force and hook.read_text("utf-8", "replace") != said:
            raise InstallError(f"{hook}: there is a hook already: call `{_call()}` in it, or replace it with --force")
        hook.parent.mkdir(parents=True, exist_ok=True)
        hook.write_text(said, "utf-8")
        hook.chmod(0o755)
    except OSError as error:
        raise InstallError(f"{hook}: cannot be written: {error.strerror}") from None
    return hook


def _call() -> str:
    return f'{quote(sys.executable)} -m toneguard patch "$1"'


def _hooks() -> Path:
    """The folder of hooks, wherever core.hooksPath or a worktree has it."""
    try:
        asked = subprocess.run(["git", "rev-parse", "--git-path", "hooks"], capture_output=True, check=False)  # noqa: S607 - the git of the user
    except OSError as error:
        raise InstallError(f"git cannot be run: {error.strerror}") from None
    if asked.returncode:
        raise InstallError(f"{Path.cwd()}: is in no git repository: change into one")
    return Path(asked.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")).absolute()
