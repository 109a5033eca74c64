"""Notes, names, nodes, diagnostics, passes and files: a behaviour a test."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sphinx.ext
from docutils import nodes
from pypdf.generic import DictionaryObject
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from sphinx_typst import assemble
from sphinx_typst import compile as compile_module
from sphinx_typst.builder import TypstCompileError
from sphinx_typst.compile import Layout
from sphinx_typst.emitter import Emitter
from sphinx_typst.translator import TypstTranslator

if TYPE_CHECKING:
    from tests.typst.conftest import Build, Built

INDEX = "Trial\n=====\n\n"


class known(nodes.General, nodes.Element):  # noqa: N801
    """A node with visitors of its own."""


class derived(nodes.container):  # noqa: N801
    """A node without any, whose base has some."""


class stranger(nodes.General, nodes.TextElement):  # noqa: N801
    """A node that nobody knows."""


def adding(*built: Callable[[], nodes.Node]) -> Callable[[Sphinx], None]:
    """Return a preparation that appends nodes to the first section of the assembled book."""

    def append(app: Sphinx, tree: nodes.document, docname: str) -> None:
        section = next(tree.findall(nodes.section))
        section.extend(make() for make in built)

    return lambda app: (app.connect("doctree-resolved", append), None)[1]


# -- text ------------------------------------------------------------------------------------------


TRICKY = [
    '#eval("1 + 1")',
    "#panic()",
    "a // b",
    "a /* b */ c",
    "= head",
    "- item",
    "+ item",
    "1. item",
    "/ term: x",
    "http://example.org/~a",
    "a~b",
    "a--b---c",
    "...",
    "\"a\" 'b'",
    "\\u{41}",
    "]",
    "[",
    "})",
    "$x$",
    "@ref",
    "<label>",
    "`raw`",
    "*a* _b_",
    "\\",
    '"',
    "//",
    "%",
    "été Ж",
]


def test_prose_is_printed_as_it_stands(build: Build) -> None:
    def paragraph(text: str) -> Callable[[], nodes.Node]:
        return lambda: nodes.paragraph("", "", nodes.Text(f"¦{text}¦"))

    built = build(
        {"index.rst": INDEX + "Text.\n"},
        prepare=adding(*map(paragraph, TRICKY)),
        typst_options={"hyphenate": False},
    )
    assert built.warnings == []
    assert built.text.split("¦")[1::2] == TRICKY


# -- nodes -----------------------------------------------------------------------------------------


# Classes that no doctree holds by themselves when it is written: bases, and what Sphinx or the
# extension of the node resolves before. (One that were left would be warned of.)
ABSTRACT = {
    "_desc_classes_injector", "ifconfig", "pending_xref_condition", "todolist", "viewcode_anchor",
}  # fmt: skip
# Classes that stand only in the place that their structure gives them.
STRUCTURAL = {
    "caption", "definition", "definition_list_item", "definition_list", "description", "document",
    "entry", "field", "field_body", "field_list", "field_name", "list_item", "bullet_list",
    "enumerated_list", "glossary", "hlist", "hlistcol", "option", "option_argument",
    "option_group", "option_list", "option_list_item", "option_string", "row", "table", "tbody",
    "term", "tgroup", "thead", "start_of_file", "image", "classifier", "docinfo",
}  # fmt: skip


def node_classes() -> set[type[nodes.Node]]:
    """Return every class of nodes of docutils, of Sphinx and of the extensions it comes with."""
    modules = [addnodes, assemble]
    modules += [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(sphinx.ext.__path__, "sphinx.ext.")
        if not found.name.endswith("__main__")
    ]
    classes = {getattr(nodes, name) for name in nodes.node_class_names}
    return classes | {
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, nodes.Element)
        and item.__module__ == module.__name__
    }


def test_every_node_of_docutils_and_sphinx_has_visitors() -> None:
    classes = node_classes()
    assert {"graphviz", "todo_node", "ifconfig", "autosummary_table", "inheritance_diagram"} <= {
        item.__name__ for item in classes
    }
    without = {
        item.__name__
        for item in classes
        if not any(hasattr(TypstTranslator, f"visit_{base.__name__}") for base in item.__mro__)
    }
    assert without == ABSTRACT


#: Why the text of these is not printed, or printed elsewhere.
UNPRINTED = {
    "never printed": {
        "colspec", "comment", "highlightlang", "index", "meta", "pending", "raw",
        "substitution_definition", "tabular_col_spec", "toctree",
    },
    "a rule, which has no words": {"transition"},
    "kinds of `comment` that hold elements, which are printed": {
        "autosummary_table", "autosummary_toc",
    },
    "printed by the title page, or as the option `parts` says": {"title", "toctree_caption"},
    "written by the visitor of what holds it": {"attribution", "label"},
    "a formula or a diagram, printed from its source": {
        "graphviz", "inheritance_diagram", "math", "math_block", "math_reference",
    },
}  # fmt: skip


def test_no_node_is_dropped_in_silence(build: Build) -> None:
    """Each class that can stand in a section by itself: its words are printed, or there is a reason."""
    silent = set().union(*UNPRINTED.values())
    made: dict[str, nodes.Node] = {}
    for item in sorted(node_classes(), key=lambda item: item.__name__):
        name = item.__name__
        if name in ABSTRACT | silent | STRUCTURAL or not issubclass(item, nodes.Element):
            continue
        words = f"Words of {name.replace('_', ' ')}."
        attributes: dict[str, Any] = {"type": "versionadded"} if name == "versionmodified" else {}
        if issubclass(item, nodes.TextElement):
            node = item("", "", nodes.Text(words), **attributes)
            inline = name != "desc_signature" and issubclass(item, nodes.Inline)
            made[words] = nodes.paragraph("", "", node) if inline else node
        else:
            made[words] = item("", nodes.paragraph("", words), **attributes)
    assert len(made) > 60

    facts = [node for node in made.values() if isinstance(node, nodes.Bibliographic)]
    blocks = [node for node in made.values() if node not in facts]

    def append(app: Sphinx, tree: nodes.document, docname: str) -> None:
        next(tree.findall(nodes.section)).extend([nodes.docinfo("", *facts), *blocks])

    built = build(
        {"index.rst": INDEX + "Text.\n"},
        prepare=lambda app: (app.connect("doctree-resolved", append), None)[1],
    )
    text = built.text.replace("\u200b", "").replace("- ", "-")
    assert "|".join(words for words in made if words not in text) == ""
    assert built.warnings == [
        "index.rst:2: WARNING: no footnote for 'Words of footnote reference.' [typst.footnote]"
    ]


def test_words_of_another_language_say_so(build: Build) -> None:
    role = ".. role:: german\n   :class: language-de-at\n\n"
    words = nodes.emphasis("", "Schiff", classes=["language-de"])
    built = build(
        {"index.rst": f"{INDEX}{role}On the :german:`Dampfer`.\n"},
        prepare=adding(lambda: nodes.paragraph("", "A ", words.deepcopy())),
        typst_pdf_standards=["ua-1"],
    )
    assert built.warnings == []
    # Spans of marked content say their language where the PDF is tagged.
    streams = (page.get_contents() for page in built.pdf.pages)
    content = b"".join(stream.get_data() for stream in streams if stream is not None)
    assert {b"de", b"de-AT"} <= set(re.findall(rb"/Lang ?\(([^)]*)\)", content))


@pytest.mark.parametrize(
    ("prose", "leans"),
    [
        ("The *Tides* rise.", 1),
        ("The *Tides*, rising.", 0),
        ("The *Tides*", 0),
        ("The *Tides*\\ -like.", 0),
        ("Both *Tides* and *Ebb*.", 1),
        ("The *1930* rise.", 0),
    ],
)
def test_italics_have_room_before_a_space_alone(build: Build, prose: str, leans: int) -> None:
    built = build({"index.rst": f"{INDEX}{prose}\n"})
    assert built.warnings == []
    assert len(re.findall(r"\blean\b", built.typst)) == leans
    assert " ".join(prose.replace("*", "").replace("\\ ", "").split()) in built.text


@pytest.mark.parametrize("builder", ["typst", "typstpdf"])
def test_visitors_given_to_add_node_serve_both_builders(build: Build, builder: str) -> None:
    def visit(self: TypstTranslator, node: known) -> None:
        self.begin_call("admonition", "known")
        self.begin_arg("title")
        self.text("A known node")
        self.end_arg()
        self.begin_arg()

    def depart(self: TypstTranslator, node: known) -> None:
        self.end_arg()
        self.end_call()

    def prepare(app: Sphinx) -> None:
        app.add_node(known, typst=(visit, depart), override=True)
        adding(lambda: known("", nodes.paragraph("", "Within it.")))(app)

    built = build({"index.rst": INDEX + "Text.\n"}, builder=builder, prepare=prepare)
    assert built.warnings == []
    assert 'admonition("known"' in built.typst
    if builder == "typstpdf":
        assert "A known node Within it." in built.text


def test_a_node_without_visitors_takes_those_of_its_base(build: Build) -> None:
    built = build(
        {"index.rst": INDEX + "Text.\n"},
        prepare=adding(lambda: derived("", nodes.paragraph("", "In the derived one."))),
    )
    assert built.warnings == []
    assert "In the derived one." in built.text


def test_admonitions_and_comments_of_extensions_are_printed(build: Build) -> None:
    conf = 'project = "Trial"\nextensions = ["sphinx_typst", "sphinx.ext.todo", "sphinx.ext.autosummary"]\n'
    text = ".. todo:: Write this.\n\n.. autosummary::\n\n   textwrap.dedent\n\n.. A comment.\n"
    built = build({"conf.py": conf, "index.rst": INDEX + text}, todo_include_todos=True)
    assert built.warnings == []
    assert "Todo Write this." in built.text
    assert "textwrap.dedent(text)" in built.text.replace(" ", "")
    assert "A comment" not in built.text


@pytest.mark.parametrize(
    ("language", "lang", "region"),
    [("de", '"de"', "none"), ("pt_BR", '"pt"', '"BR"'), ("sr@latin", '"sr"', "none")],
)
def test_the_language_is_one_that_typst_takes(
    build: Build, language: str, lang: str, region: str
) -> None:
    built = build({"index.rst": INDEX + "Text.\n"}, language=language)
    assert f'"lang": {lang}, "region": {region},' in built.typst
    assert "Text." in built.text


def test_an_unknown_node_is_warned_of_and_its_text_printed(build: Build) -> None:
    def make() -> nodes.Node:
        node = stranger("", "", nodes.Text("Strange words."), nodes.emphasis("", "inside"))
        node.source, node.line = "somewhere.rst", 7
        return node

    built = build({"index.rst": INDEX + "Text.\n"}, prepare=adding(make, make))
    assert built.warnings == [
        "somewhere.rst:7: WARNING: no Typst visitor for the node 'stranger'; its text is printed "
        "plain [typst.unknown_node]"
    ]
    assert built.text.count("Strange words.inside") == 2


def test_what_a_visitor_leaves_open_is_an_error() -> None:
    emitter = Emitter()
    emitter.begin("emph")
    with pytest.raises(Exception, match="left 'emph' open"):
        emitter.finish()
    with pytest.raises(Exception, match="closes a call, but 'emph' is open"):
        emitter.end_call()


# -- notes -----------------------------------------------------------------------------------------

NOTES = {
    "index.rst": INDEX + ".. toctree::\n\n   a\n   b\n",
    "a.rst": "First\n=====\n\nWord [7]_ and [#x]_, [7]_.\n\n.. [7] Seven.\n.. [#x] X.\n",
    "b.rst": "Second\n======\n\nWord [7]_.\n\n.. [7] Other seven.\n",
}


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        ("continuous", ["Word1 and2,1.", "Word3."]),
        ("chapter", ["Word1 and2,1.", "Word1."]),
        ("source", ["Word7 and1,7.", "Word7."]),
    ],
)
def test_numbering_of_footnotes(build: Build, numbering: str, expected: list[str]) -> None:
    built = build(NOTES, typst_options={"footnote_numbering": numbering})
    assert built.warnings == []
    for words in expected:
        assert words.replace(" ", "") in built.text.replace(" ", "")


def test_a_footnote_may_refer_to_itself(build: Build) -> None:
    built = build({"index.rst": INDEX + "Word [#a]_.\n\n.. [#a] See [#a]_.\n"})
    assert built.warnings == []
    assert "1See1." in built.text.replace(" ", "")


def test_an_unreferenced_footnote_is_printed_where_it_stands(build: Build) -> None:
    built = build({"index.rst": INDEX + "Word.\n\n.. [5] Nobody refers to this.\n"})
    assert built.warnings == [
        "index.rst:6: WARNING: Footnote [5] is not referenced. [ref.footnote]"
    ]
    assert "5 Nobody refers to this." in built.text


# -- links and names -------------------------------------------------------------------------------


def test_a_link_to_nothing_is_warned_of_and_its_text_printed(build: Build) -> None:
    def make() -> nodes.Node:
        link = nodes.reference("", "the words", refid="nowhere")
        paragraph = nodes.paragraph("", "", link)
        paragraph.source, paragraph.line = "somewhere.rst", 3
        return paragraph

    built = build({"index.rst": INDEX + "Text.\n"}, prepare=adding(make))
    assert built.warnings == [
        "somewhere.rst:3: WARNING: nothing in this book is called 'nowhere'; the link is left off "
        "[typst.missing_target]"
    ]
    assert "the words" in built.text


def test_one_id_at_two_places_leads_to_the_first(build: Build) -> None:
    def make() -> nodes.Node:
        return nodes.paragraph("", "Twice.", ids=["twice"])

    built = build({"index.rst": INDEX + "Text.\n"}, prepare=adding(make, make))
    assert [line.rsplit("[")[-1] for line in built.warnings] == ["typst.duplicate_label]"]
    assert "twice" in built.pdf.named_destinations


def test_ids_of_any_shape_are_names(build: Build) -> None:
    names = ["p2.6", "n7-ref", "a b", 'q"uote', "Ж", "x/y#z", "(paren)", "<a>"]

    def make(name: str) -> Callable[[], nodes.Node]:
        return lambda: nodes.paragraph("", f"Place of {name}.", ids=[name])

    def links() -> nodes.Node:
        return nodes.paragraph("", "", *(nodes.reference("", "to", refid=name) for name in names))

    built = build({"index.rst": INDEX + "Text.\n"}, prepare=adding(links, *map(make, names)))
    assert built.warnings == []
    assert set(names) <= set(built.pdf.named_destinations)


def test_names_that_typst_gives_are_kept(build: Build) -> None:
    raw = "#heading(outlined: false)[Raw] <raw-head> #link(<raw-head>)[go]"
    built = build({"index.rst": RAW.format(raw)})
    assert {"raw-head", "doc:index"} <= set(built.pdf.named_destinations)


def test_an_index_of_a_domain(build: Build) -> None:
    text = INDEX + ".. py:module:: alpha\n\n.. py:module:: alpha.beta\n\nText.\n"
    assert "Python Module Index A alpha, 1 alpha.beta, 1" in build({"index.rst": text}).text
    none = build({"index.rst": text}, typst_domain_indices=[], typst_use_index=False)
    assert "Index" not in none.text


def test_an_empty_title_is_that_of_the_document(build: Build) -> None:
    built = build({"index.rst": INDEX}, typst_documents=[("index", "x", "", "")])
    assert built.pdf.metadata is not None
    assert built.pdf.metadata.title == "Trial"
    assert built.pdf.metadata.author is None


def test_only_documents_of_the_book_are_in_it(build: Build) -> None:
    files = {
        "index.rst": INDEX + ".. toctree::\n\n   a\n   b\n",
        "a.rst": ".. _a:\n\nFirst\n=====\n\nSee :ref:`b`.\n\n.. index:: alpha\n",
        "b.rst": ".. _b:\n\nSecond\n======\n\nSee :doc:`a`.\n\n.. index:: beta\n",
    }
    built = build(files, typst_documents=[("a", "one", "One", "X"), ("b", "two.pdf", "Two", "Y")])
    assert built.warnings == []
    assert sorted(path.name for path in built.out.glob("*.pdf")) == ["one.pdf", "two.pdf"]
    written = (built.out / "one.typ").read_text("utf-8")
    assert "alpha" in written
    assert "beta" not in written
    assert "xref(" not in written


def test_appendices_and_toctree_only(build: Build) -> None:
    files = {
        "index.rst": INDEX + "Not this.\n\n.. toctree::\n\n   a\n",
        "a.rst": "First\n=====\n\nSee :doc:`extra`.\n",
        "extra.rst": ":orphan:\n\nExtra\n=====\n\nAdded.\n",
    }
    options = {"toctree_only": True, "appendices": ["extra"]}
    built = build(files, typst_documents=[("index", "book", "Book", "A", options)])
    assert built.warnings == []
    assert "Not this." not in built.text
    assert [getattr(item, "title", None) for item in built.pdf.outline] == ["First", "Extra"]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("no", "out, mail."),
        ("inline", "out (https://example.org/x), mail (a@example.org)."),
        ("footnote", "out1, mail2."),
    ],
)
def test_addresses_of_links(build: Build, shown: str, expected: str) -> None:
    text = "`out <https://example.org/x>`_, `mail <mailto:a@example.org>`_.\n"
    built = build({"index.rst": INDEX + text}, typst_options={"show_urls": shown})
    assert expected.replace(" ", "") in built.text.replace(" ", "")
    assert ("1https://example.org/x" in built.text.replace(" ", "")) == (shown == "footnote")


def test_an_address_is_broken_at_its_signs_alone(build: Build) -> None:
    address = "https://www.kommunismusgeschichte.example/jahrbuch/deutsch-sowjetische-beziehungen"
    # A margin of this width has room for no more than a part.
    built = build(
        {"index.rst": INDEX + f"{address}\n"},
        typst_preamble="#set page(width: 62mm, margin: 5mm)",
    )
    lines = [line.strip() for page in built.pdf.pages for line in page.extract_text().split("\n")]
    shown = [line for line in lines if line and line in address]
    assert len(shown) > 1
    assert "".join(shown) == address
    assert all(line.startswith("http") or line[0] in ".-j" for line in shown)


def test_an_entry_with_classes_says_them_and_a_name_keeps_to_its_line(build: Build) -> None:
    text = INDEX + ".. rst-class:: own\n\nterm\n   Meaning.\n\nother\n   Meaning.\n"
    built = build({"index.rst": text + "\n.. role:: unbroken\n\n:unbroken:`A—b` stays.\n"})
    assert built.warnings == []
    assert re.search(r'definition-list\(classes: \("own", ?\)', built.typst)
    assert 'span(("unbroken", )' in built.typst


# -- what Typst says -------------------------------------------------------------------------------

RAW = INDEX + "Text.\n\n.. raw:: typst\n\n   {}\n\nMore.\n"


@pytest.mark.parametrize("name", ["index.rst", "sub/other.rst"])
def test_an_error_names_the_line_of_the_source(build: Build, name: str) -> None:
    files = {"index.rst": INDEX + ".. toctree::\n\n   sub/other\n"} if "/" in name else {}
    with pytest.raises(TypstCompileError, match=rf"{name}:6: unknown variable: nonesuch"):
        build({**files, name: RAW.format("#nonesuch()")})


def test_an_error_within_a_function_names_the_line_that_calls_it(build: Build) -> None:
    with pytest.raises(TypstCompileError, match=r"index\.rst:6: .*too small"):
        build(
            {"index.rst": RAW.format("#strict(1)")},
            typst_preamble='#let strict(n) = if n < 2 { panic("too small") }\n',
        )


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("#let template(values, body) = {\n  nonesuch(body)\n}\n", "unknown variable: nonesuch"),
        ("#let template(values, body) = [\n", "unclosed delimiter"),
    ],
)
def test_an_error_of_a_template_says_so(build: Build, template: str, said: str) -> None:
    with pytest.raises(TypstCompileError, match=rf"template\.typ:\d+: {said}|:\d+: {said}"):
        build({"index.rst": INDEX, "own.typ": template}, typst_template="own.typ")


def test_a_warning_names_the_line_of_the_source(build: Build) -> None:
    built = build({"index.rst": RAW.format('#text(font: "Nonesuch")[x]')})
    assert built.warnings == ["index.rst:6: WARNING: unknown font family: nonesuch [typst.compile]"]


def test_characters_without_a_glyph_are_warned_of(build: Build) -> None:
    text = "Cyrillic Ж, arrow →, tick ✓.\n\nIdeograph 日, and 日, and 本.\n"
    built = build({"index.rst": INDEX + text})
    assert built.warnings == [
        "index.rst:6: WARNING: no font has '日' (U+65E5, CJK UNIFIED IDEOGRAPH-65E5) [typst.glyph]",
        "index.rst:6: WARNING: no font has '本' (U+672C, CJK UNIFIED IDEOGRAPH-672C) [typst.glyph]",
    ]


# -- passes ----------------------------------------------------------------------------------------

COUNTING = '#let told = sys.inputs.at("told", default: "nothing")\n'


def test_a_layout_is_read_and_given_back(build: Build) -> None:
    passes: list[int] = []

    def handler(app: Sphinx, layout: Layout) -> dict[str, str]:
        passes.append(layout.number)
        pages = layout.evaluate("query(<probe>).map(it => it.location().page())")
        return {"told": f"probe on page {pages[0]}"}

    built = build(
        {"index.rst": RAW.format("#metadata(none)<probe> We were told: #told.")},
        prepare=lambda app: (app.connect("typst-layout", handler), None)[1],
        typst_preamble=COUNTING,
    )
    assert built.warnings == []
    assert passes == [1, 2]
    assert "We were told: probe on page 3." in built.text


def test_hints_come_to_the_next_pass_and_are_no_reason_for_one(build: Build) -> None:
    given: list[str | None] = []

    def answer(app: Sphinx, layout: Layout) -> dict[str, str]:
        given.append(layout.inputs.get("found-hint"))
        return {"found": "it", "found-hint": str(layout.number)}

    def prepare(app: Sphinx) -> None:
        app.connect("typst-layout", answer)

    assert build({"index.rst": INDEX + "Text.\n"}, prepare=prepare).warnings == []
    assert given == [None, "1"]


def test_a_layout_that_does_not_settle_is_warned_of(build: Build) -> None:
    built = build(
        {"index.rst": INDEX + "Text.\n"},
        prepare=lambda app: (
            app.connect("typst-layout", lambda app, layout: {"n": str(layout.number)}),
            None,
        )[1],
        typst_max_passes=3,
    )
    assert built.warnings == [
        "WARNING: the layout of trial did not settle in 3 passes [typst.layout]"
    ]
    assert "Text." in built.text


def test_handlers_that_disagree_are_warned_of(build: Build) -> None:
    def prepare(app: Sphinx) -> None:
        app.connect("typst-layout", lambda app, layout: {"n": "1"})
        app.connect("typst-layout", lambda app, layout: {"n": "2", "m": "3"})

    built = build({"index.rst": INDEX + "Text.\n"}, prepare=prepare)
    assert set(built.warnings) == {"WARNING: two handlers give the input 'n' [typst.layout]"}


# -- templates and configuration -------------------------------------------------------------------


def test_a_project_may_have_its_own_template_and_files(build: Build) -> None:
    template = """
#import "/sphinx-typst.typ": *
#import "/own.typ": greeting
#let rubric(body) = par[RUBRIC #body]
#let template(values, body) = {
  set document(title: values.title)
  [#greeting by #values.author, #values.extra.motto, #values.lang]
  parbreak()
  body
}
"""
    built = build(
        {
            "index.rst": INDEX + ".. rubric:: Words\n",
            "t.typ": template,
            "own.typ": '#let greeting = "Welcome"\n',
        },
        typst_template="t.typ",
        typst_additional_files=["own.typ"],
        typst_options={"motto": "Onwards"},
        author="Somebody",
        language="de",
    )
    assert built.warnings == []
    assert built.text == "Welcome by Somebody, Onwards, de RUBRIC Words"


def test_extensions_may_add_to_the_preamble(build: Build) -> None:
    def preamble(app: Sphinx, book: Any) -> str:
        return f"#let rubric(body) = par[About {book.stem}: #body]\n"

    built = build(
        {"index.rst": INDEX + ".. rubric:: Words\n"},
        prepare=lambda app: (app.connect("typst-preamble", preamble), None)[1],
    )
    assert "About trial: Words" in built.text


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"typst_documents": [("nix", "x", "T", "A")]}, "there is no document 'nix'"),
        ({"typst_documents": [("index", "x")]}, "is not (start, target, title, author)"),
        ({"typst_documents": []}, "typst_documents names no document"),
        ({"typst_options": {"show_urls": "often"}}, "'show_urls' cannot be 'often'"),
        ({"typst_options": {"toc_depth": "2"}}, "'toc_depth' cannot be '2'"),
        ({"typst_additional_files": ["nix"]}, "there is no 'nix'"),
        ({"typst_appendices": ["nix"]}, "there is no document 'nix'"),
    ],
)
def test_configuration_that_cannot_be_used(
    build: Build, config: dict[str, Any], expected: str
) -> None:
    built = build({"index.rst": INDEX + "Text.\n"}, builder="typst", **config)
    assert built.warnings
    assert expected in built.warnings[0]
    assert all(line.endswith("[typst.config]") for line in built.warnings)


def test_a_template_that_is_missing_is_an_error(build: Build) -> None:
    with pytest.raises(Exception, match=r"there is no file 'nix\.typ'"):
        build({"index.rst": INDEX}, typst_template="nix.typ")


# -- images, tables, standards ---------------------------------------------------------------------


def test_images_that_cannot_be_set(build: Build) -> None:
    text = ".. image:: nix.png\n   :alt: a lost one\n\n.. image:: https://example.org/far.png\n"
    built = build({"index.rst": INDEX + text})
    assert built.warnings == [
        "index.rst:4: WARNING: image file not readable: nix.png [image.not_readable]",
        "index.rst:4: WARNING: the image 'nix.png' is not a local file of a kind that can be set "
        "[typst.image]",
        "index.rst:7: WARNING: the image 'https://example.org/far.png' is not a local file of a "
        "kind that can be set [typst.image]",
    ]
    assert "[a lost one]" in built.text
    assert "[https://example.org/far.png]" in built.text


ROWS = "".join(f"   * - row {number}\n     - x\n" for number in range(70))


@pytest.mark.parametrize("head", ["Plain head", "Head with a note [#a]_"])
def test_an_accessible_archival_pdf(build: Build, head: str) -> None:
    table = f".. list-table:: Long\n   :header-rows: 1\n\n   * - {head}\n     - Two\n{ROWS}\n"
    note = ".. [#a] A note.\n" if "[" in head else ""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'
    )
    built = build(
        {
            "index.rst": INDEX + f".. image:: a.svg\n\n{table}\n{note}",
            "a.svg": svg + "</svg>",
        },
        typst_pdf_standards=["a-2a", "ua-1"],
    )
    assert built.warnings == [
        "index.rst:4: WARNING: the image 'a.svg' has no `alt` text [typst.image_alt]"
    ]
    xmp = built.pdf.xmp_metadata
    assert xmp is not None
    assert "pdfuaid:part" in xmp.stream.get_data().decode("utf-8")
    # A head is repeated on each page unless it holds a note.
    expected = 1 if note else sum("row" in page for page in built.pages)
    assert built.text.count(head.split(" [", maxsplit=1)[0]) == expected


# -- the same again --------------------------------------------------------------------------------


def test_bytes_depend_on_neither_folder_nor_number_of_processes(build: Build) -> None:
    first = build(NOTES)
    second = build(NOTES, parallel=2)
    assert first.pdf_path.read_bytes() == second.pdf_path.read_bytes()
    assert str(first.source) not in first.typst


def test_a_rebuild_after_a_change_equals_a_fresh_build(build: Build) -> None:
    from tests.typst.conftest import run

    first = build(NOTES)
    changed = NOTES["b.rst"].replace("Other seven", "Changed seven")
    (first.source / "b.rst").write_text(changed, encoding="utf-8")
    again = run(first.source, first.out)
    assert again.pdf_path.read_bytes() == build({**NOTES, "b.rst": changed}).pdf_path.read_bytes()
    assert "Changed seven" in again.text


def test_the_date_may_be_set(build: Build) -> None:
    built = build({"index.rst": INDEX + "Text.\n"}, typst_date="1977-12-01")
    assert built.pdf.metadata is not None
    assert str(built.pdf.metadata.creation_date).startswith("1977-12-01")


def test_setup_says_that_it_is_parallel_safe(build: Build) -> None:
    found: list[Any] = []

    def prepare(app: Sphinx) -> None:
        found.append(app.extensions["sphinx_typst"])

    build({"index.rst": INDEX}, builder="typst", prepare=prepare)
    assert found[0].parallel_read_safe
    assert found[0].parallel_write_safe


def fonts_of(built: Built) -> set[str]:
    """Return the names of the fonts in the PDF."""
    found: set[str] = set()
    for page in built.pdf.pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        fonts = resources.get("/Font", DictionaryObject())
        assert isinstance(fonts, DictionaryObject)
        for font in fonts.values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


def test_code_is_set_in_the_type_that_is_asked_for(build: Build) -> None:
    text = (
        "``raw``, :py:class:`str`, :manpage:`ls(1)`.\n\n.. py:function:: f(x)\n\n::\n\n   block\n"
    )
    built = build({"index.rst": INDEX + text}, typst_options={"mono_font": "New Computer Modern"})
    assert {name.split("-")[0] for name in fonts_of(built)} == {"LibertinusSerif", "NewCM10"}


def test_no_font_of_the_system_is_used(build: Build) -> None:
    built = build({"index.rst": INDEX + "Text and ``code``.\n"})
    assert {name.split("-")[0] for name in fonts_of(built)} == {"LibertinusSerif", "DejaVuSansMono"}


def test_a_process_that_dies_is_an_error_of_the_book(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import sys; sys.exit(9)\n", encoding="utf-8")
    monkeypatch.setattr(compile_module, "_WORKER", dying)
    with pytest.raises(TypstCompileError, match=r"Typst ended before its time|Broken pipe"):
        build({"index.rst": INDEX + "Text.\n"})


def test_a_large_layout_does_not_stay_for_the_next_pass(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compile_module, "LARGE", 0)
    started: list[Path] = []
    worker = compile_module.Worker

    def start(path: Path, fonts: list[Path]) -> compile_module.Worker:
        started.append(path)
        return worker(path, fonts)

    monkeypatch.setattr(compile_module, "Worker", start)

    def prepare(app: Sphinx) -> None:
        app.connect("typst-layout", lambda app, layout: {"pass": str(min(layout.number, 3))})

    assert build({"index.rst": INDEX + "Text.\n"}, prepare=prepare).warnings == []
    assert len(started) == 4


def test_a_faulty_question_to_the_layout_is_said(build: Build) -> None:
    def handler(app: Sphinx, layout: Layout) -> None:
        layout.evaluate("nonesuch")

    with pytest.raises(ExtensionError, match="unknown variable: nonesuch"):
        build(
            {"index.rst": INDEX + "Text.\n"},
            prepare=lambda app: (app.connect("typst-layout", handler), None)[1],
        )


LINKED = """\
Trial
=====

To `the end`_.

.. raw:: typst

   #if sys.inputs.at("more", default: none) != none { pagebreak() }

Here is _`the end`.
"""


@pytest.mark.parametrize("passes", [False, True])
def test_links_lead_to_where_their_targets_stand(build: Build, passes: bool) -> None:
    def prepare(app: Sphinx) -> None:
        if passes:
            app.connect("typst-layout", lambda app, layout: {"more": "pages"})

    built = build({"index.rst": LINKED}, prepare=prepare)
    assert built.warnings == []
    page, top = link_target(built)
    named = built.pdf.named_destinations["the-end"]
    assert built.pdf.get_destination_page_number(named) == page == (3 if passes else 2)
    assert named.top is not None and abs(float(named.top) - top) < 1
    described = {
        item.get_object()["/Contents"]
        for leaf in built.pdf.pages
        for item in leaf.get("/Annots", ())
        if item.get_object()["/Subtype"] == "/Link" and "/A" not in item.get_object()
    }
    assert not passes or f"page {built.pdf.page_labels[page]}" in described


def test_a_link_of_a_template_that_leads_nowhere_is_refused(build: Build) -> None:
    def prepare(app: Sphinx) -> None:
        app.connect("typst-layout", lambda app, layout: {"more": "pages"})

    with pytest.raises(TypstCompileError, match="a link leads to 'no-such-place'"):
        build(
            {"index.rst": LINKED},
            prepare=prepare,
            typst_preamble='#show "end": it => jump("no-such-place", it)',
        )


def link_target(built: Built) -> tuple[int, float]:
    """Return the page (from 0) and the height that the last link within the book leads to."""
    links = [
        item.get_object()
        for page in built.pdf.pages
        for item in page.get("/Annots", ())
        if item.get_object()["/Subtype"] == "/Link"
    ]
    target = links[-1]["/A"]["/D"] if "/A" in links[-1] else links[-1]["/Dest"]
    if isinstance(target, str):
        named = built.pdf.named_destinations[target]
        return built.pdf.get_destination_page_number(named) or 0, float(named.top or 0)
    numbers = [page.indirect_reference.idnum for page in built.pdf.pages if page.indirect_reference]
    return numbers.index(target[0].idnum), float(target[3])


NESTED = """\
Trial
=====

{lines}

Words [1]_ and more words [3]_ to the end.

After them.

.. [1] Outer [2]_ note.
.. [2] Inner note.
.. [3] Third note.
"""


@pytest.mark.parametrize("lines", range(29, 34))
def test_a_note_within_a_note_is_not_lost_at_the_foot_of_a_page(build: Build, lines: int) -> None:
    text = "\n".join(f"| Line {number}" for number in range(lines))
    built = build({"index.rst": NESTED.format(lines=text)})
    assert built.warnings == []
    assert [built.text.count(name) for name in ("Outer", "Inner", "Third")] == [1, 1, 1]
    assert re.search(r"1\s*Outer\s*2\s*note.*2\s*Inner note.*3\s*Third note", built.text)
    assert len({tuple(page.mediabox) for page in built.pdf.pages}) == 1
