"""The engine's version, for Sphinx and the command line."""

__version__ = "0.1.0"
