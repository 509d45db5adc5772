"""Where a person is signed in: known by a word and an hour, ended one by one, and a new one is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from chapters.accounts import devices
from chapters.models import AuditEntry, Device, User
from tests.cast import Cast
from tests.chapters.accounts.test_sign_in import CODE, FACTOR, ask_for_code, mailed_code, totp_code
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
SESSIONS = "/accounts/me/sessions/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def sign_in(user: User, agent: str = PHONE, client: Client | None = None) -> Client:
    """With both proofs, as a person does."""
    client = client or Client(headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.77")
    ask_for_code(client, user.email)
    answer = client.post(CODE, {"code": mailed_code()})
    if answer["Location"] == FACTOR:
        cache.clear()
        client.post(FACTOR, {"code": totp_code(user)})
    return client


def test_each_is_a_word_and_a_time(cast: Cast) -> None:
    phone = sign_in(cast.texter)
    sign_in(cast.texter, LAPTOP)
    page = phone.get(SESSIONS).content.decode()
    assert ("This phone" in page, "Computer" in page, "last seen about" in page) == (True, True, True)
    assert {device.kind for device in cast.texter.devices.all()} == {"phone", "computer"}


@pytest.mark.parametrize(
    ("agent", "kind"),
    [(PHONE, "phone"), (LAPTOP, "computer"), ("Mozilla/5.0 (iPad; CPU OS 17)", "tablet"), ("", "computer")],
)
def test_what_a_browser_says_becomes_one_word(agent: str, kind: str) -> None:
    assert devices.kind_of(agent) == kind


def test_no_address_and_no_browser_is_kept_anywhere(cast: Cast) -> None:
    client = sign_in(cast.lead)
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")  # noqa: S608  our own tables
            kept = " ".join(row[0] for row in cursor.fetchall())
            assert ("203.0.113.77" in kept, "iPhone" in kept) == (False, False), model
    session = str(dict(client.session.items()))
    assert ("203.0.113" in session, "iPhone" in session) == (False, False)


def test_ending_one(cast: Cast) -> None:
    phone, laptop = sign_in(cast.texter), sign_in(cast.texter, LAPTOP)
    other = cast.texter.devices.get(kind="computer")
    assert phone.post(f"{SESSIONS}{other.code}/end/")["Location"] == SESSIONS
    assert [client.get(SESSIONS).status_code for client in (phone, laptop)] == [200, 302]
    assert laptop.get(SESSIONS)["Location"].startswith("/accounts/login/")
    assert "Computer" not in phone.get(SESSIONS).content.decode()
    assert AuditEntry.objects.filter(act="device_signed_out").count() == 1


def test_nobody_ends_those_of_another(cast: Cast) -> None:
    phone = sign_in(cast.texter)
    device = cast.texter.devices.get()
    assert signed_in(cast.lead).post(f"{SESSIONS}{device.code}/end/").status_code == 404
    assert phone.get(SESSIONS).status_code == 200


def test_ending_all_others(cast: Cast) -> None:
    phone, laptop = sign_in(cast.texter), sign_in(cast.texter, LAPTOP)
    phone.get(SESSIONS)
    assert phone.post("/accounts/me/sign-out-everywhere/")["Location"] == "/accounts/me/"
    assert [client.get(SESSIONS).status_code for client in (phone, laptop)] == [200, 302]
    assert [device.kind for device in cast.texter.devices.signed_in()] == ["phone"]


def test_it_is_seen_by_the_hour(cast: Cast) -> None:
    client = sign_in(cast.texter)
    long_ago = timezone.now() - timedelta(hours=5)
    Device.objects.update(seen_at=long_ago)
    client.get(SESSIONS)
    assert Device.objects.get().seen_at == long_ago
    session = client.session
    session[devices.HERE] = [session[devices.HERE][0], long_ago.isoformat(), session.session_key]
    session.save()
    client.get(SESSIONS)
    assert Device.objects.get().seen_at == devices.this_hour()


def test_a_session_from_before_is_written_down_when_looked_at(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert client.get(SESSIONS)["Location"] == SESSIONS
    assert "This computer" in client.get(SESSIONS).content.decode()
    assert Device.objects.count() == 1


def test_a_new_one_is_told_to_the_person_and_to_the_leads_in_their_languages(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    cast.second_lead.language = "es"
    cast.second_lead.save()
    with django_capture_on_commit_callbacks(execute=True):
        known = sign_in(cast.lead)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        known.post("/accounts/logout/")
        sign_in(cast.lead, client=known)
    assert {message.to[0] for message in mail.outbox} == {"marisol@hp.example"}  # the code
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.lead, LAPTOP)
    told = {message.to[0]: message for message in mail.outbox[-2:]}
    assert told["marisol@hp.example"].subject == "You signed in on a new phone or computer"
    assert told["walt@hp.example"].subject == "Marisol Reyes entró desde otro teléfono o computadora"
    assert "stranger@ev.example" not in told
    assert AuditEntry.objects.filter(act="new_device").count() == 1


def test_leads_are_not_told_of_helpers(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.volunteer)
        sign_in(cast.volunteer, LAPTOP)
    assert {message.to[0] for message in mail.outbox} == {"beth@hp.example"}


def test_they_are_forgotten_after_half_a_year(cast: Cast) -> None:
    from chapters.accounts.keeping import RULES
    from chapters.models import Device

    sign_in(cast.texter)
    rule = next(rule for rule in RULES if rule.model is Device)
    assert not rule.due(timezone.now() + timedelta(days=179)).exists()
    assert rule.due(timezone.now() + timedelta(days=182)).exists()
