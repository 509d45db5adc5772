"""The worker dies in the middle of a list, while it reads, brings in and takes back: nobody twice, nobody missing."""

from functools import partial

import pytest
from django.utils import timezone

from chapters.members import headers, importing, sheets
from chapters.models import Consent, Import, Member, MemberTag
from tests.cast import Cast
from tests.faults.standin import StandIn
from tests.faults.workers import Worker, until

PEOPLE, KILLS = 12_000, 3


def a_list(cast: Cast) -> Import:
    rows = (f"Person {n},{213_200_0000 + n},p{n}@example.org,ward {n % 7}\n" for n in range(PEOPLE))
    sheet = sheets.read(("Name,Phone,Email,Tags\n" + "".join(rows)).encode())
    return Import.objects.create(
        chapter=cast.here, uploaded_by=cast.lead, filename="list.csv", encoding="utf-8", delimiter=",",
        header=sheet.header, content=sheet.content, mapping=headers.guess(sheet.header), language="en",
        text_source="Clipboard", text_wording="Yes, text me.", state=Import.State.READING,
    )  # fmt: skip


def push(incoming: Import, name: str, least: object) -> bool:
    """Hand it to whatever worker lives, as the timetable does once the lease of a dead one is over."""
    importing.nudge(incoming.pk)
    incoming.refresh_from_db()
    found = getattr(incoming, name)
    return bool(found >= least if isinstance(least, int) else found == least)


def killed(incoming: Import, standin: StandIn, count: str, end: str) -> None:
    """Let a worker do a part, kill it, and let the next go on; the last one comes to the end."""
    for kill in range(1, KILLS + 1):
        worker = Worker(standin.url)
        try:
            until(partial(push, incoming, count, kill * PEOPLE // (KILLS + 2)), every=0.02)
        finally:
            worker.kill()
        incoming.refresh_from_db()
        assert incoming.state != end, "It was too quick to be killed."
        Import.objects.update(lease_until=timezone.now())
    worker = Worker(standin.url)
    try:
        until(partial(push, incoming, "state", end))
    finally:
        worker.kill()


def begin(incoming: Import, state: str) -> None:
    Import.objects.filter(pk=incoming.pk).update(state=state, lease_until=None)


@pytest.mark.django_db(transaction=True)
def test_a_list_comes_in_once_and_goes_once(cast: Cast, standin: StandIn) -> None:
    incoming = a_list(cast)
    killed(incoming, standin, "row_count", Import.State.MAPPED)
    assert (incoming.rows.count(), incoming.row_count, incoming.bad_count) == (PEOPLE, PEOPLE, 0)
    begin(incoming, Import.State.RUNNING)
    killed(incoming, standin, "done_count", Import.State.DONE)
    assert (incoming.made_count, incoming.done_count, incoming.changed_count) == (PEOPLE, PEOPLE, 0)
    assert Member.objects.values("email_index").distinct().count() == Member.objects.count() == PEOPLE
    assert (Consent.objects.count(), MemberTag.objects.count()) == (PEOPLE, PEOPLE)
    begin(incoming, Import.State.UNDOING)
    killed(incoming, standin, "undone_count", Import.State.UNDONE)
    assert (incoming.undone_count, Member.objects.count(), Consent.objects.count()) == (PEOPLE, 0, 0)
