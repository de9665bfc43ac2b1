"""The build hook: lexicons and word lists go into the wheel as they are and compiled.

The house has no other place for it: hatchling loads this file by its path (pyproject.toml, `[tool.hatch...custom]`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledData(BuildHookInterface[Any]):  # type: ignore[misc]
    """Compiles what a checkout compiles on first need, and puts it where the package looks first."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the lexicons and their compiled form to the wheel; an editable install only makes them ready."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from toneguard.shipping import artifacts
        finally:
            sys.path.remove(str(root))
        made = artifacts()
        if version == "editable":
            return
        for path in sorted((root / "lexicons").glob("**/*")):
            if path.is_file() and ".compiled" not in path.parts:
                build_data["force_include"][str(path)] = f"toneguard/{path.relative_to(root)}"
        for name, path in made.items():
            build_data["force_include"][str(path)] = f"toneguard/compiled/{name}"
