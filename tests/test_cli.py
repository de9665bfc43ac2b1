"""The command line: what it prints, what it returns, and what it never does."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import toneguard
from toneguard import check_tone
from toneguard.artifacts import lexicon_root
from toneguard.cli import main
from toneguard.rules import all_rules

CALM = "Hello, could you please tell me when order KT-204 of 3 May will arrive? Thank you, Sam\r\n"
ANGRY = "Hello, you people are useless idiots!!! I orderd a lamp on 3 May. Shut up and send it.\r\n"
PRIVATE = "zanzibar"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _file(text: str | bytes, name: str = "mail.txt") -> str:
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def _typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def _run(*arguments: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    root = str(Path(toneguard.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root}
    command = [sys.executable, "-m", "toneguard", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, check=False, env=environment)


def test_the_version_is_the_project_s() -> None:
    """One literal in the package, the same in pyproject.toml."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    assert tomllib.loads(project.read_text("utf-8"))["project"]["version"] == toneguard.__version__
    assert _run("--version").stdout.decode().strip() == f"toneguard {toneguard.__version__}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CALM, 0),
        ("You people broke my lamp, order KT-204.", 1),
        (ANGRY, 2),
    ],
)
def test_the_exit_code_is_the_verdict(text: str, code: int, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """0 pass, 1 revise, 2 hold, as the library says."""
    assert {"pass": 0, "revise": 1, "hold": 2}[check_tone(text).verdict] == code
    assert main(["check", _file(text)]) == code
    assert capsysbinary.readouterr().out.startswith((b"PASS ", b"REVISE ", b"HOLD ")[code])


def test_several_files_return_the_worst(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Each under its name, in the order given."""
    assert main(["check", _file(ANGRY, "a"), _file(CALM, "b")]) == 2
    out = capsysbinary.readouterr().out.decode()
    assert out.index("== a\nHOLD") < out.index("== b\nPASS")


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """With no file, and with -."""
    for arguments in (["check"], ["check", "-"]):
        _typed(monkeypatch, ANGRY)
        assert main([*arguments, "--format", "json"]) == 2
        assert json.loads(capsysbinary.readouterr().out) == check_tone(ANGRY).to_dict()


def test_a_byte_order_mark_is_no_part_of_the_message(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Offsets begin after it; line ends stay as they are."""
    main(["check", "--format", "json", _file(b"\xef\xbb\xbf" + ANGRY.encode())])
    assert json.loads(capsysbinary.readouterr().out) == check_tone(ANGRY).to_dict()


def test_fix_writes_the_rewrite_and_nothing_else(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Byte for byte, CRLF too; a message that needs nothing comes out as it went in."""
    rewrite = check_tone(ANGRY).rewrite
    assert rewrite is not None
    assert main(["check", "--fix", _file(ANGRY)]) == 2
    assert capsysbinary.readouterr().out == rewrite.encode()
    assert check_tone(CALM).rewrite is None
    assert main(["check", "--fix", _file(CALM)]) == 0
    assert capsysbinary.readouterr().out == CALM.encode()


def test_what_is_asked_reaches_the_check(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Kind, channel, language and the customer's message."""
    question, reply = "When will my lamp arrive? Why was it late?", "Dear Sam, thank you for writing. We are sorry."
    arguments = ["--kind", "reply", "--channel", "chat", "--language", "en", "--in-reply-to", _file(question, "q")]
    main(["check", "--format", "json", *arguments, _file(reply)])
    wanted = check_tone(reply, kind="reply", channel="chat", language="en", in_reply_to=question)
    assert json.loads(capsysbinary.readouterr().out) == wanted.to_dict()
    assert wanted.guidance[-1].unanswered


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_every_format_is_utf_8_and_ends_its_line(form: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """And is the same on every run."""
    name = _file("Hello, you people are useless. کیا؟ 😀")
    main(["check", "--format", form, name])
    first = capsysbinary.readouterr().out
    assert first.decode().endswith("\n")
    main(["check", "--format", form, name])
    assert capsysbinary.readouterr().out == first


def test_settings_come_from_the_file_and_then_the_flags(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The nearest file upwards; --settings instead of it; --allow and --disable on top."""
    name = _file(ANGRY)
    strict = {finding.rule for finding in check_tone(ANGRY).findings}
    assert "spelling/typo" in strict
    _file('disable = ["spelling/typo"]', "toneguard.toml")
    _file('disable = ["*"]', "other.toml")
    assert _rules_of(capsysbinary, name) == strict - {"spelling/typo"}
    assert _rules_of(capsysbinary, name, "--settings", "other.toml") == set()
    assert _rules_of(capsysbinary, name, "--disable", "anger").isdisjoint({"spelling/typo", "en/anger/idiots"})
    assert "en/arrogance/you-people" in _rules_of(capsysbinary, name)
    assert "en/arrogance/you-people" not in _rules_of(capsysbinary, name, "--allow", "you people")
    assert main(["check", "--mild", "1", "--strong", "1", _file("This is teh lamp.", "slip")]) == 0


def _rules_of(capture: pytest.CaptureFixture[bytes], *arguments: str) -> set[str]:
    main(["check", "--format", "json", *arguments])
    return {finding["rule"] for finding in json.loads(capture.readouterr().out)["findings"]}


def test_a_lexicon_of_one_s_own(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """--lexicon adds entries to check, rules and explain, and `lexicon check` tells whether they are right."""
    Path("ours/en").mkdir(parents=True)
    entry = (
        '[[entry]]\nslug = "flibber"\nphrases = ["flibber flop"]\nkind = "both"\nlevel = "strong"\n'
        'message = "Say it in plain words."\nreplacements = ["lamp"]\n'
        'match = ["It is a {flibber flop}."]\nnear_miss = ["It is a flibber."]\n'
    )
    _file(entry, "ours/en/anger.toml")
    name = _file("It is a flibber flop.")
    assert "en/anger/flibber" in _rules_of(capsysbinary, name, "--lexicon", "ours")
    assert main(["explain", "en/anger/flibber", "--lexicon", "ours"]) == 0
    assert "ours/en/anger.toml:1" in capsysbinary.readouterr().out.decode().replace(os.sep, "/")
    assert main(["lexicon", "check", "ours"]) == 0
    assert capsysbinary.readouterr().out == b"every entry keeps its promises: 1 in en\n"
    _file(entry.replace("near_miss = [", "near_mis = ["), "ours/en/anger.toml")
    assert main(["lexicon", "check", "ours"]) == 1
    assert b"anger.toml:1: flibber: lacks near_miss" in capsysbinary.readouterr().out


@pytest.mark.parametrize("arguments", [["nowhere"], ["empty"]])
def test_a_folder_without_entries_is_no_success(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped path must not look like a clean lexicon."""
    Path("empty").mkdir()
    assert main(["lexicon", "check", *arguments]) == 65
    assert capsys.readouterr().err.startswith(f"toneguard: {arguments[0]}: ")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chek"],
        ["check", "--kind", "praise"],
        ["check", "--language", "de"],
        ["check", "--mild", "much"],
        ["check", "--fix", "--format", "json"],
        ["check", "--fxi"],
        ["rules", "--dimension", "rage"],
        ["lexicon"],
    ],
)
def test_wrong_arguments_return_64(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With the usage, on standard error only."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 64
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("usage: toneguard")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--mild", "0.9", "mail.txt"],
        ["check", "--disable", "rage", "mail.txt"],
        ["check", "--lexicon", "nowhere", "mail.txt"],
        ["check", "--settings", "nowhere.toml", "mail.txt"],
        ["check", "--fix", "mail.txt", "mail.txt"],
        ["check", "-", "-"],
        ["check", "-", "--in-reply-to", "-"],
        ["explain", "en/anger/nothing-of-the-kind"],
    ],
)
def test_wrong_use_returns_64(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What only shows later: one line on standard error, no report."""
    _file(CALM)
    assert main(arguments) == 64
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("toneguard: ")
    assert printed.err.count("\n") == 1


def test_a_wrong_setting_names_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    """As an editor can follow it."""
    _file("mild = 0.3\nmilt = 0.3", "toneguard.toml")
    assert main(["check", _file(CALM)]) == 64
    assert "toneguard.toml:2: 'milt' is no setting" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere.txt", ".", "latin.txt", "long.txt"])
def test_what_cannot_be_read_returns_65(name: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One line that names it, and no word of the message; the other files are still checked."""
    _file(f"{PRIVATE} caf\xe9".encode("latin-1"), "latin.txt")
    _file("limit_chars = 200", "toneguard.toml")
    _file(f"{PRIVATE} " * 40, "long.txt")
    assert main(["check", name, _file(ANGRY)]) == 65
    printed = capsysbinary.readouterr()
    assert printed.err.startswith(f"toneguard: {name}: ".encode())
    assert printed.err.count(b"\n") == 1
    assert PRIVATE.encode() not in printed.err
    assert printed.out.startswith(b"HOLD")


def test_explain_knows_every_rule(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Rules in code and of lexicons; what `rules` lists, `explain` explains."""
    main(["rules"])
    listed = [line.split()[0] for line in capsysbinary.readouterr().out.decode().splitlines()]
    assert listed == [known.id for known in all_rules()]
    for rule in ("clarity/jargon", "spelling/typo", "style/shouting", listed[0]):
        assert rule in listed
        assert main(["explain", rule]) == 0
        assert capsysbinary.readouterr().out.decode().startswith(rule)


def test_explain_shows_an_entry_whole(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Phrases, message, replacements, examples, and the file and line where it stands."""
    known = next(known for known in all_rules() if known.entry and known.entry.replacements and known.entry.unless)
    assert known.entry is not None
    main(["explain", known.id])
    out = capsysbinary.readouterr().out.decode()
    parts = (
        known.entry.phrases,
        known.entry.unless,
        known.entry.replacements,
        known.entry.match,
        known.entry.near_miss,
    )
    for text in (text for part in parts for text in part):
        assert text in out
    path, line = out.splitlines()[-2].rsplit(":", 1)
    assert Path(path).is_relative_to(lexicon_root())
    assert Path(path).read_text("utf-8").splitlines()[int(line) - 1] == "[[entry]]"


def test_explain_offers_what_is_close(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen leads to the rule that was meant."""
    assert main(["explain", "clarity/jargn"]) == 64
    assert "clarity/jargon" in capsys.readouterr().err


def test_rules_can_be_narrowed(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """By dimension, and by language; rules in code hold in every language."""
    main(["rules", "--language", "tl", "--dimension", "anger"])
    for line in capsysbinary.readouterr().out.decode().splitlines():
        assert line.startswith(("tl/anger/", "style/", "model/"))
    main(["rules", "--dimension", "spelling"])
    assert capsysbinary.readouterr().out.count(b"\n") == sum(known.dimension == "spelling" for known in all_rules())


def test_a_reader_that_leaves_early_hears_no_complaint() -> None:
    """The output into a closed pipe: no traceback, and the verdict still comes back."""
    root = str(Path(toneguard.__file__).parents[1])
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "toneguard", "check"],
        input=ANGRY.encode(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": root},
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (2, b"")


def test_an_interrupt_ends_it_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C while it waits for a message: 130, no traceback, no report."""

    class _Interrupted(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(_Interrupted()))
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


def test_plain_where_there_is_no_terminal() -> None:
    """No escape sequence goes into a pipe."""
    assert b"\x1b" not in _run("check", typed=ANGRY.encode()).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of POSIX")
@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_at_a_terminal(more: dict[str, str], *, coloured: bool) -> None:
    """Unless NO_COLOR is set or the terminal is dumb."""
    import pty

    ours, theirs = pty.openpty()
    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    environment = {**plain, "TERM": "xterm", "PYTHONPATH": str(Path(toneguard.__file__).parents[1]), **more}
    subprocess.run(
        [sys.executable, "-m", "toneguard", "check", _file("You people.")], stdout=theirs, check=False, env=environment
    )
    os.close(theirs)
    assert (b"\x1b[" in os.read(ours, 1 << 16)) is coloured
    os.close(ours)


def test_a_check_loads_nothing_heavy() -> None:
    """The whole command, English mail, text output: none of the big packages, nor metadata look-ups."""
    code = (
        "import sys; from toneguard.cli import main; main(['check', sys.argv[1]]); "
        "print(*sorted({name.split('.')[0] for name in sys.modules} | set(sys.modules)), file=sys.stderr)"
    )
    root = str(Path(toneguard.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code, _file(CALM)],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    heavy = "spacy nltk numpy textstat wordfreq pydantic langdetect symspellpy importlib.metadata difflib tomllib html"
    assert set(heavy.split()).isdisjoint(done.stderr.split())


def test_fitting_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without passages, and a line that is none, are named; nothing is written."""
    assert main(["lexicon", "fit", str(tmp_path)]) == 65
    assert "passages.jsonl" in capsys.readouterr().err
    (tmp_path / "tl").mkdir()
    (tmp_path / "tl" / "passages.jsonl").write_text('{"text": "Salamat po."}\n', "utf-8")
    assert main(["lexicon", "fit", str(tmp_path)]) == 64
    assert "passages.jsonl:1" in capsys.readouterr().err
    assert not (tmp_path / "tl" / "weights.bin").exists()
