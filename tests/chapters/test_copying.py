"""Many rows in one statement: what goes in comes out, whatever letters are in it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chapters.copying import copy_in, in_copy, look_anew, reserved_ids, update_in
from chapters.encryption import blind_index
from chapters.models import Member, Note
from tests.cast import Cast
from tests.factories import make_member

ODD = ["plain", "tab\there", "back\\slash \\N \\.", "two\nlines\r", "", "ñ 🕯️ \u202e", '"quoted", \x0b']


def test_what_goes_in_comes_out(cast: Cast) -> None:
    member, now = make_member(cast.here), timezone.now()
    ids = reserved_ids(Note, len(ODD))
    common = {"chapter_id": cast.here.pk, "member_id": member.pk, "created_at": now, "updated_at": now}
    copy_in(Note, [common | {"id": number, "body": body} for number, body in zip(ids, ODD, strict=True)])
    notes = Note.objects.order_by("id")
    assert [note.body for note in notes] == ODD
    assert {(note.created_at, note.written_by_id) for note in notes} == {(now, None)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(body, ' ') FROM chapters_note")
        assert "plain" not in cursor.fetchone()[0]


def test_defaults_are_filled_in_and_rules_hold(cast: Cast) -> None:
    now = timezone.now()
    row = {"chapter_id": cast.here.pk, "name": "Ana", "sort_name": "ana", "created_at": now, "updated_at": now}
    copy_in(Member, [row, row])
    one, other = cast.here.members.all()
    assert (one.language, one.came_count, len(one.code), one.code != other.code) == ("en", 0, 10, True)
    with pytest.raises(IntegrityError, match="member_has_a_name"), transaction.atomic():
        copy_in(Member, [row | {"name": ""}])
    copy_in(Member, [])


def test_each_row_gets_its_own_values(cast: Cast) -> None:
    ana, luz, bo = (make_member(cast.here, name) for name in ("Ana", "Luz", "Bo"))
    at = timezone.now()
    rows = [
        {"id": member.pk, "email": f"{n}@example.org", "zip": f"9000{n}", "updated_at": at, "user_id": None}
        for n, member in enumerate((ana, luz))
    ]
    update_in(Member, ["email", "zip", "updated_at", "user"], rows)
    update_in(Member, ["zip"], [])
    held = {member.name: (member.email, member.zip) for member in cast.here.members.all()}
    assert held == {"Ana": ("0@example.org", "90000"), "Luz": ("1@example.org", "90001"), "Bo": ("", bo.zip)}
    assert Member.objects.get(pk=luz.pk).updated_at == at
    assert blind_index("email", "0@example.org") != Member.objects.get(pk=ana.pk).email_index, "the caller does that"


def test_what_copy_cannot_say_is_refused() -> None:
    assert [in_copy(value) for value in (None, True, 12, "a\tb")] == [r"\N", "True", "12", r"a\tb"]
    with pytest.raises(TypeError, match="COPY cannot write list"):
        in_copy([1])


def test_statistics_can_be_taken_in_a_transaction(cast: Cast) -> None:
    make_member(cast.here)
    look_anew(Member, Note)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'chapters_member'")
        assert cursor.fetchone()[0] == 1
