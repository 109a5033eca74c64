"""Sphinx configuration of the edition."""

author = "The editors"
copyright = "2026 The editors; the essay itself is © 1977 and no part of this project’s licence"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_typst", "critical_edition"]

source_suffix = {".md": "markdown"}  # what `edition check` reads, and nothing else
language = "en"
nitpicky = True
smartquotes = False  # the sources have the quotation marks that they want
today_fmt = "%Y"

# What is particular to the edition stands in edition.toml; what follows from that is set by the extension.

# -- Markdown and citations -----------------------------------------------------------------------

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
bibtex_reference_style = "edition"
bibtex_default_style = "edition"
bibtex_cite_id = "work-{key}"

# -- HTML -----------------------------------------------------------------------------------------

html_theme = "furo"
html_title = "The Emergence of Stalin’s Foreign Policy"
html_short_title = "Stalin’s Foreign Policy"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_use_index = False
html_domain_indices = False
html_theme_options = {
    "navigation_with_keys": False,
    "top_of_page_buttons": [],
}

# Pages that have moved: what had them is led on, with the anchor that was asked for.
edition_moved = {
    "apparatus/comment-authors": "apparatus/comments",
    "apparatus/commentary": "apparatus/comments",
    "apparatus/synopsis": "arguments/index",
}

# -- other outputs --------------------------------------------------------------------------------

_title = "The Emergence of Stalin’s Foreign Policy"
_by = "Robert C. Tucker"

epub_title = _title
epub_publisher = author
epub_basename = "the-emergence-of-stalins-foreign-policy"

latex_documents = [("index", "edition.tex", _title, _by, "manual")]
latex_show_urls = "no"
man_pages = [("index", "edition", _title, _by, 7)]
typst_documents = [("index", "the-emergence-of-stalins-foreign-policy", _title, _by)]
typst_pdf_standards = ["a-3a", "ua-1"]
text_sectionchars = '*=-~"+`'
