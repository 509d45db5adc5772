"""A whole list taken back: who it made goes, what it changed is as before, and the ledger only grows."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from chapters.members import consenting, importing, undoing
from chapters.models import AuditEntry, Consent, Import, ImportRow, Member, OptOut, Tag
from tests.cast import Cast
from tests.chapters.members.uploads import YES, bring_in, page, read
from tests.factories import make_event, make_member, signed_in
from tests.faults.fixtures import make_delivery

LIST = """Name,Phone,Email,Zip,Tags,Notes,Do not text
Rosa Villaseñor,323 555 0101,rosa@example.org,90065,driver,Has a van,
Ana Ruiz,323 555 0102,,90042,driver,,
Ana,323 555 0102,ana@example.org,,host,,
Luz Stop,323 555 0103,,,,,yes
"""


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


@pytest.fixture
def rosa(cast: Cast) -> Member:
    return make_member(cast.here, "Rosa V.", phone="+13235550101", zip="60622", consents=())


def updated(lead: Client, rows: str = LIST, **said: str) -> Import:
    incoming = read(lead, rows, **said)
    lead.post(page(incoming, "bring-in/"), {"when_known": "update"})
    importing.run(incoming.pk)
    return incoming


def take_back(lead: Client, incoming: Import) -> str:
    lead.post(f"/c/highland-park/people/import/{incoming.code}/take-back/")
    importing.run(incoming.pk)
    incoming.refresh_from_db()
    return " ".join(lead.get(page(incoming)).content.decode().split())


def test_everything_is_as_before(cast: Cast, lead: Client, rosa: Member) -> None:
    before = {name: value for name, value in vars(rosa).items() if name not in {"_state", "updated_at"}}
    incoming = updated(lead, **YES)
    assert "Was this the wrong list?" in lead.get(page(incoming)).content.decode()
    rosa.refresh_from_db()
    assert (rosa.name, rosa.zip, rosa.email) == ("Rosa Villaseñor", "90065", "rosa@example.org")
    assert rosa.notes.count() == 1
    text = take_back(lead, incoming)
    assert "This list was taken back" in text
    assert "<b>2</b><span>people whom it had brought are gone" in text
    rosa.refresh_from_db()
    assert {name: value for name, value in vars(rosa).items() if name in before} == before
    assert (rosa.tags.count(), rosa.notes.count()) == (0, 0)
    assert list(cast.here.members.all()) == [rosa]
    assert list(rosa.consents.values_list("is_given", "source", "source_detail")) == [
        (False, "undo", "list.csv"),
        (True, "import", YES["text_source"]),
    ]
    entries = AuditEntry.objects.filter(act__startswith="list_und")
    assert [(entry.act, entry.user, entry.facts.get("gone")) for entry in entries] == [
        ("list_undone", cast.lead, 2),
        ("list_undo_asked", cast.lead, None),
    ]
    assert ImportRow.objects.exclude(did="").count() == 0


def test_a_stop_stays_and_a_yes_of_the_right_list_counts_again(cast: Cast, lead: Client, rosa: Member) -> None:
    take_back(lead, updated(lead, **YES))
    assert OptOut.objects.count() == 1
    assert Member.objects.reachable_by("text").count() == 0
    bring_in(lead, LIST, **YES)
    reached = Member.objects.reachable_by("text").values_list("first_name", flat=True)
    assert sorted(reached) == ["Ana", "Rosa"]


def test_what_was_changed_since_stays(cast: Cast, lead: Client, rosa: Member) -> None:
    incoming = updated(lead)
    rosa.refresh_from_db()
    rosa.zip = "94110"
    rosa.save()
    take_back(lead, incoming)
    rosa.refresh_from_db()
    assert (rosa.name, rosa.zip, rosa.email) == ("Rosa V.", "94110", "")


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        ("rsvp", "There is more about this person now: seats."),
        ("sent", "There is more about this person now: messages to people."),
        ("login", "This person signs in here."),
        ("edit", "Someone changed this person since."),
        ("tag", "There is more about this person now: tags."),
        ("note", "There is more about this person now: notes."),
        ("word", "There is more about this person now: their own yes or no."),
        ("list", "There is more about this person now: another list."),
    ],
)
def test_who_has_done_something_since_stays_with_the_reason(cast: Cast, lead: Client, happens: str, why: str) -> None:
    incoming = bring_in(lead, LIST, **YES)
    ana = cast.here.members.with_phone("+13235550102").get()
    happen(cast, lead, ana, happens)
    text = take_back(lead, incoming)
    assert "<b>1</b><span>of them stay" in text
    assert why in text
    assert f"/c/highland-park/people/{ana.code}/" in text
    assert list(cast.here.members.all()) == [ana]
    if happens != "word":
        assert Member.objects.reachable_by("text").count() == 0


def happen(cast: Cast, lead: Client, ana: Member, what: str) -> None:
    if what == "rsvp":
        make_event(cast.here).rsvps.create(chapter=cast.here, member=ana, state="going", source="page")
    elif what == "sent":
        make_delivery(cast.here, member=ana, address=ana.phone, state="delivered")
    elif what == "login":
        Member.objects.filter(pk=ana.pk).update(user=cast.nobody)
    elif what == "edit":
        ana.save()
    elif what == "tag":
        ana.member_tags.create(chapter=cast.here, tag=Tag.objects.create(chapter=cast.here, name="by hand"))
    elif what == "note":
        ana.notes.create(chapter=cast.here, body="Called her.")
    elif what == "word":
        consenting.record(ana, "text", given=True, source=Consent.Source.PERSON, wording_text="Yes.")
    else:
        bring_in(lead, "Name,Phone\nAna,323 555 0102\n")


def test_a_yes_that_they_gave_since_stays(cast: Cast, lead: Client, rosa: Member) -> None:
    incoming = updated(lead, **YES)
    consenting.record(rosa, "text", given=True, source=Consent.Source.KEYWORD, wording_text="START")
    take_back(lead, incoming)
    assert list(Member.objects.reachable_by("text")) == [rosa]


def test_it_goes_on_after_a_worker_died(cast: Cast, lead: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "Name,Email\n" + "".join(f"Person {n},p{n}@example.org\n" for n in range(25))
    incoming = bring_in(lead, rows)
    monkeypatch.setattr(undoing, "BATCH", 10)
    lead.post(page(incoming, "take-back/"))
    broken = incoming.rows.get(number=5)
    ImportRow.objects.filter(pk=broken.pk).update(did="not json")
    with pytest.raises(ValueError, match="Expecting value"):
        importing.run(incoming.pk)
    incoming.refresh_from_db()
    assert (incoming.undone_count, cast.here.members.count()) == (20, 5)
    assert "20 of 25 rows are taken back." in lead.get(page(incoming)).content.decode()
    ImportRow.objects.filter(pk=broken.pk).update(did=broken.did)
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    importing.run(incoming.pk)
    incoming.refresh_from_db()
    assert (incoming.state, incoming.undone_count, cast.here.members.count()) == (Import.State.UNDONE, 25, 0)


def test_only_for_30_days_and_only_once(cast: Cast, lead: Client) -> None:
    incoming = bring_in(lead, LIST)
    Import.objects.update(finished_at=timezone.now() - timedelta(days=31))
    assert "Was this the wrong list?" not in lead.get(page(incoming)).content.decode()
    response = lead.post(page(incoming, "take-back/"), follow=True)
    assert "more than 30 days ago" in response.content.decode()
    call_command("purge")
    assert ImportRow.objects.exclude(did="").count() == 0
    Import.objects.update(finished_at=timezone.now())
    for _n in range(2):
        lead.post(page(incoming, "take-back/"))
    assert AuditEntry.objects.filter(act="list_undo_asked").count() == 1


def test_only_leads_and_only_their_own(cast: Cast, lead: Client) -> None:
    incoming = bring_in(lead, LIST)
    assert signed_in(cast.organizer).post(page(incoming, "take-back/")).status_code == 403
    elsewhere = page(incoming, "take-back/").replace("highland-park", "east-valley")
    assert signed_in(cast.stranger).post(elsewhere).status_code == 404
    assert Import.objects.get().state == Import.State.DONE
