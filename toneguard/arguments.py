"""What may be said to the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from toneguard import __version__
from toneguard.report import DIMENSIONS, UI_LANGUAGES

WRONG_USE: Final = 64
_LANGUAGES: Final = ("en", "ur", "ur-Latn", "tl")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, f"{self.prog}: {message}\n")


class _Schema(argparse.Action):
    """Says what the columns of an archive's rows are."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 - argparse's name
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from toneguard.archive.rows import described

        print(described())
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """What the command line may say; `command` of the result names what to run."""
    top = _Parser(
        prog="toneguard",
        description="How a customer message comes across, and what to write instead.",
        epilog="exit codes: 0 pass, 1 revise, 2 hold, 64 wrong use, 65 input that cannot be read, 77 mail not sent",
    )
    top.add_argument("--version", action="version", version=f"toneguard {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_check(commands.add_parser("check", help="check messages", description="Check messages, one a file."))
    explain = commands.add_parser("explain", help="say what a rule looks for, and why")
    explain.add_argument("rule", metavar="RULE", help="its id, as a finding names it")
    explain.set_defaults(command="explain")
    rules = commands.add_parser("rules", help="list the rules")
    rules.add_argument("--language", choices=_LANGUAGES, help="only the lexicon of this language, and rules in code")
    rules.add_argument("--dimension", choices=DIMENSIONS)
    rules.set_defaults(command="rules")
    for command in (explain, rules):
        _add_settings(command)
    lexicon = commands.add_parser("lexicon", help="look after lexicons")
    actions = lexicon.add_subparsers(title="actions", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="say what is wrong with the entries of a folder")
    check.add_argument("folder", metavar="DIR", type=Path, help="a language's folder, or one that holds such folders")
    check.set_defaults(command="check_lexicon")
    fit = actions.add_parser("fit", help="fit the weights of a folder's passages.jsonl; needs toneguard[fit]")
    fit.add_argument(
        "folder",
        metavar="DIR",
        type=Path,
        nargs="?",
        help="a language's folder, or one that holds such; ours if not given",
    )
    fit.add_argument(
        "--extra", metavar="FILE", type=Path, action="append", default=[], help="your own labelled messages"
    )
    fit.add_argument(
        "--out", metavar="DIR", type=Path, help="where the weights go; name it under `lexicons` in settings"
    )
    fit.set_defaults(command="fit_lexicon")
    _add_archive(commands)
    _add_mail(commands)
    return top


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="*", default=["-"], help="text in UTF-8, or - for standard input"
    )
    parser.add_argument("--kind", choices=("complaint", "reply"), help="what it is; judged where not given")
    parser.add_argument("--channel", choices=("email", "chat", "social", "letter"), default="email")
    parser.add_argument("--language", choices=_LANGUAGES, help="detected where not given")
    parser.add_argument(
        "--ui-language", choices=UI_LANGUAGES, help="what the advice is written in; the message's own if not"
    )
    parser.add_argument("--in-reply-to", metavar="FILE", help="the customer's message that is answered")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=("text", "json", "sarif", "html"), default="text")
    form.add_argument("--fix", action="store_true", help="write the rewritten message and nothing else")
    _add_settings(parser)
    parser.add_argument("--allow", action="append", default=[], metavar="WORDS", help="never report these words")
    parser.add_argument(
        "--disable", action="append", default=[], metavar="RULE", help="a rule or dimension to leave out"
    )
    parser.add_argument("--mild", type=float, metavar="SCORE", help="from this score on revise, 0 to 1")
    parser.add_argument("--strong", type=float, metavar="SCORE", help="from this score on hold, 0 to 1")
    parser.set_defaults(command="check")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", metavar="FILE", type=Path, help="instead of the nearest settings file upwards")
    parser.add_argument("--lexicon", action="append", default=[], metavar="DIR", type=Path, help="more entries")


def _add_archive(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "archive",
        help="score archives of mail and help-desk exports",
        description="Score every message of mbox (.gz), Maildir, MH, .eml, .emlx, Takeout .zip, .pst, .jsonl, .csv, .parquet.",
        epilog="exit codes: 0 done, 64 wrong use, 65 nothing that can be read, 70 workers keep dying, 74 the output could not be "
        "written, 130 interrupted; after 70, 74 and 130 the same command goes on from there",
    )
    add = parser.add_argument
    add("--schema", action=_Schema, help="say what is in a row, and end")
    add("paths", metavar="PATH", nargs="*", help="a file or folder, or - for standard input")
    add("--out", metavar="FILE", type=Path, help="ends in .jsonl, .csv, .parquet or .duckdb")
    add("--report", metavar="PAGE", type=Path, help="a page of what the rows come to, .html; needs toneguard[archive]")
    add("--from", dest="rows", metavar="FILE", type=Path, help="no PATH and --out: --report of these finished rows")
    add("--workers", type=_count, metavar="N", help="processes; as many as there are cores if not given")
    add(
        "--engine",
        choices=("local", "spark"),
        default="local",
        help="spark needs toneguard[spark], and paths that all see",
    )
    add("--master", metavar="URL", help="of Spark, such as local[4] or spark://host:7077; what Spark is set to if not")
    add("--own-domain", action="append", default=[], metavar="D", help="mail from there is a reply, other a complaint")
    add("--kind", choices=("complaint", "reply"), help="what all are; judged where not given")
    add("--channel", choices=("email", "chat", "social", "letter"), default="email")
    add("--unique", action="store_true", help="one row only for messages with the same Message-ID")
    add("--with-text", action="store_true", help="rows hold text, quotes and rewrites")
    add("--pseudonymise", metavar="KEY", help="hashes under this key for names and addresses; @FILE holds the key")
    add("--text-column", metavar="NAME", help="of a table; recognised where not given")
    add("--size-limit", type=_count, default=64 << 20, metavar="BYTES", help="larger messages are not read; 64 MB")
    add("--restart", action="store_true", help="forget what an unfinished run has done")
    add("--quiet", action="store_true", help="no progress, no summary")
    _add_settings(parser)
    parser.set_defaults(command="archive")


def sendmail_parser() -> argparse.ArgumentParser:
    """What may stand between `toneguard sendmail` and the command; apart, as it runs for every mail."""
    alone = _Parser(
        prog="toneguard sendmail",
        description="Check the message on standard input; run the command with the same bytes, or exit 77.",
        usage="toneguard sendmail [options] -- COMMAND [ARGUMENT ...]",
    )
    _add_sendmail(alone)
    return alone


def _add_mail(commands: argparse._SubParsersAction[_Parser]) -> None:
    commands.add_parser("sendmail", help="check a message and hand it to the command that sends it")
    patch = commands.add_parser("patch", help="check the prose of a patch; exit 77 where it should not be sent")
    patch.add_argument("file", metavar="FILE", help="as git format-patch writes it")
    _add_settings(patch)
    patch.set_defaults(command="patch")
    install = commands.add_parser("install", help="write a hook")
    install.add_argument("what", choices=("git",), help="git: the hook sendemail-validate of this repository")
    install.add_argument("--force", action="store_true", help="replace a hook that is there already")
    install.set_defaults(command="install")
    _add_serve(commands.add_parser("serve", help="answer mail programs of this machine; needs toneguard[serve]"))
    about = "check mail for a mail server that speaks the milter protocol"
    _add_milter(commands.add_parser("milter", help=about, description=f"{about.capitalize()}, until SIGTERM."))


def _add_milter(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--listen", required=True, metavar="PLACE", help="unix:/path, inet:port@host or inet6:port@host")
    add("--mode", choices=("tag", "quarantine", "reject"), default="tag", help="headers only, or what a stop does")
    add("--stop", choices=("hold", "revise"), default="hold", help="from which verdict on quarantine and reject act")
    add("--on-error", choices=("accept", "tempfail"), default="accept", help="what to do when the checker fails")
    add("--no-override", action="store_false", dest="heed_override", help="check messages that ask to be skipped, too")
    add("--kind", choices=("complaint", "reply"), help="what it is; judged where not given")
    add("--channel", choices=("email", "letter"), default="email")
    add("--size-limit", type=_count, default=10 << 20, metavar="BYTES", help="larger messages pass unchecked; 10 MB")
    add("--memory-limit", type=_count, default=128 << 20, metavar="BYTES", help="mail held at once; 128 MB")
    add("--time-limit", type=_seconds, default=10.0, metavar="SECONDS", help="then it passes unchecked; 10")
    add("--idle", type=_seconds, default=600.0, metavar="SECONDS", help="a silent connection is closed then; 600")
    add("--connections", type=_count, default=500, metavar="N", help="more are turned away; 500")
    add("--workers", type=_count, default=4, metavar="N", help="threads that check; 4")
    add("--socket-mode", type=_octal, default=0o660, metavar="MODE", help="of a unix socket, octal; 660")
    add("--quiet", action="store_true", help="log what is stopped and what goes unchecked, not every message")
    _add_settings(parser)
    parser.set_defaults(command="milter")


def _count(said: str) -> int:
    if (count := int(said)) < 1:
        raise ValueError
    return count


def _seconds(said: str) -> float:
    if not 0 < (seconds := float(said)) < 1e6:
        raise ValueError
    return seconds


def _octal(said: str) -> int:
    if not 0 <= (mode := int(said, 8)) <= 0o777:
        raise ValueError
    return mode


def _add_sendmail(parser: argparse.ArgumentParser) -> None:
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--mode", choices=("hold", "ask", "warn"), default="hold", help="what revise and hold do; warn always sends"
    )
    mode.add_argument("--ask", action="store_const", dest="mode", const="ask", help="the same as --mode ask")
    parser.add_argument(
        "--exit-code", type=int, default=77, metavar="CODE", help="when it is not sent; 77 if not given"
    )
    parser.add_argument("--header", action="store_true", help="add X-Toneguard-* headers, the only change ever made")
    parser.add_argument("--kind", choices=("complaint", "reply"), help="what it is; judged where not given")
    parser.add_argument("--channel", choices=("email", "letter"), default="email")
    parser.add_argument(
        "--time-limit", type=float, default=10.0, metavar="SECONDS", help="then it is sent unchecked; 0: no limit"
    )
    _add_settings(parser)
    parser.set_defaults(command="sendmail")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", metavar="127.0.0.1:PORT", help="a loopback address; port 0 is any that is free")
    parser.add_argument(
        "--token-file", metavar="FILE", type=Path, help="made on the first run; your state folder if not"
    )
    parser.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="a web page that may ask; none if not given",
    )
    parser.add_argument(
        "--max-bytes", type=int, default=1 << 20, metavar="N", help="of a request; 1048576 if not given"
    )
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help="of a request; 10 if not given")
    _add_settings(parser)
    parser.set_defaults(command="serve")
