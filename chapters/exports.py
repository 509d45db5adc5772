"""The only way a list leaves: logged before the first row, with a second yes if it is long, and with nothing in it that
a spreadsheet would run."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from chapters import audit
from chapters.access import ChapterRequest
from chapters.models import LeavingList, User

BOM = "\ufeff"  # Excel reads UTF-8 only with it
# What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def csv_response(
    request: ChapterRequest,
    *,
    filename: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    what: str,
    people: int,
) -> HttpResponseBase:
    """A CSV file about that many people. `what` is a stable word for the log ("members", "import_problems").

    Of more people than `EXPORT_SECOND_LEAD_ABOVE` the file waits for a second lead: the answer leads to its page.
    """
    if needs_two(people):
        text = "".join(written(header, rows))
        return asked(request, LeavingList(what=what, filename=filename, people=people, content=text))
    log(request, what, people)
    return numbers_response(filename=filename, header=header, rows=rows)


def numbers_response(
    *, filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV file, written while it is sent, that tells how many and never who: nothing is logged."""
    response = StreamingHttpResponse(written(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    return response


def page_response(
    request: ChapterRequest, template: str, context: dict[str, Any], *, what: str, people: int
) -> HttpResponse:
    """A list to print: it leaves like a file."""
    page = render(request, template, context)
    if needs_two(people):
        return asked(request, LeavingList(what=what, people=people, content=page.content.decode()))
    log(request, what, people)
    return page


def needs_two(people: int) -> bool:
    return people > int(settings.EXPORT_SECOND_LEAD_ABOVE)


def log(request: ChapterRequest, what: str, people: int) -> None:
    audit.record("list_exported", chapter=request.chapter, by=request.user, what=what, people=people)


@transaction.atomic
def asked(request: ChapterRequest, leaving: LeavingList) -> HttpResponse:
    """Keep the finished list, sealed, until another lead has looked at who takes out what."""
    leaving.chapter, leaving.asked_by = request.chapter, request.user
    leaving.save()
    facts: dict[str, Any] = {"what": leaving.what, "people": leaving.people}
    audit.record("list_asked_for", chapter=request.chapter, by=request.user, subject=leaving, **facts)
    return redirect("chapters:members_leaving", request.chapter.slug, leaving.code)


def approve(leaving: LeavingList, *, by: User) -> bool:
    """The second yes; False if it is not theirs to give, or not any more."""
    waiting = LeavingList.objects.waiting_for_a_yes().filter(pk=leaving.pk).exclude(asked_by=by)
    with transaction.atomic():
        done = waiting.update(approved_by=by, approved_at=timezone.now())
        if done:
            audit.record("list_let_go", chapter=leaving.chapter, by=by, subject=leaving, what=leaving.what)
    return bool(done)


def refuse(leaving: LeavingList, *, by: User) -> bool:
    """Anybody's no, also that of whoever asked."""
    with transaction.atomic():
        done = (
            LeavingList.objects.waiting_for_a_yes().filter(pk=leaving.pk).update(refused_at=timezone.now(), content="")
        )
        if done:
            audit.record("list_refused", chapter=leaving.chapter, by=by, subject=leaving, what=leaving.what)
    return bool(done)


def take_out(leaving: LeavingList, request: ChapterRequest) -> HttpResponse | None:
    """The file, once, to whoever asked for it, within the hour; None otherwise."""
    with transaction.atomic():
        mine = LeavingList.objects.ready().select_for_update().filter(pk=leaving.pk, asked_by=request.user).first()
        if mine is None:
            return None
        LeavingList.objects.filter(pk=mine.pk).update(taken_at=timezone.now(), content="")
        log(request, mine.what, mine.people)
    if mine.is_page:
        return HttpResponse(mine.content)
    response = HttpResponse(mine.content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=mine.filename)
    return response


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
