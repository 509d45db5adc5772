"""Everything that must hold before code is shared, in order of speed: `make test` and CI run exactly this."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from organizing.embedded import serving
from tests import production

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
MANAGE = [*PYTHON, "-W", "error", "manage.py"]
TESTING = {"TESTING": "1"}
SECTIONS: list[tuple[str, list[str], dict[str, str]]] = [
    ("Lint", [*PYTHON, "-m", "ruff", "check", "."], {}),
    ("Format", [*PYTHON, "-m", "ruff", "format", "--check", "."], {}),
    ("Types", [*PYTHON, "-m", "mypy", "."], TESTING),
    ("System checks", [*MANAGE, "check", "--fail-level", "WARNING"], TESTING),
    ("Production settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], production.example()),
    ("Migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], TESTING),
    ("Translations", [*MANAGE, "messages", "--check"], TESTING),
    ("Tests", [*PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", *sys.argv[1:]], TESTING),
]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="organizing-gate-") as folder:
        Path(folder).chmod(0o711)  # for root: the servers run under another account
        with serving(Path(folder), durable=False) as urls:
            for name, argv, env in SECTIONS:
                if not passes(name, argv, env | urls):
                    failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything holds.")
    return 1 if failed else 0


def passes(name: str, argv: list[str], env: dict[str, str]) -> bool:
    print(f"\n--- {name} {'-' * (72 - len(name))}", flush=True)
    started = time.monotonic()
    code = subprocess.run(argv, cwd=ROOT, env=os.environ | env, check=False).returncode
    print(f"{name}: {'FAILED' if code else 'ok'} in {time.monotonic() - started:.0f} s", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
