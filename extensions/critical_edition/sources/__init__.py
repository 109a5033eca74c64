"""What an edition's project says: pages, lists and marks, read once and without Sphinx."""
