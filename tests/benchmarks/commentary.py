"""What comments and parallels cost: the edition without them, with them, and with ten times as many.

Run by hand: ``python -m tests.benchmarks.commentary [BUILDER …]`` (default: html). Each edition is
built from nothing in a process of its own; printed are the seconds of processor time, and the extra
time over the edition without commentary. Ten times the commentary is to take at most ten times the
extra time. With an established text in ``docs/essay/text``, the full edition is measured too.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMES = 10

_RECORD = re.compile(r"^:::\{(comment|argument|parallel)\} (\S+)\n(.*?)^:::$\n?", re.M | re.S)


def written_in(docs: Path) -> Iterator[Path]:
    """Yield the pages on which comments, arguments and parallels are written."""
    for name in ("commentary", "arguments"):
        yield from sorted((docs / name).rglob("*.md"))


def strip(docs: Path) -> int:
    """Take all records away, and what refers to them; return how many there were."""
    count = 0
    for path in written_in(docs):
        content, number = _RECORD.subn("", path.read_text("utf-8"))
        count += number
        path.write_text(content, "utf-8")
    for path in docs.rglob("*.md"):
        content = path.read_text("utf-8")
        plain = re.sub(r"\{edition:(comment|argument|parallel)\}`([^`]*)`", r"\2", content)
        if plain != content:
            path.write_text(plain, "utf-8")
    return count


def multiply(docs: Path, times: int) -> None:
    """Write each comment and parallel ``times`` times, each with an ID of its own."""
    for path in written_in(docs):
        content = path.read_text("utf-8")
        more = [
            f":::{{{m[1]}}} {m[2][:50]}-{number}\n{m[3]}:::\n"
            for number in range(2, times + 1)
            for m in _RECORD.finditer(content)
            if m[1] != "argument"
        ]
        path.write_text(content + "\n" + "\n".join(more), "utf-8")


def seconds(docs: Path, builder: str, text: str) -> float:
    """Build, and return the processor time that it took in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = docs.parent / "out"
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", builder]
    command += ["-D", f"edition_text={text}", str(docs), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    shutil.rmtree(out)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(builder: str, text: str) -> None:
    """Measure the three editions and print what they took."""
    taken: list[float] = []
    for times in (0, 1, TIMES):
        with tempfile.TemporaryDirectory() as folder:
            docs = Path(folder) / "docs"
            shutil.copytree(ROOT / "docs", docs)
            shutil.copy(ROOT / "references.bib", folder)
            if times == 0:
                strip(docs)
            elif times > 1:
                multiply(docs, times)
            taken.append(seconds(docs, builder, text))
    none, once, many = taken
    ratio = (many - none) / (once - none)
    edition = "full" if text else "companion"
    print(
        f"{builder}, {edition}: {none:.1f} s without commentary, {once:.1f} s with it, "
        f"{many:.1f} s with {TIMES} times as much; extra time {once - none:.1f} s and "
        f"{many - none:.1f} s: {ratio:.1f} times",
        flush=True,
    )


def main() -> None:
    """Measure the builders that are named."""
    texts = ["essay/text"] if (ROOT / "docs" / "essay" / "text").is_dir() else []
    for builder in sys.argv[1:] or ["html"]:
        for text in ["", *texts]:
            measure(builder, text)


if __name__ == "__main__":
    main()
