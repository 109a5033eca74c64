"""The Sphinx domain ``edition``: its directives, roles, nodes and data."""
