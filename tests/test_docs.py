"""What the README and the examples say is what happens; the public names are these."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import toneguard

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def test_the_readme_runs() -> None:
    """Its Python gives the output it shows."""
    failed, tried = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert tried >= 6
    assert failed == 0


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.name)
def test_the_examples_run(example: Path) -> None:
    """Each says something and complains of nothing."""
    run = subprocess.run([sys.executable, str(example)], capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


def test_the_first_command_of_the_readme_does_the_main_job() -> None:
    """`toneguard check examples/complaint.txt` holds the message and offers a rewrite."""
    command = [sys.executable, "-m", "toneguard", "check", str(ROOT / "examples" / "complaint.txt")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 2
    assert "£39.50" in run.stdout
    assert run.stderr == ""


def test_the_public_names() -> None:
    """All there, once each; ruff keeps them sorted."""
    assert len(set(toneguard.__all__)) == len(toneguard.__all__)
    assert all(hasattr(toneguard, name) for name in toneguard.__all__)
    assert {"check_tone", "check_many", "ToneReport", "Settings", "ToneguardError"} <= set(toneguard.__all__)


def test_the_signature_is_the_contract() -> None:
    """Parameters, which may be given by position, and their defaults."""
    parameters = inspect.signature(toneguard.check_tone).parameters.values()
    assert [(p.name, p.kind is p.KEYWORD_ONLY, None if p.default is p.empty else p.default) for p in parameters] == [
        ("text", False, None),
        ("kind", True, None),
        ("language", True, None),
        ("channel", True, "email"),
        ("in_reply_to", True, None),
        ("settings", True, None),
    ]


def test_the_version_is_the_projects() -> None:
    """One version, said twice because reading metadata costs 20 ms."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert toneguard.__version__ == project["version"]
