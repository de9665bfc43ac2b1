"""What the README and the examples say is what happens; the public names are these."""

from __future__ import annotations

import doctest
import inspect
import re
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
    """Sorted, all there, and nothing else that has no underscore and no dot."""
    assert list(toneguard.__all__) == sorted(toneguard.__all__)
    assert all(hasattr(toneguard, name) for name in toneguard.__all__)


def test_the_signature_is_the_contract() -> None:
    """Parameters, their kinds and their defaults."""
    said = str(inspect.signature(toneguard.check_tone)).split(" -> ")[0]
    plain = re.sub(r": [^=,)]+( = )?", lambda m: "=" if m.group(1) else "", said)
    assert plain == "(text, *, kind=None, language=None, channel='email', in_reply_to=None, settings=None)"


def test_the_version_is_the_projects() -> None:
    """One version, said twice because reading metadata costs 20 ms."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert toneguard.__version__ == project["version"]
