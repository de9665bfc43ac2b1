"""What looks after lexicons: their check, and the fitting of the weights beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from toneguard.errors import UnreadableError
from toneguard.lexicon.checking import check_folder
from toneguard.lexicon.entries import entry_files, read_entries

Write = Callable[[str], None]


def check_lexicon(folder: Path, write: Write) -> int:
    """Say what is wrong with the entries of a folder; 1 where anything is. Raises UnreadableError for one without."""
    if not folder.is_dir():
        raise UnreadableError(f"{folder}: is no folder")
    folders = [inner for inner in (folder, *sorted(folder.iterdir())) if inner.is_dir() and entry_files(inner)]
    if not folders:
        raise UnreadableError(f"{folder}: holds no entries; they are kept in <language>/<dimension>.toml")
    if problems := check_folder(folder):
        write("".join(f"{problem}\n" for problem in problems))
        print(f"toneguard: {len(problems)} problems", file=sys.stderr)
        return 1
    counts = ", ".join(f"{len(read_entries(inner))} in {inner.name}" for inner in folders)
    write(f"every entry keeps its promises: {counts}\n")
    return 0


def fit_lexicon(folder: Path, write: Write) -> int:
    """Fit the weights of every `passages.jsonl` in a folder and say how good they are; of one that waits only the kind.

    Raises UnreadableError for a folder without, or without scikit-learn; LexiconError for a line that is no passage.
    """
    from toneguard.judging.fitting import fit, read_passages
    from toneguard.judging.fitting_kind import fit_kind

    paths = [
        path
        for name in ("passages.jsonl", "passages-waiting.jsonl")
        for path in (folder / name, *sorted(folder.glob(f"*/{name}")))
        if path.is_file()
    ]
    if not paths:
        raise UnreadableError(f"{folder}: holds no passages; they are kept in <language>/passages.jsonl")
    for path in paths:
        language = path.parent.resolve().name
        try:
            passages = read_passages(path, language)
            kinds, told = fit_kind(passages)
            weights, accuracies = fit(passages) if path.name == "passages.jsonl" else (b"", ())
        except ModuleNotFoundError as error:
            raise UnreadableError(f"{error.name} is missing: pip install 'toneguard[fit]'") from error
        path.with_name("kind.txt").write_text(kinds, "utf-8")
        write(f"{language:<8} {'kind':<12} {told.share:.1%} of {told.passages} told\n")
        if weights:
            path.with_name("weights.bin").write_bytes(weights)
        for a in accuracies:
            figures = f"AUC {a.auc:.3f}, {a.recall:.0%} of {a.positives} found in {a.passages}"
            write(f"{language:<8} {a.dimension:<12} {figures}\n")
    return 0
