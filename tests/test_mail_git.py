"""git send-email: real git, real patches; the prose is judged, and nothing else of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import toneguard
from toneguard import Verdict
from toneguard.cli import main
from toneguard.mail.git import check_patch, prose

ROOT = str(Path(toneguard.__file__).parents[1])
RUDE = "The old loop was written by useless idiots."
SECONDS = 60

PATCH = """From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
From: Sam <sam@example.org>
Date: Mon, 4 May 2026 10:00:00 +0000
Subject: [PATCH 1/2] parse: read tabs too

The loop stopped at the first tab.

Signed-off-by: Sam <sam@example.org>
Fixes: 1234567 ("you useless idiots")
---
A note for reviewers.

 idiots.py | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/idiots.py b/idiots.py
--- a/idiots.py
+++ b/idiots.py
@@ -1 +1 @@
-# you useless idiots
+# you idiots
--\x20
2.39.5
"""


def test_only_prose_is_judged() -> None:
    """Title, log and notes, each on the line where it stood."""
    mail = check_patch(PATCH.encode())
    assert [line for line in mail.text.split("\n") if line] == [
        "parse: read tabs too",
        "The loop stopped at the first tab.",
        "A note for reviewers.",
    ]
    assert mail.verdict == Verdict.PASS
    rude = check_patch(PATCH.replace("A note for reviewers.", RUDE).encode())
    assert rude.report is not None
    assert rude.verdict == Verdict.HOLD
    assert {rude.place(finding) for finding in rude.report.findings} == {"line 6"}
    assert check_patch(PATCH.replace("read tabs too", RUDE).encode()).verdict == Verdict.HOLD


def test_orders_are_the_code_s_and_names_are_no_typos() -> None:
    """What is right in a log entry is not reported."""
    log = "Fix this now: rename get_recieved_cnt(), remove it from tst_utlis.py, call git, kill the dummy process."
    assert check_patch(PATCH.replace("The loop stopped at the first tab.", log).encode()).verdict == Verdict.PASS


def test_a_cover_letter_is_prose() -> None:
    """Its list of patches and its diffstat are not."""
    listed = "Sam (2):\n  you useless idiots\n  parse: more\n\n a.py | 2 +-\n 1 file changed, 1 insertion(+)\n"
    letter = f"Hello,\n\ntwo fixes.\n\n{listed}\n-- \n2.39.5\n"
    kept = prose(letter)
    assert kept.split() == ["Hello,", "two", "fixes."]
    assert kept.count("\n") == letter.count("\n")
    assert prose("> you idiots\n\nNote: this is prose.\n") == "> you idiots\n\nNote: this is prose.\n"


def test_overrides_and_odd_bytes() -> None:
    """As in any mail."""
    assert check_patch(f"Subject: x [tone ok]\n\n{RUDE}\n".encode()).skipped == "subject"
    assert check_patch(b"\xff\x00").report is not None
    assert check_patch(b"").unchecked == "holds no text"
    assert check_patch(f"Subject: [PATCH] {RUDE}\n\n".encode()).verdict == Verdict.HOLD


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], capture_output=True, check=True, text=True, timeout=SECONDS)


def _commit(message: str) -> None:
    with Path("loop.py").open("a", encoding="utf-8") as file:
        file.write("# you useless idiots\n")
    _git("add", "-A")
    _git("commit", "-q", "-m", message)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one civil commit, and nobody's settings."""
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "repo").mkdir()
    monkeypatch.chdir(tmp_path / "repo")
    for name, value in {"HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": ROOT}.items():
        monkeypatch.setenv(name, value)
    _git("init", "-q", "-b", "main")
    for key, value in {"user.name": "Sam", "user.email": "sam@example.org", "sendemail.confirm": "never"}.items():
        _git("config", key, value)
    _commit("Begin")
    return tmp_path / "repo"


@needs_git
def test_the_hook_is_installed_once(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says where; a hook of somebody else's is left alone without --force, and that is said."""
    hook = repository / ".git/hooks/sendemail-validate"
    assert main(["install", "git"]) == 0
    assert str(hook) in capsys.readouterr().out
    assert os.access(hook, os.X_OK)
    assert main(["install", "git"]) == 0
    hook.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    assert main(["install", "git"]) == 64
    assert "there is a hook already" in capsys.readouterr().err
    assert hook.read_text("utf-8") == "#!/bin/sh\nexit 0\n"
    assert main(["install", "git", "--force"]) == 0
    assert "toneguard" in hook.read_text("utf-8")


@needs_git
def test_outside_a_repository_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says so; core.hooksPath is followed where there is one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["install", "git"]) == 64
    assert "is in no git repository" in capsys.readouterr().err
    _git("init", "-q")
    _git("config", "core.hooksPath", "our-hooks")
    assert main(["install", "git"]) == 0
    assert Path("our-hooks/sendemail-validate").exists()


def _has_send_email() -> bool:
    if shutil.which("git") is None:
        return False
    place = subprocess.run(["git", "--exec-path"], capture_output=True, check=False, text=True).stdout.strip()
    return (Path(place) / "git-send-email").exists()


@pytest.mark.skipif(not _has_send_email(), reason="git send-email is not installed")
@pytest.mark.usefixtures("repository")
class TestSendEmail:
    """The real `git send-email` with the hook; what it would send goes to a recorder."""

    def send(self) -> subprocess.CompletedProcess[str]:
        """Send the last two commits as a series."""
        recorder = Path("../recorder").absolute()
        recorder.write_text('#!/bin/sh\ncat >> "$(dirname "$0")/sent"\n', "utf-8")
        recorder.chmod(0o755)
        _git("format-patch", "-q", "-o", "../series", "--base=HEAD~2", "HEAD~2")
        patches = sorted(map(str, Path("../series").glob("*.patch")))
        command = ["git", "send-email", "--to=you@example.org", "--from=sam@example.org"]
        return subprocess.run(
            [*command, f"--smtp-server={recorder}", *patches],
            capture_output=True,
            check=False,
            text=True,
            timeout=SECONDS,
        )

    def test_a_civil_series_is_sent(self) -> None:
        """The diff full of insults and the trailers are not judged."""
        assert main(["install", "git"]) == 0
        _commit("Read tabs\n\nThe loop stopped at the first tab.\n\nReviewed-by: You Idiots <i@example.org>")
        _commit("Sinaunang loop\n\nMaraming salamat po sa tulong ninyo.")
        done = self.send()
        assert done.returncode == 0, done.stderr
        assert Path("../sent").read_text("utf-8").count("Subject: [PATCH") == 2

    @pytest.mark.parametrize("rude", [RUDE, "Mga manloloko kayo! Walang kwenta ito.", "تم سب چور ہو۔"])
    def test_one_rude_log_stops_the_series(self, rude: str) -> None:
        """Nothing is sent, and what and where is said."""
        assert main(["install", "git"]) == 0
        _commit("Read tabs\n\nThe loop stopped at the first tab.")
        _commit(f"Read more\n\n{rude}")
        done = self.send()
        assert done.returncode != 0
        assert "verdict hold" in done.stderr
        assert "line 1: " in done.stderr
        assert not Path("../sent").exists()

    def test_a_checker_that_cannot_run_is_said_and_stops_nothing(self) -> None:
        """Fail open, loudly."""
        assert main(["install", "git"]) == 0
        Path("toneguard.toml").write_text("milt = 1\n", "utf-8")
        _commit("Read tabs")
        _commit("Read more")
        done = self.send()
        assert done.returncode == 0, done.stderr
        assert "goes unchecked (exit code 64)" in done.stderr
        assert Path("../sent").exists()


def test_a_patch_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """65, one line."""
    assert main(["patch", "nowhere.patch"]) == 65
    assert capsys.readouterr().err == "toneguard: nowhere.patch: No such file or directory\n"
