"""Every message code has a case that shows what is printed for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden_cases import FOLDER, Case, without_times

from critical_edition.checking.edition import REGISTERS
from critical_edition.commands import main as cli

CODES = sorted(code.value for register in REGISTERS for code in register)


def printed(case: Case, root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    case.lay_out(root)
    status = cli.main(["--project", str(root), *case.arguments])
    captured = capsys.readouterr()
    return status, without_times(captured.out + captured.err, root)


def test_the_base_has_nothing_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case(FOLDER / "no-such-code")
    assert printed(case, tmp_path / "edition", capsys) == (
        0,
        "Checked 4 passages and 2 notes in – s: nothing is wrong.\n",
    )


def test_every_code_has_its_case_and_every_case_its_code() -> None:
    cases = {path.name for path in FOLDER.iterdir()} - {"base", "text"}
    assert sorted(cases) == CODES


@pytest.mark.parametrize("code", CODES)
def test_golden(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case(FOLDER / code)
    _, shown = printed(case, tmp_path / "edition", capsys)
    assert f"[{code}]" in shown
    assert shown == case.golden
