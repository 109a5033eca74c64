"""The edition's sources, read without Sphinx: pages, commentary, lists, people."""
