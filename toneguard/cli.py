"""The command line. Exit codes: 0 pass, 1 revise, 2 hold, 64 wrong use, 65 input that cannot be read."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from toneguard import __version__
from toneguard.check import check_tone
from toneguard.errors import ToneguardError
from toneguard.report import ToneReport, Verdict
from toneguard.settings import Settings, find_settings, load_settings, settings_from

EXIT: Final = {Verdict.PASS: 0, Verdict.REVISE: 1, Verdict.HOLD: 2}
WRONG_USE: Final = 64
UNREADABLE: Final = 65


class UnreadableError(ToneguardError):
    """A file that is not there, may not be read, or is not UTF-8."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code comes back."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UnreadableError as error:
        print(f"toneguard: {error}", file=sys.stderr)
        return UNREADABLE
    except ToneguardError as error:
        print(f"toneguard: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="toneguard", description="How a customer message comes across, and what to write instead.")
    parser.add_argument("--version", action="version", version=f"toneguard {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_Parser)
    _add_check(commands.add_parser("check", help="check messages", description="Check messages, one a file."))
    explain = commands.add_parser("explain", help="say what a rule looks for, and why")
    explain.add_argument("rule", metavar="RULE")
    explain.set_defaults(run=_explain)
    rules = commands.add_parser("rules", help="list the rules")
    rules.add_argument("--language")
    rules.add_argument("--dimension")
    rules.set_defaults(run=_rules)
    lexicon = commands.add_parser("lexicon", help="look after lexicons")
    actions = lexicon.add_subparsers(title="actions", required=True, metavar="ACTION", parser_class=_Parser)
    check = actions.add_parser("check", help="say what is wrong with the entries of a folder")
    check.add_argument("folder", metavar="DIR", type=Path)
    check.set_defaults(run=_check_lexicon)
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", default=["-"], help="a text file, or - for standard input")
    parser.add_argument("--kind", choices=("complaint", "reply"), help="who writes; judged where not given")
    parser.add_argument("--channel", choices=("email", "chat", "social", "letter"), default="email")
    parser.add_argument("--language", choices=("en", "ur", "ur-Latn", "tl"), help="detected where not given")
    parser.add_argument("--in-reply-to", metavar="FILE", help="the customer's message that is answered")
    parser.add_argument("--format", choices=("text", "json", "sarif", "html"), default="text")
    parser.add_argument("--fix", action="store_true", help="print the rewritten message and nothing else")
    parser.add_argument("--settings", metavar="FILE", type=Path, help="instead of the nearest settings file upwards")
    parser.add_argument("--allow", action="append", default=[], metavar="WORDS", help="never report these words")
    parser.add_argument("--disable", action="append", default=[], metavar="RULE", help="a rule or a dimension to leave out")
    parser.add_argument("--lexicon", action="append", default=[], metavar="DIR", type=Path, help="a folder with more entries")
    parser.add_argument("--mild", type=float, help="threshold of revise, 0 to 1")
    parser.add_argument("--strong", type=float, help="threshold of hold, 0 to 1")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    settings = _settings(options)
    question = None if options.in_reply_to is None else _read(options.in_reply_to)
    reports = [
        (
            name,
            check_tone(
                _read(name),
                kind=options.kind,
                language=options.language,
                channel=options.channel,
                in_reply_to=question,
                settings=settings,
            ),
        )
        for name in options.files
    ]
    _write("".join(r.text if r.rewrite is None else r.rewrite for _, r in reports) if options.fix else _drawn(options, reports))
    return max(EXIT[report.verdict] for _, report in reports)


def _drawn(options: argparse.Namespace, reports: Sequence[tuple[str, ToneReport]]) -> str:
    if options.format == "json":
        from toneguard.output.json import as_json

        return as_json(reports)
    if options.format == "sarif":
        from toneguard.output.sarif import as_sarif

        return as_sarif(reports, __version__)
    if options.format == "html":
        from toneguard.output.html import as_html

        return as_html(reports)
    from toneguard.output.terminal import as_text

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    named = len(reports) > 1
    return "\n".join((f"== {name}\n" if named else "") + as_text(report, colour=colour) for name, report in reports)


def _settings(options: argparse.Namespace) -> Settings:
    path = options.settings or find_settings(Path.cwd())
    settings = Settings() if path is None else load_settings(path)
    return Settings(
        mild=settings.mild if options.mild is None else options.mild,
        strong=settings.strong if options.strong is None else options.strong,
        allow=(*settings.allow, *options.allow),
        disable=(*settings.disable, *options.disable),
        lexicons=(*settings.lexicons, *options.lexicon),
        require=settings.require,
        limit_chars=settings.limit_chars,
        ui_language=settings.ui_language,
        spacy_model=settings.spacy_model,
    )


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: is not UTF-8 (byte {error.start}): save it as UTF-8") from error


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _explain(options: argparse.Namespace) -> int:
    from difflib import get_close_matches

    from toneguard.output.rules import explained
    from toneguard.rules import all_rules

    rules = {known.id: known for known in all_rules()}
    if options.rule in rules:
        _write(explained(rules[options.rule]))
        return 0
    near = get_close_matches(options.rule, rules, n=3, cutoff=0.5)
    hint = f"; did you mean {', '.join(near)}?" if near else "; `toneguard rules` lists them"
    print(f"toneguard: there is no rule {options.rule!r}{hint}", file=sys.stderr)
    return WRONG_USE


def _rules(options: argparse.Namespace) -> int:
    from toneguard.rules import all_rules

    listed = [
        known
        for known in all_rules()
        if options.dimension in (None, known.dimension) and options.language in (None, known.id.split("/")[0])
    ]
    _write("".join(f"{known.id:<52} {known.summary}\n" for known in listed))
    return 0


def _check_lexicon(options: argparse.Namespace) -> int:
    from toneguard.lexicon.checking import check_folder

    if not options.folder.is_dir():
        raise UnreadableError(f"{options.folder}: is no folder")
    problems = check_folder(options.folder)
    _write("".join(f"{problem}\n" for problem in problems) or "every entry keeps its promises\n")
    return 1 if problems else 0
