project = "An invented apparatus"
author = "Nobody"
copyright = "nobody"
release = version = "1"
extensions = ["myst_parser", "sphinx_typst", "critical_edition"]
nitpicky = True
html_theme = "furo"
html_copy_source = False
html_show_sourcelink = False
myst_enable_extensions = ["colon_fence"]
bibtex_reference_style = "edition"
bibtex_default_style = "edition"
latex_documents = [("index", "edition.tex", "An invented apparatus", "Nobody", "manual")]
man_pages = [("index", "edition", "An invented apparatus", "Nobody", 7)]
typst_documents = [("index", "edition", "An invented apparatus", "Nobody")]
