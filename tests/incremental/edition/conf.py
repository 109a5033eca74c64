project = "An edition of every field"
author = copyright = "Nobody"
release = version = "1"
extensions = ["myst_parser", "sphinx_typst", "critical_edition"]
nitpicky = True
# The theme with the least to write.
html_theme = "basic"
html_copy_source = html_show_sourcelink = html_use_index = html_domain_indices = False
myst_enable_extensions = ["colon_fence"]
bibtex_reference_style = "edition"
bibtex_default_style = "edition"
bibtex_cite_id = "work-{key}"
