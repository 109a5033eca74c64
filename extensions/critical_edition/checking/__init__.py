"""Checking the sources, without building."""
