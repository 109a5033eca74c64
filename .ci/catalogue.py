"""The catalogue of what readers see: gather its words, and compile its translations.

``python .ci/catalogue.py`` writes into each ``locale/…/critical_edition.po`` the words that are new, takes
out those that are no more, and compiles it; with ``--check`` it changes nothing, says what it would
change, and fails if that is anything. In either case it says what is not translated.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ENGINE = Path(__file__).resolve().parent.parent / "extensions" / "critical_edition"
CALLED = {"_", "N_", "ngettext"}
ELSEWHERE = {
    ".js": re.compile(r"""\bt\("((?:[^"\\]|\\.)+)\""""),
    ".html": re.compile(r"""\bedition_\("((?:[^"\\]|\\.)+)"\)"""),
}
HEAD = "# Words of the engine in another language: see .ci/catalogue.py."
# Nothing of when it was made is kept: the same words give the same bytes.
MADE = datetime(2026, 12, 1, tzinfo=UTC)


def gathered() -> Iterator[tuple[str, str]]:
    """Yield the words of the engine, each with the file that has them."""
    for path in sorted(ENGINE.rglob("*")):
        name = path.relative_to(ENGINE).as_posix()
        if path.suffix == ".py":
            tree = ast.parse(path.read_text("utf-8"))
            # Another ``_`` marks what a finding says, which is for editors and stays as it is.
            called = {
                name.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module == "critical_edition.model.i18n"
                for name in node.names
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    given = node.args if node.func.id in called & CALLED else []
                    for argument in given:
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                            yield argument.value, name
        elif path.suffix in ELSEWHERE:
            for match in ELSEWHERE[path.suffix].finditer(path.read_text("utf-8")):
                yield match[1], name


def renewed(path: Path, words: dict[str, set[str]]) -> Catalog:
    """Return a translation with the words that there are."""
    language = path.parts[-3]
    with path.open("rb") as stream:
        before = read_po(stream, locale=language)
    after = Catalog(
        locale=language,
        header_comment=HEAD,
        project="critical_edition",
        version="1",
        last_translator="The editors",
        language_team="The editors",
        msgid_bugs_address="",
        creation_date=MADE,
        revision_date=MADE,
        fuzzy=False,
    )
    for message, names in sorted(words.items()):
        known = before.get(message)
        # No line of the file: these move without a word being another.
        after.add(message, known.string if known else "", [(n, None) for n in sorted(names)])
    return after


def main() -> int:
    """Bring the catalogues up to date, or say what is wanting."""
    check = "--check" in sys.argv[1:]
    words: dict[str, set[str]] = {}
    for message, name in gathered():
        words.setdefault(message, set()).add(name)
    wanting: list[str] = []
    for path in sorted(ENGINE.glob("locale/*/LC_MESSAGES/critical_edition.po")):
        after = renewed(path, words)
        wanting += [f"{path}: “{m.id}” is not translated" for m in after if m.id and not m.string]
        po, mo = io.BytesIO(), io.BytesIO()
        write_po(po, after, width=100, sort_output=True)
        write_mo(mo, after)
        said = {m.id: m.string for m in after if m.id}
        for file, content, read in (
            (path, po, read_po),
            (path.with_suffix(".mo"), mo, read_mo),
        ):
            # By what they say: Babel writes its version into them.
            if file.is_file() and said == {
                m.id: m.string for m in read(io.BytesIO(file.read_bytes())) if m.id
            }:
                continue
            wanting.append(f"{file} is not up to date" if check else f"{file} is written anew")
            if not check:
                file.write_bytes(content.getvalue())
    print("\n".join(wanting) or "All words are translated.")
    return 1 if check and wanting else 0


if __name__ == "__main__":
    sys.exit(main())
