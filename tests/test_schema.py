"""What must always be true is kept by PostgreSQL itself."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from campaigns.models import Event, Rsvp
from chapters.constraints import SameChapter
from chapters.encryption import blind_index
from chapters.models import AuditEntry, Consent, Member, MemberTag, Role, Tag
from tests.cast import Cast
from tests.factories import make_consent, make_event, make_member

pytestmark = pytest.mark.django_db


def refused(constraint: str) -> "pytest.RaisesExc[IntegrityError]":
    return pytest.raises(IntegrityError, match=constraint)


def test_every_reference_between_rows_of_a_chapter_stays_in_the_chapter() -> None:
    owned = {model for model in apps.get_models() if any(field.name == "chapter" for field in model._meta.fields)}
    # A role and an invitation are the chapter's own edge; an opt-out may hold for all chapters.
    unkept = {
        f"{model.__name__}.{field.name}"
        for model in owned
        for field in model._meta.fields
        if field.is_relation and field.related_model in owned
        if field.name not in {rule.field for rule in model._meta.constraints if isinstance(rule, SameChapter)}
    }
    assert unkept == set()


def test_a_seat_cannot_point_into_another_chapter(cast: Cast) -> None:
    stranger = make_member(cast.there)
    with refused("rsvp_same_chapter_member"), transaction.atomic():
        Rsvp.objects.create(
            chapter=cast.here, event=make_event(cast.here), member=stranger, state="going", source="page"
        )
        connection.check_constraints()


def test_a_tag_cannot_be_lent(cast: Cast) -> None:
    tag = Tag.objects.create(chapter=cast.there, name="driver")
    with refused("member_tag_same_chapter_tag"), transaction.atomic():
        MemberTag.objects.create(chapter=cast.here, member=make_member(cast.here), tag=tag)
        connection.check_constraints()


def test_an_event_is_never_overbooked_and_ends_after_it_starts(cast: Cast) -> None:
    event = make_event(cast.here, capacity=10)
    with refused("event_not_overbooked"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(seats_taken=11)
    with refused("event_ends_after_it_starts"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at - timedelta(hours=1))


def test_a_person_holds_one_role_in_a_chapter(cast: Cast) -> None:
    with refused("role_one_per_chapter"), transaction.atomic():
        Role.objects.create(user=cast.lead, chapter=cast.here, kind="texter")


def test_consents_and_audit_entries_cannot_be_changed_or_taken_away(cast: Cast) -> None:
    consent = make_consent(make_member(cast.here, consents=()))
    for act in (
        lambda: Consent.objects.update(is_given=False),
        consent.delete,
        consent.member.delete,
    ):
        with refused("append-only"), transaction.atomic():
            act()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL organizing.purge = 'on'")
        consent.delete()
    assert Consent.objects.count() == 0
    assert AuditEntry.objects.count() == 0


def test_a_yes_without_its_words_is_no_consent(cast: Cast) -> None:
    consent = make_consent(make_member(cast.here, consents=()))
    consent.pk, consent.wording_text = None, ""
    with refused("consent_yes_has_its_words"), transaction.atomic():
        consent.save(force_insert=True)


def test_the_database_never_holds_a_contact_in_clear(cast: Cast) -> None:
    member = make_member(cast.here, phone="+13235550142", email="lupe@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM chapters_member m WHERE id = %s", [member.pk])
        dump = cursor.fetchone()[0]
    assert "3235550142" not in dump
    assert "lupe@example.org" not in dump
    assert blind_index("phone", "+13235550142") in dump
    assert Member.objects.with_phone("+13235550142").get().email == "lupe@example.org"
