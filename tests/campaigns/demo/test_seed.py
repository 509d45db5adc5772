"""`manage.py seed`: load that can be told apart, chapter by chapter."""

import pytest
from django.core.management import CommandError, call_command

from chapters.encryption import blind_index
from chapters.members.models import sorting_key
from chapters.models import Chapter, Member, Note

pytestmark = pytest.mark.django_db


def test_people_are_spread_over_the_chapters_with_names_and_consents_in_order() -> None:
    call_command("seed", chapters=2, members=101, verbosity=0)
    first, second = Chapter.objects.order_by("slug")
    assert [first.members.count(), second.members.count()] == [51, 50]
    for member in Member.objects.all():
        assert member.sort_name == sorting_key(member.name)
        assert member.first_name == member.name.split()[0]
        assert member.phone_index == blind_index("phone", member.phone)
    assert Member.objects.reachable_by("text").count() == 101 - 6 - 5
    assert Member.objects.reachable_by("email").count() == 101 - 6 - 5
    assert len(set(Member.objects.values_list("phone_index", flat=True))) == 101
    assert first.senders.count() == 2
    call_command("seed", chapters=1, members=1, verbosity=0)
    assert Chapter.objects.count() == 3


def test_a_canary_sits_in_a_name_a_note_and_an_email_of_each_chapter() -> None:
    call_command("seed", chapters=2, members=0, canary=True, verbosity=0)
    for chapter in Chapter.objects.all():
        bird = chapter.members.get()
        assert bird.name == f"CANARY-{chapter.slug} Person"
        assert bird.email == f"canary-{chapter.slug}@leak.example"
        assert Note.objects.get(chapter=chapter).body == f"CANARY-{chapter.slug} note"


def test_nonsense_is_refused() -> None:
    with pytest.raises(CommandError, match="at least one chapter"):
        call_command("seed", chapters=0)
