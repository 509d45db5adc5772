"""The only way a list leaves: logged before the first row, with nothing in it that a spreadsheet would run."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from chapters import audit
from chapters.access import ChapterRequest

BOM = "\ufeff"  # Excel reads UTF-8 only with it
# What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def csv_response(
    request: ChapterRequest, *, filename: str, header: Sequence[str], rows: Iterable[Sequence[object]], what: str
) -> StreamingHttpResponse:
    """A CSV file about people. `what` is a stable word for the log ("members", "import_problems")."""
    audit.record("list_exported", chapter=request.chapter, by=request.user, what=what)
    return numbers_response(filename=filename, header=header, rows=rows)


def numbers_response(
    *, filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV file, written while it is sent, that tells how many and never who: nothing is logged."""
    response = StreamingHttpResponse(written(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    return response


def page_response(request: ChapterRequest, template: str, context: dict[str, Any], *, what: str) -> HttpResponse:
    """A list to print, logged like a file."""
    audit.record("list_exported", chapter=request.chapter, by=request.user, what=what)
    return render(request, template, context)


class Echo:
    """A file whose `write` hands the line back."""

    def write(self, line: str) -> str:
        return line


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield BOM
    for row in chain([header], rows):
        yield writer.writerow([safe(cell) for cell in row])


def safe(cell: object) -> str:
    """The cell as text; an apostrophe in front keeps a spreadsheet from running it. Numbers stay numbers."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) and not PLAIN_NUMBER.fullmatch(text) else text
