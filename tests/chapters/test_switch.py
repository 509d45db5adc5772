"""Which chapter: one leads straight on, several are a choice, none says what to do."""

import pytest
from django.test import Client

from chapters.models import Role
from tests.cast import Cast
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


def test_one_chapter_leads_to_its_today(cast: Cast) -> None:
    assert signed_in(cast.volunteer).get("/c/")["Location"] == "/c/highland-park/"


def test_several_are_a_choice(cast: Cast) -> None:
    Role.objects.create(user=cast.volunteer, chapter=cast.there, kind="texter")
    page = signed_in(cast.volunteer).get("/c/").content.decode()
    assert page.index('href="/c/east-valley/"') < page.index('href="/c/highland-park/"')


def test_a_closed_chapter_is_not_offered(cast: Cast) -> None:
    Role.objects.create(user=cast.volunteer, chapter=cast.there, kind="texter")
    cast.there.closed_at = cast.there.created_at
    cast.there.save()
    assert signed_in(cast.volunteer).get("/c/")["Location"] == "/c/highland-park/"


def test_none_says_whom_to_ask(cast: Cast) -> None:
    page = signed_in(cast.nobody).get("/c/").content.decode()
    assert ("You are not in a chapter yet" in page, "Open the admin" in page) == (True, False)
    assert "Open the admin" in signed_in(cast.staff).get("/c/").content.decode()
    assert Client().get("/c/")["Location"] == "/accounts/login/?next=/c/"
