"""What looks after lexicons: their check, and the fitting of the weights beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toneguard.errors import UnreadableError
from toneguard.lexicon.checking import check_folder
from toneguard.lexicon.entries import entry_files, read_entries

if TYPE_CHECKING:
    from toneguard.judging.thresholds import Accuracy

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


def fit_lexicon(folder: Path, write: Write, *, extra: Sequence[Path] = (), out: Path | None = None) -> int:
    """Fit the weights of every `passages.jsonl` in a folder and say how good they are.

    `extra`: more labelled messages in JSON Lines, each counted in its language. `out`: the folder that the weights go
    to, in a folder for each language; beside the passages where it is None, with those that tell the kind. Raises
    UnreadableError for a folder without passages, a file that cannot be read or written, or without scikit-learn;
    LexiconError for a line that is no passage.
    """
    paths = [path for path in (folder / "passages.jsonl", *sorted(folder.glob("*/passages.jsonl"))) if path.is_file()]
    if not paths:
        raise UnreadableError(f"{folder}: holds no passages; they are kept in <language>/passages.jsonl")
    for path in paths:
        try:
            _fit(path, write, extra, out)
        except ModuleNotFoundError as error:
            raise UnreadableError(f"{error.name} is missing: pip install 'toneguard[fit]'") from error
        except OSError as error:
            raise UnreadableError(f"{error.filename}: {error.strerror}") from error
    return 0


def _fit(path: Path, write: Write, extra: Sequence[Path], out: Path | None) -> None:
    from toneguard.judging.fitting import BLOCK, fit
    from toneguard.judging.fitting_kind import fit_kind
    from toneguard.judging.passages import read_passages, read_plain

    language = path.parent.resolve().name
    passages = read_passages(path, language, block=BLOCK)
    if out is None:
        kinds, told = fit_kind(passages)
        path.with_name("kind.txt").write_text(kinds, "utf-8")
        write(f"{language:<8} {'kind':<12} {told.share:.1%} of {told.passages} told\n")
    passages.extend(read_plain(path.with_name("plain.jsonl"), language))
    passages.extend(passage for file in extra for passage in read_passages(file, language, block=1))
    weights, accuracies = fit(passages)
    place = path.parent if out is None else out / language
    place.mkdir(parents=True, exist_ok=True)
    (place / "weights.bin").write_bytes(weights)
    for a in accuracies:
        write(f"{language:<8} {a.dimension:<12} {_figures(a)}\n")


def _figures(good: Accuracy) -> str:
    return (
        f"AUC {good.auc:.3f}  lexicon {_rates(good.alone, good.positives)}  with weights "
        f"{_rates(good.together, good.positives)}  wrong {good.together[1]} ({good.astray} in another tone)  "
        f"of {good.positives} in {good.passages}"
    )


def _rates(marks: tuple[int, int], positives: int) -> str:
    right, wrong = marks
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / positives
    f1 = 2 * right / (2 * right + wrong + positives - right)
    return f"P {precision:.2f} R {recall:.2f} F1 {f1:.2f}"
