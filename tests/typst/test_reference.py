"""The builder's reference says what the code does."""

from __future__ import annotations

import re
import types
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.config import Config

from sphinx_typst.config import Options
from sphinx_typst.warnings import TypstWarnings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from tests.typst.conftest import Build


@pytest.fixture(scope="module")
def page(checkout: Path) -> str:
    return (checkout / "docs" / "contributing" / "typst-builder.md").read_text(encoding="utf-8")


def test_every_code_is_listed_and_no_other(page: str) -> None:
    listed = set(re.findall(r"^\| `typst\.(\w+)` \|", page, re.MULTILINE))
    assert listed == {code.value for code in TypstWarnings}


def test_every_option_is_listed(page: str) -> None:
    start, end = page.index("| option |"), page.index("Only in a book's own options")
    listed = set(re.findall(r"`([a-z_]+)`", page[start:end]))
    assert {item.name for item in fields(Options)} - {"extra"} <= listed


def test_every_configuration_value_is_listed_with_its_default(page: str, build: Build) -> None:
    listed = dict(re.findall(r"^\| `(typst_\w+)` \| (.+?) \|", page, re.MULTILINE))
    found: dict[str, object] = {}

    def read(app: Sphinx) -> None:
        values: Config = app.config
        found.update(
            (name, option.default)
            for name, option in values._options.items()
            if name.startswith("typst_")
        )

    build({"index.rst": "T\n=\n"}, builder="typst", prepare=read)
    assert set(listed) == set(found)
    literal = {name: text.strip("`") for name, text in listed.items() if text.startswith("`")}
    assert {name: repr(found[name]).replace("'", '"') for name in literal} == literal


def test_every_value_of_templates_is_listed(page: str, build: Build) -> None:
    written = build({"index.rst": "T\n=\n"}, builder="typst").typst
    values = written[written.index("#let book-values") : written.index("#show:")]
    section = page[page.index("`values` has") : page.index("It may define")]
    assert set(re.findall(r'"([a-z-]+)": ', values)) == set(re.findall(r"`([a-z-]+)`", section)) - {
        "values"
    }


def test_the_example_of_a_node_works(page: str, build: Build) -> None:
    (example,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    # Sphinx pickles nodes, so that their class has to be in a module that can be imported.
    module = types.ModuleType("stanza_example")
    exec(compile(example, "typst-builder.md", "exec"), module.__dict__)

    def prepare(app: Sphinx) -> None:
        module.setup(app)

        def append(app: Sphinx, tree: object, docname: str) -> None:
            from docutils import nodes

            assert isinstance(tree, nodes.document)
            node = module.stanza("", nodes.paragraph("", "Of four lines."), ids=["s1"], number=4)
            next(tree.findall(nodes.section)).append(node)

        app.connect("doctree-resolved", append)

    built = build({"index.rst": "T\n=\n\nText.\n"}, prepare=prepare)
    assert built.warnings == []
    assert 'labelled("s1", stanza(number: 4, {' in built.typst
    assert "Of four lines." in built.text
    assert "s1" in built.pdf.named_destinations
