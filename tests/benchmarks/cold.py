"""The whole command, cold, against a bare interpreter in the same run, and its peak memory: `python tests/benchmarks/cold.py`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
MESSAGE = Path(__file__).parents[2] / "examples" / "complaint.txt"


def seconds(command: list[str]) -> float:
    """Wall time of one process."""
    started = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def peak_megabytes(command: list[str]) -> float:
    """Peak resident memory of one process."""
    pid = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    return os.wait4(pid, 0)[2].ru_maxrss / 1024


def main() -> None:
    """Print medians and their ratio."""
    bare = [sys.executable, "-c", "pass"]
    civil = [sys.executable, "-m", "toneguard", "check", "--format", "json", str(MESSAGE)]
    pairs = [(seconds(civil), seconds(bare)) for _ in range(RUNS + 2)][2:]
    print(f"bare interpreter     {1000 * statistics.median(b for _, b in pairs):7.1f} ms")
    print(f"toneguard check      {1000 * statistics.median(a for a, _ in pairs):7.1f} ms")
    print(f"ratio, pair by pair  {statistics.median(a / b for a, b in pairs):7.1f}")
    print(f"peak memory          {peak_megabytes(civil):7.1f} MB")


if __name__ == "__main__":
    main()
