"""The ``edition`` command: a module a command."""
