"""Weaving: what is shown of a passage, a note, an argument, from sources and text. No Sphinx."""
