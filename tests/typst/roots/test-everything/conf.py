project = "A Book of Everything"
author = "Ann Author"
smartquotes = False
release = "1.2"
language = "en"
extensions = ["sphinx_typst", "myst_parser", "sphinx.ext.ifconfig", "sphinx.ext.todo"]
todo_include_todos = True
numfig = True
myst_enable_extensions = ["deflist", "attrs_inline", "fieldlist", "tasklist"]
rst_prolog = """
.. |sub| replace:: *substituted words*
.. role:: special
"""
typst_options = {"parts": True}
