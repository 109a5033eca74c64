"""Whether what may not take long does not: the tests that are marked with their bound, one by one.

Run by hand, on a machine that has nothing else to do: ``python -m tests.benchmarks.bounds``. Hostile
pages, lists and records, and files that are no copies, are what takes long if anything does. Elsewhere
their tests ask what comes of them and not when, so that a busy machine fails none.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest


class Bounds:
    """Fails a test that takes longer than its mark says."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None]:
        """Take the time of a test without that of its fixtures."""
        mark = item.get_closest_marker("within")
        assert mark is not None
        start = time.monotonic()
        yield
        taken = time.monotonic() - start
        assert taken < mark.args[0], f"{taken:.1f} s, of {mark.args[0]}"


def main() -> None:
    """Run the tests that have a bound."""
    tests = Path(__file__).resolve().parents[1]
    arguments = [
        "-q",
        "-m",
        "within",
        "--durations=10",
        str(tests / "hostile"),
        str(tests / "text"),
    ]
    sys.exit(pytest.main(arguments, plugins=[Bounds()]))


if __name__ == "__main__":
    main()
