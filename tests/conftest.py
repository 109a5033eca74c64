"""What all tests share: the checkout, and a reader's copy of the essay where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout that is tested."""
    return ROOT


@pytest.fixture(scope="session")
def reader_copy() -> Path:
    """A copy of the essay, which this repository does not have: skips the test without one."""
    named = os.environ.get("EDITION_TEST_COPY")
    path = Path(named) if named else ROOT.parent / "shared" / "text" / "transcript.txt"
    if not path.is_file():
        pytest.skip("no copy of the essay here; EDITION_TEST_COPY may name one")
    return path
