"""Published files for trying the software on, where somebody has put them beside the project: tests may read them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def folders() -> Iterator[Path]:
    """`shared/data` beside this checkout, or beside one of the folders it lies in."""
    yield from (parent / "shared" / "data" for parent in ROOT.parents)


def published(path: str) -> Path:
    """A file or folder of the published data; the test is skipped where there is none."""
    found = next((folder / path for folder in folders() if (folder / path).exists()), None)
    return found or pytest.skip(f"No published data here: shared/data/{path}")
