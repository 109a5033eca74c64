"""What the benchmarks share: a command's time and memory, and a table of ratios.

The ratios are those of wall-clock time. Processor time, of all cores and children together, is given
beside it: it says more than the clock where a machine has other work.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """A command's wall-clock and processor time in seconds, its greatest memory in MiB.

    The memory is that of the command and of all its children at one time.
    """

    name: str
    seconds: float
    processor: float
    memory: float


def run(command: Sequence[str], cwd: Path) -> tuple[float, float, float]:
    """Run a command that must succeed; return its seconds, by clock and processor, and MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    most = [0.0]
    watching = threading.Thread(target=_watch, args=(process.pid, most), daemon=True)
    watching.start()
    assert process.stderr is not None
    problem = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed:\n{problem[-4000:]}")
    memory = max(most[0], usage.ru_maxrss / 1024)
    return seconds, usage.ru_utime + usage.ru_stime, memory


def _watch(pid: int, most: list[float]) -> None:
    """Keep the greatest memory of a process and its children, as long as the process is there.

    Of what several share each has its part (Linux's proportional set size). Elsewhere nothing is
    known but what the greatest of them took.
    """
    start = time.perf_counter()
    while (taken := sum(_taken(number) for number in _family(pid))) > 0:
        most[0] = max(most[0], taken)
        # To look through gigabytes takes the system a while: of the time a thirtieth at most.
        time.sleep(max(0.1, 30 * (time.perf_counter() - start)))
        start = time.perf_counter()


def _taken(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def _family(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [n for task in tasks for n in (task / "children").read_text("ascii").split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def measure(
    name: str, command: Sequence[str], cwd: Path, before: Callable[[], None], times: int
) -> Measured:
    """Run a command several times, each after ``before``; the median of the times is taken."""
    runs = []
    for _ in range(times):
        before()
        runs.append(run(command, cwd))
    seconds, processor, memory = zip(*runs, strict=True)
    return Measured(name, statistics.median(seconds), statistics.median(processor), max(memory))


def report(measured: Sequence[Measured], against: Measured) -> str:
    """Return a table of times, ratios to ``against`` and memory."""
    lines = [f"{'':44} {'seconds':>8} {'ratio':>7} {'CPU s':>8} {'MiB':>7}"]
    for item in measured:
        ratio = item.seconds / against.seconds
        times = f"{item.seconds:8.2f} {ratio:7.2f} {item.processor:8.2f}"
        lines.append(f"{item.name:44} {times} {item.memory:7.0f}")
    return "\n".join(lines)


def python(*arguments: str) -> list[str]:
    """Return a command of this Python."""
    return [sys.executable, *arguments]


def copy_tracked(checkout: Path, target: Path) -> None:
    """Copy the files of a checkout that are under version control, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=checkout, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (checkout / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(checkout / name, target / name)
