"""What is kept goes on time, in batches that may be killed anywhere, and a second run has nothing left to do."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from chapters import audit, limits, retention
from chapters.audit_words import told
from chapters.models import AuditEntry, Import, ImportRow, Note, TokenBucket, User
from chapters.retention import Rule
from tests.cast import Cast
from tests.factories import make_member

pytestmark = pytest.mark.django_db
NOTES = Rule("notes", Note, days=10, since=("created_at",))
MOMENT = timedelta(seconds=1)
broken = {"now": False}


def break_sometimes(rows: Any, now: datetime) -> None:
    rows.delete()
    if broken["now"] and Note.objects.count() <= 2:
        raise RuntimeError("killed")


BREAKING = [Rule("notes", Note, days=10, since=("created_at",), act=break_sometimes)]


@pytest.fixture
def only_notes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RETENTION = [f"{__name__}.BREAKING"]
    monkeypatch.setattr(retention, "BATCH", 2)


def make_notes(cast: Cast, count: int, *, age: timedelta) -> list[int]:
    member = make_member(cast.here)
    rows = [Note.objects.create(chapter=cast.here, member=member, body="Needs a ride") for _ in range(count)]
    Note.objects.filter(pk__in=[row.pk for row in rows]).update(created_at=timezone.now() - age)
    return [row.pk for row in rows]


def purged(**options: Any) -> str:
    out = StringIO()
    call_command("purge", stdout=out, **options)
    return out.getvalue()


def test_only_what_is_old_enough_goes(cast: Cast, only_notes: None) -> None:
    make_notes(cast, 3, age=timedelta(days=10) + MOMENT)
    young = make_notes(cast, 2, age=timedelta(days=10) - timedelta(minutes=5))
    assert purged(dry_run=True) == "notes, kept 10 days: 3 would go.\n"
    assert Note.objects.count() == 5
    assert purged() == "notes, kept 10 days: 3 gone.\n"
    assert sorted(Note.objects.values_list("pk", flat=True)) == young
    assert purged() == "notes, kept 10 days: 0 gone.\n"


def test_it_can_be_another_day(cast: Cast, only_notes: None) -> None:
    make_notes(cast, 1, age=timedelta(0))
    later = timezone.now() + timedelta(days=11)
    assert purged(now=timezone.now().isoformat()) == "notes, kept 10 days: 0 gone.\n"
    assert purged(now=f"{later:%Y-%m-%d}") == "notes, kept 10 days: 1 gone.\n"
    with pytest.raises(CommandError, match="is no moment"):
        purged(now="tomorrow")


def test_who_kills_it_loses_one_batch_at_most(cast: Cast, only_notes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_notes(cast, 5, age=timedelta(days=11))
    monkeypatch.setitem(broken, "now", True)
    with pytest.raises(RuntimeError):
        purged()
    assert Note.objects.count() == 3
    monkeypatch.setitem(broken, "now", False)
    assert purged() == "notes, kept 10 days: 3 gone.\n"


def test_the_record_holds_numbers_only(cast: Cast, only_notes: None) -> None:
    purged()
    assert AuditEntry.objects.count() == 0
    make_notes(cast, 3, age=timedelta(days=11))
    purged()
    entry = AuditEntry.objects.get()
    assert (entry.chapter, entry.user, entry.facts) == (None, None, {"what": "notes", "rows": 3})
    assert told(entry) == "let go of what was kept long enough: notes, 3 rows"


def test_a_turn_ends_and_goes_on_later(cast: Cast, only_notes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_notes(cast, 3, age=timedelta(days=11))
    asked: list[Any] = []
    monkeypatch.setattr(retention.purge_tonight, "apply_async", lambda **options: asked.append(options))
    monkeypatch.setattr(retention, "TURN_SECONDS", 0)
    retention.purge_tonight()
    assert (Note.objects.count(), asked) == (3, [{"queue": "default", "retry": False}])
    monkeypatch.setattr(retention, "TURN_SECONDS", 20)
    retention.purge_tonight()
    assert (Note.objects.count(), len(asked)) == (0, 1)


def test_a_list_that_nobody_brought_in_is_thrown_away(cast: Cast) -> None:
    old = {state: make_list(cast, state, days=8) for state in Import.State.values}
    young = make_list(cast, Import.State.MAPPED, days=6)
    purged()
    found = {state: Import.objects.get(pk=source.pk) for state, source in old.items()}
    gone = {state for state, source in found.items() if not source.content}
    assert gone == {"uploaded", "mapped"}
    assert {found["uploaded"].state, found["mapped"].state} == {"cancelled"}
    assert Import.objects.get(pk=young.pk).content
    assert set(ImportRow.objects.values_list("source", flat=True)) == {
        source.pk for state, source in found.items() if state not in gone
    } | {young.pk}


def test_the_bad_rows_of_a_list_that_came_in_go(cast: Cast) -> None:
    source = make_list(cast, Import.State.DONE, days=40)
    ImportRow.objects.create(chapter=cast.here, source=source, number=2, cells="", state="done")
    Import.objects.update(finished_at=timezone.now() - timedelta(days=29))
    purged()
    assert source.rows.count() == 2
    Import.objects.update(finished_at=timezone.now() - timedelta(days=31))
    purged()
    assert [row.state for row in source.rows.all()] == ["done"]


def make_list(cast: Cast, state: str, *, days: int) -> Import:
    source = Import.objects.create(
        chapter=cast.here, uploaded_by=cast.lead, filename="a.csv", encoding="utf-8", delimiter=",", header=["name"],
        state=state, content="name\nRosa\n",
    )  # fmt: skip
    ImportRow.objects.create(chapter=cast.here, source=source, number=1, cells='["Rosa"]', state="bad")
    Import.objects.filter(pk=source.pk).update(updated_at=timezone.now() - timedelta(days=days))
    return source


def test_the_privacy_page_names_the_same_periods(client: Any) -> None:
    page = client.get("/privacy/").content.decode()
    assert "The words you text us: 14 days." in page
    assert "about 3 days, then we have it deleted." in page
    spoken = [rule for rule in retention.rules() if rule.words]
    assert len(spoken) >= 5
    for rule in spoken:
        assert rule.sentence in page


def test_what_signing_in_leaves_behind_goes(cast: Cast) -> None:
    now = timezone.now()
    for days, email in ((29, "young@home.example"), (31, "old@home.example")):
        at = now - timedelta(days=days)
        cast.here.invitations.create(email=email, kind="texter", expires_at=at, accepted_at=at if days == 29 else None)
    for key, days in (("young", 1), ("old", -1)):
        Session.objects.create(session_key=key, session_data="x", expire_date=now + timedelta(days=days))
    limits.take("door:1", size=1, per_seconds=1)
    limits.take("door:2", size=1, per_seconds=1)
    TokenBucket.objects.filter(key="door:1").update(filled_at=now - timedelta(days=2, minutes=1))
    purged()
    assert cast.here.invitations.get().email == "young@home.example"
    assert (Session.objects.get().session_key, TokenBucket.objects.get().key) == ("young", "door:2")


def test_an_account_goes_90_days_after_the_last_role_but_the_record_stays(cast: Cast) -> None:
    audit.record("invited", chapter=cast.here, by=cast.texter, kind="lead")
    old = timezone.now() - timedelta(days=91)
    User.objects.update(last_login=None, date_joined=old)
    User.objects.filter(pk=cast.nobody.pk).update(last_login=timezone.now())
    cast.texter.roles.update(expires_at=old)
    cast.organizer.roles.update(expires_at=old + timedelta(days=2))
    purged()
    left = set(User.objects.values_list("pk", flat=True))
    assert left == {one.pk for one in vars(cast).values() if isinstance(one, User)} - {cast.texter.pk}
    assert AuditEntry.objects.filter(act="invited").get().user is None
    call_command("audit_verify", stdout=StringIO())


def test_notes_and_lists_go_after_their_time(cast: Cast) -> None:
    make_notes(cast, 1, age=timedelta(days=366))
    make_notes(cast, 1, age=timedelta(days=364))
    for state, days in (("done", 401), ("undone", 401), ("cancelled", 401), ("done", 399)):
        source = make_list(cast, state, days=days)
        Import.objects.filter(pk=source.pk).update(finished_at=timezone.now() - timedelta(days=days))
    purged()
    assert (Note.objects.count(), Import.objects.count()) == (1, 1)


def test_twice_is_once_for_every_rule(cast: Cast) -> None:
    """Also for a moment so late that everything is due."""
    make_notes(cast, 2, age=timedelta(0))
    make_list(cast, Import.State.MAPPED, days=8)
    audit.record("invited", chapter=cast.here, by=cast.lead, kind="lead")
    limits.take("door:1", size=1, per_seconds=1)
    said = purged(now="2150-01-01", dry_run=True)
    assert "notes, kept 365 days: 2 would go." in said
    assert len(said.splitlines()) == len(retention.rules()) == len({rule.name for rule in retention.rules()})
    purged(now="2150-01-01")
    before = AuditEntry.objects.count()
    assert {line.rpartition(": ")[2] for line in purged(now="2150-01-01").splitlines()} == {"0 gone."}
    assert AuditEntry.objects.count() == before


def test_a_legal_hold_keeps_everything_and_says_so(cast: Cast, client: Any, settings: Settings) -> None:
    make_notes(cast, 1, age=timedelta(days=400))
    assert "the law makes us keep everything" not in client.get("/privacy/").content.decode()
    settings.LEGAL_HOLD = date(2027, 3, 1)
    with pytest.raises(CommandError, match=r"A legal hold is on since 2027-03-01 \(LEGAL_HOLD\)"):
        purged()
    retention.purge_tonight()
    assert Note.objects.count() == 1
    said = purged(dry_run=True)
    assert said.startswith("A legal hold is on since 2027-03-01. Without it:\n")
    assert "notes, kept 365 days: 1 would go." in said
    assert "Since March 1, 2027 the law makes us keep everything." in client.get("/privacy/").content.decode()
    spanish = client.get("/privacy/", {"lang": "es"}).content.decode()
    assert "1 de marzo de 2027" in spanish
    assert "the law" not in spanish
