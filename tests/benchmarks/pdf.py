"""Our PDF against pandoc with Typst and against reledmac with LuaLaTeX, on one invented text.

    python -m tests.benchmarks.pdf [--sizes 1 3 10] [--times 1]

The text has the essay's size, or a multiple: its paragraphs, the author's notes and the comments.
Ours is a whole critical edition (margins, indexes, several passes), built as ``edition build`` does.
Pandoc gets the same words as Markdown with two kinds of footnotes that it does not tell apart, and the
wheel's Typst sets them. reledmac sets numbered lines, the notes in one series and the comments, keyed
to line and lemma, in another; LuaLaTeX runs three times, as its line numbers need. What is not
installed is left out, and said so.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.benchmarks import scaled
from tests.benchmarks.measure import Measured, measure, python, report

_LATEX_HEAD = r"""\documentclass[10pt]{article}
\usepackage[series={A,B},noeledsec,noledgroup]{reledmac}
\usepackage{fontspec}
\Xarrangement[B]{paragraph}
\begin{document}
"""
_SET = """import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], ignore_system_fonts=True)
"""
_BUILD = """import sys
from pathlib import Path
from critical_edition.sphinx_run import run
source, out = map(Path, sys.argv[1:])
done = run(
    source=source, target=out / "pdf", doctrees=out / "doctrees", builder="typstpdf", settings={}
)
sys.exit(not done)
"""


def markdown(made: list[scaled.Paragraph]) -> str:
    """Return the text with its notes and comments as footnotes."""
    blocks: list[str] = []
    section = 0
    for index, p in enumerate(made):
        if p.section != section:
            section = p.section
            blocks.append(f"# Section {section}")
        words, notes = p.words, []
        for note in reversed(p.notes):
            words = f"{words[: note.at]}[^n{note.number}]{words[note.at :]}"
            notes.append(f"[^n{note.number}]: {note.words}")
        for number, comment in enumerate(p.comments):
            mark = f"c{index}-{number}"
            words = words.replace(comment.lemma, f"{comment.lemma}[^{mark}]", 1)
            notes.append(f"[^{mark}]: {comment.words}")
        blocks += [words, *notes]
    return "\n\n".join(blocks) + "\n"


def latex(made: list[scaled.Paragraph]) -> str:
    """Return the text as a critical edition for reledmac."""
    parts = [_LATEX_HEAD]
    section = 0
    for p in made:
        if p.section != section:
            parts += ["\\endnumbering\n"] if section else []
            section = p.section
            parts.append(f"\\section{{Section {section}}}\n\\beginnumbering\n")
        words = p.words
        for note in reversed(p.notes):
            words = f"{words[: note.at]}\\footnoteA{{{note.words}}}{words[note.at :]}"
        for comment in p.comments:
            said = f"\\edtext{{{comment.lemma}}}{{\\Bfootnote{{{comment.words}}}}}"
            words = words.replace(comment.lemma, said, 1)
        parts.append(f"\\pstart\n{words}\n\\pend\n")
    return "".join([*parts, "\\endnumbering\n\\end{document}\n"])


def _knows_typst() -> bool:
    if not shutil.which("pandoc"):
        return False
    command = ["pandoc", "--list-output-formats"]
    known = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return "typst" in known.split()


def _others(work: Path, made: list[scaled.Paragraph], times: int) -> list[Measured]:
    found = []
    if _knows_typst():
        (work / "plain.md").write_text(markdown(made), encoding="utf-8")
        (work / "set.py").write_text(_SET, encoding="utf-8")
        steps = 'pandoc -s -t typst plain.md -o plain.typ && exec "$0" set.py plain.typ plain.pdf'
        command = ["sh", "-c", steps, *python()]
        found.append(measure("pandoc, Typst", command, work, lambda: None, times))
    else:
        print("no pandoc with Typst is on the path (version 3.1.2 or later): left out")
    has_reledmac = (
        shutil.which("kpsewhich")
        and shutil.which("lualatex")
        and subprocess.run(["kpsewhich", "reledmac.sty"], capture_output=True, check=False).stdout
    )
    if has_reledmac:
        (work / "critical.tex").write_text(latex(made), encoding="utf-8")
        once = "lualatex --interaction=nonstopmode --halt-on-error critical.tex >/dev/null"

        def clean() -> None:
            for path in work.glob("critical.*"):
                if path.suffix != ".tex":
                    path.unlink()

        command = ["sh", "-c", " && ".join([once] * 3)]
        found.append(measure("reledmac, LuaLaTeX", command, work, clean, times))
    else:
        print("reledmac is not installed (Debian's texlive-humanities, texlive-luatex): left out")
    return found


def main() -> None:
    """Measure and print, a table a size, and how ours grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--times", type=int, default=1)
    arguments = parser.parse_args()
    ours: dict[int, Measured] = {}
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            made = scaled.paragraphs(size)
            scaled.write(work / "edition", made, parallels=scaled.PARALLELS * size)
            sphinx = python("-c", _BUILD, "edition", "out")

            def clean(out: Path = work / "out") -> None:
                shutil.rmtree(out, ignore_errors=True)

            ours[size] = measure("this edition's builder", sphinx, work, clean, arguments.times)
            words = sum(len(p.words.split()) for p in made)
            print(f"\n{size} times the essay: {words:,} words, and its notes and comments")
            others = _others(work, made, arguments.times)
            print(report([ours[size], *others], ours[size]))
    first = ours[arguments.sizes[0]]
    print("\nOurs against its smallest size:")
    for size, item in ours.items():
        print(
            f"{size:4} times: {item.seconds / first.seconds:5.1f} times the time, "
            f"{item.processor / first.processor:5.1f} times the processor's, "
            f"{item.memory / first.memory:5.1f} times the memory"
        )


if __name__ == "__main__":
    main()
