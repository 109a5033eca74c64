"""An edition of two passages with registers and all generated pages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Edition


@pytest.fixture
def made(invented: Edition) -> Edition:
    """The root ``apparatus`` of this folder in the place of the edition that others test."""
    shutil.rmtree(invented.source)
    shutil.copytree(Path(__file__).parent / "roots" / "apparatus", invented.source)
    return invented
