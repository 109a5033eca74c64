"""Plain text, manual pages and LaTeX."""
