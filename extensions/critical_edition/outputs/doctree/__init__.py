"""Docutils nodes of what all outputs of Sphinx show."""
