"""Yes, stop and starting again."""

import pytest
from django.db import IntegrityError, transaction

from chapters.members import consenting
from chapters.models import Consent, Member, OptOut
from tests.cast import Cast
from tests.factories import make_chapter, make_member

PHONE = "+13235550199"
WORDS = "Yes, text me about actions."


def reachable(channel: str = "text") -> set[int]:
    return set(Member.objects.reachable_by(channel).values_list("pk", flat=True))


def test_a_yes_has_its_words_and_the_latest_entry_decides(cast: Cast) -> None:
    member = make_member(cast.here, consents=())
    with pytest.raises(IntegrityError, match="consent_yes_has_its_words"), transaction.atomic():
        consenting.record(member, "text", given=True, source=Consent.Source.PERSON)
    consenting.record(member, "text", given=True, source=Consent.Source.PERSON, wording_text=WORDS, by=cast.lead)
    assert reachable() == {member.pk}
    consenting.record(member, "text", given=False, source=Consent.Source.PERSON, by=cast.lead)
    assert reachable() == set()
    assert member.consents.count() == 2


def test_stop_holds_in_every_chapter_for_everyone_with_the_address(cast: Cast) -> None:
    people = [make_member(chapter, name, phone=PHONE) for chapter in (cast.here, cast.there) for name in ("Ana", "Luz")]
    other = make_member(cast.here, "Someone else")
    consenting.stop("text", PHONE, source=Consent.Source.KEYWORD)
    consenting.stop("text", PHONE, source=Consent.Source.KEYWORD)
    assert reachable() == {other.pk}
    assert OptOut.objects.count() == 1
    assert [person.consents.filter(is_given=False).count() for person in people] == [1, 1, 1, 1]
    assert make_member(cast.here, "Added later", phone=PHONE).pk not in reachable()


def test_stop_in_one_chapter_leaves_the_other(cast: Cast) -> None:
    make_member(cast.here, phone=PHONE)
    there = make_member(cast.there, phone=PHONE)
    consenting.stop("text", PHONE, source=Consent.Source.PAGE, chapter=cast.here)
    assert reachable() == {there.pk}


def test_starting_again_opens_only_the_chapter_that_was_asked(cast: Cast) -> None:
    third = make_chapter("third")
    here, there = make_member(cast.here, phone=PHONE), make_member(cast.there, phone=PHONE)
    consenting.stop("text", PHONE, source=Consent.Source.KEYWORD)
    consenting.start_again(
        "text", PHONE, chapter=cast.here, source=Consent.Source.KEYWORD, wording_text="START", language="en"
    )
    assert reachable() == {here.pk}
    assert set(OptOut.objects.values_list("chapter__slug", flat=True)) == {cast.there.slug, third.slug}
    consenting.record(there, "text", given=True, source=Consent.Source.IMPORT, wording_text=WORDS)
    assert reachable() == {here.pk}


def test_a_blank_address_stops_nobody(cast: Cast) -> None:
    member = make_member(cast.here, phone="")
    consenting.stop("text", "", source=Consent.Source.KEYWORD)
    consenting.start_again("text", "", chapter=cast.here, source="keyword", wording_text="START", language="en")
    assert (OptOut.objects.count(), member.consents.count()) == (0, 1)
