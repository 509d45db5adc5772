"""Lists that leave: logged before the first row, and nothing in them that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chapters.exports import BOM, csv_response, safe
from chapters.models import AuditEntry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("+13235550142", "+13235550142"),
        ("-7.5", "-7.5"),
        ("Ana", "Ana"),
        (None, ""),
        (7, "7"),
    ],
)
def test_a_cell_is_never_a_formula(cell: object, written: str) -> None:
    assert safe(cell) == written


def test_the_file(cast: Cast) -> None:
    request: Any = SimpleNamespace(chapter=cast.here, user=cast.lead)
    rows = [("Núñez, Ana", "=1+1"), ('Say "hi"', None)]
    response = csv_response(request, filename="people.csv", header=("name", "note"), rows=rows, what="members")
    text = response.getvalue().decode()
    assert text.startswith(BOM)
    read = list(csv.reader(io.StringIO(text.removeprefix(BOM))))
    assert read == [["name", "note"], ["Núñez, Ana", "'=1+1"], ['Say "hi"', ""]]
    assert response.headers["Content-Disposition"] == 'attachment; filename="people.csv"'


def test_it_is_logged_before_a_row_is_read(cast: Cast) -> None:
    seen = []

    def rows() -> Iterator[tuple[str]]:
        seen.append(AuditEntry.objects.get().facts["what"])
        yield ("Ana",)

    request: Any = SimpleNamespace(chapter=cast.here, user=cast.lead)
    response = csv_response(request, filename="x.csv", header=("name",), rows=rows(), what="members")
    assert (AuditEntry.objects.get().act, seen) == ("list_exported", [])
    response.getvalue()
    assert seen == ["members"]
