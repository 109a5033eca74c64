"""Sphinx configuration of an invented edition."""

author = "Ines Falk and Tobias Reed"
copyright = "2026 Ines Falk and Tobias Reed"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_typst", "critical_edition"]
language = "en"
nitpicky = True
smartquotes = False
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
bibtex_reference_style = "edition"
bibtex_default_style = "edition"
bibtex_cite_id = "work-{key}"
html_theme = "furo"
html_title = "On the Lighting of Towns"
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
epub_title = html_title
epub_basename = "on-the-lighting-of-towns"
latex_documents = [("index", "lamps.tex", html_title, "Margaret Orrin", "manual")]
latex_show_urls = "no"
man_pages = [("index", "lamps", html_title, "Margaret Orrin", 7)]
typst_documents = [("index", "on-the-lighting-of-towns", html_title, "Margaret Orrin")]
typst_options = {"subtitle": "An edition with commentary"}
