"""The rules that `tests/test_conventions.py` holds the tree to; each takes source and returns what breaks it."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("organizing", "chapters", "campaigns")


def modules(*folders: str) -> Iterator[tuple[str, Path]]:
    """(dotted name, path) of every Python file that we wrote by hand: migrations are left out."""
    for folder in folders or APPS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts and "vendor" not in parts:
                yield ".".join(part for part in parts if part != "__init__"), path


def templates() -> Iterator[tuple[str, str]]:
    """(name as Django knows it, source) of every template."""
    folder = ROOT / "templates"
    for path in sorted(folder.rglob("*.*")):
        yield path.relative_to(folder).as_posix(), path.read_text()
