"""Makes `.venv` from the pinned requirements, with nothing but Python's standard library.

`python3 organizing/bootstrap.py requirements.txt …` installs only what changed since the last time. The Makefile runs
it with whatever python3 there is, so it stays readable to old ones, which it turns away.
"""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"


def main(*requirements: str) -> None:
    check_python()
    check_port(os.environ.get("CHECK_PORT", "0"))
    try:
        Path("var").mkdir(exist_ok=True)
        with Path("var/bootstrap.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` and `make test` may both be the first, at the same moment
            install(*requirements)
    except PermissionError as error:
        sys.exit(f"You may not write {error.filename} here: change its owner, or clone into a folder of your own.")


def check_python() -> None:
    if sys.version_info < OLDEST:
        found, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        sys.exit(f"This needs Python {needed} or newer, but {sys.executable} is {found}; try PYTHON=python{needed}.")
    try:
        __import__("ensurepip")
        __import__("venv")
    except ImportError:
        sys.exit("Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv")


def check_port(port: str) -> None:
    """`make run` asks for it here, because it is better said before a long installation than after."""
    if not port.isdigit() or int(port) > 65535:
        sys.exit(f"PORT must be a number up to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            sys.exit(f"You may not use port {port}: choose one above 1023, like this: make run PORT=8001")
        except OSError:
            sys.exit(f"Port {port} is taken: stop what uses it, or choose another, like this: make run PORT=8001")


def install(*requirements: str) -> None:
    if not works():
        print("Making .venv ...", flush=True)
        run(sys.executable, "-m", "venv", "--clear", str(VENV), failure="The folder .venv could not be made.")
    stale = [name for name in requirements if stamp(name) != digest(name)]
    if not stale:
        return
    print("Installing the requirements into .venv ...", flush=True)
    options = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--quiet"]
    files = [argument for name in requirements for argument in ("-r", name)]
    failure = "The requirements could not be installed; pip says why above. Is there a network?"
    run(str(PYTHON), "-m", "pip", "install", *options, *files, failure=failure)
    for name in stale:
        stamp_path(name).write_text(digest(name))


def works() -> bool:
    """False for a missing or half-made .venv, and for one whose Python was upgraded away."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL, check=False).returncode == 0


def run(*argv: str, failure: str) -> None:
    if subprocess.run(argv, check=False).returncode:
        sys.exit(failure)


def digest(name: str) -> str:
    return hashlib.sha256(Path(name).read_bytes()).hexdigest()


def stamp(name: str) -> str:
    return stamp_path(name).read_text() if stamp_path(name).exists() else ""


def stamp_path(name: str) -> Path:
    return VENV / f"{name}.installed"


if __name__ == "__main__":
    main(*sys.argv[1:])
