"""A list on its way in: read, matched, brought in once, whatever happens to the worker."""

from datetime import timedelta

import pytest
import redis
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from chapters.members import consenting, importing, leasing
from chapters.models import AuditEntry, Consent, Import, ImportRow, Member, OptOut
from tests.cast import Cast
from tests.chapters.members.uploads import YES, bring_in, page, read
from tests.factories import make_member, signed_in

ROWS = """First Name,Last Name,Cell Phone,Email,Zip,Language,Tags,DOB
Rosa,Villaseñor,(323) 555-0101,ROSA@example.org,90042,Spanish,"driver, host",1961-02-03
Hector,Villaseñor,323.555.0101 x2,rosa@example.org,90042-1111,es,,1960-01-01
Rosa,Otra,323 555 0101,,,,,
Ana,,763-0370,ana@example.org,,,,
,,,lonely@example.org,2139,,,
"""


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def states(incoming: Import) -> list[tuple[int, str, str]]:
    return list(incoming.rows.values_list("number", "state", "problem"))


def reachable(channel: str = "text") -> list[str]:
    return sorted(Member.objects.reachable_by(channel).values_list("name", flat=True))


def test_rows_are_sorted_into_new_known_twice_and_bad(cast: Cast, lead: Client) -> None:
    make_member(cast.here, "Lupe", phone="", email="lonely@example.org")
    make_member(cast.there, "Rosa Villaseñor", phone="+13235550101")
    incoming = read(lead, ROWS)
    assert incoming.state == Import.State.MAPPED
    assert states(incoming) == [
        (2, "new", ""),
        (3, "new", ""),
        (4, "twice", ""),
        (5, "bad", "Mobile phone: This number is 3 digits short. It needs 10, like 323 555 0142."),
        (6, "known", ""),
    ]
    assert (incoming.row_count, incoming.bad_count) == (5, 1)
    assert Member.objects.filter(chapter=cast.here).count() == 1


def test_people_come_in_with_their_names_as_given_and_households_apart(cast: Cast, lead: Client) -> None:
    incoming = bring_in(lead, ROWS, **YES)
    assert (incoming.state, incoming.made_count, incoming.content) == (Import.State.DONE, 3, "")
    people = {member.name: member for member in cast.here.members.all()}
    assert sorted(people) == ["Friend", "Hector Villaseñor", "Rosa Villaseñor"]
    rosa = people["Rosa Villaseñor"]
    assert (rosa.phone, rosa.email, rosa.zip) == ("+13235550101", "rosa@example.org", "90042")
    assert (rosa.language, rosa.first_name) == ("es", "Rosa")
    assert sorted(rosa.tags.values_list("name", flat=True)) == ["driver", "host"]
    assert people["Friend"].zip == "02139"
    assert reachable() == ["Hector Villaseñor", "Rosa Villaseñor"]
    proof = rosa.consents.get()
    assert (proof.source, proof.source_detail, proof.wording_text) == (
        "import",
        YES["text_source"],
        YES["text_wording"],
    )
    assert (proof.entered_by, proof.language) == (cast.lead, "es")
    assert reachable("email") == []
    assert Member.objects.with_phone("+13235550101").count() == 2
    entry = AuditEntry.objects.get(act="list_brought_in")
    assert (entry.user, entry.facts["made"]) == (cast.lead, 3)


def test_without_a_source_people_are_kept_and_not_written_to(cast: Cast, lead: Client) -> None:
    bring_in(lead, ROWS)
    assert cast.here.members.count() == 3
    assert (reachable(), Consent.objects.count()) == ([], 0)


def test_bringing_the_same_list_in_again_adds_nobody(cast: Cast, lead: Client) -> None:
    bring_in(lead, ROWS + "Noa,Contact,,,90042,,,\n", **YES)
    before = sorted(Member.objects.values_list("code", flat=True))
    again = bring_in(lead, ROWS + "Noa,Contact,,,90042,,,\n", **YES)
    assert sorted(Member.objects.values_list("code", flat=True)) == before
    assert (again.made_count, again.changed_count, Consent.objects.count()) == (0, 0, 2)


def test_what_is_missing_is_filled_in_and_nothing_is_changed(cast: Cast, lead: Client) -> None:
    member = make_member(cast.here, "Rosa V.", phone="+13235550101", zip="60622", consents=())
    incoming = bring_in(lead, ROWS)
    member.refresh_from_db()
    assert (member.name, member.zip, member.email) == ("Rosa V.", "60622", "rosa@example.org")
    assert Member.objects.with_email("rosa@example.org").filter(pk=member.pk).exists()
    assert incoming.changed_count == 1


def test_a_number_that_a_list_brings_knows_its_zones(cast: Cast, lead: Client) -> None:
    known = make_member(cast.here, "Rosa Villaseñor", phone="", email="rosa@example.org", consents=())
    assert known.phone_zones == ""
    bring_in(lead, ROWS)
    zones = set(cast.here.members.exclude(phone_index="").values_list("name", "phone_zones"))
    assert zones == {("Rosa Villaseñor", "America/Los_Angeles"), ("Hector Villaseñor", "America/Los_Angeles")}


def test_a_list_never_resubscribes_anybody(cast: Cast, lead: Client) -> None:
    consenting.stop("text", "+13235550101", source=Consent.Source.KEYWORD)
    said_no = make_member(cast.here, "Ana Ruiz", phone="+13235550102", consents=())
    consenting.record(said_no, "text", given=False, source=Consent.Source.PERSON)
    rows = f"{ROWS}Ana,Ruiz,323 555 0102,,,,,\nLuz,Nueva,323 555 0103,,,,,\n"
    incoming = bring_in(lead, rows, **YES)
    assert reachable() == ["Luz Nueva"]
    assert incoming.stopped_count == 3
    assert OptOut.objects.count() == 1


def test_opt_out_columns_are_honored(cast: Cast, lead: Client) -> None:
    make_member(cast.here, "Bea Ruiz", phone="+13235550112")
    rows = """first_name,email,can2_phone,can2_subscription_status,can2_sms_status,do_not_call
Al,al@example.org,3235550111,subscribed,subscribed,
Bea,bea@example.org,3235550112,unsubscribed,unsubscribed,
Cy,cy@example.org,3235550113,bouncing,,
Di,di@example.org,3235550114,subscribed,subscribed,Y
"""
    emails = {"email_source": "Form", "email_wording": "Yes, email me."}
    bring_in(lead, rows, **YES, **emails)
    assert (reachable("text"), reachable("email")) == (["Al"], ["Al", "Di"])
    assert set(OptOut.objects.values_list("chapter__slug", flat=True)) == {"highland-park"}
    assert Member.objects.opted_out("text").count() == 2


def set_cells(number: int, cells: str) -> str:
    """As they lie in the table; returns what was there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cells FROM chapters_importrow WHERE number = %s", [number])
        before: str = cursor.fetchone()[0]
        cursor.execute("UPDATE chapters_importrow SET cells = %s WHERE number = %s", [cells, number])
    return before


def test_a_worker_that_dies_loses_at_most_its_batch(cast: Cast, lead: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies over a row of its third batch; another takes up when the lease is over."""
    rows = "Name,Email\n" + "".join(f"Person {n},p{n}@example.org\n" for n in range(25))
    incoming = read(lead, rows)
    monkeypatch.setattr(importing, "BATCH", 10)
    lead.post(f"/c/highland-park/people/import/{incoming.code}/bring-in/")
    cells = set_cells(24, "lost:a2V5")
    with pytest.raises(KeyError):
        importing.run(incoming.pk)
    incoming.refresh_from_db()
    assert (incoming.state, incoming.done_count, cast.here.members.count()) == (Import.State.RUNNING, 20, 20)
    set_cells(24, cells)
    importing.run(incoming.pk)
    assert cast.here.members.count() == 20, "the lease still holds"
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    importing.run(incoming.pk)
    importing.run(incoming.pk)
    incoming.refresh_from_db()
    assert (incoming.state, incoming.made_count, cast.here.members.count()) == (Import.State.DONE, 25, 25)


def test_a_worker_that_lost_its_lease_undoes_its_batch(cast: Cast, lead: Client) -> None:
    incoming = read(lead, ROWS)
    lead.post(page(incoming, "bring-in/"))
    mine = leasing.taken(incoming.pk)
    assert mine is not None
    Import.objects.update(lease_until=timezone.now() + timedelta(seconds=99))
    with pytest.raises(leasing.LeaseLost):
        importing.bring_in(mine)
    assert cast.here.members.count() == 0


def test_stalled_imports_are_taken_up(cast: Cast, lead: Client, settings: LazySettings) -> None:
    broker = redis.from_url(settings.REDIS_URL)
    broker.delete("default")
    incoming = read(lead, ROWS)
    importing.resume_stalled()
    assert broker.llen("default") == 0
    lead.post(page(incoming, "bring-in/"))
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    importing.resume_stalled()
    assert broker.llen("default") == 1
    broker.delete("default")


def test_rows_and_file_are_encrypted_and_hold_no_birth_date(cast: Cast, lead: Client) -> None:
    incoming = read(lead, ROWS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM chapters_import")
        held = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(cells, ' ') FROM chapters_importrow")
        held += cursor.fetchone()[0]
    assert [word for word in ("Rosa", "rosa@", "555", "1961") if word in held] == []
    assert incoming.dropped == ["DOB"]
    clear = incoming.content + " ".join(row.cells for row in incoming.rows.all())
    assert "Rosa" in clear
    assert [word for word in ("1961", "1960", "DOB") if word in clear] == []
    assert ImportRow.objects.exclude(chapter=cast.here).count() == 0
