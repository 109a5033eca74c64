#!/usr/bin/env python3
"""Set up ``.venv`` beside this project: the locked packages, and the project itself, editable.

Called by the Makefile; needs nothing but a Python of the versions below. What is installed is
recorded in ``.venv/.installed``, so that a second call does nothing and needs no network.
"""

from __future__ import annotations

import argparse
import configparser
import hashlib
import html.parser
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUN = "requirements.lock"
DEV = "requirements-dev.lock"


class SetUpError(Exception):
    """The environment cannot be set up; the message says why and what to do."""


def main() -> int:
    """Set up for running, or with ``--dev`` for testing too; ``--lock`` refreshes the locks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that has not all characters
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description="Set up .venv from the locks.")
    parser.add_argument("--dev", action="store_true", help="install what the tests need too")
    parser.add_argument("--recreate", action="store_true", help="use this Python in any case")
    parser.add_argument("--lock", action="store_true", help="refresh the locks (needs uv)")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    try:
        if arguments.lock:
            lock()
        else:
            set_up(dev=arguments.dev, recreate=arguments.recreate)
    except SetUpError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


# --- the environment --------------------------------------------------------------------------


def set_up(*, dev: bool, recreate: bool) -> None:
    """Bring ``.venv`` up to date; ``recreate`` makes it anew where it has another Python."""
    record = VENV / ".installed"
    have = record.read_text("utf-8").splitlines() if record.is_file() else []
    if have and recreate and have[0] != f"python {platform.python_version()} at {VENV}":
        have = []
    if have and _interpreter(VENV) and have[0].endswith(f" at {VENV}"):
        wanted = [have[0], *_wanted(dev=dev or len(have) > 2)]  # what was installed for tests stays
        if have == wanted:
            return
    else:
        print(f"Making .venv with Python {platform.python_version()} …", flush=True)
        _make_venv()
        wanted = [f"python {platform.python_version()} at {VENV}", *_wanted(dev=dev)]
    record.unlink(missing_ok=True)
    name = DEV if len(wanted) > 2 else RUN
    print(f"Installing the packages of {name} …", flush=True)
    _pip("install", "--require-hashes", "--only-binary=:all:", "--requirement", name)
    _pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")
    record.write_text("\n".join(wanted) + "\n", "utf-8")
    print("Ready: .venv", flush=True)


def _wanted(*, dev: bool) -> list[str]:
    """Return a line for each lock to install, with digests of all that decides what it installs."""
    project = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()[:16]
    return [
        f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()[:16]} {project}"
        for name in ([RUN, DEV] if dev else [RUN])
    ]


def _interpreter(venv: Path) -> Path | None:
    """Return the environment's Python where there is one that starts."""
    for path in (venv / "bin" / "python", venv / "Scripts" / "python.exe"):
        if path.exists() and _runs([path, "-c", ""]):
            return path
    return None


def _make_venv() -> None:
    """Make ``.venv`` anew with a pip in it, whatever parts of Python the system leaves out."""
    shutil.rmtree(VENV, ignore_errors=True)
    new = [sys.executable, "-m", "venv", str(VENV)]
    # Debian's python3 comes without ensurepip: python3-venv brings it.
    if _runs([sys.executable, "-c", "import ensurepip"]) and _runs(new):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        if not _runs([*new, "--without-pip"]):
            raise SetUpError("this Python has no venv module")
        _install_pip()
    except (SetUpError, OSError, ValueError) as reason:
        shutil.rmtree(VENV, ignore_errors=True)
        if _apt("python3-venv") and _runs(new):
            return
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetUpError(
            f"cannot make a virtual environment with {sys.executable} ({reason}). "
            "Install its venv package (Debian, Ubuntu: apt install python3-venv), or name another "
            "Python: make PYTHON=python3.12"
        ) from reason


def _apt(package: str) -> bool:
    """Install a Debian package where this is root on such a system; say if it was installed."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} with apt-get …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "-q", "update"]
    install = ["apt-get", "-q", "-y", "install", "--no-install-recommends", package]
    return all(
        subprocess.run(c, env=environment, check=False).returncode == 0 for c in (update, install)
    )


def _runs(command: Sequence[str | Path]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _pip(*arguments: str) -> None:
    python = _interpreter(VENV)
    command = [str(python), "-m", "pip", "-qq", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, check=False).returncode != 0:
        raise SetUpError(
            f"pip {arguments[0]} failed (above is why); once mended, the same command goes on"
        )


# --- pip, where the system's Python cannot bring its own ----------------------------------------


def _install_pip() -> None:
    """Install the locked pip from its wheel, taken from the index that pip is configured for."""
    version, digests = _pinned_pip()
    name = f"pip-{version}-py3-none-any.whl"
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / name
        wheel.write_bytes(download("pip", name, digests))
        python = VENV / "bin" / "python"
        # A wheel is a zip file, and Python runs modules out of those.
        command = [str(python), f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SetUpError(f"pip's wheel does not install: {done.stderr.strip()}")


def _pinned_pip() -> tuple[str, frozenset[str]]:
    match = re.search(
        r"^pip==(\S+)((?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})+)",
        (ROOT / RUN).read_text("utf-8"),
        re.MULTILINE,
    )
    if not match:
        raise SetUpError(f"{RUN} does not name pip")
    return match[1], frozenset(re.findall(r"sha256:([0-9a-f]{64})", match[2]))


def download(project: str, name: str, digests: frozenset[str]) -> bytes:
    """Return a project's file from the first configured index that has it with one of the digests.

    Raise SetUpError where none has.
    """
    reasons: list[str] = []
    for index in _indexes():
        page = f"{index.rstrip('/')}/{project}/"
        try:
            with urllib.request.urlopen(page, timeout=60) as answer:
                links = _Links(answer.read().decode("utf-8"))
            for link in links.found:
                address = urllib.parse.urljoin(page, link)
                if urllib.parse.urlsplit(address).path.endswith("/" + name):
                    with urllib.request.urlopen(address, timeout=180) as answer:
                        data: bytes = answer.read()
                    if hashlib.sha256(data).hexdigest() in digests:
                        return data
            reasons.append(f"{name} is not on {page}")
        except (OSError, ValueError) as error:
            reasons.append(f"{page}: {error}")
    raise SetUpError("; ".join(reasons))


def _indexes() -> Iterator[str]:
    """Yield the package indexes in the order in which pip's own configuration counts."""
    config = configparser.RawConfigParser()
    home = Path.home()
    files: list[str | Path] = [
        "/etc/xdg/pip/pip.conf",
        "/etc/pip.conf",
        home / ".pip" / "pip.conf",
        Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf",
    ]
    if os.environ.get("PIP_CONFIG_FILE") != os.devnull:
        if chosen := os.environ.get("PIP_CONFIG_FILE"):
            files.append(chosen)
        config.read(files, encoding="utf-8")
    for option, default in (("index-url", "https://pypi.org/simple"), ("extra-index-url", "")):
        variable = "PIP_" + option.upper().replace("-", "_")
        value = default
        for section in ("global", "install"):
            value = config.get(section, option, fallback=value)
        yield from os.environ.get(variable, value).split()


class _Links(html.parser.HTMLParser):
    """The targets of a page's links, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an ``<a href>``."""
        if tag == "a":
            self.found.extend(value for name, value in attrs if name == "href" and value)


# --- the locks --------------------------------------------------------------------------------


def lock() -> None:
    """Write both locks anew: the newest versions that every Python of pyproject.toml can have."""
    import tomllib

    uv = shutil.which("uv")
    if not uv:
        raise SetUpError("the locks are made with uv: pip install uv (https://docs.astral.sh/uv/)")
    with (ROOT / "pyproject.toml").open("rb") as stream:
        oldest = re.findall(r"\d+\.\d+", tomllib.load(stream)["project"]["requires-python"])[0]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("UV_", "PIP_"))}
    for name, options in ((RUN, []), (DEV, ["--group", "dev", "--constraint", RUN])):
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / name
            command = [uv, "pip", "compile", "--no-config", "--quiet", "--universal"]
            command += ["--python-version", oldest, "--fork-strategy", "fewest"]
            command += [
                "--generate-hashes",
                "--only-binary",
                ":all:",
                "--no-annotate",
                "--no-header",
            ]
            command += ["--group", "build", *options, "pyproject.toml", "--output-file", str(fresh)]
            if subprocess.run(command, env=environment, check=False).returncode != 0:
                raise SetUpError(f"uv cannot resolve {name} (above is why)")
            head = "# Made by `make lock` from pyproject.toml; never edited by hand.\n"
            (ROOT / name).write_text(head + fresh.read_text("utf-8"), "utf-8")
        print(f"Wrote {name}", flush=True)


def _use_supported_python() -> None:
    """Go on with another Python of this system where this one is too old or too new."""
    if (3, 11) <= sys.version_info[:2] < (3, 15):
        return
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        other = shutil.which(name)
        if other and _runs([other, "-c", ""]):
            os.execv(other, [other, *sys.argv])
    sys.exit(
        f"error: this project needs Python 3.11 to 3.14, and {sys.executable} is "
        f"{platform.python_version()}; name another: make PYTHON=/path/to/python3.12"
    )


if __name__ == "__main__":
    _use_supported_python()
    sys.exit(main())
