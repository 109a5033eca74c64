"""The printed page: transforms and visitors for Typst, the template, and the layout."""
