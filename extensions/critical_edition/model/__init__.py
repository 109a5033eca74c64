"""The edition as data: places, text, lemmata, commentary, findings. No Sphinx, no files."""
