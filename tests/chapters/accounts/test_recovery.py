"""A lost phone: only whoever typed the code from the email asks, two who spoke with them say yes, a link works once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chapters.models import AuditEntry, Chapter, Recovery, Role, User
from tests.cast import Cast
from tests.chapters.accounts.test_sign_in import CODE, ask_for_code, mailed_code
from tests.factories import make_chapter, make_role, signed_in

pytestmark = pytest.mark.django_db
LOST = "/accounts/lost/"
WAY_BACK = "chapters:accounts_recover"


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def half_way(user: User) -> Client:
    """The code from the email was typed; the second proof is missing."""
    client = Client()
    ask_for_code(client, user.email)
    client.post(CODE, {"code": mailed_code()})
    return client


def say(by: User, recovery: Recovery, answer: str = "yes", chapter: str = "highland-park") -> int:
    path = f"/c/{chapter}/setup/recovery/{recovery.code}/"
    return int(signed_in(by).post(path, {answer: "1"}).status_code)


def link() -> str:
    letter = next(one for one in reversed(mail.outbox) if one.subject == "Your way back")
    found = re.search(r"/accounts/way-back/\w+/", str(letter.body))
    assert found
    return found.group()


def has_proof(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


@pytest.fixture
def lost(cast: Cast, django_capture_on_commit_callbacks: Any) -> Recovery:
    """Carmen, an organizer, asked; two leads can say yes."""
    with django_capture_on_commit_callbacks(execute=True):
        page = half_way(cast.organizer).post(LOST)
    assert "Now call two leads" in page.content.decode()
    return Recovery.objects.get()


def test_the_leads_are_asked_and_the_person_is_told(cast: Cast, lost: Recovery) -> None:
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects["marisol@hp.example"] == "Carmen Ibarra cannot sign in: did you speak with them?"
    assert subjects["carmen@hp.example"] == "You asked for a way back"
    assert set(subjects) == {"marisol@hp.example", "walt@hp.example", "carmen@hp.example"}
    assert "Carmen Ibarra lost the phone" in signed_in(cast.lead).get("/c/highland-park/").content.decode()


def test_two_yes_open_a_link_that_works_once(
    cast: Cast, lost: Recovery, django_capture_on_commit_callbacks: Any
) -> None:
    signed_in_before = signed_in(cast.organizer)
    with django_capture_on_commit_callbacks(execute=True):
        say(cast.lead, lost)
        say(cast.lead, lost)  # once more is no second person
        lost.refresh_from_db()
        assert (lost.first_by, lost.second_by, lost.opens_at) == (cast.lead, None, None)
        assert Client().post(reverse(WAY_BACK, args=[lost.secret])).status_code == 410
        say(cast.second_lead, lost)
    path = link()
    assert Client().get(path).status_code == 200
    assert has_proof(cast.organizer)
    with django_capture_on_commit_callbacks(execute=True):
        assert Client().post(path)["Location"] == "/accounts/login/"
    assert not has_proof(cast.organizer)
    assert signed_in_before.get("/accounts/me/").status_code == 302
    assert [Client().post(path).status_code, Client().get(path).status_code] == [410, 410]
    told = {message.to[0] for message in mail.outbox[-3:]}
    assert told == {"marisol@hp.example", "walt@hp.example", "carmen@hp.example"}
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"recovery_asked", "recovery_yes", "recovered"} <= acts


def test_a_no_closes_it_for_good(cast: Cast, lost: Recovery, django_capture_on_commit_callbacks: Any) -> None:
    say(cast.lead, lost)
    with django_capture_on_commit_callbacks(execute=True):
        say(cast.second_lead, lost, "no")
    assert say(cast.lead, lost) == 404
    assert Client().post(reverse(WAY_BACK, args=[lost.secret])).status_code == 410
    assert has_proof(cast.organizer)
    assert mail.outbox[-1].subject == "No way back for Carmen Ibarra"


def test_who_may_not_say_yes(cast: Cast, lost: Recovery) -> None:
    assert [say(user, lost) for user in (cast.organizer, cast.texter)] == [403, 403]
    assert say(cast.stranger, lost, chapter="east-valley") == 404
    stale = signed_in(cast.lead, fresh=False)
    again = stale.post(f"/c/highland-park/setup/recovery/{lost.code}/", {"yes": "1"})
    assert again["Location"].startswith("/accounts/again/")
    assert Recovery.objects.get().first_by is None


def test_a_lead_cannot_say_yes_to_oneself(cast: Cast) -> None:
    recovery = Recovery.objects.create(user=cast.lead)
    say(cast.lead, recovery)
    recovery.refresh_from_db()
    assert recovery.first_by is None


def test_one_lead_and_one_of_the_body(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    body = make_chapter("california", "California Together", kind="body")
    head = make_role(body, "lead", "ada@ca.example")
    Chapter.objects.filter(pk=cast.here.pk).update(parent=body)
    Role.objects.filter(user=cast.second_lead).delete()
    half_way(cast.organizer).post(LOST)
    recovery = Recovery.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        say(cast.lead, recovery)
        say(head, recovery, chapter="california")
    assert Client().post(link())["Location"] == "/accounts/login/"


def test_where_only_one_exists_a_day_passes(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    Role.objects.filter(user=cast.second_lead).delete()
    half_way(cast.organizer).post(LOST)
    with django_capture_on_commit_callbacks(execute=True):
        say(cast.lead, Recovery.objects.get())
    assert Client().post(link()).status_code == 410
    assert has_proof(cast.organizer)
    Recovery.objects.update(opens_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(link())["Location"] == "/accounts/login/"


def test_nobody_is_there_to_say_yes(cast: Cast) -> None:
    page = half_way(cast.stranger).post(LOST).content.decode()
    assert ("Ask the person who runs this site." in page, Recovery.objects.count()) == (True, 0)


def test_asking_tells_nobody_who_has_an_account(cast: Cast) -> None:
    """Before the code from the email is typed, a known and an unknown address get the very same page."""
    pages = []
    for email in ("carmen@hp.example", "unknown@hp.example"):
        client = Client()
        ask_for_code(client, email)
        page, posted = client.get(LOST), client.post(LOST)
        strip = re.compile(r'value="\w{64}"')
        pages.append([(one.status_code, strip.sub("", one.content.decode())) for one in (page, posted)])
    assert pages[0] == pages[1]
    assert (pages[0][1][0], Recovery.objects.count()) == (422, 0)


def test_it_grows_old(cast: Cast, lost: Recovery) -> None:
    Recovery.objects.update(created_at=timezone.now() - timedelta(days=5), opens_at=timezone.now())
    assert Client().post(reverse(WAY_BACK, args=[lost.secret])).status_code == 410
    assert say(cast.lead, lost) == 404
    half_way(cast.organizer).post(LOST)
    assert Recovery.objects.filter(ended_at=None).count() == 1
