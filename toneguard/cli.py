"""The command line. Exit codes: 0 pass, 1 revise, 2 hold, 64 wrong use, 65 input that cannot be read, 77 mail not sent."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from toneguard import __version__
from toneguard.arguments import WRONG_USE, parser, sendmail_parser
from toneguard.artifacts import lexicon_root
from toneguard.check import check_tone
from toneguard.errors import InputTooLargeError, ToneguardError, UnreadableError
from toneguard.report import ToneReport, Verdict
from toneguard.settings import Settings, load_settings, read_settings

EXIT: Final = {Verdict.PASS: 0, Verdict.REVISE: 1, Verdict.HOLD: 2}
UNREADABLE: Final = 65
INTERRUPTED: Final = 130

Reports = list[tuple[str, ToneReport]]


class WrongUseError(ToneguardError):
    """Arguments that do not go together."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code comes back. Raises SystemExit for --help, --version and wrong arguments."""
    if sys.stdout is None:  # started with standard output closed
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the process
    try:
        options = _parsed(sys.argv[1:] if arguments is None else arguments)
        return _COMMANDS[options.command](options)
    except UnreadableError as error:
        return _complain(error, UNREADABLE)
    except ToneguardError as error:
        return _complain(error, WRONG_USE)
    except KeyboardInterrupt:
        return INTERRUPTED


def _parsed(arguments: Sequence[str]) -> Namespace:
    if arguments[:1] != ["sendmail"]:
        return parser().parse_args(arguments)
    from toneguard.mail.sendmail import split_arguments

    call = split_arguments(arguments[1:])
    return sendmail_parser().parse_args(call.own, Namespace(real=call.command))


def _complain(error: ToneguardError, code: int) -> int:
    print(f"toneguard: {error}", file=sys.stderr)
    return code


def _check(options: Namespace) -> int:
    if [*options.files, options.in_reply_to].count("-") > 1:
        raise WrongUseError("standard input (-) can be read only once")
    if options.fix and len(options.files) > 1:
        raise WrongUseError("--fix takes one message")
    settings = _settings(options)
    question = None if options.in_reply_to is None else _read(options.in_reply_to)
    reports, unread = _checked(options, question, settings)
    if reports:
        _write(_fixed(reports[0][1]) if options.fix else _drawn(options.format, reports))
    return UNREADABLE if unread else max(EXIT[report.verdict] for _, report in reports)


def _checked(options: Namespace, question: str | None, settings: Settings) -> tuple[Reports, int]:
    """The reports of the files that can be read, and how many cannot; each of those has been named by then."""
    reports: Reports = []
    unread = 0
    for name in options.files:
        try:
            report = check_tone(
                _read(name),
                kind=options.kind,
                language=options.language,
                channel=options.channel,
                in_reply_to=question,
                settings=settings,
            )
        except UnreadableError as error:
            unread += bool(_complain(error, UNREADABLE))
        except InputTooLargeError as error:
            unread += bool(_complain(UnreadableError(f"{name}: {error}"), UNREADABLE))
        else:
            reports.append((name, report))
    return reports, unread


def _fixed(report: ToneReport) -> str:
    """The rewrite, to the letter; at a terminal without what a terminal would obey."""
    text = report.text if report.rewrite is None else report.rewrite
    if not sys.stdout.isatty():
        return text
    from toneguard.output.bidi import safe

    return safe(text)


def _drawn(form: str, reports: Reports) -> str:
    if form == "json":
        from toneguard.output.json import as_json

        return as_json(reports)
    if form == "sarif":
        from toneguard.output.sarif import as_sarif

        return as_sarif(reports, __version__)
    if form == "html":
        from toneguard.output.html import as_html

        return as_html(reports)
    return "\n".join(_texts(reports))


def _texts(reports: Reports) -> Iterator[str]:
    from toneguard.output.terminal import as_text

    for name, report in reports:
        head = f"== {name}\n" if len(reports) > 1 else ""
        yield head + as_text(report, colour=_has_colour(), width=_width())


def _has_colour() -> bool:
    """Whether to draw in colours: at a terminal that has them, unless NO_COLOR (https://no-color.org) is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width() -> int | None:
    """The columns of the terminal, at least 40; None where there is none."""
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, 40)
    except (OSError, ValueError):
        return None


def _settings(options: Namespace) -> Settings:
    settings = load_settings() if options.settings is None else read_settings(options.settings)
    flags = vars(options)
    return replace(
        settings,
        allow=(*settings.allow, *flags.get("allow", ())),
        disable=(*settings.disable, *flags.get("disable", ())),
        lexicons=(*settings.lexicons, *options.lexicon),
        mild=settings.mild if flags.get("mild") is None else options.mild,
        strong=settings.strong if flags.get("strong") is None else options.strong,
        ui_language=flags.get("ui_language") or settings.ui_language,
    )


def _read(name: str) -> str:
    if name == "-" and sys.stdin.isatty():
        print("toneguard: reading the message from the keyboard; end it with Ctrl-D", file=sys.stderr)
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: is not UTF-8 (byte {error.start}): save it as UTF-8") from None


def _write(text: str) -> None:
    """Write to standard output; where its reader has gone, the rest is of no interest to anyone."""
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain(options: Namespace) -> int:
    from toneguard.output.rules import explained
    from toneguard.rules import all_rules

    rules = {known.id: known for known in all_rules(_settings(options).lexicons)}
    if options.rule in rules:
        _write(explained(rules[options.rule], colour=_has_colour(), width=_width()))
        return 0
    from difflib import get_close_matches

    near = get_close_matches(options.rule, rules, n=3, cutoff=0.5)
    hint = f"; close to it: {', '.join(near)}" if near else "; `toneguard rules` lists them"
    raise WrongUseError(f"there is no rule {options.rule!r}{hint}")


def _rules(options: Namespace) -> int:
    from toneguard.output.rules import listed
    from toneguard.rules import all_rules

    found = all_rules(_settings(options).lexicons)
    if options.dimension is not None:
        found = (known for known in found if known.dimension == options.dimension)
    if options.language is not None:
        found = (known for known in found if known.language in (None, options.language))
    _write(listed(found))
    return 0


def _upkeep(options: Namespace) -> int:
    from toneguard import upkeep

    if options.command == "check_lexicon":
        return upkeep.check_lexicon(options.folder, _write)
    if options.folder is None and options.out is None:
        raise WrongUseError("say where the weights go: --out DIR")
    return upkeep.fit_lexicon(options.folder or lexicon_root(), _write, extra=options.extra, out=options.out)


def _archive(options: Namespace) -> int:
    from toneguard.archive.command import archive

    return archive(options, _settings(options))


def _mail(options: Namespace) -> int:
    from toneguard.mail import commands

    run: Callable[[Namespace, Callable[[], Settings]], int] = getattr(commands, options.command)
    return run(options, lambda: _settings(options))


_COMMANDS: Final[Mapping[str, Callable[[Namespace], int]]] = {
    "check": _check,
    "explain": _explain,
    "rules": _rules,
    "check_lexicon": _upkeep,
    "archive": _archive,
    "sendmail": _mail,
    "patch": _mail,
    "install": _mail,
    "serve": _mail,
    "milter": _mail,
    "fit_lexicon": _upkeep,
}
