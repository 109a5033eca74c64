"""The outputs, a folder each."""
