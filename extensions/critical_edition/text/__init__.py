"""Establishing the text from a reader's copy: read → segment → align → mend → verify → write.

No module here imports Sphinx.
"""
