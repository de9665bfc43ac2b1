"""Where the data that is worked out once lives: compiled lexicons and word lists.

A wheel carries them in `toneguard/compiled/`. A checkout makes each one on first need and keeps it under the hash of
what it was made from, in `lexicons/.compiled/`, or in the user's cache folder where the checkout cannot be written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

PACKAGE = Path(__file__).parent
SHIPPED = PACKAGE / "compiled"


def lexicon_root() -> Path:
    """The folder of the lexicons: beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / "lexicons"
    return inside if inside.is_dir() else PACKAGE.parent / "lexicons"


def digest(paths: Iterable[Path], *, salt: str) -> str:
    """A short hash of the contents of `paths` and of `salt` (name the format and its version there)."""
    import hashlib  # a wheel never hashes, and its import costs 2 ms

    hashed = hashlib.blake2b(salt.encode(), digest_size=12)
    for path in paths:
        hashed.update(path.name.encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def artifact(name: str, key: Callable[[], str], build: Callable[[], bytes]) -> Path:
    """The file of the artifact `name`, built where it is not there yet.

    `key` says what it depends on and is asked only in a checkout; `build` makes its bytes. Two processes that build
    at once write the same bytes, and each puts its file in place whole.
    """
    shipped = SHIPPED / name
    if shipped.exists():
        return shipped
    stem, dot, ending = name.partition(".")
    kept = f"{stem}-{key()}{dot}{ending}"
    folders = (lexicon_root() / ".compiled", _user_cache())
    for folder in folders:
        if (folder / kept).exists():
            return folder / kept
    data = build()
    for folder in folders:
        if (path := _write(folder, kept, data)) is not None:
            _forget_older(folder, stem, kept)
            return path
    raise PermissionError(
        f"neither {folders[0]} nor {folders[1]} can be written; set XDG_CACHE_HOME to a folder that can"
    )


def table_artifact(name: str, source: Path, salt: str, read: Callable[[Path], object]) -> Path:
    """The file of the artifact `name`: what `read` makes of one source file, as JSON."""

    def build() -> bytes:
        import json  # a wheel never builds

        return json.dumps(read(source), ensure_ascii=False).encode()

    return artifact(name, lambda: digest((source,), salt=salt), build)


def _forget_older(folder: Path, stem: str, kept: str) -> None:
    """Remove what the same artifact was before; a checkout that is worked on would fill up."""
    for path in folder.glob(f"{stem}-*"):
        if path.name != kept and path.stem.rpartition("-")[0] == stem:
            path.unlink(missing_ok=True)


def _user_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "toneguard"


def _write(folder: Path, name: str, data: bytes) -> Path | None:
    """Put `data` in place in one step, or None where the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{name}.{os.getpid()}"
        partial.write_bytes(data)
        partial.replace(folder / name)
    except OSError:
        return None
    return folder / name
