"""Setting up: `.ci/environment.py` and what it needs of the locks, without a network."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, with a project of its own."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / ".ci" / "environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    for name in [*LOCKS, "pyproject.toml"]:
        (tmp_path / name).write_text(f"# {name}\n", "utf-8")
    return module


@pytest.fixture
def calls(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is installed, in place of installing it."""
    made: list[str] = []

    def make() -> None:
        (environment.VENV / "bin").mkdir(parents=True, exist_ok=True)
        (environment.VENV / "bin" / "python").unlink(missing_ok=True)
        (environment.VENV / "bin" / "python").symlink_to(sys.executable)
        made.append("venv")

    monkeypatch.setattr(environment, "_make_venv", make)
    monkeypatch.setattr(environment, "_pip", lambda *a: made.append(a[-1]))
    return made


def test_set_up_once(environment: ModuleType, calls: list[str]) -> None:
    environment.set_up(dev=False, recreate=False)
    assert calls == ["venv", "requirements.lock", "."]
    environment.set_up(dev=False, recreate=False)
    environment.set_up(dev=False, recreate=True)
    assert len(calls) == 3


def test_test_packages_are_added_and_stay(environment: ModuleType, calls: list[str]) -> None:
    environment.set_up(dev=False, recreate=False)
    environment.set_up(dev=True, recreate=False)
    assert calls[3:] == ["requirements-dev.lock", "."]
    environment.set_up(dev=False, recreate=False)
    assert len(calls) == 5


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_change_installs_anew(environment: ModuleType, calls: list[str], name: str) -> None:
    environment.set_up(dev=False, recreate=False)
    (environment.ROOT / name).write_text("changed", "utf-8")
    environment.set_up(dev=False, recreate=False)
    assert calls[3:] == ["requirements.lock", "."]


def test_a_broken_or_moved_environment_is_made_anew(
    environment: ModuleType, calls: list[str]
) -> None:
    environment.set_up(dev=False, recreate=False)
    (environment.VENV / "bin" / "python").unlink()
    environment.set_up(dev=False, recreate=False)
    assert calls.count("venv") == 2
    record = environment.VENV / ".installed"
    record.write_text(record.read_text("utf-8").replace(" at ", " at /elsewhere"), "utf-8")
    environment.set_up(dev=False, recreate=False)
    assert calls.count("venv") == 3


def test_another_python_only_where_it_is_asked_for(
    environment: ModuleType, calls: list[str]
) -> None:
    environment.set_up(dev=False, recreate=False)
    record = environment.VENV / ".installed"
    record.write_text(re.sub(r"python \S+", "python 3.11.0", record.read_text("utf-8")), "utf-8")
    environment.set_up(dev=False, recreate=False)
    assert calls.count("venv") == 1
    environment.set_up(dev=False, recreate=True)
    assert calls.count("venv") == 2


def test_an_interrupted_installation_is_taken_up_again(
    environment: ModuleType, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: str) -> None:
        raise environment.SetUpError("no network")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "_pip", fail)
        with pytest.raises(environment.SetUpError):
            environment.set_up(dev=False, recreate=False)
    environment.set_up(dev=False, recreate=False)
    assert calls[-2:] == ["requirements.lock", "."]


def test_pip_from_the_configured_index(
    environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel is taken from the first index that has it with the locked digest."""
    wheel = b"a wheel"
    digest = hashlib.sha256(wheel).hexdigest()
    for name, content in {"forged": b"another", "good": wheel}.items():
        folder = tmp_path / name / "pip"
        folder.mkdir(parents=True)
        (folder / "pip-99.1-py3-none-any.whl").write_bytes(content)
        page = '<a href="pip-9.0-py3-none-any.whl">old</a><a href="pip-99.1-py3-none-any.whl#x">new</a>'
        (folder / "index.html").write_text(page, "utf-8")
    (tmp_path / "requirements.lock").write_text(
        f"other==1 \\\n    --hash=sha256:{'0' * 64}\n"
        f"pip==99.1 \\\n    --hash=sha256:{'1' * 64} \\\n    --hash=sha256:{digest}\n",
        "utf-8",
    )
    indexes = [(tmp_path / name).as_uri() for name in ("absent", "forged", "good")]
    monkeypatch.setattr(environment, "_indexes", lambda: iter(indexes))

    def open_folder(address: str, timeout: int) -> object:
        path = Path(address.removeprefix("file://").partition("#")[0])
        return (path / "index.html" if path.is_dir() else path).open("rb")

    monkeypatch.setattr(environment.urllib.request, "urlopen", open_folder)
    version, digests = environment._pinned_pip()
    assert version == "99.1"
    assert environment.download("pip", f"pip-{version}-py3-none-any.whl", digests) == wheel
    monkeypatch.setattr(environment, "_indexes", lambda: iter(indexes[:2]))
    with pytest.raises(environment.SetUpError, match=r"pip-99\.1-py3-none-any\.whl is not on"):
        environment.download("pip", "pip-99.1-py3-none-any.whl", digests)


def test_indexes_as_pip_is_configured(
    environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "pip.conf"
    config.write_text(
        "[global]\nindex-url = https://a.example/simple\nextra-index-url =\n"
        "  https://b.example/simple\n  https://c.example/simple\n",
        "utf-8",
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    assert list(environment._indexes()) == [
        "https://a.example/simple",
        "https://b.example/simple",
        "https://c.example/simple",
    ]
    monkeypatch.setenv("PIP_INDEX_URL", "https://d.example/simple")
    assert next(environment._indexes()) == "https://d.example/simple"
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_INDEX_URL")
    assert list(environment._indexes()) == ["https://pypi.org/simple"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_whole_and_knows_no_machine(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.partition("\n")[2])
    assert len(entries) > 40
    assert all("==" in e and "--hash=sha256:" in e for e in entries)
    assert not re.search(r"://|file:|--index|--find-links", text)


def test_the_locks_meet_the_project() -> None:
    """Everything that pyproject.toml asks for is locked, and both locks agree."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)
    groups = project["dependency-groups"]
    run, dev = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / n).read_text("utf-8"), re.MULTILINE))
        for n in LOCKS
    )

    def names(requirements: list[str]) -> set[str]:
        found = (re.split(r"[<>=!~;\s\[]", r, maxsplit=1)[0].lower() for r in requirements)
        return {re.sub(r"[-_.]+", "-", name) for name in found}

    assert names([*project["project"]["dependencies"], *groups["build"]]) <= run.keys()
    assert names(groups["dev"]) <= dev.keys()
    assert run.items() <= dev.items()


def test_make_knows_its_targets() -> None:
    done = subprocess.run(
        ["make", "--silent", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"edition", "test", "serve", "check", "clean", "lock"} <= listed


def test_a_console_without_our_characters(tmp_path: Path) -> None:
    """Of a console in ASCII nothing asks for more."""
    for name in (".ci/environment.py", "pyproject.toml", "requirements.lock"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    tools = tmp_path / "bin"
    tools.mkdir()
    done = subprocess.run(
        [sys.executable, tmp_path / ".ci" / "environment.py"],
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": str(tools),
             "PIP_NO_INDEX": "1", "HOME": str(tmp_path)},
        capture_output=True,
        check=False,
        timeout=100,
    )  # fmt: skip
    assert b"Making .venv" in done.stdout
    assert b"UnicodeEncodeError" not in done.stderr
